import { createHash } from 'node:crypto';
import { candidateGroups, groupWeight } from './candidate-groups.js';
import { compare, viewMarket } from './market-view.js';
import type {
  Baseline,
  GroupFinding,
  GroupRule,
  MarketLot,
  MarketScreening,
  ScreenedFinding,
  ScreeningReason,
} from './screening-types.js';

/** A finding that could never be this small is not screened and costs the others nothing (Tarone 1990). */
const MOST_ATTAINABLE_P = 0.01;

/**
 * All rules over one market, with one error budget q for all that was screened. Each rule that could say anything has an
 * equal share; inside a rule the share of a group grows with how much it meets beyond its activity, which no price, score
 * or winner enters. Over these weights Benjamini and Hochberg's procedure (Genovese, Roeder and Wasserman 2006): of what
 * triggers at most q is false, and in a market without a scheme the chance that anything triggers is at most q.
 */
export function screenMarket(
  market: readonly MarketLot[],
  rules: readonly GroupRule[],
  baseline: Baseline,
  { q }: { q: number },
): MarketScreening {
  const seed = createHash('sha256')
    .update(`${baseline.seed}|${viewMarket(market).lots.length}`)
    .digest('hex');
  const all = rules.flatMap((rule) => rule.screen(market, baseline, seed).map((finding) => ({ rule, finding })));
  const findings = all.map(({ finding }) => finding);
  const weights = computeWeights(market, all);
  const threshold = raiseThreshold(findings, weights, q);
  return {
    q,
    screened: weights.filter((weight) => weight > 0).length,
    screenedByRule: countByRule(findings.filter((_, i) => (weights[i] ?? 0) > 0)),
    findings: findings
      .map((finding, i) => decide(finding, weights[i] ?? 0, threshold))
      .sort((a, b) => compare(a.rule, b.rule) || compare(a.members.join(), b.members.join())),
  };
}

interface Screened {
  rule: GroupRule;
  finding: GroupFinding;
}

/** Weights that sum to 1 over what can be screened; 0 for the rest. */
function computeWeights(market: readonly MarketLot[], all: readonly Screened[]): number[] {
  const groups = candidateGroups(market);
  const raw = all.map(({ rule, finding }) => {
    if (!rule.triggers || finding.smallestP === null || finding.smallestP > MOST_ATTAINABLE_P) return 0;
    const byGroup = finding.scope === 'group' || finding.scope === 'pair';
    return byGroup ? Math.max(groupWeight(groups, finding.members), LEAST_WEIGHT) : 1;
  });
  const sums = new Map<string, number>();
  all.forEach(({ rule }, i) => sums.set(rule.id, (sums.get(rule.id) ?? 0) + (raw[i] ?? 0)));
  const able = [...sums.values()].filter((sum) => sum > 0).length;
  return all.map(({ rule }, i) => ((raw[i] ?? 0) === 0 ? 0 : (raw[i] ?? 0) / (sums.get(rule.id) ?? 1) / able));
}

function countByRule(findings: readonly GroupFinding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

/** A pair that is no candidate group still has something to be judged at. */
const LEAST_WEIGHT = 1;

/** The largest t with Σ weights of all p ≤ weight × t at least t/q: the threshold of a finding is its weight times this. */
function raiseThreshold(findings: readonly GroupFinding[], weights: readonly number[], q: number): number {
  const ratios = findings
    .flatMap(({ p }, i) => {
      const weight = weights[i] ?? 0;
      return p === null || weight === 0 ? [] : [p / weight];
    })
    .sort((a, b) => a - b);
  let threshold = q;
  ratios.forEach((ratio, i) => {
    // With weights that sum to 1 the k-th smallest p/w is held against q·k.
    if (ratio <= q * (i + 1)) threshold = Math.max(threshold, q * (i + 1));
  });
  return threshold;
}

/** Reasons for which a rule has nothing to ask of a group, whatever more were known. */
const NOT_APPLICABLE: readonly (ScreeningReason['code'] | undefined)[] = [
  'fixed_price',
  'none_won',
  'one_winner',
  'one_place',
  'several_winners',
  'figure',
];

function decide({ wouldShow, ...finding }: GroupFinding, weight: number, threshold: number): ScreenedFinding {
  const bound = weight === 0 ? null : Math.min(MOST_ATTAINABLE_P, weight * threshold);
  // So little happened that nothing could be rare, where it would have been seen: it costs no budget, and is known to be nothing.
  if (bound === null && wouldShow === true && finding.reason === null)
    return { ...finding, weight: 0, threshold: MOST_ATTAINABLE_P, state: 'clear' };
  if (bound !== null && finding.p !== null)
    return { ...finding, weight, threshold: bound, state: finding.p <= bound ? 'triggered' : 'clear' };
  const code = finding.reason?.code;
  return {
    ...finding,
    weight,
    threshold: null,
    reason: finding.reason ?? { code: 'no_power' },
    state: NOT_APPLICABLE.includes(code) ? 'not_applicable' : 'insufficient_data',
  };
}
