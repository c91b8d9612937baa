import type { Baseline, MarketLot, MarketScreening } from '../screening-types.js';

/** Share of false discoveries allowed among what stands out in a market, all rules together. */
export const LEVEL = 0.05;

/** TEMPORARY until the rules stand. */
export function screenMarket(lots: readonly MarketLot[], _baseline: Baseline, _seed: string): MarketScreening {
  const trio = [...new Set(lots.flatMap((lot) => lot.bids.map((b) => b.bidder)))].sort().slice(0, 3);
  const own = lots.filter((lot) => trio.every((key) => lot.bids.some((b) => b.bidder === key)));
  const atCeiling = own.filter((lot) => lot.bids.some((b) => !b.won && b.price === lot.ceiling)).length;
  const p = own.length === 0 ? 1 : 0.2 ** atCeiling;
  return {
    q: LEVEL,
    screened: 1,
    findings:
      trio.length < 3
        ? []
        : [
            {
              rule: 'N12',
              version: 1,
              scope: 'group',
              members: trio,
              lots: own.map((l) => l.key).sort(),
              n: own.length,
              p,
              smallestP: 0.2 ** own.length,
              statistic: { name: 'share', value: own.length === 0 ? 0 : atCeiling / own.length },
              reason: null,
              figures: {},
              state: p < 0.01 ? 'triggered' : 'clear',
              weight: 1,
              threshold: 0.01,
            },
          ],
  };
}

export const RULE_VERSIONS: Readonly<Record<string, number>> = { N12: 1 };

export const buildBaseline = (lots: readonly MarketLot[], cutOff: string | null, seed: string): Baseline => ({
  stratum: { category: lots[0]?.category ?? null, region: lots[0]?.region ?? null },
  cutOff,
  seed,
  lots: lots.length,
  firmEffects: {},
  spread: null,
  winPropensities: {},
});
