import { parseYuan } from '../../../kernel/money/money.js';
import type { PriceDeduction } from '../../../purchase/tenders/conducted/terms/price-types.js';

/** Sums of what was confirmed before, in fen. */
export interface SettledBefore {
  units: bigint;
  deducted: bigint;
  total: bigint;
}
export interface SettlementSums extends SettledBefore {
  /** Not above zero: what was paid beyond what is owed by now, which the next settlement takes off. */
  carried: bigint;
}

/**
 * What one settlement comes to, where all units so far are worth so much and no more than the cap is paid: what is
 * deducted comes off what the cap leaves of it, else it would cost nobody anything where more was done. Sums are cumulative: a correction of an old record is taken off, or paid, with the next settlement.
 */
export function computeSettlement(worth: bigint, deducted: bigint, before: SettledBefore, cap: bigint): SettlementSums {
  const open = (worth < cap ? worth : cap) - before.deducted - deducted - before.total;
  return { units: worth - before.units, deducted, total: open > 0n ? open : 0n, carried: open < 0n ? open : 0n };
}

/** Fen that are taken off for so many times of each: never more in one settlement than the contract says. */
export const computeDeduction = (
  deductions: readonly PriceDeduction[],
  times: readonly { no: number; times: number }[],
): bigint =>
  deductions.reduce((sum, { no, amount, most }) => {
    const whole = parseYuan(amount) * BigInt(times.find((each) => each.no === no)?.times ?? 0);
    return sum + (most && whole > parseYuan(most) ? parseYuan(most) : whole);
  }, 0n);

/** Units of one item in one settlement. */
export interface SettledItem {
  no: number;
  /** From the first day to the last of the period, as the records stood; no more than they gave when it was confirmed. */
  counted: number;
  /** What of it came since the last settlement; less than nothing where more was taken back. */
  units: number;
  /** What the buyer accepted of it. */
  accepted: number;
  reason: string | null;
}

/**
 * What is proposed of the units that came since the last settlement. Where more was taken back than came, what the buyer had
 * not accepted (`refused`) is what is taken back first: it was never paid.
 */
const proposeAcceptance = (units: number, refused: number): number =>
  units < 0 ? Math.min(0, units + Math.max(0, refused)) : units;

/** What each item came to since the last settlement. What is corrected away is first what was not accepted: it is not taken off twice. */
export function listUnsettledItems(
  counted: ReadonlyMap<number, number>,
  settlements: readonly { items: readonly SettledItem[] }[],
): SettledItem[] {
  return [...counted].map(([no, all]) => {
    const before = settlements.flatMap(({ items }) => items).filter((item) => item.no === no);
    const units = before.reduce((rest, item) => rest - item.units, all);
    const refused = before.reduce((rest, item) => rest + item.units - item.accepted, 0);
    return { no, counted: all, units, accepted: proposeAcceptance(units, refused), reason: null };
  });
}

/** All units that were accepted by these settlements, by item. */
export function sumAcceptedUnits(settlements: readonly { items: readonly SettledItem[] }[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { no, accepted } of settlements.flatMap(({ items }) => items))
    sums.set(no, (sums.get(no) ?? 0n) + BigInt(accepted));
  return sums;
}

/** The same without what the records give no more (`now`: all that they give): what was not accepted is taken off first. */
export function sumStandingUnits(
  settlements: readonly { items: readonly SettledItem[] }[],
  now: ReadonlyMap<number, number>,
): Map<number, bigint> {
  const items = settlements.flatMap((settlement) => settlement.items);
  const standing = [...sumAcceptedUnits(settlements)].map(([no, accepted]): [number, bigint] => {
    const units = items.reduce((sum, item) => sum + (item.no === no ? item.units : 0), 0);
    const lacking = Math.min(0, (now.get(no) ?? 0) - units);
    return [no, accepted + BigInt(proposeAcceptance(lacking, units - Number(accepted)))];
  });
  return new Map(standing);
}

/**
 * Items of which the records give less than was counted for the settlement, and less than is accepted of it. What came since
 * is counted by the next settlement: it makes none outdated. `most` is what can be accepted; null: nothing can, as more was
 * taken back than came.
 */
export const findOutdatedItems = (
  items: readonly SettledItem[],
  now: ReadonlyMap<number, number>,
): { no: number; counted: number; now: number; most: number | null }[] =>
  items.flatMap(({ no, counted, units, accepted }) => {
    const left = now.get(no) ?? 0;
    const most = units - (counted - left);
    return left < counted && accepted > most ? [{ no, counted, now: left, most: most < 0 ? null : most }] : [];
  });

/**
 * Items as the records give them when they are confirmed: what was corrected away since the proposal was never done. Else the
 * next settlement would take it off once more, although nobody accepted it.
 */
export const reduceToRecords = (items: readonly SettledItem[], now: ReadonlyMap<number, number>): SettledItem[] =>
  items.map((item) => {
    const lacking = Math.max(0, item.counted - (now.get(item.no) ?? 0));
    return { ...item, counted: item.counted - lacking, units: item.units - lacking };
  });

/** By which a settlement with such items is put right: the buyer accepts less or, where no less can be accepted, returns it. */
export type SettlementRemedy = 'confirm' | 'return';
export const chooseRemedy = (outdated: readonly { most: number | null }[]): SettlementRemedy =>
  outdated.some(({ most }) => most === null) ? 'return' : 'confirm';
