var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../../tenders/conducted/terms.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUrl, IsUUID, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
import { IsSomeMoney, IsYuan } from '../../../platform/money/is-yuan.decorator.js';
import { ReasonDto } from '../../accounts/reason.dto.js';
import { AnnouncedTermDto, PaymentShareDto, StandardDto } from '../../tenders/conducted/terms.dto.js';
import { AMENDMENT_REASONS, REPORT_MONTHS, SUPPLIER_SIZES } from './content.types.js';
const isGiven = (_, value) => value !== undefined;
/** Both days count. */
export class ContractWindowDto {
    start;
    end;
    static _OPENAPI_METADATA_FACTORY() {
        return { start: { required: true, type: () => String }, end: { required: true, type: () => String } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], ContractWindowDto.prototype, "start", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], ContractWindowDto.prototype, "end", void 0);
export class ContractClauseDto {
    title;
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { title: { required: true, type: () => String, maxLength: 200 }, text: { required: true, type: () => String, maxLength: 10000 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], ContractClauseDto.prototype, "title", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(10_000),
    __metadata("design:type", String)
], ContractClauseDto.prototype, "text", void 0);
export class TeamMemberDto {
    name;
    role;
    /** In words, as it was offered. */
    qualification;
    /** Number of a professional licence. */
    licence;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 100 }, role: { required: true, type: () => String, maxLength: 100 }, qualification: { required: false, type: () => String, nullable: true, description: "In words, as it was offered.", maxLength: 500 }, licence: { required: false, type: () => String, nullable: true, description: "Number of a professional licence.", maxLength: 100 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], TeamMemberDto.prototype, "name", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], TeamMemberDto.prototype, "role", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(500),
    __metadata("design:type", Object)
], TeamMemberDto.prototype, "qualification", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(100),
    __metadata("design:type", Object)
], TeamMemberDto.prototype, "licence", void 0);
/** What is to be reached by a day of the contract. */
export class MilestoneTermDto {
    /** Its own for good: another milestone has another number. */
    no;
    name;
    dueOn;
    /** What shows that it was reached. */
    shownBy;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, description: "Its own for good: another milestone has another number.", minimum: 1, maximum: 1000 }, name: { required: true, type: () => String, maxLength: 200 }, dueOn: { required: true, type: () => String }, shownBy: { required: false, type: () => String, nullable: true, description: "What shows that it was reached.", maxLength: 2000 } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], MilestoneTermDto.prototype, "no", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], MilestoneTermDto.prototype, "name", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], MilestoneTermDto.prototype, "dueOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", Object)
], MilestoneTermDto.prototype, "shownBy", void 0);
/** What may be written and amended of a contract. A member that is given replaces the old one whole. */
export class AmendedContentDto {
    window;
    requirement;
    standards;
    payments;
    milestones;
    /** Months that one progress report covers; null: each month. */
    reportMonths;
    /** Basis points of the amount. */
    performanceBond;
    term;
    clauses;
    /** Days within which is paid; not above sixty where the supplier is a small or medium enterprise. */
    paymentDays;
    /** Days after delivery within which the buyer accepts. */
    acceptanceDays;
    /** What is agreed on interest for late payment; without it an enterprise has what the law gives. */
    lateInterest;
    static _OPENAPI_METADATA_FACTORY() {
        return { window: { required: false, type: () => ContractWindowDto }, requirement: { required: false, type: () => String, nullable: true, maxLength: 50000 }, standards: { required: false, type: () => [openapi_import_1.StandardDto], uniqueItems: true, maxItems: 200 }, payments: { required: false, type: () => [openapi_import_1.PaymentShareDto], uniqueItems: true, maxItems: 50 }, milestones: { required: false, type: () => [MilestoneTermDto], uniqueItems: true, maxItems: 50 }, reportMonths: { required: false, nullable: true, description: "Months that one progress report covers; null: each month.", enum: [1, 2, 3, 12, 6], enum: REPORT_MONTHS }, performanceBond: { required: false, type: () => Number, nullable: true, description: "Basis points of the amount.", minimum: 0, maximum: 10000 }, term: { required: false, type: () => openapi_import_1.AnnouncedTermDto, nullable: true }, clauses: { required: false, type: () => [ContractClauseDto], maxItems: 100 }, paymentDays: { required: false, type: () => Number, nullable: true, description: "Days within which is paid; not above sixty where the supplier is a small or medium enterprise.", minimum: 1, maximum: 3650 }, acceptanceDays: { required: false, type: () => Number, nullable: true, description: "Days after delivery within which the buyer accepts.", minimum: 1, maximum: 3650 }, lateInterest: { required: false, type: () => String, nullable: true, description: "What is agreed on interest for late payment; without it an enterprise has what the law gives.", maxLength: 500 } };
    }
}
__decorate([
    ValidateIf(isGiven),
    IsObject(),
    ValidateNested(),
    Type(() => ContractWindowDto),
    __metadata("design:type", ContractWindowDto)
], AmendedContentDto.prototype, "window", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(50_000),
    __metadata("design:type", Object)
], AmendedContentDto.prototype, "requirement", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(200),
    ArrayUnique((item) => item.no),
    ValidateNested({ each: true }),
    Type(() => StandardDto),
    __metadata("design:type", Array)
], AmendedContentDto.prototype, "standards", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique((item) => item.no),
    ValidateNested({ each: true }),
    Type(() => PaymentShareDto),
    __metadata("design:type", Array)
], AmendedContentDto.prototype, "payments", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique((item) => item.no),
    ValidateNested({ each: true }),
    Type(() => MilestoneTermDto),
    __metadata("design:type", Array)
], AmendedContentDto.prototype, "milestones", void 0);
__decorate([
    IsOptional(),
    IsIn(REPORT_MONTHS),
    __metadata("design:type", Object)
], AmendedContentDto.prototype, "reportMonths", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000),
    __metadata("design:type", Object)
], AmendedContentDto.prototype, "performanceBond", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => AnnouncedTermDto),
    __metadata("design:type", Object)
], AmendedContentDto.prototype, "term", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(100),
    ValidateNested({ each: true }),
    Type(() => ContractClauseDto),
    __metadata("design:type", Array)
], AmendedContentDto.prototype, "clauses", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(3650),
    __metadata("design:type", Object)
], AmendedContentDto.prototype, "paymentDays", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(3650),
    __metadata("design:type", Object)
], AmendedContentDto.prototype, "acceptanceDays", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", Object)
], AmendedContentDto.prototype, "lateInterest", void 0);
export class WrittenContentDto extends AmendedContentDto {
    number;
    /** Yuan. It is the award's amount; another one is refused when it is signed. */
    amount;
    individualReason;
    /** What an enterprise declares of its size when it signs; a social organisation declares none. */
    supplierSize;
    team;
    static _OPENAPI_METADATA_FACTORY() {
        return { number: { required: false, type: () => String, nullable: true, maxLength: 100 }, amount: { required: false, type: () => String, nullable: true, description: "Yuan. It is the award's amount; another one is refused when it is signed." }, individualReason: { required: false, type: () => String, nullable: true, maxLength: 2000 }, supplierSize: { required: false, nullable: true, description: "What an enterprise declares of its size when it signs; a social organisation declares none.", enum: ["small", "large", "medium", "micro"], enum: SUPPLIER_SIZES }, team: { required: false, type: () => [TeamMemberDto], maxItems: 200 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", Object)
], WrittenContentDto.prototype, "number", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", Object)
], WrittenContentDto.prototype, "amount", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", Object)
], WrittenContentDto.prototype, "individualReason", void 0);
__decorate([
    IsOptional(),
    IsIn(SUPPLIER_SIZES),
    __metadata("design:type", Object)
], WrittenContentDto.prototype, "supplierSize", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(200),
    ValidateNested({ each: true }),
    Type(() => TeamMemberDto),
    __metadata("design:type", Array)
], WrittenContentDto.prototype, "team", void 0);
/** A draft of the contract of an award; what is not given comes from the documents. */
export class NewContractDto extends WrittenContentDto {
    award;
    static _OPENAPI_METADATA_FACTORY() {
        return { award: { required: true, type: () => String, format: "uuid" } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewContractDto.prototype, "award", void 0);
/** Which words are signed. */
export class SignDto extends ReasonDto {
    /** SHA-256 of the content, as the contract says it. */
    hash;
    static _OPENAPI_METADATA_FACTORY() {
        return { hash: { required: true, type: () => String, description: "SHA-256 of the content, as the contract says it.", pattern: "^[0-9a-f]{64}$" } };
    }
}
__decorate([
    Matches(/^[0-9a-f]{64}$/),
    __metadata("design:type", String)
], SignDto.prototype, "hash", void 0);
export class AmendDto extends SignDto {
    amendment;
    static _OPENAPI_METADATA_FACTORY() {
        return { amendment: { required: true, type: () => String, format: "uuid" } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], AmendDto.prototype, "amendment", void 0);
export class NewAmendmentDto extends ReasonDto {
    reasonCode;
    /** Yuan to be added to the amount: a supplementary agreement. */
    supplement;
    content;
    static _OPENAPI_METADATA_FACTORY() {
        return { reasonCode: { required: true, enum: ["supplement", "public_interest", "force_majeure", "clause_of_contract", "change_of_policy", "clerical_error"], enum: AMENDMENT_REASONS }, supplement: { required: false, type: () => String, nullable: true, description: "Yuan to be added to the amount: a supplementary agreement." }, content: { required: false, type: () => AmendedContentDto } };
    }
}
__decorate([
    IsIn(AMENDMENT_REASONS),
    __metadata("design:type", Object)
], NewAmendmentDto.prototype, "reasonCode", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    IsSomeMoney(),
    __metadata("design:type", Object)
], NewAmendmentDto.prototype, "supplement", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => AmendedContentDto),
    __metadata("design:type", AmendedContentDto)
], NewAmendmentDto.prototype, "content", void 0);
export class SubcontractDto {
    /** Who is to do it. */
    to;
    work;
    /** Yuan. */
    amount;
    static _OPENAPI_METADATA_FACTORY() {
        return { to: { required: true, type: () => String, description: "Who is to do it.", maxLength: 200 }, work: { required: true, type: () => String, maxLength: 2000 }, amount: { required: true, type: () => String, description: "Yuan." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], SubcontractDto.prototype, "to", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], SubcontractDto.prototype, "work", void 0);
__decorate([
    IsYuan(),
    IsSomeMoney(),
    __metadata("design:type", String)
], SubcontractDto.prototype, "amount", void 0);
export class ContractActionDto extends ReasonDto {
    /** `redraft`, `take-over`: the members that are to be another. */
    content;
    /** `confirm-content`: which words. */
    hash;
    /** `halt`, `terminate`, `rescind`: one of the list of the action. */
    ground;
    /** `file`, `rescind`: number of the filing, the decision or the judgment; `halt`: of a challenge or complaint kept elsewhere. */
    reference;
    /** `rescind` by the decision on a complaint that is on record here: which. */
    remedy;
    /** `publish`, `publish-amendment`: address on the official site. */
    url;
    /** `withdraw-amendment`, `publish-amendment`. */
    amendment;
    /** `ask-team-change`: the whole team as it is to be. */
    team;
    /** `ask-subcontract`. */
    subcontract;
    static _OPENAPI_METADATA_FACTORY() {
        return { content: { required: false, type: () => WrittenContentDto, description: "`redraft`, `take-over`: the members that are to be another." }, hash: { required: false, type: () => String, description: "`confirm-content`: which words.", pattern: "^[0-9a-f]{64}$" }, ground: { required: false, type: () => String, description: "`halt`, `terminate`, `rescind`: one of the list of the action.", maxLength: 40 }, reference: { required: false, type: () => String, description: "`file`, `rescind`: number of the filing, the decision or the judgment; `halt`: of a challenge or complaint kept elsewhere.", maxLength: 200 }, remedy: { required: false, type: () => String, description: "`rescind` by the decision on a complaint that is on record here: which.", format: "uuid" }, url: { required: false, type: () => String, description: "`publish`, `publish-amendment`: address on the official site.", maxLength: 2000, format: "uri" }, amendment: { required: false, type: () => String, description: "`withdraw-amendment`, `publish-amendment`.", format: "uuid" }, team: { required: false, type: () => [TeamMemberDto], description: "`ask-team-change`: the whole team as it is to be.", minItems: 1, maxItems: 200 }, subcontract: { required: false, type: () => SubcontractDto, description: "`ask-subcontract`." } };
    }
}
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => WrittenContentDto),
    __metadata("design:type", WrittenContentDto)
], ContractActionDto.prototype, "content", void 0);
__decorate([
    IsOptional(),
    Matches(/^[0-9a-f]{64}$/),
    __metadata("design:type", String)
], ContractActionDto.prototype, "hash", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(40),
    __metadata("design:type", String)
], ContractActionDto.prototype, "ground", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], ContractActionDto.prototype, "reference", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ContractActionDto.prototype, "remedy", void 0);
__decorate([
    IsOptional(),
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }),
    MaxLength(2000),
    __metadata("design:type", String)
], ContractActionDto.prototype, "url", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ContractActionDto.prototype, "amendment", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(200),
    ValidateNested({ each: true }),
    Type(() => TeamMemberDto),
    __metadata("design:type", Array)
], ContractActionDto.prototype, "team", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => SubcontractDto),
    __metadata("design:type", SubcontractDto)
], ContractActionDto.prototype, "subcontract", void 0);
//# sourceMappingURL=contract-actions.dto.js.map