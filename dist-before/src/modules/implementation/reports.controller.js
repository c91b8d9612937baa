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
import * as openapi_import_1 from "./progress-report.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { NewReportDto, ReportActionDto, ReportChangeDto } from './progress-report.dto.js';
import { progressReportLifecycle } from './progress-report.lifecycle.js';
import { ReportsQueries } from './reports.queries.js';
import { ReportsService } from './reports.service.js';
/** What was done in each period of a contract: filled from its records, worded by the agency, approved by the buyer. */
let ReportsController = class ReportsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(scope, contract, query, url) {
        return this.queries.list(scope, contract, query, url);
    }
    async draft(principal, scope, contract, body) {
        return this.queries.one(scope, contract, await this.service.draft(principal, contract, body));
    }
    one(scope, contract, id) {
        return this.queries.one(scope, contract, id);
    }
    async write(principal, scope, contract, id, version, body) {
        await this.service.write(principal, contract, id, version, body);
        return this.queries.one(scope, contract, id);
    }
    /** `adjust` answers the adjustment that was made: a report of its own, which names the one it adjusts. */
    async act(principal, scope, contract, id, action, version, body) {
        return this.queries.one(scope, contract, await this.service.act(principal, contract, id, version, actionName(action), body));
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listReports', 'Progress reports of a contract, by period', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReportListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], ReportsController.prototype, "list", null);
__decorate([
    Post(),
    Permit('contract.deliver'),
    Operation('draftReport', 'Draft the report of a period, filled from the records of service', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere', 'contract_not_running', 'no_period_open'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ReportDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewReportDto]),
    __metadata("design:returntype", Promise)
], ReportsController.prototype, "draft", null);
__decorate([
    Get(':report'),
    Permit('contract.read'),
    Operation('getReport', 'One progress report', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReportDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Id('report')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], ReportsController.prototype, "one", null);
__decorate([
    Patch(':report'),
    Permit('contract.deliver'),
    Operation('writeReport', 'Say what the figures do not say (RFC 7396)', ...CHANGE_CODES, 'conducted_elsewhere'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReportDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('report')),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ReportChangeDto]),
    __metadata("design:returntype", Promise)
], ReportsController.prototype, "write", null);
__decorate([
    openapi.ApiOperation({ description: "`adjust` answers the adjustment that was made: a report of its own, which names the one it adjusts." }),
    Post(':report/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnReport', 'Fill anew, submit, approve, return or adjust a progress report', ...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere', 'period_not_over', 'report_text_missing', 'report_outdated', 'adjustment_open', 'adjustment_empty', 'judge_has_interest'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReportDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('report')),
    __param(4, ActionParam(actionsOf(progressReportLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, ReportActionDto]),
    __metadata("design:returntype", Promise)
], ReportsController.prototype, "act", null);
ReportsController = __decorate([
    ApiTags('progress-reports'),
    Controller('contracts/:id/reports'),
    __metadata("design:paramtypes", [ReportsService,
        ReportsQueries])
], ReportsController);
export { ReportsController };
//# sourceMappingURL=reports.controller.js.map