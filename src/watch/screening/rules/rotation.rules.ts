import { shuffleNumbers } from '../../statistics/random.js';
import { explainFew, groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import type { ViewLot } from '../market-view.js';
import type { ScreeningReason } from '../screening-types.js';
import { permutationP, SMALLEST_DRAWN_P } from '../statistics/rank-sum.js';
import { isServiceDoubted } from '../statistics/predecessors.js';
import { computeKeptP } from '../statistics/strengths.js';
import { logFactorial } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N02', version: 5 };
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
      const measure = measureRegularity(group.members.length, round);
      const observed = measure(order);
      const most = mostRegularity(won.length, round);
      const kept = computeKeptP(view, group, won, { measure, observed, most, seed, readsOwn: () => true });
      const smallestP = Math.max(SMALLEST_DRAWN_P, rarestP(winners, round), kept.smallest);
      const p = Math.max(
        permutationP(observed, (random) => measure(shuffleNumbers(order, random)), seed),
        kept.p,
      );
      return toFinding(NAME, describe(group.members, won, observed, round), p, smallestP);
    },
});

function describe(members: readonly string[], lots: readonly ViewLot[], observed: number, round: number) {
  return {
    scope: toScope(members),
    members,
    lots,
    n: lots.length,
    statistic: { name: 'regularity', value: observed / mostRegularity(lots.length, round) },
    figures: { awards: lots.length, winners: round },
  };
}

/** What an unbroken order measures; none measures more. */
const mostRegularity = (awards: number, round: number): number => 3 * awards - round - 1;

/**
 * Awards that repeat the winner of a round before, awards that go to the member whose turn of the round it mostly is, and
 * awards that go to the one who mostly follows the last winner. A turn given away breaks few of the second, a lot in
 * between that has nothing to do with it few of the third.
 */
function measureRegularity(members: number, round: number): (winners: Uint8Array) => number {
  const turns = new Uint16Array(round * members);
  const followers = new Uint16Array(members * members);
  return (winners) => {
    turns.fill(0);
    followers.fill(0);
    let repeats = 0;
    let last = -1;
    for (let at = 0; at < winners.length; at += 1) {
      const winner = winners[at] ?? 0;
      if (at >= round && winners[at - round] === winner) repeats += 1;
      increase(turns, (at % round) * members + winner);
      if (last >= 0 && last !== winner) increase(followers, last * members + winner);
      last = winner;
    }
    return repeats + sumOfMost(turns, members) + sumOfMost(followers, members);
  };
}

function increase(counts: Uint16Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** The largest count of each row of so many columns, added. */
function sumOfMost(counts: Uint16Array, columns: number): number {
  let sum = 0;
  for (let from = 0; from < counts.length; from += columns) {
    let most = 0;
    for (let at = from; at < from + columns; at += 1) most = Math.max(most, counts[at] ?? 0);
    sum += most;
  }
  return sum;
}

/** One unbroken order of each choice of turns, among all orders of the same awards. */
function rarestP(winners: readonly number[], round: number): number {
  const counts = new Map<number, number>();
  for (const winner of winners) counts.set(winner, (counts.get(winner) ?? 0) + 1);
  const orders = [...counts.values()].reduce((sum, count) => sum - logFactorial(count), logFactorial(winners.length));
  return Math.min(1, Math.exp(logFactorial(round) - orders));
}
