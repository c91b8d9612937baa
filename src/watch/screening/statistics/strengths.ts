import { stands, type MarketView, type ViewLot } from '../market-view.js';
import type { CandidateGroup } from '../screening-types.js';
import { permutationP } from './rank-sum.js';
import { isServiceDoubted, readPredecessor } from './predecessors.js';

/** Rounds of the estimate, and the wins of an average firm that each firm is given beforehand. */
const ROUNDS = 15;
const PRIOR = 1;
/** One-sided 95 %, of the logarithm of what was counted so often. */
const LIMIT = 1.645;

interface BidRecord {
  wins: number;
  bids: number;
}

/** What bidders are worth to those who decide: the chance of one in a lot is its share of all that bid for it (Plackett and Luce). */
export interface Strengths {
  strengths: ReadonlyMap<string, number>;
  /** Of each firm in the lots that were read. */
  records: ReadonlyMap<string, BidRecord>;
  /**
   * What the worth of a bidder is multiplied by where it was the last to serve there: it knows the residents. As
   * far as these lots show it, at its lower limit; at least 1.
   */
  incumbency: number;
}

/** Lots with a winner and two valid bidders or more, by the numbers of their firms. */
interface NumberedLots {
  firms: readonly string[];
  lots: readonly { index: number; at: readonly number[]; winner: number; incumbent: number }[];
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
  const lots = view.lots.flatMap((one) => {
    if (!isRead(view, one)) return [];
    const firms = validBidders(one);
    const before = readPredecessor(view, one).last?.winner ?? '';
    const [winner, incumbent] = [firms.indexOf(one.winner ?? ''), firms.indexOf(before)];
    return [{ index: one.index, at: firms.map(toNumber), winner, incumbent }];
  });
  const numbered = { firms: [...numbers.keys()], lots };
  NUMBERED.set(view, numbered);
  return numbered;
}

/**
 * The lot has a winner whose bid stood, all its bids are listed, two valid ones at least, and it is known which of them served
 * there last, if one did: the estimate reads it.
 */
export function isRead(view: MarketView, one: ViewLot): boolean {
  if (one.winner === null || !one.whole || isServiceDoubted(view, one)) return false;
  const firms = validBidders(one);
  return firms.length >= 2 && firms.includes(one.winner);
}

function validBidders({ bids }: ViewLot): string[] {
  return [...bids.values()].filter(stands).map(({ bidder }) => bidder);
}

