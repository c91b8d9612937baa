/**
 * The four corrections that the law knows after the scores are summed up (Order 87 article 64, [2014] 214 article 32); any
 * other change is forbidden.
 */
export const CORRECTIONS = ['sum_error', 'out_of_range', 'objective_differs', 'extreme'] as const;
export type CorrectionGround = (typeof CORRECTIONS)[number];

export interface CorrectionCase {
  /** What stands, in hundredths of a point. */
  old: number;
  /** What the other members gave the same bid for the same criterion. */
  others: readonly number[];
  /** The most that the criterion gives. */
  most: number;
  /** What is to stand instead. */
  points: number;
  /** Whether the documents count the criterion by a formula. */
  objective: boolean;
}

/** So many points for each of what is counted. */
const COUNTED = /每[^，,。；;]*?\d+(\.\d+)?\s*分/u;
/** Words of a judgment, which members may well see differently. */
const JUDGED = /[优良差]|一般|较|合理|完善|酌情/u;

/**
 * Whether a criterion is objective: no field of the documents says so, hence only where its levels give a fixed number of
 * points for each thing counted and no word leaves a judgment to the member. In doubt it is not.
 */
export const isObjective = (levels: string | null | undefined): boolean =>
  COUNTED.test(levels ?? '') && !JUDGED.test(levels ?? '');

/**
 * Whether the ground fits what stands on record. Sums are computed here, so they cannot be wrong, and a sheet with points
 * outside a criterion is not taken; both grounds are known and never fit.
 */
export function correctionFits(ground: CorrectionGround, given: CorrectionCase): boolean {
  const { old, most, points } = given;
  if (points < 0 || points > most || points === old) return false;
  switch (ground) {
    case 'sum_error':
      return false;
    case 'out_of_range':
      return old < 0 || old > most;
    case 'objective_differs':
      return agreesWithOthers(given);
    case 'extreme':
      return isExtreme(given);
  }
}

/** Whether some correction on this ground would fit what stands: without one there is nothing to review again. */
export const mayBeCorrected = (ground: CorrectionGround, given: Omit<CorrectionCase, 'points'>): boolean =>
  [0, ...given.others].some((points) => correctionFits(ground, { ...given, points }));

/** Members that count the same thing come to the same points: to what more than half of the others gave. */
const agreesWithOthers = ({ others, points, objective }: CorrectionCase): boolean =>
  objective && others.filter((other) => other === points).length * 2 > others.length;

/**
 * 畸高、畸低: Order 87 article 64 leaves the measure to the panel and names no figure. Here a score counts as such only where
 * it stands alone beyond all others, by at least a tenth of what the criterion gives and by no less than the others differ
 * among themselves: who is merely the highest or lowest of those that differ is neither. What takes its place lies within
 * what the others gave, or the correction would be a score anew.
 */
function isExtreme({ old, others, most, points }: CorrectionCase): boolean {
  if (others.length === 0) return false;
  const [low, high] = [Math.min(...others), Math.max(...others)];
  const beyond = Math.max(old - high, low - old);
  return beyond * 10 >= most && beyond >= high - low && points >= low && points <= high;
}
