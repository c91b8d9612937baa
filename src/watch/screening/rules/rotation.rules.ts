import { shuffleNumbers } from '../../statistics/random.js';
import { explainFew, groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import type { ViewLot } from '../market-view.js';
import type { ScreeningReason } from '../screening-types.js';
import { permutationP, SMALLEST_DRAWN_P } from '../statistics/rank-sum.js';
import { prepareRegularity } from '../statistics/regularity.js';
import { isServiceDoubted } from '../statistics/predecessors.js';
import { computeKeptP } from '../statistics/strengths.js';
import { logFactorial } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N02', version: 7 };
const LEAST_AWARDS = 8;

/**
 * Rotation: the awards of a group, in order of day, alternate more regularly than a random order of the same awards does.
 * How often each member wins is given, so a better firm is no sign; and so must the order be of firms that keep what they
 * have: buyers that buy every year in one order are served in one.
 */
export const N02 = judgeGroups(NAME, {
  prepare:
    ({ view, seed }) =>
    (group) => {
      const met = groupLots(view, group);
      const all = met.filter(({ winner }) => winner !== null && group.members.includes(winner));
      // Where only the month is known, nobody knows which came first.
      const dated = all.filter(({ lot }) => lot.dayUnknown !== true);
      const won = dated.filter((one) => !isServiceDoubted(view, one));
      const winners = won.map(({ winner }) => group.members.indexOf(winner ?? ''));
      const round = new Set(winners).size;
      if (won.length < LEAST_AWARDS) {
        const reason = explainFew(won.length, LEAST_AWARDS, [
          [all.length - dated.length, { code: 'missing', fields: ['awardedOn'] }],
          [dated.length - won.length, { code: 'missing', fields: ['serviceLines'] }],
          [met.filter(({ manyWinners }) => manyWinners).length, { code: 'several_winners' }],
        ]);
        return mute(NAME, view, group, reason, false);
      }
      if (round < 2) {
        const isOne = new Set(dated.map(({ winner }) => winner)).size < 2;
        const reason: ScreeningReason = isOne ? { code: 'one_winner' } : { code: 'missing', fields: ['serviceLines'] };
        return mute(NAME, view, group, reason, false);
      }
      const order = Uint8Array.from(winners);
      const { measure, most, countInOrder } = prepareRegularity(winners);
      const observed = measure(order);
      const kept = computeKeptP(view, group, won, { measure, observed, most, seed, readsOwn: () => true });
      const smallestP = Math.max(SMALLEST_DRAWN_P, rarestP(winners, round), kept.smallest);
      const p = Math.max(
        permutationP(observed, (random) => measure(shuffleNumbers(order, random), observed), seed),
        kept.p,
      );
      return toFinding(NAME, describe(group.members, won, countInOrder(observed), round), p, smallestP);
    },
});

function describe(members: readonly string[], lots: readonly ViewLot[], inOrder: number, round: number) {
  return {
    scope: toScope(members),
    members,
    lots,
    n: lots.length,
    statistic: { name: 'regularity', value: inOrder / lots.length },
    figures: { awards: lots.length, winners: round },
  };
}

/** One unbroken order of each choice of turns, among all orders of the same awards. */
function rarestP(winners: readonly number[], round: number): number {
  const counts = new Map<number, number>();
  for (const winner of winners) counts.set(winner, (counts.get(winner) ?? 0) + 1);
  const orders = [...counts.values()].reduce((sum, count) => sum - logFactorial(count), logFactorial(winners.length));
  return Math.min(1, Math.exp(logFactorial(round) - orders));
}