/** Hunter's iteration (2004): wins over the sum of what each lot's bidders weigh; lots of `without` left out. */
export function estimateStrengths(view: MarketView, without: ReadonlySet<number>): Strengths {
  const { firms, lots: all } = numberLots(view);
  const lots = all.filter(({ index }) => !without.has(index));
  const [wins, bids, weights] = [0, 0, 0].map(() => new Float64Array(firms.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let kept = 0;
  for (const { at, winner, incumbent } of lots) {
    if (incumbent >= 0 && incumbent === winner) kept += 1;
    at.forEach((firm, i) => {
      bids[firm] = (bids[firm] ?? 0) + 1;
      if (i === winner) wins[firm] = (wins[firm] ?? 0) + 1;
    });
  }
  const strengths = new Float64Array(firms.length).fill(1);
  let incumbency = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    weights.fill(0);
    let due = 0;
    for (const { at, incumbent } of lots) {
      let sum = 0;
      for (let i = 0; i < at.length; i += 1) sum += (strengths[at[i] ?? 0] ?? 1) * (i === incumbent ? incumbency : 1);
      const weight = 1 / sum;
      for (let i = 0; i < at.length; i += 1)
        weights[at[i] ?? 0] = (weights[at[i] ?? 0] ?? 0) + weight * (i === incumbent ? incumbency : 1);
      if (incumbent >= 0) due += weight * (strengths[at[incumbent] ?? 0] ?? 1);
    }
    for (let firm = 0; firm < firms.length; firm += 1)
      strengths[firm] =
        ((wins[firm] ?? 0) + PRIOR) / ((weights[firm] ?? 0) + (2 * PRIOR) / (1 + (strengths[firm] ?? 1)));
    incumbency = (kept + PRIOR) / (due + (2 * PRIOR) / (1 + incumbency));
  }
  const seen = firms.flatMap((firm, i) => ((bids[i] ?? 0) > 0 ? [[firm, i] as const] : []));
  return {
    strengths: new Map(seen.map(([firm, i]) => [firm, strengths[i] ?? 1])),
    records: new Map(seen.map(([firm, i]) => [firm, { wins: wins[i] ?? 0, bids: bids[i] ?? 0 }])),
    incumbency: Math.max(1, incumbency * Math.exp(-LIMIT / Math.sqrt(kept + PRIOR))),
  };
}

const ELSEWHERE = new WeakMap<CandidateGroup, Strengths>();

/** From the lots of the market that are not the group's. */
export function readStrengthsElsewhere(view: MarketView, group: CandidateGroup): Strengths {
  const known = ELSEWHERE.get(group) ?? estimateStrengths(view, new Set(group.lots));
  ELSEWHERE.set(group, known);
  return known;
}

/**
 * The firm's chance of the lot: its share of what all valid bidders weigh there; 0 where its bid did not stand. All is taken
 * at the limit (one-sided 95 %) that speaks for the firm: of one that never wins its own worth at the lower, of one that wins
 * often at the upper. Of a rival that was not read an average worth, at the other limit of what is not known at all.
 */
export function computeChance(
  view: MarketView,
  one: ViewLot,
  firm: string,
  { strengths, records, incumbency }: Strengths,
  limit: 'lower' | 'upper',
): number {
  const sign = limit === 'lower' ? -1 : 1;
  const incumbent = readPredecessor(view, one).last?.winner ?? null;
  const weights = validBidders(one).map((bidder) => {
    const doubt = bidder === firm ? sign : records.has(bidder) ? 0 : -sign;
    const known = records.get(bidder)?.wins ?? 0;
    const own = (strengths.get(bidder) ?? 1) * Math.exp((doubt * LIMIT) / Math.sqrt(known + PRIOR));
    return { bidder, weight: own * (bidder === incumbent ? incumbency : 1) };
  });
  const own = weights.find(({ bidder }) => bidder === firm)?.weight ?? 0;
  return own === 0 ? 0 : own / weights.reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * P(awards of so many lots in an order that measures as much or more), were nothing but how often each member wins here and who
 * served the buyer last of weight: a firm that keeps a service as it knows the residents divides no market and takes no
 * turn. What that weighs is told by the lots outside the group's, and of the group's own lots that `readsOwn` by these too, as far
 * as they show more: others may have hidden it. 0 where neither shows that it weighs anything. Each lot was won by a member; what others won between stands.
 * `smallest`: the same of `most`, which no order of these awards measures more than; below what the screening asks for it is no more than p.
 */
export function computeKeptP(
  view: MarketView,
  group: CandidateGroup,
  won: readonly ViewLot[],
  { measure, observed, most, seed, readsOwn }: KeptQuestion,
): { p: number; smallest: number } {
  const elsewhere = readStrengthsElsewhere(view, group).incumbency;
  const own = Math.max(elsewhere, estimateOwnIncumbency(view, group, readsOwn));
  if (own === 1) return { p: 0, smallest: 0 };
  const draw = drawWinners(view, group.members, won, (one) => (readsOwn(one) ? own : elsewhere));
  const computeTail = (measured: number, draws?: number): number =>
    permutationP(measured, (random) => measure(draw(random), measured), seed, draws);
  const p = computeTail(observed);
  // The same draws for both, so that what measures more is as rare or rarer.
  return { p, smallest: Math.min(p, computeTail(most, DRAWS_FOR_SMALLEST)) };
}

/** Enough to tell whether a p of one in a hundred could be reached. */
const DRAWS_FOR_SMALLEST = 1_999;

interface KeptQuestion {
  /** Of what measures less than `least` it may say less. */
  measure: (winners: Uint8Array, least: number) => number;
  observed: number;
  most: number;
  seed: string;
  /** Of which of the group's own lots it counts who keeps what. */
  readsOwn: (one: ViewLot) => boolean;
}

function estimateOwnIncumbency(
  view: MarketView,
  { lots }: CandidateGroup,
  readsOwn: (one: ViewLot) => boolean,
): number {
  const group = new Set(lots);
  const others = view.lots.filter((one) => !group.has(one.index) || !readsOwn(one));
  return estimateStrengths(view, new Set(others.map(({ index }) => index))).incumbency;
}

/** Who of the members wins each of these lots, one after the other. */
function drawWinners(
  view: MarketView,
  members: readonly string[],
  won: readonly ViewLot[],
  weighIncumbency: (one: ViewLot) => number,
): (random: () => number) => Uint8Array {
  const order = new Map(won.map(({ index }, at) => [index, at]));
  // In the order of their first awards: what is drawn does not hang on how firms are called.
  const firms = [...new Set(won.flatMap(({ winner }) => winner ?? []))];
  const numbers = firms.map((firm) => members.indexOf(firm));
  const weights = firms.map((firm) => won.filter(({ winner }) => winner === firm).length);
  const lots = won.map((one) => {
    const before = readPredecessor(view, one).last;
    const at = before === null ? undefined : order.get(before.index);
    const served = before === null ? -1 : firms.indexOf(before.winner ?? '');
    return { at: at ?? -1, served, more: weighIncumbency(one) - 1 };
  });
  const drawn = new Uint8Array(lots.length);
  return (random) => {
    lots.forEach(({ at, served, more }, lot) => {
      const incumbent = at < 0 ? served : (drawn[at] ?? -1);
      const extra = incumbent < 0 ? 0 : more * (weights[incumbent] ?? 0);
      let left = random() * (won.length + extra);
      let taken = -1;
      while (left >= 0 && taken < firms.length - 1) {
        taken += 1;
        left -= (weights[taken] ?? 0) + (taken === incumbent ? extra : 0);
      }
      drawn[lot] = taken;
    });
    return drawn.map((firm) => numbers[firm] ?? 0);
  };
}
