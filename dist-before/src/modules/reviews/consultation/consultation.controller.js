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
import * as openapi_import_1 from "./consultation.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../platform/access/decorators.js';
import { IfMatch } from '../../../platform/http/concurrency.js';
import { Id } from '../../../platform/http/id.js';
import { Operation } from '../../../platform/http/operation.js';
import { LAWFUL_PANEL, REVIEWING, WITH_VERSION } from '../review.codes.js';
import { LotDto, LotQuery } from '../review.dto.js';
import { ConfirmRequirementDto, FinalOffersRequestDto, RefuseRequirementDto, RequirementChangeDto, } from './consultation.dto.js';
import { ConsultationQueries } from './consultation.queries.js';
import { ConsultationService } from './consultation.service.js';
/** The talks of a panel with the suppliers of a lot. */
let ConsultationController = class ConsultationController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    read(principal, id, query) {
        return this.queries.of(principal, id, query.lot ?? 1);
    }
    async begin(principal, id, version, body) {
        await this.service.begin(principal, id, version, body.lot);
        return this.queries.of(principal, id, body.lot);
    }
    async change(principal, id, version, body) {
        await this.service.propose(principal, id, version, body);
        return this.queries.of(principal, id, body.lot);
    }
    async confirm(principal, id, version, body) {
        await this.service.confirm(principal, id, version, body);
        return this.queries.of(principal, id, body.lot);
    }
    async refuse(principal, id, version, body) {
        await this.service.refuse(principal, id, version, body);
        return this.queries.of(principal, id, body.lot);
    }
    async request(principal, id, version, body) {
        await this.service.requestFinalOffers(principal, id, version, body);
        return this.queries.of(principal, id, body.lot);
    }
};
__decorate([
    Get('consultation'),
    Permit('tender.read'),
    Operation('getConsultation', 'The consultation of a lot: changes of the requirement, and what the suppliers answered', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, LotQuery]),
    __metadata("design:returntype", Promise)
], ConsultationController.prototype, "read", null);
__decorate([
    Post('actions/begin-consultation'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('beginConsultation', 'Begin the talks with every supplier whose bid is valid', ...REVIEWING, ...WITH_VERSION, 'not_a_consultation', 'conformity_open', 'declarations_open', ...LAWFUL_PANEL),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, LotDto]),
    __metadata("design:returntype", Promise)
], ConsultationController.prototype, "begin", null);
__decorate([
    Post('actions/change-requirement'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('changeRequirement', 'Propose a change of the requirement or of the draft of the contract; the buyer confirms it', ...REVIEWING, ...WITH_VERSION, 'requirement_proposed', 'declarations_open', ...LAWFUL_PANEL),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, RequirementChangeDto]),
    __metadata("design:returntype", Promise)
], ConsultationController.prototype, "change", null);
__decorate([
    Post('actions/confirm-requirement'),
    HttpCode(200),
    Permit('tender.manage'),
    Operation('confirmRequirement', 'Confirm a change of the requirement: every supplier is told at once and answers anew', ...REVIEWING, ...WITH_VERSION, 'requirement_not_proposed', 'answer_time_too_short'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, ConfirmRequirementDto]),
    __metadata("design:returntype", Promise)
], ConsultationController.prototype, "confirm", null);
__decorate([
    Post('actions/refuse-requirement'),
    HttpCode(200),
    Permit('tender.manage'),
    Operation('refuseRequirement', 'Refuse a change of the requirement; no supplier learns of it', ...REVIEWING, ...WITH_VERSION, 'requirement_not_proposed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, RefuseRequirementDto]),
    __metadata("design:returntype", Promise)
], ConsultationController.prototype, "refuse", null);
__decorate([
    Post('actions/request-final-offers'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('requestFinalOffers', 'Call for the final offers of all suppliers that are left, by one deadline; once most members do they are asked for, or one left: the lot fails', ...REVIEWING, ...WITH_VERSION, 'requirement_unconfirmed', 'responses_running', 'final_deadline_past', 'answer_time_too_short', 'declarations_open', ...LAWFUL_PANEL),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, FinalOffersRequestDto]),
    __metadata("design:returntype", Promise)
], ConsultationController.prototype, "request", null);
ConsultationController = __decorate([
    ApiTags('reviews'),
    Controller('tenders/:id/review'),
    __metadata("design:paramtypes", [ConsultationService,
        ConsultationQueries])
], ConsultationController);
export { ConsultationController };
//# sourceMappingURL=consultation.controller.js.map