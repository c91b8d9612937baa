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
import * as openapi_import_1 from "./milestone.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { MilestoneActionDto } from './milestone.dto.js';
import { milestoneLifecycle } from './milestone.lifecycle.js';
import { MilestonesQueries } from './milestones.queries.js';
import { MilestonesService } from './milestones.service.js';
/** What a contract promises for a day. They come with its content, and change with it. */
let MilestonesController = class MilestonesController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(scope, contract, query, url) {
        return this.queries.list(scope, contract, query, url);
    }
    one(scope, contract, id) {
        return this.queries.one(scope, contract, id);
    }
    async act(principal, scope, contract, id, action, version, body) {
        await this.service.act(principal, contract, id, version, actionName(action), body);
        return this.queries.one(scope, contract, id);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listMilestones', 'Milestones of a contract that goes on here', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MilestoneListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], MilestonesController.prototype, "list", null);
__decorate([
    Get(':milestone'),
    Permit('contract.read'),
    Operation('getMilestone', 'One milestone', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MilestoneDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Id('milestone')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], MilestonesController.prototype, "one", null);
__decorate([
    Post(':milestone/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnMilestone', 'Submit a milestone with what shows it, accept, return or waive it', ...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere', 'contract_not_running', 'evidence_missing', 'judge_has_interest'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MilestoneDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('milestone')),
    __param(4, ActionParam(actionsOf(milestoneLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, MilestoneActionDto]),
    __metadata("design:returntype", Promise)
], MilestonesController.prototype, "act", null);
MilestonesController = __decorate([
    ApiTags('milestones'),
    Controller('contracts/:id/milestones'),
    __metadata("design:paramtypes", [MilestonesService,
        MilestonesQueries])
], MilestonesController);
export { MilestonesController };
//# sourceMappingURL=milestones.controller.js.map