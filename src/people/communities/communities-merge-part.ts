import { mergeParts } from '../organisations/merges/merge-parts.js';

/** Communities, needs and service lines name whoever is behind them: the record in which that body goes on. */
mergeParts.contribute({
  fields: ['community.committee_id', 'community.owner_id', 'need.owner_id', 'service_line.responsible_id'],
  async move(move) {
    await move.moveRoots('community', 'committee', (only) =>
      move.tx.query(
        `UPDATE community SET committee_id = $2, version = version + 1, updated_at = clock_timestamp()
         WHERE committee_id = $1 AND ($3::uuid[] IS NULL OR id = ANY ($3)) RETURNING id, dataset`,
        [move.source, move.target, only],
      ),
    );
    await move.moveRoots('community', 'owner', (only) =>
      move.tx.query(
        `UPDATE community SET owner_id = $2, version = version + 1, updated_at = clock_timestamp()
         WHERE owner_id = $1 AND ($3::uuid[] IS NULL OR id = ANY ($3)) RETURNING id, dataset`,
        [move.source, move.target, only],
      ),
    );
    await move.moveRoots('need', 'owner', (only) =>
      move.tx.query(
        `UPDATE need SET owner_id = $2, version = version + 1, updated_at = clock_timestamp()
         WHERE owner_id = $1 AND ($3::uuid[] IS NULL OR id = ANY ($3)) RETURNING id, dataset`,
        [move.source, move.target, only],
      ),
    );
    await move.moveRoots('service_line', 'responsible', (only) =>
      move.tx.query(
        `UPDATE service_line SET responsible_id = $2, version = version + 1, updated_at = clock_timestamp()
         WHERE responsible_id = $1 AND ($3::uuid[] IS NULL OR id = ANY ($3)) RETURNING id, dataset`,
        [move.source, move.target, only],
      ),
    );
  },
});
