import type { PlainDate } from '../../../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../../../kernel/errors/problem.js';
import { findRuleInForce, findVersionInForce, getRule } from '../../../../../law/rules/rule-book.js';
import type { Rule } from '../../../../../law/rules/rule-types.js';
import { percent } from '../../../notices/notice-parts.rules.js';
import { toRuleRefusal } from '../../issue.rules.js';
import type { LotDocuments } from '../lot-documents.rules.js';
import type { EnterpriseSize, SmeDeclaration, SmeGround, SmePolicy } from './sme-types.js';

/** The rules of the rate, the later one first. */
const RATE_RULES = ['SME-DEDUCT-10-20', 'SME-DEDUCT-6-10'] as const;

/** The least and the highest rate of a rule, in basis points. */
function toBounds({ value }: Rule): [number, number] {
  const [least, most] = value as [number, number];
  return [Math.round(least * 10_000), Math.round(most * 10_000)];
}

/** Whether a rate in basis points is one that the rule allows; both ends are. */
export function isLawfulRate(rate: number, rule: Rule): boolean {
  const [least, most] = toBounds(rule);
  return Number.isInteger(rate) && least <= rate && rate <= most;
}

function toRateError(pointer: string, rule: Rule): FieldError {
  const [least, most] = toBounds(rule).map(percent) as [string, string];
  const text = { en: `From ${least} to ${most} of the price`, zh: `价格扣除比例应为 ${least} 至 ${most}` };
  return { pointer, code: 'rate_outside', text };
}

/** A policy that a request states, and where. */
export interface StatedPolicy {
  pointer: string;
  sme: SmePolicy | null | undefined;
}

/** Refuses rates that are lawful on no day: they cannot become so by waiting for the issue. */
export function refuseRates(stated: readonly StatedPolicy[], today: PlainDate): ProblemDetails | null {
  const rule = findVersionInForce(RATE_RULES, today) ?? getRule(RATE_RULES[0]);
  const errors = stated.flatMap(({ pointer, sme }) =>
    sme?.kind !== 'deduction' || RATE_RULES.some((id) => isLawfulRate(sme.rate ?? 0, getRule(id)))
      ? []
      : [toRateError(`${pointer}/rate`, rule)],
  );
  return errors.length === 0 ? null : toRuleRefusal(rule, errors);
}

/**
 * Refuses deductions that the law does not know on the day of the notice: of a price that is fixed, and at a rate outside the
 * rule then in force.
 */
export function refuseDeductions(documents: readonly LotDocuments[], noticeDay: PlainDate): ProblemDetails | null {
  const deducting = documents.flatMap((of, i) => (of.terms.sme?.kind === 'deduction' ? [{ of, i }] : []));
  const fixedPrice = findRuleInForce('CRITERIA-FIXED-PRICE', noticeDay);
  const text = { en: 'A fixed price has no deduction', zh: '固定价格不适用价格扣除' };
  const fixed = deducting
    .filter(({ of }) => of.lot?.pricing === 'fixed')
    // What is lawful for one lot may not be for another: the lot is named wherever there are several.
    .map(({ of, i }) => (documents.length > 1 ? `/lots/${i}/terms/sme` : of.toPointer('/sme')))
    .map((pointer): FieldError => ({ pointer, code: 'forbidden', text }));
  if (fixedPrice !== null && fixed.length > 0) return toRuleRefusal(fixedPrice, fixed);
  const rule = findVersionInForce(RATE_RULES, noticeDay);
  if (rule === null) return null;
  const pointers = deducting
    .filter(({ of }) => !isLawfulRate(of.terms.sme?.rate ?? 0, rule))
    .map(({ of }) => of.toPointer('/sme/rate'));
  const errors = [...new Set(pointers)].map((pointer) => toRateError(pointer, rule));
  return errors.length === 0 ? null : toRuleRefusal(rule, errors);
}

/** Fen. Up to it a suitable purchase is reserved as a whole (Caiku [2020] 46 article 7), above it a share of the year's. */
export const SMALL_PURCHASE = 200_000_000n;

/** Which rule a purchase of this sum is reserved by. */
export const findReservationRule = (sum: bigint): Rule =>
  getRule(sum <= SMALL_PURCHASE ? 'SME-RESERVE-SMALL' : 'SME-RESERVE-LARGE');

/** For whom a lot is reserved; null: for nobody. */
export const findReservation = (sme: SmePolicy | null | undefined): SmePolicy['for'] =>
  sme?.kind === 'reserved' ? (sme.for ?? 'sme') : null;

/** The items of Caiku [2020] 46 article 6: the first by what it says, the others by their place. */
const GROUNDS: Readonly<Record<SmeGround, string>> = {
  directed_to_non_enterprises: '法律法规和国家有关政策规定优先或者应当面向事业单位、社会组织等非企业主体采购',
  only_others_can_supply: '财库〔2020〕46号第六条第（二）项所列情形',
  no_sufficient_competition: '财库〔2020〕46号第六条第（三）项所列情形',
  framework: '财库〔2020〕46号第六条第（四）项所列情形',
  other_of_province: '财库〔2020〕46号第六条第（五）项所列情形',
};

/** The policy in the words of a notice; null where the documents say none. */
export function formatSmePolicy(sme: SmePolicy | null | undefined): string | null {
  if (!sme) return null;
  if (sme.kind === 'reserved') return sme.for === 'small_micro' ? '专门面向小型、微型企业采购' : '专门面向中小企业采购';
  const ground = sme.ground ? [`未专门面向中小企业采购的理由：${GROUNDS[sme.ground]}`] : [];
  const parts = ['不专门面向中小企业采购', ...ground, ...(sme.note ? [sme.note] : [])];
  if (sme.kind === 'deduction')
    parts.push(`对小型、微型企业的报价给予 ${percent(sme.rate ?? 0)} 的扣除，用扣除后的价格参加评审`);
  return parts.join('；');
}

const SIZES: Readonly<Record<EnterpriseSize, string>> = { medium: '中型企业', small: '小型企业', micro: '微型企业' };

/** A declaration in the words of a notice. */
export function formatDeclaration(declaration: SmeDeclaration | undefined): string | null {
  if (declaration === undefined) return null;
  const { as, size, industry, employees, revenue, assets } = declaration;
  const declared = as === 'welfare_unit' ? '残疾人福利性单位声明函' : '中小企业声明函';
  return [
    [declared, size ? SIZES[size] : ''].filter(Boolean).join('：'),
    `所属行业 ${industry}`,
    ...(typeof employees === 'number' ? [`从业人员 ${employees} 人`] : []),
    ...(revenue ? [`营业收入 ${revenue} 元`] : []),
    ...(assets ? [`资产总额 ${assets} 元`] : []),
  ].join('，');
}
