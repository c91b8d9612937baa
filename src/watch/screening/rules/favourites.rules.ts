import { explainFew, toFinding, toUnjudgedFinding, type RuleName } from '../finding.js';
import { compare, viewMarket, type MarketView, type ViewLot } from '../market-view.js';
import type { FindingScope, GroupFinding, GroupRule, ScreeningReason } from '../screening-types.js';
import { isServiceDoubted } from '../statistics/predecessors.js';
import { computeChance, estimateStrengths, isRead, type Strengths } from '../statistics/strengths.js';
import { hypergeometricTail, poissonBinomialTail } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N08', version: 5 };
const LEAST_AWARDS = 5;
/** Contracts from which the concentration of a buyer's awards is shown. */
const LEAST_FOR_SHARES = 10;

/**
 * A buyer's or an agent's favourite: a firm wins there more of its bids than elsewhere, and more than its worth explains: the
 * larger p of both. What it (at its upper limit)
 * and each of its rivals are worth is taken from the lots of others, and so is what a firm gains where it served last:
 * neither a better firm, nor one with weak rivals, nor one that the residents know is a favourite. The concentration of the
 * awards is a figure beside it.
 */
export const N08: GroupRule = {
  ...NAME,
  triggers: true,
  screen: (market) => {
    const view = viewMarket(market);
    const awarded = view.lots.filter(({ winner, bids }) => winner !== null && bids.size >= 2);
    return [
      ...screenPlaces('buyer', view, awarded, ({ lot }) => lot.buyer),
      ...screenPlaces('agent', view, awarded, ({ lot }) => lot.agent),
    ];
  },
};

function screenPlaces(
  scope: FindingScope,
  view: MarketView,
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
      let known: Strengths | undefined;
      const readElsewhere = () => (known ??= estimateStrengths(view, new Set(here.map(({ index }) => index))));
      const firms = [...new Set(here.flatMap(({ bids }) => [...bids.keys()]))].sort(compare);
      return firms.flatMap((firm) => {
        const all = byFirm.get(firm) ?? [];
        const allWins = all.filter(({ winner }) => winner === firm).length;
        // Whether a firm is looked at hangs on how often it bids and wins at all, not on where.
        const listed = all.filter((one) => keyOf(one) === key);
        if (Math.min(listed.length, allWins) < LEAST_AWARDS) return [];
        const own = listed.filter((one) => isRead(view, one));
        const won = own.filter(({ winner }) => winner === firm);
        const winsHere = listed.filter(({ winner }) => winner === firm).length;
        const chances = own.map((one) => computeChance(view, one, firm, readElsewhere(), 'upper'));
        const found = {
          scope,
          members: [firm],
          lots: won,
          n: own.length,
          statistic: { name: 'shareWon', value: won.length / Math.max(1, own.length) },
          figures: {
            key,
            firm,
            bids: own.length,
            won: won.length,
            expected: Math.round(10 * chances.reduce((sum, chance) => sum + chance, 0)) / 10,
            bidsElsewhere: all.length - listed.length,
            wonElsewhere: allWins - winsHere,
            concentration: concentration(wins, here.length),
          },
        };
        if (own.length < LEAST_AWARDS) return [toUnjudgedFinding(NAME, found, explainGap(view, listed, own))];
        const winsRead = allWins - winsHere + won.length;
        const tail = (seen: number): number =>
          Math.max(
            poissonBinomialTail(seen, chances),
            hypergeometricTail(seen, own.length, winsRead, all.length - listed.length + own.length),
          );
        return [toFinding(NAME, found, tail(won.length), tail(Math.min(own.length, winsRead)))];
      });
    });
}

function explainGap(view: MarketView, listed: readonly ViewLot[], own: readonly ViewLot[]): ScreeningReason {
  const partial = listed.filter(({ whole }) => !whole).length;
  const doubted = listed.filter((one) => isServiceDoubted(view, one)).length;
  return explainFew(own.length, LEAST_AWARDS, [
    [partial, { code: 'missing', fields: ['bids'] }],
    [doubted, { code: 'missing', fields: ['serviceLines'] }],
  ]);
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
