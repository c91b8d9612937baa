import type { Reader } from '../../../kernel/database/reader.js';
import type { Fen } from '../../../kernel/money/money.js';
import {
  assignCommitments,
  sumPool,
  overruns,
  overrunsHere,
  groupPools,
  sumCommitments,
  type CategorySum,
  type Commitment,
  type FundedLine,
  type Overrun,
} from './commitments.rules.js';
import { declareContribution } from '../../../kernel/contributions/contributed.js';

/** SQL, an item of WITH: `deal`, the deals of the programme `$1` with `category` and `amount`. */
export const dealsSql = declareContribution<() => string>('deals of a programme');

/**
 * SQL: `category` and `amount` of the lots that are on their way under the programme `$1` and not awarded yet, at their
 * ceilings; the tender `$2` among them with the ceilings `$3`.
 */
export const lotsOnTheWaySql = declareContribution<() => string>('lots on their way under a programme');

const sumDealsSql = (): string => `WITH ${dealsSql()}
  SELECT category, count(*)::integer AS deals, coalesce(sum(amount), 0)::text AS amount,
         count(*) FILTER (WHERE amount IS NULL)::integer AS unknown
  FROM deal GROUP BY category`;

export interface Commitments {
  /** Lines that share what is bought of a category, with what they hold and what is drawn on them together. */
  shared: Map<string, Shared>;
  /** Lots on their way, at their ceilings. */
  reserved: Map<string, Commitment>;
  byLine: Map<string, Commitment>;
  unassigned: Commitment;
  total: Commitment;
}

interface Shared {
  lines: string[];
  amount: Fen;
  committed: Commitment;
  reserved: Commitment;
}

/** What a programme is committed to, line by line. `lines` where the caller has read them already. */
export async function loadCommitments(
  manager: Reader,
  programme: string,
  lines?: readonly (FundedLine & { amount: string })[],
): Promise<Commitments> {
  const given: readonly (FundedLine & { amount: string | Fen })[] = lines ?? (await loadLines(manager, programme));
  const sums = await loadCategorySums(manager, programme);
  const onTheWay = await loadReservedSums(manager, programme, NOBODY);
  const shared = groupPools(given)
    .filter(({ length }) => length > 1)
    .flatMap((pool) => {
      const both = { committed: sumPool(pool, given, sums), reserved: sumPool(pool, given, onTheWay) };
      const amount = pool.reduce((sum, line) => sum + BigInt(line.amount), 0n);
      const drawn: Shared = { lines: pool.map(({ id }) => id), amount, ...both };
      return drawn.lines.map((id) => [id, drawn] as const);
    });
  const reserved = assignCommitments(given, onTheWay).byLine;
  return { ...assignCommitments(given, sums), reserved, shared: new Map(shared), total: sumCommitments(sums) };
}

/** Where the known deals of a programme exceed what it has. */
export async function loadOverruns(manager: Reader, programme: string): Promise<Overrun[]> {
  return overruns(await loadLines(manager, programme), await loadCategorySums(manager, programme));
}

async function loadLines(manager: Reader, programme: string) {
  const rows = await manager.query<(FundedLine & { name: string; amount: string })[]>(
    `SELECT id, name, category, amount FROM budget_line WHERE programme_id = $1 ORDER BY created_at, id`,
    [programme],
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

async function loadCategorySums(manager: Reader, programme: string): Promise<CategorySum[]> {
  const rows = await manager.query<(Omit<CategorySum, 'amount'> & { amount: string })[]>(sumDealsSql(), [programme]);
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** No tender whose ceilings are given. */
const NOBODY = [null, '[]'] as const;

async function loadReservedSums(manager: Reader, programme: string, given: readonly [string | null, string]) {
  const rows = await manager.query<(Omit<CategorySum, 'amount'> & { amount: string })[]>(sumReservedSql(), [
    programme,
    ...given,
  ]);
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

const sumReservedSql = (): string => `
  SELECT category, count(*)::integer AS deals, coalesce(sum(amount), 0)::text AS amount, 0 AS unknown
  FROM (${lotsOnTheWaySql()}) x GROUP BY category`;

/** What binds a line: an award with its contract, a contract without, or a lot that is on its way. */
export interface Binding {
  kind: 'award' | 'contract' | 'tender';
  id: string;
  tender: string;
  lot: number | null;
  category: string | null;
  amount: Fen;
}

/** Everything with a known amount that binds a programme, the largest first. */
export const loadBindings =
  declareContribution<(reader: Reader, programme: string) => Promise<Binding[]>>('what binds a programme');

/** The same with what is on its way, for what is decided here. */
export async function overrunsOnTheWay(manager: Reader, programme: string): Promise<Overrun[]> {
  const sums = [
    ...(await loadCategorySums(manager, programme)),
    ...(await loadReservedSums(manager, programme, NOBODY)),
  ];
  return overrunsHere(await loadLines(manager, programme), sums);
}

/** Where a programme's lines would not hold what is decided and what is on its way, this tender included. */
export async function loadExpectedOverruns(
  manager: Reader,
  programme: string,
  { id: tender, category }: { id: string; category: string | null },
  lots: readonly { no: number; ceiling: bigint | null }[],
): Promise<Overrun[]> {
  const given = JSON.stringify(lots.map(({ no, ceiling }) => ({ no, ceiling: ceiling?.toString() ?? null })));
  const sums = [
    ...(await loadCategorySums(manager, programme)),
    ...(await loadReservedSums(manager, programme, [tender, given])),
  ];
  return overrunsHere(await loadLines(manager, programme), sums, { category });
}
