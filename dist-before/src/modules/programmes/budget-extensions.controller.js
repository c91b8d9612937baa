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
import * as openapi_import_1 from "./budget-extension.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { NewBudgetExtensionDto } from './budget-extension.dto.js';
import { budgetExtensionLifecycle } from './budget-extension.lifecycle.js';
import { BudgetExtensionsQueries } from './budget-extensions.queries.js';
import { BudgetExtensionsService } from './budget-extensions.service.js';
/** A later day until which the money of a budget line may be used. */
let BudgetExtensionsController = class BudgetExtensionsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(principal, programme, line, query, url) {
        return this.queries.list(principal, { programme, line }, query, url);
    }
    async request(principal, programme, line, body) {
        const id = await this.service.request(principal, programme, line, body);
        return this.queries.one(principal, { programme, line, id });
    }
    async act(principal, programme, line, id, action, version, body) {
        await this.service.act(principal, { programme, line, id }, version, actionName(action), body);
        return this.queries.one(principal, { programme, line, id });
    }
};
__decorate([
    Get(),
    Permit('programme.read'),
    Operation('listBudgetExtensions', 'Later days that were asked for a budget line', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BudgetExtensionListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('line')),
    __param(3, Query()),
    __param(4, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], BudgetExtensionsController.prototype, "list", null);
__decorate([
    Post(),
    Permit('programme.manage'),
    Operation('requestBudgetExtension', 'Ask for a later day until which the money of a budget line may be used', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'extension_pending'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.BudgetExtensionDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('line')),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, NewBudgetExtensionDto]),
    __metadata("design:returntype", Promise)
], BudgetExtensionsController.prototype, "request", null);
__decorate([
    Post(':extension/actions/:action'),
    HttpCode(200),
    Permit('programme.read'),
    Operation('actOnBudgetExtension', 'Grant, refuse or withdraw a later day', ...CHANGE_CODES, 'route_not_found', 'extension_outdated'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BudgetExtensionDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('line')),
    __param(3, Id('extension')),
    __param(4, ActionParam(actionsOf(budgetExtensionLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String, String, Number, ReasonDto]),
    __metadata("design:returntype", Promise)
], BudgetExtensionsController.prototype, "act", null);
BudgetExtensionsController = __decorate([
    ApiTags('programmes'),
    Controller('programmes/:id/budget-lines/:line/extensions'),
    __metadata("design:paramtypes", [BudgetExtensionsService,
        BudgetExtensionsQueries])
], BudgetExtensionsController);
export { BudgetExtensionsController };
//# sourceMappingURL=budget-extensions.controller.js.map