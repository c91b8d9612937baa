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
import * as openapi_import_1 from "./auth.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Delete, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Public, SignedIn } from '../../platform/access/decorators.js';
import { throttleAddress } from '../../platform/http/address.js';
import { KeepIdOnly } from '../../platform/http/idempotency.js';
import { Operation } from '../../platform/http/operation.js';
import { ChangePasswordDto, RefreshDto, SetUpDto, SignInDto } from './auth.dto.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';
/** Where the session of a token is ended. */
const SESSION = '/api/v1/auth/sessions';
let AuthController = class AuthController {
    sessions;
    passwords;
    constructor(sessions, passwords) {
        this.sessions = sessions;
        this.passwords = passwords;
    }
    /** Wrong attempts are counted per account and address; after too many the next has to wait. */
    signIn(body, request) {
        return this.sessions.signIn(body.login, body.password, throttleAddress(request));
    }
    /** Ends the session of the access token. */
    signOut(principal) {
        return this.sessions.signOut(principal);
    }
    /** A refresh token works once; one that comes twice ends its session. */
    refresh(body) {
        return this.sessions.refresh(body.refreshToken);
    }
    /** Every other session of the account ends. */
    changePassword(body, principal, request) {
        return this.passwords.change(principal, body.currentPassword, body.newPassword, throttleAddress(request));
    }
    /** The code comes from an administrator and works once, within a week. */
    setUp(body, request) {
        return this.passwords.setUp(body.code, body.password, throttleAddress(request));
    }
};
__decorate([
    openapi.ApiOperation({ description: "Wrong attempts are counted per account and address; after too many the next has to wait." }),
    Post('sessions'),
    Header('Location', SESSION),
    Public(),
    KeepIdOnly(),
    Operation('signIn', 'Sign in', 'validation_failed', 'wrong_credentials', 'throttled'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.TokenPairDto }),
    __param(0, Body()),
    __param(1, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [SignInDto, Object]),
    __metadata("design:returntype", Promise)
], AuthController.prototype, "signIn", null);
__decorate([
    openapi.ApiOperation({ description: "Ends the session of the access token." }),
    Delete('sessions'),
    SignedIn(),
    HttpCode(204),
    Operation('signOut', 'Sign out', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 204 }),
    __param(0, CurrentPrincipal()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", Promise)
], AuthController.prototype, "signOut", null);
__decorate([
    openapi.ApiOperation({ description: "A refresh token works once; one that comes twice ends its session." }),
    Post('refresh'),
    Header('Location', SESSION),
    Public(),
    KeepIdOnly(),
    Operation('refresh', 'A new pair of tokens', 'validation_failed', 'invalid_refresh_token', 'refresh_token_reused', 'throttled'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.TokenPairDto }),
    __param(0, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [RefreshDto]),
    __metadata("design:returntype", Promise)
], AuthController.prototype, "refresh", null);
__decorate([
    openapi.ApiOperation({ description: "Every other session of the account ends." }),
    Post('password'),
    SignedIn(),
    HttpCode(204),
    Operation('changePassword', 'Change the own password', 'validation_failed', 'not_signed_in', 'not_permitted', 'wrong_password', 'throttled'),
    openapi.ApiResponse({ status: 204 }),
    __param(0, Body()),
    __param(1, CurrentPrincipal()),
    __param(2, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [ChangePasswordDto, Object, Object]),
    __metadata("design:returntype", Promise)
], AuthController.prototype, "changePassword", null);
__decorate([
    openapi.ApiOperation({ description: "The code comes from an administrator and works once, within a week." }),
    Post('setup'),
    Public(),
    HttpCode(200),
    Operation('setUp', 'Set a password with a one-time code', 'validation_failed', 'invalid_setup_code', 'throttled'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.SetUpResultDto }),
    __param(0, Body()),
    __param(1, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [SetUpDto, Object]),
    __metadata("design:returntype", Promise)
], AuthController.prototype, "setUp", null);
AuthController = __decorate([
    ApiTags('auth'),
    Controller('auth'),
    __metadata("design:paramtypes", [SessionsService,
        PasswordsService])
], AuthController);
export { AuthController };
//# sourceMappingURL=auth.controller.js.map