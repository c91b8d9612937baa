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
import * as openapi_import_1 from "./invoice.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { InvoiceActionDto, NewInvoiceDto } from './invoice.dto.js';
import { invoiceLifecycle } from './invoice.lifecycle.js';
import { InvoicesQueries } from './invoices.queries.js';
import { InvoicesService } from './invoices.service.js';
/** Invoices of an agency under its contract. */
let InvoicesController = class InvoicesController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(principal, contract, query, url) {
        return this.queries.list(principal, contract, query, url);
    }
    async submit(principal, contract, body) {
        return this.queries.one(principal, contract, await this.service.submit(principal, contract, body));
    }
    async act(principal, contract, id, action, version, body) {
        await this.service.act(principal, contract, id, version, actionName(action), body);
        return this.queries.one(principal, contract, id);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listInvoices', 'Invoices under a contract', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.InvoiceListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], InvoicesController.prototype, "list", null);
__decorate([
    Post(),
    Permit('invoice.submit'),
    Operation('submitInvoice', 'Submit an invoice for an instalment', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere', 'invoice_used', 'invoice_stands'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.InvoiceDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, NewInvoiceDto]),
    __metadata("design:returntype", Promise)
], InvoicesController.prototype, "submit", null);
__decorate([
    Post(':invoice/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnInvoice', 'Accept, return or void an invoice; submit it again or withdraw it', ...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere', 'invoice_differs', 'invoice_used', 'invoice_stands', 'invoice_in_use', 'reason_not_lawful'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.InvoiceDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('invoice')),
    __param(3, ActionParam(actionsOf(invoiceLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String, Number, InvoiceActionDto]),
    __metadata("design:returntype", Promise)
], InvoicesController.prototype, "act", null);
InvoicesController = __decorate([
    ApiTags('payments'),
    Controller('contracts/:id/invoices'),
    __metadata("design:paramtypes", [InvoicesService,
        InvoicesQueries])
], InvoicesController);
export { InvoicesController };
//# sourceMappingURL=invoices.controller.js.map