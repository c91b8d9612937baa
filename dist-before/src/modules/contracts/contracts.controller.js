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
import * as openapi_import_1 from "./contract-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../platform/access/decorators.js';
import { OptionalIfMatch } from '../../platform/http/concurrency.js';
import { ExternalIdParam } from '../../platform/http/external-id.param.js';
import { Id } from '../../platform/http/id.js';
import { KeyRequired } from '../../platform/http/idempotency.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { CONTRACT_FACT_DATA, RecordContractFactsDto } from '../tenders/contract-facts.dto.js';
import { ContractQuery } from '../tenders/tender.dto.js';
import { PutContractDto } from './contract-put.dto.js';
import { ContractPutsService } from './contract-puts.service.js';
import { ContractsQueries } from './contracts.queries.js';
import { ContractsService } from './contracts.service.js';
let ContractsController = class ContractsController {
    service;
    puts;
    queries;
    constructor(service, puts, queries) {
        this.service = service;
        this.puts = puts;
        this.queries = queries;
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id, lang) {
        return this.queries.one(scope, id, lang);
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
    /** Fields that are not given stay as they are. What became of it is recorded apart. */
    async put(principal, scope, lang, external, body) {
        return this.queries.one(scope, await this.puts.put(principal, external, body), lang);
    }
};
__decorate([
    Get(),
    Public(),
    Operation('listContracts', 'Published contracts, and those of the caller’s bodies', 'validation_failed', 'bad_cursor'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, ContractQuery, String]),
    __metadata("design:returntype", Promise)
], ContractsController.prototype, "list", null);
__decorate([
    Get(':id'),
    Public(),
    Operation('getContract', 'One contract with its facts', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], ContractsController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "A batch route: up to 100 facts, all of them or none, each added beside what others record at the same time. Facts never\noverwrite one another: one that contradicts a stored one is refused (409, both named), a correction names what it\n`replaces`, and the required Idempotency-Key keeps a repetition from adding twice. So If-Match is not required here;\nwhere it is sent it is honoured (412)." }),
    Post(':id/facts'),
    HttpCode(200),
    Permit('contract.record'),
    KeyRequired(),
    Operation('recordContractFacts', 'Record facts of a contract with their sources; all of them or none', 'validation_failed', 'idempotency_key_required', 'not_signed_in', 'not_permitted', 'not_found', 'fact_contradiction', 'stale_version', 'fact_not_replaceable', 'wrong_state', 'end_before_start', 'dataset_mismatch', 'budget_exceeded', 'conducted_here', 'key_in_progress', 'key_reused'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, OptionalIfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Object, RecordContractFactsDto]),
    __metadata("design:returntype", Promise)
], ContractsController.prototype, "recordFacts", null);
__decorate([
    openapi.ApiOperation({ description: "Fields that are not given stay as they are. What became of it is recorded apart." }),
    Put('by-external-id/:system/:externalId'),
    Permit('contract.record'),
    Operation('putContract', 'Create or change the recorded contract that another system calls so; the same answer twice', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'external_id_taken', 'conflict', 'fact_contradiction', 'lot_unknown', 'end_before_start', 'dataset_mismatch', 'budget_exceeded', 'conducted_here'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, ExternalIdParam()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Object, PutContractDto]),
    __metadata("design:returntype", Promise)
], ContractsController.prototype, "put", null);
ContractsController = __decorate([
    ApiTags('contracts'),
    ApiExtraModels(...Object.values(CONTRACT_FACT_DATA)),
    Controller('contracts'),
    __metadata("design:paramtypes", [ContractsService,
        ContractPutsService,
        ContractsQueries])
], ContractsController);
export { ContractsController };
//# sourceMappingURL=contracts.controller.js.map