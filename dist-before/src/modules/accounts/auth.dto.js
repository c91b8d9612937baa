var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi from "@nestjs/swagger";
import { IsString, MaxLength, MinLength } from 'class-validator';
import { PASSWORD_MAX, PASSWORD_MIN } from './password.rules.js';
export class SignInDto {
    /** Case does not matter. */
    login;
    password;
    static _OPENAPI_METADATA_FACTORY() {
        return { login: { required: true, type: () => String, description: "Case does not matter.", minLength: 1, maxLength: 200 }, password: { required: true, type: () => String, minLength: 1, maxLength: 1000 } };
    }
}
__decorate([
    IsString(),
    MinLength(1),
    MaxLength(200),
    __metadata("design:type", String)
], SignInDto.prototype, "login", void 0);
__decorate([
    IsString(),
    MinLength(1),
    MaxLength(1000),
    __metadata("design:type", String)
], SignInDto.prototype, "password", void 0);
export class RefreshDto {
    /** From signing in or from the last refresh; works once. */
    refreshToken;
    static _OPENAPI_METADATA_FACTORY() {
        return { refreshToken: { required: true, type: () => String, description: "From signing in or from the last refresh; works once.", minLength: 1, maxLength: 200 } };
    }
}
__decorate([
    IsString(),
    MinLength(1),
    MaxLength(200),
    __metadata("design:type", String)
], RefreshDto.prototype, "refreshToken", void 0);
export class ChangePasswordDto {
    currentPassword;
    /** 12 to 256 characters, no simple pattern, without the login. */
    newPassword;
    static _OPENAPI_METADATA_FACTORY() {
        return { currentPassword: { required: true, type: () => String, minLength: 1, maxLength: 1000 }, newPassword: { required: true, type: () => String, description: "12 to 256 characters, no simple pattern, without the login.", minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX } };
    }
}
__decorate([
    IsString(),
    MinLength(1),
    MaxLength(1000),
    __metadata("design:type", String)
], ChangePasswordDto.prototype, "currentPassword", void 0);
__decorate([
    IsString(),
    MinLength(PASSWORD_MIN),
    MaxLength(PASSWORD_MAX),
    __metadata("design:type", String)
], ChangePasswordDto.prototype, "newPassword", void 0);
export class SetUpDto {
    /** The one-time code; case, spaces and hyphens do not matter. */
    code;
    /** 12 to 256 characters, no simple pattern, without the login. */
    password;
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String, description: "The one-time code; case, spaces and hyphens do not matter.", minLength: 1, maxLength: 100 }, password: { required: true, type: () => String, description: "12 to 256 characters, no simple pattern, without the login.", minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX } };
    }
}
__decorate([
    IsString(),
    MinLength(1),
    MaxLength(100),
    __metadata("design:type", String)
], SetUpDto.prototype, "code", void 0);
__decorate([
    IsString(),
    MinLength(PASSWORD_MIN),
    MaxLength(PASSWORD_MAX),
    __metadata("design:type", String)
], SetUpDto.prototype, "password", void 0);
/** A pair of tokens. */
export class TokenPairDto {
    /** `Authorization: Bearer …`. */
    accessToken;
    /** Works once; a second use ends the session. */
    refreshToken;
    /** Life of the access token, in seconds. */
    expiresIn;
    static _OPENAPI_METADATA_FACTORY() {
        return { accessToken: { required: true, type: () => String, description: "`Authorization: Bearer \u2026`." }, refreshToken: { required: true, type: () => String, description: "Works once; a second use ends the session." }, expiresIn: { required: true, type: () => Number, description: "Life of the access token, in seconds." } };
    }
}
/** Which account the code was for. */
export class SetUpResultDto {
    login;
    static _OPENAPI_METADATA_FACTORY() {
        return { login: { required: true, type: () => String } };
    }
}
//# sourceMappingURL=auth.dto.js.map