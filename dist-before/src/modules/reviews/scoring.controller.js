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
import * as openapi_import_1 from "./review-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Headers, HttpCode, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { ChecksService } from './checks.service.js';
import { ReportAnswer } from './report.answer.js';
import { ReportService } from './report.service.js';
import { ChecksDto, ScoreCorrectionDto, LotDto, LotQuery, NoteUnsignedDto, SheetDto, SignatureDto, } from './review.dto.js';
import { LAWFUL_PANEL, REVIEWING, WITH_VERSION } from './review.codes.js';
import { ReviewReportDto } from './review-view.dto.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ScoringService } from './scoring.service.js';
const READING = ['validation_failed', 'not_signed_in', 'not_permitted', 'not_found'];
/** Checks, sheets, signatures and the report of a panel. */
let ScoringController = class ScoringController {
    checks;
    scoring;
    reports;
    answers;
    queries;
    constructor(checks, scoring, reports, answers, queries) {
        this.checks = checks;
        this.scoring = scoring;
        this.reports = reports;
        this.answers = answers;
        this.queries = queries;
    }
    async qualify(principal, lang, id, version, body) {
        await this.checks.qualify(principal, id, version, body);
        return this.queries.of(principal, id, lang);
    }
    async checkConformity(principal, lang, id, version, body) {
        await this.checks.checkConformity(principal, id, version, body);
        return this.queries.of(principal, id, lang);
    }
    async begin(principal, lang, id, version, body) {
        await this.scoring.begin(principal, id, version, body.lot);
        return this.queries.of(principal, id, lang);
    }
    sheets(principal, id, query) {
        return this.queries.sheets(principal, id, query.lot ?? 1);
    }
    /** A sheet has one writer: it takes no version. */
    async save(principal, id, body) {
        await this.scoring.save(principal, id, body);
        return this.queries.sheets(principal, id, body.lot);
    }
    async correct(principal, id, body) {
        await this.scoring.correct(principal, id, body);
        return this.queries.sheets(principal, id, body.lot);
    }
    async sign(principal, lang, id, body) {
        await this.reports.sign(principal, id, body);
        return this.queries.of(principal, id, lang);
    }
    async noteUnsigned(principal, lang, id, version, body) {
        await this.reports.noteUnsigned(principal, id, version, body);
        return this.queries.of(principal, id, lang);
    }
    async makeReport(principal, lang, id, version, body) {
        await this.reports.report(principal, id, version, body.lot);
        return this.queries.of(principal, id, lang);
    }
    /** As JSON, `text/html` or `application/pdf`. */
    report(principal, id, query, accept) {
        return this.answers.answer(accept, principal, id, query.lot ?? 1);
    }
};
__decorate([
    Post('actions/qualify'),
    HttpCode(200),
    Permit('bid.qualify'),
    Operation('qualifyBidders', 'Check the qualifications of every bidder of a lot; too few left: it fails', ...REVIEWING, ...WITH_VERSION, 'not_the_qualifier', 'qualification_done', 'declarations_open', ...LAWFUL_PANEL),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, ChecksDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "qualify", null);
__decorate([
    Post('actions/check-conformity'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('checkConformity', 'Check whether the bids of a lot meet the documents; too few left: it fails', ...REVIEWING, ...WITH_VERSION, 'qualification_open', 'conformity_done', 'declarations_open', 'offer_above_ceiling', ...LAWFUL_PANEL),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, ChecksDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "checkConformity", null);
__decorate([
    Post('actions/begin-scoring'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('beginScoring', 'Begin to score, with a lawful panel that is free of ties', ...REVIEWING, ...WITH_VERSION, ...LAWFUL_PANEL, 'conformity_open', 'consultation_unfinished', 'explanations_open', 'offers_too_few'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, LotDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "begin", null);
__decorate([
    Get('score-sheets'),
    Permit('tender.read'),
    Operation('listScoreSheets', 'The own sheet; all of them once all are locked', ...READING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SheetsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, LotQuery]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "sheets", null);
__decorate([
    openapi.ApiOperation({ description: "A sheet has one writer: it takes no version." }),
    Post('score-sheets'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('saveScoreSheet', 'Write the own sheet, and lock it', ...REVIEWING, 'sheet_incomplete', 'member_tied'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SheetsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, SheetDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "save", null);
__decorate([
    Post('corrections'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('correctScore', 'Correct the own score after the reveal, on one of the four grounds of the law', ...REVIEWING, 'correction_not_lawful'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SheetsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, ScoreCorrectionDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "correct", null);
__decorate([
    Post('signatures'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('signReport', 'Sign the result, with dissent where there is any', ...REVIEWING, 'member_signed', 'member_tied'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, SignatureDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "sign", null);
__decorate([
    Post('actions/note-unsigned'),
    HttpCode(200),
    Permit('panel.appoint'),
    Operation('noteUnsigned', 'Note that a member neither signs nor says why', ...REVIEWING, ...WITH_VERSION, 'member_signed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, NoteUnsignedDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "noteUnsigned", null);
__decorate([
    Post('actions/report'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('reportReview', 'Compute totals and ranks, and end the review with its report', ...REVIEWING, ...WITH_VERSION, 'sheets_open', 'report_unsigned', ...LAWFUL_PANEL, 'offers_too_few'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, LotDto]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "makeReport", null);
__decorate([
    openapi.ApiOperation({ description: "As JSON, `text/html` or `application/pdf`." }),
    Get('report'),
    Permit('tender.read'),
    ApiExtraModels(ReviewReportDto),
    ApiOkResponse({
        content: {
            'application/json': { schema: { $ref: getSchemaPath(ReviewReportDto) } },
            'text/html': { schema: { type: 'string' } },
            'application/pdf': { schema: { type: 'string', format: 'binary' } },
        },
    }),
    Operation('getReviewReport', 'The report of the review of a lot', ...READING),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, Headers('accept')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, LotQuery, Object]),
    __metadata("design:returntype", Promise)
], ScoringController.prototype, "report", null);
ScoringController = __decorate([
    ApiTags('reviews'),
    Controller('tenders/:id/review'),
    __metadata("design:paramtypes", [ChecksService,
        ScoringService,
        ReportService,
        ReportAnswer,
        ReviewsQueries])
], ScoringController);
export { ScoringController };
//# sourceMappingURL=scoring.controller.js.map