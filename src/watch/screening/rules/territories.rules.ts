import { shuffleNumbers } from '../../statistics/random.js';
import { explainFew, groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import type { ViewLot } from '../market-view.js';
import type { ScreeningReason } from '../screening-types.js';
import { permutationP, SMALLEST_DRAWN_P } from '../statistics/rank-sum.js';
import { isServiceDoubted } from '../statistics/predecessors.js';
import { computeKeptP } from '../statistics/strengths.js';
import { logFactorial } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N06', version: 8 };
const LEAST_AWARDS = 8;

/**
 * Division by buyer: where all members bid, one always wins with this buyer and another with that one. A market has one county
 * and one category, so nothing else tells its places apart. How often each wins and how many lots each buyer has is given; so
 * must it be unlikely of firms that keep what they have as they know the residents, as much as all firms of the market do, and in
 * the lots that say which service they are for as much as these do: elsewhere the last lot of a buyer stands for the service
 * before, and that one firm keeps a buyer is what is asked. Firms that stay away from each other show nothing here, for staying away has
 * many honest reasons.
 */
export const N06 = judgeGroups(NAME, {
  prepare:
    ({ view, seed }) =>
    (group) => {
      const met = groupLots(view, group);
      const all = met.filter(
        (one) => one.winner !== null && group.members.includes(one.winner) && one.lot.buyer !== null,
      );
      const won = all.filter((one) => !isServiceDoubted(view, one));
      const winners = won.map(({ winner }) => group.members.indexOf(winner ?? ''));
      const places = won.map((one) => one.lot.buyer ?? '');
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
      const one = explainOne(all) ?? (explainOne(won) && UNTOLD);
      if (one !== null) return mute(NAME, view, group, one, false);
      const order = Uint8Array.from(winners);
      const count = countAlike(group.members.length, places);
      const observed = count(order);
      const most = Math.min(countPairs(winners), countPairs(places));
      const kept = computeKeptP(view, group, won, { measure: count, observed, most, seed, readsOwn: isServiceTold });
      const smallestP = Math.max(SMALLEST_DRAWN_P, rarestP(winners), kept.smallest);
      const p = Math.max(
        permutationP(observed, (random) => count(shuffleNumbers(order, random)), seed),
        kept.p,
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
    },
});

const isServiceTold = ({ lot }: ViewLot): boolean => lot.services !== undefined;

const UNTOLD: ScreeningReason = { code: 'missing', fields: ['serviceLines'] };

/** There is nothing to divide where one wins everything, or all is in one place. */
function explainOne(lots: readonly ViewLot[]): ScreeningReason | null {
  if (new Set(lots.map(({ winner }) => winner)).size < 2) return { code: 'one_winner' };
  return new Set(lots.map(({ lot }) => lot.buyer)).size < 2 ? { code: 'one_place' } : null;
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

/** Pairs that are alike in this; whoever wins where, no more pairs can be alike in it and in something else. */
function countPairs(each: readonly (string | number)[]): number {
  return countEach(each).reduce((pairs, count) => pairs + (count * (count - 1)) / 2, 0);
}

function rarestP(winners: readonly number[]): number {
  const orders = countEach(winners).reduce((sum, count) => sum - logFactorial(count), logFactorial(winners.length));
  return Math.min(1, Math.exp(-orders));
}

function countEach(each: readonly (string | number)[]): number[] {
  const counts = new Map<string | number, number>();
  for (const one of each) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()];
}
