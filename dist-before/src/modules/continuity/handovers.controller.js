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
import * as openapi_import_1 from "./handover.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { HandoverActionDto, HandoverQuery, NewHandoverDto, } from './handover.dto.js';
import { handoverLifecycle } from './handover.lifecycle.js';
import { HandoversQueries } from './handovers.queries.js';
import { HandoversService } from './handovers.service.js';
/** Recipients of a line passed to another body. */
let HandoversController = class HandoversController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    recipients(scope, id, query, url) {
        return this.queries.recipients(scope, id, query, url);
    }
    async act(principal, scope, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listHandovers', 'Handovers of recipients that concern the own bodies', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.HandoverListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, HandoverQuery, String]),
    __metadata("design:returntype", Promise)
], HandoversController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('contract.read'),
    Operation('getHandover', 'One handover', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.HandoverDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], HandoversController.prototype, "one", null);
__decorate([
    Get(':id/recipients'),
    Permit('contract.read'),
    Operation('listHandedRecipients', 'Who is handed over, by number', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.HandedRecipientListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String]),
    __metadata("design:returntype", Promise)
], HandoversController.prototype, "recipients", null);
__decorate([
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnHandover', 'Acknowledge or refuse recipients, offer them anew or withdraw the offer', ...CHANGE_CODES, 'route_not_found', 'receiver_unfit', 'recipients_changed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.HandoverDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(handoverLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, HandoverActionDto]),
    __metadata("design:returntype", Promise)
], HandoversController.prototype, "act", null);
HandoversController = __decorate([
    ApiTags('continuity'),
    Controller('handovers'),
    __metadata("design:paramtypes", [HandoversService,
        HandoversQueries])
], HandoversController);
export { HandoversController };
let ContractHandoversController = class ContractHandoversController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    /** Everybody whom the agency serves on the line is offered; a name goes with who has agreed to it. */
    async offer(principal, scope, contract, body) {
        return this.queries.one(scope, await this.service.offer(principal, contract, body));
    }
};
__decorate([
    openapi.ApiOperation({ description: "Everybody whom the agency serves on the line is offered; a name goes with who has agreed to it." }),
    Post(),
    Header('Location', '/api/v1/handovers/'),
    Permit('plan.propose'),
    Operation('offerHandover', 'Offer the recipients of a line to who goes on', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conflict', 'conducted_elsewhere', 'receiver_unfit'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.HandoverDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewHandoverDto]),
    __metadata("design:returntype", Promise)
], ContractHandoversController.prototype, "offer", null);
ContractHandoversController = __decorate([
    ApiTags('continuity'),
    Controller('contracts/:id/handovers'),
    __metadata("design:paramtypes", [HandoversService,
        HandoversQueries])
], ContractHandoversController);
export { ContractHandoversController };
//# sourceMappingURL=handovers.controller.js.map