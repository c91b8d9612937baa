import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { sameDays } from './calendar-file.rules.js';
import { CalendarSteps } from './calendar-steps.js';
import { WorkingCalendars } from './calendar-store.js';
import type { CalendarDay } from './working-calendar.js';

export interface NewYear {
  year: number;
  /** The notice, by title and number. */
  source: string;
  /** As checked by `checkYear`. */
  days: readonly CalendarDay[];
}

/** Which stored year may be replaced: the one of this version, any, or none. */
export type Replacing = number | 'any' | undefined;

export type LoadOutcome = 'loaded' | 'replaced' | 'unchanged';

/** Loads a year of the working calendar when the State Council announces it, or a corrected notice in its place. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
    private readonly steps: CalendarSteps,
  ) {}

  /**
   * The same days again change nothing. Other days for a year that is loaded need `replacing`.
   * @throws Problem `if_match_required`, `stale_version`
   */
  async load(principal: Principal, given: NewYear, replacing?: Replacing): Promise<LoadOutcome> {
    return this.transactions.run(principal, async (tx) => {
      const stored = await this.calendars.lock(tx, given.year);
      if (typeof replacing === 'number' && replacing !== stored?.version) throw new Problem('stale_version');
      if (stored !== null && sameDays(stored.days, given.days)) return 'unchanged';
      if (stored !== null && replacing === undefined) throw new Problem('if_match_required');
      await this.calendars.store(tx, given.year, given.source, given.days);
      await this.steps.notifySteps(tx, await this.calendars.readCalendar(tx));
      const action = stored === null ? 'loaded' : 'replaced';
      await tx.record({
        aggregate: 'working_calendar',
        id: String(given.year),
        action,
        data: { year: given.year, source: given.source, days: given.days.length, version: (stored?.version ?? 0) + 1 },
        public: true,
      });
      return action;
    });
  }
}
