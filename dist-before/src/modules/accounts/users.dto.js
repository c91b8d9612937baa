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
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateIf, ValidateNested, } from 'class-validator';
import { IsInstant } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
import { LOGIN } from './login.rules.js';
import { ROLE_NAMES } from './roles.js';
const MAX_SEATS = 20;
export class NewSeatDto {
    /** Id of the body. */
    organisation;
    role;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String, description: "Id of the body.", format: "uuid" }, role: { required: true, enum: ["supervisor", "finance_authority", "evaluator", "bureau_officer", "bureau_approver", "procurement_agent", "agency_manager", "agency_worker", "panel_member", "community_worker", "integrator", "admin"], enum: ROLE_NAMES } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewSeatDto.prototype, "organisation", void 0);
__decorate([
    IsIn(ROLE_NAMES),
    __metadata("design:type", String)
], NewSeatDto.prototype, "role", void 0);
export class NewUserDto {
    /** 3 to 64 letters, digits and `_ . @ -`; unique without regard to case. */
    login;
    name;
    seats;
    static _OPENAPI_METADATA_FACTORY() {
        return { login: { required: true, type: () => String, description: "3 to 64 letters, digits and `_ . @ -`; unique without regard to case." }, name: { required: true, type: () => String, maxLength: 100 }, seats: { required: true, type: () => [NewSeatDto], uniqueItems: true } };
    }
}
__decorate([
    IsString(),
    Matches(LOGIN),
    __metadata("design:type", String)
], NewUserDto.prototype, "login", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], NewUserDto.prototype, "name", void 0);
__decorate([
    IsArray(),
    ArrayMaxSize(MAX_SEATS),
    ArrayUnique((seat) => `${seat?.organisation} ${seat?.role}`),
    ValidateNested({ each: true }),
    Type(() => NewSeatDto),
    __metadata("design:type", Array)
], NewUserDto.prototype, "seats", void 0);
/** All seats of a user; those that are not named end. */
export class SeatsDto {
    seats;
    static _OPENAPI_METADATA_FACTORY() {
        return { seats: { required: true, type: () => [NewSeatDto], uniqueItems: true } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(MAX_SEATS),
    ArrayUnique((seat) => `${seat?.organisation} ${seat?.role}`),
    ValidateNested({ each: true }),
    Type(() => NewSeatDto),
    __metadata("design:type", Array)
], SeatsDto.prototype, "seats", void 0);
export class UserChangeDto {
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: false, type: () => String, maxLength: 100 } };
    }
}
__decorate([
    ValidateIf((change) => change.name !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], UserChangeDto.prototype, "name", void 0);
export class UsersQuery extends PageQuery {
    state;
    /** Who has a seat in this body. */
    organisation;
    /** Who has this role in some body. */
    role;
    /** The whole login, in any case. */
    login;
    /** Changed at or after this time (RFC 3339). */
    updatedSince;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: false, type: () => String, enum: ['active', 'disabled'] }, organisation: { required: false, type: () => String, description: "Who has a seat in this body.", format: "uuid" }, role: { required: false, description: "Who has this role in some body.", enum: ["supervisor", "finance_authority", "evaluator", "bureau_officer", "bureau_approver", "procurement_agent", "agency_manager", "agency_worker", "panel_member", "community_worker", "integrator", "admin"], enum: ROLE_NAMES }, login: { required: false, type: () => String, description: "The whole login, in any case.", maxLength: 64 }, updatedSince: { required: false, type: () => String, description: "Changed at or after this time (RFC 3339)." } };
    }
}
__decorate([
    IsOptional(),
    IsIn(['active', 'disabled']),
    __metadata("design:type", String)
], UsersQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], UsersQuery.prototype, "organisation", void 0);
__decorate([
    IsOptional(),
    IsIn(ROLE_NAMES),
    __metadata("design:type", String)
], UsersQuery.prototype, "role", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(64),
    __metadata("design:type", String)
], UsersQuery.prototype, "login", void 0);
__decorate([
    IsOptional(),
    IsInstant(),
    __metadata("design:type", String)
], UsersQuery.prototype, "updatedSince", void 0);
//# sourceMappingURL=users.dto.js.map