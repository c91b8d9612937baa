import { minuteInShanghai, todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { ConductedTender } from '../conducted/conducted-tender.js';
import { tooShort, type ConductedMethod } from '../conducted/issue.rules.js';
import { guardTender, loadCalendar, loadDocuments, type Documents } from '../conducted/tender-facts.js';
import { affectsPreparation, objectChanges, qualificationChanges } from './correction.rules.js';

const MINUTE_MS = 60_000;
const DEADLINE = '/correction/plan/deadlineAt';
const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);
const toIssuedDocuments = ({ issued, ...documents }: Documents) => issued ?? documents;

/**
 * Regulation article 31 II, Order 87 article 27: 15 days; [2014] 214 article 10: 5 days. From the notice of a change that
 * may affect how bids are prepared to the deadline, which else has to move. `pointer` is where the request says what it changes.
 */
export function refuseLateChange(
  tender: Pick<ConductedTender, 'method' | 'deadline_at'>,
  change: { moved: string | null; pointer: string },
  today: PlainDate,
  calendar: WorkingCalendar,
): ProblemDetails | null {
  const end = change.moved ?? tender.deadline_at;
  const dates = {
    start: today,
    end: end === null ? null : todayInShanghai(new Date(end)),
    pointer: change.pointer,
  };
  return tooShort(tender.method as ConductedMethod, 'clarification', dates, calendar);
}

/** What a change of issued documents may not do, and the time that it has to leave. */
export const CORRECTION_GUARDS = {
  // Order 87 article 27, and the same for a consultation.
  correction_changes_object: guardTender(
    { documents: loadDocuments },
    ({ documents }, { given: { correction = {} } }) => refuse(objectChanges(toIssuedDocuments(documents), correction)),
  ),
  correction_changes_qualification: guardTender(
    { documents: loadDocuments },
    ({ documents }, { given: { correction = {} } }) =>
      refuse(qualificationChanges(toIssuedDocuments(documents), correction)),
  ),
  // What was promised to bidders is not taken back: they plan by it. A choice of this system, without an article.
  deadline_moved_forward: guardTender({}, (_, { root, given: { correction = {} } }) => {
    const moved = correction.plan?.deadlineAt;
    const deadline = root.deadline_at;
    if (moved === undefined || deadline === null || new Date(moved) >= deadline) return null;
    // The minute that is named has to be one that is taken.
    const first = new Date(Math.ceil(deadline.getTime() / MINUTE_MS) * MINUTE_MS);
    const local = minuteInShanghai(first).replace('T', ' ');
    const text = { en: `Not before ${local} (Beijing time)`, zh: `不得早于 ${local}（北京时间）` };
    return { errors: [{ pointer: DEADLINE, code: 'minimum', text }] };
  }),
  clarification_too_late: guardTender(
    { documents: loadDocuments, calendar: loadCalendar },
    ({ documents, calendar }, { root, given: { correction = {} }, today }) =>
      affectsPreparation(toIssuedDocuments(documents), correction)
        ? refuseLateChange(root, { moved: correction.plan?.deadlineAt ?? null, pointer: DEADLINE }, today, calendar)
        : null,
  ),
};
