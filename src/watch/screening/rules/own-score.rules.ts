import { explainFew, groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import { stands, type MarketView, type ViewLot } from '../market-view.js';
import type { MarketBid, ScreeningReason } from '../screening-types.js';
import { fitShift, type ScoreRow } from '../statistics/score-model.js';
import { readPredecessor } from '../statistics/predecessors.js';
import { studentTail } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N11', version: 5 };
const LEAST_LOTS = 6;
/** Own scores elsewhere that each member needs. */
const LEAST_ELSEWHERE = 8;
/** Lots of others that tell how much panels differ. */
const LEAST_PANELS = 20;

/**
 * Own score falls: all technical points of the members in the group's lots, won or lost, against their own elsewhere. Each
 * firm has a level of its own, each buyer and each panel a severity of its own, and who served there last gains; where it is not
 * known who did, points of those who may have are not read. Where outsiders bid too, their points show the
 * panel's, and where none do its spread is part of the doubt. Losing points alone are no null: they are low because lost.
 */
export const N11 = judgeGroups(NAME, {
  prepare: ({ view }) => {
    const { rows, rowOf } = readPanels(view);
    return (group) => {
      const shared = new Set(group.lots);
      const lots = groupLots(view, group);
      const scored = lots.filter((one) => countScores(view, one, group.members) >= 2);
      const least = Math.min(...group.members.map((firm) => countElsewhere(view, firm, shared)));
      if (scored.length < LEAST_LOTS) return mute(NAME, view, group, explainScores(view, lots, scored.length), false);
      if (least < LEAST_ELSEWHERE)
        return mute(NAME, view, group, { code: 'too_few_reference_lots', seen: least, needed: LEAST_ELSEWHERE }, false);
      const fit = fitShift(rows, new Set(group.members), new Set(group.lots.flatMap((at) => rowOf[at] ?? [])));
      if (fit === null || fit.panels < LEAST_PANELS)
        return mute(NAME, view, group, { code: 'too_few_reference_lots', needed: LEAST_PANELS }, false);
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: scored,
        n: fit.scores,
        statistic: { name: 'shift', value: fit.shift },
        figures: { standardError: fit.error, panelDeviation: fit.panelDeviation, scoreDeviation: fit.scoreDeviation },
      };
      return toFinding(NAME, found, studentTail(-fit.shift / fit.error, fit.freedom), SMALLEST_P);
    };
  },
});

/** A shift may be as large as it likes; what is said is no more precise than the model is. */
const SMALLEST_P = 1e-6;

/** Points by panel: what a purchase's lots are given is one panel's. `rowOf`: the row of each lot. */
function readPanels(view: MarketView): { rows: ScoreRow[]; rowOf: readonly number[] } {
  const panels = new Map<string, ScoreRow & { row: number; served: Set<string>; firms: string[]; values: number[] }>();
  const rowOf = view.lots.map((one) => {
    const panel = panels.get(one.lot.purchase) ?? {
      row: panels.size,
      buyer: one.lot.buyer,
      served: new Set(),
      firms: [],
      values: [],
    };
    panels.set(one.lot.purchase, panel);
    const { firms, values } = scoreRow(view, one);
    // Lots of one purchase that are read share no bidder: who served one of them bids in no other.
    const served = readPredecessor(view, one).last?.winner ?? null;
    if (served !== null && firms.includes(served)) panel.served.add(served);
    panel.firms.push(...firms);
    panel.values.push(...values);
    return panel.row;
  });
  return { rows: [...panels.values()], rowOf };
}

function scoreRow(view: MarketView, one: ViewLot): Pick<ScoreRow, 'firms' | 'values'> {
  const { possible } = readPredecessor(view, one);
  const scored = [...one.bids.values()].filter((bid) => isScored(bid) && !possible.has(bid.bidder));
  return { firms: scored.map(({ bidder }) => bidder), values: scored.map(({ technical }) => technical ?? 0) };
}

const isScored = (bid: MarketBid): boolean => bid.technical !== null && stands(bid);

function countScores(view: MarketView, one: ViewLot, members: readonly string[]): number {
  return scoreRow(view, one).firms.filter((firm) => members.includes(firm)).length;
}

/** Own scores that are known, also of bids that did not stand. */
function countElsewhere(view: MarketView, firm: string, shared: ReadonlySet<number>): number {
  const lots = (view.byFirm.get(firm) ?? []).filter((at) => !shared.has(at)).flatMap((at) => view.lots[at] ?? []);
  const isKnown = (one: ViewLot): boolean => (one.bids.get(firm)?.technical ?? null) !== null;
  return lots.filter((one) => isKnown(one) && !readPredecessor(view, one).possible.has(firm)).length;
}

function explainScores(view: MarketView, lots: readonly ViewLot[], seen: number): ScreeningReason {
  const scored = lots.filter(({ bids }) => [...bids.values()].some(isScored));
  const doubted = scored.filter((one) => readPredecessor(view, one).possible.size > 0).length;
  return scored.length === 0
    ? explainFew(0, LEAST_LOTS, [[lots.length, { code: 'missing', fields: ['technical'] }]])
    : explainFew(seen, LEAST_LOTS, [[doubted, { code: 'missing', fields: ['serviceLines'] }]]);
}
