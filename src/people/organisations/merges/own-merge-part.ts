import { moveExternalIds } from '../../../kernel/database/external-ids/external-ids.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { mergeParts } from './merge-parts.js';
import type { MergeUse } from './merge-uses.js';

/** What the register itself says of a record: external ids go over; persons, bars and workers are stated of one body by people. */
mergeParts.contribute({
  fields: [
    'organisation.merged_into',
    'organisation_bar.organisation_id',
    'organisation_bar.recorded_by',
    'organisation_holding.held_by',
    'organisation_holding.organisation_id',
    'organisation_merge.into_id',
    'organisation_merge.organisation_id',
    'organisation_person.organisation_id',
    'worker.organisation_id',
    'document.organisation_id',
  ],
  findUses,
  async move(move) {
    await move.move('external_id', 'root', async (only) =>
      moveExternalIds(move.tx, 'organisation', { from: move.source, to: move.target, only }),
    );
  },
});

async function findUses(tx: Tx, record: string): Promise<MergeUse[]> {
  const [row] = await tx.query<{ uses: MergeUse[] }>(
    `SELECT array_remove(ARRAY[
       CASE WHEN EXISTS (SELECT FROM organisation_bar WHERE (organisation_id = $1 AND state IN ('proposed', 'in_force')) OR recorded_by = $1) THEN 'bars' END,
       CASE WHEN EXISTS (SELECT FROM organisation_person WHERE organisation_id = $1)
         OR EXISTS (SELECT FROM organisation_holding WHERE organisation_id = $1 OR held_by = $1) THEN 'relations' END,
       CASE WHEN EXISTS (SELECT FROM worker WHERE organisation_id = $1) THEN 'workers' END,
       CASE WHEN EXISTS (SELECT FROM document WHERE organisation_id = $1) THEN 'documents' END], NULL) AS uses`,
    [record],
  );
  return row?.uses ?? [];
}
