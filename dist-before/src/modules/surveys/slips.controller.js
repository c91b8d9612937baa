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
import { Controller, HttpCode, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { Settings } from '../../platform/config/settings.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { KeepIdOnly } from '../../platform/http/idempotency.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { SlipsService } from './slips.service.js';
import { pageAddress } from './survey.page.js';
let SlipsController = class SlipsController {
    service;
    settings;
    constructor(service, settings) {
        this.service = service;
        this.settings = settings;
    }
    /**
     * Pages of slips to be cut apart, each with a code as text and as QR code of `/s#code`: a fragment, which is sent to
     * nobody. The codes are in this answer and nowhere else; `print_again` ends those that were lost.
     */
    async print(principal, id, version, request) {
        const page = pageAddress(request, this.settings.publicOrigin);
        return new StreamableFile(await this.service.print(principal, id, version, page), {
            type: 'application/pdf',
            disposition: 'attachment; filename="survey-slips.pdf"',
        });
    }
};
__decorate([
    openapi.ApiOperation({ description: "Pages of slips to be cut apart, each with a code as text and as QR code of `/s#code`: a fragment, which is sent to\nnobody. The codes are in this answer and nowhere else; `print_again` ends those that were lost." }),
    Post(),
    HttpCode(200),
    Permit('survey.run'),
    KeepIdOnly(),
    ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } }),
    Operation('printSurveySlips', 'Print the slips that have no code yet', ...CHANGE_CODES, 'slips_printed', 'evaluator_tied'),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, Object]),
    __metadata("design:returntype", Promise)
], SlipsController.prototype, "print", null);
SlipsController = __decorate([
    ApiTags('surveys'),
    Controller('surveys/:id/slips'),
    __metadata("design:paramtypes", [SlipsService,
        Settings])
], SlipsController);
export { SlipsController };
//# sourceMappingURL=slips.controller.js.map