import type { Tx } from '../../kernel/database/tx.js';
import { noteMovedReference } from '../../people/organisations/merges/merge-references.js';

/** The record in which a buyer goes on, whom the purchase names from now on. */
export async function nameBuyer(tx: Tx, tender: string, buyer: string): Promise<string> {
  const [row] = await tx.query<{ merged_into: string | null }>(
    `SELECT merged_into FROM organisation WHERE id = $1 FOR KEY SHARE`,
    [buyer],
  );
  if (!row?.merged_into) return buyer;
  await noteMovedReference(tx, [buyer], { type: 'tender', id: tender, field: 'buyer' });
  return row.merged_into;
}
