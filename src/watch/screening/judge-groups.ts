import { candidateGroups } from './candidate-groups.js';
import type { RuleName } from './finding.js';
import { viewMarket, type MarketView } from './market-view.js';
import type { Baseline, CandidateGroup, GroupFinding, GroupRule } from './screening-types.js';

/** What is prepared once for all groups of a market. */
export interface Screened {
  view: MarketView;
  baseline: Baseline;
  seed: string;
}

interface Groups {
  /** False: figures only. */
  triggers?: boolean;
  /** Smaller groups are not looked at. */
  leastMembers?: number;
  /** Called once for a market; what it returns is asked of each group. */
  prepare: (screened: Screened) => (group: CandidateGroup) => GroupFinding;
}

/** A rule that looks at one candidate group after the other. */
export const judgeGroups = (name: RuleName, { triggers = true, leastMembers = 2, prepare }: Groups): GroupRule => ({
  ...name,
  triggers,
  screen: (market, baseline, seed) => {
    const judge = prepare({ view: viewMarket(market), baseline, seed });
    return candidateGroups(market)
      .filter(({ members }) => members.length >= leastMembers)
      .map((group) => judge(group));
  },
});
