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
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsInstant, IsPlainDate } from '../../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
import { IsYuan } from '../../../platform/money/is-yuan.decorator.js';
import { CONTENT_CODES, SERVICE_FORMS } from '../../rules/code-lists.js';
import { MEASURES } from './measure.rules.js';
import { CRITERION_KINDS, PAYMENT_TRIGGERS, SCORINGS } from './terms.types.js';
/** Given means given: null is no collection. */
const isGiven = (_, value) => value !== undefined;
/** How the records of service count toward a target. */
export class MeasureDto {
    /** `records`, their `minutes`, `visits` (each recipient served, 人次) or `recipients` (different ones, 人). */
    of;
    form;
    /** A code of the list of contents of the category (`contents-elderly-home-care`). */
    content;
    static _OPENAPI_METADATA_FACTORY() {
        return { of: { required: true, description: "`records`, their `minutes`, `visits` (each recipient served, \u4EBA\u6B21) or `recipients` (different ones, \u4EBA).", enum: ["recipients", "records", "minutes", "visits"], enum: MEASURES }, form: { required: false, nullable: true, enum: ["community", "case", "group", "visit", "administrative", "other"], enum: SERVICE_FORMS }, content: { required: false, type: () => String, nullable: true, description: "A code of the list of contents of the category (`contents-elderly-home-care`).", enum: CONTENT_CODES } };
    }
}
__decorate([
    IsIn(MEASURES),
    ApiProperty({ enum: MEASURES }),
    __metadata("design:type", String)
], MeasureDto.prototype, "of", void 0);
__decorate([
    IsOptional(),
    IsIn(SERVICE_FORMS),
    ApiProperty({ enum: SERVICE_FORMS, required: false, nullable: true, type: String }),
    __metadata("design:type", Object)
], MeasureDto.prototype, "form", void 0);
__decorate([
    IsOptional(),
    IsIn(CONTENT_CODES),
    __metadata("design:type", Object)
], MeasureDto.prototype, "content", void 0);
export class StandardDto {
    no;
    text;
    /** How much of it over the whole term, in whole units. */
    target;
    unit;
    /** Without it nothing is counted, and the progress toward the target is `insufficient_data`. */
    measure;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, minimum: 1, maximum: 1000 }, text: { required: true, type: () => String, maxLength: 2000 }, target: { required: false, type: () => Number, nullable: true, description: "How much of it over the whole term, in whole units.", minimum: 0, maximum: 1000000000 }, unit: { required: false, type: () => String, nullable: true, maxLength: 40 }, measure: { required: false, type: () => MeasureDto, nullable: true, description: "Without it nothing is counted, and the progress toward the target is `insufficient_data`." } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], StandardDto.prototype, "no", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], StandardDto.prototype, "text", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1_000_000_000),
    __metadata("design:type", Object)
], StandardDto.prototype, "target", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(40),
    __metadata("design:type", Object)
], StandardDto.prototype, "unit", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => MeasureDto),
    __metadata("design:type", Object)
], StandardDto.prototype, "measure", void 0);
export class CriterionDto {
    no;
    name;
    /** `professional`: what the service itself is; `business`, `performance` (earlier contracts), `price`. */
    kind;
    /** Points of 100, at most two decimals, as text. */
    points;
    /** How the points follow from what is offered. A price needs none: it has the law's formula. */
    levels;
    /** Set where only deeds or prizes of one place or trade count, which the law forbids. */
    limitedTo;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, minimum: 1, maximum: 1000 }, name: { required: true, type: () => String, maxLength: 200 }, kind: { required: true, description: "`professional`: what the service itself is; `business`, `performance` (earlier contracts), `price`.", enum: ["price", "professional", "business", "performance"], enum: CRITERION_KINDS }, points: { required: true, type: () => String, description: "Points of 100, at most two decimals, as text.", pattern: "^((0|[1-9]\\d?)(\\.\\d{1,2})?|100(\\.0{1,2})?)$" }, levels: { required: false, type: () => String, nullable: true, description: "How the points follow from what is offered. A price needs none: it has the law's formula.", maxLength: 5000 }, limitedTo: { required: false, nullable: true, description: "Set where only deeds or prizes of one place or trade count, which the law forbids.", enum: ["region", "trade"], enum: ['region', 'trade'] } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], CriterionDto.prototype, "no", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], CriterionDto.prototype, "name", void 0);
