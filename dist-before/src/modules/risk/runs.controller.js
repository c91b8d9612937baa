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
import * as openapi_import_1 from "./runs.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { Reassessment } from './reassessment.js';
import { RunRequestDto } from './runs.dto.js';
import { RunsQueries } from './runs.queries.js';
let RunsController = class RunsController {
    reassessment;
    queries;
    constructor(reassessment, queries) {
        this.reassessment = reassessment;
        this.queries = queries;
    }
    /** The worker makes the pass. */
    async request(principal, body) {
        return this.queries.one(await this.reassessment.request(principal, body.dataset ?? null));
    }
    list(query, url) {
        return this.queries.list(query, url);
    }
};
__decorate([
    openapi.ApiOperation({ description: "The worker makes the pass." }),
    Post(),
    HttpCode(202),
    Permit('jobs.manage'),
    Operation('requestRun', 'Assess everything again, or one dataset', 'validation_failed', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 202, type: openapi_import_1.RunDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, RunRequestDto]),
    __metadata("design:returntype", Promise)
], RunsController.prototype, "request", null);
__decorate([
    Get(),
    Permit('jobs.manage'),
    Operation('listRuns', 'Full passes, newest first', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RunListDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [PageQuery, String]),
    __metadata("design:returntype", Promise)
], RunsController.prototype, "list", null);
RunsController = __decorate([
    ApiTags('risk'),
    Controller('risk/runs'),
    __metadata("design:paramtypes", [Reassessment,
        RunsQueries])
], RunsController);
export { RunsController };
//# sourceMappingURL=runs.controller.js.map