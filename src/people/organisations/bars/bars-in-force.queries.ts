import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleBasis } from '../../../law/rules/rule-types.js';

/** A decision that keeps a body from procurement on a day. */
export interface BarInForce {
  number: string;
  authority: string;
  from: PlainDate;
  until: PlainDate;
}

/** SQL: the decision that bars the body on the day, as JSON; of several the one that lasts longest, null where none does. */
export const barInForceSql = (organisation: string, day: string): string =>
  `(SELECT jsonb_build_object('number', b.number, 'authority', b.authority, 'from', b.from_on, 'until', b.until) FROM organisation_bar b
    WHERE b.organisation_id = ${organisation} AND b.state = 'in_force' AND ${day} BETWEEN b.from_on AND b.until
    ORDER BY b.until DESC, b.id LIMIT 1)`;

/** Law article 77: who is barred takes no part in procurement, until the day after the last one. */
export function refuseBarredBody(bar: BarInForce | null): ProblemDetails | null {
  if (bar === null) return null;
  const rule = getRule('SUPPLIER-BARRED');
  const { document, article, confidence } = toRuleBasis(rule);
  return { rule: rule.id, basis: { document, article, confidence }, facts: { ...bar } };
}
