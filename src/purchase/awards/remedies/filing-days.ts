import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Problem } from '../../../kernel/errors/problem.js';

/** Nobody has known, or posted, what is still to come. @throws Problem `dated_in_future` */
export function mustHaveHappened(field: string, on: PlainDate | null | undefined, today: PlainDate): void {
  if (on === undefined || on === null || on <= today) return;
  const text = { en: 'The day has not come', zh: '日期尚未到来' };
  throw new Problem('dated_in_future', { errors: [{ pointer: `/${field}`, code: 'dated_in_future', text }] });
}
