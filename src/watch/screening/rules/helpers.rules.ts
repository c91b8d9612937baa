import { judged, type RuleName } from '../finding.js';
import { compare, viewMarket, type MarketView, type ViewLot } from '../market-view.js';
import type { GroupRule } from '../screening-types.js';
import { hypergeometricTail, pooledP, poissonBinomialTail } from '../statistics/tails.js';

const WITHDRAWAL: RuleName = { id: 'N07', version: 1 };
const SUBCONTRACT: RuleName = { id: 'N10', version: 1 };
const LEAST_EVENTS = 3;

/**
 * Withdrawals that turn out to help one supplier. Two questions that have nothing to do with each other where all is
 * honest, their p pooled: does a firm withdraw where the other bids rather than elsewhere; and does the other then win
 * more often than its share of those who are left, or than it wins elsewhere.
 */
export const N07: GroupRule = {
  ...WITHDRAWAL,
  triggers: true,
  screen: (market) => {
    const view = viewMarket(market);
    return orderedPairs(view, (one, firm) => one.bids.get(firm)?.status === 'withdrawn').flatMap(({ firm, other }) => {
      const all = lotsOf(view, firm);
      const withdrawn = all.filter(({ bids }) => bids.get(firm)?.status === 'withdrawn');
      const met = all.filter(({ bids }) => bids.get(other)?.status === 'valid');
      const both = withdrawn.filter((one) => met.includes(one));
      const helped = both.filter(({ winner }) => winner === other);
      const chances = both.map((one) => winChance(view, one, other, firm));
      const where = hypergeometricTail(both.length, withdrawn.length, met.length, all.length);
      const won = poissonBinomialTail(helped.length, chances);
      const least = hypergeometricTail(
        Math.min(withdrawn.length, met.length),
        withdrawn.length,
        met.length,
        all.length,
      );
      const allWon = poissonBinomialTail(chances.length, chances);
      return judged(
        WITHDRAWAL,
        {
          scope: 'pair',
          members: [firm, other],
          lots: both,
          n: both.length,
          statistic: { name: 'helped', value: helped.length },
          figures: {
            from: firm,
            to: other,
            withdrawals: withdrawn.length,
            together: both.length,
            helped: helped.length,
          },
        },
        pooledP([where, won]),
        pooledP([least, allWon]),
      );
    });
  },
};

/**
 * A loser returns as subcontractor of the winner: over the lots that others won, is the firm a subcontractor where it bid
 * and lost to this winner rather than where it did not.
 */
export const N10: GroupRule = {
  ...SUBCONTRACT,
  triggers: true,
  screen: (market) => {
    const view = viewMarket(market);
    const known = view.lots.filter(({ winner, bids }) => winner !== null && subcontractors(bids, winner) !== null);
    const helps = (one: ViewLot, firm: string): boolean =>
      one.winner !== null && (subcontractors(one.bids, one.winner) ?? []).includes(firm);
    return orderedPairs(view, helps, ({ winner }, other) => winner === other).map(({ firm, other }) => {
      const lots = known.filter(({ winner }) => winner !== firm);
      const lost = lots.filter(({ winner, bids }) => winner === other && bids.has(firm));
      const helper = lots.filter((one) => helps(one, firm));
      const both = lost.filter((one) => helps(one, firm));
      const tail = (seen: number): number => hypergeometricTail(seen, lost.length, helper.length, lots.length);
      return judged(
        SUBCONTRACT,
        {
          scope: 'pair',
          members: [firm, other],
          lots: both,
          n: lost.length,
          statistic: { name: 'returned', value: both.length },
          figures: { from: firm, to: other, lost: lost.length, subcontracts: helper.length, returned: both.length },
        },
        tail(both.length),
        tail(Math.min(lost.length, helper.length)),
      );
    });
  },
};

function subcontractors(bids: ViewLot['bids'], winner: string): readonly string[] | null {
  return bids.get(winner)?.subcontractors ?? null;
}

function lotsOf(view: MarketView, firm: string): ViewLot[] {
  return (view.byFirm.get(firm) ?? []).flatMap((at) => view.lots[at] ?? []);
}

/** Pairs that meet in three lots or more (where the other won, if asked) and a first firm with three events or more anywhere. */
function orderedPairs(
  view: MarketView,
  event: (one: ViewLot, firm: string) => boolean,
  counts: (one: ViewLot, other: string) => boolean = () => true,
): { firm: string; other: string }[] {
  const firms = [...view.byFirm.keys()].sort(compare);
  return firms.flatMap((firm) => {
    if (view.lots.filter((one) => event(one, firm)).length < LEAST_EVENTS) return [];
    const own = lotsOf(view, firm);
    return firms
      .filter(
        (other) =>
          other !== firm && own.filter((one) => one.bids.has(other) && counts(one, other)).length >= LEAST_EVENTS,
      )
      .map((other) => ({ firm, other }));
  });
}

/** One share of the valid bids, or what the firm wins where the helper does not bid, whichever is more. */
function winChance(view: MarketView, { bids }: ViewLot, firm: string, helper: string): number {
  const valid = [...bids.values()].filter(({ status }) => status === 'valid').length;
  const apart = lotsOf(view, firm).filter((one) => !one.bids.has(helper));
  const won = apart.filter(({ winner }) => winner === firm).length;
  return Math.min(0.95, Math.max(1 / Math.max(1, valid), (won + 0.5) / (apart.length + 1)));
}
