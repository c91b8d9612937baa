var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import * as openapi_import_1 from "./survey-answer.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '../../platform/access/decorators.js';
import { throttleAddress } from '../../platform/http/address.js';
import { Unrecorded } from '../../platform/http/idempotency.js';
import { Operation } from '../../platform/http/operation.js';
import { SurveyAnswersDto, SurveyCodeDto } from './survey-answer.dto.js';
import { SurveyAnswersService } from './survey-answers.service.js';
import { SURVEY_PAGE, SURVEY_PAGE_HEADERS } from './survey.page.js';
/** For residents, without an account. Nothing is kept of such a request but the answers: not that it was made. */
let SurveyAnswersController = class SurveyAnswersController {
    service;
    constructor(service) {
        this.service = service;
    }
    /** A code that is wrong, ended, or of a survey that takes no answers is `code_unknown`, whichever it is. */
    questions(body, request) {
        return this.service.questions(body.code, throttleAddress(request));
    }
    /** Once for each code. Sent twice, the second is `code_used`. */
    async answer(body, request) {
        await this.service.answer(body.code, body.answers, throttleAddress(request));
        return { received: true };
    }
};
__decorate([
    openapi.ApiOperation({ description: "A code that is wrong, ended, or of a survey that takes no answers is `code_unknown`, whichever it is." }),
    Post('questions'),
    HttpCode(200),
    Public(),
    Unrecorded(),
    Operation('askSurveyQuestions', 'The questions behind a one-time code, and who serves its line from when to when', 'validation_failed', 'code_unknown', 'code_used'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SurveyQuestionsDto }),
    __param(0, Body()),
    __param(1, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [SurveyCodeDto, Object]),
    __metadata("design:returntype", Promise)
], SurveyAnswersController.prototype, "questions", null);
__decorate([
    openapi.ApiOperation({ description: "Once for each code. Sent twice, the second is `code_used`." }),
    Post(),
    Header('Location', '/api/v1/survey-answers'),
    Public(),
    Unrecorded(),
    Operation('answerSurvey', 'Answer the questions behind a one-time code', 'validation_failed', 'code_unknown', 'code_used'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.AnswersReceivedDto }),
    __param(0, Body()),
    __param(1, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [SurveyAnswersDto, Object]),
    __metadata("design:returntype", Promise)
], SurveyAnswersController.prototype, "answer", null);
SurveyAnswersController = __decorate([
    ApiTags('survey-answers'),
    Controller('survey-answers'),
    __metadata("design:paramtypes", [SurveyAnswersService])
], SurveyAnswersController);
export { SurveyAnswersController };
/** `/s`: reads the code from the fragment of its address, asks and answers by the two routes above. */
let SurveyPageController = class SurveyPageController {
    page(response) {
        response.set(SURVEY_PAGE_HEADERS).type('html');
        return SURVEY_PAGE;
    }
};
__decorate([
    Get(),
    Public(),
    ApiProduces('text/html'),
    Operation('surveyPage', 'The page on which residents answer'),
    openapi.ApiResponse({ status: 200, type: String }),
    __param(0, Res({ passthrough: true })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", String)
], SurveyPageController.prototype, "page", null);
SurveyPageController = __decorate([
    ApiTags('survey-answers'),
    Controller('s')
], SurveyPageController);
export { SurveyPageController };
//# sourceMappingURL=survey-answers.controller.js.map