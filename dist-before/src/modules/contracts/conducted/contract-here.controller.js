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
import * as openapi_import_1 from "../contract-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../platform/access/decorators.js';
import { IfMatch } from '../../../platform/http/concurrency.js';
import { Id } from '../../../platform/http/id.js';
import { KeyRequired } from '../../../platform/http/idempotency.js';
import { CHANGE_CODES, Operation } from '../../../platform/http/operation.js';
import { ActionParam } from '../../../platform/openapi/parameter.js';
import { actionName } from '../../accounts/action-name.js';
import { ContractsQueries } from '../contracts.queries.js';
import { PATH_ACTIONS } from './action-names.js';
import { AmendDto, ContractActionDto, NewAmendmentDto, NewContractDto, SignDto } from './contract-actions.dto.js';
import { ContractActionsService } from './contract-actions.service.js';
import { ContractDraftsService } from './contract-drafts.service.js';
import { ContractTextDto } from './contract-here.dto.js';
import { ContractHereQueries } from './contract-here.queries.js';
const ACTING = [...CHANGE_CODES, 'conducted_elsewhere'];
const SIGNING = ['other_content_signed', 'signed_already', 'signer_has_interest'];
const CONTENT = [
    'content_incomplete',
    'performance_bond_too_high',
    'term_too_long',
    'term_conditions_missing',
    'payment_term_too_long',
];
/** A contract that goes on here: its draft, its signing, and what the parties do with it. */
let ContractHereController = class ContractHereController {
    drafts;
    actions;
    here;
    queries;
    constructor(drafts, actions, here, queries) {
        this.drafts = drafts;
        this.actions = actions;
        this.here = here;
        this.queries = queries;
    }
    async draft(principal, scope, lang, body) {
        return this.queries.one(scope, await this.drafts.draft(principal, body), lang);
    }
    /** As `text/plain` the text alone. Every word follows from the content whose hash is signed. */
    text(scope, id, accept) {
        return this.here.text(scope, id, accept);
    }
    /** Proposed by the buyer as a difference; in force once both parties have signed its hash (`actions/amend`). */
    async propose(principal, scope, lang, id, version, body) {
        await this.actions.propose(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    async sign(principal, scope, lang, id, version, body) {
        await this.actions.sign(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    async amend(principal, scope, lang, id, version, body) {
        await this.actions.amend(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    async act(principal, scope, lang, id, action, version, body) {
        await this.actions.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id, lang);
    }
};
__decorate([
    Post(),
    Permit('contract.manage'),
    Header('Location', '/api/v1/contracts/'),
    Operation('draftContract', 'Draft the contract of an award; what is not given comes from the documents', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conflict', 'award_not_active'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewContractDto]),
    __metadata("design:returntype", Promise)
], ContractHereController.prototype, "draft", null);
__decorate([
    openapi.ApiOperation({ description: "As `text/plain` the text alone. Every word follows from the content whose hash is signed." }),
    Get(':id/text'),
    Permit('contract.read'),
    ApiExtraModels(ContractTextDto),
    ApiOkResponse({
        content: {
            'application/json': { schema: { $ref: getSchemaPath(ContractTextDto) } },
            'text/plain': { schema: { type: 'string' } },
        },
    }),
    Operation('getContractText', 'The text of a contract that goes on here, in Chinese, with its hash', 'not_signed_in', 'not_permitted', 'not_found'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Headers('accept')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Object]),
    __metadata("design:returntype", Promise)
], ContractHereController.prototype, "text", null);
__decorate([
    openapi.ApiOperation({ description: "Proposed by the buyer as a difference; in force once both parties have signed its hash (`actions/amend`)." }),
    Post(':id/amendments'),
    HttpCode(200),
    Permit('contract.manage'),
    Operation('proposeAmendment', 'Propose an amendment of a contract in force', ...ACTING, ...CONTENT, 'content_unconfirmed', 'amendment_empty', 'supplement_changes_terms', 'supplement_too_high', 'contract_departs', 'instalment_requested'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, NewAmendmentDto]),
    __metadata("design:returntype", Promise)
], ContractHereController.prototype, "propose", null);
__decorate([
    Post(':id/actions/sign'),
    HttpCode(200),
    Permit('contract.sign'),
    KeyRequired(),
    Operation('signContract', 'Sign the content of a draft for the own side; the second signature concludes the contract', ...ACTING, 'idempotency_key_required', 'key_in_progress', 'key_reused', 'award_not_active', 'standstill_running', ...SIGNING, 'credit_code_missing', 'contract_departs', ...CONTENT, 'individual_not_suitable', 'fact_contradiction', 'budget_exceeded'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, SignDto]),
    __metadata("design:returntype", Promise)
], ContractHereController.prototype, "sign", null);
__decorate([
    Post(':id/actions/amend'),
    HttpCode(200),
    Permit('contract.sign'),
    KeyRequired(),
    Operation('signAmendment', 'Sign an amendment for the own side; the second signature puts it in force', ...ACTING, 'idempotency_key_required', 'key_in_progress', 'key_reused', 'amendment_unknown', ...SIGNING, 'amendment_outdated', 'supplement_too_high', 'contract_departs', ...CONTENT, 'instalment_requested', 'budget_exceeded'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, AmendDto]),
    __metadata("design:returntype", Promise)
], ContractHereController.prototype, "amend", null);
__decorate([
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnContract', 'Take over, start, publish, file, halt, end a contract, or ask for and consent to a change', ...ACTING, 'route_not_found', 'fact_contradiction', ...SIGNING, 'take_over_incomplete', 'payments_missing', 'content_agreed', 'signature_absent', 'award_stands', 'start_too_early', 'published_already', 'filed_already', 'amendment_unknown', 'amendment_not_agreed', 'team_change_pending', 'team_change_not_asked', 'subcontract_pending', 'subcontract_not_asked', 'subcontract_of_the_whole', 'halt_ground_missing', 'halt_ground_unproven', 'ground_not_lawful', 'remedy_not_decided', 'performed_already'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, ActionParam(PATH_ACTIONS)),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, ContractActionDto]),
    __metadata("design:returntype", Promise)
], ContractHereController.prototype, "act", null);
ContractHereController = __decorate([
    ApiTags('contracts'),
    Controller('contracts'),
    __metadata("design:paramtypes", [ContractDraftsService,
        ContractActionsService,
        ContractHereQueries,
        ContractsQueries])
], ContractHereController);
export { ContractHereController };
//# sourceMappingURL=contract-here.controller.js.map