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
import * as openapi_import_1 from "./opening.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { OpeningActionDto } from './opening.dto.js';
import { OpeningsQueries } from './openings.queries.js';
import { OpeningsService } from './openings.service.js';
/** The opening of a tender's bids. */
let OpeningsController = class OpeningsController {
    openings;
    queries;
    constructor(openings, queries) {
        this.openings = openings;
        this.queries = queries;
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    async act(principal, scope, id, version, body) {
        await this.openings.act(principal, id, version, body);
        return this.queries.one(scope, id);
    }
};
__decorate([
    Get(),
    Public(),
    Operation('getOpening', 'The record of an opening: who offered what, when, with the hashes', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OpeningDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], OpeningsController.prototype, "one", null);
__decorate([
    Post(),
    HttpCode(200),
    Permit('tender.open'),
    Operation('actOnOpening', 'Ask for the opening of bids, take that back, or order it as the second person; the worker then opens', 'not_found', 'wrong_state', 'conducted_elsewhere', 'opening_requested', 'opening_not_requested', 'opener_is_requester', 'opener_is_not_requester', 'opener_has_interest'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OpeningDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, OpeningActionDto]),
    __metadata("design:returntype", Promise)
], OpeningsController.prototype, "act", null);
OpeningsController = __decorate([
    ApiTags('bids'),
    Controller('tenders/:id/opening'),
    __metadata("design:paramtypes", [OpeningsService,
        OpeningsQueries])
], OpeningsController);
export { OpeningsController };
//# sourceMappingURL=openings.controller.js.map