var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, IsUrl, MaxLength, ValidateNested } from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsCreditCode } from '../../platform/identity/is-credit-code.decorator.js';
import { SOURCE_KINDS } from './facts.types.js';
/** Where a fact was read. */
export class FactSourceDto {
    /** `notice` as published, `statement` of a person, `reconstruction` from totals, `file`. */
    kind;
    /** Address of the publication. */
    url;
    /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
    publishedOn;
    /** Number or name of the publication. */
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, description: "`notice` as published, `statement` of a person, `reconstruction` from totals, `file`.", enum: ["file", "statement", "notice", "reconstruction"], enum: SOURCE_KINDS }, url: { required: false, type: () => String, nullable: true, description: "Address of the publication.", maxLength: 2000, format: "uri" }, publishedOn: { required: false, type: () => String, nullable: true, description: "`YYYY-MM-DD`, `YYYY-MM` or `YYYY`." }, reference: { required: false, type: () => String, nullable: true, description: "Number or name of the publication.", maxLength: 200 } };
    }
}
__decorate([
    IsIn(SOURCE_KINDS),
    __metadata("design:type", Object)
], FactSourceDto.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }),
    MaxLength(2000),
    __metadata("design:type", Object)
], FactSourceDto.prototype, "url", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], FactSourceDto.prototype, "publishedOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", Object)
], FactSourceDto.prototype, "reference", void 0);
/** A body: by its id here, or as the source names it. */
export class PartyDto {
    organisation;
    name;
    creditCode;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: false, type: () => String, format: "uuid" }, name: { required: false, type: () => String, maxLength: 200 }, creditCode: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], PartyDto.prototype, "organisation", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], PartyDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsCreditCode(),
    __metadata("design:type", String)
], PartyDto.prototype, "creditCode", void 0);
export class WindowDto {
    start;
    end;
    static _OPENAPI_METADATA_FACTORY() {
        return { start: { required: false, type: () => String, nullable: true }, end: { required: false, type: () => String, nullable: true } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], WindowDto.prototype, "start", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], WindowDto.prototype, "end", void 0);
export class Published {
    publishedOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { publishedOn: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], Published.prototype, "publishedOn", void 0);
/** Most facts of one request. */
export const MAX_FACTS = 100;
export class GivenFactDto {
    source;
    /** Id of the fact this one corrects; the old one stays in the history. */
    replaces;
    /** Why it is corrected. Required with `replaces`. */
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { source: { required: true, type: () => FactSourceDto }, replaces: { required: false, type: () => String, nullable: true, description: "Id of the fact this one corrects; the old one stays in the history.", format: "uuid" }, reason: { required: false, type: () => String, nullable: true, description: "Why it is corrected. Required with `replaces`.", maxLength: 2000 } };
    }
}
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => FactSourceDto),
    __metadata("design:type", FactSourceDto)
], GivenFactDto.prototype, "source", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], GivenFactDto.prototype, "replaces", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", Object)
], GivenFactDto.prototype, "reason", void 0);
//# sourceMappingURL=fact-parts.dto.js.map