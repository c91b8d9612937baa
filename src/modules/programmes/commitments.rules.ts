import type { Fen } from '../../platform/money/money.js';

/** A budget line as far as sums need it. */
export interface FundedLine {
  id: string;
  category: string | null;
}
/** What is awarded or contracted under a programme, summed by category; null is a category nobody said. */
export interface CategorySum {
  category: string | null;
  deals: number;
  /** Sum of the known amounts. */
  amount: Fen;
  /** How many of the deals have no known amount. */
  unknown: number;
}
export type Commitment = Omit<CategorySum, 'category'>;

const NOTHING: Commitment = { deals: 0, amount: 0n, unknown: 0 };
const add = (a: Commitment, b: Commitment): Commitment => ({
  deals: a.deals + b.deals,
  amount: a.amount + b.amount,
  unknown: a.unknown + b.unknown,
});

/**
 * What each line of a programme is committed to. A deal belongs to the one line of its category, else to the one line
 * that has no category; where that leaves several lines or none, nobody said which, and it stays unassigned.
 */
export function assignCommitments(
  lines: readonly FundedLine[],
  sums: readonly CategorySum[],
): { byLine: Map<string, Commitment>; unassigned: Commitment } {
  const byLine = new Map(lines.map((line) => [line.id, NOTHING]));
  let unassigned = NOTHING;
  for (const sum of sums) {
    const own = lines.filter((line) => line.category !== null && line.category === sum.category);
    const candidates = own.length > 0 ? own : lines.filter((line) => line.category === null);
    const [line, another] = candidates;
    if (line && !another) byLine.set(line.id, add(byLine.get(line.id) ?? NOTHING, sum));
    else unassigned = add(unassigned, sum);
  }
  return { byLine, unassigned };
}

/** By how much the known commitments exceed the line; null where they do not. */
export const exceededBy = (amount: Fen, committed: Fen): Fen | null => (committed > amount ? committed - amount : null);
