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
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { EXTENSION_STATES } from './budget-extension.lifecycle.js';
export class NewBudgetExtensionDto {
    /** The last day asked for, later than the line's. */
    until;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { until: { required: true, type: () => String, description: "The last day asked for, later than the line's." }, reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewBudgetExtensionDto.prototype, "until", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], NewBudgetExtensionDto.prototype, "reason", void 0);
export class BudgetExtensionDto {
    id;
    version;
    budgetLine;
    /** The line's day when it was asked for. */
    useBy;
    until;
    reason;
    state;
    requestedAt;
    decidedAt;
    decisionReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, budgetLine: { required: true, type: () => String }, useBy: { required: true, type: () => String, description: "The line's day when it was asked for." }, until: { required: true, type: () => String }, reason: { required: true, type: () => String }, state: { required: true, enum: ["withdrawn", "requested", "granted", "refused"] }, requestedAt: { required: true, type: () => String }, decidedAt: { required: true, type: () => String, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: EXTENSION_STATES }),
    __metadata("design:type", String)
], BudgetExtensionDto.prototype, "state", void 0);
export class BudgetExtensionListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [BudgetExtensionDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=budget-extension.dto.js.map