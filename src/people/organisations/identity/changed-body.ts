import { changeData, writeChanges, type Changed } from '../../../kernel/database/merge-patch.js';
import type { Tx } from '../../../kernel/database/transactions.js';

export interface ChangedBody {
  id: string;
  dataset: string;
  region: string | null;
}

/** Writes what changes of a locked body, and tells it. */
export async function writeBodyChange(tx: Tx, row: ChangedBody, changed: Changed, more: object = {}): Promise<void> {
  await writeChanges(tx, 'organisation', row.id, changed);
  await tx.record({
    aggregate: 'organisation',
    id: row.id,
    action: 'changed',
    data: { ...changeData(changed, ['name', 'address', 'contact_name', 'contact_phone']), ...more },
    tenants: [row.id],
    region: row.region,
    dataset: row.dataset,
  });
}
