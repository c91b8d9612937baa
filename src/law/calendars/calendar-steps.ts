import { Injectable } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import type { WorkingCalendar } from './working-calendar.js';

/** What follows in the transaction that loads or corrects a year: `calendar` is the one that holds from then on. */
type CalendarStep = (tx: Tx, calendar: WorkingCalendar) => Promise<void>;

/** Steps of later rooms, which hold instants that follow from the calendar and are read before any sweep has looked. */
@Injectable()
export class CalendarSteps {
  private readonly steps: CalendarStep[] = [];

  contribute(step: CalendarStep): void {
    this.steps.push(step);
  }

  async notifySteps(tx: Tx, calendar: WorkingCalendar): Promise<void> {
    for (const step of this.steps) await step(tx, calendar);
  }
}
