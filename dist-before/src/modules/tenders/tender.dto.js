var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./fact-parts.dto.js";
import * as openapi_import_2 from "../../platform/http/external-id.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsRegion, IsRegionCode } from '../../platform/identity/is-region-code.decorator.js';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { RootQuery } from '../../platform/http/root-query.dto.js';
import { IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { IsBudgetLevel, IsCategory, IsMethod, IsNoticeKind } from '../rules/is-code.decorators.js';
import { WindowDto } from './fact-parts.dto.js';
import { LOT_STATES } from './lot.states.js';
import { TENDER_STATES } from './tender.lifecycle.js';
import { CONTRACT_STATES, PROVEN_STATES } from './purchase.types.js';
export class NewLotDto {
    no;
    name;
    /** Highest price, yuan. */
    ceiling;
    budget;
    /** `fixed`: everybody bids the ceiling; `competitive`; null where unknown. */
    pricing;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, minimum: 1, maximum: 10000 }, name: { required: false, type: () => String, nullable: true, maxLength: 500 }, ceiling: { required: false, type: () => String, nullable: true, description: "Highest price, yuan." }, budget: { required: false, type: () => String, nullable: true }, pricing: { required: false, nullable: true, description: "`fixed`: everybody bids the ceiling; `competitive`; null where unknown.", enum: ["fixed", "competitive"], enum: ['fixed', 'competitive'] } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Number)
], NewLotDto.prototype, "no", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(500),
    __metadata("design:type", Object)
], NewLotDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", Object)
], NewLotDto.prototype, "ceiling", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", Object)
], NewLotDto.prototype, "budget", void 0);
__decorate([
    IsOptional(),
    IsIn(['fixed', 'competitive']),
    __metadata("design:type", Object)
], NewLotDto.prototype, "pricing", void 0);
/** What is known of a purchase beside its lots and facts; each may be unknown. */
class TenderFields {
    method;
    category;
    region;
    /** The region as the source writes it. */
    regionText;
    budgetLevel;
    programme;
    window;
    /** The term as the source words it. */
    termText;
    budget;
    projectNo;
    static _OPENAPI_METADATA_FACTORY() {
        return { method: { required: false, type: () => String, nullable: true }, category: { required: false, type: () => String, nullable: true }, region: { required: false, type: () => String, nullable: true }, regionText: { required: false, type: () => String, nullable: true, description: "The region as the source writes it.", maxLength: 200 }, budgetLevel: { required: false, nullable: true, enum: ["central", "provincial", "below_provincial"] }, programme: { required: false, type: () => String, nullable: true, format: "uuid" }, window: { required: false, type: () => openapi_import_1.WindowDto, nullable: true }, termText: { required: false, type: () => String, nullable: true, description: "The term as the source words it.", maxLength: 1000 }, budget: { required: false, type: () => String, nullable: true }, projectNo: { required: false, type: () => String, nullable: true, maxLength: 200 } };
    }
}
__decorate([
    IsOptional(),
    IsMethod(),
    __metadata("design:type", Object)
], TenderFields.prototype, "method", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], TenderFields.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsRegion(),
    __metadata("design:type", Object)
], TenderFields.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", Object)
], TenderFields.prototype, "regionText", void 0);
__decorate([
    IsOptional(),
    IsBudgetLevel(),
    __metadata("design:type", Object)
], TenderFields.prototype, "budgetLevel", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], TenderFields.prototype, "programme", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => WindowDto),
    __metadata("design:type", Object)
], TenderFields.prototype, "window", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(1000),
    __metadata("design:type", Object)
], TenderFields.prototype, "termText", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", Object)
], TenderFields.prototype, "budget", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", Object)
], TenderFields.prototype, "projectNo", void 0);
/** RFC 7396: only the fields that are given change, null removes; a window member by member. */
export class TenderChangeDto extends TenderFields {
    title;
    static _OPENAPI_METADATA_FACTORY() {
        return { title: { required: false, type: () => String, maxLength: 500 } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", String)
], TenderChangeDto.prototype, "title", void 0);
/** The lots of a draft, all of them. */
export class LotsDto {
    lots;
    static _OPENAPI_METADATA_FACTORY() {
        return { lots: { required: true, type: () => [NewLotDto], maxItems: 500 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(500),
    ValidateNested({ each: true }),
    Type(() => NewLotDto),
    __metadata("design:type", Array)
], LotsDto.prototype, "lots", void 0);
/** The service lines of a purchase, all of them. */
export class TenderServiceLinesDto {
    serviceLines;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLines: { required: true, type: () => [String], format: "uuid", maxItems: 1000 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(1000),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], TenderServiceLinesDto.prototype, "serviceLines", void 0);
/** A purchase. Everything but buyer and title may be left out. */
export class NewTenderDto extends TenderFields {
    /** `here`: a draft whose steps are actions of this system. Default `elsewhere`: its published facts are recorded. */
    conducted;
    /** Default `live`. */
    dataset;
    /** One of the caller's bodies. */
    buyer;
    title;
    serviceLines;
    /** A purchase that is not divided is one lot, number 1. */
    lots;
    externalIds;
    /** An earlier round of the same purchase. */
    follows;
    static _OPENAPI_METADATA_FACTORY() {
        return { conducted: { required: false, description: "`here`: a draft whose steps are actions of this system. Default `elsewhere`: its published facts are recorded.", enum: ["elsewhere", "here"], enum: ['elsewhere', 'here'] }, dataset: { required: false, type: () => String, description: "Default `live`." }, buyer: { required: true, type: () => String, description: "One of the caller's bodies.", format: "uuid" }, title: { required: true, type: () => String, maxLength: 500 }, serviceLines: { required: false, type: () => [String], nullable: true, format: "uuid", maxItems: 1000 }, lots: { required: false, type: () => [NewLotDto], nullable: true, description: "A purchase that is not divided is one lot, number 1.", maxItems: 500 }, externalIds: { required: false, type: () => [openapi_import_2.ExternalIdDto], nullable: true, uniqueItems: true, maxItems: 20 }, follows: { required: false, type: () => String, nullable: true, description: "An earlier round of the same purchase.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsIn(['elsewhere', 'here']),
    __metadata("design:type", String)
], NewTenderDto.prototype, "conducted", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], NewTenderDto.prototype, "dataset", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewTenderDto.prototype, "buyer", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", String)
], NewTenderDto.prototype, "title", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(1000),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Object)
], NewTenderDto.prototype, "serviceLines", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(500),
    ValidateNested({ each: true }),
    Type(() => NewLotDto),
    __metadata("design:type", Object)
], NewTenderDto.prototype, "lots", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(externalIdKey),
    ValidateNested({ each: true }),
    Type(() => ExternalIdDto),
    __metadata("design:type", Object)
], NewTenderDto.prototype, "externalIds", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewTenderDto.prototype, "follows", void 0);
export class TenderQuery extends RootQuery {
    buyer;
    programme;
    /** Every round of one purchase. */
    purchase;
    serviceLine;
    method;
    category;
    /** The region and those below it. */
    region;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { buyer: { required: false, type: () => String, format: "uuid" }, programme: { required: false, type: () => String, format: "uuid" }, purchase: { required: false, type: () => String, description: "Every round of one purchase.", format: "uuid" }, serviceLine: { required: false, type: () => String, format: "uuid" }, method: { required: false, type: () => String }, category: { required: false, type: () => String }, region: { required: false, type: () => String, description: "The region and those below it." }, state: { required: false, type: () => String, enum: [...new Set([...PROVEN_STATES, ...TENDER_STATES, ...LOT_STATES])] } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], TenderQuery.prototype, "buyer", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], TenderQuery.prototype, "programme", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], TenderQuery.prototype, "purchase", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], TenderQuery.prototype, "serviceLine", void 0);
