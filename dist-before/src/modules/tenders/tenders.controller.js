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
import * as openapi_import_1 from "./tender-view.dto.js";
import * as openapi_import_2 from "./deadlines.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch, OptionalIfMatch } from '../../platform/http/concurrency.js';
import { ExternalIdParam } from '../../platform/http/external-id.param.js';
import { Id } from '../../platform/http/id.js';
import { KeyRequired } from '../../platform/http/idempotency.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { RecordTenderFactsDto, TENDER_FACT_DATA } from './tender-facts.dto.js';
import { RecordingService } from './recording.service.js';
import { TenderChangesService } from './tender-changes.service.js';
import { NewTenderDto, TenderChangeDto, TenderQuery, TenderServiceLinesDto } from './tender.dto.js';
import { TendersQueries } from './tenders.queries.js';
let TendersController = class TendersController {
    service;
    changes;
    queries;
    constructor(service, changes, queries) {
        this.service = service;
        this.changes = changes;
        this.queries = queries;
    }
    async create(principal, scope, lang, body) {
        return this.queries.one(scope, await this.service.createTender(principal, { ...body, dataset: body.dataset ?? 'live' }), lang);
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id, lang) {
        return this.queries.one(scope, id, lang);
    }
    deadlines(scope, id, lang) {
        return this.queries.deadlines(scope, id, lang);
    }
    async change(principal, scope, lang, id, version, body) {
        await this.changes.change(principal, id, version, body);
        return this.queries.one(scope, id, lang);
    }
    async setServiceLines(principal, scope, lang, id, version, body) {
        await this.changes.setServiceLines(principal, id, version, body.serviceLines);
        return this.queries.one(scope, id, lang);
    }
    /** Fields that are not given stay as they are. Its facts are recorded apart. */
    async put(principal, scope, lang, external, body) {
        return this.queries.one(scope, await this.changes.put(principal, external, body), lang);
    }
    /**
     * A batch route: up to 100 facts, all of them or none, each added beside what others record at the same time. Facts never
     * overwrite one another: one that contradicts a stored one is refused (409, both named), a correction names what it
     * `replaces`, and the required Idempotency-Key keeps a repetition from adding twice. So If-Match is not required here;
     * where it is sent it is honoured (412).
     */
    async recordFacts(principal, scope, lang, id, version, body) {
        await this.service.recordFacts(principal, id, body.facts, version);
        return this.queries.one(scope, id, lang);
    }
};
__decorate([
    Post(),
    Permit('tender.record'),
    Operation('recordTender', 'Record a purchase conducted elsewhere', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'external_id_taken', 'end_before_start', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewTenderDto]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "create", null);
__decorate([
    Get(),
    Public(),
    Operation('listTenders', 'Published tenders, and those of the caller’s bodies', 'validation_failed', 'bad_cursor'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, TenderQuery, String]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "list", null);
__decorate([
    Get(':id'),
    Public(),
    Operation('getTender', 'One tender with its lots, facts, conflicts and what is missing', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "one", null);
__decorate([
    Get(':id/deadlines'),
    Public(),
    Operation('listDeadlines', 'Periods of law of a tender, with rule, basis and state', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.TenderDeadlineListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "deadlines", null);
__decorate([
    Patch(':id'),
    Permit('tender.record'),
    Operation('changeTender', 'Change what is known of a recorded tender beside its facts (RFC 7396), its contracts and notices follow; or a draft', ...CHANGE_CODES, 'conflict', 'end_before_start', 'dataset_mismatch', 'budget_exceeded'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, TenderChangeDto]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "change", null);
__decorate([
    Put(':id/service-lines'),
    Permit('tender.record'),
    Operation('setTenderServiceLines', 'Say which service lines a recorded tender or a draft serves, all of them; the lines of its contracts follow', ...CHANGE_CODES, 'conflict', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, TenderServiceLinesDto]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "setServiceLines", null);
__decorate([
    openapi.ApiOperation({ description: "Fields that are not given stay as they are. Its facts are recorded apart." }),
    Put('by-external-id/:system/:externalId'),
    Permit('tender.record'),
    Operation('putTender', 'Create or change the purchase that another system calls so; the same answer twice', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'external_id_taken', 'end_before_start', 'dataset_mismatch', 'lot_unknown', 'budget_exceeded', 'conducted_here', 'wrong_state'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, ExternalIdParam()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Object, NewTenderDto]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "put", null);
__decorate([
    openapi.ApiOperation({ description: "A batch route: up to 100 facts, all of them or none, each added beside what others record at the same time. Facts never\noverwrite one another: one that contradicts a stored one is refused (409, both named), a correction names what it\n`replaces`, and the required Idempotency-Key keeps a repetition from adding twice. So If-Match is not required here;\nwhere it is sent it is honoured (412)." }),
    Post(':id/facts'),
    HttpCode(200),
    Permit('tender.record'),
    KeyRequired(),
    Operation('recordTenderFacts', 'Record facts with their sources; all of them or none', 'validation_failed', 'idempotency_key_required', 'not_signed_in', 'not_permitted', 'not_found', 'fact_contradiction', 'stale_version', 'fact_not_replaceable', 'lot_unknown', 'end_before_start', 'dataset_mismatch', 'budget_exceeded', 'conducted_here', 'key_in_progress', 'key_reused'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, OptionalIfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Object, RecordTenderFactsDto]),
    __metadata("design:returntype", Promise)
], TendersController.prototype, "recordFacts", null);
TendersController = __decorate([
    ApiTags('tenders'),
    ApiExtraModels(...Object.values(TENDER_FACT_DATA)),
    Controller('tenders'),
    __metadata("design:paramtypes", [RecordingService,
        TenderChangesService,
        TendersQueries])
], TendersController);
export { TendersController };
//# sourceMappingURL=tenders.controller.js.map