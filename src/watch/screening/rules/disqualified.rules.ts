import { toFinding, toUnjudgedFinding, type RuleName } from '../finding.js';
import { compare, firstOfEach, viewMarket, type ViewLot } from '../market-view.js';
import type { FindingScope, GroupFinding, GroupRule } from '../screening-types.js';
import { hypergeometricTail, poissonBinomialTail, stratifiedTail, type Stratum } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N13', version: 3 };
const LEAST_EVENTS = 3;
/** What is not as rare as this is no sign, and a comparison that cannot be as rare says nothing. */
const MOST_P = 0.01;

/**
 * Rivals disqualified: for one agent or buyer all bids but one are rejected again and again, and the one that is left is
 * the same firm. All three must be unlikely: that so many lots end so, against the others of the market; that this firm is
 * left so often, where each bidder might have been; and that its rivals are rejected so often beside it, where each of them
 * might as well have been rejected in the lots of this agent or buyer without it. A strict agent does the first, a firm with its
 * papers in order the second, both together both: but such an agent rejects as many where that firm is not. A purchase counts
 * once, whatever its lots.
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

function judgePlace({ scope, key, own, contested, events }: Place): GroupFinding {
  const ended = own.filter((one) => survivor(one) !== null);
  const firms = [...new Set(ended.flatMap((one) => survivor(one) ?? []))];
  // Any of those who were left might have been the one that is looked at.
  const looks = firms.map((firm) => judgeFirm(firm, own, contested, firms.length)).sort(byChance);
  const unknown = looks.filter(({ leastP, sign }) => leastP > MOST_P && sign <= MOST_P)[0];
  const known = looks.filter(({ leastP }) => leastP <= MOST_P);
  const best = known[0] ?? looks[0];
  if (unknown !== undefined && (known[0]?.p ?? 1) > MOST_P)
    return toUnjudgedFinding(NAME, describe(scope, key, own, ended, unknown), {
      code: 'too_few_lots_without',
      seen: own.filter(({ bids }) => !bids.has(unknown.firm)).length,
    });
  const most = Math.min(own.length, events);
  const ends = hypergeometricTail(most, own.length, events, contested.length);
  return toFinding(
    NAME,
    describe(scope, key, own, ended, best),
    best?.p ?? 1,
    Math.max(ends, Math.min(1, ...known.map(({ smallestP }) => smallestP))),
    { wouldShow: ends <= MOST_P },
  );
}

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
      ...(look !== undefined && look.rivals),
    },
  };
}

/** One of those who were left; every p is that of the smallest of `among` looks. */
interface FirmLook {
  firm: string;
  /** Of what a strict agent and a careful firm do together. */
  sign: number;
  p: number;
  /** No p could be smaller, with so many rejections of each rival. */
  smallestP: number;
  /** Nor with any others: who bids when decides it alone. */
  leastP: number;
  rivals: Rivals['figures'];
}

function judgeFirm(firm: string, own: readonly ViewLot[], contested: readonly ViewLot[], among: number): FirmLook {
  const { strata, figures } = compareRivals(firm, own);
  const sign = Math.max(endsSo(firm, own, contested), leftSoOften(firm, own));
  const tail = (count: number, some: readonly Stratum[]): number => Math.min(1, among * stratifiedTail(count, some));
  const most = strata.reduce((sum, { drawn, marked }) => sum + Math.min(drawn, marked), 0);
  return {
    firm,
    sign: Math.min(1, among * sign),
    p: Math.max(Math.min(1, among * sign), tail(figures.rivalsRejected, strata)),
    smallestP: tail(most, strata),
    leastP: tail(
      figures.rivalBids,
      strata.map((stratum) => ({ ...stratum, marked: stratum.drawn })),
    ),
    rivals: figures,
  };
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

/** P(the firm's lots here end with it alone so often, were they like all others of the market). */
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
