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
import * as openapi_import_1 from "./need.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { NeedActionDto, NeedChangeDto, NeedQuery, NeedSuggestionDto, NewNeedDto, } from './need.dto.js';
import { needLifecycle } from './need.lifecycle.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsService } from './needs.service.js';
let NeedsController = class NeedsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    async create(principal, scope, body) {
        return this.queries.one(scope, await this.service.create(principal, body));
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    /** No account needed, nothing kept of who says it. The community looks at it before it counts. */
    async suggest(principal, body) {
        const { id, receivedAt } = await this.service.suggest(principal, body);
        return { id, state: 'suggested', receivedAt: receivedAt.toISOString() };
    }
    async change(principal, scope, id, version, body) {
        await this.service.change(principal, id, version, body);
        return this.queries.one(scope, id);
    }
    /** The community moderates what residents suggest; the bureau verifies, plans, and says what became of a need. */
    async act(principal, scope, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id);
    }
};
__decorate([
    Post(),
    Permit('need.record'),
    Operation('recordNeed', 'Record a need of residents with its source', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'external_id_taken', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.NeedDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewNeedDto]),
    __metadata("design:returntype", Promise)
], NeedsController.prototype, "create", null);
__decorate([
    Get(),
    Permit('need.read'),
    Operation('listNeeds', 'List needs', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.NeedListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, NeedQuery, String]),
    __metadata("design:returntype", Promise)
], NeedsController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('need.read'),
    Operation('getNeed', 'One need', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.NeedDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], NeedsController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "No account needed, nothing kept of who says it. The community looks at it before it counts." }),
    Post('suggestions'),
    Header('Location', '/api/v1/needs/'),
    Public(),
    Operation('suggestNeed', 'Say what residents need', 'validation_failed', 'not_found', 'throttled'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.NeedSuggestionReceiptDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, NeedSuggestionDto]),
    __metadata("design:returntype", Promise)
], NeedsController.prototype, "suggest", null);
__decorate([
    Patch(':id'),
    Permit('need.record'),
    Operation('changeNeed', 'Change what is known of a need, or tie it to its service line', ...CHANGE_CODES, 'need_line_missing', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.NeedDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, NeedChangeDto]),
    __metadata("design:returntype", Promise)
], NeedsController.prototype, "change", null);
__decorate([
    openapi.ApiOperation({ description: "The community moderates what residents suggest; the bureau verifies, plans, and says what became of a need." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('need.read'),
    Operation('actOnNeed', 'Moderate, verify, plan or settle a need', ...CHANGE_CODES, 'route_not_found', 'need_evidence_missing', 'need_headcount_missing', 'need_line_missing'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.NeedDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(needLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, NeedActionDto]),
    __metadata("design:returntype", Promise)
], NeedsController.prototype, "act", null);
NeedsController = __decorate([
    ApiTags('needs'),
    Controller('needs'),
    __metadata("design:paramtypes", [NeedsService,
        NeedsQueries])
], NeedsController);
export { NeedsController };
//# sourceMappingURL=needs.controller.js.map