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
import * as openapi_import_1 from "./awards.dto.js";
import * as openapi_import_2 from "./coverage.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../platform/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { AwardsQuery } from './awards.dto.js';
import { AwardsQueries } from './awards.queries.js';
import { CoverageStatisticsQuery } from './coverage.dto.js';
import { CoverageStatisticsQueries } from './coverage.queries.js';
let StatisticsController = class StatisticsController {
    queries;
    lines;
    constructor(queries, lines) {
        this.queries = queries;
        this.lines = lines;
    }
    /** Published awards of one dataset; datasets are never mixed. */
    awards(query) {
        return this.queries.awards(query);
    }
    /** Days of service lines under a contract, and those of them with a record in their month; datasets are never mixed. */
    coverage(query) {
        return this.lines.coverage(query);
    }
};
__decorate([
    openapi.ApiOperation({ description: "Published awards of one dataset; datasets are never mixed." }),
    Get('awards'),
    Public(),
    Operation('awardStatistics', 'What was awarded in a year', 'validation_failed', 'throttled'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AwardsDto }),
    __param(0, Query()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [AwardsQuery]),
    __metadata("design:returntype", Promise)
], StatisticsController.prototype, "awards", null);
__decorate([
    openapi.ApiOperation({ description: "Days of service lines under a contract, and those of them with a record in their month; datasets are never mixed." }),
    Get('coverage'),
    Public(),
    Operation('coverageStatistics', 'How far service lines were covered in a year', 'validation_failed', 'throttled'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.CoverageStatisticsDto }),
    __param(0, Query()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [CoverageStatisticsQuery]),
    __metadata("design:returntype", Promise)
], StatisticsController.prototype, "coverage", null);
StatisticsController = __decorate([
    ApiTags('statistics'),
    Controller('statistics'),
    __metadata("design:paramtypes", [AwardsQueries,
        CoverageStatisticsQueries])
], StatisticsController);
export { StatisticsController };
//# sourceMappingURL=statistics.controller.js.map