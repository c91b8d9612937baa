import { toPermissionScope } from '../../kernel/access/scope.js';
import { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { keptPurchase, TENDER_PARTIES } from '../tenders/reads/tender-visibility.js';

type Root = 'tender' | 'contract';
/** Of whom each is, as the routes ask that record one. */
const PARTIES = { tender: TENDER_PARTIES, contract: ['r.buyer_id'] } as const;

/** SQL: those of these rows that the caller records; nobody holds what is another's by naming it. */
function recordsOwn(sql: Sql, tx: Tx, root: Root, ids: readonly string[]): string {
  const own = new Sql(sql);
  keptPurchase(
    own.and(`r.id = ANY (${own.p(ids)}::uuid[])`),
    toPermissionScope(tx.principal, `${root}.record`),
    PARTIES[root],
  );
  return own.where;
}

/** The programmes that these tenders and contracts spend, before any of them is held: in one order, by one statement. */
export async function lockSpentBudgets(
  tx: Tx,
  { tenders, contracts = [] }: { tenders: readonly string[]; contracts?: readonly string[] },
): Promise<void> {
  if (tenders.length === 0 && contracts.length === 0) return;
  const sql = new Sql();
  await tx.query(
    `SELECT FROM programme WHERE id IN (
       SELECT r.programme_id FROM tender r WHERE ${recordsOwn(sql, tx, 'tender', tenders)}
       UNION SELECT r.programme_id FROM contract r WHERE ${recordsOwn(sql, tx, 'contract', contracts)}) ORDER BY id FOR NO KEY UPDATE`,
    sql.params,
  );
}

interface HeldTender {
  id: string;
  programme_id: string | null;
}

/** Tenders of the caller, before anything is written of one of them: in one order, by one statement. */
export async function lockOwnTenders(tx: Tx, ids: readonly string[]): Promise<HeldTender[]> {
  if (ids.length === 0) return [];
  const sql = new Sql();
  const where = recordsOwn(sql, tx, 'tender', ids);
  return tx.query<HeldTender>(
    `SELECT r.id, r.programme_id FROM tender r WHERE ${where} ORDER BY r.id FOR NO KEY UPDATE OF r`,
    sql.params,
  );
}

/** How often what was held is given back before it stays as it came. */
const ROUNDS = 20;

/**
 * The programmes that some of these tenders spend and those that they are to spend, and then the tenders. One of them may have come to
 * spend another programme while it was waited for: then all is given back, and taken anew behind that one.
 */
export async function lockSpendingTenders(
  tx: Tx,
  tenders: readonly string[],
  { spending = tenders, programmes = [] }: { spending?: readonly string[]; programmes?: readonly string[] } = {},
): Promise<void> {
  if (tenders.length === 0) return;
  for (let round = 0; round < ROUNDS; round++) {
    await tx.query('SAVEPOINT spending');
    const budgets = await lockBudgets(tx, spending, programmes);
    const held = await lockOwnTenders(tx, tenders);
    const hasMoved = ({ id, programme_id: programme }: HeldTender): boolean =>
      spending.includes(id) && programme !== null && !budgets.includes(programme);
    if (!held.some(hasMoved)) break;
    await tx.query('ROLLBACK TO SAVEPOINT spending');
  }
  await tx.query('RELEASE SAVEPOINT spending');
}

/** Of programmes that are named, those of the buyers of these tenders. */
async function lockBudgets(tx: Tx, tenders: readonly string[], named: readonly string[]): Promise<string[]> {
  const sql = new Sql();
  const own = recordsOwn(sql, tx, 'tender', tenders);
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM programme WHERE id IN (SELECT r.programme_id FROM tender r WHERE ${own})
       OR (id = ANY (${sql.p(named)}::uuid[]) AND buyer_id IN (SELECT r.buyer_id FROM tender r WHERE ${own})) ORDER BY id FOR NO KEY UPDATE`,
    sql.params,
  );
  return rows.map(({ id }) => id);
}

/** The same of contracts, behind their tenders. */
export async function lockOwnContracts(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const sql = new Sql();
  const where = recordsOwn(sql, tx, 'contract', ids);
  await tx.query(`SELECT FROM contract r WHERE ${where} ORDER BY r.id FOR NO KEY UPDATE OF r`, sql.params);
}
