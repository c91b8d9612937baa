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
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery, QueryInt } from '../../platform/http/list.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { SURVEY_STATES } from './survey.lifecycle.js';
import { PURPOSES, QUESTION_ABOUT, QUESTION_KINDS, } from './survey.types.js';
export class QuestionTextDto {
    zh;
    en;
    static _OPENAPI_METADATA_FACTORY() {
        return { zh: { required: true, type: () => String, maxLength: 300 }, en: { required: false, type: () => String, nullable: true, maxLength: 600 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(300),
    __metadata("design:type", String)
], QuestionTextDto.prototype, "zh", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(600),
    __metadata("design:type", Object)
], QuestionTextDto.prototype, "en", void 0);
export class QuestionDto {
    /** `scale` goes from 1 to 5; `text` may be left unanswered. */
    kind;
    text;
    /** Of a `choice` alone: two to ten. */
    options;
    /**
     * `received`: whether the service was received at all, of a `yes_no` alone. What is answered is then held against the
     * agency's own records.
     */
    about;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, description: "`scale` goes from 1 to 5; `text` may be left unanswered.", enum: ["text", "yes_no", "scale", "choice"], enum: QUESTION_KINDS }, text: { required: true, type: () => QuestionTextDto }, options: { required: false, type: () => [QuestionTextDto], nullable: true, description: "Of a `choice` alone: two to ten.", maxItems: 10 }, about: { required: false, nullable: true, description: "`received`: whether the service was received at all, of a `yes_no` alone. What is answered is then held against the\nagency's own records.", enum: ["received"], enum: QUESTION_ABOUT } };
    }
}
__decorate([
    IsIn(QUESTION_KINDS),
    __metadata("design:type", String)
], QuestionDto.prototype, "kind", void 0);
__decorate([
    ValidateNested(),
    Type(() => QuestionTextDto),
    __metadata("design:type", QuestionTextDto)
], QuestionDto.prototype, "text", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(10),
    ValidateNested({ each: true }),
    Type(() => QuestionTextDto),
    __metadata("design:type", Object)
], QuestionDto.prototype, "options", void 0);
__decorate([
    IsOptional(),
    IsIn(QUESTION_ABOUT),
    __metadata("design:type", Object)
], QuestionDto.prototype, "about", void 0);
export class NewSurveyDto {
    /** The contract whose recipients are asked. */
    contract;
    purpose;
    title;
    /** May be filled until the survey is opened. */
    questions;
    /** The first and the last day on which answers are taken. */
    opensOn;
    closesOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: true, type: () => String, description: "The contract whose recipients are asked.", format: "uuid" }, purpose: { required: true, enum: ["line", "acceptance", "evaluation"], enum: PURPOSES }, title: { required: true, type: () => String, maxLength: 200 }, questions: { required: false, type: () => [QuestionDto], nullable: true, description: "May be filled until the survey is opened.", maxItems: 30 }, opensOn: { required: true, type: () => String, description: "The first and the last day on which answers are taken." }, closesOn: { required: true, type: () => String } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewSurveyDto.prototype, "contract", void 0);
