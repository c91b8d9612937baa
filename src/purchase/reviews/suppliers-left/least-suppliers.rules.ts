import { findRuleInForce, getRule } from '../../../law/rules/rule-book.js';
import type { Rule } from '../../../law/rules/rule-types.js';
import type { OpenReview } from '../open-review.js';

/**
 * How many suppliers must be left: three; in a consultation of a purchased service two carry it on ([2015] 124), which
 * says so from 2015-06-30.
 */
export function leastRule({ method, today }: Pick<OpenReview, 'method' | 'today'>): Rule {
  const exception = method === 'COMPETITIVE_CONSULTATION' ? findRuleInForce('CONSULT-2-EXCEPTION', today) : null;
  return exception ?? getRule('MIN-SUPPLIERS-3');
}
export const leastSuppliers = (open: Pick<OpenReview, 'method' | 'today'>): number => Number(leastRule(open).value);
