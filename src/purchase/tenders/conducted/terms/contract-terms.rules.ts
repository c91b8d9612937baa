import { addDays, addYears, isPlainDate, getYear, type PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../../kernel/errors/problem.js';
import { findRuleInForce } from '../../../../law/rules/rule-book.js';
import type { Rule } from '../../../../law/rules/rule-types.js';
import { toUnitPrice } from './price.rules.js';
import type { PriceTerm } from './price-types.js';
import type { AnnouncedTerm, PaymentShare } from './terms-types.js';

/** What the documents announce and the contract takes over (Law article 46). */
export interface TermsOfContract {
  window: { start: string | null; end: string | null };
  payments: readonly PaymentShare[];
  performanceBond: number | null;
  term: AnnouncedTerm | null;
  price?: PriceTerm | null;
}

const toRequiredField = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});

/** Instalments add up to the whole; only one that waits for a milestone or a report can name which. */
export function findPaymentFaults(payments: readonly PaymentShare[]): FieldError[] {
  const sum = payments.reduce((total, { share }) => total + share, 0);
  const aimless = payments.flatMap(({ trigger, of }, i): FieldError[] =>
    typeof of !== 'number' || trigger === 'milestone' || trigger === 'report'
      ? []
      : [
          {
            pointer: `/payments/${i}/of`,
            code: 'not_allowed_value',
            text: { en: 'There is one of these alone', zh: '该付款条件不分序号' },
          },
        ],
  );
  const named = payments.map(({ trigger, of }) => `${trigger} ${of ?? ''}`);
  // Each milestone and each report releases one instalment.
  const twice = payments.flatMap(({ of }, i): FieldError[] =>
    typeof of !== 'number' || named.indexOf(named[i] ?? '') === i
      ? []
      : [
          {
            pointer: `/payments/${i}/of`,
            code: 'not_unique',
            text: { en: 'Another instalment waits for it', zh: '已有一期款项以此为付款条件' },
          },
        ],
  );
  aimless.push(...twice);
  return sum === 10_000
    ? aimless
    : [
        {
          pointer: '/payments',
          code: 'sum',
          text: { en: `The shares add up to ${sum} of 10000`, zh: `付款比例合计 ${sum}，应为 10000` },
        },
        ...aimless,
      ];
}

/** Regulation article 48: at most ten percent of the amount. */
export function bondTooHigh(
  content: Pick<TermsOfContract, 'performanceBond'>,
  on: PlainDate,
): { rule: Rule; errors: FieldError[] } | null {
  const rule = findRuleInForce('PERF-BOND-10PCT', on);
  if (rule === null || (content.performanceBond ?? 0) <= Number(rule.value) * 10_000) return null;
  const text = { en: 'At most 1000 basis points', zh: '不得超过合同金额的 10%' };
  return { rule, errors: [{ pointer: '/performanceBond', code: 'too_large', text }] };
}

/** Years that a window takes, begun ones whole: a year from 2026-01-01 ends on 2026-12-31. */
function countYears(window: { start: PlainDate; end: PlainDate }): number {
  const between = getYear(window.end) - getYear(window.start);
  return window.end >= addYears(window.start, between) ? between + 1 : between;
}

/** The conditions of each rule: Caiku [2014] 37 knows three and the budget, Order 102 a fourth. */
const CONDITIONS: Record<string, readonly Exclude<keyof AnnouncedTerm, 'years'>[]> = {
  'GPS-TERM-3Y-2014': ['contentFixed', 'continuous', 'priceStable', 'budgetAssured'],
  'GPS-TERM-3Y': ['contentFixed', 'continuous', 'fundingStable', 'priceStable', 'budgetAssured'],
};

export type TermRefusal = { code: 'term_too_long' | 'term_conditions_missing'; rule: Rule; errors: FieldError[] };

/** A term of more than a year rests on conditions, by the rule in force on the day of signing; three years at most. */
export function findTermRefusal(content: Pick<TermsOfContract, 'window' | 'term'>, on: PlainDate): TermRefusal | null {
  const { start, end } = content.window;
  if (!isPlainDate(start) || !isPlainDate(end) || end < start) return null;
  const rule = findRuleInForce('GPS-TERM-3Y', on) ?? findRuleInForce('GPS-TERM-3Y-2014', on);
  const years = countYears({ start, end });
  if (rule === null || years === 1) return null;
  if (years > Number(rule.value)) {
    const last = addDays(addYears(start, Number(rule.value)), -1);
    const text = { en: `Not after ${last}`, zh: `不得晚于 ${last}` };
    return { code: 'term_too_long', rule, errors: [{ pointer: '/window/end', code: 'too_large', text }] };
  }
  const code = 'term_conditions_missing' as const;
  const { term } = content;
  // Order 102 article 24: a year is the rule, longer the exception that states its conditions.
  const usual = findRuleInForce('GPS-TERM-1Y', on) ?? rule;
  if (term === null)
    return { code, rule: usual, errors: [toRequiredField('/term', 'The conditions', '多年期合同的条件')] };
  const errors = (CONDITIONS[rule.id] ?? [])
    .filter((name) => !term[name])
    .map((name) => toRequiredField(`/term/${name}`, 'A condition of the rule', '法定条件'));
  if (term.years < years) errors.unshift(toRequiredField('/term/years', `${years} years`, `${years} 年`));
  return errors.length > 0 ? { code, rule, errors } : null;
}

/** What is done is paid by settlements: a contract that is paid by the unit alone has no shares of a sum. */
const findSharesOfUnits = (payments: readonly PaymentShare[]): FieldError[] =>
  payments.length === 0
    ? []
    : [
        {
          pointer: '/payments',
          code: 'not_allowed_value',
          text: { en: 'What is done is paid by settlements', zh: '按量计价的合同按结算付款，不设分期比例' },
        },
      ];

/** What of these documents no lawful contract could follow: of its payments, its bond and its term each, before they bind. */
export function listUncontractable(
  terms: TermsOfContract,
  on: PlainDate,
): { rule: Rule | null; errors: FieldError[] }[] {
  const isPaidByUnits = toUnitPrice(terms.price)?.kind === 'units';
  const shares = isPaidByUnits ? findSharesOfUnits : findPaymentFaults;
  const payments = terms.payments.length === 0 ? [] : shares(terms.payments);
  return [
    payments.length > 0 ? { rule: null, errors: payments } : null,
    bondTooHigh(terms, on),
    findTermRefusal(terms, on),
  ].filter((refused) => refused !== null);
}
