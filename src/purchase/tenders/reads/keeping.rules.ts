import { latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import { addYears, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { toRuleBasis } from '../../../law/rules/rule-types.js';
import type { KeepingDto } from './keeping.dto.js';

const RULE = 'ARCHIVE-15Y';

/**
 * Until when the documents of a purchase must be kept: at least fifteen years from its end (Law article 42). `ends`: of each
 * lot the days on which it came to its end; null: it goes on, or nobody knows. The law does not say what the end of a purchase
 * is; the latest that may be meant is taken, so that nothing is thrown away too early. Null: no rule was in force.
 */
export function deriveKeeping(ends: readonly (PartialDate | null)[], today: PlainDate): KeepingDto | null {
  const days = ends.map((end) => (end === null ? null : latestDay(end)));
  const [last = null] = days.toSorted((a, b) => (a === null ? -1 : b === null ? 1 : a < b ? 1 : -1));
  const endedOn = last !== null && last <= today ? last : null;
  const rule = findRuleInForce(RULE, endedOn ?? today);
  if (rule === null) return null;
  const { document, article, confidence } = toRuleBasis(rule);
  return {
    rule: rule.id,
    basis: { document, article, confidence },
    endedOn,
    keepUntil: endedOn === null ? null : addYears(endedOn, Number(rule.value)),
  };
}
