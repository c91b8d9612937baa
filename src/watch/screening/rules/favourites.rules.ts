import { toFinding, type RuleName } from '../finding.js';
import { compare, viewMarket, type ViewLot } from '../market-view.js';
import type { FindingScope, GroupFinding, GroupRule } from '../screening-types.js';
import { hypergeometricTail } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N08', version: 2 };
const LEAST_AWARDS = 5;
/** Contracts from which the concentration of a buyer's awards is shown. */
const LEAST_FOR_SHARES = 10;

/**
 * A buyer's or an agent's favourite: a firm wins there more of its bids than elsewhere. Its own record elsewhere is the
 * measure, so that a better firm is no favourite; the concentration of the awards is a figure beside it.
 */
export const N08: GroupRule = {
  ...NAME,
  triggers: true,
  screen: (market) => {
    const { lots } = viewMarket(market);
    const awarded = lots.filter(({ winner, bids }) => winner !== null && bids.size >= 2);
    return [
      ...screenPlaces('buyer', awarded, ({ lot }) => lot.buyer),
      ...screenPlaces('agent', awarded, ({ lot }) => lot.agent),
    ];
  },
};

function screenPlaces(
  scope: FindingScope,
  awarded: readonly ViewLot[],
  keyOf: (one: ViewLot) => string | null,
): GroupFinding[] {
  const byKey = indexLots(awarded, (one) => [keyOf(one)].filter((key) => key !== null));
  const byFirm = indexLots(awarded, ({ bids }) => [...bids.keys()]);
  return [...byKey]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([key, here]) => {
      const wins = new Map<string, number>();
      for (const { winner } of here) if (winner !== null) wins.set(winner, (wins.get(winner) ?? 0) + 1);
      const firms = [...new Set(here.flatMap(({ bids }) => [...bids.keys()]))].sort(compare);
      return firms.flatMap((firm) => {
        const won = wins.get(firm) ?? 0;
        const all = byFirm.get(firm) ?? [];
        const own = all.filter((one) => keyOf(one) === key);
        const allWins = all.filter(({ winner }) => winner === firm).length;
        // Whether a firm is looked at hangs on how often it bids and wins at all, not on where.
        if (Math.min(own.length, allWins) < LEAST_AWARDS) return [];
        const found = {
          scope,
          members: [firm],
          lots: own.filter(({ winner }) => winner === firm),
          n: own.length,
          statistic: { name: 'shareWon', value: won / own.length },
          figures: {
            key,
            firm,
            bids: own.length,
            won,
            bidsElsewhere: all.length - own.length,
            wonElsewhere: allWins - won,
            concentration: concentration(wins, here.length),
          },
        };
        const tail = (seen: number): number => hypergeometricTail(seen, own.length, allWins, all.length);
        return [toFinding(NAME, found, tail(won), tail(Math.min(own.length, allWins)))];
      });
    });
}

function indexLots(lots: readonly ViewLot[], keysOf: (one: ViewLot) => readonly string[]): Map<string, ViewLot[]> {
  const groups = new Map<string, ViewLot[]>();
  for (const one of lots)
    for (const key of keysOf(one)) {
      const own = groups.get(key);
      if (own === undefined) groups.set(key, [one]);
      else own.push(one);
    }
  return groups;
}

/** Herfindahl and Hirschman's index of the awards, 0 to 1; null below ten. */
function concentration(wins: ReadonlyMap<string, number>, awards: number): number | null {
  if (awards < LEAST_FOR_SHARES) return null;
  return [...wins.values()].reduce((sum, count) => sum + (count / awards) ** 2, 0);
}
