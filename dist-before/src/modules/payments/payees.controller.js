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
import * as openapi_import_1 from "./payment.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { ApprovalLevelsService } from './approval-levels.service.js';
import { PayeeAccountsService } from './payee-accounts.service.js';
import { ApprovalLevelsDto, PayeeAccountDto } from './payment.dto.js';
const SETTING = [
    'validation_failed',
    'bad_if_match',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'stale_version',
    'if_match_required',
];
/** What bodies say of how they are paid and how they pay. If-Match names the version of the body. */
let PayeesController = class PayeesController {
    accounts;
    levels;
    constructor(accounts, levels) {
        this.accounts = accounts;
        this.levels = levels;
    }
    account(principal, id) {
        return this.accounts.read(principal, id);
    }
    async state(principal, id, version, body) {
        await this.accounts.state(principal, id, version, body);
        return this.accounts.read(principal, id);
    }
    approvalLevels(principal, id) {
        return this.levels.read(principal, id);
    }
    async set(principal, id, version, body) {
        await this.levels.set(principal, id, version, body);
        return this.levels.read(principal, id);
    }
};
__decorate([
    Get('payee-account'),
    Permit('contract.read'),
    Operation('getPayeeAccount', 'To which account an agency is paid, by its last digits', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.PayeeAccountViewDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], PayeesController.prototype, "account", null);
__decorate([
    Put('payee-account'),
    Permit('invoice.submit'),
    Operation('statePayeeAccount', 'State to which account the own body is paid', ...SETTING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.PayeeAccountViewDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, PayeeAccountDto]),
    __metadata("design:returntype", Promise)
], PayeesController.prototype, "state", null);
__decorate([
    Get('approval-levels'),
    Permit('contract.read'),
    Operation('getApprovalLevels', 'From which amounts on the own body asks one more person to approve a payment', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ApprovalLevelsViewDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], PayeesController.prototype, "approvalLevels", null);
__decorate([
    Put('approval-levels'),
    Permit('payment.approve'),
    Operation('setApprovalLevels', 'Set from which amounts on the own body asks one more person to approve a payment', ...SETTING, 'approvers_too_few'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ApprovalLevelsViewDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, ApprovalLevelsDto]),
    __metadata("design:returntype", Promise)
], PayeesController.prototype, "set", null);
PayeesController = __decorate([
    ApiTags('payments'),
    Controller('organisations/:id'),
    __metadata("design:paramtypes", [PayeeAccountsService,
        ApprovalLevelsService])
], PayeesController);
export { PayeesController };
//# sourceMappingURL=payees.controller.js.map