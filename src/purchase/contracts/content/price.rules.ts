import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { formatYuan, formatYuanOrNull, parseYuan } from '../../../kernel/money/money.js';
import { measureText } from '../../tenders/conducted/terms/measure.rules.js';
import type { PriceDeduction, PriceItem, PriceTerm } from '../../tenders/conducted/terms/price-types.js';
import type { ContractContent } from './content-types.js';

type Priced = Pick<ContractContent, 'price'>;

/** What of the contract is paid by the unit; null: nothing is. */
export const findUnitPrice = ({ price }: Priced): PriceTerm | null => (price && price.kind !== 'sum' ? price : null);

/** Fen of the part that instalments are shares of; null: the whole amount. */
export function computeFixedPart(content: Priced): bigint | null {
  const price = findUnitPrice(content);
  return price === null ? null : price.kind === 'mixed' && price.fixed ? parseYuan(price.fixed) : 0n;
}

const toFault = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer: `/price${pointer}`,
  code,
  text: { en, zh },
});

/** The price of one unit, where the contract has one alone: what its fact and its notice say beside the amount. */
export function findOnlyUnitPrice(content: Priced): Pick<PriceItem, 'unit' | 'unitPrice'> | null {
  const [item, ...others] = findUnitPrice(content)?.items ?? [];
  return item === undefined || others.length > 0 ? null : { unitPrice: item.unitPrice, unit: item.unit };
}

/** Unit prices beside one sum, or a price by the unit without any. Null: it is one of the three kinds. */
export function findMixedUpPrice({ kind, fixed, items, deductions }: PriceTerm): ProblemDetails | null {
  const errors: FieldError[] = [];
  const none = (list: readonly unknown[] | undefined): boolean => (list ?? []).length === 0;
  if (kind === 'sum') {
    if (!none(items))
      errors.push(toFault('/items', 'not_allowed_value', 'One sum has no unit prices', '总价合同不设单价'));
    if (!none(deductions))
      errors.push(toFault('/deductions', 'not_allowed_value', 'Taken off units alone', '扣减仅适用于按量计价'));
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
export const toStoredPrice = ({ kind, fixed, items, deductions }: PriceTerm): PriceTerm => ({
  kind,
  ...(fixed && { fixed: toMoney(fixed) }),
  ...(items && { items: items.map(toStoredItem) }),
  ...(deductions && { deductions: deductions.map(toStoredDeduction) }),
});

/** What a price asks of the rest of the contract: instalments are of a fixed part, which leaves something for the units. */
export function findPriceFaults(content: Pick<ContractContent, 'price' | 'amount' | 'payments'>): FieldError[] {
  const price = findUnitPrice(content);
  if (price === null) return [];
  if (price.kind === 'units')
    return content.payments.length === 0
      ? []
      : [
          {
            pointer: '/payments',
            code: 'not_allowed_value',
            text: { en: 'What is done is paid by settlements', zh: '按量计价的合同按结算付款，不设分期比例' },
          },
        ];
  if (content.amount === null || !price.fixed || parseYuan(price.fixed) < parseYuan(content.amount)) return [];
  return [toFault('/fixed', 'too_large', 'Less than the amount', '应小于合同金额')];
}

/** How the contract is paid by the unit, as its text says it. */
export function formatPriceText(content: Priced): string[] {
  const price = findUnitPrice(content);
  if (price === null) return [];
  return [
    '合同金额为最高限额，按实际完成并经确认的服务量结算。',
    ...(price.fixed ? [`固定部分：人民币 ${price.fixed} 元，按下列各期支付。`] : []),
    ...(price.items ?? []).map(
      ({ no, unit, unitPrice, quantity, per, measure, bands }) =>
        [
          `计价项目${no}：每${unit} ${unitPrice} 元，${measureText(measure)}`,
          per ? `，每 ${per} 计为一${unit}` : '',
          quantity ? `，预计 ${quantity} ${unit}` : '',
          ...(bands ?? []).map((band) => `；超过 ${band.above} ${unit}的部分每${unit} ${band.unitPrice} 元`),
        ].join('') + '。',
    ),
    ...(price.deductions ?? []).map(
      ({ no, text, amount, most }) =>
        `扣减项目${no}：${text}，每次扣减 ${amount} 元${most ? `，每次结算最多扣减 ${formatYuanOrNull(parseYuan(most))} 元` : ''}。`,
    ),
  ];
}
