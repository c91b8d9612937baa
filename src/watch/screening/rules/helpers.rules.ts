import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import { compare, viewMarket, type MarketView, type ViewLot } from '../market-view.js';
import type { GroupRule, MarketLot, ScreeningReason } from '../screening-types.js';
import { hypergeometricTail, pooledP, poissonBinomialTail } from '../statistics/tails.js';

const WITHDRAWAL: RuleName = { id: 'N07', version: 3 };
const SUBCONTRACT: RuleName = { id: 'N10', version: 3 };
const LEAST_EVENTS = 3;
const LEAST_REFERENCE = 20;

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
    return orderedPairs(view, (one, firm) => one.bids.get(firm)?.status === 'withdrawn').map(({ firm, other }) => {
      const all = listLots(view, firm);
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
      return toFinding(
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
 * A loser returns as subcontractor: in how many of the group's lots is a losing member a subcontractor of the winning one,
 * against all other lots of the market in which a loser might have been. A firm that helps the winner where it did not bid
 * too is its partner by habit, and is not counted.
 */
export const N10 = judgeGroups(SUBCONTRACT, {
  prepare: ({ view }) => {
    const known = view.lots.filter((one) => readHelpers(one) !== null);
    const habits = new Set([...view.lots.map(({ lot }) => lot), ...view.repeats].flatMap(listHabits));
    const findReturns = (one: ViewLot): string[] =>
      (readHelpers(one) ?? []).filter(
        (firm) => firm !== one.winner && one.bids.has(firm) && !habits.has(`${firm}\n${one.winner}`),
      );
    const events = new Map(known.map((one) => [one.index, findReturns(one)]));
    return (group) => {
      const shared = new Set(group.lots);
      const met = groupLots(view, group);
      if (met.every(({ winner }) => winner !== null && !group.members.includes(winner)))
        return mute(SUBCONTRACT, view, group, { code: 'none_won' }, false);
      const own = known.filter(({ index, winner }) => shared.has(index) && group.members.includes(winner ?? ''));
      const others = known.filter(({ index }) => !shared.has(index));
      if (own.length < LEAST_EVENTS || others.length < LEAST_REFERENCE)
        return mute(SUBCONTRACT, view, group, explainGap(known, own, others), false);
      const back = own.filter(({ index }) => events.get(index)?.some((firm) => group.members.includes(firm)));
      const elsewhere = others.filter(({ index }) => (events.get(index) ?? []).length > 0);
      const [all, marked] = [own.length + others.length, back.length + elsewhere.length];
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: back,
        n: own.length,
        statistic: { name: 'returned', value: back.length },
        figures: {
          lots: own.length,
          returned: back.length,
          otherLots: others.length,
          returnedElsewhere: elsewhere.length,
        },
      };
      return toFinding(
        SUBCONTRACT,
        found,
        hypergeometricTail(back.length, own.length, marked, all),
        hypergeometricTail(own.length, own.length, own.length, all),
      );
    };
  },
});

/** Firms that help the winner of a lot in which they did not bid, with it; any lot shows a habit, also one of a purchase seen before. */
function listHabits({ bids }: MarketLot): string[] {
  const winners = bids.filter(({ won }) => won);
  const [winner] = winners;
  if (winner === undefined || winners.length > 1) return [];
  const outside = (winner.subcontractors ?? []).filter((firm) => bids.every(({ bidder }) => bidder !== firm));
  return outside.map((firm) => `${firm}\n${winner.bidder}`);
}

/** Named subcontractors of the single winner; null = not known. */
function readHelpers({ bids, winner }: ViewLot): readonly string[] | null {
  return winner === null ? null : (bids.get(winner)?.subcontractors ?? null);
}

function explainGap(known: readonly ViewLot[], own: readonly ViewLot[], others: readonly ViewLot[]): ScreeningReason {
  if (known.length === 0) return { code: 'missing', fields: ['subcontractors'] };
  return own.length < LEAST_EVENTS
    ? { code: 'too_few_lots', seen: own.length, needed: LEAST_EVENTS }
    : { code: 'too_few_reference_lots', seen: others.length, needed: LEAST_REFERENCE };
}

function listLots(view: MarketView, firm: string): ViewLot[] {
  return (view.byFirm.get(firm) ?? []).flatMap((at) => view.lots[at] ?? []);
}

/** Pairs that meet in three lots or more and a first firm with three events or more anywhere. */
function orderedPairs(
  view: MarketView,
  event: (one: ViewLot, firm: string) => boolean,
): { firm: string; other: string }[] {
  const firms = [...view.byFirm.keys()].sort(compare);
  return firms.flatMap((firm) => {
    if (view.lots.filter((one) => event(one, firm)).length < LEAST_EVENTS) return [];
    const own = listLots(view, firm);
    return firms
      .filter((other) => other !== firm && own.filter((one) => one.bids.has(other)).length >= LEAST_EVENTS)
      .map((other) => ({ firm, other }));
  });
}

/** One share of the valid bids, or what the firm wins where the helper does not bid, whichever is more. */
function winChance(view: MarketView, { bids }: ViewLot, firm: string, helper: string): number {
  const valid = [...bids.values()].filter(({ status }) => status === 'valid').length;
  const apart = listLots(view, firm).filter((one) => !one.bids.has(helper));
  const won = apart.filter(({ winner }) => winner === firm).length;
  return Math.min(0.95, Math.max(1 / Math.max(1, valid), (won + 0.5) / (apart.length + 1)));
}
