import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { findVersionInForce } from '../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../purchase/tenders/conducted/issue.rules.js';
import type { ContractMoney } from './contract-money.js';
import { derivePayee } from './schedule/payment-clocks.js';

/** Why a payment that is asked for is sent back; the last three are what Order 802 article 14 does not let an enterprise wait for. */
export const REFUSAL_GROUNDS = [
  'condition_not_met',
  'invoice_wrong',
  'amount_wrong',
  'payee_wrong',
  'change_of_head',
  'internal_procedure',
  'audit_not_agreed',
] as const;
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

const LAWFUL_GROUNDS: readonly string[] = REFUSAL_GROUNDS.slice(0, 4);

/**
 * Order 802 article 14: what a small enterprise is owed is not held back for reasons of the payer's own, by whatever step.
 * Null where the ground may count.
 */
export function findUnlawfulGround(
  money: ContractMoney,
  ground: string | undefined,
  today: PlainDate,
): ProblemDetails | null {
  const rule = findVersionInForce(['PAY-REASON-BAN', 'PAY-REASON-BAN-2020'], today);
  if (rule === null || LAWFUL_GROUNDS.includes(ground ?? '') || derivePayee(money) !== 'small') return null;
  const text = { en: 'A ground that the law lets count', zh: '请给出法律允许的理由' };
  return toRuleRefusal(rule, [{ pointer: '/ground', code: 'not_allowed_value', text }]);
}
