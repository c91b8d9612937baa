import { isPriced, readPrice, stands, viewMarket } from './market-view.js';
import type { Baseline, MarketLot } from './screening-types.js';
import { firmEffects, removeFirmEffects, type Row } from './statistics/two-way.js';

const LEAST_LOTS = 20;

/** What the lots before the cut-off (excluded) say of a market. The same lots give the same baseline, in any order. */
export function computeBaseline(
  lots: readonly MarketLot[],
  stratum: Baseline['stratum'],
  cutOff: string | null,
  seed: string,
): Baseline {
  const view = viewMarket(lots.filter(({ day }) => cutOff === null || day < cutOff));
  const rows = view.lots.flatMap((one): Row[] => {
    if (!isPriced(one)) return [];
    const firms = [...one.bids.keys()].filter((firm) => readPrice(one.bids.get(firm)) !== null);
    return firms.length < 2
      ? []
      : [{ firms, values: firms.map((firm) => Math.log(readPrice(one.bids.get(firm)) ?? 1)) }];
  });
  const counts = new Map<string, number>();
  for (const { firms } of rows) for (const firm of firms) counts.set(firm, (counts.get(firm) ?? 0) + 1);
  const effects = [...firmEffects(rows)].map(
    ([firm, effect]) => [firm, { effect, bids: counts.get(firm) ?? 0 }] as const,
  );
  const wins = new Map<string, { wins: number; bids: number }>();
  for (const { bids, winner } of view.lots)
    for (const bid of bids.values()) {
      if (!stands(bid) || winner === null) continue;
      const { bidder } = bid;
      const before = wins.get(bidder) ?? { wins: 0, bids: 0 };
      wins.set(bidder, { wins: before.wins + (bidder === winner ? 1 : 0), bids: before.bids + 1 });
    }
  return {
    stratum,
    cutOff,
    seed,
    lots: view.lots.length,
    firmEffects: Object.fromEntries(effects.sort(byFirm)),
    spread: rows.length < LEAST_LOTS ? null : computeSpread(rows),
    winPropensities: Object.fromEntries([...wins].sort(byFirm)),
  };
}

/** Where there is no earlier period: nothing is known. */
export function emptyBaseline(seed: string): Baseline {
  return computeBaseline([], { category: null, region: null }, null, seed);
}

function byFirm([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function computeSpread(rows: readonly Row[]): number | null {
  const left = removeFirmEffects(rows).flat();
  const firms = new Set(rows.flatMap((row) => row.firms)).size;
  const freedom = left.length - rows.length - firms + 1;
  return freedom < 1 ? null : Math.sqrt(left.reduce((sum, x) => sum + x * x, 0) / freedom);
}
