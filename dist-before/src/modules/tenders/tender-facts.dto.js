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
import * as openapi from "@nestjs/swagger";
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
import { IsMoment, IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { GivenFactDto, MAX_FACTS, PartyDto, Published, WindowDto } from './fact-parts.dto.js';
export class IntentionData extends Published {
    static _OPENAPI_METADATA_FACTORY() {
        return {};
    }
}
export class NoticeData extends Published {
    documentsFrom;
    documentsTo;
    deadline;
    openingAt;
    singleSource;
    static _OPENAPI_METADATA_FACTORY() {
        return { documentsFrom: { required: false, type: () => String }, documentsTo: { required: false, type: () => String }, deadline: { required: false, type: () => String }, openingAt: { required: false, type: () => String }, singleSource: { required: false, type: () => Boolean } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], NoticeData.prototype, "documentsFrom", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], NoticeData.prototype, "documentsTo", void 0);
__decorate([
    IsOptional(),
    IsMoment(),
    __metadata("design:type", String)
], NoticeData.prototype, "deadline", void 0);
__decorate([
    IsOptional(),
    IsMoment(),
    __metadata("design:type", String)
], NoticeData.prototype, "openingAt", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], NoticeData.prototype, "singleSource", void 0);
export class CorrectionData extends Published {
    documentsTo;
    deadline;
    openingAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { documentsTo: { required: false, type: () => String }, deadline: { required: false, type: () => String }, openingAt: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], CorrectionData.prototype, "documentsTo", void 0);
__decorate([
    IsOptional(),
    IsMoment(),
    __metadata("design:type", String)
], CorrectionData.prototype, "deadline", void 0);
__decorate([
    IsOptional(),
    IsMoment(),
    __metadata("design:type", String)
], CorrectionData.prototype, "openingAt", void 0);
export class ClarificationData extends Published {
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { text: { required: false, type: () => String, maxLength: 10000 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(10_000),
    __metadata("design:type", String)
], ClarificationData.prototype, "text", void 0);
export class OpeningData {
    heldAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { heldAt: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsMoment(),
    __metadata("design:type", String)
], OpeningData.prototype, "heldAt", void 0);
export class BidData {
    bidder;
    price;
    rank;
    /** Exact decimal, e.g. `"87.35"`. */
    score;
    status;
    static _OPENAPI_METADATA_FACTORY() {
        return { bidder: { required: true, type: () => openapi_import_1.PartyDto }, price: { required: false, type: () => String }, rank: { required: false, type: () => Number, minimum: 1, maximum: 10000 }, score: { required: false, type: () => String, description: "Exact decimal, e.g. `\"87.35\"`.", pattern: "^\\d{1,6}(\\.\\d{1,6})?$" }, status: { required: false, enum: ["valid", "rejected", "withdrawn"], enum: ['valid', 'rejected', 'withdrawn'] } };
    }
}
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => PartyDto),
    __metadata("design:type", PartyDto)
], BidData.prototype, "bidder", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", String)
], BidData.prototype, "price", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Number)
], BidData.prototype, "rank", void 0);
__decorate([
    IsOptional(),
    Matches(/^\d{1,6}(\.\d{1,6})?$/),
    __metadata("design:type", String)
], BidData.prototype, "score", void 0);
__decorate([
    IsOptional(),
    IsIn(['valid', 'rejected', 'withdrawn']),
    __metadata("design:type", String)
], BidData.prototype, "status", void 0);
export class AwardData extends Published {
    decidedOn;
    supplier;
    amount;
    /** How many bid, as published. Lists of names are often incomplete and are not counted. */
    bidCount;
    static _OPENAPI_METADATA_FACTORY() {
        return { decidedOn: { required: false, type: () => String }, supplier: { required: false, type: () => openapi_import_1.PartyDto }, amount: { required: false, type: () => String }, bidCount: { required: false, type: () => Number, description: "How many bid, as published. Lists of names are often incomplete and are not counted.", minimum: 0, maximum: 10000 } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], AwardData.prototype, "decidedOn", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => PartyDto),
    __metadata("design:type", PartyDto)
], AwardData.prototype, "supplier", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", String)
], AwardData.prototype, "amount", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000),
    __metadata("design:type", Number)
], AwardData.prototype, "bidCount", void 0);
export class ContractData extends Published {
    number;
    signedOn;
    supplier;
    amount;
    window;
    termText;
    static _OPENAPI_METADATA_FACTORY() {
        return { number: { required: false, type: () => String, maxLength: 200 }, signedOn: { required: false, type: () => String }, supplier: { required: false, type: () => openapi_import_1.PartyDto }, amount: { required: false, type: () => String }, window: { required: false, type: () => openapi_import_1.WindowDto }, termText: { required: false, type: () => String, maxLength: 1000 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", String)
], ContractData.prototype, "number", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], ContractData.prototype, "signedOn", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => PartyDto),
    __metadata("design:type", PartyDto)
], ContractData.prototype, "supplier", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", String)
], ContractData.prototype, "amount", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => WindowDto),
    __metadata("design:type", WindowDto)
], ContractData.prototype, "window", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(1000),
    __metadata("design:type", String)
], ContractData.prototype, "termText", void 0);
export class EndData extends Published {
    on;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { on: { required: false, type: () => String }, reason: { required: false, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], EndData.prototype, "on", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", String)
], EndData.prototype, "reason", void 0);
/** The class that checks the data of each kind. */
export const TENDER_FACT_DATA = {
    intention: IntentionData,
    notice: NoticeData,
    correction: CorrectionData,
    clarification: ClarificationData,
    opening: OpeningData,
    bid: BidData,
    award: AwardData,
    contract: ContractData,
    failure: EndData,
    cancellation: EndData,
};
export const TENDER_FACT_KINDS = Object.keys(TENDER_FACT_DATA);
export class TenderFactDto extends GivenFactDto {
    kind;
    /** What the fact says, by its kind. Unknown stays absent. */
    data;
    /** Number of the lot; null means every lot. */
    lot;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["contract", "notice", "award", "bid", "opening", "intention", "correction", "clarification", "failure", "cancellation"], enum: TENDER_FACT_KINDS }, data: { required: true, type: "object", additionalProperties: true, description: "What the fact says, by its kind. Unknown stays absent." }, lot: { required: false, type: () => Number, nullable: true, description: "Number of the lot; null means every lot.", minimum: 1, maximum: 10000 } };
    }
}
__decorate([
    IsIn(TENDER_FACT_KINDS),
    __metadata("design:type", String)
], TenderFactDto.prototype, "kind", void 0);
__decorate([
    ApiProperty({ anyOf: [...new Set(Object.values(TENDER_FACT_DATA))].map((type) => ({ $ref: getSchemaPath(type) })) }),
    IsObject(),
    __metadata("design:type", Object)
], TenderFactDto.prototype, "data", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Object)
], TenderFactDto.prototype, "lot", void 0);
export class RecordTenderFactsDto {
    facts;
    static _OPENAPI_METADATA_FACTORY() {
        return { facts: { required: true, type: () => [TenderFactDto], minItems: 1 } };
    }
}
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MAX_FACTS),
    ValidateNested({ each: true }),
    Type(() => TenderFactDto),
    __metadata("design:type", Array)
], RecordTenderFactsDto.prototype, "facts", void 0);
//# sourceMappingURL=tender-facts.dto.js.map