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
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
export class ReasonDto {
    /** Why; kept in the audit. */
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { reason: { required: false, type: () => String, description: "Why; kept in the audit.", maxLength: 2000 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], ReasonDto.prototype, "reason", void 0);
//# sourceMappingURL=reason.dto.js.map