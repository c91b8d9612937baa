import { updateRow } from '../../../kernel/database/rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Organisation } from '../organisation.entity.js';
import { touchOrganisation } from '../touch-organisation.js';

const recordChange = (tx: Tx, id: string, field: string): Promise<unknown> =>
  tx.record({ aggregate: 'organisation', id, action: 'changed', data: { changed: { [field]: {} } }, tenants: [id] });

/** A body is reached by nobody's name any more, until it names somebody else. */
export async function removeContact(tx: Tx, id: string): Promise<void> {
  await updateRow(tx, Organisation, { id }, { contactName: null, contactPhone: null }, { newVersion: true });
  await recordChange(tx, id, 'contact');
}

/**
 * Until the commit nobody states anew who stands behind the bodies behind which this person does. Whoever states that holds the body
 * first and its persons then; so does this. Where the person has come to stand behind another body meanwhile, all are given back and
 * taken anew, by their ids.
 */
export async function lockPersonBodies(tx: Tx, personKey: string): Promise<void> {
  for (;;) {
    await tx.query('SAVEPOINT bodies');
    const held = await tx.query<{ id: string }>(
      `SELECT id FROM organisation WHERE id IN (SELECT organisation_id FROM organisation_person WHERE person_key = $1)
       ORDER BY id FOR NO KEY UPDATE`,
      [personKey],
    );
    const joined = await tx.query(
      `SELECT FROM organisation_person WHERE person_key = $1 AND NOT (organisation_id = ANY ($2::uuid[])) LIMIT 1`,
      [personKey, held.map(({ id }) => id)],
    );
    if (joined.length === 0) break;
    await tx.query('ROLLBACK TO SAVEPOINT bodies');
  }
  await tx.query('RELEASE SAVEPOINT bodies');
}

/** Somebody stands behind no body any more; whether all are known who stand behind these is then not known. */
export async function removeStandings(tx: Tx, personKey: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `DELETE FROM organisation_person WHERE person_key = $1 RETURNING organisation_id AS id`,
    [personKey],
  );
  for (const id of [...new Set(rows.map((row) => row.id))].sort()) {
    await updateRow(tx, Organisation, { id }, { relationsKnown: false });
    await touchOrganisation(tx, id);
    await recordChange(tx, id, 'persons');
  }
}
