import { toFinding, toUnjudgedFinding, type RuleName } from '../finding.js';
import { compare, firstOfEach, viewMarket, type ViewLot } from '../market-view.js';
import type { FindingScope, GroupFinding, GroupRule } from '../screening-types.js';
import {
  hypergeometricTail,
  poissonBinomialTail,
  smallestStratifiedTail,
  stratifiedTail,
  type Stratum,
} from '../statistics/tails.js';

const NAME: RuleName = { id: 'N13', version: 4 };
const LEAST_EVENTS = 3;
/** What is not as rare as this is no sign, and a comparison that cannot be as rare says nothing. */
const MOST_P = 0.01;
/** The bids of one lot may fall together, because it asks for more: that so many of such lots are the firm's may not be likelier. */
const MOST_STRICT_P = 0.05;

/**
 * Rivals disqualified: for one agent or buyer all bids but one are rejected again and again, and the one that is left is
 * the same firm. All three must be unlikely: that so many lots end so, against the others of the market; that this firm is
 * left so often, where each bidder might have been; and that its rivals are rejected so often beside it, where each of them
 * might as well have been rejected in the lots of this agent or buyer without it. A strict agent does the first, a firm with its
 * papers in order the second, both together both: but such an agent rejects as many where that firm is not. A purchase counts
 * once, whatever its lots. Which places and bidders are looked at hangs on who bids where, how often each is rejected there and how many lots
 * of the market end with one left, never on which lots they are: what was found must not choose what is judged.
 */
export const N13: GroupRule = {
  ...NAME,
  triggers: true,
  screen: (market) => {
    const { lots } = viewMarket(market);
    const contested = firstOfEach(lots.filter(({ bids }) => bids.size >= 2));
    return [
      ...screenPlaces('agent', contested, ({ lot }) => lot.agent),
      ...screenPlaces('buyer', contested, ({ lot }) => lot.buyer),
    ];
  },
};

function screenPlaces(
  scope: FindingScope,
  lots: readonly ViewLot[],
  keyOf: (one: ViewLot) => string | null,
): GroupFinding[] {
  const contested = lots.filter(isTold);
  const events = contested.filter((one) => survivor(one) !== null);
  const keys = [...new Set(lots.flatMap((one) => keyOf(one) ?? []))].sort(compare);
  return keys.flatMap((key) => {
    const all = lots.filter((one) => keyOf(one) === key);
    const own = all.filter(isTold);
    if (own.length < LEAST_EVENTS && all.length >= LEAST_EVENTS) return [explainUntold(scope, key, all)];
    if (Math.min(own.length, events.length) < LEAST_EVENTS) return [];
    return [judgePlace({ scope, key, own, contested, events: events.length })];
  });
}

interface Place {
  scope: FindingScope;
  key: string;
  own: readonly ViewLot[];
  contested: readonly ViewLot[];
  /** Lots of the market of which all bids but one were rejected. */
  events: number;
}

function judgePlace(place: Place): GroupFinding {
  const { scope, key, own, contested, events } = place;
  const ended = own.filter((one) => survivor(one) !== null);
  const bounds = listBidders(own).map((firm) => boundFirm(firm, own));
  const shares = shareLooks(bounds);
  const raise = ({ firm }: FirmBound, p: number): number => Math.min(1, p / (shares.get(firm) ?? 1));
  const left = new Set(ended.flatMap((one) => survivor(one) ?? []));
  const looks = bounds
    .filter(({ firm }) => left.has(firm))
    .map((bound) => judgeFirm(bound, own, contested))
    .map((look) => ({ ...look, p: raise(look, look.p) }))
    .sort(byChance);
  const best = looks.find(isKnown);
  const p = best?.p ?? 1;
  const most = Math.min(own.length, events);
  const ends = hypergeometricTail(most, own.length, events, contested.length);
  const smallestP = Math.max(ends, Math.min(1, ...bounds.filter(isAble).map((bound) => raise(bound, bound.smallestP))));
  const unknown = looks.find((look) => !isKnown(look) && left.size * look.sign <= MOST_P && p > MOST_P);
  const describeLook = (look: FirmLook | undefined) => describe(scope, key, own, ended, look);
  const anybody = bounds.some(isKnown);
  // Nobody was left, and whoever had been could not have been told from an agent that is strict.
  if (!anybody && looks.length === 0)
    return toUnjudgedFinding(NAME, describeLook(undefined), { code: 'no_power' }, smallestP);
  const unjudged = unknown ?? (anybody ? undefined : looks[0]);
  // Had enough been rejected it would have shown; where enough was, and the p is still not small, nothing could have.
  const wouldShow = ends <= MOST_P && !bounds.some(isAble);
  if (unjudged === undefined) return toFinding(NAME, describeLook(best ?? looks[0]), p, smallestP, { wouldShow });
  const reason = {
    code: 'too_few_lots_without' as const,
    seen: own.filter(({ bids }) => !bids.has(unjudged.firm)).length,
  };
  return toUnjudgedFinding(NAME, describeLook(unknown ?? looks[0]), reason, smallestP);
}

