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
}

/**
 * Whether the ground fits what stands on record. Sums are computed here, so they cannot be wrong, and a sheet with points
 * outside a criterion is not taken; both grounds are known and never fit. That a criterion is objective, or a score too
 * high or low, is the panel's word; that members differ, or that one stands alone above or below all others, is on record.
 */
export function correctionFits(ground: CorrectionGround, { old, others, most, points }: CorrectionCase): boolean {
  if (points < 0 || points > most || points === old) return false;
  switch (ground) {
    case 'sum_error':
      return false;
    case 'out_of_range':
      return old < 0 || old > most;
    case 'objective_differs':
      return others.some((other) => other !== old) && others.includes(points);
    case 'extreme':
      return (
        others.length > 0 &&
        ((others.every((other) => old > other) && points < old) ||
          (others.every((other) => old < other) && points > old))
      );
  }
}
