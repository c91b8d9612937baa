import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Rest } from '../../../law/deadlines/rested.rules.js';
import type { ClockEvent, ClockEvents, StatutoryClock } from '../../../law/deadlines/deadlines.rules.js';

export type EventDays = { readonly [E in ClockEvent]?: PlainDate };
/** Days that rows of a lot tell, which no fact does. */
export type LotDays = EventDays & {
  /** What starts and ends the time to decide on its report: it may begin anew, and the first decision ends it, whichever followed. */
  readonly decision?: Pick<EventDays, 'report_delivered' | 'result_confirmed'> & {
    /** Days on which whom it is about was barred; without `to` it still is. */
    readonly barred?: readonly { from: PlainDate; to?: PlainDate }[];
    /** The first and last days of what bars it, or will: with them `barred` changes by itself. */
    readonly bars?: readonly { from: PlainDate; until: PlainDate }[];
  };
  /** The same of the notice of its award: of one that follows another, nothing is published yet. */
  readonly notice?: Pick<EventDays, 'result_confirmed' | 'result_published'>;
  /** What was upheld about it is to be carried out. */
  readonly remedy_owed?: true;
};

/** Days of the lot by which a clock runs, where these are not the days that its facts and rows tell; null where they are. */
export function toOwnEvents(
  { event }: StatutoryClock,
  known: ClockEvents,
  { decision, notice }: Pick<LotDays, 'decision' | 'notice'>,
): ClockEvents | null {
  if (event === 'result_confirmed' && decision !== undefined) return toDecisionEvents(known, decision);
  return event === 'result_published' && notice !== undefined ? toNoticeEvents(known, notice) : null;
}

/** Days on which nobody may decide, which the time to decide has besides. */
export const listBarredDays = ({ event }: StatutoryClock, { decision }: Pick<LotDays, 'decision'>): readonly Rest[] =>
  event === 'result_confirmed' ? (decision?.barred ?? []).map(({ from, to = null }) => ({ from, to })) : [];

/** The notice and the signature follow the decision that stands; the time to decide has days of its own. */
const toDecisionEvents = (
  { result_confirmed: known }: ClockEvents,
  { report_delivered: from, result_confirmed: first }: NonNullable<LotDays['decision']>,
): ClockEvents => ({
  ...(from !== undefined && { report_delivered: { on: from } }),
  ...(known && { result_confirmed: known }),
  // A fact of the same day is its evidence.
  ...(first !== undefined && first !== known?.on && { result_confirmed: { on: first } }),
});

const toNoticeEvents = (known: ClockEvents, notice: NonNullable<LotDays['notice']>): ClockEvents =>
  Object.fromEntries(
    (['result_confirmed', 'result_published'] as const).flatMap((event) => {
      const on = notice[event];
      // A fact of the same day is its evidence.
      return on === undefined ? [] : [[event, on === known[event]?.on ? known[event] : { on }]];
    }),
  );

/** What is made of a result waits for what was upheld about the lot; while it is suspended its report waits, too. */
const OF_RESULT: ReadonlySet<ClockEvent> = new Set(['result_confirmed', 'result_published']);

/** A clock of a lot: while nobody may do what it waits for, no last day is set. */
export function restClock(clock: StatutoryClock, state: string | null, isRemedyOwed: boolean): StatutoryClock {
  const rests = OF_RESULT.has(clock.event)
    ? state === 'suspended' || isRemedyOwed
    : state === 'suspended' && clock.event === 'report_delivered';
  return rests && clock.done === null ? { ...clock, date: null, range: { ...clock.range, latest: null } } : clock;
}