__decorate([
    IsIn(PURPOSES),
    __metadata("design:type", String)
], NewSurveyDto.prototype, "purpose", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewSurveyDto.prototype, "title", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(30),
    ValidateNested({ each: true }),
    Type(() => QuestionDto),
    __metadata("design:type", Object)
], NewSurveyDto.prototype, "questions", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewSurveyDto.prototype, "opensOn", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewSurveyDto.prototype, "closesOn", void 0);
/** RFC 7396 for a draft: only the fields that are given change; questions are replaced as a whole. */
export class SurveyChangeDto {
    title;
    questions;
    opensOn;
    closesOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { title: { required: false, type: () => String, maxLength: 200 }, questions: { required: false, type: () => [QuestionDto], maxItems: 30 }, opensOn: { required: false, type: () => String }, closesOn: { required: false, type: () => String } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], SurveyChangeDto.prototype, "title", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsArray(),
    ArrayMaxSize(30),
    ValidateNested({ each: true }),
    Type(() => QuestionDto),
    __metadata("design:type", Array)
], SurveyChangeDto.prototype, "questions", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsPlainDate(),
    __metadata("design:type", String)
], SurveyChangeDto.prototype, "opensOn", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsPlainDate(),
    __metadata("design:type", String)
], SurveyChangeDto.prototype, "closesOn", void 0);
export class SurveyActionDto extends ReasonDto {
    /** `draw` only: how many are asked; everybody where there are fewer. */
    size;
    /** `print_again` only: the number of the slip whose code ends; without it, those of all slips that were not used. */
    slip;
    /** `extend` only: the new last day. */
    closesOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { size: { required: false, type: () => Number, description: "`draw` only: how many are asked; everybody where there are fewer.", minimum: 1, maximum: 1000 }, slip: { required: false, type: () => Number, description: "`print_again` only: the number of the slip whose code ends; without it, those of all slips that were not used.", minimum: 1, maximum: 1000 }, closesOn: { required: false, type: () => String, description: "`extend` only: the new last day." } };
    }
}
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], SurveyActionDto.prototype, "size", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], SurveyActionDto.prototype, "slip", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], SurveyActionDto.prototype, "closesOn", void 0);
export class SurveyQuery extends PageQuery {
    contract;
    state;
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: false, type: () => String, format: "uuid" }, state: { required: false, enum: ["closed", "open", "cancelled", "draft"], enum: SURVEY_STATES }, dataset: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], SurveyQuery.prototype, "contract", void 0);
__decorate([
    IsOptional(),
    IsIn(SURVEY_STATES),
    __metadata("design:type", String)
], SurveyQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], SurveyQuery.prototype, "dataset", void 0);
export class SampleQuery extends PageQuery {
    /** 1: only those who are asked. */
    drawn;
    static _OPENAPI_METADATA_FACTORY() {
        return { drawn: { required: false, type: () => Number, description: "1: only those who are asked.", enum: [0, 1] } };
    }
}
__decorate([
    IsOptional(),
    QueryInt(),
    IsIn([0, 1]),
    __metadata("design:type", Number)
], SampleQuery.prototype, "drawn", void 0);
export class StatedTextDto {
    zh;
    en;
    static _OPENAPI_METADATA_FACTORY() {
        return { zh: { required: true, type: () => String }, en: { required: true, type: () => String, nullable: true } };
    }
}
export class StatedQuestionDto {
    /** Answers name the question by it. */
    no;
    kind;
    text;
    /** Of a choice; an answer names one by its place, counted from 1. */
    options;
    /** Where it says what it is about. */
    about;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, description: "Answers name the question by it." }, kind: { required: true, enum: ["text", "yes_no", "scale", "choice"] }, text: { required: true, type: () => StatedTextDto }, options: { required: true, type: () => [StatedTextDto], description: "Of a choice; an answer names one by its place, counted from 1." }, about: { required: false, description: "Where it says what it is about.", enum: ["received"] } };
    }
}
export class SurveyStratumDto {
    /** Null: recipients whose community is not known. */
    community;
    population;
    sampled;
    static _OPENAPI_METADATA_FACTORY() {
        return { community: { required: true, type: () => String, nullable: true, description: "Null: recipients whose community is not known." }, population: { required: true, type: () => Number }, sampled: { required: true, type: () => Number } };
    }
}
export class SlipCountsDto {
    total;
    /** Those with a code. */
    printed;
    answered;
    static _OPENAPI_METADATA_FACTORY() {
        return { total: { required: true, type: () => Number }, printed: { required: true, type: () => Number, description: "Those with a code." }, answered: { required: true, type: () => Number } };
    }
}
export class SurveyDto {
    id;
    version;
    dataset;
    contract;
    /** The body that asks. */
    runner;
    purpose;
    title;
    questions;
    opensOn;
    closesOn;
    state;
    /** Made with the survey: the sample follows from it. Null for the agency until the survey is over. */
    seed;
    size;
    drawnAt;
    strata;
    /** For the body that asks; null for everybody else, and before the survey is open. */
    slips;
    openedAt;
    closedAt;
    createdAt;
    updatedAt;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, contract: { required: true, type: () => String }, runner: { required: true, type: () => String, description: "The body that asks." }, purpose: { required: true, enum: ["line", "acceptance", "evaluation"] }, title: { required: true, type: () => String }, questions: { required: true, type: () => [StatedQuestionDto] }, opensOn: { required: true, type: () => String }, closesOn: { required: true, type: () => String }, state: { required: true, enum: ["closed", "open", "cancelled", "draft"] }, seed: { required: true, type: () => String, nullable: true, description: "Made with the survey: the sample follows from it. Null for the agency until the survey is over." }, size: { required: true, type: () => Number, nullable: true }, drawnAt: { required: true, type: () => String, nullable: true }, strata: { required: true, type: () => [SurveyStratumDto] }, slips: { required: true, type: () => SlipCountsDto, nullable: true, description: "For the body that asks; null for everybody else, and before the survey is open." }, openedAt: { required: true, type: () => String, nullable: true }, closedAt: { required: true, type: () => String, nullable: true }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
export class SurveyListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [SurveyDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class SampledRecipientDto {
    recipient;
    /** As it was issued along the line. */
    number;
    serviceLine;
    community;
    drawn;
    static _OPENAPI_METADATA_FACTORY() {
        return { recipient: { required: true, type: () => String }, number: { required: true, type: () => String, description: "As it was issued along the line." }, serviceLine: { required: true, type: () => String }, community: { required: true, type: () => String, nullable: true }, drawn: { required: true, type: () => Boolean } };
    }
}
export class SampleListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [SampledRecipientDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=survey.dto.js.map