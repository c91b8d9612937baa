var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../../platform/http/external-id.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsObject, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { RootQuery } from '../../platform/http/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../platform/identity/is-identity.decorators.js';
import { IsCategory, IsTargetGroup } from '../rules/is-code.decorators.js';
export const LINE_STATES = ['active', 'ended'];
class ServiceLineFields {
    /** Code of the list `target-groups`. */
    targetGroup;
    /** Region code. */
    region;
    /** Last day residents are meant to receive it; null while it is meant to go on. */
    until;
    /** Last day of which anything is known: nothing is said about later ones. */
    knownUntil;
    static _OPENAPI_METADATA_FACTORY() {
        return { targetGroup: { required: false, type: () => String, nullable: true, description: "Code of the list `target-groups`." }, region: { required: false, type: () => String, nullable: true, description: "Region code." }, until: { required: false, type: () => String, nullable: true, description: "Last day residents are meant to receive it; null while it is meant to go on." }, knownUntil: { required: false, type: () => String, nullable: true, description: "Last day of which anything is known: nothing is said about later ones." } };
    }
}
__decorate([
    IsOptional(),
    IsTargetGroup(),
    __metadata("design:type", Object)
], ServiceLineFields.prototype, "targetGroup", void 0);
__decorate([
    IsOptional(),
    IsRegion(),
    __metadata("design:type", Object)
], ServiceLineFields.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], ServiceLineFields.prototype, "until", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], ServiceLineFields.prototype, "knownUntil", void 0);
/** RFC 7396: only the fields that are given change, null removes. */
export class ServiceLineChangeDto extends ServiceLineFields {
    name;
    /** Code of the list `categories`. */
    category;
    /** First day residents were meant to receive it. */
    since;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: false, type: () => String, maxLength: 200 }, category: { required: false, type: () => String, description: "Code of the list `categories`." }, since: { required: false, type: () => String, description: "First day residents were meant to receive it." } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], ServiceLineChangeDto.prototype, "name", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsCategory(),
    __metadata("design:type", String)
], ServiceLineChangeDto.prototype, "category", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsPlainDate(),
    __metadata("design:type", String)
], ServiceLineChangeDto.prototype, "since", void 0);
/** What a line assumes, in both languages; repeated in the limitation of every finding on it. */
export class AssumptionDto {
    en;
    zh;
    static _OPENAPI_METADATA_FACTORY() {
        return { en: { required: true, type: () => String, maxLength: 2000 }, zh: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsString(),
    MaxLength(2000),
    __metadata("design:type", String)
], AssumptionDto.prototype, "en", void 0);
__decorate([
    IsString(),
    MaxLength(2000),
    __metadata("design:type", String)
], AssumptionDto.prototype, "zh", void 0);
export class NewServiceLineDto extends ServiceLineFields {
    name;
    /** Code of the list `categories`. */
    category;
    /** First day residents were meant to receive it. */
    since;
    /** Default `live`. */
    dataset;
    /** The places it serves, of the same dataset. */
    communities;
    /** The body that answers for it; default the caller's only one. */
    responsible;
    assumption;
    externalIds;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 200 }, category: { required: true, type: () => String, description: "Code of the list `categories`." }, since: { required: true, type: () => String, description: "First day residents were meant to receive it." }, dataset: { required: false, type: () => String, description: "Default `live`." }, communities: { required: false, type: () => [String], description: "The places it serves, of the same dataset.", uniqueItems: true, format: "uuid", maxItems: 500 }, responsible: { required: false, type: () => String, description: "The body that answers for it; default the caller's only one.", format: "uuid" }, assumption: { required: false, type: () => AssumptionDto, nullable: true }, externalIds: { required: false, type: () => [openapi_import_1.ExternalIdDto], uniqueItems: true, maxItems: 20 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewServiceLineDto.prototype, "name", void 0);
__decorate([
    IsCategory(),
    __metadata("design:type", String)
], NewServiceLineDto.prototype, "category", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewServiceLineDto.prototype, "since", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], NewServiceLineDto.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(500),
    ArrayUnique(),
    IsUUID('all', { each: true }),
    __metadata("design:type", Array)
], NewServiceLineDto.prototype, "communities", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewServiceLineDto.prototype, "responsible", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => AssumptionDto),
    __metadata("design:type", Object)
], NewServiceLineDto.prototype, "assumption", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(externalIdKey),
    ValidateNested({ each: true }),
    Type(() => ExternalIdDto),
    __metadata("design:type", Array)
], NewServiceLineDto.prototype, "externalIds", void 0);
export class ServiceLineQuery extends RootQuery {
    /** Code of the list `categories`. */
    category;
    /** Code of the list `target-groups`. */
    targetGroup;
    /** Region code; the regions below it are included. */
    region;
    /** Lines that serve this community. */
    community;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { category: { required: false, type: () => String, description: "Code of the list `categories`." }, targetGroup: { required: false, type: () => String, description: "Code of the list `target-groups`." }, region: { required: false, type: () => String, description: "Region code; the regions below it are included." }, community: { required: false, type: () => String, description: "Lines that serve this community.", format: "uuid" }, state: { required: false, enum: ["active", "ended"], enum: LINE_STATES } };
    }
}
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], ServiceLineQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsTargetGroup(),
    __metadata("design:type", String)
], ServiceLineQuery.prototype, "targetGroup", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], ServiceLineQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ServiceLineQuery.prototype, "community", void 0);
__decorate([
    IsOptional(),
    IsIn(LINE_STATES),
    __metadata("design:type", Object)
], ServiceLineQuery.prototype, "state", void 0);
//# sourceMappingURL=service-line.dto.js.map