import type { NoticeBidder, NoticeLot, NoticeRow, NoticeSupplier } from './notice-row-types.js';

/** A lot of the round that a row joins. */
export interface RoundLot {
  no: number;
  name: string | null;
  /** How many suppliers it may have; one where nothing is said. */
  suppliers_most?: number | null;
}

/** A lot as the row tells of it, under its number in the round; null where the row speaks of the whole of several lots. */
export interface PlacedLot extends NoticeLot {
  no: number | null;
}

/** What a row calls a lot. */
type LotLabel = Pick<NoticeLot, 'lotNo' | 'name'>;

/** `一标段 80名残疾人日间照料`; a label that only repeats the number is left out. */
export function lotName(lot: LotLabel, no: number | null): string | null {
  const label = lot.lotNo === String(no) ? null : lot.lotNo;
  return [label, lot.name].filter((part) => part !== null).join(' ') || null;
}

/** The whole of a row, where it does not say which lots there are. */
export function placeWhole(row: NoticeRow, no: number | null): PlacedLot {
  const { ceiling, winner, winningPrice, unitPrice, suppliers, bidCount, pricing } = row;
  const { serviceStart, serviceEnd, termText, subcontractors } = row;
  const offer = { ceiling, winner, winningPrice, unitPrice, suppliers, bidCount, pricing };
  return {
    no,
    lotNo: null,
    name: null,
    budget: null,
    supplierCount: null,
    ...offer,
    serviceStart,
    serviceEnd,
    termText,
    subcontractors,
  };
}

/**
 * Numbers the lots of a row: in their order where the row opens a round (`roundLots` undefined), else by the name or label
 * they have in the round. A row without lots speaks of the only lot, or of the whole of several.
 */
export function placeLots(row: NoticeRow, roundLots?: readonly RoundLot[]): PlacedLot[] {
  if (row.lots.length === 0) {
    const no = roundLots !== undefined && roundLots.length > 1 ? null : (roundLots?.[0]?.no ?? 1);
    return [placeWhole(row, no)];
  }
  const whole = row.lots.length === 1 ? placeWhole(row, null) : null;
  return row.lots.flatMap((lot, i): PlacedLot[] => {
    const no = roundLots === undefined ? i + 1 : findLotNumber(roundLots, lot, row.lots.length);
    return no === null ? [] : [{ ...(whole ? completeLot(lot, whole) : lot), no }];
  });
}

/** The only lot of a row, with what the row says beside it. */
function completeLot(lot: NoticeLot, whole: NoticeLot): NoticeLot {
  const known = Object.entries(lot).filter(([, value]) => value !== null && !isEmptyList(value));
  return { ...whole, ...Object.fromEntries(known) };
}
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** `1`, `第1包`, `包组１`, `一标段` are labels of a number; `A包` and `日间照料` are not. */
const LABEL =
  /^第?(?:采购包|分包|包组|标段|标包|标项|包|标)?号?(\d{1,4}|[一二三四五六七八九十]{1,3})号?(?:采购包|分包|包组|包件|标段|标包|标项|包|标)?$/;
const NUMERALS = '一二三四五六七八九';

function readLabelNumber(label: string | null): number | null {
  const [, digits] = LABEL.exec((label ?? '').normalize('NFKC').replace(/\s/g, '')) ?? [];
  if (digits === undefined) return null;
  if (/^\d/.test(digits)) return Number(digits);
  const [tens, units] = digits.includes('十') ? digits.split('十') : ['', digits];
  const toDigit = (text = ''): number => NUMERALS.indexOf(text) + 1;
  if ([tens, units].some((text = '') => text.length > 1)) return null;
  return (digits.includes('十') ? (tens === '' ? 1 : toDigit(tens)) * 10 : 0) + toDigit(units);
}

/** Whether a label means the lot in other words: by the number in the label that the lot has, else by its own. */
function namesLot(label: string | null, no: number | null, name: string | null): boolean {
  const number = readLabelNumber(label);
  return number !== null && number === (readLabelNumber(name?.split(' ')[0] ?? null) ?? no);
}

