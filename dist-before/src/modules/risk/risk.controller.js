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
import * as openapi_import_1 from "./indicator.dto.js";
import * as openapi_import_2 from "./assessment.dto.js";
import * as openapi_import_3 from "./preview.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../platform/access/decorators.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { AssessmentQuery } from './assessment.dto.js';
import { AssessmentsQueries } from './assessments.queries.js';
import { IndicatorsQueries } from './indicators.queries.js';
import { PreviewRequestDto } from './preview.dto.js';
import { PreviewsService } from './previews.service.js';
let RiskController = class RiskController {
    indicators;
    assessments;
    previews;
    constructor(indicators, assessments, previews) {
        this.indicators = indicators;
        this.assessments = assessments;
        this.previews = previews;
    }
    async list(lang) {
        return { items: await this.indicators.list(lang), next: null };
    }
    assessed(scope, query, url, lang) {
        return this.assessments.list(scope, query, url, lang);
    }
    /** Give a draft, or the id of a tender. Nothing is stored. */
    preview(principal, body, lang) {
        return this.previews.preview(principal, body, lang);
    }
};
__decorate([
    Get('indicators'),
    Public(),
    Operation('listIndicators', 'The rules: texts, parameters, basis, limits, how often they could speak, measured precision'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.IndicatorListDto }),
    __param(0, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], RiskController.prototype, "list", null);
__decorate([
    Get('assessments'),
    Permit('risk.read'),
    Operation('listAssessments', 'What the rules say of objects of the own region', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.AssessmentListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, AssessmentQuery, String, String]),
    __metadata("design:returntype", Promise)
], RiskController.prototype, "assessed", null);
__decorate([
    openapi.ApiOperation({ description: "Give a draft, or the id of a tender. Nothing is stored." }),
    Post('previews'),
    HttpCode(200),
    Permit('risk.preview'),
    Operation('previewRisks', 'What the rules would say of a draft, its deadlines, and changes that would clear them', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'end_before_start'),
    openapi.ApiResponse({ status: 200, type: openapi_import_3.PreviewDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Body()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, PreviewRequestDto, String]),
    __metadata("design:returntype", Promise)
], RiskController.prototype, "preview", null);
RiskController = __decorate([
    ApiTags('risk'),
    Controller('risk'),
    __metadata("design:paramtypes", [IndicatorsQueries,
        AssessmentsQueries,
        PreviewsService])
], RiskController);
export { RiskController };
//# sourceMappingURL=risk.controller.js.map