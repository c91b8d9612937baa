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
import * as openapi_import_1 from "./plan.dto.js";
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
import { continuityPlanLifecycle } from './continuity-plan.lifecycle.js';
import { NewPlanDto, PlanActionDto } from './plan.dto.js';
import { PlansQueries } from './plans.queries.js';
import { PlansService } from './plans.service.js';
/** What happens to the residents of each line when a contract ends. */
let PlansController = class PlansController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(scope, contract, query, url) {
        return this.queries.list(scope, contract, query, url);
    }
    async propose(principal, scope, contract, body) {
        return this.queries.one(scope, contract, await this.service.propose(principal, contract, body));
    }
    one(scope, contract, id) {
        return this.queries.one(scope, contract, id);
    }
    /** Who wrote any of it agrees to none of it. */
    async act(principal, scope, contract, id, action, version, body) {
        await this.service.act(principal, contract, id, version, actionName(action), body);
        return this.queries.one(scope, contract, id);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listContinuityPlans', 'Continuity plans of a contract, the last one first', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContinuityPlanListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], PlansController.prototype, "list", null);
__decorate([
    Post(),
    Permit('plan.propose'),
    Operation('proposeContinuityPlan', 'Propose what follows a contract, line by line', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conflict', 'conducted_elsewhere', 'contract_not_running', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ContinuityPlanDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewPlanDto]),
    __metadata("design:returntype", Promise)
], PlansController.prototype, "propose", null);
__decorate([
    Get(':plan'),
    Permit('contract.read'),
    Operation('getContinuityPlan', 'One continuity plan', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContinuityPlanDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Id('plan')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], PlansController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "Who wrote any of it agrees to none of it." }),
    Post(':plan/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnContinuityPlan', 'Agree to a continuity plan, revise, withdraw or carry it out', ...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere', 'dataset_mismatch', 'own_proposal', 'lines_without_plan', 'renewal_not_announced', 'renewal_beyond_term', 'budget_not_assured', 'residents_opinion_missing', 'successor_missing', 'handover_unacknowledged', 'lines_not_ended'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContinuityPlanDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('plan')),
    __param(4, ActionParam(actionsOf(continuityPlanLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, PlanActionDto]),
    __metadata("design:returntype", Promise)
], PlansController.prototype, "act", null);
PlansController = __decorate([
    ApiTags('continuity'),
    Controller('contracts/:id/continuity-plan'),
    __metadata("design:paramtypes", [PlansService,
        PlansQueries])
], PlansController);
export { PlansController };
//# sourceMappingURL=plans.controller.js.map