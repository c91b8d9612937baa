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
import * as openapi_import_1 from "./jobs.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Permit } from '../access/decorators.js';
import { ListUrl } from '../http/list.js';
import { Operation } from '../http/operation.js';
import { FailedJobsQuery } from './jobs.dto.js';
import { JobsService } from './jobs.service.js';
let JobsController = class JobsController {
    jobs;
    constructor(jobs) {
        this.jobs = jobs;
    }
    /** Oldest failure first. */
    list(query, url) {
        return this.jobs.list(query, url);
    }
    /** A job has no version, so no If-Match: a job that is no longer failed answers 409. */
    retry(id) {
        return this.jobs.retry(id);
    }
};
__decorate([
    openapi.ApiOperation({ description: "Oldest failure first." }),
    Get(),
    Permit('jobs.read'),
    Operation('listFailedJobs', 'Jobs whose attempts ran out', 'validation_failed', 'bad_cursor'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.FailedJobsDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [FailedJobsQuery, String]),
    __metadata("design:returntype", Promise)
], JobsController.prototype, "list", null);
__decorate([
    openapi.ApiOperation({ description: "A job has no version, so no If-Match: a job that is no longer failed answers 409." }),
    Post(':id/actions/retry'),
    HttpCode(200),
    Permit('jobs.retry'),
    Operation('retryFailedJob', 'Put a failed job back into its queue', 'not_found', 'wrong_state'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RetriedJobDto }),
    __param(0, Param('id')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], JobsController.prototype, "retry", null);
JobsController = __decorate([
    ApiTags('jobs'),
    Controller('jobs/failed'),
    __metadata("design:paramtypes", [JobsService])
], JobsController);
export { JobsController };
//# sourceMappingURL=jobs.controller.js.map