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
import { IsIn, IsOptional, IsString, IsUrl, MaxLength } from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
const SOURCES = ['notice', 'statement', 'reconstruction', 'file'];
/** Where a record comes from. */
export class SourceDto {
    /** `notice` as published, `statement` of a person, `reconstruction` from totals, `file`. */
    kind;
    /** Address of the publication. */
    url;
    /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
    publishedOn;
    /** Number or name of the publication. */
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, description: "`notice` as published, `statement` of a person, `reconstruction` from totals, `file`.", enum: ["file", "statement", "notice", "reconstruction"], enum: SOURCES }, url: { required: false, type: () => String, nullable: true, description: "Address of the publication.", maxLength: 2000, format: "uri" }, publishedOn: { required: false, type: () => String, nullable: true, description: "`YYYY-MM-DD`, `YYYY-MM` or `YYYY`." }, reference: { required: false, type: () => String, nullable: true, description: "Number or name of the publication.", maxLength: 200 } };
    }
}
__decorate([
    IsIn(SOURCES),
    __metadata("design:type", Object)
], SourceDto.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }),
    MaxLength(2000),
    __metadata("design:type", Object)
], SourceDto.prototype, "url", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], SourceDto.prototype, "publishedOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", Object)
], SourceDto.prototype, "reference", void 0);
/** What is stored of a source: nothing but what was said. */
export const sourceOf = (dto) => ({
    kind: dto.kind,
    url: dto.url ?? null,
    publishedOn: dto.publishedOn ?? null,
    reference: dto.reference ?? null,
});
//# sourceMappingURL=source.dto.js.map