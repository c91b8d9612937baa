import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import type { Rule } from '../../../law/rules/rule-types.js';

/** What comes from the lottery is named so in whatever words the source of the money is given. */
const isLottery = (source: string | null): boolean => /彩票|福彩|体彩|lottery/i.test(source ?? '');

/**
 * What the law says of money that is not used by the end of its year, by the rules in force on the last day of the year. They
 * inform and bind nobody: an earlier day until which it may be used is the choice of who gave it.
 */
export function listCarryOverRules(year: number, sourceOfFunds: string | null): Rule[] {
  const last: PlainDate = `${String(year).padStart(4, '0')}-12-31`;
  const ids = [...(isLottery(sourceOfFunds) ? ['LOTTERY-CARRY'] : []), 'BUDGET-CARRY-2Y'];
  return ids.map((id) => findRuleInForce(id, last)).filter((rule) => rule !== null);
}
