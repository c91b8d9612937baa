var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../tenders/conducted/terms.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { PROGRESS_STATES } from './progress.rules.js';
export class EffectiveDaysDto {
    total;
    /** Over before today. */
    elapsed;
    /** Today among them. */
    left;
    static _OPENAPI_METADATA_FACTORY() {
        return { total: { required: true, type: () => Number }, elapsed: { required: true, type: () => Number, description: "Over before today." }, left: { required: true, type: () => Number, description: "Today among them." } };
    }
}
/** What will have been done at the end, at the mean output of an effective day. Numbers as text. */
export class ForecastDto {
    /** Mean output of an effective day, two decimals. */
    perEffectiveDay;
    /** One decimal, as the two ends of the 95 % interval. */
    expected;
    low;
    high;
    /** What the variance was taken between: `days`, or `weeks` where output comes by the week. */
    between;
    static _OPENAPI_METADATA_FACTORY() {
        return { perEffectiveDay: { required: true, type: () => String, description: "Mean output of an effective day, two decimals." }, expected: { required: true, type: () => String, description: "One decimal, as the two ends of the 95 % interval." }, low: { required: true, type: () => String }, high: { required: true, type: () => String }, between: { required: true, description: "What the variance was taken between: `days`, or `weeks` where output comes by the week.", enum: ["days", "weeks"] } };
    }
}
__decorate([
    ApiProperty({ enum: ['days', 'weeks'] }),
    __metadata("design:type", String)
], ForecastDto.prototype, "between", void 0);
export class IndicatorProgressDto {
    /** Number of the standard in the contract. */
    no;
    text;
    unit;
    measure;
    target;
    /** Up to and with today, from the records within the contract; null where nothing counts toward it. */
    done;
    forecast;
    /**
     * `reached`: the target is; `misses`: less than the target is expected at the end; `on_course`; `not_applicable`: it has no
     * target; `insufficient_data`: see `reason`.
     */
    state;
    /**
     * Why there is no forecast: no `measure`, no `target`, a `calendar` that is not loaded, fewer than twenty `effective_days`
     * or four `weeks` over; `recipients_are_no_rate`: different people served do not come at a rate.
     */
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, description: "Number of the standard in the contract." }, text: { required: true, type: () => String }, unit: { required: true, type: () => String, nullable: true }, measure: { required: true, type: () => openapi_import_1.MeasureDto, nullable: true }, target: { required: true, type: () => Number, nullable: true }, done: { required: true, type: () => Number, nullable: true, description: "Up to and with today, from the records within the contract; null where nothing counts toward it." }, forecast: { required: true, type: () => ForecastDto, nullable: true }, state: { required: true, description: "`reached`: the target is; `misses`: less than the target is expected at the end; `on_course`; `not_applicable`: it has no\ntarget; `insufficient_data`: see `reason`.", enum: ["insufficient_data", "not_applicable", "reached", "on_course", "misses"] }, reason: { required: true, type: () => String, nullable: true, description: "Why there is no forecast: no `measure`, no `target`, a `calendar` that is not loaded, fewer than twenty `effective_days`\nor four `weeks` over; `recipients_are_no_rate`: different people served do not come at a rate." } };
    }
}
__decorate([
    ApiProperty({ enum: PROGRESS_STATES }),
    __metadata("design:type", String)
], IndicatorProgressDto.prototype, "state", void 0);
export class ContractProgressDto {
    contract;
    /** The day on which it is told. */
    asOf;
    /** The window, cut off where the contract ended before its time. */
    from;
    to;
    /** Working days less those from 小年 to 元宵; null where a year's calendar is not loaded. */
    effectiveDays;
    missingYears;
    indicators;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: true, type: () => String }, asOf: { required: true, type: () => String, description: "The day on which it is told." }, from: { required: true, type: () => String, nullable: true, description: "The window, cut off where the contract ended before its time." }, to: { required: true, type: () => String, nullable: true }, effectiveDays: { required: true, type: () => EffectiveDaysDto, nullable: true, description: "Working days less those from \u5C0F\u5E74 to \u5143\u5BB5; null where a year's calendar is not loaded." }, missingYears: { required: true, type: () => [Number] }, indicators: { required: true, type: () => [IndicatorProgressDto] } };
    }
}
//# sourceMappingURL=progress.dto.js.map