import type { FieldError, ProblemDetails } from '../../../../kernel/errors/problem.js';
import { formatYuan, parseYuan } from '../../../../kernel/money/money.js';
import { measureText } from './measure.rules.js';
import type { PriceDeduction, PriceItem, PriceTerm } from './price-types.js';

/** A price of which something is paid by the unit; null: nothing is. */
export const toUnitPrice = (price: PriceTerm | null | undefined): PriceTerm | null =>
  price && price.kind !== 'sum' ? price : null;

const toFault = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/** Unit prices beside one sum, or a price by the unit without any. Null: it is one of the three kinds. */
export function findMixedUpPrice({ kind, fixed, items, deductions, every }: PriceTerm): ProblemDetails | null {
  const errors: FieldError[] = [];
  const none = (list: readonly unknown[] | undefined): boolean => (list ?? []).length === 0;
  if (kind === 'sum') {
    if (!none(items))
      errors.push(toFault('/items', 'not_allowed_value', 'One sum has no unit prices', '总价合同不设单价'));
    if (!none(deductions))
      errors.push(toFault('/deductions', 'not_allowed_value', 'Taken off units alone', '扣减仅适用于按量计价'));
    if (every) errors.push(toFault('/every', 'not_allowed_value', 'Units alone are settled', '仅按量计价设结算周期'));
  } else if (none(items)) errors.push(toFault('/items', 'required', 'What is paid by the unit', '请列明计价项目'));
  if (kind === 'mixed' && !fixed) errors.push(toFault('/fixed', 'required', 'The fixed part', '请填写固定部分金额'));
  if (kind !== 'mixed' && fixed)
    errors.push(toFault('/fixed', 'not_allowed_value', 'Of a mixed price alone', '仅混合计价设固定部分'));
  return errors.length > 0 ? { errors } : null;
}

/** Bands that do not ascend: it would not be clear which price holds. */
export function findUnorderedBands({ items }: PriceTerm): ProblemDetails | null {
  const errors = (items ?? []).flatMap(({ bands }, i) =>
    (bands ?? []).flatMap(({ above }, k, all) => {
      const before = all[k - 1]?.above ?? 0;
      return above > before
        ? []
        : [toFault(`/items/${i}/bands/${k}/above`, 'too_small', `Above ${before}`, `应大于 ${before}`)];
    }),
  );
  return errors.length > 0 ? { errors } : null;
}

const toMoney = (text: string): string => formatYuan(parseYuan(text));
const toStoredItem = ({ unitPrice, bands, ...item }: PriceItem): PriceItem => ({
  ...item,
  unitPrice: toMoney(unitPrice),
  ...(bands && { bands: bands.map((band) => ({ above: band.above, unitPrice: toMoney(band.unitPrice) })) }),
});
const toStoredDeduction = ({ amount, most, ...deduction }: PriceDeduction): PriceDeduction => ({
  ...deduction,
  amount: toMoney(amount),
  ...(most && { most: toMoney(most) }),
});

/** As it stands in a content: every amount with its fen, and nothing that was not said. */
export const toStoredPrice = ({ kind, fixed, items, deductions, every }: PriceTerm): PriceTerm => ({
  kind,
  ...(fixed && { fixed: toMoney(fixed) }),
  ...(items && { items: items.map(toStoredItem) }),
  ...(deductions && { deductions: deductions.map(toStoredDeduction) }),
  ...(every && { every }),
});

/** A price by the unit as a contract or a notice says it. */
export function formatPriceLines(price: PriceTerm): string[] {
  return [
    ...(price.items ?? []).map(
      ({ no, unit, unitPrice, quantity, per, measure, bands }) =>
        [
          `计价项目${no}：每${unit} ${unitPrice} 元，${measureText(measure)}`,
          per ? `，每 ${per} 计为一${unit}` : '',
          quantity ? `，预计 ${quantity} ${unit}` : '',
          ...(bands ?? []).map((band) => `；超过 ${band.above} ${unit}的部分每${unit} ${band.unitPrice} 元`),
        ].join('') + '。',
    ),
    ...(price.every ? [`每 ${price.every} 个月结算一次。`] : []),
    ...(price.deductions ?? []).map(
      ({ no, text, amount, most }) =>
        `扣减项目${no}：${text}，每次扣减 ${amount} 元${most ? `，每次结算最多扣减 ${toMoney(most)} 元` : ''}。`,
    ),
  ];
}
