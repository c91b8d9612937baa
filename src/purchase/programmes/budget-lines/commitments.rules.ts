import type { Fen } from '../../../kernel/money/money.js';

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
 * The lines that a deal of this category may draw on: those of its category, which several sources of funds may share, else
 * those that have no category. None: there is nothing to spend.
 */
export function selectLines<L extends FundedLine>(lines: readonly L[], category: string | null): L[] {
  const own = lines.filter((line) => line.category !== null && line.category === category);
  return own.length > 0 ? own : lines.filter((line) => line.category === null);
}

/** The line that a deal of this category belongs to. Where there are several or none, nobody said which. */
export function findOnlyLine<L extends FundedLine>(lines: readonly L[], category: string | null): L | null {
  const [line = null, another] = selectLines(lines, category);
  return another ? null : line;
}

/** The lines that share deals, each set once. */
export function groupPools<L extends FundedLine>(lines: readonly L[]): L[][] {
  return [...new Set(lines.map(({ category }) => category))].map((category) => selectLines(lines, category));
}

/** What is drawn on these lines together. */
export const sumPool = (
  pool: readonly FundedLine[],
  lines: readonly FundedLine[],
  sums: readonly CategorySum[],
): Commitment => sumCommitments(sums.filter(({ category }) => selectLines(lines, category)[0]?.id === pool[0]?.id));

/** What each line of a programme is committed to. */
export function assignCommitments(
  lines: readonly FundedLine[],
  sums: readonly CategorySum[],
): { byLine: Map<string, Commitment>; unassigned: Commitment } {
  const byLine = new Map(lines.map((line) => [line.id, NO_COMMITMENT]));
  let unassigned = NO_COMMITMENT;
  for (const sum of sums) {
    const line = findOnlyLine(lines, sum.category);
    if (line) byLine.set(line.id, add(byLine.get(line.id) ?? NO_COMMITMENT, sum));
    else unassigned = add(unassigned, sum);
  }
  return { byLine, unassigned };
}

/** By how much the known commitments exceed the line; null where they do not. */
export const computeExcess = (amount: Fen, committed: Fen): Fen | null =>
  committed > amount ? committed - amount : null;

export const together = add;
export const sumCommitments = (sums: readonly CategorySum[]): Commitment => sums.reduce<Commitment>(add, NO_COMMITMENT);

/** Lines whose deals exceed them. */
export interface Overrun {
  /** What it is about, the same before a change and after it. */
  pool: string;
  /** Null: several share the deals, or the programme has none for them, or all of it is meant. */
  line: string | null;
  lines: string[];
  name: string | null;
  amount: Fen;
  committed: Fen;
  exceededBy: Fen;
}

type NamedLine = FundedLine & { name: string; amount: Fen };

/**
 * Where the known deals exceed a line, or all of the lines together, as far as records go: of lines that share deals nobody
 * said which, and a programme without a line has no known budget.
 */
export function overruns(lines: readonly NamedLine[], sums: readonly CategorySum[]): Overrun[] {
  if (lines.length === 0) return [];
  const single = groupPools(lines).filter(({ length }) => length === 1);
  return [
    ...single.flatMap((pool) => findPoolOverrun(pool, sumPool(pool, lines, sums))),
    ...findTotalOverrun(lines, sums),
  ];
}

/**
 * The same for what is decided here: lines of one category hold together what is bought of it (§ 7 of the domain), and what
 * no line is for has nothing to spend. `spending`: the category of who asks.
 */
export function overrunsHere(
  lines: readonly NamedLine[],
  sums: readonly CategorySum[],
  spending?: { category: string | null },
): Overrun[] {
  const pools = groupPools(lines).flatMap((pool) => findPoolOverrun(pool, sumPool(pool, lines, sums)));
  const isFunded = spending === undefined || selectLines(lines, spending.category).length > 0;
  const unfunded = isFunded
    ? []
    : findPoolOverrun([], sumCommitments(sums.filter(({ category }) => category === spending.category)));
  return [...pools, ...unfunded, ...(lines.length === 0 ? [] : findTotalOverrun(lines, sums))];
}

const findTotalOverrun = (lines: readonly NamedLine[], sums: readonly CategorySum[]): Overrun[] =>
  findPoolOverrun(lines, sumCommitments(sums)).map((over) => ({ ...over, pool: 'all', line: null, name: null }));

function findPoolOverrun(pool: readonly NamedLine[], { amount: committed }: Commitment): Overrun[] {
  const amount = pool.reduce((sum, line) => sum + line.amount, 0n);
  const over = computeExcess(amount, committed);
  if (over === null) return [];
  const lines = pool.map(({ id }) => id);
  const name = pool.map((line) => line.name).join('、') || null;
  const line = lines.length === 1 ? (lines[0] ?? null) : null;
  return [{ pool: lines.join(), line, lines, name, amount, committed, exceededBy: over }];
}
