import type { Draw } from '../reviews/scoring/ranking.rules.js';
import type { ReviewReport } from '../reviews/report/report-types.js';

/** A tie that was settled: by what the documents say, else by a draw that anybody repeats. */
export interface SettledTie {
  by: 'documents' | 'draw';
  /** The bids that were tied, in the order they have from now on. */
  order: string[];
  reason: string | null;
  draw: Draw | null;
  settledAt: string;
}

/** An offer that the report ranks. */
export interface Candidate {
  bid: string;
  bidder: string;
  /** As the report has it; equal ranks are a tie. */
  rank: number;
  /** The rank with every settled tie taken into account. */
  place: number;
  total: string;
  /** Yuan: the offer that was ranked, of a consultation the final one. */
  price: string | null;
  /** It may be awarded: it is valid, and has neither been refused nor invalidated. */
  stands: boolean;
}

/** The offers of a report in the order in which they are to be confirmed. */
export function rankCandidates(
  report: Pick<ReviewReport, 'offers' | 'bids'>,
  settled: readonly SettledTie[],
  out: ReadonlySet<string>,
): Candidate[] {
  return report.offers
    .map(({ bid, rank, total }) => {
      const said = report.bids.find((each) => each.bid === bid);
      const within = settled.find(({ order }) => order.includes(bid))?.order.indexOf(bid) ?? 0;
      const { bidder = '', price = null } = said ?? {};
      return { bid, bidder, rank, place: rank + within, total, price, stands: !out.has(bid) };
    })
    .toSorted((a, b) => a.place - b.place || (a.bid < b.bid ? -1 : 1));
}

/** Who comes first of those that stand: one, several whose tie is open, or none. */
export function listFirstCandidates(candidates: readonly Candidate[]): Candidate[] {
  const standing = candidates.filter(({ stands }) => stands);
  return standing.filter(({ place }) => place === standing[0]?.place);
}

/** The bids of every tie that is open among those that stand. */
export function openTies(candidates: readonly Candidate[]): string[][] {
  const standing = candidates.filter(({ stands }) => stands);
  const places = [...new Set(standing.map(({ place }) => place))];
  return places
    .map((place) => standing.filter((c) => c.place === place).map(({ bid }) => bid))
    .filter((tied) => tied.length > 1);
}

/** The order in which a rule of the documents puts each of the ties, or null where it does not speak of exactly those bids. */
export function orderedTies(ties: readonly string[][], given: readonly string[]): string[][] | null {
  const tied = ties.flat();
  const isWhole = given.length === tied.length && new Set(given).size === given.length;
  if (!isWhole || given.some((bid) => !tied.includes(bid))) return null;
  return ties.map((tie) => given.filter((bid) => tie.includes(bid)));
}
