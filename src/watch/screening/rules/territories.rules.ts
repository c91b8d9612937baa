import { shuffle } from '../../statistics/random.js';
import { candidateGroups } from '../candidate-groups.js';
import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { viewMarket, type ViewLot } from '../market-view.js';
import type { GroupRule } from '../screening-types.js';
import { permutationP, SMALLEST_DRAWN_P } from '../statistics/rank-sum.js';
import { logFactorial } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N06', version: 1 };
const LEAST_AWARDS = 8;

/**
 * Division by place or category: where all members bid, one always wins here and another there. How often each wins and
 * how many lots each place has is given. A firm that is better at home does this too; firms that stay away from each other
 * show nothing here, for staying away has many honest reasons.
 */
export const N06: GroupRule = {
  ...NAME,
  triggers: true,
  screen: (market, _baseline, seed) => {
    const view = viewMarket(market);
    const placeOf = choosePlace(view.lots);
    return candidateGroups(market).map((group) => {
      const won = groupLots(view, group).filter(
        (one) => one.winner !== null && group.members.includes(one.winner) && placeOf(one) !== null,
      );
      const winners = won.map(({ winner }) => group.members.indexOf(winner ?? ''));
      const places = won.map((one) => placeOf(one) ?? '');
      if (won.length < LEAST_AWARDS || new Set(winners).size < 2 || new Set(places).size < 2)
        return mute(NAME, view, group, { code: 'too_few_lots', seen: won.length, needed: LEAST_AWARDS }, false);
      const observed = alike(winners, places);
      const smallestP = Math.max(SMALLEST_DRAWN_P, rarestP(winners));
      const p = permutationP(observed, (random) => alike(shuffle([...winners], random), places), seed);
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: won,
        n: won.length,
        statistic: { name: 'pairsAlike', value: observed },
        figures: { awards: won.length, places: new Set(places).size, winners: new Set(winners).size },
      };
      return toFinding(NAME, found, p, smallestP);
    });
  },
};

/** What tells lots of this market apart: region, else category, else buyer. */
function choosePlace(lots: readonly ViewLot[]): (one: ViewLot) => string | null {
  const choices = [
    (one: ViewLot) => one.lot.region,
    (one: ViewLot) => one.lot.category,
    (one: ViewLot) => one.lot.buyer,
  ];
  return choices.find((choice) => new Set(lots.map(choice).filter((place) => place !== null)).size > 1) ?? (() => null);
}

/** Pairs of lots of one place with one winner. */
function alike(winners: readonly number[], places: readonly string[]): number {
  const cells = new Map<string, number>();
  let pairs = 0;
  winners.forEach((winner, i) => {
    const cell = `${winner}\n${places[i]}`;
    const before = cells.get(cell) ?? 0;
    pairs += before;
    cells.set(cell, before + 1);
  });
  return pairs;
}

function rarestP(winners: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const winner of winners) counts.set(winner, (counts.get(winner) ?? 0) + 1);
  const orders = [...counts.values()].reduce((sum, count) => sum - logFactorial(count), logFactorial(winners.length));
  return Math.min(1, Math.exp(-orders));
}
