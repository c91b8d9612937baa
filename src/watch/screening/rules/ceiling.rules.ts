import { computePriceGrid } from '../../statistics/price-grid.js';
import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import { firstOfEach, isPriced, readPrice, type ViewLot } from '../market-view.js';
import { stratifiedTail, type Stratum } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N12', version: 3 };
const LEAST_LOTS = 5;
const LEAST_ELSEWHERE = 8;
/** A grid coarser than this share of the ceiling says nothing about nearness. */
const COARSEST = 0.01;

/**
 * Losers at the ceiling: in how many of the group's lots do all losing members (two or more) stand within a grid step of
 * the ceiling, against the lots elsewhere of the same buyers in which members lose. A dear firm stands there elsewhere too,
 * and so does everybody under a buyer whose ceilings are tight: then this is no sign.
 */
export const N12 = judgeGroups(NAME, {
  leastMembers: 3,
  prepare:
    ({ view }) =>
    (group) => {
      const members = new Set(group.members);
      const shared = new Set(group.lots);
      const own = groupLots(view, group).filter((one) => losers(one, members).length >= 2);
      const buyers = new Set(own.map(({ lot }) => lot.buyer));
      const elsewhere = firstOfEach(
        view.lots.filter(
          (one) => !shared.has(one.index) && buyers.has(one.lot.buyer) && losers(one, members).length > 0,
        ),
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
      const strata = countByBuyer(own, elsewhere, new Set([...atCeiling, ...others]));
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
        stratifiedTail(atCeiling.length, strata),
        stratifiedTail(
          own.length,
          strata.map((one) => ({ ...one, marked: one.drawn })),
        ),
      );
    },
});

/** Of each buyer the group's lots and all, with those at the ceiling. */
function countByBuyer(
  own: readonly ViewLot[],
  elsewhere: readonly ViewLot[],
  atCeiling: ReadonlySet<ViewLot>,
): Stratum[] {
  const byBuyer = new Map<string | null, Stratum>();
  for (const [lots, drawn] of [[own, 1] as const, [elsewhere, 0] as const])
    for (const one of lots) {
      const seen = byBuyer.get(one.lot.buyer) ?? { drawn: 0, marked: 0, all: 0 };
      const marked = atCeiling.has(one) ? 1 : 0;
      byBuyer.set(one.lot.buyer, { drawn: seen.drawn + drawn, marked: seen.marked + marked, all: seen.all + 1 });
    }
  return [...byBuyer.values()];
}

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
