import { compare, viewMarket } from './market-view.js';
import type { CandidateGroup, MarketLot } from './screening-types.js';

/** More members than this hold no secret; fewer lots than this carry no test. */
const MOST_MEMBERS = 8;
const LEAST_LOTS = 3;
/** The groups that meet most beyond their activity; ties are all kept. */
const MOST_GROUPS = 60;
/** Sets met so far that are crossed with those of one more lot: bounds the work in markets of one crowd. */
const MOST_SETS = 1_500;

const GROUPS = new WeakMap<readonly MarketLot[], readonly CandidateGroup[]>();

/**
 * Groups of two to eight firms that bid together, chosen by who bids alone. A set of firms is looked at where no larger
 * set meets in the same lots (a closed set): all of them are intersections of the bidders of lots. Each is weighed by how
 * much more often it meets than the activity of its members explains, which is no reason to suspect it: regulars do too.
 */
export function candidateGroups(market: readonly MarketLot[]): readonly CandidateGroup[] {
  const known = GROUPS.get(market);
  if (known !== undefined) return known;
  const { lots, byFirm } = viewMarket(market);
  const sets = new Map<string, string[]>();
  for (const { bids } of lots) {
    const own = [...bids.keys()];
    const found = [...sets.values()].slice(0, MOST_SETS).map((set) => set.filter((firm) => bids.has(firm)));
    for (const set of [own, ...found]) if (set.length >= 2) sets.set(set.join('\n'), set);
  }
  const groups = [...sets.values()]
    .filter(({ length }) => length <= MOST_MEMBERS)
    .flatMap((members) => {
      const shared = (byFirm.get(members[0] ?? '') ?? []).filter((at) =>
        members.every((firm) => lots[at]?.bids.has(firm)),
      );
      const expected = members.reduce(
        (product, firm) => product * ((byFirm.get(firm)?.length ?? 0) / lots.length),
        lots.length,
      );
      const score = excess(shared.length, expected);
      return shared.length >= LEAST_LOTS && score > 0 ? [{ members, lots: shared, score }] : [];
    })
    .sort((a, b) => b.score - a.score || compare(a.members.join(), b.members.join()));
  const least = groups[MOST_GROUPS - 1]?.score ?? 0;
  const kept = groups.filter(({ score }) => score >= least);
  GROUPS.set(market, kept);
  return kept;
}

/** Log-likelihood ratio of a Poisson count above what is expected; 0 where it is not above. */
function excess(seen: number, expected: number): number {
  return seen <= expected ? 0 : seen * Math.log(seen / expected) - seen + expected;
}

/**
 * The share of the error budget that a set of firms has: by the square of its score, so that those who meet most are
 * judged nearly at the full level and an accidental pair takes little from them.
 */
export function groupWeight(groups: readonly CandidateGroup[], members: readonly string[]): number {
  const key = members.join();
  const own =
    groups.find((group) => group.members.join() === key) ??
    groups.find((group) => members.every((firm) => group.members.includes(firm)));
  return own === undefined ? 0 : own.score ** 2;
}
