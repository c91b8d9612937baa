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
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
/** Days, both included, on which nobody can be served. */
export class NoServiceDto {
    from;
    to;
    why;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String }, why: { required: false, type: () => String, nullable: true, maxLength: 200 } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NoServiceDto.prototype, "from", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NoServiceDto.prototype, "to", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", Object)
], NoServiceDto.prototype, "why", void 0);
export class WindowQuestionDto {
    /** First day of the window. */
    start;
    /** Last day of the window. */
    end;
    /** Replaces the weeks around Spring Festival (小年 to 元宵); an empty list means none. */
    noService;
    /** First working days, left after the no-service days, that serve nobody yet. */
    rampUpDays;
    /** Last working days that serve nobody any more. */
    closeOutDays;
    static _OPENAPI_METADATA_FACTORY() {
        return { start: { required: true, type: () => String, description: "First day of the window." }, end: { required: true, type: () => String, description: "Last day of the window." }, noService: { required: false, type: () => [NoServiceDto], description: "Replaces the weeks around Spring Festival (\u5C0F\u5E74 to \u5143\u5BB5); an empty list means none.", maxItems: 200 }, rampUpDays: { required: false, type: () => Number, description: "First working days, left after the no-service days, that serve nobody yet.", minimum: 0, maximum: 10000 }, closeOutDays: { required: false, type: () => Number, description: "Last working days that serve nobody any more.", minimum: 0, maximum: 10000 } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], WindowQuestionDto.prototype, "start", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], WindowQuestionDto.prototype, "end", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(200),
    ValidateNested({ each: true }),
    Type(() => NoServiceDto),
    __metadata("design:type", Array)
], WindowQuestionDto.prototype, "noService", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000),
    __metadata("design:type", Number)
], WindowQuestionDto.prototype, "rampUpDays", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000),
    __metadata("design:type", Number)
], WindowQuestionDto.prototype, "closeOutDays", void 0);
export class NoServiceSpanDto {
    from;
    to;
    /** `spring_festival`, or what was given. */
    why;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String }, why: { required: true, type: () => String, nullable: true, description: "`spring_festival`, or what was given." } };
    }
}
/** What a window really holds. All figures but the calendar days are null where a year's calendar is not loaded. */
export class WindowFiguresDto {
    start;
    end;
    calendarDays;
    workingDays;
    noService;
    /** Working days less the no-service days, ramp-up and close-out. */
    effectiveWorkingDays;
    /** Of the calendar year of `start`. */
    workingDaysOfYear;
    /** Effective days in percent of them, one decimal, half up; null where the window crosses years. */
    shareOfYear;
    certainty;
    missingYears;
    static _OPENAPI_METADATA_FACTORY() {
        return { start: { required: true, type: () => String }, end: { required: true, type: () => String }, calendarDays: { required: true, type: () => Number }, workingDays: { required: true, type: () => Number, nullable: true }, noService: { required: true, type: () => [NoServiceSpanDto], nullable: true }, effectiveWorkingDays: { required: true, type: () => Number, nullable: true, description: "Working days less the no-service days, ramp-up and close-out." }, workingDaysOfYear: { required: true, type: () => Number, nullable: true, description: "Of the calendar year of `start`." }, shareOfYear: { required: true, type: () => String, nullable: true, description: "Effective days in percent of them, one decimal, half up; null where the window crosses years." }, certainty: { required: true, enum: ["known", "uncertain"] }, missingYears: { required: true, type: () => [Number] } };
    }
}
//# sourceMappingURL=window.dto.js.map