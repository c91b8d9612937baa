import { isPlainDate } from '../../../kernel/clock/plain-date.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { formatYuan } from '../../../kernel/money/money.js';
import type { Rule } from '../../../law/rules/rule-types.js';
import { bondTooHigh, findTermRefusal } from '../../tenders/conducted/terms/contract-terms.rules.js';

export const CONTRACT_NOTICES = ['term_above_maximum', 'amount_above_budget', 'bond_above_maximum'] as const;

/** What is known of a contract that was signed elsewhere. Money in fen. */
export interface RecordedTerms {
  signedOn: string | null;
  window: { start: string | null; end: string | null };
  amount: string | null;
  /** The most that its lot was to cost; null where nobody said. */
  budget: string | null;
  /** Basis points of the amount; null where it is not known. */
  performanceBond: number | null;
}
interface ContractNotice {
  code: (typeof CONTRACT_NOTICES)[number];
  rule: Rule | null;
  text: Text;
}

/**
 * What of a contract that was signed elsewhere lies above a maximum. It stands as it was signed: nothing is refused for it.
 * Maxima of law are those of the day of signing; where that day is not known none is named.
 */
export function listContractNotices({ signedOn, window, amount, budget, performanceBond }: RecordedTerms) {
  const notices: ContractNotice[] = [];
  const { start, end } = window;
  if (isPlainDate(signedOn) && isPlainDate(start) && isPlainDate(end)) {
    const refused = findTermRefusal({ window: { start, end }, term: null }, signedOn);
    if (refused?.code === 'term_too_long')
      notices.push({
        ...{ code: 'term_above_maximum', rule: refused.rule },
        text: {
          en: `It runs from ${start} to ${end}, for longer than ${String(refused.rule.value)} years`,
          zh: `合同期限自 ${start} 至 ${end}，超过 ${String(refused.rule.value)} 年`,
        },
      });
  }
  if (amount !== null && budget !== null && BigInt(amount) > BigInt(budget))
    notices.push({
      ...{ code: 'amount_above_budget', rule: null },
      text: {
        en: `Its amount, ${formatYuan(amount)} yuan, is above what its lot was to cost at most, ${formatYuan(budget)} yuan`,
        zh: `合同金额 ${formatYuan(amount)} 元超过采购包的预算或者最高限价 ${formatYuan(budget)} 元`,
      },
    });
  const bond = isPlainDate(signedOn) ? bondTooHigh({ performanceBond }, signedOn) : null;
  if (bond !== null)
    notices.push({
      ...{ code: 'bond_above_maximum', rule: bond.rule },
      text: {
        en: `The performance bond is ${(performanceBond ?? 0) / 100} percent of the amount, above the ten that the law allows`,
        zh: `履约保证金为合同金额的 ${(performanceBond ?? 0) / 100}%，超过法定上限 10%`,
      },
    });
  return notices;
}
