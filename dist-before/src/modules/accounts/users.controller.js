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
import * as openapi_import_1 from "./user-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { KeepIdOnly } from '../../platform/http/idempotency.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from './action-name.js';
import { userLifecycle } from './user.lifecycle.js';
import { ReasonDto } from './reason.dto.js';
import { UserDto, UserWithCodeDto } from './user-view.dto.js';
import { NewUserDto, SeatsDto, UserChangeDto, UsersQuery } from './users.dto.js';
import { UsersQueries } from './users.queries.js';
import { UsersService } from './users.service.js';
let UsersController = class UsersController {
    users;
    queries;
    constructor(users, queries) {
        this.users = users;
        this.queries = queries;
    }
    /** The answer shows the one-time code, once. */
    async create(principal, scope, body) {
        const { id, code } = await this.users.create(principal, body);
        return UserWithCodeDto.with(await this.queries.one(id, scope), principal, code);
    }
    /** Oldest first. */
    list(principal, scope, query, url) {
        return this.queries.list(query, url, scope, principal);
    }
    async one(principal, scope, id) {
        return UserDto.of(await this.queries.one(id, scope), principal);
    }
    async change(principal, scope, id, version, body) {
        await this.users.change(principal, id, version, body);
        return UserDto.of(await this.queries.one(id, scope), principal);
    }
    /** Seats that are not named end. */
    async seat(principal, scope, id, version, body) {
        await this.users.seat(principal, id, version, body.seats);
        return UserDto.of(await this.queries.one(id, scope), principal);
    }
    /** `reset` (the answer shows a new one-time code, once), `disable`, `enable` or `end-sessions`. */
    async act(principal, scope, id, action, version, body) {
        const code = await this.users.act(principal, id, version, actionName(action), body.reason);
        return UserWithCodeDto.with(await this.queries.one(id, scope), principal, code);
    }
};
__decorate([
    openapi.ApiOperation({ description: "The answer shows the one-time code, once." }),
    Post(),
    Permit('user.manage'),
    KeepIdOnly(),
    Operation('createUser', 'Create a user', 'validation_failed', 'not_signed_in', 'not_permitted', 'login_taken', 'seats_conflict'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.UserWithCodeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewUserDto]),
    __metadata("design:returntype", Promise)
], UsersController.prototype, "create", null);
__decorate([
    openapi.ApiOperation({ description: "Oldest first." }),
    Get(),
    Permit('user.manage'),
    Operation('listUsers', 'List users', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.UserListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, UsersQuery, String]),
    __metadata("design:returntype", Promise)
], UsersController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('user.manage'),
    Operation('getUser', 'Read a user', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.UserDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String]),
    __metadata("design:returntype", Promise)
], UsersController.prototype, "one", null);
__decorate([
    Patch(':id'),
    Permit('user.manage'),
    Operation('changeUser', 'Change the name of a user (RFC 7396)', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.UserDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, UserChangeDto]),
    __metadata("design:returntype", Promise)
], UsersController.prototype, "change", null);
__decorate([
    openapi.ApiOperation({ description: "Seats that are not named end." }),
    Put(':id/seats'),
    Permit('user.manage'),
    Operation('setSeats', 'Set the seats of a user', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'last_admin', 'seats_conflict', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.UserDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, SeatsDto]),
    __metadata("design:returntype", Promise)
], UsersController.prototype, "seat", null);
__decorate([
    openapi.ApiOperation({ description: "`reset` (the answer shows a new one-time code, once), `disable`, `enable` or `end-sessions`." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('user.manage'),
    KeepIdOnly(),
    Operation('actOnUser', 'Reset, disable or enable a user, or end all sessions', ...CHANGE_CODES, 'route_not_found', 'last_admin', 'own_account'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.UserWithCodeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(userLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ReasonDto]),
    __metadata("design:returntype", Promise)
], UsersController.prototype, "act", null);
UsersController = __decorate([
    ApiTags('users'),
    Controller('users'),
    __metadata("design:paramtypes", [UsersService,
        UsersQueries])
], UsersController);
export { UsersController };
//# sourceMappingURL=users.controller.js.map