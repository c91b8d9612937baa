import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../conducted/issue.rules.js';

/**
 * The closed lists after the issue. Law article 36: fewer than three suppliers, acts that make it unfair, every offer above
 * the budget, an unforeseen change; a decision on a complaint; an award that nobody takes up.
 */
export const FAIL_GROUNDS = [
  'too_few_suppliers',
  'unlawful_acts',
  'offers_above_budget',
  'remedy_decision',
  'award_refused',
] as const;
/** States in which nothing was issued: a purchase is given up for a reason alone. */
export const BEFORE_ISSUE = ['draft', 'in_review', 'planned', 'intent_published'] as const;
/** Law article 36 (4), Caiku [2014] 214 article 35: the purchase itself is given up. */
export const CANCEL_GROUNDS = ['unforeseen_change', 'remedy_decision'] as const;

/** Refuses a ground that the closed list does not have. */
export const refuseGround = (list: readonly string[], ground: string | undefined): ProblemDetails | null =>
  list.includes(ground ?? '')
    ? null
    : {
        errors: [
          {
            pointer: '/ground',
            code: 'required',
            text: { en: 'A ground of the closed list', zh: '请给出法定事由' },
          },
        ],
        facts: { grounds: list },
      };

/** The same of a failure; in an open tender the list is the Law's (article 36). */
export function refuseFailGround(method: string | null, ground: string | undefined): ProblemDetails | null {
  const refusal = refuseGround(FAIL_GROUNDS, ground);
  if (refusal === null || method !== 'OPEN_TENDER') return refusal;
  return { ...toRuleRefusal(getRule('FAIL-GROUNDS'), refusal.errors ?? []), facts: refusal.facts ?? {} };
}
