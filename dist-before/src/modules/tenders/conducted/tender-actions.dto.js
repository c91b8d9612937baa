var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./correction.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, MaxLength, Min, Max, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../../accounts/reason.dto.js';
import { CorrectionDto } from './correction.dto.js';
import { CANCEL_GROUNDS, FAIL_GROUNDS } from './grounds.js';
/** Why the approver goes on although a rule speaks against it. */
export class FindingReasonDto {
    indicator;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { indicator: { required: true, type: () => String, maxLength: 20 }, reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsString(),
    MaxLength(20),
    __metadata("design:type", String)
], FindingReasonDto.prototype, "indicator", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], FindingReasonDto.prototype, "reason", void 0);
export class TenderActionDto extends ReasonDto {
    /** `approve` only: a reason for each open `risk`; it becomes the flag's first explanation. */
    findings;
    /** `cancel` and `fail` after the issue: one of a closed list of legal grounds. */
    ground;
    /** `fail`, `cancel` after the issue: number of the paper that establishes unlawful acts, or the change that ends the task. */
    reference;
    /** `suspend`: the complaint that is dealt with; `end_by_decision`, `fail`, `cancel`: the one that was decided. */
    remedy;
    /** `end_by_decision`: what it comes to; failed where it is not said. */
    outcome;
    /** `appoint_witness`: who it is. */
    user;
    /** `correct` only. */
    correction;
    static _OPENAPI_METADATA_FACTORY() {
        return { findings: { required: false, type: () => [FindingReasonDto], description: "`approve` only: a reason for each open `risk`; it becomes the flag's first explanation.", maxItems: 50 }, ground: { required: false, type: () => String, description: "`cancel` and `fail` after the issue: one of a closed list of legal grounds.", enum: [...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS])] }, reference: { required: false, type: () => String, description: "`fail`, `cancel` after the issue: number of the paper that establishes unlawful acts, or the change that ends the task.", maxLength: 200 }, remedy: { required: false, type: () => String, description: "`suspend`: the complaint that is dealt with; `end_by_decision`, `fail`, `cancel`: the one that was decided.", format: "uuid" }, outcome: { required: false, description: "`end_by_decision`: what it comes to; failed where it is not said.", enum: ["failed", "cancelled"], enum: ['failed', 'cancelled'] }, user: { required: false, type: () => String, description: "`appoint_witness`: who it is.", format: "uuid" }, correction: { required: false, type: () => openapi_import_1.CorrectionDto, description: "`correct` only." } };
    }
}
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ValidateNested({ each: true }),
    Type(() => FindingReasonDto),
    __metadata("design:type", Array)
], TenderActionDto.prototype, "findings", void 0);
__decorate([
    IsOptional(),
    IsIn([...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS])]),
    __metadata("design:type", String)
], TenderActionDto.prototype, "ground", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], TenderActionDto.prototype, "reference", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], TenderActionDto.prototype, "remedy", void 0);
__decorate([
    IsOptional(),
    IsIn(['failed', 'cancelled']),
    __metadata("design:type", String)
], TenderActionDto.prototype, "outcome", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], TenderActionDto.prototype, "user", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => CorrectionDto),
    __metadata("design:type", CorrectionDto)
], TenderActionDto.prototype, "correction", void 0);
export const OPINION_KINDS = ['public', 'survey', 'legal_review', 'key_review'];
/** What the public, the suppliers or a lawyer said of the draft. */
export class NewOpinionDto {
    /**
     * `public`: residents (Regulation article 15); `survey`: at least three suppliers; `legal_review` of the contract's text;
     * `key_review`: of fairness, competition, policy and risk (Caiku [2021] 22 article 31).
     */
    kind;
    heldOn;
    /** How many took part. */
    participants;
    summary;
    documents;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, description: "`public`: residents (Regulation article 15); `survey`: at least three suppliers; `legal_review` of the contract's text;\n`key_review`: of fairness, competition, policy and risk (Caiku [2021] 22 article 31).", enum: ["public", "survey", "legal_review", "key_review"], enum: OPINION_KINDS }, heldOn: { required: true, type: () => String }, participants: { required: false, type: () => Number, nullable: true, description: "How many took part.", minimum: 0, maximum: 10000000 }, summary: { required: true, type: () => String, maxLength: 10000 }, documents: { required: false, type: () => [String], format: "uuid", maxItems: 20 } };
    }
}
__decorate([
    IsIn(OPINION_KINDS),
    __metadata("design:type", Object)
], NewOpinionDto.prototype, "kind", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewOpinionDto.prototype, "heldOn", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], NewOpinionDto.prototype, "participants", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(10_000),
    __metadata("design:type", String)
], NewOpinionDto.prototype, "summary", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], NewOpinionDto.prototype, "documents", void 0);
export class MandateDto {
    /** The agent's body; null ends the mandate. */
    agent;
    static _OPENAPI_METADATA_FACTORY() {
        return { agent: { required: true, type: () => String, nullable: true, description: "The agent's body; null ends the mandate.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], MandateDto.prototype, "agent", void 0);
//# sourceMappingURL=tender-actions.dto.js.map