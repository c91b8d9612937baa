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
import * as openapi_import_1 from "./programme-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { programmeLifecycle } from './programme.lifecycle.js';
import { NewProgrammeDto, ProgrammeChangeDto, ProgrammeQuery } from './programme.dto.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';
let ProgrammesController = class ProgrammesController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    async create(principal, scope, lang, body) {
        return this.queries.one(scope, await this.service.create(principal, body), lang);
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id, lang) {
        return this.queries.one(scope, id, lang);
    }
    async change(principal, scope, lang, id, version, body) {
        await this.service.change(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    /** Officers open it for adjustment; an approver who wrote none of it approves and closes. */
    async act(principal, scope, lang, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id, lang);
    }
};
__decorate([
    Post(),
    Permit('programme.manage'),
    Operation('createProgramme', 'Record a programme of one fiscal year', 'validation_failed', 'not_signed_in', 'not_permitted', 'external_id_taken', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ProgrammeDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewProgrammeDto]),
    __metadata("design:returntype", Promise)
], ProgrammesController.prototype, "create", null);
__decorate([
    Get(),
    Permit('programme.read'),
    Operation('listProgrammes', 'List programmes', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ProgrammeListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, ProgrammeQuery, String]),
    __metadata("design:returntype", Promise)
], ProgrammesController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('programme.read'),
    Operation('getProgramme', 'One programme with its budget lines', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ProgrammeDetailDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], ProgrammesController.prototype, "one", null);
__decorate([
    Patch(':id'),
    Permit('programme.manage'),
    Operation('changeProgramme', 'Change a programme (RFC 7396)', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ProgrammeDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ProgrammeChangeDto]),
    __metadata("design:returntype", Promise)
], ProgrammesController.prototype, "change", null);
__decorate([
    openapi.ApiOperation({ description: "Officers open it for adjustment; an approver who wrote none of it approves and closes." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('programme.manage'),
    Operation('actOnProgramme', 'Approve, adjust or close a programme', ...CHANGE_CODES, 'route_not_found', 'author_approves', 'budget_line_missing', 'tenders_unfinished'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ProgrammeDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, ActionParam(actionsOf(programmeLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, ReasonDto]),
    __metadata("design:returntype", Promise)
], ProgrammesController.prototype, "act", null);
ProgrammesController = __decorate([
    ApiTags('programmes'),
    Controller('programmes'),
    __metadata("design:paramtypes", [ProgrammesService,
        ProgrammesQueries])
], ProgrammesController);
export { ProgrammesController };
//# sourceMappingURL=programmes.controller.js.map