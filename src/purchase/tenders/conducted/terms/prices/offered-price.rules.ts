import type { FieldError } from '../../../../../kernel/errors/problem.js';
import { formatYuan, isYuan, parseYuan } from '../../../../../kernel/money/money.js';
import { computeWorth } from './price-worth.rules.js';
import { toStoredPrice, toUnitPrice } from '../price.rules.js';
import type { OfferedUnitPrice, PriceItem, PriceTerm } from '../price-types.js';

/** What an offer says of its price. Money in yuan as text. */
interface OfferedPrice {
  price: string | null;
  /** Of a lot that is paid by the unit: one of each of its items. */
  unitPrices?: readonly OfferedUnitPrice[];
  /** Of a mixed price: the part that is paid by instalments. */
  fixedPart?: string;
}
type Announced = PriceTerm | null | undefined;

const toFault = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/** How much is expected of each item, counted as it is measured. */
const toQuantities = (items: readonly PriceItem[]): Map<number, bigint> =>
  new Map(items.map(({ no, quantity, per }) => [no, BigInt(quantity ?? 0) * BigInt(per ?? 1)]));

/** Fen that a price comes to at the quantities that are expected. */
function computeExpectedSum({ fixed, items = [] }: PriceTerm): bigint {
  return (fixed ? parseYuan(fixed) : 0n) + computeWorth(items, toQuantities(items));
}

/**
 * What the unit prices of a lot lack: how much of each is expected, since offers are compared by what they come to; and at
 * their highest they come to no more than the lot may cost, at a fixed price to just that.
 */
export function findUnsettledPrice(
  announced: Announced,
  { ceiling, pricing }: { ceiling: bigint | null; pricing: string | null },
): FieldError[] {
  const price = toUnitPrice(announced);
  if (price === null) return [];
  const missing = (price.items ?? []).flatMap(({ quantity }, i) =>
    quantity ? [] : [toFault(`/price/items/${i}/quantity`, 'required', 'How much is expected', '请填写预计数量')],
  );
  if (missing.length > 0 || ceiling === null) return missing;
  const sum = computeExpectedSum(price);
  const said = formatYuan(sum);
  if (sum > ceiling) return [toFault('/price', 'maximum', `They come to ${said}`, `合计 ${said} 元，超过最高限价`)];
  return pricing === 'fixed' && sum < ceiling
    ? [toFault('/price', 'sum', `They come to ${said}`, `合计 ${said} 元，与固定价格不一致`)]
    : [];
}

const listBandSteps = (bands: OfferedUnitPrice['bands']): string => (bands ?? []).map(({ above }) => above).join();

/** What an offer leaves open, or says of nothing that is bought: each item has its price, each band of it too. */
export function findUnpricedItems(announced: Announced, { unitPrices = [], fixedPart }: OfferedPrice): FieldError[] {
  const price = toUnitPrice(announced);
  if (price === null) return [];
  const items = price.items ?? [];
  const unknown = unitPrices.flatMap(({ no }, i) =>
    items.some((item) => item.no === no)
      ? []
      : [toFault(`/unitPrices/${i}/no`, 'unknown_reference', 'There is no such item', '没有该计价项目')],
  );
  const open = items.flatMap(({ no, bands }) => {
    const i = unitPrices.findIndex((offered) => offered.no === no);
    if (i < 0) return [toFault('/unitPrices', 'required', `A price for item ${no}`, `请填写计价项目${no}的单价`)];
    return listBandSteps(unitPrices[i]?.bands) === listBandSteps(bands)
      ? []
      : [toFault(`/unitPrices/${i}/bands`, 'not_allowed_value', 'The bands of the documents', '分档应与采购文件一致')];
  });
  if (price.kind === 'mixed' && !fixedPart)
    open.push(toFault('/fixedPart', 'required', 'The fixed part', '请填写固定部分报价'));
  if (price.kind !== 'mixed' && fixedPart)
    open.push(toFault('/fixedPart', 'not_allowed_value', 'Of a mixed price alone', '仅混合计价设固定部分'));
  return [...unknown, ...open];
}

