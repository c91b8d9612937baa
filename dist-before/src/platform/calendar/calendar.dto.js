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
import { IsArray, ArrayMaxSize, ArrayMinSize, IsIn, IsString, MaxLength, MinLength, ValidateNested, } from 'class-validator';
import { Type } from 'class-transformer';
import { IsPlainDate } from '../clock/is-date.decorators.js';
import { springFestivalOf } from './lunar.js';
import { DAY_KINDS } from './working-calendar.js';
/** A day on which the notice says something; every other day is worked from Monday to Friday. */
export class CalendarDayDto {
    date;
    /** `holiday` is free, `makeup` is worked although it is a weekend. */
    kind;
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { date: { required: true, type: () => String }, kind: { required: true, description: "`holiday` is free, `makeup` is worked although it is a weekend.", enum: ["holiday", "makeup"], enum: DAY_KINDS }, name: { required: true, type: () => String, minLength: 1, maxLength: 100 } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], CalendarDayDto.prototype, "date", void 0);
__decorate([
    IsIn(DAY_KINDS),
    __metadata("design:type", String)
], CalendarDayDto.prototype, "kind", void 0);
__decorate([
    IsString(),
    MinLength(1),
    MaxLength(100),
    __metadata("design:type", String)
], CalendarDayDto.prototype, "name", void 0);
export class NewCalendarYearDto {
    /** The State Council's notice, by title and number. */
    source;
    days;
    static _OPENAPI_METADATA_FACTORY() {
        return { source: { required: true, type: () => String, description: "The State Council's notice, by title and number.", minLength: 1, maxLength: 500 }, days: { required: true, type: () => [CalendarDayDto], minItems: 1, maxItems: 366 } };
    }
}
__decorate([
    IsString(),
    MinLength(1),
    MaxLength(500),
    __metadata("design:type", String)
], NewCalendarYearDto.prototype, "source", void 0);
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(366),
    ValidateNested({ each: true }),
    Type(() => CalendarDayDto),
    __metadata("design:type", Array)
], NewCalendarYearDto.prototype, "days", void 0);
export class CalendarYearDto {
    year;
    source;
    /** The value of the ETag. */
    version;
    loadedAt;
    static of(row) {
        return { year: row.year, source: row.source, version: row.version, loadedAt: row.loadedAt.toISOString() };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { year: { required: true, type: () => Number }, source: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "The value of the ETag." }, loadedAt: { required: true, type: () => String } };
    }
}
/** 小年, 春节 and 元宵 of the year. */
export class SpringFestivalDto {
    littleNewYear;
    newYear;
    lanternFestival;
    static _OPENAPI_METADATA_FACTORY() {
        return { littleNewYear: { required: true, type: () => String }, newYear: { required: true, type: () => String }, lanternFestival: { required: true, type: () => String } };
    }
}
export class CalendarYearDetailDto extends CalendarYearDto {
    workingDays;
    springFestival;
    days;
    static detail(row, workingDays) {
        return { ...CalendarYearDto.of(row), workingDays, springFestival: springFestivalOf(row.year), days: row.days };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { workingDays: { required: true, type: () => Number }, springFestival: { required: true, type: () => SpringFestivalDto }, days: { required: true, type: () => [CalendarDayDto] } };
    }
}
export class CalendarListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [CalendarYearDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=calendar.dto.js.map