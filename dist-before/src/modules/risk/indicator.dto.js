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
import { SEVERITIES, SUBJECT_TYPES } from './assessment.types.js';
export class ParameterDto {
    name;
    value;
    unit;
    /** Null: since the indicator exists. */
    effectiveFrom;
    effectiveTo;
    /** `law`, `statistic` or `POLICY`. */
    basis;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String }, value: { required: true, type: () => String }, unit: { required: true, type: () => String }, effectiveFrom: { required: true, type: () => String, nullable: true, description: "Null: since the indicator exists." }, effectiveTo: { required: true, type: () => String, nullable: true }, basis: { required: true, type: () => String, description: "`law`, `statistic` or `POLICY`." } };
    }
}
/** How many objects of one dataset got which answer; `clear` and `insufficientData` are different answers. */
export class IndicatorCoverageDto {
    dataset;
    triggered;
    clear;
    insufficientData;
    notApplicable;
    static _OPENAPI_METADATA_FACTORY() {
        return { dataset: { required: true, type: () => String }, triggered: { required: true, type: () => Number }, clear: { required: true, type: () => Number }, insufficientData: { required: true, type: () => Number }, notApplicable: { required: true, type: () => Number } };
    }
}
/** What reviewers decided about its flags in one dataset. */
export class IndicatorPrecisionDto {
    dataset;
    confirmed;
    explained;
    dataError;
    dismissed;
    /** Confirmed of all decided, percent with one decimal; null where none is decided. */
    precision;
    static _OPENAPI_METADATA_FACTORY() {
        return { dataset: { required: true, type: () => String }, confirmed: { required: true, type: () => Number }, explained: { required: true, type: () => Number }, dataError: { required: true, type: () => Number }, dismissed: { required: true, type: () => Number }, precision: { required: true, type: () => String, nullable: true, description: "Confirmed of all decided, percent with one decimal; null where none is decided." } };
    }
}
export class IndicatorDto {
    id;
    version;
    /** The heaviest it can give. */
    severity;
    /** `windows`, `rigging`, `continuity` or `practice`. */
    family;
    subjectTypes;
    title;
    description;
    parameters;
    basis;
    limitation;
    coverage;
    precision;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, severity: { required: true, description: "The heaviest it can give.", enum: ["notice", "violation", "risk"] }, family: { required: true, type: () => String, description: "`windows`, `rigging`, `continuity` or `practice`." }, subjectTypes: { required: true, type: () => [String] }, title: { required: true, type: () => String }, description: { required: true, type: () => String }, parameters: { required: true, type: () => [ParameterDto] }, basis: { required: true, type: () => Object }, limitation: { required: true, type: () => String }, coverage: { required: true, type: () => [IndicatorCoverageDto] }, precision: { required: true, type: () => [IndicatorPrecisionDto] } };
    }
}
__decorate([
    ApiProperty({ enum: SEVERITIES }),
    __metadata("design:type", String)
], IndicatorDto.prototype, "severity", void 0);
__decorate([
    ApiProperty({ enum: SUBJECT_TYPES, isArray: true }),
    __metadata("design:type", Array)
], IndicatorDto.prototype, "subjectTypes", void 0);
__decorate([
    ApiProperty({ type: 'object', additionalProperties: true }),
    __metadata("design:type", Object)
], IndicatorDto.prototype, "basis", void 0);
export class IndicatorListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [IndicatorDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=indicator.dto.js.map