__decorate([
    IsIn(CRITERION_KINDS),
    __metadata("design:type", Object)
], CriterionDto.prototype, "kind", void 0);
__decorate([
    Matches(/^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/),
    __metadata("design:type", String)
], CriterionDto.prototype, "points", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(5000),
    __metadata("design:type", Object)
], CriterionDto.prototype, "levels", void 0);
__decorate([
    IsOptional(),
    IsIn(['region', 'trade']),
    __metadata("design:type", Object)
], CriterionDto.prototype, "limitedTo", void 0);
export class PaymentShareDto {
    no;
    trigger;
    /** Basis points of the contract's amount: 3000 is 30 %. */
    share;
    /** Number of the milestone or report it waits for; without one the k-th such instalment waits for k of them. */
    of;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, minimum: 1, maximum: 100 }, trigger: { required: true, enum: ["milestone", "acceptance", "signing", "report"], enum: PAYMENT_TRIGGERS }, share: { required: true, type: () => Number, description: "Basis points of the contract's amount: 3000 is 30 %.", minimum: 1, maximum: 10000 }, of: { required: false, type: () => Number, nullable: true, description: "Number of the milestone or report it waits for; without one the k-th such instalment waits for k of them.", minimum: 1, maximum: 1000 } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(100),
    __metadata("design:type", Number)
], PaymentShareDto.prototype, "no", void 0);
__decorate([
    IsIn(PAYMENT_TRIGGERS),
    __metadata("design:type", Object)
], PaymentShareDto.prototype, "trigger", void 0);
__decorate([
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Number)
], PaymentShareDto.prototype, "share", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Object)
], PaymentShareDto.prototype, "of", void 0);
/** A term of more than a year, with the conditions it rests on (Caiku [2014] 37; Order 102 article 24). */
export class AnnouncedTermDto {
    years;
    contentFixed;
    continuous;
    fundingStable;
    priceStable;
    budgetAssured;
    static _OPENAPI_METADATA_FACTORY() {
        return { years: { required: true, enum: [1, 2, 3], enum: [1, 2, 3] }, contentFixed: { required: true, type: () => Boolean }, continuous: { required: true, type: () => Boolean }, fundingStable: { required: true, type: () => Boolean }, priceStable: { required: true, type: () => Boolean }, budgetAssured: { required: true, type: () => Boolean } };
    }
}
__decorate([
    IsIn([1, 2, 3]),
    __metadata("design:type", Number)
], AnnouncedTermDto.prototype, "years", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], AnnouncedTermDto.prototype, "contentFixed", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], AnnouncedTermDto.prototype, "continuous", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], AnnouncedTermDto.prototype, "fundingStable", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], AnnouncedTermDto.prototype, "priceStable", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], AnnouncedTermDto.prototype, "budgetAssured", void 0);
/** RFC 7396 at the first level: a member that is given replaces the old one whole; null removes. */
export class TermsDto {
    requirement;
    standards;
    qualifications;
    scoring;
    tieRule;
    /**
     * Basis points of the mean of all conforming prices, below which one is to be explained in a review from 2026-02-01 on; more
     * than the half of the rule, at most 65 percent (Caiku [2026] 2). Null: half.
     */
    lowPriceShare;
    /** Days after the publication of the result in which the contract is not signed: the buyer's own setting, no rule of law. */
    standstillDays;
    /** Yuan. */
    bidBond;
    /** Basis points of the contract's amount. */
    performanceBond;
    payments;
    term;
    /** What the agent charges, and by which standard; the notice of the result says it (Caiku [2020] 50). */
    agencyFee;
    /** Where and how the documents are had, and for how much: no more than they cost (Order 87 articles 13 and 24). */
    obtaining;
    /** Where bids are handed in and opened (Order 87 article 13, [2014] 214 article 7). */
    handingIn;
    static _OPENAPI_METADATA_FACTORY() {
        return { requirement: { required: false, type: () => String, nullable: true, maxLength: 50000 }, standards: { required: false, type: () => [StandardDto], uniqueItems: true, maxItems: 200 }, qualifications: { required: false, type: () => [String], maxLength: 2000, maxItems: 50 }, scoring: { required: false, enum: ["comprehensive", "lowest_price"], enum: SCORINGS }, tieRule: { required: false, type: () => String, nullable: true, maxLength: 2000 }, lowPriceShare: { required: false, type: () => Number, nullable: true, description: "Basis points of the mean of all conforming prices, below which one is to be explained in a review from 2026-02-01 on; more\nthan the half of the rule, at most 65 percent (Caiku [2026] 2). Null: half.", minimum: 5000, maximum: 6500 }, standstillDays: { required: false, type: () => Number, nullable: true, description: "Days after the publication of the result in which the contract is not signed: the buyer's own setting, no rule of law.", minimum: 0, maximum: 20 }, bidBond: { required: false, type: () => String, nullable: true, description: "Yuan." }, performanceBond: { required: false, type: () => Number, nullable: true, description: "Basis points of the contract's amount.", minimum: 0, maximum: 10000 }, payments: { required: false, type: () => [PaymentShareDto], uniqueItems: true, maxItems: 50 }, term: { required: false, type: () => AnnouncedTermDto, nullable: true }, agencyFee: { required: false, type: () => String, nullable: true, description: "What the agent charges, and by which standard; the notice of the result says it (Caiku [2020] 50).", maxLength: 500 }, obtaining: { required: false, type: () => String, nullable: true, description: "Where and how the documents are had, and for how much: no more than they cost (Order 87 articles 13 and 24).", maxLength: 500 }, handingIn: { required: false, type: () => String, nullable: true, description: "Where bids are handed in and opened (Order 87 article 13, [2014] 214 article 7).", maxLength: 500 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(50_000),
    __metadata("design:type", Object)
], TermsDto.prototype, "requirement", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(200),
    ArrayUnique((item) => item.no),
    ValidateNested({ each: true }),
    Type(() => StandardDto),
    __metadata("design:type", Array)
], TermsDto.prototype, "standards", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(50),
    IsString({ each: true }),
    MaxLength(2000, { each: true }),
    __metadata("design:type", Array)
], TermsDto.prototype, "qualifications", void 0);
__decorate([
    ValidateIf(isGiven),
    IsIn(SCORINGS),
    __metadata("design:type", Object)
], TermsDto.prototype, "scoring", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", Object)
], TermsDto.prototype, "tieRule", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(5_000),
    Max(6_500),
    __metadata("design:type", Object)
], TermsDto.prototype, "lowPriceShare", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0)
    // The thirty days for signing must not be over before it is.
    ,
    Max(20),
    __metadata("design:type", Object)
], TermsDto.prototype, "standstillDays", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", Object)
], TermsDto.prototype, "bidBond", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000),
    __metadata("design:type", Object)
], TermsDto.prototype, "performanceBond", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique((item) => item.no),
    ValidateNested({ each: true }),
    Type(() => PaymentShareDto),
    __metadata("design:type", Array)
], TermsDto.prototype, "payments", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => AnnouncedTermDto),
    __metadata("design:type", Object)
], TermsDto.prototype, "term", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", Object)
], TermsDto.prototype, "agencyFee", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", Object)
], TermsDto.prototype, "obtaining", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", Object)
], TermsDto.prototype, "handingIn", void 0);
/** The criteria of every lot, all of them. */
export class CriteriaDto {
    criteria;
    static _OPENAPI_METADATA_FACTORY() {
        return { criteria: { required: true, type: () => [CriterionDto], uniqueItems: true, maxItems: 100 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(100),
    ArrayUnique((item) => item.no),
    ValidateNested({ each: true }),
    Type(() => CriterionDto),
    __metadata("design:type", Array)
], CriteriaDto.prototype, "criteria", void 0);
/** RFC 7396. Days are days of Asia/Shanghai. */
export class PlanDto {
    intentOn;
    issueOn;
    /** Last day on which the documents are given out. */
    documentsTo;
    /** Last day of the notice's own period. */
    noticeTo;
    /** When bids or first responses are due: RFC 3339 with an offset. */
    deadlineAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { intentOn: { required: false, type: () => String, nullable: true }, issueOn: { required: false, type: () => String, nullable: true }, documentsTo: { required: false, type: () => String, nullable: true, description: "Last day on which the documents are given out." }, noticeTo: { required: false, type: () => String, nullable: true, description: "Last day of the notice's own period." }, deadlineAt: { required: false, type: () => String, nullable: true, description: "When bids or first responses are due: RFC 3339 with an offset." } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], PlanDto.prototype, "intentOn", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], PlanDto.prototype, "issueOn", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], PlanDto.prototype, "documentsTo", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], PlanDto.prototype, "noticeTo", void 0);
__decorate([
    IsOptional(),
    IsInstant(),
    __metadata("design:type", Object)
], PlanDto.prototype, "deadlineAt", void 0);
//# sourceMappingURL=terms.dto.js.map