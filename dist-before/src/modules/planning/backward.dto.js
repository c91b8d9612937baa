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
import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsBudgetLevel, IsMethod } from '../rules/is-code.decorators.js';
import { PLANNED_EVENTS } from '../rules/planner.types.js';
import { CONFIDENCES } from '../rules/rule.types.js';
/** What is wanted: exactly one of the three. */
export class WantedDto {
    /** The challenge window has closed by the end of the day. */
    challengeClosedBy;
    /** The contract is signed. */
    contractBy;
    /** The service starts. */
    startBy;
    static _OPENAPI_METADATA_FACTORY() {
        return { challengeClosedBy: { required: false, type: () => String, description: "The challenge window has closed by the end of the day." }, contractBy: { required: false, type: () => String, description: "The contract is signed." }, startBy: { required: false, type: () => String, description: "The service starts." } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], WantedDto.prototype, "challengeClosedBy", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], WantedDto.prototype, "contractBy", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], WantedDto.prototype, "startBy", void 0);
export class BackwardQuestionDto {
    method;
    wanted;
    /** Decides whether the intent must be published. */
    budgetLevel;
    static _OPENAPI_METADATA_FACTORY() {
        return { method: { required: true, enum: ["OPEN_TENDER", "INVITED_TENDER", "COMPETITIVE_CONSULTATION", "COMPETITIVE_NEGOTIATION", "SINGLE_SOURCE", "INQUIRY", "FRAMEWORK", "OTHER"] }, wanted: { required: true, type: () => WantedDto }, budgetLevel: { required: false, description: "Decides whether the intent must be published.", enum: ["central", "provincial", "below_provincial"] } };
    }
}
__decorate([
    IsMethod(),
    __metadata("design:type", String)
], BackwardQuestionDto.prototype, "method", void 0);
__decorate([
    IsDefined(),
    IsObject(),
    ValidateNested(),
    Type(() => WantedDto),
    __metadata("design:type", WantedDto)
], BackwardQuestionDto.prototype, "wanted", void 0);
__decorate([
    IsOptional(),
    IsBudgetLevel(),
    __metadata("design:type", String)
], BackwardQuestionDto.prototype, "budgetLevel", void 0);
export class PlanBasisDto {
    document;
    article;
    confidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { document: { required: true, type: () => String }, article: { required: true, type: () => String }, confidence: { required: true, enum: ["POLICY", "A", "B", "C"] } };
    }
}
__decorate([
    ApiProperty({ enum: CONFIDENCES }),
    __metadata("design:type", String)
], PlanBasisDto.prototype, "confidence", void 0);
export class IntentPublicationDto {
    date;
    /** Null where no level is given; false before the level's date. */
    required;
    static _OPENAPI_METADATA_FACTORY() {
        return { date: { required: true, type: () => String, nullable: true }, required: { required: true, type: () => Boolean, nullable: true, description: "Null where no level is given; false before the level's date." } };
    }
}
export class LatestDto {
    documentIssue;
    intentPublication;
    static _OPENAPI_METADATA_FACTORY() {
        return { documentIssue: { required: true, type: () => String, nullable: true }, intentPublication: { required: true, type: () => IntentPublicationDto } };
    }
}
export class LatestPossibleDto {
    documentIssue;
    static _OPENAPI_METADATA_FACTORY() {
        return { documentIssue: { required: true, type: () => String, nullable: true } };
    }
}
export class PlanStepDto {
    event;
    /** Last day on which it may happen if every later step takes its statutory maximum. */
    latest;
    /** The rule whose period begins with the event; null where the date follows from what was asked. */
    rule;
    basis;
    static _OPENAPI_METADATA_FACTORY() {
        return { event: { required: true, enum: ["report_delivered", "service_start", "intent_published", "result_published", "response_deadline", "contract_signed", "result_notice_end", "document_issued", "result_confirmed", "challenge_closed"] }, latest: { required: true, type: () => String, description: "Last day on which it may happen if every later step takes its statutory maximum." }, rule: { required: true, type: () => String, nullable: true, description: "The rule whose period begins with the event; null where the date follows from what was asked." }, basis: { required: true, type: () => PlanBasisDto, nullable: true } };
    }
}
__decorate([
    ApiProperty({ enum: PLANNED_EVENTS }),
    __metadata("design:type", String)
], PlanStepDto.prototype, "event", void 0);
/** A rule of law that speaks against the method itself. */
export class PlanWarningDto {
    rule;
    what;
    basis;
    static _OPENAPI_METADATA_FACTORY() {
        return { rule: { required: true, type: () => String }, what: { required: true, type: () => String }, basis: { required: true, type: () => PlanBasisDto } };
    }
}
/** A rule the plan needs and that was not in force on the day. */
export class MissingRuleDto {
    rule;
    at;
    static _OPENAPI_METADATA_FACTORY() {
        return { rule: { required: true, type: () => String }, at: { required: true, type: () => String } };
    }
}
export class BackwardPlanDto {
    /** The safe dates: every step takes its statutory maximum. */
    latest;
    /** The shortest path: report, confirmation and publication on the day of the deadline. */
    latestPossible;
    chain;
    warnings;
    certainty;
    missingYears;
    missingRules;
    static of(plan, language) {
        return { ...plan, warnings: plan.warnings.map((warning) => ({ ...warning, what: warning.what[language] })) };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { latest: { required: true, type: () => LatestDto, description: "The safe dates: every step takes its statutory maximum." }, latestPossible: { required: true, type: () => LatestPossibleDto, description: "The shortest path: report, confirmation and publication on the day of the deadline." }, chain: { required: true, type: () => [PlanStepDto] }, warnings: { required: true, type: () => [PlanWarningDto] }, certainty: { required: true, enum: ["known", "uncertain"] }, missingYears: { required: true, type: () => [Number] }, missingRules: { required: true, type: () => [MissingRuleDto] } };
    }
}
//# sourceMappingURL=backward.dto.js.map