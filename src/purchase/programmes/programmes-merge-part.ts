import { mergeParts } from '../../people/organisations/merges/merge-parts.js';

/** A programme is its buyer's: the record in which that body goes on. */
mergeParts.contribute({
  fields: ['programme.buyer_id'],
  async move(move) {
    await move.moveRoots('programme', 'buyer', (only) =>
      move.tx.query(
        `UPDATE programme SET buyer_id = $2, version = version + 1, updated_at = clock_timestamp()
         WHERE buyer_id = $1 AND ($3::uuid[] IS NULL OR id = ANY ($3)) RETURNING id, dataset`,
        [move.source, move.target, only],
      ),
    );
  },
});
