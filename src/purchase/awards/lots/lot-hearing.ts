import { guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import { loadCalendar } from '../../../law/calendars/calendar-store.js';
import { computeLeastHearing, isHearingRunning, refuseShortHearing } from '../../tenders/oversight/hearing.rules.js';
import type { LotGiven } from './lot-proposals.js';
import type { LockedLot } from './locked-lot.js';

/** A published award that the end of its lot would cancel. */
export interface Winner {
  award: string;
  supplier: string;
}

/** Whom the lot was awarded to and told so: they are heard before it ends. */
export const loadWinners: Fact<LockedLot, Winner[]> = ({ tx, root }) =>
  tx.query<Winner>(
    `SELECT id AS award, supplier_id AS supplier FROM award
     WHERE lot_id = $1 AND state = 'active' AND published_on IS NOT NULL AND supplier_id IS NOT NULL ORDER BY id`,
    [root.id],
  );

/** Who was promised something is heard before another person ends it. */
export const hearingGuards: Guards<LockedLot, LotGiven> = {
  hearing_too_short: guard<LockedLot, LotGiven, { loadCalendar: Awaited<ReturnType<typeof loadCalendar>> }>(
    { loadCalendar },
    ({ loadCalendar: calendar }, { given, today }) =>
      refuseShortHearing(given.hearUntil, computeLeastHearing(undefined, today, calendar)),
  ),
  hearing_running: guard<LockedLot, LotGiven, { loadWinners: Winner[] }>(
    { loadWinners },
    ({ loadWinners: winners }, { root: { proposal }, today }) => {
      const last = proposal?.hearUntil ?? null;
      const isHeard = winners.every(({ award }) => proposal?.heard?.[award] !== undefined);
      return isHearingRunning({ hear_until: last, heard: isHeard }, today) ? { facts: { hearUntil: last } } : null;
    },
  ),
};
