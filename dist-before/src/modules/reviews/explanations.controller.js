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
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { ExplanationsQueries } from './explanations.queries.js';
import { ExplanationsService } from './explanations.service.js';
import { AskExplanationDto, ExplainDto, LotQuery, SettleDto } from './review.dto.js';
import { REVIEWING, WITH_VERSION } from './review.codes.js';
/** Low prices: asked by the panel, explained by the bidder, settled by the panel. */
let ExplanationsController = class ExplanationsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(principal, id, query) {
        return this.queries.of(principal, id, query.lot ?? 1);
    }
    async ask(principal, id, body) {
        await this.service.ask(principal, id, body);
        return this.queries.of(principal, id, body.lot);
    }
    async explain(principal, id, bid, version, body) {
        await this.service.explain(principal, id, bid, version, body);
        return this.queries.of(principal, id, body.lot);
    }
    async settle(principal, id, bid, version, body) {
        await this.service.settle(principal, id, bid, version, body);
        return this.queries.of(principal, id, body.lot);
    }
};
__decorate([
    Get(),
    Permit('tender.read'),
    Operation('listExplanations', 'Questions about low prices; a bidder sees those about its own bids', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ExplanationsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, LotQuery]),
    __metadata("design:returntype", Promise)
], ExplanationsController.prototype, "list", null);
__decorate([
    Post(),
    HttpCode(200),
    Permit('panel.act'),
    Operation('askExplanation', 'Ask a bidder to explain a price that is very low', ...REVIEWING, 'explanation_needless', 'explanation_too_soon'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ExplanationsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, AskExplanationDto]),
    __metadata("design:returntype", Promise)
], ExplanationsController.prototype, "ask", null);
__decorate([
    Post(':bid/actions/explain'),
    HttpCode(200),
    Permit('bid.make'),
    Operation('explainPrice', 'Explain the own price', ...REVIEWING, ...WITH_VERSION, 'explanation_not_asked', 'explanation_late', 'explanation_weighed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ExplanationsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('bid')),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, ExplainDto]),
    __metadata("design:returntype", Promise)
], ExplanationsController.prototype, "explain", null);
__decorate([
    Post(':bid/actions/settle'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('settleExplanation', 'Decide whether a low price is shown to be reasonable', ...REVIEWING, ...WITH_VERSION, 'explanation_not_asked', 'explanation_running'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ExplanationsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('bid')),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, SettleDto]),
    __metadata("design:returntype", Promise)
], ExplanationsController.prototype, "settle", null);
ExplanationsController = __decorate([
    ApiTags('reviews'),
    Controller('tenders/:id/review/explanations'),
    __metadata("design:paramtypes", [ExplanationsService,
        ExplanationsQueries])
], ExplanationsController);
export { ExplanationsController };
//# sourceMappingURL=explanations.controller.js.map