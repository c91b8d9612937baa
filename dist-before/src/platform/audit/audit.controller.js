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
import * as openapi_import_1 from "./audit.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../access/decorators.js';
import { ListUrl } from '../http/list.js';
import { Operation } from '../http/operation.js';
import { AuditQuery } from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';
import { AuditVerifier } from './audit.verifier.js';
let AuditController = class AuditController {
    queries;
    verifier;
    constructor(queries, verifier) {
        this.queries = queries;
        this.verifier = verifier;
    }
    /** Newest first. */
    entries(scope, query, url) {
        return this.queries.entries(scope, query, url);
    }
    /** Reads the whole audit, some ten thousand rows a second; requests that come meanwhile share the answer. */
    verification() {
        return this.verifier.verify();
    }
};
__decorate([
    openapi.ApiOperation({ description: "Newest first." }),
    Get('entries'),
    Permit('audit.read'),
    Operation('listAuditEntries', 'Who changed what, when and why', 'validation_failed', 'bad_cursor'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AuditEntriesDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, AuditQuery, String]),
    __metadata("design:returntype", Promise)
], AuditController.prototype, "entries", null);
__decorate([
    openapi.ApiOperation({ description: "Reads the whole audit, some ten thousand rows a second; requests that come meanwhile share the answer." }),
    Get('verification'),
    Permit('audit.verify'),
    Operation('verifyAudit', 'Whether the audit is what was written: altered, inserted, missing rows, cut tails'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AuditVerificationDto }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Promise)
], AuditController.prototype, "verification", null);
AuditController = __decorate([
    ApiTags('audit'),
    Controller('audit'),
    __metadata("design:paramtypes", [AuditQueries,
        AuditVerifier])
], AuditController);
export { AuditController };
//# sourceMappingURL=audit.controller.js.map