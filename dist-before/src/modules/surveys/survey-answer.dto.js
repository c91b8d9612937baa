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
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsInt, IsString, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
export class SurveyCodeDto {
    /** As it stands on the slip; case, spaces and hyphens do not matter. */
    code;
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String, description: "As it stands on the slip; case, spaces and hyphens do not matter.", maxLength: 100 } };
    }
}
__decorate([
    IsString(),
    MaxLength(100),
    __metadata("design:type", String)
], SurveyCodeDto.prototype, "code", void 0);
export class SurveyAnswerDto {
    /** The number of the question. */
    question;
    /** `true` or `false`, a step from 1 to 5, the number of an option, or words. */
    value;
    static _OPENAPI_METADATA_FACTORY() {
        return { question: { required: true, type: () => Number, description: "The number of the question.", minimum: 1, maximum: 30 }, value: { required: true, type: () => Object, description: "`true` or `false`, a step from 1 to 5, the number of an option, or words." } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(30),
    __metadata("design:type", Number)
], SurveyAnswerDto.prototype, "question", void 0);
__decorate([
    ApiProperty({ oneOf: [{ type: 'boolean' }, { type: 'integer' }, { type: 'string' }] }),
    IsDefined(),
    __metadata("design:type", Object)
], SurveyAnswerDto.prototype, "value", void 0);
export class SurveyAnswersDto extends SurveyCodeDto {
    /** Every question once; only words may be left out. */
    answers;
    static _OPENAPI_METADATA_FACTORY() {
        return { answers: { required: true, type: () => [SurveyAnswerDto], description: "Every question once; only words may be left out.", maxItems: 30 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(30),
    ValidateNested({ each: true }),
    Type(() => SurveyAnswerDto),
    __metadata("design:type", Array)
], SurveyAnswersDto.prototype, "answers", void 0);
export class NextServiceDto {
    from;
    /** Null where it is not published. */
    by;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, by: { required: true, type: () => String, nullable: true, description: "Null where it is not published." } };
    }
}
export class LineOutlookDto {
    serviceLine;
    name;
    /** Who serves it now; empty where nobody does. */
    servedBy;
    /** The last day of the contracts that run now; null where none does. */
    servedUntil;
    /** The next signed contract; null: nothing is signed yet. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLine: { required: true, type: () => String }, name: { required: true, type: () => String }, servedBy: { required: true, type: () => [String], description: "Who serves it now; empty where nobody does." }, servedUntil: { required: true, type: () => String, nullable: true, description: "The last day of the contracts that run now; null where none does." }, next: { required: true, type: () => NextServiceDto, nullable: true, description: "The next signed contract; null: nothing is signed yet." } };
    }
}
export class SurveyQuestionsDto {
    title;
    closesOn;
    questions;
    lines;
    static _OPENAPI_METADATA_FACTORY() {
        return { title: { required: true, type: () => String }, closesOn: { required: true, type: () => String }, questions: { required: true, type: () => [openapi_import_1.StatedQuestionDto] }, lines: { required: true, type: () => [LineOutlookDto] } };
    }
}
export class AnswersReceivedDto {
    /** Answered once; nothing says which answers were whose. */
    received;
    static _OPENAPI_METADATA_FACTORY() {
        return { received: { required: true, type: () => Boolean, description: "Answered once; nothing says which answers were whose." } };
    }
}
//# sourceMappingURL=survey-answer.dto.js.map