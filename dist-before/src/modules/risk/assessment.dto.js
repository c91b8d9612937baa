var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./flag.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../platform/database/dataset.js';
import { PageQuery } from '../../platform/http/list.js';
import { ASSESSMENT_STATES, SEVERITIES, SUBJECT_TYPES, } from './assessment.types.js';
import { INDICATOR_IDS } from './registry.js';
const SUBJECT = new RegExp(`^(${SUBJECT_TYPES.join('|')}):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, 'i');
export class AssessmentQuery extends PageQuery {
    /** `type:id`; the type is that of a subject. */
    subject;
    dataset;
    indicator;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { subject: { required: false, type: () => String, description: "`type:id`; the type is that of a subject." }, dataset: { required: false, type: () => String }, indicator: { required: false, type: () => String, enum: INDICATOR_IDS }, state: { required: false, enum: ["insufficient_data", "triggered", "clear", "not_applicable"], enum: ASSESSMENT_STATES } };
    }
}
__decorate([
    IsOptional(),
    Matches(SUBJECT),
    __metadata("design:type", String)
], AssessmentQuery.prototype, "subject", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], AssessmentQuery.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsIn(INDICATOR_IDS),
    __metadata("design:type", String)
], AssessmentQuery.prototype, "indicator", void 0);
__decorate([
    IsOptional(),
    IsIn(ASSESSMENT_STATES),
    __metadata("design:type", String)
], AssessmentQuery.prototype, "state", void 0);
export class EvidenceDto {
    /** `type:id` of the record looked at. */
    record;
    field;
    value;
    static _OPENAPI_METADATA_FACTORY() {
        return { record: { required: true, type: () => String, description: "`type:id` of the record looked at." }, field: { required: true, type: () => String }, value: { required: true, type: () => String } };
    }
}
/** What one rule says, in the caller's language. */
export class FindingDto {
    indicator;
    version;
    severity;
    state;
    title;
    explanation;
    value;
    threshold;
    unit;
    /** Of a statistic. */
    pValue;
    evidence;
    /** Why it did not speak: `missing` names fields, else a `code`. */
    reason;
    /** `law`, `statistic`, or `POLICY`: a choice of this product. */
    basis;
    limitation;
    static _OPENAPI_METADATA_FACTORY() {
        return { indicator: { required: true, type: () => String }, version: { required: true, type: () => Number }, severity: { required: true, enum: ["notice", "violation", "risk"] }, state: { required: true, enum: ["insufficient_data", "triggered", "clear", "not_applicable"] }, title: { required: true, type: () => String }, explanation: { required: true, type: () => String }, value: { required: true, type: () => String, nullable: true }, threshold: { required: true, type: () => String, nullable: true }, unit: { required: true, type: () => String, nullable: true }, pValue: { required: true, type: () => String, nullable: true, description: "Of a statistic." }, evidence: { required: true, type: () => [EvidenceDto] }, reason: { required: true, type: () => Object, nullable: true, description: "Why it did not speak: `missing` names fields, else a `code`." }, basis: { required: true, type: () => Object, description: "`law`, `statistic`, or `POLICY`: a choice of this product." }, limitation: { required: true, type: () => String } };
    }
}
__decorate([
    ApiProperty({ enum: SEVERITIES }),
    __metadata("design:type", String)
], FindingDto.prototype, "severity", void 0);
__decorate([
    ApiProperty({ enum: ASSESSMENT_STATES }),
    __metadata("design:type", String)
], FindingDto.prototype, "state", void 0);
__decorate([
    ApiProperty({ type: 'object', additionalProperties: true, nullable: true }),
    __metadata("design:type", Object)
], FindingDto.prototype, "reason", void 0);
__decorate([
    ApiProperty({ type: 'object', additionalProperties: true }),
    __metadata("design:type", Object)
], FindingDto.prototype, "basis", void 0);
export class AssessmentDto extends FindingDto {
    id;
    dataset;
    subject;
    inputsHash;
    assessedAt;
    static of(row, lang) {
        return {
            id: row.id,
            dataset: row.dataset,
            ...findingOf({ ...row, pValue: row.p_value }, lang),
            subject: { type: row.subject_type, id: row.subject_id, label: row.label },
            inputsHash: row.inputs_hash,
            assessedAt: row.assessed_at.toISOString(),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, dataset: { required: true, type: () => String }, subject: { required: true, type: () => openapi_import_1.LabelledDto }, inputsHash: { required: true, type: () => String }, assessedAt: { required: true, type: () => String } };
    }
}
export const findingOf = (said, lang) => ({
    indicator: said.indicator,
    version: said.version,
    severity: said.severity,
    state: said.state,
    value: said.value,
    threshold: said.threshold,
    unit: said.unit,
    pValue: said.pValue,
    title: said.title[lang],
    explanation: said.explanation[lang],
    basis: said.basis,
    limitation: said.limitation[lang],
    evidence: said.evidence,
    reason: said.reason,
});
export class AssessmentListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [AssessmentDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=assessment.dto.js.map