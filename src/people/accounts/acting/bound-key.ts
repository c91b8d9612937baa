import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { API_KEY } from './acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from './acting-rows.js';

/** Whether a locked key is what the product wrote: a secret that is given anew must bind nothing that others put there. */
export async function isBoundKey(tx: Tx, rows: ActingRows, id: string): Promise<boolean> {
  const [row] = await tx.query<{ acting: StoredContent; newest: Head | null }>(
    `SELECT ${actingSql(API_KEY, 'k')} AS acting, ${newestEntrySql('api_key', 'k.id')} AS newest FROM api_key k WHERE k.id = $1`,
    [id],
  );
  if (!row) return false;
  return (await rows.open(tx.manager, { aggregate: 'api_key', id, newest: row.newest }))(API_KEY, row.acting);
}
