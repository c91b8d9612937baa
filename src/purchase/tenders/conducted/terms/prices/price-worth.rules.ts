import { parseYuan } from '../../../../../kernel/money/money.js';
import type { PriceItem } from '../price-types.js';

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

/** Fen that so many units are worth, counted as they are measured, by the number of their item: exact, and rounded half up once, in the end. */
export function computeWorth(items: readonly PriceItem[], units: ReadonlyMap<number, bigint>): bigint {
  const { above, below } = items
    .map((item) => computeItemWorth(item, units.get(item.no) ?? 0n))
    .reduce<Fraction>(
      (sum, one) =>
        sum.below === one.below
          ? { above: sum.above + one.above, below: sum.below }
          : { above: sum.above * one.below + one.above * sum.below, below: sum.below * one.below },
      { above: 0n, below: 1n },
    );
  return (2n * above + below) / (2n * below);
}
