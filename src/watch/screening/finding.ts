import { priceReason, type MarketView, type ViewLot } from './market-view.js';
import type { CandidateGroup, FindingScope, GroupFinding, ScreeningReason } from './screening-types.js';

/** What a rule is, for its findings. */
export interface RuleName {
  id: string;
  version: number;
}

interface Judged {
  scope: FindingScope;
  members: readonly string[];
  lots: readonly ViewLot[];
  n: number;
  statistic: { name: string; value: number };
  figures?: Readonly<Record<string, number | string | null>>;
}

export function toScope(members: readonly string[]): FindingScope {
  return members.length === 1 ? 'bidder' : members.length === 2 ? 'pair' : 'group';
}

/** `wouldShow`: had what the rule looks for happened, it would have been found, however large the smallest p is now. */
export function toFinding(
  rule: RuleName,
  found: Judged,
  p: number,
  smallestP: number,
  { wouldShow }: { wouldShow?: boolean } = {},
): GroupFinding {
  return {
    ...describe(rule, found),
    p: Math.min(1, Math.max(p, smallestP)),
    smallestP: Math.min(1, smallestP),
    ...(wouldShow === true && { wouldShow }),
    reason: null,
  };
}

/**
 * A figure, or a group that cannot be judged, with what it lacks. `smallestP` where only what was found makes it so: it then
 * has its share of the error budget as if it were judged, for shares must not hang on what was found.
 */
export function toUnjudgedFinding(
  rule: RuleName,
  found: Judged,
  reason: ScreeningReason,
  smallestP: number | null = null,
): GroupFinding {
  return { ...describe(rule, found), p: null, smallestP, reason };
}

function describe({ id, version }: RuleName, { scope, members, lots, n, statistic, figures }: Judged) {
  return {
    rule: id,
    version,
    scope,
    members: members.toSorted(),
    lots: lots.map(({ lot }) => lot.key).sort(),
    n,
    statistic: { name: statistic.name, value: round(statistic.value) },
    figures: figures ?? {},
  };
}

/** Eight significant digits: what is shown and hashed must not hang on the order of a sum. */
function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(8)) : 0;
}

/** A group of which nothing can be said by this rule: not applicable where all its prices are fixed. */
export function mute(
  rule: RuleName,
  view: MarketView,
  group: CandidateGroup,
  reason: ScreeningReason,
  prices: boolean,
): GroupFinding {
  const lots = groupLots(view, group);
  const found = { scope: toScope(group.members), members: group.members, lots, n: lots.length };
  return toUnjudgedFinding(
    rule,
    { ...found, statistic: { name: 'lots', value: lots.length } },
    (prices ? priceReason(lots) : null) ?? reason,
  );
}

/**
 * Why a rule has fewer lots than it needs: with others that it cannot read it would have enough, and then for what those lack;
 * else there are too few.
 */
export function explainFew(
  seen: number,
  needed: number,
  unread: readonly (readonly [count: number, reason: ScreeningReason])[],
): ScreeningReason {
  const other = unread.find(([count]) => count > 0 && seen + count >= needed);
  return other?.[1] ?? { code: 'too_few_lots', seen, needed };
}

export function groupLots(view: MarketView, group: CandidateGroup): ViewLot[] {
  return group.lots.flatMap((at) => view.lots[at] ?? []);
}
