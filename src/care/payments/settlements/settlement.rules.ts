import { parseYuan } from '../../../kernel/money/money.js';
import type { PriceDeduction, PriceItem } from '../../../purchase/tenders/conducted/terms/price-types.js';

/** A number of fen as a fraction: half a minute's price is no whole fen, and is rounded once. */
interface Fraction {
  above: bigint;
  below: bigint;
}

/** What so many of what is measured are worth: each part of them at the price of its band. */
function computeItemWorth({ unitPrice, per, bands }: PriceItem, measured: bigint): Fraction {
  const below = BigInt(per ?? 1);
  const steps = [{ above: 0, unitPrice }, ...(bands ?? [])];
  const above = steps.reduce((sum, step, i) => {
    const [from, to] = [BigInt(step.above) * below, steps[i + 1]?.above];
    const end = to === undefined || measured < BigInt(to) * below ? measured : BigInt(to) * below;
    return end > from ? sum + (end - from) * parseYuan(step.unitPrice) : sum;
  }, 0n);
  return { above, below };
}

/** Fen that all units accepted so far are worth, by the number of their item: exact, and rounded half up once, in the end. */
export function computeWorth(items: readonly PriceItem[], accepted: ReadonlyMap<number, bigint>): bigint {
  const { above, below } = items
    .map((item) => computeItemWorth(item, accepted.get(item.no) ?? 0n))
    .reduce<Fraction>(
      (sum, one) =>
        sum.below === one.below
          ? { above: sum.above + one.above, below: sum.below }
          : { above: sum.above * one.below + one.above * sum.below, below: sum.below * one.below },
      { above: 0n, below: 1n },
    );
  return (2n * above + below) / (2n * below);
}

/** Sums of what was confirmed before, in fen. */
export interface SettledBefore {
  units: bigint;
  deducted: bigint;
  total: bigint;
}
interface SettlementSums extends SettledBefore {
  /** Not above zero: what was paid beyond what is owed by now, which the next settlement takes off. */
  carried: bigint;
}

/**
 * What one settlement comes to, where all units so far are worth so much and no more than the cap is paid. Sums are
 * cumulative: a correction of an old record is taken off, or paid, with the next settlement.
 */
export function computeSettlement(worth: bigint, deducted: bigint, before: SettledBefore, cap: bigint): SettlementSums {
  const owed = worth - before.deducted - deducted;
  const open = (owed < cap ? owed : cap) - before.total;
  const rest = owed - before.total;
  return { units: worth - before.units, deducted, total: open > 0n ? open : 0n, carried: rest < 0n ? rest : 0n };
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
  /** From the first day to the last of the period, as the records stood. */
  counted: number;
  /** What of it came since the last settlement; less than nothing where more was taken back. */
  units: number;
  /** What the buyer accepted of it. */
  accepted: number;
  reason: string | null;
}

/** All units that were accepted by these settlements, by item. */
export function sumAcceptedUnits(settlements: readonly { items: readonly SettledItem[] }[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { no, accepted } of settlements.flatMap(({ items }) => items))
    sums.set(no, (sums.get(no) ?? 0n) + BigInt(accepted));
  return sums;
}
