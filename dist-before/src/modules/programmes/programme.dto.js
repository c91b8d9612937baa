var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./calendar-template.dto.js";
import * as openapi_import_2 from "./budget-line.dto.js";
import * as openapi_import_3 from "../organisations/source.dto.js";
import * as openapi_import_4 from "../../platform/http/external-id.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { DATASET } from '../../platform/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { QueryInt } from '../../platform/http/list.js';
import { RootQuery } from '../../platform/http/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../platform/identity/is-identity.decorators.js';
import { SourceDto } from '../organisations/source.dto.js';
import { IsBudgetLevel } from '../rules/is-code.decorators.js';
import { NewBudgetLineDto } from './budget-line.dto.js';
import { CalendarTemplateDto } from './calendar-template.dto.js';
import { PROGRAMME_STATES } from './programme.lifecycle.js';
class ProgrammeFields {
    /** Region code; default the buyer's for what supervisors see. */
    region;
    /** `central`, `provincial` or `below_provincial`: some rules depend on it. */
    budgetLevel;
    static _OPENAPI_METADATA_FACTORY() {
        return { region: { required: false, type: () => String, nullable: true, description: "Region code; default the buyer's for what supervisors see." }, budgetLevel: { required: false, nullable: true, description: "`central`, `provincial` or `below_provincial`: some rules depend on it.", enum: ["central", "provincial", "below_provincial"] } };
    }
}
__decorate([
    IsOptional(),
    IsRegion(),
    __metadata("design:type", Object)
], ProgrammeFields.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsBudgetLevel(),
    __metadata("design:type", Object)
], ProgrammeFields.prototype, "budgetLevel", void 0);
/** RFC 7396: only the fields that are given change, null removes. A calendar is given whole. */
export class ProgrammeChangeDto extends ProgrammeFields {
    name;
    year;
    calendar;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: false, type: () => String, maxLength: 200 }, year: { required: false, type: () => Number, minimum: 1000, maximum: 9999 }, calendar: { required: false, type: () => openapi_import_1.CalendarTemplateDto } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], ProgrammeChangeDto.prototype, "name", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsInt(),
    Min(1000),
    Max(9999),
    __metadata("design:type", Number)
], ProgrammeChangeDto.prototype, "year", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsObject(),
    ValidateNested(),
    Type(() => CalendarTemplateDto),
    __metadata("design:type", CalendarTemplateDto)
], ProgrammeChangeDto.prototype, "calendar", void 0);
export class NewProgrammeDto extends ProgrammeFields {
    name;
    /** Fiscal year. */
    year;
    /** The bureau that plans; default the caller's only body. */
    buyer;
    /** Default: November notice, January to May implementation, June evaluation. */
    calendar;
    budgetLines;
    source;
    /** `approved`: recorded as approved elsewhere. Default `draft`: nobody has said so, and it is to be approved here. */
    state;
    /** Default `live`. */
    dataset;
    externalIds;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 200 }, year: { required: true, type: () => Number, description: "Fiscal year.", minimum: 1000, maximum: 9999 }, buyer: { required: false, type: () => String, description: "The bureau that plans; default the caller's only body.", format: "uuid" }, calendar: { required: false, type: () => openapi_import_1.CalendarTemplateDto, description: "Default: November notice, January to May implementation, June evaluation." }, budgetLines: { required: false, type: () => [openapi_import_2.NewBudgetLineDto], maxItems: 100 }, source: { required: true, type: () => openapi_import_3.SourceDto }, state: { required: false, description: "`approved`: recorded as approved elsewhere. Default `draft`: nobody has said so, and it is to be approved here.", enum: ["draft", "approved"], enum: ['draft', 'approved'] }, dataset: { required: false, type: () => String, description: "Default `live`." }, externalIds: { required: false, type: () => [openapi_import_4.ExternalIdDto], uniqueItems: true, maxItems: 20 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewProgrammeDto.prototype, "name", void 0);
__decorate([
    IsInt(),
    Min(1000),
    Max(9999),
    __metadata("design:type", Number)
], NewProgrammeDto.prototype, "year", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewProgrammeDto.prototype, "buyer", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => CalendarTemplateDto),
    __metadata("design:type", CalendarTemplateDto)
], NewProgrammeDto.prototype, "calendar", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(100),
    ValidateNested({ each: true }),
    Type(() => NewBudgetLineDto),
    __metadata("design:type", Array)
], NewProgrammeDto.prototype, "budgetLines", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => SourceDto),
    __metadata("design:type", SourceDto)
], NewProgrammeDto.prototype, "source", void 0);
__decorate([
    IsOptional(),
    IsIn(['draft', 'approved']),
    __metadata("design:type", String)
], NewProgrammeDto.prototype, "state", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], NewProgrammeDto.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(externalIdKey),
    ValidateNested({ each: true }),
    Type(() => ExternalIdDto),
    __metadata("design:type", Array)
], NewProgrammeDto.prototype, "externalIds", void 0);
export class ProgrammeQuery extends RootQuery {
    state;
    year;
    buyer;
    /** Region code; the regions below it are included. */
    region;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: false, enum: ["closed", "draft", "approved", "adjusted"], enum: PROGRAMME_STATES }, year: { required: false, type: () => Number, minimum: 1000, maximum: 9999 }, buyer: { required: false, type: () => String, format: "uuid" }, region: { required: false, type: () => String, description: "Region code; the regions below it are included." } };
    }
}
__decorate([
    IsOptional(),
    IsIn(PROGRAMME_STATES),
    __metadata("design:type", String)
], ProgrammeQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(1000),
    Max(9999),
    __metadata("design:type", Number)
], ProgrammeQuery.prototype, "year", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ProgrammeQuery.prototype, "buyer", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], ProgrammeQuery.prototype, "region", void 0);
//# sourceMappingURL=programme.dto.js.map