const listBidders = (lots: readonly ViewLot[]): string[] => [...new Set(lots.flatMap(({ bids }) => [...bids.keys()]))];

function describe(
  scope: FindingScope,
  key: string,
  own: readonly ViewLot[],
  ended: readonly ViewLot[],
  look: FirmLook | undefined,
) {
  const lots = ended.filter((one) => survivor(one) === look?.firm);
  return {
    scope,
    members: look === undefined ? [] : [look.firm],
    lots,
    n: ended.length,
    statistic: { name: 'leftAlone', value: lots.length },
    figures: {
      key,
      lots: own.length,
      allButOneRejected: ended.length,
      leftAlone: lots.length,
      ...(look !== undefined && look.figures),
    },
  };
}

/** How small the p of a bidder could be, whichever of the same bids had been rejected, and what became of those of its rivals. */
interface FirmBound extends Rivals {
  firm: string;
  /** Bids of its own that were rejected. */
  rejected: number;
  /** With as many rejections of each rival. */
  smallestP: number;
  /** With any number of them: who bids when decides it alone. */
  leastP: number;
}

function boundFirm(firm: string, own: readonly ViewLot[]): FirmBound {
  const here = own.filter(({ bids }) => bids.has(firm));
  const rivals = compareRivals(firm, own);
  const any = rivals.strata.map((stratum) => ({ ...stratum, marked: stratum.drawn }));
  const beside = rivals.strata.reduce((sum, { drawn, marked }) => sum + Math.min(drawn, marked), 0);
  const strict = computeStrictP(here.length, own.length);
  return {
    ...{ firm, ...rivals },
    rejected: here.filter(({ bids }) => bids.get(firm)?.status === 'rejected').length,
    smallestP: Math.max(strict, computeLeastSign(here, beside), smallestStratifiedTail(rivals.strata)),
    leastP: Math.max(strict, computeLeastSign(here, Infinity), smallestStratifiedTail(any)),
  };
}

/** Whether anything could have been found of it, had enough been rejected; and with as many as were. */
const isKnown = ({ leastP }: FirmBound): boolean => leastP <= MOST_P;
const isAble = ({ smallestP }: FirmBound): boolean => smallestP <= MOST_P;

/**
 * The share of the place's p that is each bidder's that could be found: any of them might have been the one that is left, and who
 * was rejected seldom the likeliest. How often each was rejected is what their p take as given; in which lots plays no part.
 */
function shareLooks(bounds: readonly FirmBound[]): Map<string, number> {
  const raw = bounds.filter(isAble).map(({ firm, rejected }) => [firm, (1 + rejected) ** -2] as const);
  const sum = raw.reduce((total, [, share]) => total + share, 0);
  return new Map(raw.map(([firm, share]) => [firm, share / sum]));
}

/**
 * No P(it is left so often) could be smaller, with at most so many rejections beside it: a lot takes one of each of its rivals that
 * did not withdraw. Those that tell most for each come first, the last in part.
 */
function computeLeastSign(here: readonly ViewLot[], rejections: number): number {
  let [p, rest] = [1, rejections];
  const lots = here
    .map(({ bids }) => ({
      size: bids.size,
      takes: [...bids.values()].filter(({ status }) => status !== 'withdrawn').length - 1,
    }))
    .filter(({ takes }) => takes >= 1)
    .sort((a, b) => a.takes / Math.log(a.size) - b.takes / Math.log(b.size));
  for (const { size, takes } of lots) {
    p *= size ** -Math.min(1, rest / takes);
    rest = Math.max(0, rest - takes);
  }
  return p;
}

