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
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { KeyRequired } from '../../platform/http/idempotency.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { PayDto, PaymentActionDto } from './payment.dto.js';
import { PATH_ACTIONS } from './action-names.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsService } from './payments.service.js';
const STANDS = [
    'conducted_elsewhere',
    'acts_with_interest',
    'contract_halted',
    'trigger_unmet',
    'payment_beyond_contract',
];
/** What a contract is paid by: its instalments. */
let PaymentsController = class PaymentsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(principal, contract, query, url, lang) {
        return this.queries.list(principal, contract, query, url, lang);
    }
    async pay(principal, lang, contract, id, version, body) {
        await this.service.pay(principal, contract, id, version, body);
        return this.queries.one(principal, contract, id, lang);
    }
    async act(principal, lang, contract, id, action, version, body) {
        await this.service.act(principal, contract, id, version, actionName(action), body);
        return this.queries.one(principal, contract, id, lang);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listPayments', 'Instalments of a contract, with what each waits for', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.PaymentListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __param(4, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String, String]),
    __metadata("design:returntype", Promise)
], PaymentsController.prototype, "list", null);
__decorate([
    Post(':payment/actions/pay'),
    HttpCode(200),
    Permit('payment.pay'),
    KeyRequired(),
    Operation('payInstalment', 'Record that an approved instalment was paid, and to which account', ...CHANGE_CODES, ...STANDS, 'idempotency_key_required', 'key_in_progress', 'key_reused', 'own_approval', 'payee_differs'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.PaymentDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Id('payment')),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String, Number, PayDto]),
    __metadata("design:returntype", Promise)
], PaymentsController.prototype, "pay", null);
__decorate([
    Post(':payment/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnPayment', 'Request, approve, send back, fail, reverse or cancel an instalment', ...CHANGE_CODES, ...STANDS, 'route_not_found', 'invoice_missing', 'own_request', 'approved_by_you', 'reason_not_lawful', 'still_owed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.PaymentDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Id('payment')),
    __param(4, ActionParam(PATH_ACTIONS)),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String, String, Number, PaymentActionDto]),
    __metadata("design:returntype", Promise)
], PaymentsController.prototype, "act", null);
PaymentsController = __decorate([
    ApiTags('payments'),
    Controller('contracts/:id/payments'),
    __metadata("design:paramtypes", [PaymentsService,
        PaymentsQueries])
], PaymentsController);
export { PaymentsController };
//# sourceMappingURL=payments.controller.js.map