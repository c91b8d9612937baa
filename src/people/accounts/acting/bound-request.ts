import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { ACCOUNT_REQUEST } from './acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from './acting-rows.js';

/** Whether a locked request is what the product wrote: whoever agrees to it gives the seat or the code that it names. */
export async function isBoundRequest(tx: Tx, rows: ActingRows, id: string): Promise<boolean> {
  const [row] = await tx.query<{ acting: StoredContent; newest: Head | null }>(
    `SELECT ${actingSql(ACCOUNT_REQUEST, 'r')} AS acting, ${newestEntrySql('account_request', 'r.id')} AS newest
     FROM account_request r WHERE r.id = $1`,
    [id],
  );
  if (!row) return false;
  return (await rows.open(tx.manager, { aggregate: 'account_request', id, newest: row.newest }))(
    ACCOUNT_REQUEST,
    row.acting,
  );
}
