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
import * as openapi_import_1 from "./visit.dto.js";
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
import { ReasonDto } from '../accounts/reason.dto.js';
import { NewVisitDto, VisitActionDto } from './visit.dto.js';
import { visitFindingLifecycle, visitLifecycle } from './visit.lifecycle.js';
import { VisitsQueries } from './visits.queries.js';
import { VisitsService } from './visits.service.js';
/** Visits to where a service is given: by the buyer and by the communities of its lines. */
let VisitsController = class VisitsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(scope, contract, query, url) {
        return this.queries.list(scope, contract, query, url);
    }
    async plan(principal, scope, contract, body) {
        return this.queries.one(scope, contract, await this.service.plan(principal, contract, body));
    }
    one(scope, contract, id) {
        return this.queries.one(scope, contract, id);
    }
    async act(principal, scope, contract, id, action, version, body) {
        await this.service.act(principal, contract, id, version, actionName(action), body);
        return this.queries.one(scope, contract, id);
    }
    finding(scope, contract, visit, id) {
        return this.queries.finding(scope, contract, visit, id);
    }
    /** The reason of `answer` is the answer. */
    async actOnFinding(principal, scope, contract, visit, finding, action, version, body) {
        await this.service.actOnFinding(principal, contract, { visit, finding }, version, actionName(action), body);
        return this.queries.finding(scope, contract, visit, finding);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listVisits', 'Visits under a contract with what they found, by day', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.VisitListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], VisitsController.prototype, "list", null);
__decorate([
    Post(),
    Permit('visit.make'),
    Operation('planVisit', 'Plan a visit', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere', 'contract_not_running'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.VisitDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewVisitDto]),
    __metadata("design:returntype", Promise)
], VisitsController.prototype, "plan", null);
__decorate([
    Get(':visit'),
    Permit('contract.read'),
    Operation('getVisit', 'One visit with what it found', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.VisitDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Id('visit')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], VisitsController.prototype, "one", null);
__decorate([
    Post(':visit/actions/:action'),
    HttpCode(200),
    Permit('visit.make'),
    Operation('actOnVisit', 'Say what a visit found, or cancel it', ...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere', 'visit_ahead', 'visitor_has_interest'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.VisitDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('visit')),
    __param(4, ActionParam(actionsOf(visitLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, VisitActionDto]),
    __metadata("design:returntype", Promise)
], VisitsController.prototype, "act", null);
__decorate([
    Get(':visit/findings/:finding'),
    Permit('contract.read'),
    Operation('getFinding', 'One finding of a visit', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.VisitFindingDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Id('visit')),
    __param(3, Id('finding')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String]),
    __metadata("design:returntype", Promise)
], VisitsController.prototype, "finding", null);
__decorate([
    openapi.ApiOperation({ description: "The reason of `answer` is the answer." }),
    Post(':visit/findings/:finding/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnFinding', 'Answer, close, reopen or drop a finding', ...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere', 'not_who_visited', 'visitor_has_interest'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.VisitFindingDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('visit')),
    __param(4, Id('finding')),
    __param(5, ActionParam(actionsOf(visitFindingLifecycle))),
    __param(6, IfMatch()),
    __param(7, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, String, Number, ReasonDto]),
    __metadata("design:returntype", Promise)
], VisitsController.prototype, "actOnFinding", null);
VisitsController = __decorate([
    ApiTags('visits'),
    Controller('contracts/:id/visits'),
    __metadata("design:paramtypes", [VisitsService,
        VisitsQueries])
], VisitsController);
export { VisitsController };
//# sourceMappingURL=visits.controller.js.map