__decorate([
    IsOptional(),
    IsMethod(),
    __metadata("design:type", String)
], TenderQuery.prototype, "method", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], TenderQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], TenderQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsIn([...new Set([...PROVEN_STATES, ...TENDER_STATES, ...LOT_STATES])]),
    __metadata("design:type", String)
], TenderQuery.prototype, "state", void 0);
export class ContractQuery extends RootQuery {
    tender;
    buyer;
    supplier;
    serviceLine;
    category;
    region;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: false, type: () => String, format: "uuid" }, buyer: { required: false, type: () => String, format: "uuid" }, supplier: { required: false, type: () => String, format: "uuid" }, serviceLine: { required: false, type: () => String, format: "uuid" }, category: { required: false, type: () => String }, region: { required: false, type: () => String }, state: { required: false, type: () => String, enum: CONTRACT_STATES } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ContractQuery.prototype, "tender", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ContractQuery.prototype, "buyer", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ContractQuery.prototype, "supplier", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ContractQuery.prototype, "serviceLine", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], ContractQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], ContractQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsIn(CONTRACT_STATES),
    __metadata("design:type", String)
], ContractQuery.prototype, "state", void 0);
export class NoticeQuery extends RootQuery {
    /** Text in title, buyer, lots or region; Chinese text too. */
    q;
    kind;
    region;
    category;
    method;
    /** Bids are still taken after this day. */
    deadlineAfter;
    static _OPENAPI_METADATA_FACTORY() {
        return { q: { required: false, type: () => String, description: "Text in title, buyer, lots or region; Chinese text too.", maxLength: 100 }, kind: { required: false, type: () => String }, region: { required: false, type: () => String }, category: { required: false, type: () => String }, method: { required: false, type: () => String }, deadlineAfter: { required: false, type: () => String, description: "Bids are still taken after this day." } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], NoticeQuery.prototype, "q", void 0);
__decorate([
    IsOptional(),
    IsNoticeKind(),
    __metadata("design:type", String)
], NoticeQuery.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], NoticeQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], NoticeQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsMethod(),
    __metadata("design:type", String)
], NoticeQuery.prototype, "method", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], NoticeQuery.prototype, "deadlineAfter", void 0);
//# sourceMappingURL=tender.dto.js.map