var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var CalendarModule_1;
import { Module } from '@nestjs/common';
import { CalendarService } from './calendar.service.js';
import { WorkingCalendars } from './calendar.store.js';
import { CalendarsController } from './calendars.controller.js';
import { CalendarsQueries } from './calendars.queries.js';
/** Working days for everybody: `WorkingCalendars.current()`. */
let CalendarModule = CalendarModule_1 = class CalendarModule {
    static forRoot({ http }) {
        return {
            module: CalendarModule_1,
            global: true,
            controllers: http ? [CalendarsController] : [],
            providers: [WorkingCalendars, CalendarService, CalendarsQueries],
            exports: [WorkingCalendars, CalendarService],
        };
    }
};
CalendarModule = CalendarModule_1 = __decorate([
    Module({})
], CalendarModule);
export { CalendarModule };
//# sourceMappingURL=calendar.module.js.map