import { computePriceGrid } from '../../statistics/price-grid.js';
import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import { firstOfEach, isPriced, readPrice, type ViewLot } from '../market-view.js';
import { hypergeometricTail } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N12', version: 2 };
const LEAST_LOTS = 5;
const LEAST_ELSEWHERE = 8;
/** A grid coarser than this share of the ceiling says nothing about nearness. */
const COARSEST = 0.01;

/**
 * Losers at the ceiling: in how many of the group's lots do all losing members (two or more) stand within a grid step of
 * the ceiling, against the lots elsewhere in which members lose. A dear firm stands there elsewhere too, and then this is
 * no sign.
 */
export const N12 = judgeGroups(NAME, {
  leastMembers: 3,
  prepare:
    ({ view }) =>
    (group) => {
      const members = new Set(group.members);
      const shared = new Set(group.lots);
      const own = groupLots(view, group).filter((one) => losers(one, members).length >= 2);
      const elsewhere = firstOfEach(
        view.lots.filter((one) => !shared.has(one.index) && losers(one, members).length > 0),
      );
      if (own.length < LEAST_LOTS) return mute(NAME, view, group, explainGap(groupLots(view, group), own.length), true);
      if (elsewhere.length < LEAST_ELSEWHERE)
        return mute(
          NAME,
          view,
          group,
          { code: 'too_few_reference_lots', seen: elsewhere.length, needed: LEAST_ELSEWHERE },
          true,
        );
      const atCeiling = own.filter((one) => losers(one, members).every((firm) => standsAtCeiling(one, firm)));
      const others = elsewhere.filter((one) => losers(one, members).every((firm) => standsAtCeiling(one, firm)));
      const all = own.length + elsewhere.length;
      const marked = atCeiling.length + others.length;
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: atCeiling,
        n: own.length,
        statistic: { name: 'shareAtCeiling', value: atCeiling.length / own.length },
        figures: { atCeiling: atCeiling.length, elsewhere: elsewhere.length, elsewhereAtCeiling: others.length },
      };
      return toFinding(
        NAME,
        found,
        hypergeometricTail(atCeiling.length, own.length, marked, all),
        hypergeometricTail(own.length, own.length, own.length, all),
      );
    },
});

function losers(one: ViewLot, members: ReadonlySet<string>): string[] {
  if (!isPriced(one) || one.lot.ceiling === null || one.winner === null) return [];
  return [...members].filter((firm) => firm !== one.winner && readPrice(one.bids.get(firm)) !== null);
}

function standsAtCeiling(one: ViewLot, firm: string): boolean {
  const price = readPrice(one.bids.get(firm)) ?? 0;
  const ceiling = Number(one.lot.ceiling);
  const step = Number(computePriceGrid([BigInt(price), BigInt(one.lot.ceiling ?? 0)]));
  return Math.abs(ceiling - price) <= Math.min(step, COARSEST * ceiling);
}

function explainGap(lots: readonly ViewLot[], seen: number) {
  const noCeiling = lots.length > 0 && lots.every(({ lot }) => lot.ceiling === null);
  return noCeiling
    ? { code: 'missing' as const, fields: ['ceiling'] }
    : { code: 'too_few_lots' as const, seen, needed: LEAST_LOTS };
}
