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
import * as openapi_import_1 from "./evaluation.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { EvaluationActionDto, EvaluationQuery, NewEvaluationDto, ScoresDto, } from './evaluation.dto.js';
import { evaluationLifecycle } from './evaluation.lifecycle.js';
import { EvaluationsQueries } from './evaluations.queries.js';
import { EvaluationsService } from './evaluations.service.js';
/** How well a contract's service was, by a body that is tied to nobody in it. */
let EvaluationsController = class EvaluationsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    /** With `assignee=me` the work list of an evaluator: due days, progress, leaves without points or evidence. */
    list(scope, query, url, lang) {
        return this.queries.list(scope, query, url, lang);
    }
    one(scope, id, lang) {
        return this.queries.one(scope, id, lang);
    }
    ofContract(scope, id, query, url, lang) {
        return this.queries.ofContract(scope, id, query, url, lang);
    }
    async plan(principal, scope, lang, id, body) {
        return this.queries.one(scope, await this.service.plan(principal, id, body), lang);
    }
    /** As often as it takes, until they are sent; after an appeal by who was appointed to look again. */
    async score(principal, scope, lang, id, version, body) {
        await this.service.score(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    /** The buyer plans, appoints, confirms and publishes; the evaluator declares and sends; the agency appeals. */
    async act(principal, scope, lang, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id, lang);
    }
};
__decorate([
    openapi.ApiOperation({ description: "With `assignee=me` the work list of an evaluator: due days, progress, leaves without points or evidence." }),
    Get('evaluations'),
    Public(),
    Operation('listEvaluations', 'Published evaluations, and those of the caller’s bodies, by due day', 'validation_failed', 'bad_cursor', 'not_signed_in'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.EvaluationListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, EvaluationQuery, String, String]),
    __metadata("design:returntype", Promise)
], EvaluationsController.prototype, "list", null);
__decorate([
    Get('evaluations/:id'),
    Public(),
    Operation('getEvaluation', 'One evaluation, as far as the caller may see it', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.EvaluationDetailDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], EvaluationsController.prototype, "one", null);
__decorate([
    Get('contracts/:id/evaluations'),
    Public(),
    Operation('listContractEvaluations', 'Evaluations of one contract that the caller may see', 'validation_failed', 'bad_cursor', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.EvaluationListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __param(4, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, EvaluationQuery, String, String]),
    __metadata("design:returntype", Promise)
], EvaluationsController.prototype, "ofContract", null);
__decorate([
    Post('contracts/:id/evaluations'),
    Header('Location', '/api/v1/evaluations/'),
    Permit('evaluation.plan'),
    Operation('planEvaluation', 'Plan a midterm or final evaluation of a contract', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere', 'contract_not_running', 'evaluation_planned'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.EvaluationDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, NewEvaluationDto]),
    __metadata("design:returntype", Promise)
], EvaluationsController.prototype, "plan", null);
__decorate([
    openapi.ApiOperation({ description: "As often as it takes, until they are sent; after an appeal by who was appointed to look again." }),
    Put('evaluations/:id/scores'),
    Permit('evaluation.act'),
    Operation('scoreEvaluation', 'Give points with evidence; those of leaves that are not named stay', ...CHANGE_CODES, 'evaluator_tied', 'score_above_maximum'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.EvaluationDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ScoresDto]),
    __metadata("design:returntype", Promise)
], EvaluationsController.prototype, "score", null);
__decorate([
    openapi.ApiOperation({ description: "The buyer plans, appoints, confirms and publishes; the evaluator declares and sends; the agency appeals." }),
    Post('evaluations/:id/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnEvaluation', 'Propose, appoint, declare, send, confirm, publish, appeal', ...CHANGE_CODES, 'route_not_found', 'dataset_mismatch', 'evaluator_not_proposed', 'own_evaluator_proposal', 'evaluator_has_interest', 'scheme_not_active', 'evaluator_tied', 'tie_declared', 'scores_incomplete', 'score_evidence_missing', 'survey_unfinished', 'own_scores', 're_evaluation_unconfirmed', 'appealed_already'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.EvaluationDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, ActionParam(actionsOf(evaluationLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, EvaluationActionDto]),
    __metadata("design:returntype", Promise)
], EvaluationsController.prototype, "act", null);
EvaluationsController = __decorate([
    ApiTags('evaluations'),
    Controller(),
    __metadata("design:paramtypes", [EvaluationsService,
        EvaluationsQueries])
], EvaluationsController);
export { EvaluationsController };
//# sourceMappingURL=evaluations.controller.js.map