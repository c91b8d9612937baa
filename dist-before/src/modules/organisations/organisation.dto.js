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
import * as openapi_import_2 from "./relations.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { RootQuery } from '../../platform/http/root-query.dto.js';
import { IsCreditCode, IsRegion, IsRegionCode } from '../../platform/identity/is-identity.decorators.js';
import { HoldingDto, PersonDto } from './relations.dto.js';
import { IsCategory } from '../rules/is-code.decorators.js';
import { ORGANISATION_KINDS } from './organisation.codes.js';
class OrganisationFields {
    kind;
    /** Unified social credit code (GB 32100), required to sign. */
    creditCode;
    /** Region code of the seat. */
    region;
    /** Categories it works in, replaced as a whole. */
    categories;
    /** Licensed social workers it employs. */
    licensedWorkers;
    /** Everybody it employs full time. */
    fullTimeStaff;
    /** Day, month or year of registration. */
    registeredOn;
    /** Where it sits, as its notices say it. */
    address;
    /** Whom its notices name to be asked; public, no private person. */
    contactName;
    /** Its own telephone, as its notices say it. */
    contactPhone;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: false, nullable: true, enum: ["supervisor", "finance_authority", "agency", "evaluator", "agent", "enterprise", "individual_provider", "volunteer_body", "community_committee", "bureau", "street_office"], enum: ORGANISATION_KINDS }, creditCode: { required: false, type: () => String, nullable: true, description: "Unified social credit code (GB 32100), required to sign." }, region: { required: false, type: () => String, nullable: true, description: "Region code of the seat." }, categories: { required: false, type: () => [String], nullable: true, description: "Categories it works in, replaced as a whole.", uniqueItems: true, maxItems: 50 }, licensedWorkers: { required: false, type: () => Number, nullable: true, description: "Licensed social workers it employs.", minimum: 0, maximum: 1000000 }, fullTimeStaff: { required: false, type: () => Number, nullable: true, description: "Everybody it employs full time.", minimum: 0, maximum: 1000000 }, registeredOn: { required: false, type: () => String, nullable: true, description: "Day, month or year of registration." }, address: { required: false, type: () => String, nullable: true, description: "Where it sits, as its notices say it.", maxLength: 200 }, contactName: { required: false, type: () => String, nullable: true, description: "Whom its notices name to be asked; public, no private person.", maxLength: 100 }, contactPhone: { required: false, type: () => String, nullable: true, description: "Its own telephone, as its notices say it.", pattern: "^\\+?[0-9][0-9 \\-\uFF08\uFF09()\u8F6C]{4,38}[0-9]$" } };
    }
}
__decorate([
    IsOptional(),
    IsIn(ORGANISATION_KINDS),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsCreditCode(),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "creditCode", void 0);
__decorate([
    IsOptional(),
    IsRegion(),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    IsCategory({ each: true }),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "categories", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1_000_000),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "licensedWorkers", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1_000_000),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "fullTimeStaff", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "registeredOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "address", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "contactName", void 0);
__decorate([
    IsOptional(),
    IsString(),
    Matches(/^\+?[0-9][0-9 \-（）()转]{4,38}[0-9]$/),
    __metadata("design:type", Object)
], OrganisationFields.prototype, "contactPhone", void 0);
/** RFC 7396: only the fields that are given change, null removes. */
export class OrganisationChangeDto extends OrganisationFields {
    /** Name as registered. */
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: false, type: () => String, description: "Name as registered.", maxLength: 200 } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], OrganisationChangeDto.prototype, "name", void 0);
export class NewOrganisationDto extends OrganisationFields {
    /** Name as registered. */
    name;
    dataset;
    externalIds;
    /** Persons behind the body; see `PUT /organisations/{id}/relations`. */
    persons;
    /** Bodies that hold it. */
    holdings;
    /** Whether persons and holdings are all there are: only then is absence a fact. Default false. */
    complete;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, description: "Name as registered.", maxLength: 200 }, dataset: { required: false, type: () => String, nullable: true }, externalIds: { required: false, type: () => [openapi_import_1.ExternalIdDto], nullable: true, uniqueItems: true, maxItems: 20 }, persons: { required: false, type: () => [openapi_import_2.PersonDto], nullable: true, description: "Persons behind the body; see `PUT /organisations/{id}/relations`.", maxItems: 100 }, holdings: { required: false, type: () => [openapi_import_2.HoldingDto], nullable: true, description: "Bodies that hold it.", maxItems: 100 }, complete: { required: false, type: () => Boolean, nullable: true, description: "Whether persons and holdings are all there are: only then is absence a fact. Default false." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewOrganisationDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", Object)
], NewOrganisationDto.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(externalIdKey),
    ValidateNested({ each: true }),
    Type(() => ExternalIdDto),
    __metadata("design:type", Object)
], NewOrganisationDto.prototype, "externalIds", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(100),
    ValidateNested({ each: true }),
    Type(() => PersonDto),
    __metadata("design:type", Object)
], NewOrganisationDto.prototype, "persons", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(100),
    ValidateNested({ each: true }),
    Type(() => HoldingDto),
    __metadata("design:type", Object)
], NewOrganisationDto.prototype, "holdings", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Object)
], NewOrganisationDto.prototype, "complete", void 0);
export class OrganisationQuery extends RootQuery {
    kind;
    /** Region code; the regions below it are included. */
    region;
    creditCode;
    /** Exact name. */
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: false, enum: ["supervisor", "finance_authority", "agency", "evaluator", "agent", "enterprise", "individual_provider", "volunteer_body", "community_committee", "bureau", "street_office"], enum: ORGANISATION_KINDS }, region: { required: false, type: () => String, description: "Region code; the regions below it are included." }, creditCode: { required: false, type: () => String, maxLength: 18 }, name: { required: false, type: () => String, description: "Exact name.", maxLength: 200 } };
    }
}
__decorate([
    IsOptional(),
    IsIn(ORGANISATION_KINDS),
    __metadata("design:type", Object)
], OrganisationQuery.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], OrganisationQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(18),
    __metadata("design:type", String)
], OrganisationQuery.prototype, "creditCode", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", String)
], OrganisationQuery.prototype, "name", void 0);
//# sourceMappingURL=organisation.dto.js.map