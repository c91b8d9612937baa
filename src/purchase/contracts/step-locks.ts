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

/** Tenders of the caller, before anything is written of one of them: in one order, by one statement. */
export async function lockOwnTenders(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const sql = new Sql();
  const where = recordsOwn(sql, tx, 'tender', ids);
  await tx.query(`SELECT FROM tender r WHERE ${where} ORDER BY r.id FOR NO KEY UPDATE OF r`, sql.params);
}

/** The same of contracts, behind their tenders. */
export async function lockOwnContracts(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const sql = new Sql();
  const where = recordsOwn(sql, tx, 'contract', ids);
  await tx.query(`SELECT FROM contract r WHERE ${where} ORDER BY r.id FOR NO KEY UPDATE OF r`, sql.params);
}
