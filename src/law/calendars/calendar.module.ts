import { Module, type DynamicModule } from '@nestjs/common';
import { CalendarService } from './calendar.service.js';
import { CalendarSteps } from './calendar-steps.js';
import { WorkingCalendars } from './calendar-store.js';
import { CalendarsController } from './calendars.controller.js';
import { CalendarsQueries } from './calendars.queries.js';

/** Working days for everybody: `WorkingCalendars.current()`. */
@Module({})
export class CalendarModule {
  static forRoot({ http }: { http: boolean }): DynamicModule {
    return {
      module: CalendarModule,
      global: true,
      controllers: http ? [CalendarsController] : [],
      providers: [WorkingCalendars, CalendarSteps, CalendarService, CalendarsQueries],
      exports: [WorkingCalendars, CalendarSteps, CalendarService],
    };
  }
}
