import { declareRowKind } from '../../../kernel/audit/row-kinds.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/** Two records are one body as two persons said: no row that others wrote is one half, or both. */
const MERGE = declareRowKind({
  ...{ name: 'merge', aggregate: 'organisation_merge', table: 'organisation_merge' },
  ...{ id: (row: string) => `${row}.id::text`, match: 't.id = ANY ($1::uuid[])', acts: 'true' },
  content: (m) =>
    `jsonb_build_array(${['dataset', 'organisation_id', 'into_id', 'state', 'proposed_by', 'decided_by', 'undo_until']
      .map((column) => `${m}.${column}`)
      .join(', ')})::text`,
});

/** The merge was written here, whole, or it was found bound. */
export const bindMerge = (tx: Tx, merge: string): void => tx.bindRow(MERGE, merge, merge);

/** One that is not bound is as if it were not there. */
export const isBoundMerge = (tx: Tx, merge: string): Promise<boolean> => tx.isRowBound(MERGE, merge);
