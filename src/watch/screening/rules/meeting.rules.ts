import { isSearchedWhole, MOST_SETS } from '../candidate-groups.js';
import { groupLots, toScope, toUnjudgedFinding, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import type { GroupFinding, GroupRule, MarketLot } from '../screening-types.js';

const MEETING: RuleName = { id: 'N03', version: 2 };
const RECURRENT: RuleName = { id: 'N04', version: 2 };

const FIGURES = judgeGroups(MEETING, {
  triggers: false,
  prepare:
    ({ view }) =>
    (group) => {
      const lots = groupLots(view, group);
      const bids = group.members.map((firm) => view.byFirm.get(firm)?.length ?? 0);
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots,
        n: lots.length,
        statistic: { name: 'meetingExcess', value: group.score },
        figures: {
          lots: lots.length,
          leastShareOfOwnLots: lots.length / Math.max(...bids),
          exclusive: lots.filter(({ bids: all }) => all.size === group.members.length).length,
        },
      };
      return toUnjudgedFinding(MEETING, found, { code: 'figure' });
    },
});

/**
 * Who bids together more often than their activity explains: a figure that weighs other rules. Regulars do so too. Where
 * more sets of firms meet than are looked at, it says so of the market.
 */
export const N03: GroupRule = {
  ...FIGURES,
  screen: (market, baseline, seed) => [
    ...FIGURES.screen(market, baseline, seed),
    ...(isSearchedWhole(market) ? [] : [describeRest(market)]),
  ],
};

function describeRest(market: readonly MarketLot[]): GroupFinding {
  const statistic = { name: 'lots', value: market.length };
  return toUnjudgedFinding(
    MEETING,
    { scope: 'market', members: [], lots: [], n: market.length, statistic },
    { code: 'too_many_groups', seen: MOST_SETS },
  );
}

/** The member that wins most in the group's lots, beside what it wins elsewhere and won before. One strong firm does so too. */
export const N04 = judgeGroups(RECURRENT, {
  triggers: false,
  prepare:
    ({ view, baseline }) =>
    (group) => {
      const lots = groupLots(view, group).filter(({ winner }) => winner !== null);
      const shared = new Set(group.lots);
      const shares = group.members
        .map((firm) => ({ firm, won: lots.filter(({ winner }) => winner === firm) }))
        .sort((a, b) => b.won.length - a.won.length);
      const first = shares[0];
      const before = baseline.winPropensities[first?.firm ?? ''];
      const elsewhere = (view.byFirm.get(first?.firm ?? '') ?? []).filter((at) => !shared.has(at));
      const wonElsewhere = elsewhere.filter((at) => view.lots[at]?.winner === first?.firm).length;
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: first?.won ?? [],
        n: lots.length,
        statistic: { name: 'shareOfOne', value: lots.length === 0 ? 0 : (first?.won.length ?? 0) / lots.length },
        figures: {
          firm: first?.firm ?? null,
          bidsElsewhere: elsewhere.length,
          wonElsewhere,
          bidsBefore: before?.bids ?? null,
          wonBefore: before?.wins ?? null,
        },
      };
      return toUnjudgedFinding(RECURRENT, found, { code: 'figure' });
    },
});
