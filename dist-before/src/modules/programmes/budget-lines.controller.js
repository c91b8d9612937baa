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
import * as openapi_import_1 from "./budget-line.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch, OptionalIfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { BudgetLineChangeDto, NewBudgetLineDto } from './budget-line.dto.js';
import { BudgetLinesQueries } from './budget-lines.queries.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';
let BudgetLinesController = class BudgetLinesController {
    service;
    programmes;
    queries;
    constructor(service, programmes, queries) {
        this.service = service;
        this.programmes = programmes;
        this.queries = queries;
    }
    async list(scope, id, query, url) {
        return this.queries.list(id, await this.programmes.version(scope, id), query, url);
    }
    async add(principal, scope, id, version, body) {
        const line = await this.service.addLine(principal, id, version, body);
        return this.queries.one(id, await this.programmes.version(scope, id), line);
    }
    /** If-Match names the version of the programme. */
    async change(principal, scope, id, line, version, body) {
        await this.service.changeLine(principal, id, line, version, body);
        return this.queries.one(id, await this.programmes.version(scope, id), line);
    }
};
__decorate([
    Get(),
    Permit('programme.read'),
    Operation('listBudgetLines', 'Budget lines of a programme with what they are committed to', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BudgetLineListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], BudgetLinesController.prototype, "list", null);
__decorate([
    Post(),
    Permit('programme.manage'),
    Operation('addBudgetLine', 'Add a budget line; If-Match is honoured where it is sent', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.BudgetLineDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, OptionalIfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Object, NewBudgetLineDto]),
    __metadata("design:returntype", Promise)
], BudgetLinesController.prototype, "add", null);
__decorate([
    openapi.ApiOperation({ description: "If-Match names the version of the programme." }),
    Patch(':line'),
    Permit('programme.manage'),
    Operation('changeBudgetLine', 'Change a budget line (RFC 7396); a cut below commitments is listed, not refused', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BudgetLineDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('line')),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, BudgetLineChangeDto]),
    __metadata("design:returntype", Promise)
], BudgetLinesController.prototype, "change", null);
BudgetLinesController = __decorate([
    ApiTags('programmes'),
    Controller('programmes/:id/budget-lines'),
    __metadata("design:paramtypes", [ProgrammesService,
        ProgrammesQueries,
        BudgetLinesQueries])
], BudgetLinesController);
export { BudgetLinesController };
//# sourceMappingURL=budget-lines.controller.js.map