import { candidateGroups } from '../candidate-groups.js';
import { groupLots, toScope, toUnjudgedFinding, type RuleName } from '../finding.js';
import { viewMarket } from '../market-view.js';
import type { GroupRule } from '../screening-types.js';

const MEETING: RuleName = { id: 'N03', version: 1 };
const RECURRENT: RuleName = { id: 'N04', version: 1 };

/** Who bids together more often than their activity explains: a figure that weighs other rules. Regulars do so too. */
export const N03: GroupRule = {
  ...MEETING,
  triggers: false,
  screen: (market) => {
    const view = viewMarket(market);
    return candidateGroups(market).map((group) => {
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
    });
  },
};

/** The member that wins most in the group's lots, beside what it wins elsewhere and won before. One strong firm does so too. */
export const N04: GroupRule = {
  ...RECURRENT,
  triggers: false,
  screen: (market, baseline) => {
    const view = viewMarket(market);
    return candidateGroups(market).map((group) => {
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
    });
  },
};
