import { isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../kernel/errors/problem.js';
import { parseYuan } from '../../../kernel/money/money.js';
import type { LotWords } from '../conducted/terms/lot-terms.rules.js';
import type { Criterion, TenderTerms } from '../conducted/terms/terms-types.js';

/** A lot of a draft. Money in fen. */
export interface DraftLot extends LotWords {
  no: number;
  name: string | null;
  ceiling: bigint | null;
  pricing: 'fixed' | 'competitive' | null;
}

type Refusal = FieldError[];
const error = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/** Points are hundredths: sums of decimals are exact. */
export const hundredths = (points: string): number => {
  const [whole = '0', part = ''] = points.split('.', 2);
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
};

/** A service that is over before anybody has offered it is bought from nobody (Law article 46). */
export const overTooEarly = (end: string | null, due: PlainDate | null, today: PlainDate, pointer: string): Refusal =>
  end !== null && isPlainDate(end) && (due === null ? end < today : end <= due)
    ? [error(pointer, 'end_too_early', 'The service is over before the bids are due', '服务期限在提交截止时间前已届满')]
    : [];

/** Bids that are called to be opened once the service is over are opened by nobody: no correction is possible by then. */
export const openedTooLate = (end: string | null, opened: PlainDate | null): Refusal =>
  end !== null && isPlainDate(end) && opened !== null && end <= opened
    ? [error('/openingAt', 'opening_too_late', 'The bids are opened after the service is over', '开启时间晚于服务期限')]
    : [];

/** Every lot has a ceiling above zero, which is disclosed (Regulation article 30), and says whether its price competes. */
export function incompleteLots(lots: readonly DraftLot[]): Refusal {
  if (lots.length === 0) return [error('/lots', 'required', 'A tender has a lot', '采购项目至少有一个包')];
  return lots.flatMap((lot, i) => [
    ...(lot.ceiling === null || lot.ceiling <= 0n
      ? [error(`/lots/${i}/ceiling`, 'required', 'Its highest price is not said', '未填写最高限价')]
      : []),
    ...(lot.pricing === null
      ? [error(`/lots/${i}/pricing`, 'required', 'Fixed or competitive price is not said', '未说明固定价格或竞争报价')]
      : []),
  ]);
}

export const sumOfCeilings = (lots: readonly Pick<DraftLot, 'ceiling'>[]): bigint =>
  lots.reduce((sum, lot) => sum + (lot.ceiling ?? 0n), 0n);

/** What limits are measured by: the budget, and never less than the lots may come to. In fen. */
export function purchaseSum(budget: string | null, ceilings: bigint): bigint {
  const said = budget === null ? ceilings : BigInt(budget);
  return said > ceilings ? said : ceilings;
}

/** Regulation article 30: a highest price lies within the budget. A smaller one would escape thresholds and limits. */
export const budgetBelowCeilings = (budget: string | null, lots: readonly DraftLot[]): Refusal =>
  budget !== null && BigInt(budget) < sumOfCeilings(lots)
    ? [error('/budget', 'minimum', 'Less than the highest prices of its lots together', '预算金额低于各包最高限价之和')]
    : [];

/** Where scoring is comprehensive the criteria add up to 100 points. The lowest price needs none. */
export function incompleteCriteria({ scoring, criteria }: TenderTerms): Refusal {
  if (scoring === 'lowest_price') return [];
  const sum = criteria.reduce((all, c) => all + hundredths(c.points), 0);
  if (sum === 10_000) return [];
  const said = (sum / 100).toFixed(2);
  return [error('/criteria', 'sum', `The points add up to ${said}, not 100`, `评分合计为 ${said} 分，应为 100 分`)];
}

/** Regulation article 20 (4): deeds or prizes of one place or trade earn no points. */
export const forbiddenCriteria = (criteria: readonly Criterion[]): Refusal =>
  criteria.flatMap((c, i) =>
    c.limitedTo
      ? [
          error(
            `/criteria/${i}/limitedTo`,
            'forbidden',
            'Deeds or prizes of one place or trade earn no points',
            '不得以特定行政区域或特定行业的业绩、奖项作为加分条件',
          ),
        ]
      : [],
  );

/** Regulation article 34, Order 87 article 55: points follow from what can be counted. The price has the law's formula. */
export const unquantifiedCriteria = (criteria: readonly Criterion[]): Refusal =>
  criteria.flatMap((c, i) =>
    c.kind !== 'price' && !/\S/.test(c.levels ?? '')
      ? [
          error(
            `/criteria/${i}/levels`,
            'required',
            'It is not said how the points follow from what is offered',
            '未说明分值与评审因素量化指标的对应关系',
          ),
        ]
      : [],
  );

/** Regulation article 33: at most two percent of the budget, which is the sum of the lots' ceilings where none is said. */
export function bidBondTooHigh({ bidBond }: TenderTerms, budget: bigint): Refusal {
  if (bidBond === null || parseYuan(bidBond) * 50n <= budget) return [];
  return [error('/bidBond', 'maximum', 'More than two percent of the budget', '投标（响应）保证金超过预算金额的 2%')];
}

/** Only a tender whose price competes goes by the lowest price: a consultation is scored as a whole ([2014] 214 article 24). */
function lowestPriceUnlawful(method: string, pricing: DraftLot['pricing']): Refusal {
  if (method !== 'OPEN_TENDER')
    return [error('/scoring', 'forbidden', 'A consultation is scored comprehensively', '竞争性磋商应采用综合评分法')];
  return pricing === 'competitive'
    ? []
    : [error('/scoring', 'forbidden', 'A fixed price cannot be the lowest', '固定价格不能采用最低评标价法')];
}

/**
 * The share of the price in a lot's comprehensive score, in hundredths of a point. A fixed price is no criterion; open tender for
 * a service at least 10 (Order 87 article 55); consultation 10 to 30 ([2014] 214 article 24).
 */
export function unlawfulPriceWeight(
  method: 'OPEN_TENDER' | 'COMPETITIVE_CONSULTATION',
  { scoring, criteria }: TenderTerms,
  pricing: DraftLot['pricing'],
): Refusal {
  if (scoring === 'lowest_price') return lowestPriceUnlawful(method, pricing);
  const weight = criteria.filter((c) => c.kind === 'price').reduce((all, c) => all + hundredths(c.points), 0);
  if (pricing === 'fixed')
    return weight === 0
      ? []
      : [error('/criteria', 'price_weight', 'A fixed price earns no points', '固定价格不列为评审因素')];
  if (weight < 1000)
    return [error('/criteria', 'price_weight', 'The price counts less than 10 points', '价格分值低于 10%')];
  if (method === 'COMPETITIVE_CONSULTATION' && weight > 3000)
    return [error('/criteria', 'price_weight', 'The price counts more than 30 points', '磋商项目价格分值高于 30%')];
  return [];
}
