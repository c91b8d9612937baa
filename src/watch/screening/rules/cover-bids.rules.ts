import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups, type Screened } from '../judge-groups.js';
import type { MarketView, ViewLot } from '../market-view.js';
import type { CandidateGroup, GroupFinding, GroupRule, ScreeningReason } from '../screening-types.js';
import { deviation, firmVariance, removeFirmEffects, standardise, type Row } from '../statistics/two-way.js';
import { compareShapes, LEAST_REFERENCE, priceRow, referenceRows, type ShapeTest } from './price-rows.js';

const LEAST_MEMBERS = 3;
const LEAST_LOTS = 6;
/** Lots of others from which it may be said that firms price alike, and the most that says so. */
const LEAST_ALIKE = 60;
const MOST_SHARE = 0.05;
const MOST_F = 1.45;

const COVER: RuleName = { id: 'N01', version: 4 };
const SHAPE: RuleName = { id: 'N14', version: 5 };

/**
 * Cover bids: in the group's lots the lowest bid stands apart from the others, which bunch. Prices are taken in standard
 * deviations of their lot, what each firm has in common over its lots is removed, and the gap that is left is ranked among
 * those of lots of other firms: same market, same shape of prices, same roundings. What one cheap firm explains is gone,
 * and so is one fixed winner: the prices alone cannot tell them apart.
 */
export const N01 = judgeShapes(COVER, ({ view, seed }, group, rows) => {
  const others = referenceRows(view, group.members).map(({ standardised }) => standardised);
  const own = removeFirmEffects(rows.map(({ row }) => standardise(row)));
  return conclude(COVER, view, group, rows, compareShapes(own, others, seed), {});
});

/**
 * The same gap without removing anything, where at least 60 lots of others, and the group's own, show that firms price
 * alike: there a fixed winner is seen too. The relative distance of the lowest bid (RDNOR) and the spread of the prices are told
 * beside it and judge nothing: of three bids the first says what the skewness says, and both find less.
 */
export const N14 = judgeShapes(SHAPE, ({ view, seed }, group, rows) => {
  const others = referenceRows(view, group.members).map(({ row }) => row);
  const alike = others.length < LEAST_ALIKE ? null : firmVariance(others);
  if (alike === null) {
    const reason = { code: 'too_few_reference_lots' as const, seen: others.length, needed: LEAST_ALIKE };
    return mute(SHAPE, view, group, reason, true);
  }
  if (alike.f > MOST_F || alike.share > MOST_SHARE) return mute(SHAPE, view, group, { code: 'firm_effects' }, true);
  const test = compareShapes(
    rows.map(({ row }) => row.values),
    others.map(({ values }) => values),
    seed,
  );
  return conclude(SHAPE, view, group, rows, test, {
    firmVarianceShare: alike.share,
    ...describePrices(
      rows.map(({ row }) => row.values),
      ['rdnor', 'spread'],
    ),
    ...describePrices(
      others.map(({ values }) => values),
      ['rdnorElsewhere', 'spreadElsewhere'],
    ),
  });
});

/** Of log prices lot by lot: the middle relative distance of the lowest bid, and the middle spread. */
function describePrices(
  lots: readonly (readonly number[])[],
  [distance, spread]: readonly [string, string],
): Record<string, number | null> {
  return {
    [distance]: findMedian(lots.flatMap((values) => rdnor(values) ?? [])),
    [spread]: findMedian(lots.map(deviation)),
  };
}

/** How far the lowest stands from the next, in mean distances between the others; null where the others are equal. */
function rdnor(values: readonly number[]): number | null {
  const ascending = values.toSorted((a, b) => a - b);
  const [lowest = 0, next = 0] = ascending;
  const between = ((ascending.at(-1) ?? next) - next) / (ascending.length - 2);
  return between > 0 ? (next - lowest) / between : null;
}

function findMedian(values: readonly number[]): number | null {
  const ascending = values.toSorted((a, b) => a - b);
  const half = ascending.length / 2;
  const [below, above] = [ascending[Math.ceil(half) - 1], ascending[Math.floor(half)]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}

type JudgeShape = (screened: Screened, group: CandidateGroup, rows: readonly OwnRow[]) => GroupFinding;

/** A rule on the prices of groups of three or more in six priced lots or more. */
function judgeShapes(name: RuleName, judge: JudgeShape): GroupRule {
  return judgeGroups(name, {
    leastMembers: LEAST_MEMBERS,
    prepare: (screened) => (group) => {
      const rows = ownRows(screened.view, group);
      if (rows.length >= LEAST_LOTS) return judge(screened, group, rows);
      const reason: ScreeningReason = { code: 'too_few_lots', seen: rows.length, needed: LEAST_LOTS };
      return mute(name, screened.view, group, reason, true);
    },
  });
}

interface OwnRow {
  one: ViewLot;
  row: Row;
}

function ownRows(view: MarketView, group: CandidateGroup): OwnRow[] {
  return groupLots(view, group).flatMap((one) => {
    const row = priceRow(one, group.members);
    return row === null ? [] : [{ one, row }];
  });
}

function conclude(
  rule: RuleName,
  view: MarketView,
  group: CandidateGroup,
  rows: readonly OwnRow[],
  test: ShapeTest | null,
  figures: Record<string, number | null>,
): GroupFinding {
  if (test === null) return mute(rule, view, group, { code: 'too_few_reference_lots', needed: LEAST_REFERENCE }, true);
  const { p, smallestP, size, reference, gap } = test;
  const lots = rows.map(({ one }) => one);
  return toFinding(
    rule,
    {
      scope: toScope(group.members),
      members: group.members,
      lots,
      n: lots.length,
      statistic: { name: 'gap', value: gap },
      figures: { ...figures, bids: size, referenceLots: reference },
    },
    p,
    smallestP,
  );
}
