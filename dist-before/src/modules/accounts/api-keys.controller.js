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
import * as openapi_import_1 from "./api-keys.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { KeepIdOnly } from '../../platform/http/idempotency.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from './action-name.js';
import { apiKeyLifecycle } from './api-key.lifecycle.js';
import { ApiKeyDto, ApiKeysQuery, ApiKeyWithSecretDto, NewApiKeyDto } from './api-keys.dto.js';
import { ApiKeysQueries } from './api-keys.queries.js';
import { ApiKeysService } from './api-keys.service.js';
import { ReasonDto } from './reason.dto.js';
let ApiKeysController = class ApiKeysController {
    keys;
    queries;
    constructor(keys, queries) {
        this.keys = keys;
        this.queries = queries;
    }
    /** The answer shows the key, once. */
    async create(principal, scope, body) {
        const { id, key } = await this.keys.create(principal, body);
        return ApiKeyWithSecretDto.with(await this.queries.one(id, scope), principal, key);
    }
    /** Those of the caller's bodies, oldest first; an administrator sees all. */
    list(principal, scope, query, url) {
        return this.queries.list(query, url, scope, principal);
    }
    async one(principal, scope, id) {
        return ApiKeyDto.of(await this.queries.one(id, scope), principal);
    }
    /** `rotate` (by its holder; the answer shows the new key, once) or `revoke`. */
    async act(principal, scope, id, action, version, body) {
        const key = await this.keys.act(principal, id, version, actionName(action), body.reason);
        return ApiKeyWithSecretDto.with(await this.queries.one(id, scope), principal, key);
    }
};
__decorate([
    openapi.ApiOperation({ description: "The answer shows the key, once." }),
    Post(),
    Permit('api_key.manage'),
    KeepIdOnly(),
    Operation('createApiKey', 'Make an API key', 'validation_failed', 'not_signed_in', 'not_permitted', 'scope_not_held'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ApiKeyWithSecretDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewApiKeyDto]),
    __metadata("design:returntype", Promise)
], ApiKeysController.prototype, "create", null);
__decorate([
    openapi.ApiOperation({ description: "Those of the caller's bodies, oldest first; an administrator sees all." }),
    Get(),
    Permit('api_key.manage'),
    Operation('listApiKeys', 'List API keys', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ApiKeyListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, ApiKeysQuery, String]),
    __metadata("design:returntype", Promise)
], ApiKeysController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('api_key.manage'),
    Operation('getApiKey', 'Read an API key, without its secret', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ApiKeyDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String]),
    __metadata("design:returntype", Promise)
], ApiKeysController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "`rotate` (by its holder; the answer shows the new key, once) or `revoke`." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('api_key.manage'),
    KeepIdOnly(),
    Operation('actOnApiKey', 'Rotate or revoke an API key', ...CHANGE_CODES, 'holder_only', 'route_not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ApiKeyWithSecretDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(apiKeyLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ReasonDto]),
    __metadata("design:returntype", Promise)
], ApiKeysController.prototype, "act", null);
ApiKeysController = __decorate([
    ApiTags('api-keys'),
    Controller('api-keys'),
    __metadata("design:paramtypes", [ApiKeysService,
        ApiKeysQueries])
], ApiKeysController);
export { ApiKeysController };
//# sourceMappingURL=api-keys.controller.js.map