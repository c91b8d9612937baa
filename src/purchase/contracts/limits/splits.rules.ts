import type { BudgetLevel } from '../../../law/code-lists/methods.js';
import { compareLimit, type LimitCompared, type LimitRow } from '../../../law/rules/limits/reach.rules.js';
import { selectLines, type FundedLine } from '../../programmes/budget-lines/commitments.rules.js';

/** A purchase of a programme, as far as it may be one of several that were split. */
export interface SplitPurchase {
  key: string;
  /** `tender:<id>`, or `tender:draft` in a preview. */
  record: string;
  /** The rounds of one purchase share it. */
  purchase: string;
  method: string | null;
  category: string | null;
  region: string | null;
  level: BudgetLevel | null;
  /** Fen as decimal text; null: nothing is known of it. */
  amount: string | null;
  /** It may have come to more. */
  isLeast: boolean;
  /** Whether the finance authority approved of its method; null: no record of it would be here. */
  approved: boolean | null;
}

/** A budget line of the programme; `adjusted`: in an adjustment of the programme that was approved. */
export interface SplitLine extends FundedLine {
  adjusted: boolean;
}

/** What some purchases come to together, held against the open-tender threshold: more than it, or not. */
interface SplitSum {
  purchases: number;
  /** Fen as decimal text. */
  amount: string;
  compared: LimitCompared['state'];
  /** Fen; null where no threshold is known. */
  limit: string | null;
}

/** Purchases of one category under one budget line in one year that were not tendered openly. */
export interface SplitGroup {
  key: string;
  category: string;
  /** `budget_line:<id>`; null: several lines or none may pay for it. */
  record: string | null;
  adjusted: boolean;
  /** Known not to be an open tender, without an approval. */
  certain: SplitSum;
  /** With those of which method, category or approval is not known. */
  possible: SplitSum;
  /** What would have to be known of them. */
  missing: readonly string[];
  members: readonly Pick<SplitPurchase, 'key' | 'record' | 'method' | 'amount'>[];
  region: string | null;
  level: BudgetLevel | null;
}

/**
 * Adds up what a programme buys of each category otherwise than by open tender (Regulation article 28: more than one purchase,
 * together above the open-tender threshold; approved methods do not count). `year`: the fiscal year, in which the threshold has
 * to be the same on every day.
 */
export function groupSplits(
  year: number,
  lines: readonly SplitLine[],
  purchases: readonly SplitPurchase[],
  limits: readonly LimitRow[],
): SplitGroup[] {
  const closed = purchases.filter(({ method, approved }) => method !== 'OPEN_TENDER' && approved !== true);
  const categories = [...new Set(closed.flatMap(({ category }) => category ?? []))].sort();
  return categories.map((category) => {
    const possible = closed.filter((one) => one.category === category || one.category === null);
    const certain = possible.filter((one) => one.category !== null && isKnownMethod(one) && one.approved === false);
    const [line, another] = selectLines(lines, category);
    const only = line !== undefined && another === undefined ? line : null;
    const [first] = possible;
    return {
      key: category,
      category,
      record: only && `budget_line:${only.id}`,
      adjusted: only?.adjusted ?? false,
      certain: sum(year, certain, limits),
      possible: sum(year, possible, limits),
      missing: listMissing(possible, only !== null),
      members: possible.map(({ key, record, method, amount }) => ({ key, record, method, amount })),
      region: first?.region ?? null,
      level: first?.level ?? null,
    };
  });
}

const isKnownMethod = ({ method }: SplitPurchase): boolean => method !== null && method !== 'OTHER';

function sum(year: number, purchases: readonly SplitPurchase[], limits: readonly LimitRow[]): SplitSum {
  const amount = purchases.reduce((all, one) => all + BigInt(one.amount ?? 0), 0n);
  const isLeast = purchases.some((one) => one.isLeast || one.amount === null);
  // The article says 超过: a sum at the threshold does not exceed it, while a single purchase reaches it there.
  const counted = { amount: amount > 0n ? amount - 1n : 0n, isLeast };
  const places = new Map(purchases.map(({ region, level }) => [`${region ?? ''}/${level ?? ''}`, { region, level }]));
  const answers = [...places.values()].map((place) =>
    compareLimit('open_tender', { ...place, sum: counted, day: String(year) }, limits),
  );
  const states = new Set(answers.map(({ state }) => state));
  const [state] = states;
  return {
    purchases: new Set(purchases.map(({ purchase }) => purchase)).size,
    amount: amount.toString(),
    compared: states.size === 1 && state !== undefined ? state : 'unknown',
    limit: answers.find(({ limit }) => limit !== null)?.limit ?? null,
  };
}

const listMissing = (purchases: readonly SplitPurchase[], isFunded: boolean): string[] => [
  ...(isFunded ? [] : ['budgetLine']),
  ...(purchases.every(isKnownMethod) ? [] : ['method']),
  ...(purchases.every(({ approved }) => approved !== null) ? [] : ['methodApproval']),
  ...(purchases.every(({ category }) => category !== null) ? [] : ['category']),
  ...(purchases.every(({ amount, isLeast }) => amount !== null && !isLeast) ? [] : ['amount']),
];
