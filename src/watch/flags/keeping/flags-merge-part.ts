import { mergeParts } from '../../../people/organisations/merges/merge-parts.js';
import type { MergeUse } from '../../../people/organisations/merges/merge-uses.js';

/** Whoever was heard on a flag, or worked on it, was so as the record that it is. */
mergeParts.contribute({
  fields: ['flag_ask.organisation_id', 'flag_event.organisation_id'],
  async findUses(tx, record) {
    const [row] = await tx.query<{ uses: MergeUse[] }>(
      `SELECT array_remove(ARRAY[
         CASE WHEN EXISTS (SELECT FROM flag_ask WHERE organisation_id = $1) OR EXISTS (SELECT FROM flag_event WHERE organisation_id = $1)
           THEN 'flags' END], NULL) AS uses`,
      [record],
    );
    return row?.uses ?? [];
  },
});