/** By its name or label as it was written, else by the number of its label where that means one lot alone. */
export function findLotNumber(roundLots: readonly RoundLot[], lot: LotLabel, count: number): number | null {
  const match = roundLots.find(
    ({ no, name }) =>
      name !== null && (name === lotName(lot, no) || (lot.lotNo !== null && name.split(' ')[0] === lot.lotNo)),
  );
  const [only, ...others] = match ? [match] : roundLots.filter((each) => namesLot(lot.lotNo, each.no, each.name));
  const found = others.length > 0 ? undefined : only;
  return found?.no ?? (count === 1 && roundLots.length === 1 ? (roundLots[0]?.no ?? null) : null);
}

/** Whom the lot is given to: each supplier that it lists, and its winner where the list leaves that one out. */
export function listSuppliers(lot: NoticeLot): NoticeSupplier[] {
  const { winner, winningPrice: price, unitPrice, suppliers, subcontractors } = lot;
  const single: NoticeSupplier = { name: winner, price, unitPrice, share: null, rank: null, subcontractors };
  const [first, ...others] = suppliers;
  if (first === undefined) return winner === null && price === null && unitPrice === null ? [] : [single];
  if (winner !== null && suppliers.every(({ name }) => name !== winner)) return [single, ...suppliers];
  if (others.length > 0) return suppliers;
  return [
    {
      ...first,
      price: first.price ?? price,
      unitPrice: first.unitPrice ?? unitPrice,
      subcontractors: first.subcontractors ?? subcontractors,
    },
  ];
}

const NOBODY_NAMED: NoticeSupplier = {
  name: null,
  price: null,
  unitPrice: null,
  share: null,
  rank: null,
  subcontractors: null,
};

/** Each supplier of a lot; somebody unknown where it names none. */
export function listParties(lot: NoticeLot): NoticeSupplier[] {
  const suppliers = listSuppliers(lot);
  return suppliers.length > 0 ? suppliers : [NOBODY_NAMED];
}

/** The lot a listed bidder bid for: the one it names, or the only one of the row. Null where the row does not say. */
export function lotOfBidder(
  bidder: Pick<NoticeBidder, 'lotNo'>,
  lots: readonly Pick<PlacedLot, 'no' | 'lotNo'>[],
  listed: number,
): number | null {
  const { lotNo: label } = bidder;
  if (label === null) return lots.length === 1 && listed <= 1 ? (lots[0]?.no ?? null) : null;
  const named = lots.find(({ lotNo }) => lotNo === label);
  if (named) return named.no;
  const [only, ...others] = lots.filter(({ lotNo, no }) => namesLot(label, no, lotNo));
  return others.length > 0 ? null : (only?.no ?? null);
}

/** What a row says of lots and bidders, by their labels alone. */
export interface LabelledParts {
  lots: readonly LotLabel[];
  bidders: readonly Pick<NoticeBidder, 'lotNo'>[];
}

/**
 * Lots that the round lacks and bidders of no lot of it (`lots.lot_no=3`, `lots.name=助餐`, `bidders.lot_no=3`), which are kept
 * in the raw row alone. The row that opened the round gave it its lots, in their order.
 */
export function listUnplacedLabels(
  { lots, bidders }: LabelledParts,
  roundLots: readonly RoundLot[],
  opens: boolean,
): string[] {
  const whole = { lotNo: null, name: null, no: roundLots.length > 1 ? null : (roundLots[0]?.no ?? null) };
  const placed = lots.map((lot, i) => ({ ...lot, no: opens ? i + 1 : findLotNumber(roundLots, lot, lots.length) }));
  const found = lots.length === 0 ? [whole] : placed.filter(({ no }) => no !== null);
  const lost = bidders.filter((bidder) => lotOfBidder(bidder, found, lots.length) === null);
  return [
    ...placed.filter(({ no }) => no === null).map(({ lotNo, name }) => `lots.${describeLabel(lotNo, name)}`),
    ...lost.map(({ lotNo }) => `bidders.${describeLabel(lotNo)}`),
  ];
}

function describeLabel(lotNo: string | null, name: string | null = null): string {
  if (lotNo !== null) return `lot_no=${lotNo}`;
  return name === null ? 'lot_no' : `name=${name}`;
}
