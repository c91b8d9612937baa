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

export const NO_COMMITMENT: Commitment = { deals: 0, amount: 0n, unknown: 0 };
const add = (a: Commitment, b: Commitment): Commitment => ({
  deals: a.deals + b.deals,
  amount: a.amount + b.amount,
  unknown: a.unknown + b.unknown,
});

/**
 * The line that a deal of this category belongs to: the one of its category, else the one that has no category. Where that
 * leaves several lines or none, nobody said which.
 */
export function lineFor<L extends FundedLine>(lines: readonly L[], category: string | null): L | null {
  const own = lines.filter((line) => line.category !== null && line.category === category);
  const [line = null, another] = own.length > 0 ? own : lines.filter((each) => each.category === null);
  return another ? null : line;
}

/** What each line of a programme is committed to. */
export function assignCommitments(
  lines: readonly FundedLine[],
  sums: readonly CategorySum[],
): { byLine: Map<string, Commitment>; unassigned: Commitment } {
  const byLine = new Map(lines.map((line) => [line.id, NO_COMMITMENT]));
  let unassigned = NO_COMMITMENT;
  for (const sum of sums) {
    const line = lineFor(lines, sum.category);
    if (line) byLine.set(line.id, add(byLine.get(line.id) ?? NO_COMMITMENT, sum));
    else unassigned = add(unassigned, sum);
  }
  return { byLine, unassigned };
}

/** By how much the known commitments exceed the line; null where they do not. */
export const exceededBy = (amount: Fen, committed: Fen): Fen | null => (committed > amount ? committed - amount : null);

export const together = add;
export const sumOf = (sums: readonly CategorySum[]): Commitment => sums.reduce<Commitment>(add, NO_COMMITMENT);

/** A line whose deals exceed it; `line` null stands for the programme as a whole. */
export interface Overrun {
  line: string | null;
  name: string | null;
  amount: Fen;
  committed: Fen;
  exceededBy: Fen;
}

/** Where the known deals exceed a line, or all of the lines together. A programme without a line has no known budget. */
export function overruns(
  lines: readonly (FundedLine & { name: string; amount: Fen })[],
  sums: readonly CategorySum[],
): Overrun[] {
  if (lines.length === 0) return [];
  const { byLine } = assignCommitments(lines, sums);
  const whole = { id: null, name: null, amount: lines.reduce((sum, line) => sum + line.amount, 0n) };
  return [...lines, whole].flatMap(({ id, name, amount }) => {
    const committed = (id === null ? sumOf(sums) : (byLine.get(id) ?? NO_COMMITMENT)).amount;
    const over = exceededBy(amount, committed);
    return over === null ? [] : [{ line: id, name, amount, committed, exceededBy: over }];
  });
}
