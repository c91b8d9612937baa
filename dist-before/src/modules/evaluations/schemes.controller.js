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
import * as openapi_import_1 from "./scheme.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { evaluationSchemeLifecycle } from './evaluation.lifecycle.js';
import { NewSchemeDto, SchemeChangeDto, SchemeQuery } from './scheme.dto.js';
import { SchemesQueries } from './schemes.queries.js';
import { SchemesService } from './schemes.service.js';
/** By what services are evaluated, version by version. */
let SchemesController = class SchemesController {
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
    async change(principal, scope, id, version, body) {
        await this.service.change(principal, id, version, body);
        return this.queries.one(scope, id);
    }
    /** A version that is activated takes the place of the one before. */
    async act(principal, scope, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id);
    }
};
__decorate([
    Post(),
    Permit('scheme.manage'),
    Operation('draftScheme', 'Draft an evaluation scheme from a template, an earlier version or nothing', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.SchemeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewSchemeDto]),
    __metadata("design:returntype", Promise)
], SchemesController.prototype, "create", null);
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listSchemes', 'Evaluation schemes that were activated, and drafts of the own bodies', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SchemeListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, SchemeQuery, String]),
    __metadata("design:returntype", Promise)
], SchemesController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('contract.read'),
    Operation('getScheme', 'One version of an evaluation scheme', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SchemeDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], SchemesController.prototype, "one", null);
__decorate([
    Patch(':id'),
    Permit('scheme.manage'),
    Operation('changeScheme', 'Change a draft; what was activated never changes', ...CHANGE_CODES),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SchemeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, SchemeChangeDto]),
    __metadata("design:returntype", Promise)
], SchemesController.prototype, "change", null);
__decorate([
    openapi.ApiOperation({ description: "A version that is activated takes the place of the one before." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('scheme.approve'),
    Operation('actOnScheme', 'Activate or retire an evaluation scheme', ...CHANGE_CODES, 'route_not_found', 'author_approves', 'weights_not_whole', 'residents_unweighted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SchemeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(evaluationSchemeLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ReasonDto]),
    __metadata("design:returntype", Promise)
], SchemesController.prototype, "act", null);
SchemesController = __decorate([
    ApiTags('evaluations'),
    Controller('evaluation-schemes'),
    __metadata("design:paramtypes", [SchemesService,
        SchemesQueries])
], SchemesController);
export { SchemesController };
//# sourceMappingURL=schemes.controller.js.map