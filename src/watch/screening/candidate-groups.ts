import { compare, viewMarket, type MarketView } from './market-view.js';
import type { CandidateGroup, MarketLot } from './screening-types.js';

/** More members than this hold no secret; fewer lots than this, each of another purchase, carry no test. */
const MOST_MEMBERS = 8;
const LEAST_LOTS = 3;
/** The groups that meet most beyond their activity; ties are all kept. */
const MOST_GROUPS = 60;
/** Sets of firms that are looked at; bounds time and memory in markets of one crowd. */
export const MOST_SETS = 5_000;

interface Search {
  groups: readonly CandidateGroup[];
  /** False: more sets meet than were looked at. */
  whole: boolean;
}

const SEARCHES = new WeakMap<readonly MarketLot[], Search>();

/**
 * Groups of two to eight firms that bid together, chosen by who bids alone. A set of firms is looked at where it meets in
 * three lots or more and no larger set meets in the same lots (a closed set). Each is weighed by how much more often it
 * meets than the activity of its members explains, which is no reason to suspect it: regulars do too.
 */
export function candidateGroups(market: readonly MarketLot[]): readonly CandidateGroup[] {
  return searchMarket(market).groups;
}

/** Whether all sets that meet were looked at; else those of the pairs that meet least beyond their activity were not. */
export function isSearchedWhole(market: readonly MarketLot[]): boolean {
  return searchMarket(market).whole;
}

function searchMarket(market: readonly MarketLot[]): Search {
  const known = SEARCHES.get(market);
  if (known !== undefined) return known;
  const view = viewMarket(market);
  const { sets, whole } = findSets(view);
  const groups = sets
    .map((found) => ({ ...found, score: weigh(view, found) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compare(a.members.join(), b.members.join()));
  const least = groups[MOST_GROUPS - 1]?.score ?? 0;
  const search = { groups: groups.filter(({ score }) => score >= least), whole };
  SEARCHES.set(market, search);
  return search;
}

type FoundSet = Omit<CandidateGroup, 'score'>;

/**
 * Closed sets from pairs up: the firms that are in all lots of a set, then those of every one more firm's lots among them.
 * Pairs that meet most beyond their activity come first, so that what is left out of a crowd is what meets least.
 */
function findSets(view: MarketView): { sets: FoundSet[]; whole: boolean } {
  const sets = new Map<string, FoundSet>();
  let whole = true;
  const visit = (lots: readonly number[]): void => {
    const members = listCommon(view, lots);
    if (members.length > MOST_MEMBERS) return;
    const key = members.join('\n');
    if (sets.has(key)) return;
    if (sets.size >= MOST_SETS) {
      whole = false;
      return;
    }
    sets.set(key, { members, lots });
    for (const more of splitByFirm(view, lots, members)) visit(more);
  };
  for (const { lots } of listPairs(view)) {
    if (!whole) break;
    visit(lots);
  }
  return { sets: [...sets.values()], whole };
}

function listPairs(view: MarketView): FoundSet[] {
  const firms = [...view.byFirm.keys()].sort(compare);
  return firms
    .flatMap((first) =>
      [...collectLots(view, view.byFirm.get(first) ?? [])].flatMap(([second, lots]) =>
        first < second && lots.length >= LEAST_LOTS ? [{ members: [first, second], lots }] : [],
      ),
    )
    .map((pair) => ({ ...pair, score: weigh(view, pair) }))
    .sort((a, b) => b.score - a.score || compare(a.members.join(), b.members.join()));
}

/** The lots of each firm that is in enough of these lots, those of the set itself left out; by firm. */
function splitByFirm(view: MarketView, lots: readonly number[], members: readonly string[]): (readonly number[])[] {
  return [...collectLots(view, lots)]
    .filter(([firm, own]) => own.length >= LEAST_LOTS && !members.includes(firm))
    .sort(([a], [b]) => compare(a, b))
    .map(([, own]) => own);
}

function collectLots(view: MarketView, lots: readonly number[]): Map<string, number[]> {
  const byFirm = new Map<string, number[]>();
  for (const at of lots)
    for (const firm of view.lots[at]?.bids.keys() ?? []) {
      const own = byFirm.get(firm);
      if (own === undefined) byFirm.set(firm, [at]);
      else own.push(at);
    }
  return byFirm;
}

/** The firms that bid in all of these lots, sorted. */
function listCommon(view: MarketView, lots: readonly number[]): string[] {
  const [first, ...others] = lots;
  const firms = [...(view.lots[first ?? -1]?.bids.keys() ?? [])];
  return firms.filter((firm) => others.every((at) => view.lots[at]?.bids.has(firm)));
}

function weigh({ lots, byFirm }: MarketView, group: FoundSet): number {
  const expected = group.members.reduce(
    (product, firm) => product * ((byFirm.get(firm)?.length ?? 0) / lots.length),
    lots.length,
  );
  return excess(group.lots.length, expected);
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
