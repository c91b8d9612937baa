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
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { DATASET } from '../../platform/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { RootQuery } from '../../platform/http/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../platform/identity/is-identity.decorators.js';
const KINDS = ['urban', 'rural'];
class CommunityFields {
    kind;
    households;
    /** Residents of 60 years and more. */
    residents60;
    children;
    /** Residents with a disability. */
    disabled;
    /** The residents' committee, a body of the same dataset. */
    committee;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: false, nullable: true, enum: ["urban", "rural"], enum: KINDS }, households: { required: false, type: () => Number, nullable: true, minimum: 0, maximum: 10000000 }, residents60: { required: false, type: () => Number, nullable: true, description: "Residents of 60 years and more.", minimum: 0, maximum: 10000000 }, children: { required: false, type: () => Number, nullable: true, minimum: 0, maximum: 10000000 }, disabled: { required: false, type: () => Number, nullable: true, description: "Residents with a disability.", minimum: 0, maximum: 10000000 }, committee: { required: false, type: () => String, nullable: true, description: "The residents' committee, a body of the same dataset.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsIn(KINDS),
    __metadata("design:type", Object)
], CommunityFields.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], CommunityFields.prototype, "households", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], CommunityFields.prototype, "residents60", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], CommunityFields.prototype, "children", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], CommunityFields.prototype, "disabled", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], CommunityFields.prototype, "committee", void 0);
/** RFC 7396: only the fields that are given change, null removes. */
export class CommunityChangeDto extends CommunityFields {
    name;
    /** Region code. */
    region;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: false, type: () => String, maxLength: 200 }, region: { required: false, type: () => String, description: "Region code." } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], CommunityChangeDto.prototype, "name", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsRegion(),
    __metadata("design:type", String)
], CommunityChangeDto.prototype, "region", void 0);
export class NewCommunityDto extends CommunityFields {
    name;
    /** Region code. */
    region;
    /** Default `live`. */
    dataset;
    /** The body that keeps this record; default the caller's only one. */
    owner;
    externalIds;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 200 }, region: { required: true, type: () => String, description: "Region code." }, dataset: { required: false, type: () => String, description: "Default `live`." }, owner: { required: false, type: () => String, description: "The body that keeps this record; default the caller's only one.", format: "uuid" }, externalIds: { required: false, type: () => [openapi_import_1.ExternalIdDto], uniqueItems: true, maxItems: 20 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewCommunityDto.prototype, "name", void 0);
__decorate([
    IsRegion(),
    __metadata("design:type", String)
], NewCommunityDto.prototype, "region", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], NewCommunityDto.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewCommunityDto.prototype, "owner", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(externalIdKey),
    ValidateNested({ each: true }),
    Type(() => ExternalIdDto),
    __metadata("design:type", Array)
], NewCommunityDto.prototype, "externalIds", void 0);
export class CommunityQuery extends RootQuery {
    /** Region code; the regions below it are included. */
    region;
    kind;
    static _OPENAPI_METADATA_FACTORY() {
        return { region: { required: false, type: () => String, description: "Region code; the regions below it are included." }, kind: { required: false, enum: ["urban", "rural"], enum: KINDS } };
    }
}
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], CommunityQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsIn(KINDS),
    __metadata("design:type", Object)
], CommunityQuery.prototype, "kind", void 0);
/** A community as everybody sees it: figures, no persons. */
export class CommunityDto {
    id;
    version;
    dataset;
    name;
    region;
    kind;
    households;
    residents60;
    children;
    disabled;
    committee;
    /** The body that keeps this record. */
    owner;
    externalIds;
    createdAt;
    updatedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, name: { required: true, type: () => String }, region: { required: true, type: () => String }, kind: { required: true, nullable: true, enum: ["urban", "rural"] }, households: { required: true, type: () => Number, nullable: true }, residents60: { required: true, type: () => Number, nullable: true }, children: { required: true, type: () => Number, nullable: true }, disabled: { required: true, type: () => Number, nullable: true }, committee: { required: true, type: () => String, nullable: true }, owner: { required: true, type: () => String, nullable: true, description: "The body that keeps this record." }, externalIds: { required: true, type: () => [openapi_import_1.ExternalIdDto] }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String } };
    }
}
export class CommunityListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [CommunityDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=community.dto.js.map