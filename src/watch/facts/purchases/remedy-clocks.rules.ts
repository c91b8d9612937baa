import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { decisionEnd, type Pause } from '../../../purchase/awards/remedies/remedy.rules.js';
import {
  deriveClocks,
  type ClockEvent,
  type DatedEvent,
  type StatutoryClock,
} from '../../../law/deadlines/deadlines.rules.js';
import {
  findLastDay,
  listComplaintSteps,
  type ComplaintDays,
  type ComplaintStep,
} from '../../../purchase/awards/remedies/serving/complaint-steps.rules.js';
import type { BudgetLevel, Method } from '../../../law/code-lists/methods.js';
import { questionClocks, type Asked } from '../../../purchase/tenders/reads/deadlines.view.js';
import type { JudgedClock } from '../fact-types.js';

/** `lot` null: about every lot. */
interface About {
  id: string;
  lot: number | null;
}
/** What was asked for against a purchase, with the days of what became of it; null: nothing yet. */
export interface Disputes {
  questions: Asked[];
  challenges: (About & { received: PlainDate; answered: PlainDate | null })[];
  complaints: (About & ComplaintDays & { decided: PlainDate | null; pauses: Pause[] })[];
  suspensions: { id: string; lot: number; suspended: PlainDate; resumed: PlainDate | null }[];
}

export interface DisputedTender {
  id: string;
  method: string | null;
  budget_level: string | null;
  region: string | null;
  lots: readonly { no: number }[];
  disputes: Disputes;
}

/**
 * The clocks of what is asked about or for against a purchase: of an answer, a decision, a suspension. All of it is done here, however
 * the purchase is conducted, so what is not on record has not happened.
 */
export function remedyClocks(tender: DisputedTender, calendar: WorkingCalendar): JudgedClock[] {
  const { challenges, complaints } = tender.disputes;
  const run = (start: [ClockEvent, PlainDate], end: [ClockEvent, PlainDate | null], record: string) =>
    deriveClocks(
      {
        method: tender.method as Method | null,
        level: tender.budget_level as BudgetLevel | null,
        region: tender.region,
        events: {
          [start[0]]: { on: start[1], record, source: null } satisfies DatedEvent,
          ...(end[1] && { [end[0]]: { on: end[1], record, source: null } satisfies DatedEvent }),
        },
        told: [end[0]],
      },
      calendar,
    ).filter(({ event }) => event === end[0]);
  const createClockMapper = (lot: number | null, record: string) => (clock: StatutoryClock) => ({
    ...clock,
    lot,
    key: `${lot ?? '-'}/${clock.rule}/${clock.event}/${record}/${clock.from.on}`,
  });
  return [
    ...questionClocks(tender, tender.disputes.questions, calendar).map((clock) =>
      createClockMapper(null, clock.record)(clock),
    ),
    ...challenges.flatMap(({ id, lot, received, answered }) =>
      run(['challenge_received', received], ['challenge_answered', answered], `challenge:${id}`).map(
        createClockMapper(lot, `challenge:${id}`),
      ),
    ),
    ...complaints.flatMap((complaint) =>
      listComplaintSteps(complaint, calendar).flatMap((step) => {
        const { id, lot } = complaint;
        // Of a refusal the rule begins with the examination, whose day may not be known.
        const start = step.event === 'complaint_refused' ? 'complaint_examined' : step.start;
        const asked = step.body === null ? `complaint:${id}` : `complaint:${id}/${step.body}`;
        return run([start, step.from], [step.event, step.done], `complaint:${id}`)
          .map((clock) => withStep(clock, step))
          .map(createClockMapper(lot, asked));
      }),
    ),
    // What was refused is not decided.
    ...complaints
      .filter(({ state }) => state !== 'refused')
      .flatMap(({ id, lot, received, decided, pauses }) =>
        run(['complaint_received', received], ['complaint_decided', decided], `complaint:${id}`)
          .map((clock) => withoutPauses(clock, received, pauses, calendar))
          .map(createClockMapper(lot, `complaint:${id}`)),
      ),
    ...stops(tender).flatMap(({ record, lot, suspended, resumed }) =>
      run(['suspended', suspended], ['resumed', resumed], record).map(createClockMapper(lot, record)),
    ),
  ];
}

/** The day of a step of a complaint, and from what it is counted. */
function withStep(clock: StatutoryClock, step: ComplaintStep): StatutoryClock {
  const day = findLastDay(step);
  return {
    ...clock,
    from: { ...clock.from, event: step.start },
    date: day,
    range: { earliest: day ?? clock.range.earliest, latest: day },
  };
}

/** Order 94 articles 26 and 27. While a pause runs that began in time, no day is set. */
function withoutPauses(
  clock: StatutoryClock,
  received: PlainDate,
  pauses: readonly Pause[],
  calendar: WorkingCalendar,
): StatutoryClock {
  const { end, rests } = decisionEnd(received, pauses, calendar);
  const day = getKnownValue(end);
  const last = rests ? null : day;
  return { ...clock, date: last, range: { earliest: day ?? clock.range.earliest, latest: last } };
}

type Span = Pick<Disputes['suspensions'][number], 'suspended' | 'resumed'>;
interface Stop extends Span {
  record: string;
  lot: number | null;
}

/** What all lots share is told once. */
function stops({ id, lots, disputes: { suspensions } }: DisputedTender): Stop[] {
  const isSame = (a: Span, b: Span): boolean => a.suspended === b.suspended && a.resumed === b.resumed;
  return suspensions.flatMap((stop, i): Stop[] => {
    const { suspended, resumed } = stop;
    const sharedBy = new Set(suspensions.filter((other) => isSame(stop, other)).map(({ lot }) => lot));
    if (sharedBy.size < lots.length) return [{ record: `lot:${stop.id}`, lot: stop.lot, suspended, resumed }];
    const isFirst = suspensions.findIndex((other) => isSame(stop, other)) === i;
    return isFirst ? [{ record: `tender:${id}`, lot: null, suspended, resumed }] : [];
  });
}
