import { shuffle } from '../../statistics/random.js';
import { candidateGroups } from '../candidate-groups.js';
import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { viewMarket, type ViewLot } from '../market-view.js';
import type { GroupRule } from '../screening-types.js';
import { permutationP, SMALLEST_DRAWN_P } from '../statistics/rank-sum.js';
import { logFactorial } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N02', version: 1 };
const LEAST_AWARDS = 8;

/**
 * Rotation: the awards of a group, in order of day, alternate more regularly than a random order of the same awards does.
 * How often each member wins is given, so a better firm is no sign.
 */
export const N02: GroupRule = {
  ...NAME,
  triggers: true,
  screen: (market, _baseline, seed) =>
    candidateGroups(market).map((group) => {
      const view = viewMarket(market);
      const won = groupLots(view, group).filter(({ winner }) => winner !== null && group.members.includes(winner));
      const winners = won.map(({ winner }) => group.members.indexOf(winner ?? ''));
      const round = new Set(winners).size;
      if (won.length < LEAST_AWARDS || round < 2)
        return mute(NAME, view, group, { code: 'too_few_lots', seen: won.length, needed: LEAST_AWARDS }, false);
      const observed = regularity(winners, round);
      const smallestP = Math.max(SMALLEST_DRAWN_P, rarestP(winners, round));
      const p = permutationP(observed, (random) => regularity(shuffle([...winners], random), round), seed);
      return toFinding(NAME, describe(group.members, won, observed, round), p, smallestP);
    }),
};

function describe(members: readonly string[], lots: readonly ViewLot[], observed: number, round: number) {
  return {
    scope: toScope(members),
    members,
    lots,
    n: lots.length,
    statistic: { name: 'regularity', value: observed / (3 * lots.length - round - 1) },
    figures: { awards: lots.length, winners: round },
  };
}

/**
 * Awards that repeat the winner of a round before, awards that go to the member whose turn of the round it mostly is, and
 * awards that go to the one who mostly follows the last winner. A turn given away breaks few of the second, a lot in
 * between that has nothing to do with it few of the third.
 */
function regularity(winners: readonly number[], round: number): number {
  let repeats = 0;
  const turns = new Map<number, number>();
  const followers = new Map<number, number>();
  const count = (counts: Map<number, number>, key: number): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  winners.forEach((winner, at) => {
    if (at >= round && winners[at - round] === winner) repeats += 1;
    count(turns, (at % round) * SPAN + winner);
    const last = winners[at - 1];
    if (last !== undefined && last !== winner) count(followers, last * SPAN + winner);
  });
  return repeats + sumOfMost(turns) + sumOfMost(followers);
}

/** More than any group has members. */
const SPAN = 64;

/** The largest count of each row, added. */
function sumOfMost(counts: ReadonlyMap<number, number>): number {
  const most = new Map<number, number>();
  for (const [key, count] of counts) {
    const row = Math.floor(key / SPAN);
    most.set(row, Math.max(most.get(row) ?? 0, count));
  }
  return [...most.values()].reduce((sum, count) => sum + count, 0);
}

/** One unbroken order of each choice of turns, among all orders of the same awards. */
function rarestP(winners: readonly number[], round: number): number {
  const counts = new Map<number, number>();
  for (const winner of winners) counts.set(winner, (counts.get(winner) ?? 0) + 1);
  const orders = [...counts.values()].reduce((sum, count) => sum - logFactorial(count), logFactorial(winners.length));
  return Math.min(1, Math.exp(logFactorial(round) - orders));
}
