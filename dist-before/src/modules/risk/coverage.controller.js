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
import * as openapi_import_1 from "./coverage.dto.js";
import * as openapi_import_2 from "./uncovered.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Public } from '../../platform/access/decorators.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { CoverageQuery } from './coverage.dto.js';
import { CoverageService } from './coverage.service.js';
import { UncoveredQuery } from './uncovered.dto.js';
import { UncoveredQueries } from './uncovered.queries.js';
let CoverageController = class CoverageController {
    coverage;
    uncovered;
    constructor(coverage, uncovered) {
        this.coverage = coverage;
        this.uncovered = uncovered;
    }
    one(scope, id, query) {
        return this.coverage.of(scope, id, query.asOf ?? null);
    }
    /** The days of a month without a contract. Its recipients by number are told to those whose recipients they are. */
    inMonth(principal, id, query) {
        return this.uncovered.of(principal, id, query.month);
    }
};
__decorate([
    Get(':id/coverage'),
    Public(),
    Operation('getCoverage', 'Who serves a line from when to when, and when nobody does', 'validation_failed', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CoverageDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, CoverageQuery]),
    __metadata("design:returntype", Promise)
], CoverageController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "The days of a month without a contract. Its recipients by number are told to those whose recipients they are." }),
    Get(':id/uncovered'),
    Public(),
    Operation('getUncovered', 'Who is left without service in a month', 'validation_failed', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.UncoveredDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, UncoveredQuery]),
    __metadata("design:returntype", Promise)
], CoverageController.prototype, "inMonth", null);
CoverageController = __decorate([
    ApiTags('service-lines'),
    Controller('service-lines'),
    __metadata("design:paramtypes", [CoverageService,
        UncoveredQueries])
], CoverageController);
export { CoverageController };
//# sourceMappingURL=coverage.controller.js.map