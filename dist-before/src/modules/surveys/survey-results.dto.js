var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./survey.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
export class ShareEstimateDto {
    /** Percent, one decimal: of all recipients, each community weighing what it has in the population. */
    share;
    /** The 95 % interval: Wilson's on the effective sample size, corrected for the finite population. */
    low;
    high;
    /** How many answers of a simple sample would say as much; null where everybody answered. */
    effective;
    static _OPENAPI_METADATA_FACTORY() {
        return { share: { required: true, type: () => String, description: "Percent, one decimal: of all recipients, each community weighing what it has in the population." }, low: { required: true, type: () => String, description: "The 95 % interval: Wilson's on the effective sample size, corrected for the finite population." }, high: { required: true, type: () => String }, effective: { required: true, type: () => String, nullable: true, description: "How many answers of a simple sample would say as much; null where everybody answered." } };
    }
}
export class AnswerShareDto {
    /** `true`, `false`, a step of the scale or the number of an option; several where few gave one of them. */
    values;
    count;
    /** Null where all answers are told together, or fewer than ten answered. */
    estimate;
    static _OPENAPI_METADATA_FACTORY() {
        return { values: { required: true, type: () => [String], description: "`true`, `false`, a step of the scale or the number of an option; several where few gave one of them." }, count: { required: true, type: () => Number }, estimate: { required: true, type: () => ShareEstimateDto, nullable: true, description: "Null where all answers are told together, or fewer than ten answered." } };
    }
}
export class QuestionResultDto {
    no;
    kind;
    text;
    options;
    /** Where it says what it is about. */
    about;
    /** Null for words, and where fewer than five answered. */
    answers;
    /** What was written, in no order; for the body that asks alone, null for everybody else and where fewer than five wrote. */
    words;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, kind: { required: true, enum: ["text", "yes_no", "scale", "choice"] }, text: { required: true, type: () => openapi_import_1.StatedTextDto }, options: { required: true, type: () => [openapi_import_1.StatedTextDto] }, about: { required: false, description: "Where it says what it is about.", enum: ["received"] }, answers: { required: true, type: () => [AnswerShareDto], nullable: true, description: "Null for words, and where fewer than five answered." }, words: { required: true, type: () => [String], nullable: true, description: "What was written, in no order; for the body that asks alone, null for everybody else and where fewer than five wrote." } };
    }
}
export class StratumResponseDto {
    /** Several where few answered from one of them; null: community not known. */
    communities;
    population;
    sampled;
    answered;
    /** Percent, one decimal. */
    responseRate;
    static _OPENAPI_METADATA_FACTORY() {
        return { communities: { required: true, type: () => [Object], description: "Several where few answered from one of them; null: community not known." }, population: { required: true, type: () => Number }, sampled: { required: true, type: () => Number }, answered: { required: true, type: () => Number }, responseRate: { required: true, type: () => String, description: "Percent, one decimal." } };
    }
}
__decorate([
    ApiProperty({ type: 'array', items: { type: 'string', nullable: true } }),
    __metadata("design:type", Array)
], StratumResponseDto.prototype, "communities", void 0);
export class SurveyResultsDto {
    survey;
    contract;
    runner;
    purpose;
    title;
    opensOn;
    closesOn;
    seed;
    population;
    sampled;
    /** Null where fewer than five answered. */
    answered;
    responseRate;
    /** Who did not answer is not among the answers: what they think is not known. */
    strata;
    questions;
    static _OPENAPI_METADATA_FACTORY() {
        return { survey: { required: true, type: () => String }, contract: { required: true, type: () => String }, runner: { required: true, type: () => String }, purpose: { required: true, enum: ["line", "acceptance", "evaluation"] }, title: { required: true, type: () => String }, opensOn: { required: true, type: () => String }, closesOn: { required: true, type: () => String }, seed: { required: true, type: () => String }, population: { required: true, type: () => Number }, sampled: { required: true, type: () => Number }, answered: { required: true, type: () => Number, nullable: true, description: "Null where fewer than five answered." }, responseRate: { required: true, type: () => String, nullable: true }, strata: { required: true, type: () => [StratumResponseDto], nullable: true, description: "Who did not answer is not among the answers: what they think is not known." }, questions: { required: true, type: () => [QuestionResultDto] } };
    }
}
//# sourceMappingURL=survey-results.dto.js.map