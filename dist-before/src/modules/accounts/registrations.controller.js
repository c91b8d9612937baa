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
import * as openapi_import_1 from "./registration-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { KeepIdOnly } from '../../platform/http/idempotency.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from './action-name.js';
import { registrationLifecycle } from './registration.lifecycle.js';
import { RegistrationDto, RegistrationReceiptDto, RegistrationWithCodeDto, } from './registration-view.dto.js';
import { DecisionDto, NewRegistrationDto, RegistrationsQuery } from './registrations.dto.js';
import { RegistrationsQueries } from './registrations.queries.js';
import { RegistrationsService } from './registrations.service.js';
let RegistrationsController = class RegistrationsController {
    registrations;
    queries;
    constructor(registrations, queries) {
        this.registrations = registrations;
        this.queries = queries;
    }
    /** No account needed. An administrator decides. The same filing sent again while it waits is the same registration. */
    async receive(principal, body) {
        return RegistrationReceiptDto.of(await this.registrations.receive(principal, body));
    }
    /** Oldest first. */
    list(principal, scope, query, url) {
        return this.queries.list(query, url, scope, principal);
    }
    async one(principal, scope, id) {
        return RegistrationDto.from(await this.queries.one(id, scope), principal);
    }
    /** `confirm` makes the body and its manager and shows a one-time code, once; `reject` needs a reason. */
    async act(principal, scope, id, action, version, body) {
        const code = await this.registrations.act(principal, id, version, actionName(action), body);
        return RegistrationWithCodeDto.with(await this.queries.one(id, scope), principal, code);
    }
};
__decorate([
    openapi.ApiOperation({ description: "No account needed. An administrator decides. The same filing sent again while it waits is the same registration." }),
    Post(),
    Public(),
    Operation('register', 'Ask for an account as an agency', 'validation_failed', 'throttled'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.RegistrationReceiptDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, NewRegistrationDto]),
    __metadata("design:returntype", Promise)
], RegistrationsController.prototype, "receive", null);
__decorate([
    openapi.ApiOperation({ description: "Oldest first." }),
    Get(),
    Permit('registration.decide'),
    Operation('listRegistrations', 'List registrations', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RegistrationListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, RegistrationsQuery, String]),
    __metadata("design:returntype", Promise)
], RegistrationsController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('registration.decide'),
    Operation('getRegistration', 'Read a registration', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RegistrationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String]),
    __metadata("design:returntype", Promise)
], RegistrationsController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "`confirm` makes the body and its manager and shows a one-time code, once; `reject` needs a reason." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('registration.decide'),
    KeepIdOnly(),
    Operation('decideRegistration', 'Confirm or reject a registration', ...CHANGE_CODES, 'route_not_found', 'credit_code_registered', 'login_taken'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RegistrationWithCodeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(registrationLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, DecisionDto]),
    __metadata("design:returntype", Promise)
], RegistrationsController.prototype, "act", null);
RegistrationsController = __decorate([
    ApiTags('registrations'),
    Controller('registrations'),
    __metadata("design:paramtypes", [RegistrationsService,
        RegistrationsQueries])
], RegistrationsController);
export { RegistrationsController };
//# sourceMappingURL=registrations.controller.js.map