import type { SubjectType } from '../runs/assessment-types.js';

export type RootType =
  | 'programme_calendar'
  | 'programme'
  | 'service_line'
  | 'contract'
  | 'tender'
  | 'agency'
  | 'buyer'
  | 'evaluator'
  | 'community'
  | 'evaluation_scheme'
  | 'market'
  | 'bidder_group'
  | 'buyer_agency';

/** What one case is about: every subject that triggers for this one cause belongs to one flag. */
export interface RootCause {
  type: RootType;
  id: string;
}

/** Where a subject stands. */
export interface Place {
  subject: { type: SubjectType; id: string };
  /** The programme whose calendar it is made by. */
  calendar: string | null;
  tender: string | null;
}

/** Windows are short, and begin late, because the year's calendar says so: one cause for every purchase made by it. */
const OF_CALENDAR: ReadonlySet<string> = new Set(['W01', 'W03']);

/**
 * The root cause of an assessment: of W01 and W03 the calendar of the programme, or the purchase itself where it is made by
 * none; of the C family the tender; of what is known of a line, the line; everything else is the subject's own.
 */
export function deriveRootCause(indicator: string, { subject, calendar, tender }: Place): RootCause {
  if (OF_CALENDAR.has(indicator) && calendar !== null) return { type: 'programme_calendar', id: calendar };
  switch (subject.type) {
    case 'programme':
      return { type: 'programme_calendar', id: subject.id };
    case 'service_line':
    case 'agency':
    case 'buyer':
    case 'evaluator':
    case 'community':
    case 'evaluation_scheme':
    case 'market':
    case 'bidder_group':
    case 'buyer_agency':
      return { type: subject.type, id: subject.id };
    case 'lot':
    case 'tender':
      return { type: 'tender', id: tender ?? subject.id };
    case 'contract':
      return OF_CALENDAR.has(indicator) && tender !== null
        ? { type: 'tender', id: tender }
        : { type: 'contract', id: subject.id };
  }
}
