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
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsSomeMoney, IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { GivenFactDto, MAX_FACTS, PartyDto, Published, WindowDto } from './fact-parts.dto.js';
import { PLAN_KINDS } from './facts.types.js';
export class SignedData {
    signedOn;
    amount;
    number;
    supplier;
    window;
    static _OPENAPI_METADATA_FACTORY() {
        return { signedOn: { required: false, type: () => String }, amount: { required: false, type: () => String }, number: { required: false, type: () => String, maxLength: 200 }, supplier: { required: false, type: () => openapi_import_1.PartyDto }, window: { required: false, type: () => openapi_import_1.WindowDto } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], SignedData.prototype, "signedOn", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", String)
], SignedData.prototype, "amount", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", String)
], SignedData.prototype, "number", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => PartyDto),
    __metadata("design:type", PartyDto)
], SignedData.prototype, "supplier", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => WindowDto),
    __metadata("design:type", WindowDto)
], SignedData.prototype, "window", void 0);
export class OnData {
    on;
    static _OPENAPI_METADATA_FACTORY() {
        return { on: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], OnData.prototype, "on", void 0);
export class PaymentData extends OnData {
    amount;
    static _OPENAPI_METADATA_FACTORY() {
        return { amount: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsYuan(),
    IsSomeMoney(),
    __metadata("design:type", String)
], PaymentData.prototype, "amount", void 0);
export class MilestoneData {
    name;
    dueOn;
    doneOn;
    final;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 200 }, dueOn: { required: false, type: () => String }, doneOn: { required: false, type: () => String }, final: { required: false, type: () => Boolean } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], MilestoneData.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], MilestoneData.prototype, "dueOn", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], MilestoneData.prototype, "doneOn", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], MilestoneData.prototype, "final", void 0);
export class PlanData {
    /** `none`: the officer states that there is no plan, which is not the same as silence. */
    kind;
    serviceLine;
    from;
    agreedOn;
    carriedOutOn;
    /** The day on which what was agreed ceased to be: it is a plan no more. */
    withdrawnOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, description: "`none`: the officer states that there is no plan, which is not the same as silence.", enum: ["none", "end", "renew", "retender", "hand_over", "absorb"], enum: PLAN_KINDS }, serviceLine: { required: false, type: () => String, format: "uuid" }, from: { required: false, type: () => String }, agreedOn: { required: false, type: () => String }, carriedOutOn: { required: false, type: () => String }, withdrawnOn: { required: false, type: () => String, description: "The day on which what was agreed ceased to be: it is a plan no more." } };
    }
}
__decorate([
    IsIn(PLAN_KINDS),
    __metadata("design:type", Object)
], PlanData.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], PlanData.prototype, "serviceLine", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], PlanData.prototype, "from", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], PlanData.prototype, "agreedOn", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], PlanData.prototype, "carriedOutOn", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], PlanData.prototype, "withdrawnOn", void 0);
export class HandoverData extends OnData {
    serviceLine;
    toContract;
    recipients;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLine: { required: false, type: () => String, format: "uuid" }, toContract: { required: false, type: () => String, format: "uuid" }, recipients: { required: false, type: () => Number, minimum: 0, maximum: 10000000 } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], HandoverData.prototype, "serviceLine", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], HandoverData.prototype, "toContract", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Number)
], HandoverData.prototype, "recipients", void 0);
export class AcceptanceData extends Published {
    concludedOn;
    result;
    recipientsTookPart;
    static _OPENAPI_METADATA_FACTORY() {
        return { concludedOn: { required: false, type: () => String }, result: { required: false, enum: ["failed", "passed", "partial", "rectify"], enum: ['passed', 'partial', 'rectify', 'failed'] }, recipientsTookPart: { required: false, type: () => Boolean } };
    }
}
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", String)
], AcceptanceData.prototype, "concludedOn", void 0);
__decorate([
    IsOptional(),
    IsIn(['passed', 'partial', 'rectify', 'failed']),
    __metadata("design:type", String)
], AcceptanceData.prototype, "result", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], AcceptanceData.prototype, "recipientsTookPart", void 0);
export class EvaluationData extends OnData {
    kind;
    score;
    grade;
    evaluator;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: false, enum: ["midterm", "final"], enum: ['midterm', 'final'] }, score: { required: false, type: () => String, pattern: "^\\d{1,6}(\\.\\d{1,6})?$" }, grade: { required: false, type: () => String, maxLength: 100 }, evaluator: { required: false, type: () => openapi_import_1.PartyDto } };
    }
}
__decorate([
    IsOptional(),
    IsIn(['midterm', 'final']),
    __metadata("design:type", String)
], EvaluationData.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    Matches(/^\d{1,6}(\.\d{1,6})?$/),
    __metadata("design:type", String)
], EvaluationData.prototype, "score", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(100),
    __metadata("design:type", String)
], EvaluationData.prototype, "grade", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => PartyDto),
    __metadata("design:type", PartyDto)
], EvaluationData.prototype, "evaluator", void 0);
export class TerminationData extends OnData {
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { reason: { required: false, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", String)
], TerminationData.prototype, "reason", void 0);
/** The class that checks the data of each kind. */
export const CONTRACT_FACT_DATA = {
    signed: SignedData,
    started: OnData,
    payment: PaymentData,
    milestone: MilestoneData,
    plan: PlanData,
    handover: HandoverData,
    delivered: OnData,
    acceptance: AcceptanceData,
    evaluation: EvaluationData,
    termination: TerminationData,
};
export const CONTRACT_FACT_KINDS = Object.keys(CONTRACT_FACT_DATA);
export class ContractFactDto extends GivenFactDto {
    kind;
    /** What the fact says, by its kind. Unknown stays absent. */
    data;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["signed", "started", "payment", "milestone", "plan", "handover", "delivered", "acceptance", "evaluation", "termination"], enum: CONTRACT_FACT_KINDS }, data: { required: true, type: "object", additionalProperties: true, description: "What the fact says, by its kind. Unknown stays absent." } };
    }
}
__decorate([
    IsIn(CONTRACT_FACT_KINDS),
    __metadata("design:type", String)
], ContractFactDto.prototype, "kind", void 0);
__decorate([
    ApiProperty({
        anyOf: [...new Set(Object.values(CONTRACT_FACT_DATA))].map((type) => ({ $ref: getSchemaPath(type) })),
    }),
    IsObject(),
    __metadata("design:type", Object)
], ContractFactDto.prototype, "data", void 0);
export class RecordContractFactsDto {
    facts;
    static _OPENAPI_METADATA_FACTORY() {
        return { facts: { required: true, type: () => [ContractFactDto], minItems: 1 } };
    }
}
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MAX_FACTS),
    ValidateNested({ each: true }),
    Type(() => ContractFactDto),
    __metadata("design:type", Array)
], RecordContractFactsDto.prototype, "facts", void 0);
//# sourceMappingURL=contract-facts.dto.js.map