import { shuffleNumbers } from '../../statistics/random.js';
import { explainFew, groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import type { ViewLot } from '../market-view.js';
import type { ScreeningReason } from '../screening-types.js';
import { permutationP, SMALLEST_DRAWN_P } from '../statistics/rank-sum.js';
import { isServiceDoubted } from '../statistics/predecessors.js';
import { computeKeptP } from '../statistics/strengths.js';
import { logFactorial } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N06', version: 4 };
const LEAST_AWARDS = 8;

/**
 * Division by place or category: where all members bid, one always wins here and another there. How often each wins and
 * how many lots each place has is given; so must it be unlikely of firms that keep what they have as they know the residents,
 * as much as all firms of the market do. Firms that stay away from each other
 * show nothing here, for staying away has many honest reasons.
 */
export const N06 = judgeGroups(NAME, {
  prepare: ({ view, seed }) => {
    const placeOf = choosePlace(view.lots);
    return (group) => {
      const met = groupLots(view, group);
      const all = met.filter(
        (one) => one.winner !== null && group.members.includes(one.winner) && placeOf(one) !== null,
      );
      const won = all.filter((one) => !isServiceDoubted(view, one));
      const winners = won.map(({ winner }) => group.members.indexOf(winner ?? ''));
      const places = won.map((one) => placeOf(one) ?? '');
      if (won.length < LEAST_AWARDS) {
        const many = met.filter(({ manyWinners }) => manyWinners).length;
        return mute(
          NAME,
          view,
          group,
          explainFew(won.length, LEAST_AWARDS, [
            [all.length - won.length, UNTOLD],
            [many, { code: 'several_winners' }],
          ]),
          false,
        );
      }
      const one = explainOne(all, placeOf) ?? (explainOne(won, placeOf) && UNTOLD);
      if (one !== null) return mute(NAME, view, group, one, false);
      const order = Uint8Array.from(winners);
      const count = countAlike(group.members.length, places);
      const observed = count(order);
      const smallestP = Math.max(SMALLEST_DRAWN_P, rarestP(winners));
      const p = Math.max(
        permutationP(observed, (random) => count(shuffleNumbers(order, random)), seed),
        computeKeptP(view, group, won, { measure: count, observed, seed }),
      );
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: won,
        n: won.length,
        statistic: { name: 'pairsAlike', value: observed },
        figures: { awards: won.length, places: new Set(places).size, winners: new Set(winners).size },
      };
      return toFinding(NAME, found, p, smallestP);
    };
  },
});

const UNTOLD: ScreeningReason = { code: 'missing', fields: ['serviceLines'] };

/** There is nothing to divide where one wins everything, or all is in one place. */
function explainOne(lots: readonly ViewLot[], placeOf: (one: ViewLot) => string | null): ScreeningReason | null {
  if (new Set(lots.map(({ winner }) => winner)).size < 2) return { code: 'one_winner' };
  return new Set(lots.map(placeOf)).size < 2 ? { code: 'one_place' } : null;
}

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
function countAlike(members: number, places: readonly string[]): (winners: Uint8Array) => number {
  const known = [...new Set(places)];
  const rows = Uint16Array.from(places, (place) => known.indexOf(place) * members);
  const cells = new Uint16Array(known.length * members);
  return (winners) => {
    cells.fill(0);
    let pairs = 0;
    for (let i = 0; i < winners.length; i += 1) {
      const cell = (rows[i] ?? 0) + (winners[i] ?? 0);
      const before = cells[cell] ?? 0;
      pairs += before;
      cells[cell] = before + 1;
    }
    return pairs;
  };
}

function rarestP(winners: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const winner of winners) counts.set(winner, (counts.get(winner) ?? 0) + 1);
  const orders = [...counts.values()].reduce((sum, count) => sum - logFactorial(count), logFactorial(winners.length));
  return Math.min(1, Math.exp(-orders));
}
