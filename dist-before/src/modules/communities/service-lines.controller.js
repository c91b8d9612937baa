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
import * as openapi_import_1 from "./service-line-view.dto.js";
import * as openapi_import_2 from "./line-ending.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { ExternalIdParam } from '../../platform/http/external-id.param.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { LineActionDto, NewLineOpinionDto } from './line-ending.dto.js';
import { LineEndingsService } from './line-endings.service.js';
import { serviceLineLifecycle } from './service-line.lifecycle.js';
import { NewServiceLineDto, ServiceLineChangeDto, ServiceLineQuery } from './service-line.dto.js';
import { ServiceLinesQueries } from './service-lines.queries.js';
import { ServiceLinesService } from './service-lines.service.js';
let ServiceLinesController = class ServiceLinesController {
    service;
    queries;
    endings;
    constructor(service, queries, endings) {
        this.service = service;
        this.queries = queries;
        this.endings = endings;
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    async create(principal, scope, body) {
        return this.queries.one(scope, await this.service.create(principal, body));
    }
    async change(principal, scope, id, version, body) {
        await this.service.change(principal, id, version, body);
        return this.queries.one(scope, id);
    }
    opinions(id, query, url) {
        return this.queries.opinions(id, query, url);
    }
    opinion(id, opinion) {
        return this.queries.opinion(id, opinion);
    }
    async hear(principal, id, body) {
        return this.queries.opinion(id, await this.endings.hear(principal, id, body));
    }
    /** Proposed by one person of the body that answers for it, decided by another. */
    async act(principal, scope, id, action, version, body) {
        await this.endings.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id);
    }
    /** Fields that are not given stay as they are. */
    async put(principal, scope, external, body) {
        return this.queries.one(scope, await this.service.put(principal, external, body));
    }
};
__decorate([
    Get(),
    Public(),
    Operation('listServiceLines', 'List service lines', 'validation_failed', 'bad_cursor', 'throttled'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ServiceLineListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, ServiceLineQuery, String]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "list", null);
__decorate([
    Get(':id'),
    Public(),
    Operation('getServiceLine', 'One service line', 'not_found', 'throttled'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ServiceLineDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "one", null);
__decorate([
    Post(),
    Permit('line.manage'),
    Operation('createServiceLine', 'Create a service line', 'validation_failed', 'not_signed_in', 'not_permitted', 'external_id_taken', 'dataset_mismatch', 'end_before_start'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ServiceLineDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewServiceLineDto]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "create", null);
__decorate([
    Patch(':id'),
    Permit('line.manage'),
    Operation('changeServiceLine', 'Change a service line (RFC 7396)', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'end_before_start', 'line_ends_by_decision', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ServiceLineDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, ServiceLineChangeDto]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "change", null);
__decorate([
    Get(':id/opinions'),
    Permit('contract.read'),
    Operation('listLineOpinions', 'What residents of a line said about its end, by day', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.LineOpinionListDto }),
    __param(0, Id()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "opinions", null);
__decorate([
    Get(':id/opinions/:opinion'),
    Permit('contract.read'),
    Operation('getLineOpinion', 'What residents of a line said once', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.LineOpinionDto }),
    __param(0, Id()),
    __param(1, Id('opinion')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String, String]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "opinion", null);
__decorate([
    Post(':id/opinions'),
    Permit('meeting.run'),
    Operation('recordLineOpinion', 'Record what residents of a line said about its end', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 201, type: openapi_import_2.LineOpinionDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, NewLineOpinionDto]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "hear", null);
__decorate([
    openapi.ApiOperation({ description: "Proposed by one person of the body that answers for it, decided by another." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnServiceLine', 'Propose to end a service line, withdraw that, or end it', ...CHANGE_CODES, 'route_not_found', 'line_end_not_proposed', 'own_proposal', 'residents_opinion_missing'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ServiceLineDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(serviceLineLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, LineActionDto]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "act", null);
__decorate([
    openapi.ApiOperation({ description: "Fields that are not given stay as they are." }),
    Put('by-external-id/:system/:externalId'),
    Permit('line.manage'),
    Operation('putServiceLine', 'Create or change the line that another system calls so; the same answer twice', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'external_id_taken', 'end_before_start', 'line_ends_by_decision', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ServiceLineDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, ExternalIdParam()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, Object, NewServiceLineDto]),
    __metadata("design:returntype", Promise)
], ServiceLinesController.prototype, "put", null);
ServiceLinesController = __decorate([
    ApiTags('service-lines'),
    Controller('service-lines'),
    __metadata("design:paramtypes", [ServiceLinesService,
        ServiceLinesQueries,
        LineEndingsService])
], ServiceLinesController);
export { ServiceLinesController };
//# sourceMappingURL=service-lines.controller.js.map