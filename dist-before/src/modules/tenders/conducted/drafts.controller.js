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
import * as openapi_import_1 from "../tender-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Header, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../platform/access/decorators.js';
import { IfMatch } from '../../../platform/http/concurrency.js';
import { Id } from '../../../platform/http/id.js';
import { Operation } from '../../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../../platform/openapi/parameter.js';
import { actionName } from '../../accounts/action-name.js';
import { LotsDto } from '../tender.dto.js';
import { tenderLifecycle } from '../tender.lifecycle.js';
import { TendersQueries } from '../tenders.queries.js';
import { NewCopyDto } from './copies.dto.js';
import { CopiesService } from './copies.service.js';
import { DraftsService } from './drafts.service.js';
import { MandateDto, NewOpinionDto, TenderActionDto } from './tender-actions.dto.js';
import { TenderActionsService } from './tender-actions.service.js';
import { CriteriaDto, PlanDto, TermsDto } from './terms.dto.js';
const WRITING = [
    'validation_failed',
    'bad_if_match',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'wrong_state',
    'stale_version',
    'conducted_elsewhere',
    'if_match_required',
];
/** A tender that is conducted here: its draft, and the actions that lead to its issue. */
let DraftsController = class DraftsController {
    drafts;
    copies;
    actions;
    queries;
    constructor(drafts, copies, actions, queries) {
        this.drafts = drafts;
        this.copies = copies;
        this.actions = actions;
        this.queries = queries;
    }
    async copy(principal, scope, lang, id, body) {
        return this.queries.one(scope, await this.copies.copy(principal, id, body), lang);
    }
    async setLots(principal, scope, lang, id, version, body) {
        await this.drafts.setLots(principal, id, version, body.lots);
        return this.queries.one(scope, id, lang);
    }
    async setTerms(principal, scope, lang, id, version, body) {
        await this.drafts.setTerms(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    async setCriteria(principal, scope, lang, id, version, body) {
        await this.drafts.setCriteria(principal, id, version, body.criteria);
        return this.queries.one(scope, id, lang);
    }
    async setPlan(principal, scope, lang, id, version, body) {
        await this.drafts.setPlan(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    async addOpinion(principal, scope, lang, id, body) {
        await this.actions.addOpinion(principal, id, body);
        return this.queries.one(scope, id, lang);
    }
    async mandate(principal, scope, lang, id, version, body) {
        await this.actions.mandate(principal, id, version, body.agent);
        return this.queries.one(scope, id, lang);
    }
    async act(principal, scope, lang, id, action, version, body) {
        await this.actions.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id, lang);
    }
};
__decorate([
    Post('copies'),
    Header('Location', '/api/v1/tenders/'),
    Permit('tender.draft'),
    Operation('copyTender', 'A new draft that begins as an earlier purchase of the own body was, with its dates planned anew', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'dataset_mismatch', 'lot_unknown', 'lot_not_failed'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, NewCopyDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "copy", null);
__decorate([
    Put('lots'),
    Permit('tender.draft'),
    Operation('setTenderLots', 'The lots of a draft, all of them', ...WRITING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, LotsDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "setLots", null);
__decorate([
    Patch('terms'),
    Permit('tender.draft'),
    Operation('setTenderTerms', 'What the documents of a draft say beside its lots (RFC 7396)', ...WRITING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, TermsDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "setTerms", null);
__decorate([
    Put('criteria'),
    Permit('tender.draft'),
    Operation('setTenderCriteria', 'The criteria of a draft, all of them', ...WRITING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, CriteriaDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "setCriteria", null);
__decorate([
    Patch('plan'),
    Permit('tender.draft'),
    Operation('planTender', 'When the steps of a draft are planned (RFC 7396)', ...WRITING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, PlanDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "setPlan", null);
__decorate([
    Post('opinions'),
    HttpCode(200),
    Permit('tender.draft'),
    Operation('recordOpinion', 'Record what the public, suppliers or a lawyer said of a draft', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'wrong_state', 'conducted_elsewhere', 'dated_in_future'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, NewOpinionDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "addOpinion", null);
__decorate([
    Put('mandate'),
    Permit('tender.manage'),
    Operation('mandateAgent', 'Mandate an agent with a tender, or end its mandate', ...WRITING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, MandateDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "mandate", null);
__decorate([
    Post('actions/:action'),
    HttpCode(200),
    Permit('tender.read'),
    Operation('actOnTender', 'Submit, approve, publish, issue, correct, suspend, fail or cancel a tender that is conducted here', ...WRITING, 'route_not_found', 'method_not_conducted', 'buyer_not_eligible', 'lots_incomplete', 'window_missing', 'service_lines_missing', 'criteria_incomplete', 'criterion_forbidden', 'criterion_unquantified', 'bid_bond_too_high', 'terms_uncontractable', 'budget_below_ceilings', 'budget_exceeded', 'author_approves', 'opinion_missing', 'risk_unexplained', 'method_approval_needless', 'method_approval_pending', 'method_approval_refused', 'method_approval_not_asked', 'authority_level_too_low', 'insufficient_data', 'method_approval_missing', 'programme_not_approved', 'intent_unexplained', 'price_weight_unlawful', 'preparation_too_short', 'documents_too_short', 'notice_too_short', 'deadline_not_working_day', 'cancel_ground_missing', 'fail_ground_missing', 'end_ground_unproven', 'correction_changes_object', 'correction_changes_qualification', 'deadline_moved_forward', 'clarification_too_late', 'witness_has_interest', 'suspension_groundless', 'suspension_running', 'remedy_not_decided'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, ActionParam(actionsOf(tenderLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, TenderActionDto]),
    __metadata("design:returntype", Promise)
], DraftsController.prototype, "act", null);
DraftsController = __decorate([
    ApiTags('tenders'),
    Controller('tenders/:id'),
    __metadata("design:paramtypes", [DraftsService,
        CopiesService,
        TenderActionsService,
        TendersQueries])
], DraftsController);
export { DraftsController };
//# sourceMappingURL=drafts.controller.js.map