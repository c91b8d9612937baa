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
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { PageQuery } from '../../platform/http/list.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsKnownRegion } from '../../platform/identity/is-identity.decorators.js';
import { IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { formatYuan } from '../../platform/money/money.js';
import { IsBudgetLevel } from './is-code.decorators.js';
import { BUDGET_LEVELS } from './methods.js';
import { CONFIDENCES } from './rule.types.js';
/** What is bought, as the thresholds tell it apart. */
export const THRESHOLD_OBJECTS = ['goods', 'services', 'works'];
const PLACE = /^(CN|[1-9]\d{5})$/;
export class ThresholdQueryDto extends PageQuery {
    /** `CN` or a GB/T 2260 code: its own thresholds, those of the places above it, and the country's. */
    region;
    level;
    object;
    /** The day on which it must hold. */
    at;
    static _OPENAPI_METADATA_FACTORY() {
        return { region: { required: false, type: () => String, description: "`CN` or a GB/T 2260 code: its own thresholds, those of the places above it, and the country's." }, level: { required: false, enum: ["central", "provincial", "below_provincial"] }, object: { required: false, enum: ["services", "goods", "works"], enum: THRESHOLD_OBJECTS }, at: { required: false, type: () => String, description: "The day on which it must hold." } };
    }
}
__decorate([
    IsOptional(),
    Matches(PLACE),
    __metadata("design:type", String)
], ThresholdQueryDto.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsBudgetLevel(),
    __metadata("design:type", String)
], ThresholdQueryDto.prototype, "level", void 0);
__decorate([
    IsOptional(),
    IsIn(THRESHOLD_OBJECTS),
    __metadata("design:type", String)
], ThresholdQueryDto.prototype, "object", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], ThresholdQueryDto.prototype, "at", void 0);
export class NewThresholdDto {
    region;
    level;
    object;
    amount;
    effectiveFrom;
    /** Last day; without it until the next threshold. */
    effectiveTo;
    /** The document that sets it, by title and number. */
    source;
    confidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { region: { required: true, type: () => String }, level: { required: true, enum: ["central", "provincial", "below_provincial"] }, object: { required: true, enum: ["services", "goods", "works"], enum: THRESHOLD_OBJECTS }, amount: { required: true, type: () => String }, effectiveFrom: { required: true, type: () => String }, effectiveTo: { required: false, type: () => String, nullable: true, description: "Last day; without it until the next threshold." }, source: { required: true, type: () => String, description: "The document that sets it, by title and number.", maxLength: 500 }, confidence: { required: true, enum: ["POLICY", "A", "B", "C"], enum: CONFIDENCES } };
    }
}
__decorate([
    Matches(PLACE),
    IsKnownRegion(),
    __metadata("design:type", String)
], NewThresholdDto.prototype, "region", void 0);
__decorate([
    IsBudgetLevel(),
    __metadata("design:type", String)
], NewThresholdDto.prototype, "level", void 0);
__decorate([
    IsIn(THRESHOLD_OBJECTS),
    __metadata("design:type", String)
], NewThresholdDto.prototype, "object", void 0);
__decorate([
    IsYuan(),
    __metadata("design:type", String)
], NewThresholdDto.prototype, "amount", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewThresholdDto.prototype, "effectiveFrom", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], NewThresholdDto.prototype, "effectiveTo", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", String)
], NewThresholdDto.prototype, "source", void 0);
__decorate([
    IsIn(CONFIDENCES),
    __metadata("design:type", String)
], NewThresholdDto.prototype, "confidence", void 0);
/** From this amount on a purchase must be tendered openly. */
export class ThresholdDto {
    id;
    region;
    level;
    object;
    amount;
    currency;
    effectiveFrom;
    effectiveTo;
    source;
    confidence;
    static of(row) {
        return {
            id: row.id,
            region: row.region,
            level: row.level,
            object: row.object,
            amount: formatYuan(row.amount),
            currency: 'CNY',
            effectiveFrom: row.effective_from,
            effectiveTo: row.effective_to,
            source: row.source,
            confidence: row.confidence,
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, region: { required: true, type: () => String }, level: { required: true, enum: ["central", "provincial", "below_provincial"] }, object: { required: true, enum: ["services", "goods", "works"] }, amount: { required: true, type: () => String }, currency: { required: true, type: () => String }, effectiveFrom: { required: true, type: () => String }, effectiveTo: { required: true, type: () => String, nullable: true }, source: { required: true, type: () => String }, confidence: { required: true, enum: ["POLICY", "A", "B", "C"] } };
    }
}
__decorate([
    ApiProperty({ enum: BUDGET_LEVELS }),
    __metadata("design:type", String)
], ThresholdDto.prototype, "level", void 0);
__decorate([
    ApiProperty({ enum: THRESHOLD_OBJECTS }),
    __metadata("design:type", String)
], ThresholdDto.prototype, "object", void 0);
__decorate([
    ApiProperty({ enum: CONFIDENCES }),
    __metadata("design:type", String)
], ThresholdDto.prototype, "confidence", void 0);
export class ThresholdListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ThresholdDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=threshold.dto.js.map