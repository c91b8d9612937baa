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
import * as openapi_import_1 from "./results.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { LOT_AWARDING } from '../tenders/lot.awarding.js';
import { lotLifecycle } from '../tenders/lot.lifecycle.js';
import { awardLifecycle } from './award.lifecycle.js';
import { AwardsService } from './awards.service.js';
import { BondRefundsDto } from './bond-refunds.dto.js';
import { BondRefundsService } from './bond-refunds.service.js';
import { AwardActionDto, ResultActionDto } from './results.dto.js';
import { ResultsQueries } from './results.queries.js';
import { ResultsService } from './results.service.js';
const ACTING = [...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere'];
/** From the report of a review to its result. */
let ResultsController = class ResultsController {
    service;
    bonds;
    queries;
    constructor(service, bonds, queries) {
        this.service = service;
        this.bonds = bonds;
        this.queries = queries;
    }
    list(principal, id) {
        return this.queries.of(principal, id);
    }
    async refund(principal, id, version, body) {
        await this.bonds.record(principal, id, version, body);
        return this.queries.of(principal, id);
    }
    async act(principal, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.of(principal, id);
    }
};
__decorate([
    Get(),
    Public(),
    Operation('listTenderAwards', 'The awards of a tender lot by lot; for those concerned with it also the report and the order of the offers', 'validation_failed', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.LotResultsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], ResultsController.prototype, "list", null);
__decorate([
    Post('bond-refunds'),
    HttpCode(200),
    Permit('tender.draft'),
    Operation('recordBondRefunds', 'Record that bonds of the bids of a lot went back, and when', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'if_match_required', 'conducted_elsewhere'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.LotResultsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, BondRefundsDto]),
    __metadata("design:returntype", Promise)
], ResultsController.prototype, "refund", null);
__decorate([
    Post('actions/:action'),
    HttpCode(200),
    Permit('tender.read'),
    Operation('actOnResult', 'Deliver the report of a lot, object to it, settle a tie, confirm in the order of the ranks, publish, replace', ...ACTING, 'report_delivered', 'report_not_delivered', 'objection_recorded', 'objection_absent', 'tie_absent', 'tie_open', 'rank_order', 'remedy_unapplied', 'award_stands', 'replacement_not_proposed', 'proposer_approves'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.LotResultsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, ActionParam(actionsOf({ ...lotLifecycle, transitions: LOT_AWARDING }))),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, ResultActionDto]),
    __metadata("design:returntype", Promise)
], ResultsController.prototype, "act", null);
ResultsController = __decorate([
    ApiTags('awards'),
    Controller('tenders/:id/awards'),
    __metadata("design:paramtypes", [ResultsService,
        BondRefundsService,
        ResultsQueries])
], ResultsController);
export { ResultsController };
/** One award. */
let AwardsController = class AwardsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    one(principal, id) {
        return this.queries.award(principal, id);
    }
    async act(principal, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.award(principal, id);
    }
};
__decorate([
    Get(':id'),
    Public(),
    Operation('getAward', 'One award', 'validation_failed', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AwardDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], AwardsController.prototype, "one", null);
__decorate([
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('tender.read'),
    Operation('actOnAward', 'Refuse the award of the own body; record that a winner kept silent', ...ACTING, 'signing_period_running', 'draft_absent', 'winner_signed', 'purchase_suspended', 'remedy_unapplied'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AwardDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, ActionParam(actionsOf(awardLifecycle))),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, AwardActionDto]),
    __metadata("design:returntype", Promise)
], AwardsController.prototype, "act", null);
AwardsController = __decorate([
    ApiTags('awards'),
    Controller('awards'),
    __metadata("design:paramtypes", [AwardsService,
        ResultsQueries])
], AwardsController);
export { AwardsController };
//# sourceMappingURL=results.controller.js.map