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
import * as openapi_import_1 from "./survey.dto.js";
import * as openapi_import_2 from "./survey-results.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { NewSurveyDto, SampleQuery, SurveyActionDto, SurveyChangeDto, SurveyQuery, } from './survey.dto.js';
import { SurveyResultsQueries } from './survey-results.queries.js';
import { surveyLifecycle } from './survey.lifecycle.js';
import { SurveysQueries } from './surveys.queries.js';
import { SurveysService } from './surveys.service.js';
/** Questions to the recipients of a contract, put by its buyer or by who was appointed to evaluate it. */
let SurveysController = class SurveysController {
    service;
    queries;
    outcome;
    constructor(service, queries, outcome) {
        this.service = service;
        this.queries = queries;
        this.outcome = outcome;
    }
    /** Its seed is made and said with it; the sample follows from the seed. One runs at a time for each purpose. */
    async create(principal, scope, body) {
        return this.queries.one(scope, await this.service.create(principal, body));
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    async change(principal, scope, id, version, body) {
        await this.service.change(principal, id, version, body);
        return this.queries.one(scope, id);
    }
    /**
     * Everybody among whom was drawn. In each community those are asked whose SHA-256 of the seed, a line feed and the id of
     * the recipient (in lower case) is smallest. The agency sees it once the survey is over.
     */
    sample(scope, id, query, url) {
        return this.queries.sample(scope, id, query, url);
    }
    /**
     * Estimates weighted by community, with what is not known: who did not answer. What few gave is told with another, so
     * that no difference gives it back. Not before the last day has passed; then for everybody where the service is one for
     * the public and its contract is published.
     */
    results(scope, id) {
        return this.outcome.of(scope, id);
    }
    /** Answers are taken on the days from `opensOn` to `closesOn`, whenever somebody closes it. */
    async act(principal, scope, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id);
    }
};
__decorate([
    openapi.ApiOperation({ description: "Its seed is made and said with it; the sample follows from the seed. One runs at a time for each purpose." }),
    Post(),
    Permit('survey.run'),
    Operation('createSurvey', 'Write a survey of a contract’s recipients', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'survey_exists'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.SurveyDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewSurveyDto]),
    __metadata("design:returntype", Promise)
], SurveysController.prototype, "create", null);
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listSurveys', 'Surveys of the caller’s bodies and contracts', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SurveyListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, SurveyQuery, String]),
    __metadata("design:returntype", Promise)
], SurveysController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('contract.read'),
    Operation('getSurvey', 'One survey', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SurveyDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], SurveysController.prototype, "one", null);
__decorate([
    Patch(':id'),
    Permit('survey.run'),
    Operation('changeSurvey', 'Change a survey that is not open yet (RFC 7396)', ...CHANGE_CODES),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SurveyDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, SurveyChangeDto]),
    __metadata("design:returntype", Promise)
], SurveysController.prototype, "change", null);
__decorate([
    openapi.ApiOperation({ description: "Everybody among whom was drawn. In each community those are asked whose SHA-256 of the seed, a line feed and the id of\nthe recipient (in lower case) is smallest. The agency sees it once the survey is over." }),
    Get(':id/sample'),
    Permit('contract.read'),
    Operation('listSurveySample', 'Among whom a survey drew, and whom', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SampleListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, SampleQuery, String]),
    __metadata("design:returntype", Promise)
], SurveysController.prototype, "sample", null);
__decorate([
    openapi.ApiOperation({ description: "Estimates weighted by community, with what is not known: who did not answer. What few gave is told with another, so\nthat no difference gives it back. Not before the last day has passed; then for everybody where the service is one for\nthe public and its contract is published." }),
    Get(':id/results'),
    Public(),
    Operation('getSurveyResults', 'What a survey that is over came to', 'not_found', 'survey_running'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.SurveyResultsDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], SurveysController.prototype, "results", null);
__decorate([
    openapi.ApiOperation({ description: "Answers are taken on the days from `opensOn` to `closesOn`, whenever somebody closes it." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('survey.run'),
    Operation('actOnSurvey', 'Draw the sample, open, extend, close or cancel a survey; end codes that were lost', ...CHANGE_CODES, 'route_not_found', 'evaluator_tied', 'sample_drawn', 'recipients_unknown', 'sample_missing', 'questions_missing', 'survey_over', 'survey_running', 'code_used'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SurveyDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(surveyLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, SurveyActionDto]),
    __metadata("design:returntype", Promise)
], SurveysController.prototype, "act", null);
SurveysController = __decorate([
    ApiTags('surveys'),
    Controller('surveys'),
    __metadata("design:paramtypes", [SurveysService,
        SurveysQueries,
        SurveyResultsQueries])
], SurveysController);
export { SurveysController };
//# sourceMappingURL=surveys.controller.js.map