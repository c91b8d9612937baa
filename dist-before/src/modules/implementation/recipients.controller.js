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
import * as openapi_import_1 from "./recipient.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { KeepIdOnly } from '../../platform/http/idempotency.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { NewRecipientDto, RecipientChangeDto, RecipientQuery, } from './recipient.dto.js';
import { RecipientsQueries } from './recipients.queries.js';
import { RecipientsService } from './recipients.service.js';
/** Whom a service line serves. A name is answered to the serving agency alone, and kept nowhere in clear. */
let RecipientsController = class RecipientsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(principal, line, query, url) {
        return this.queries.list(principal, line, query, url);
    }
    async register(principal, line, body) {
        return this.queries.one(principal, await this.service.register(principal, line, body));
    }
    async change(principal, line, id, version, body) {
        await this.service.change(principal, line, id, version, body);
        return this.queries.one(principal, id);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listRecipients', 'Recipients of a line that the own body serves, or whose service it buys', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RecipientListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, RecipientQuery, String]),
    __metadata("design:returntype", Promise)
], RecipientsController.prototype, "list", null);
__decorate([
    Post(),
    Permit('service.record'),
    KeepIdOnly(),
    Operation('registerRecipient', 'Register a recipient; the number is issued here', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere', 'contract_not_running'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.RecipientDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, NewRecipientDto]),
    __metadata("design:returntype", Promise)
], RecipientsController.prototype, "register", null);
__decorate([
    Patch(':recipient'),
    Permit('service.record'),
    Operation('changeRecipient', 'Change what the serving agency says of a recipient (RFC 7396)', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RecipientDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Id('recipient')),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, RecipientChangeDto]),
    __metadata("design:returntype", Promise)
], RecipientsController.prototype, "change", null);
RecipientsController = __decorate([
    ApiTags('recipients'),
    Controller('service-lines/:id/recipients'),
    __metadata("design:paramtypes", [RecipientsService,
        RecipientsQueries])
], RecipientsController);
export { RecipientsController };
//# sourceMappingURL=recipients.controller.js.map