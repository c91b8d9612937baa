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
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentScope, Lang, Permit, Public } from '../../platform/access/decorators.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { drawn, FORMS } from './drawing.js';
import { CoveragePictureQuery, PictureQuery } from './picture.dto.js';
import { PicturesQueries } from './pictures.queries.js';
/** Nothing that an SVG names is fetched or run, wherever it is opened. */
const ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const BYTES = { schema: { type: 'string', format: 'binary' } };
async function fileOf(picture, form) {
    return new StreamableFile(await drawn(await picture, form), { type: FORMS[form], disposition: 'inline' });
}
/** The pictures of what the same address without an ending answers, for the same callers, in Chinese or English. */
let PicturesController = class PicturesController {
    queries;
    constructor(queries) {
        this.queries = queries;
    }
    coverageSvg(scope, id, query, lang) {
        return fileOf(this.queries.ofLine(scope, id, query.asOf ?? null, query.lang ?? lang), 'svg');
    }
    coveragePng(scope, id, query, lang) {
        return fileOf(this.queries.ofLine(scope, id, query.asOf ?? null, query.lang ?? lang), 'png');
    }
    progressSvg(scope, id, query, lang) {
        return fileOf(this.queries.ofContract(scope, id, query.lang ?? lang), 'svg');
    }
    progressPng(scope, id, query, lang) {
        return fileOf(this.queries.ofContract(scope, id, query.lang ?? lang), 'png');
    }
    calendarSvg(scope, id, query, lang) {
        return fileOf(this.queries.ofProgramme(scope, id, query.lang ?? lang), 'svg');
    }
    calendarPng(scope, id, query, lang) {
        return fileOf(this.queries.ofProgramme(scope, id, query.lang ?? lang), 'png');
    }
};
__decorate([
    Get('service-lines/:id/coverage.svg'),
    Public(),
    Header('Content-Security-Policy', ALONE),
    ApiOkResponse({ content: { 'image/svg+xml': BYTES } }),
    Operation('drawCoverageSvg', 'The coverage of a line by year: contracted, evidenced, gaps, as SVG', 'validation_failed', 'not_found', 'throttled'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, CoveragePictureQuery, String]),
    __metadata("design:returntype", Promise)
], PicturesController.prototype, "coverageSvg", null);
__decorate([
    Get('service-lines/:id/coverage.png'),
    Public(),
    Header('Content-Security-Policy', ALONE),
    ApiOkResponse({ content: { 'image/png': BYTES } }),
    Operation('drawCoveragePng', 'The coverage of a line by year: contracted, evidenced, gaps, as PNG', 'validation_failed', 'not_found', 'throttled'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, CoveragePictureQuery, String]),
    __metadata("design:returntype", Promise)
], PicturesController.prototype, "coveragePng", null);
__decorate([
    Get('contracts/:id/progress.svg'),
    Permit('contract.read'),
    Header('Content-Security-Policy', ALONE),
    ApiOkResponse({ content: { 'image/svg+xml': BYTES } }),
    Operation('drawProgressSvg', 'Targets of a contract against what is done, with the forecast, as SVG', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PictureQuery, String]),
    __metadata("design:returntype", Promise)
], PicturesController.prototype, "progressSvg", null);
__decorate([
    Get('contracts/:id/progress.png'),
    Permit('contract.read'),
    Header('Content-Security-Policy', ALONE),
    ApiOkResponse({ content: { 'image/png': BYTES } }),
    Operation('drawProgressPng', 'Targets of a contract against what is done, with the forecast, as PNG', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PictureQuery, String]),
    __metadata("design:returntype", Promise)
], PicturesController.prototype, "progressPng", null);
__decorate([
    Get('programmes/:id/calendar.svg'),
    Permit('programme.read'),
    Header('Content-Security-Policy', ALONE),
    ApiOkResponse({ content: { 'image/svg+xml': BYTES } }),
    Operation('drawCalendarSvg', 'Service records of a programme’s contracts by month, as SVG', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PictureQuery, String]),
    __metadata("design:returntype", Promise)
], PicturesController.prototype, "calendarSvg", null);
__decorate([
    Get('programmes/:id/calendar.png'),
    Permit('programme.read'),
    Header('Content-Security-Policy', ALONE),
    ApiOkResponse({ content: { 'image/png': BYTES } }),
    Operation('drawCalendarPng', 'Service records of a programme’s contracts by month, as PNG', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PictureQuery, String]),
    __metadata("design:returntype", Promise)
], PicturesController.prototype, "calendarPng", null);
PicturesController = __decorate([
    ApiTags('pictures'),
    Controller(),
    __metadata("design:paramtypes", [PicturesQueries])
], PicturesController);
export { PicturesController };
//# sourceMappingURL=pictures.controller.js.map