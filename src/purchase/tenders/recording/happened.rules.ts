import { toDay, isMoment } from '../../../kernel/clock/moment.js';
import { earliestDay } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';

/** Days of acts. Deadlines, windows and what is planned may lie ahead. */
const ACTS = [
  'publishedOn',
  'decidedOn',
  'signedOn',
  'concludedOn',
  'heldAt',
  'on',
  'agreedOn',
  'doneOn',
  'carriedOutOn',
  'withdrawnOn',
];

/** What is recorded has happened: the places of days that certainly lie after today, in Asia/Shanghai. */
export function daysAhead(facts: readonly { data: object; source: object }[], today: PlainDate): string[] {
  const ahead = (value: unknown): boolean => isMoment(value) && earliestDay(toDay(value)) > today;
  return facts.flatMap(({ data, source }, i) => [
    ...Object.entries(data)
      .filter(([field, value]) => ACTS.includes(field) && ahead(value))
      .map(([field]) => `/facts/${i}/data/${field}`),
    ...(ahead((source as { publishedOn?: unknown }).publishedOn) ? [`/facts/${i}/source/publishedOn`] : []),
  ]);
}
