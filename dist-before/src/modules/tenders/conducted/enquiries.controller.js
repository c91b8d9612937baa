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
import * as openapi_import_1 from "./enquiries.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../platform/access/decorators.js';
import { Id } from '../../../platform/http/id.js';
import { Operation } from '../../../platform/http/operation.js';
import { AnswerDto, NewDocumentRequestDto, NewQuestionDto, } from './enquiries.dto.js';
import { EnquiriesQueries } from './enquiries.queries.js';
import { EnquiriesService } from './enquiries.service.js';
const ASKING = [
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'wrong_state',
    'conducted_elsewhere',
];
/** Questions about issued documents, and requests for them. */
let EnquiriesController = class EnquiriesController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    clarifications(scope, id) {
        return this.queries.clarifications(scope, id);
    }
    async ask(principal, scope, id, body) {
        await this.service.ask(principal, id, body);
        return this.queries.clarifications(scope, id);
    }
    async answer(principal, scope, id, clarification, body) {
        await this.service.answer(principal, id, clarification, body);
        return this.queries.clarifications(scope, id);
    }
    documentRequests(scope, id) {
        return this.queries.documentRequests(scope, id);
    }
    async requestDocuments(principal, scope, id, body) {
        await this.service.requestDocuments(principal, id, body.organisation);
        return this.queries.documentRequests(scope, id);
    }
};
__decorate([
    Get('clarifications'),
    Public(),
    Operation('listClarifications', 'Questions with their published answers; who asked is told to nobody', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ClarificationListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], EnquiriesController.prototype, "clarifications", null);
__decorate([
    Post('clarifications'),
    HttpCode(200),
    Permit('bid.make'),
    Operation('askQuestion', 'Ask a question about issued documents', ...ASKING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ClarificationListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewQuestionDto]),
    __metadata("design:returntype", Promise)
], EnquiriesController.prototype, "ask", null);
__decorate([
    Post('clarifications/:clarification/answer'),
    HttpCode(200),
    Permit('tender.draft'),
    Operation('answerQuestion', 'Answer a question to everybody', ...ASKING, 'clarification_too_late'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ClarificationListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('clarification')),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, AnswerDto]),
    __metadata("design:returntype", Promise)
], EnquiriesController.prototype, "answer", null);
__decorate([
    Get('document-requests'),
    Permit('tender.read'),
    Operation('listDocumentRequests', 'Who asked for the documents: before the opening each body sees its own request alone', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.DocumentRequestListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], EnquiriesController.prototype, "documentRequests", null);
__decorate([
    Post('document-requests'),
    HttpCode(200),
    Permit('bid.make'),
    Operation('requestDocuments', 'Ask for the documents of a tender', ...ASKING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.DocumentRequestListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewDocumentRequestDto]),
    __metadata("design:returntype", Promise)
], EnquiriesController.prototype, "requestDocuments", null);
EnquiriesController = __decorate([
    ApiTags('tenders'),
    Controller('tenders/:id'),
    __metadata("design:paramtypes", [EnquiriesService,
        EnquiriesQueries])
], EnquiriesController);
export { EnquiriesController };
//# sourceMappingURL=enquiries.controller.js.map