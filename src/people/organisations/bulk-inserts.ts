import { createBulkInsert } from '../../kernel/database/rows.js';
import { Organisation } from './organisation.entity.js';
import { OrganisationPerson } from './organisation-person.entity.js';
import { OrganisationHolding } from './organisation-holding.entity.js';
import type { Tx } from '../../kernel/database/transactions.js';

export const insertOrganisations = createBulkInsert(Organisation);
export const insertPersons = createBulkInsert(OrganisationPerson);
export const insertHoldings = createBulkInsert(OrganisationHolding);

/** Inserts bodies that are not there yet, by their ids, and answers the ids of those that were inserted. */
export async function insertMissingOrganisations(
  tx: Tx,
  dataset: string,
  bodies: readonly { id: string; name: string; kind: string; region: string; creditCode: string }[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO organisation (id, dataset, name, kind, region, credit_code)
     SELECT g.id, $1, g.name, g.kind, g.region, g."creditCode" FROM jsonb_to_recordset($2::jsonb)
       AS g(id uuid, name text, kind text, region text, "creditCode" text) ON CONFLICT DO NOTHING RETURNING id`,
    [dataset, JSON.stringify(bodies)],
  );
  return rows.map(({ id }) => id);
}
