import type { Tx } from '../../../kernel/database/transactions.js';

/** Whether the text of a contract has an OCID with this prefix. No contract is drafted until the unit of work ends. */
export async function isOcidDrafted(tx: Tx, prefix: string): Promise<boolean> {
  await tx.query(`LOCK TABLE contract IN SHARE ROW EXCLUSIVE MODE`);
  const rows = await tx.query(
    `SELECT FROM contract WHERE starts_with(content -> 'tender' ->> 'ocid', $1 || '-') LIMIT 1`,
    [prefix],
  );
  return rows.length > 0;
}
