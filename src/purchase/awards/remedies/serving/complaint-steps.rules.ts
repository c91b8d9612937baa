import {
  andThen,
  getKnownValue,
  toCertain,
  type Certain,
  type WorkingCalendar,
} from '../../../../law/calendars/working-calendar.js';
import { isPlainDate, type PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { ClockEvent } from '../../../../law/deadlines/deadlines.rules.js';
import { periodEnd, readPeriod } from '../../../../law/deadlines/periods.rules.js';
import { findRuleInForce } from '../../../../law/rules/rule-book.js';

/** The days of what an authority did with a complaint, and of what those did whom it is about; null: not yet, or not known. */
export interface ComplaintDays {
  state: string;
  received: PlainDate;
  examined: PlainDate | null;
  correctionAsked: PlainDate | null;
  corrected: PlainDate | null;
  refused: PlainDate | null;
  copiesSent: PlainDate | null;
  answers: readonly { body: string; received: PlainDate | null; answered: PlainDate | null }[];
}

/** One period of a complaint: from when it runs, when it ends, and when the step was taken. */
export interface ComplaintStep {
  rule: string;
  start: ClockEvent;
  from: PlainDate;
  event: ClockEvent;
  end: Certain<PlainDate>;
  done: PlainDate | null;
  /** Who is to answer; null: the authority. */
  body: string | null;
}

const EXAMINE = 'COMPLAINT-EXAMINE-5WD';
const REFUSE = 'COMPLAINT-REFUSE-3WD';

/**
 * Order 94 articles 21 and 22: five working days to examine a complaint, or to ask once for its correction; three more to
 * refuse it; eight to send its copies, and five to answer them. Of a complaint that was accepted or decided before its steps
 * were recorded nothing is said.
 */
export function listComplaintSteps(days: ComplaintDays, calendar: WorkingCalendar): ComplaintStep[] {
  const { state, received, examined, correctionAsked, corrected, refused, copiesSent } = days;
  const runs = ['received', 'to_correct', 'accepted', 'decided'].includes(state);
  const isRecorded = examined !== null || ['received', 'to_correct'].includes(state) || refused !== null;
  if (findRuleInForce(EXAMINE, received) === null || !isRecorded || ['withdrawn', 'voided'].includes(state)) return [];
  const step = (rule: string, start: [ClockEvent, PlainDate], event: ClockEvent, done: PlainDate | null) => ({
    rule,
    start: start[0],
    from: start[1],
    event,
    end: computeEnd(rule, start[1], calendar),
    done,
    body: null,
  });
  const receipt: [ClockEvent, PlainDate] = ['complaint_received', received];
  // A complaint that is corrected is one that can be served only then.
  const servedFrom = correctionAsked === null ? received : corrected;
  return [
    // To ask for its correction, or to refuse it, is to have examined it.
    step(
      EXAMINE,
      receipt,
      'complaint_examined',
      [examined, correctionAsked, refused].filter(isPlainDate).sort()[0] ?? null,
    ),
    ...(correctionAsked === null
      ? []
      : [step('COMPLAINT-CORRECT-5WD', receipt, 'complaint_correction_asked', correctionAsked)]),
    // What was not corrected is refused when the time for that is over, of which no article says how long it is.
    ...(refused === null || correctionAsked !== null ? [] : [refusal(days, refused, calendar)]),
    ...(runs && servedFrom !== null
      ? [step('COMPLAINT-SERVE-8WD', ['complaint_received', servedFrom], 'complaint_copies_sent', copiesSent)]
      : []),
    ...days.answers.flatMap(({ body, received: on, answered }) =>
      on === null
        ? []
        : [
            {
              ...step(
                'COMPLAINT-ANSWER-5WD',
                ['complaint_copies_received', on],
                'complaint_respondent_answered',
                answered,
              ),
              body,
            },
          ],
    ),
  ];
}

/** Where nobody says when it was examined, that may have been as late as the law lets it: both periods add up. */
function refusal({ received, examined }: ComplaintDays, refused: PlainDate, calendar: WorkingCalendar): ComplaintStep {
  const common = { rule: REFUSE, event: 'complaint_refused' as const, done: refused, body: null };
  if (examined !== null)
    return { ...common, start: 'complaint_examined', from: examined, end: computeEnd(REFUSE, examined, calendar) };
  const end = andThen(computeEnd(EXAMINE, received, calendar), (day) => computeEnd(REFUSE, day, calendar));
  return { ...common, start: 'complaint_received', from: received, end };
}

function computeEnd(rule: string, from: PlainDate, calendar: WorkingCalendar): Certain<PlainDate> {
  const row = findRuleInForce(rule, from);
  const period = row && readPeriod(row);
  return period === null ? toCertain(from) : periodEnd(calendar, from, period);
}

/** The day of a step, where the calendar knows it. */
export const findLastDay = ({ end }: Pick<ComplaintStep, 'end'>): PlainDate | null => getKnownValue(end);