/**
 * The price of the contract that follows from the documents and an offer: items, quantities and deductions as announced, each at
 * the price that was offered. Null: the lot is not paid by the unit, or the offer leaves something open.
 */
export function deriveAwardedPrice(announced: Announced, offered: OfferedPrice): PriceTerm | null {
  const price = toUnitPrice(announced);
  if (price === null || findUnpricedItems(price, offered).length > 0) return null;
  return toStoredPrice({
    ...price,
    ...(price.kind === 'mixed' && { fixed: offered.fixedPart ?? null }),
    items: (price.items ?? []).map(({ bands: _, ...item }) => {
      const { unitPrice = item.unitPrice, bands } = (offered.unitPrices ?? []).find(({ no }) => no === item.no) ?? {};
      return { ...item, unitPrice, ...(bands && bands.length > 0 && { bands }) };
    }),
  });
}

/**
 * Fen that an offer comes to at the quantities of the documents: the one amount by which offers are ranked, scored and held
 * against the ceiling, and which is awarded. Null: it is the price that the offer says.
 */
export function computeOfferedAmount(announced: Announced, offered: OfferedPrice): bigint | null {
  const price = deriveAwardedPrice(announced, offered);
  return price === null ? null : computeExpectedSum(price);
}

/** Whether the offer asks more for a unit, or for the fixed part, than the documents allow. */
export function exceedsUnitPrices(announced: Announced, { unitPrices = [], fixedPart }: OfferedPrice): boolean {
  const price = toUnitPrice(announced);
  if (price === null) return false;
  const exceeds = (offered: string | undefined, most: string | null | undefined): boolean =>
    offered !== undefined && typeof most === 'string' && parseYuan(offered) > parseYuan(most);
  return (
    exceeds(fixedPart, price.fixed) ||
    unitPrices.some(({ no, unitPrice, bands }) => {
      const item = (price.items ?? []).find((each) => each.no === no);
      return (
        exceeds(unitPrice, item?.unitPrice) ||
        (bands ?? []).some(({ above, unitPrice: offered }) =>
          exceeds(offered, item?.bands?.find((band) => band.above === above)?.unitPrice),
        )
      );
    })
  );
}

/** An offer with what its unit prices come to as its price, where it does not say one itself. */
export function addOfferedAmount<T extends OfferedPrice>(announced: Announced, offered: T): T {
  if (offered.price !== null) return offered;
  const amount = computeOfferedAmount(announced, offered);
  return amount === null ? offered : { ...offered, price: formatYuan(amount) };
}

/**
 * Fen that an offer comes to by the documents in force. Where quantities were corrected after it was made its unit prices
 * stand, and their sum follows them (Order 87 article 59).
 */
export const readOfferedFen = (announced: Announced, offered: OfferedPrice): bigint | null =>
  computeOfferedAmount(announced, offered) ?? (offered.price === null ? null : parseYuan(offered.price));

/** The same in yuan; null also where it comes to more than an amount can say, which no ceiling allows. */
export function readOfferedPrice(announced: Announced, offered: OfferedPrice): string | null {
  const fen = readOfferedFen(announced, offered);
  const price = fen === null ? null : formatYuan(fen);
  return isYuan(price) ? price : null;
}

/** What a fact says of unit prices beside the amount: the one, or each of several, and the fixed part of a mixed price. */
export function toUnitPriceFacts(price: Pick<PriceTerm, 'kind' | 'fixed' | 'items'> | null): {
  priceKind?: 'units' | 'mixed';
  fixedPart?: string;
  unit?: string;
  unitPrice?: string;
  unitPrices?: Pick<PriceItem, 'unit' | 'unitPrice'>[];
} {
  const [item, ...others] = price?.items ?? [];
  if (price === null || price.kind === 'sum' || item === undefined) return {};
  const { kind: priceKind, fixed } = price;
  const kinds = { priceKind, ...(priceKind === 'mixed' && fixed && { fixedPart: fixed }) };
  if (others.length === 0) return { ...kinds, unitPrice: item.unitPrice, unit: item.unit };
  return { ...kinds, unitPrices: [item, ...others].map(({ unit, unitPrice }) => ({ unit, unitPrice })) };
}
