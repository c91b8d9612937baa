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
import * as openapi_import_1 from "./calendar.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, SignedIn } from '../access/decorators.js';
import { OptionalIfMatch } from '../http/concurrency.js';
import { ListUrl, PageQuery } from '../http/list.js';
import { Operation } from '../http/operation.js';
import { NewCalendarYearDto } from './calendar.dto.js';
import { daysOf } from './calendar-faults.js';
import { CalendarService } from './calendar.service.js';
import { calendarYear, CalendarsQueries } from './calendars.queries.js';
let CalendarsController = class CalendarsController {
    queries;
    service;
    constructor(queries, service) {
        this.queries = queries;
        this.service = service;
    }
    list(query, url) {
        return this.queries.list(query, url);
    }
    one(year) {
        return this.queries.one(calendarYear(year));
    }
    /** A year that is loaded is replaced only with If-Match; the same days again change nothing. */
    async load(principal, yearText, version, body) {
        const year = calendarYear(yearText);
        await this.service.load(principal, { year, source: body.source, days: daysOf(year, body.days) }, version);
        return this.queries.one(year);
    }
};
__decorate([
    Get(),
    SignedIn(),
    Operation('listCalendars', 'Years of the working calendar that are loaded', 'validation_failed', 'bad_cursor', 'not_signed_in'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CalendarListDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [PageQuery, String]),
    __metadata("design:returntype", Promise)
], CalendarsController.prototype, "list", null);
__decorate([
    Get(':year'),
    SignedIn(),
    Operation('getCalendar', 'Holidays and make-up days of one year', 'not_signed_in', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CalendarYearDetailDto }),
    __param(0, Param('year')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], CalendarsController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "A year that is loaded is replaced only with If-Match; the same days again change nothing." }),
    Put(':year'),
    Permit('calendar.manage'),
    Operation('loadCalendar', 'Load a year when it is announced, or a corrected notice in its place', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CalendarYearDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Param('year')),
    __param(2, OptionalIfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Object, NewCalendarYearDto]),
    __metadata("design:returntype", Promise)
], CalendarsController.prototype, "load", null);
CalendarsController = __decorate([
    ApiTags('calendars'),
    Controller('calendars'),
    __metadata("design:paramtypes", [CalendarsQueries,
        CalendarService])
], CalendarsController);
export { CalendarsController };
//# sourceMappingURL=calendars.controller.js.map