import type { Reader } from '../../../kernel/database/reader.js';
import type { Fen } from '../../../kernel/money/money.js';
import {
  assignCommitments,
  drawnOn,
  overruns,
  overrunsHere,
  poolsOf,
  sumOf,
  type CategorySum,
  type Commitment,
  type FundedLine,
  type Overrun,
} from './commitments.rules.js';

/**
 * SQL: `deal`, the deals of a programme: each awarded lot at its contract's amount, else its award's; and contracts whose award
 * is not known. Once it is said what was accepted of a contract, it binds that; one that was rescinded, or closed without a
 * performance, what was paid of it and has not come back. A void contract binds nothing. A renewal is a deal of its own, and
 * binds the programme whose budget line assures it.
 */
const DEAL = `
  binding AS (
    SELECT c.id, c.tender_id, c.award_id, c.lot_id, c.category, c.state, c.renewal_of IS NOT NULL AS renews,
      CASE WHEN c.accepted_amount IS NOT NULL OR c.state = 'rescinded' OR (c.state IN ('settled', 'archived') AND c.terminated_on IS NOT NULL)
        THEN greatest(coalesce(c.accepted_amount, 0),
          (SELECT coalesce(sum(p.claimed), 0) FROM payment p WHERE p.contract_id = c.id AND p.state = 'paid'))
        ELSE c.amount + c.supplements END AS amount
    FROM (SELECT * FROM contract WHERE renewal_of IS NULL AND tender_id IN (SELECT id FROM tender WHERE programme_id = $1)
      UNION ALL SELECT * FROM contract WHERE renewal_of IS NOT NULL AND programme_id = $1) c
    WHERE c.state <> 'void'
  ), deal AS (
    SELECT t.category, 'award' AS kind, a.id, t.id AS tender, a.lot_id,
      coalesce((SELECT sum(c.amount) FROM binding c WHERE c.award_id = a.id AND NOT c.renews), a.amount) AS amount
    FROM award a JOIN tender t ON t.id = a.tender_id
    WHERE t.programme_id = $1 AND a.state IN ('active', 'contracted')
    UNION ALL
    SELECT c.category, 'contract', c.id, c.tender_id, c.lot_id, c.amount FROM binding c
    WHERE NOT (c.state = 'rescinded' AND c.amount = 0) AND (c.renews OR c.award_id IS NULL AND NOT EXISTS (
      SELECT FROM award a WHERE a.lot_id = c.lot_id AND a.state IN ('active', 'contracted')))
  )`;
const DEALS = `WITH ${DEAL}
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
export async function commitmentsOf(
  manager: Reader,
  programme: string,
  lines?: readonly (FundedLine & { amount: string })[],
): Promise<Commitments> {
  const given: readonly (FundedLine & { amount: string | Fen })[] = lines ?? (await linesOf(manager, programme));
  const sums = await sumsOf(manager, programme);
  const onTheWay = await reservedOf(manager, programme, NOBODY);
  const shared = poolsOf(given)
    .filter(({ length }) => length > 1)
    .flatMap((pool) => {
      const both = { committed: drawnOn(pool, given, sums), reserved: drawnOn(pool, given, onTheWay) };
      const amount = pool.reduce((sum, line) => sum + BigInt(line.amount), 0n);
      const drawn: Shared = { lines: pool.map(({ id }) => id), amount, ...both };
      return drawn.lines.map((id) => [id, drawn] as const);
    });
  const reserved = assignCommitments(given, onTheWay).byLine;
  return { ...assignCommitments(given, sums), reserved, shared: new Map(shared), total: sumOf(sums) };
}

/** Where the known deals of a programme exceed what it has. */
export async function overrunsOf(manager: Reader, programme: string): Promise<Overrun[]> {
  return overruns(await linesOf(manager, programme), await sumsOf(manager, programme));
}

async function linesOf(manager: Reader, programme: string) {
  const rows = await manager.query<(FundedLine & { name: string; amount: string })[]>(
    `SELECT id, name, category, amount FROM budget_line WHERE programme_id = $1 ORDER BY created_at, id`,
    [programme],
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

async function sumsOf(manager: Reader, programme: string): Promise<CategorySum[]> {
  const rows = await manager.query<(Omit<CategorySum, 'amount'> & { amount: string })[]>(DEALS, [programme]);
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** No tender whose ceilings are given. */
const NOBODY = [null, '[]'] as const;

async function reservedOf(manager: Reader, programme: string, given: readonly [string | null, string]) {
  const rows = await manager.query<(Omit<CategorySum, 'amount'> & { amount: string })[]>(RESERVED, [
    programme,
    ...given,
  ]);
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/**
 * SQL: lots of tenders conducted here that are on their way under a programme and not awarded yet, at their ceilings, the given
 * tender among them with the ceilings that are given for it.
 */
const ON_THE_WAY = `
  SELECT t.category, 'tender' AS kind, t.id, t.id AS tender, l.id AS lot_id, coalesce(g.ceiling, l.ceiling) AS amount
  FROM tender t JOIN lot l ON l.tender_id = t.id
  LEFT JOIN jsonb_to_recordset($3::jsonb) AS g(no integer, ceiling bigint) ON t.id = $2 AND g.no = l.no
  WHERE t.programme_id = $1 AND t.conducted = 'here' AND (t.id = $2 OR t.state NOT IN ('draft', 'failed', 'cancelled'))
    AND l.state IS DISTINCT FROM 'failed' AND l.state IS DISTINCT FROM 'cancelled'
    AND NOT EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state IN ('active', 'contracted'))`;
const RESERVED = `
  SELECT category, count(*)::integer AS deals, coalesce(sum(amount), 0)::text AS amount, 0 AS unknown
  FROM (${ON_THE_WAY}) x GROUP BY category`;

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
export async function bindingsOf(manager: Reader, programme: string): Promise<Binding[]> {
  const rows = await manager.query<(Omit<Binding, 'amount'> & { amount: string })[]>(
    `WITH ${DEAL}
     SELECT x.kind, x.id, x.tender, l.no AS lot, x.category, x.amount::text AS amount
     FROM (SELECT * FROM deal UNION ALL ${ON_THE_WAY}) x LEFT JOIN lot l ON l.id = x.lot_id
     WHERE x.amount > 0 ORDER BY x.amount DESC, x.id, l.no`,
    [programme, ...NOBODY],
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** The same with what is on its way, for what is decided here. */
export async function overrunsOnTheWay(manager: Reader, programme: string): Promise<Overrun[]> {
  const sums = [...(await sumsOf(manager, programme)), ...(await reservedOf(manager, programme, NOBODY))];
  return overrunsHere(await linesOf(manager, programme), sums);
}

/** Where a programme's lines would not hold what is decided and what is on its way, this tender included. */
export async function overrunsWith(
  manager: Reader,
  programme: string,
  { id: tender, category }: { id: string; category: string | null },
  lots: readonly { no: number; ceiling: bigint | null }[],
): Promise<Overrun[]> {
  const given = JSON.stringify(lots.map(({ no, ceiling }) => ({ no, ceiling: ceiling?.toString() ?? null })));
  const sums = [...(await sumsOf(manager, programme)), ...(await reservedOf(manager, programme, [tender, given]))];
  return overrunsHere(await linesOf(manager, programme), sums, { category });
}
