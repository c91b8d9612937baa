import { formatYuan } from '../../kernel/money/money.js';
import type { Reach, ThresholdKind } from '../../law/rules/limits/reach.rules.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import { insufficient, notApplicable } from './finding.rules.js';

/** The purchase stays below the limit of its place: the law of procurement does not bind it. */
export const findBelowLimit = ({ limit }: Reach, evidence: Evidence[] = []): Finding =>
  notApplicable({ code: 'below_limit', ...(limit !== null && { limit: formatYuan(BigInt(limit)) }) }, evidence);

const CODES: Readonly<Record<ThresholdKind, string>> = {
  procurement: 'limit_unknown',
  open_tender: 'open_threshold_unknown',
};

/** Nobody can say whether the purchase reaches the limit: what is missing, and where the limit is stated. */
export function findUnknownLimit(
  { missing, region, level }: Reach,
  evidence: Evidence[] = [],
  kind: ThresholdKind = 'procurement',
): Finding {
  const fields = kind === 'procurement' ? [...missing] : ['limit'];
  const place = { ...(region !== null && { region }), ...(level !== null && { level }) };
  return insufficient({ code: CODES[kind], fields, kind, ...place }, evidence);
}
