import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';

/**
 * This process's own clock, for waits that keep somebody out: in production business time is the wall clock, and who writes
 * otherwise into the database ends no such wait before its time. Elsewhere business time may be moved, and says it alone.
 */
@Injectable()
export class OwnClock {
  constructor(private readonly settings: Settings) {}

  /** Whether an instant that has passed by business time has passed here as well; none was waited for. */
  hasPassed(at: Date | string | null): boolean {
    return at === null || !this.settings.production || new Date(at).getTime() <= Date.now();
  }

  /** What this process takes for now, from where a wait is counted back; null where business time says it alone. */
  findOwnNow(): Date | null {
    return this.settings.production ? new Date(Date.now()) : null;
  }

  /** From when a wait counts that begins at this business time: never from before it does. */
  getBeginning(now: Date): Date {
    return this.settings.production ? new Date(Math.max(now.getTime(), Date.now())) : now;
  }
}
