import { toScope } from '../../kernel/access/scope.js';
import { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { keptPurchase, TENDER_PARTIES } from '../tenders/reads/tender-visibility.js';

/** The programmes that these tenders and contracts spend, before any of them is held: in one order, by one statement. */
export async function lockSpentBudgets(
  tx: Tx,
  { tenders, contracts = [] }: { tenders: readonly string[]; contracts?: readonly string[] },
): Promise<void> {
  if (tenders.length === 0 && contracts.length === 0) return;
  await tx.query(
    `SELECT FROM programme WHERE id IN (
       SELECT programme_id FROM tender WHERE id = ANY ($1::uuid[])
       UNION SELECT programme_id FROM contract WHERE id = ANY ($2::uuid[])) ORDER BY id FOR NO KEY UPDATE`,
    [tenders, contracts],
  );
}

/** Those of the caller, before anything is written of one of them: in one order, by one statement. */
export async function lockOwnTenders(tx: Tx, tenders: readonly string[]): Promise<void> {
  if (tenders.length === 0) return;
  const sql = new Sql();
  keptPurchase(sql.and(`r.id = ANY (${sql.p(tenders)}::uuid[])`), toScope(tx.principal), TENDER_PARTIES);
  await tx.query(`SELECT FROM tender r WHERE ${sql.where} ORDER BY r.id FOR NO KEY UPDATE OF r`, sql.params);
}
