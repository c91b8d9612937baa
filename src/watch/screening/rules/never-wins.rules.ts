import { explainFew, groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import { compare, stands, type MarketView, type ViewLot } from '../market-view.js';
import type { CandidateGroup } from '../screening-types.js';

const NAME: RuleName = { id: 'N05', version: 2 };
const LEAST_LOTS = 8;
const LEAST_ELSEWHERE = 8;
/** Rounds of the estimate of strengths, and the wins of an average firm that each firm is given beforehand. */
const ROUNDS = 15;
const PRIOR = 1;
/** One-sided 95 %: a strength is taken at its lower limit, that of the rivals as it is. */
const LIMIT = 1.645;

/**
 * Never wins: a member bids in the group's lots again and again and wins none, though elsewhere it does. The chance of
 * each lot is the member's strength among that lot's bidders, all strengths (Plackett and Luce) taken from lots outside
 * the group, the member's own at its lower limit.
 */
export const N05 = judgeGroups(NAME, {
  prepare:
    ({ view }) =>
    (group) => {
      const met = groupLots(view, group);
      const awarded = met.filter((one) => one.winner !== null);
      const lots = awarded.filter(({ whole }) => whole);
      if (lots.length < LEAST_LOTS) {
        const reason = explainFew(lots.length, LEAST_LOTS, [
          [awarded.length - lots.length, { code: 'missing', fields: ['bids'] }],
          [met.filter(({ manyWinners }) => manyWinners).length, { code: 'several_winners' }],
        ]);
        return mute(NAME, view, group, reason, false);
      }
      const { strengths, records } = estimateStrengths(view, group);
      const known = group.members.filter((firm) => (records.get(firm)?.bids ?? 0) >= LEAST_ELSEWHERE);
      const judgedMembers = known.map((firm) => ({ firm, ...chanceOfNone(lots, firm, strengths, records) }));
      const best = judgedMembers.sort((a, b) => a.p - b.p || compare(a.firm, b.firm))[0];
      if (best === undefined)
        return mute(NAME, view, group, { code: 'too_few_reference_lots', needed: LEAST_ELSEWHERE }, false);
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: lots.filter(({ bids }) => bids.has(best.firm)),
        n: lots.length,
        statistic: { name: 'expectedWins', value: best.expected },
        figures: { firm: best.firm, won: best.won, bids: lots.length },
      };
      const looks = known.length;
      return toFinding(NAME, found, Math.min(1, looks * best.p), Math.min(1, looks * best.smallest));
    },
});

interface BidRecord {
  wins: number;
  bids: number;
}

function chanceOfNone(
  lots: readonly ViewLot[],
  firm: string,
  strengths: ReadonlyMap<string, number>,
  records: ReadonlyMap<string, BidRecord>,
) {
  const wins = records.get(firm)?.wins ?? 0;
  const own = (strengths.get(firm) ?? 1) * Math.exp(-LIMIT / Math.sqrt(wins + PRIOR));
  const chances = lots.map(({ bids }) => {
    const rivals = validBidders(bids).filter((one) => one !== firm);
    return own / rivals.reduce((sum, rival) => sum + (strengths.get(rival) ?? 1), own);
  });
  const won = lots.filter(({ winner }) => winner === firm).length;
  const smallest = chances.reduce((product, chance) => product * (1 - chance), 1);
  return { won, smallest, p: won === 0 ? smallest : 1, expected: chances.reduce((sum, chance) => sum + chance, 0) };
}

function validBidders(bids: ViewLot['bids']): string[] {
  return [...bids.values()].filter(stands).map(({ bidder }) => bidder);
}

/** Lots with a winner and two valid bidders or more, by the numbers of their firms. */
interface NumberedLots {
  firms: readonly string[];
  lots: readonly { index: number; at: readonly number[]; winner: number }[];
}
const NUMBERED = new WeakMap<MarketView, NumberedLots>();

function numberLots(view: MarketView): NumberedLots {
  const known = NUMBERED.get(view);
  if (known !== undefined) return known;
  const numbers = new Map<string, number>();
  const toNumber = (firm: string): number => {
    const number = numbers.get(firm) ?? numbers.size;
    if (number === numbers.size) numbers.set(firm, number);
    return number;
  };
  const lots = view.lots.flatMap(({ index, bids, winner, whole }) => {
    const firms = winner === null || !whole ? [] : validBidders(bids);
    return firms.length < 2 ? [] : [{ index, at: firms.map(toNumber), winner: firms.indexOf(winner ?? '') }];
  });
  const numbered = { firms: [...numbers.keys()], lots };
  NUMBERED.set(view, numbered);
  return numbered;
}

/** Hunter's iteration (2004): wins over the sum of what each lot's bidders weigh; lots of the group left out. */
function estimateStrengths(view: MarketView, group: CandidateGroup) {
  const shared = new Set(group.lots);
  const { firms, lots: all } = numberLots(view);
  const lots = all.filter(({ index }) => !shared.has(index));
  const [wins, bids, weights] = [0, 0, 0].map(() => new Float64Array(firms.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (const { at, winner } of lots)
    at.forEach((firm, i) => {
      bids[firm] = (bids[firm] ?? 0) + 1;
      if (i === winner) wins[firm] = (wins[firm] ?? 0) + 1;
    });
  const strengths = new Float64Array(firms.length).fill(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    weights.fill(0);
    for (const { at } of lots) {
      let sum = 0;
      for (let i = 0; i < at.length; i += 1) sum += strengths[at[i] ?? 0] ?? 1;
      const weight = 1 / sum;
      for (let i = 0; i < at.length; i += 1) weights[at[i] ?? 0] = (weights[at[i] ?? 0] ?? 0) + weight;
    }
    for (let firm = 0; firm < firms.length; firm += 1)
      strengths[firm] =
        ((wins[firm] ?? 0) + PRIOR) / ((weights[firm] ?? 0) + (2 * PRIOR) / (1 + (strengths[firm] ?? 1)));
  }
  const seen = firms.flatMap((firm, i) => ((bids[i] ?? 0) > 0 ? [[firm, i] as const] : []));
  return {
    strengths: new Map(seen.map(([firm, i]) => [firm, strengths[i] ?? 1])),
    records: new Map(seen.map(([firm, i]) => [firm, { wins: wins[i] ?? 0, bids: bids[i] ?? 0 }])),
  };
}
