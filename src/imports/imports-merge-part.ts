import { mergeParts } from '../people/organisations/merges/merge-parts.js';

/** A name of imports belongs to the body that took it: to the record in which that body goes on. */
mergeParts.contribute({
  fields: ['import_name.organisation_id'],
  async move(move) {
    await move.move('import_name', 'owner', (only) =>
      move.tx.query<{ id: string }>(
        `UPDATE import_name SET organisation_id = $2
         WHERE organisation_id = $1 AND ($3::text[] IS NULL OR dataset = ANY ($3)) RETURNING dataset AS id`,
        [move.source, move.target, only],
      ),
    );
  },
});
