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
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsInstant } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
import { IsCreditCode } from '../../platform/identity/is-credit-code.decorator.js';
import { IsRegion } from '../../platform/identity/is-region-code.decorator.js';
import { LOGIN } from './login.rules.js';
import { ReasonDto } from './reason.dto.js';
import { registrationLifecycle } from './registration.lifecycle.js';
export class NewRegistrationDto {
    /** As registered. */
    agencyName;
    /** Unified social credit code (GB 32100). */
    creditCode;
    /** Region code of the seat. */
    region;
    contactName;
    /** Kept as a keyed hash and its last digits alone. */
    phone;
    /** The login wished for: 3 to 64 letters, digits and `_ . @ -`. */
    login;
    note;
    static _OPENAPI_METADATA_FACTORY() {
        return { agencyName: { required: true, type: () => String, description: "As registered.", maxLength: 200 }, creditCode: { required: true, type: () => String, description: "Unified social credit code (GB 32100)." }, region: { required: false, type: () => String, nullable: true, description: "Region code of the seat." }, contactName: { required: true, type: () => String, maxLength: 100 }, phone: { required: true, type: () => String, description: "Kept as a keyed hash and its last digits alone.", pattern: "^\\+?\\d[\\d -]{5,18}\\d$" }, login: { required: true, type: () => String, description: "The login wished for: 3 to 64 letters, digits and `_ . @ -`." }, note: { required: false, type: () => String, nullable: true, maxLength: 2000 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewRegistrationDto.prototype, "agencyName", void 0);
__decorate([
    IsCreditCode(),
    __metadata("design:type", String)
], NewRegistrationDto.prototype, "creditCode", void 0);
__decorate([
    IsOptional(),
    IsRegion(),
    __metadata("design:type", Object)
], NewRegistrationDto.prototype, "region", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], NewRegistrationDto.prototype, "contactName", void 0);
__decorate([
    IsString(),
    Matches(/^\+?\d[\d -]{5,18}\d$/),
    __metadata("design:type", String)
], NewRegistrationDto.prototype, "phone", void 0);
__decorate([
    IsString(),
    Matches(LOGIN),
    __metadata("design:type", String)
], NewRegistrationDto.prototype, "login", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", Object)
], NewRegistrationDto.prototype, "note", void 0);
export class DecisionDto extends ReasonDto {
    /** For `confirm`: another login than the one wished for. */
    login;
    static _OPENAPI_METADATA_FACTORY() {
        return { login: { required: false, type: () => String, description: "For `confirm`: another login than the one wished for." } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    Matches(LOGIN),
    __metadata("design:type", String)
], DecisionDto.prototype, "login", void 0);
export class RegistrationsQuery extends PageQuery {
    state;
    /** In capitals or not. */
    creditCode;
    /** Changed at or after this time (RFC 3339). */
    updatedSince;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: false, type: () => String, enum: registrationLifecycle.states }, creditCode: { required: false, type: () => String, description: "In capitals or not." }, updatedSince: { required: false, type: () => String, description: "Changed at or after this time (RFC 3339)." } };
    }
}
__decorate([
    IsOptional(),
    IsIn(registrationLifecycle.states),
    __metadata("design:type", String)
], RegistrationsQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    IsCreditCode(),
    __metadata("design:type", String)
], RegistrationsQuery.prototype, "creditCode", void 0);
__decorate([
    IsOptional(),
    IsInstant(),
    __metadata("design:type", String)
], RegistrationsQuery.prototype, "updatedSince", void 0);
//# sourceMappingURL=registrations.dto.js.map