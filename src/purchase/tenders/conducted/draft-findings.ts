import { insertRows } from '../../../kernel/database/rows.js';
import type { InsertOf } from '../../../kernel/database/row-types.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { TenderFinding } from './tender-finding.entity.js';

/** What rules say of a draft, in the place of what they said of it before. */
export async function storeFindings(
  tx: Tx,
  tender: string,
  findings: readonly Omit<InsertOf<TenderFinding>, 'tenderId'>[],
): Promise<void> {
  await tx.query(`DELETE FROM tender_finding WHERE tender_id = $1`, [tender]);
  await insertRows(
    tx,
    TenderFinding,
    findings.map((finding) => ({ ...finding, tenderId: tender })),
  );
}
