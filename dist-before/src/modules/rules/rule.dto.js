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
import { IsIn, IsOptional, Matches } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { PageQuery } from '../../platform/http/list.js';
import { IsBudgetLevel, IsMethod } from './is-code.decorators.js';
import { METHODS } from './methods.js';
import { CONFIDENCES, OPERATORS, SEVERITIES, STAGES, } from './rule.types.js';
export class RuleQueryDto extends PageQuery {
    /** The day on which the rule must be in force. Without it every rule, those without a date too. */
    at;
    /** Rules of this method or of every method. */
    method;
    stage;
    /**
     * Rules that bind a purchase from a budget of this level: what a place decides binds its own budgets and those below.
     * Some rules reach the levels on different days; with `at` and no level such a rule counts from the earliest.
     */
    level;
    /** `CN` or a GB/T 2260 code: its own rules, those of the places above it, and the country's. Without it all. */
    jurisdiction;
    static _OPENAPI_METADATA_FACTORY() {
        return { at: { required: false, type: () => String, description: "The day on which the rule must be in force. Without it every rule, those without a date too." }, method: { required: false, description: "Rules of this method or of every method.", enum: ["OPEN_TENDER", "INVITED_TENDER", "COMPETITIVE_CONSULTATION", "COMPETITIVE_NEGOTIATION", "SINGLE_SOURCE", "INQUIRY", "FRAMEWORK", "OTHER"] }, stage: { required: false, enum: ["method", "close", "tender", "contract", "award", "payment", "plan", "evaluation", "implementation", "remedy", "rigging", "calendar"], enum: STAGES }, level: { required: false, description: "Rules that bind a purchase from a budget of this level: what a place decides binds its own budgets and those below.\nSome rules reach the levels on different days; with `at` and no level such a rule counts from the earliest.", enum: ["central", "provincial", "below_provincial"] }, jurisdiction: { required: false, type: () => String, description: "`CN` or a GB/T 2260 code: its own rules, those of the places above it, and the country's. Without it all.", pattern: "^(CN|[1-9]\\d{5})$" } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], RuleQueryDto.prototype, "at", void 0);
__decorate([
    IsOptional(),
    IsMethod(),
    __metadata("design:type", String)
], RuleQueryDto.prototype, "method", void 0);
__decorate([
    IsOptional(),
    IsIn(STAGES),
    __metadata("design:type", String)
], RuleQueryDto.prototype, "stage", void 0);
__decorate([
    IsOptional(),
    IsBudgetLevel(),
    __metadata("design:type", String)
], RuleQueryDto.prototype, "level", void 0);
__decorate([
    IsOptional(),
    Matches(/^(CN|[1-9]\d{5})$/),
    __metadata("design:type", String)
], RuleQueryDto.prototype, "jurisdiction", void 0);
export class EffectiveByLevelDto {
    central;
    provincial;
    below_provincial;
    static _OPENAPI_METADATA_FACTORY() {
        return { central: { required: true, type: () => String }, provincial: { required: true, type: () => String }, below_provincial: { required: true, type: () => String } };
    }
}
/** One dated rule. A period runs from `startEvent` to `endEvent`; `>=` is a minimum, `<=` a maximum. */
export class RuleDto {
    id;
    stage;
    methods;
    /** What the rule says, in the language asked for. */
    what;
    op;
    /** A number, a truth value, a text, or a list of them, in `unit`. */
    value;
    unit;
    startEvent;
    endEvent;
    document;
    article;
    /** A: the article was read; B: its wording was found quoted; C: from memory, not law; POLICY: a choice of this product. */
    confidence;
    effectiveFrom;
    /** Last day on which it holds. */
    effectiveTo;
    effectiveByLevel;
    effectiveNote;
    severity;
    jurisdiction;
    /** The facts that decide whether the rule applies at all. */
    appliesIf;
    note;
    static of(rule, language) {
        return { ...rule, methods: [...rule.methods], what: rule.what[language] };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, stage: { required: true, enum: ["method", "close", "tender", "contract", "award", "payment", "plan", "evaluation", "implementation", "remedy", "rigging", "calendar"] }, methods: { required: true, type: () => [Object], enum: ["OPEN_TENDER", "INVITED_TENDER", "COMPETITIVE_CONSULTATION", "COMPETITIVE_NEGOTIATION", "SINGLE_SOURCE", "INQUIRY", "FRAMEWORK", "OTHER"], isArray: true }, what: { required: true, type: () => String, description: "What the rule says, in the language asked for." }, op: { required: true, enum: ["required", "info", ">", "<", "=", "forbidden", ">=", "<=", "between", "recommended", "in_set", "lookup", "convention", "signal"] }, value: { required: true, type: () => Object, description: "A number, a truth value, a text, or a list of them, in `unit`." }, unit: { required: true, type: () => String }, startEvent: { required: true, type: () => String, nullable: true }, endEvent: { required: true, type: () => String, nullable: true }, document: { required: true, type: () => String }, article: { required: true, type: () => String }, confidence: { required: true, description: "A: the article was read; B: its wording was found quoted; C: from memory, not law; POLICY: a choice of this product.", enum: ["POLICY", "A", "B", "C"] }, effectiveFrom: { required: true, type: () => String, nullable: true }, effectiveTo: { required: true, type: () => String, nullable: true, description: "Last day on which it holds." }, effectiveByLevel: { required: true, type: () => EffectiveByLevelDto, nullable: true }, effectiveNote: { required: true, type: () => String, nullable: true }, severity: { required: true, enum: ["info", "violation", "risk", "warning", "opportunity", "param"] }, jurisdiction: { required: true, type: () => String }, appliesIf: { required: true, type: () => String, nullable: true, description: "The facts that decide whether the rule applies at all." }, note: { required: true, type: () => String, nullable: true } };
    }
}
__decorate([
    ApiProperty({ enum: STAGES }),
    __metadata("design:type", String)
], RuleDto.prototype, "stage", void 0);
__decorate([
    ApiProperty({ enum: METHODS, isArray: true }),
    __metadata("design:type", Array)
], RuleDto.prototype, "methods", void 0);
__decorate([
    ApiProperty({ enum: OPERATORS }),
    __metadata("design:type", String)
], RuleDto.prototype, "op", void 0);
__decorate([
    ApiProperty({
        oneOf: [
            { type: 'number' },
            { type: 'boolean' },
            { type: 'string' },
            { type: 'array', items: { oneOf: [{ type: 'number' }, { type: 'string' }] } },
        ],
    }),
    __metadata("design:type", Object)
], RuleDto.prototype, "value", void 0);
__decorate([
    ApiProperty({ enum: CONFIDENCES }),
    __metadata("design:type", String)
], RuleDto.prototype, "confidence", void 0);
__decorate([
    ApiProperty({ enum: SEVERITIES }),
    __metadata("design:type", String)
], RuleDto.prototype, "severity", void 0);
export class RuleListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [RuleDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=rule.dto.js.map