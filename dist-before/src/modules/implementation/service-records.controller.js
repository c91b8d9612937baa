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
import * as openapi_import_1 from "./service-record.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../platform/access/decorators.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { NewServiceRecordDto, ServiceCorrectionDto, ServiceRecordBatchDto, ServiceRecordQuery, } from './service-record.dto.js';
import { ServiceRecordsQueries } from './service-records.queries.js';
import { ServiceRecordsService } from './service-records.service.js';
const RECORDING = [
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conducted_elsewhere',
    'contract_not_running',
];
const REFUSED = [
    'record_in_future',
    'record_outside_window',
    'content_unknown',
    'recipient_not_served',
    'day_overfull',
];
/** What was done under a contract, day by day: told by the agency, never changed in silence. */
let ServiceRecordsController = class ServiceRecordsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(scope, contract, query, url) {
        return this.queries.list(scope, contract, query, url);
    }
    async record(principal, contract, body) {
        return this.queries.one(contract, await this.service.record(principal, contract, body));
    }
    /** Each record has its own result; a bad one leaves the others as they are. */
    async batch(principal, lang, contract, body) {
        return { results: await this.service.batch(principal, contract, body.records, lang) };
    }
    /** The old record is kept, and says which one stands in its place. */
    async correct(principal, contract, record, body) {
        return this.queries.one(contract, await this.service.correct(principal, contract, record, body));
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listServiceRecords', 'Records of service under a contract, by day', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ServiceRecordListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, ServiceRecordQuery, String]),
    __metadata("design:returntype", Promise)
], ServiceRecordsController.prototype, "list", null);
__decorate([
    Post(),
    Permit('service.record'),
    Operation('recordService', 'Record a service; sent again under its token it is the same record', ...RECORDING, ...REFUSED, 'token_used'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ServiceRecordDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, NewServiceRecordDto]),
    __metadata("design:returntype", Promise)
], ServiceRecordsController.prototype, "record", null);
__decorate([
    openapi.ApiOperation({ description: "Each record has its own result; a bad one leaves the others as they are." }),
    Post('batch'),
    HttpCode(200),
    Permit('service.record'),
    Operation('recordServices', 'Record up to 200 services, as a device kept them without a network', ...RECORDING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.StoredRecordsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, ServiceRecordBatchDto]),
    __metadata("design:returntype", Promise)
], ServiceRecordsController.prototype, "batch", null);
__decorate([
    openapi.ApiOperation({ description: "The old record is kept, and says which one stands in its place." }),
    Post(':record/corrections'),
    Permit('service.record'),
    Operation('correctServiceRecord', 'Correct or withdraw a record of service', ...RECORDING, ...REFUSED, 'corrected_already', 'correction_empty'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ServiceRecordDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('record')),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, ServiceCorrectionDto]),
    __metadata("design:returntype", Promise)
], ServiceRecordsController.prototype, "correct", null);
ServiceRecordsController = __decorate([
    ApiTags('service-records'),
    Controller('contracts/:id/service-records'),
    __metadata("design:paramtypes", [ServiceRecordsService,
        ServiceRecordsQueries])
], ServiceRecordsController);
export { ServiceRecordsController };
//# sourceMappingURL=service-records.controller.js.map