/** P(as many lots of all are just those with the firm): were whole lots strict, not single bids, no p could be smaller. */
const computeStrictP = (here: number, all: number): number => hypergeometricTail(here, here, here, all);

/** One of those who were left. */
interface FirmLook extends FirmBound {
  /** P of what a strict agent and a careful firm do together. */
  sign: number;
  p: number;
}

function judgeFirm(bound: FirmBound, own: readonly ViewLot[], contested: readonly ViewLot[]): FirmLook {
  const sign = Math.max(endsSo(bound.firm, own, contested), leftSoOften(bound.firm, own));
  const strict = endsSo(bound.firm, own, own);
  const p = Math.max(sign, stratifiedTail(bound.figures.rivalsRejected, bound.strata));
  return { ...bound, sign, p: strict <= MOST_STRICT_P ? p : Math.max(p, strict) };
}

interface Rivals {
  /** Bids of each rival: of all of them those beside the firm are drawn, those that were rejected marked. */
  strata: Stratum[];
  figures: { rivalBids: number; rivalsRejected: number; bidsWithout: number; rejectedWithout: number };
}

/**
 * What became of the bids of each rival in the lots of one agent or buyer, beside the firm and without it. That each rival is held
 * against itself takes out that some fail more often than others; what became of the firm's own bid plays no part.
 */
function compareRivals(firm: string, own: readonly ViewLot[]): Rivals {
  const strata = new Map<string, Stratum>();
  const figures = { rivalBids: 0, rivalsRejected: 0, bidsWithout: 0, rejectedWithout: 0 };
  for (const { bids } of own) {
    const isThere = bids.has(firm);
    for (const { bidder, status } of bids.values()) {
      if (bidder === firm || status === 'withdrawn') continue;
      const { drawn, marked, all } = strata.get(bidder) ?? { drawn: 0, marked: 0, all: 0 };
      const rejected = Number(status === 'rejected');
      strata.set(bidder, { drawn: drawn + Number(isThere), marked: marked + rejected, all: all + 1 });
      figures[isThere ? 'rivalBids' : 'bidsWithout'] += 1;
      figures[isThere ? 'rivalsRejected' : 'rejectedWithout'] += rejected;
    }
  }
  return { strata: [...strata.values()], figures };
}

const byChance = (a: FirmLook, b: FirmLook): number => a.p - b.p || a.sign - b.sign || compare(a.firm, b.firm);

/** All bids of the lot are listed, and what became of each is known. */
function isTold({ whole, bids }: ViewLot): boolean {
  return whole && [...bids.values()].every(({ status }) => status !== null);
}

function explainUntold(scope: FindingScope, key: string, lots: readonly ViewLot[]): GroupFinding {
  const fields = [lots.every(({ whole }) => !whole) ? 'bids' : 'status'];
  const statistic = { name: 'lots', value: lots.length };
  const found = { scope, members: [], lots, n: lots.length, statistic, figures: { key } };
  return toUnjudgedFinding(NAME, found, { code: 'missing', fields });
}

/** P(so many of the firm's lots here end with one left, were they like all others of `lots`). */
function endsSo(firm: string, own: readonly ViewLot[], lots: readonly ViewLot[]): number {
  const here = own.filter(({ bids }) => bids.has(firm));
  const countEnds = (some: readonly ViewLot[]): number => some.filter((one) => survivor(one) !== null).length;
  return hypergeometricTail(countEnds(here), here.length, countEnds(lots), lots.length);
}

/** P(the firm is the one that is left as often, or more, were it any of the bidders). */
function leftSoOften(firm: string, own: readonly ViewLot[]): number {
  const ended = own.filter((one) => one.bids.has(firm) && survivor(one) !== null);
  const chances = ended.map(({ bids }) => 1 / bids.size);
  return poissonBinomialTail(ended.filter((one) => survivor(one) === firm).length, chances);
}

/** The only bid that was not rejected, where there were others; withdrawn ones do not count. */
function survivor({ bids }: ViewLot): string | null {
  const judgedBids = [...bids.values()].filter(({ status }) => status !== 'withdrawn');
  const valid = judgedBids.filter(({ status }) => status === 'valid');
  return judgedBids.length >= 2 && valid.length === 1 ? (valid[0]?.bidder ?? null) : null;
}
