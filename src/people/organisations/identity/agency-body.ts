import type { Tx } from '../../../kernel/database/transactions.js';

interface Agency {
  name: string;
  creditCode: string;
  region: string | null;
}

/** Accounts act on what really happens. */
const DATASET = 'live';

/** A body on record that an agency is. */
export interface KnownAgency {
  id: string;
  kind: string | null;
}

/**
 * The body of this credit code, else the one that purchases named without a code; null where the agency is new. Until the commit
 * nobody else changes it: who does holds it before its seats, and so does this.
 */
export async function lockAgencyBody(tx: Tx, { name, creditCode }: Agency): Promise<KnownAgency | null> {
  const [known] = await tx.query<KnownAgency>(
    `SELECT id, kind FROM organisation
     WHERE dataset = $1 AND (credit_code = $2 OR credit_code IS NULL AND name = $3 AND merged_into IS NULL)
     ORDER BY credit_code NULLS LAST LIMIT 1 FOR NO KEY UPDATE`,
    [DATASET, creditCode, name],
  );
  return known ?? null;
}

/** The body that a registered agency is: the one that was found, which is identified now where it had no code, else a new one. */
export async function enterAgencyBody(tx: Tx, known: KnownAgency | null, agency: Agency): Promise<string> {
  const { creditCode, region } = agency;
  const [identified] = await tx.query<{ id: string }>(
    `UPDATE organisation SET credit_code = $2, kind = coalesce(kind, 'agency'), region = coalesce(region, $3),
       version = version + 1, updated_at = clock_timestamp()
     WHERE id = $1 AND credit_code IS NULL RETURNING id`,
    [known?.id ?? null, creditCode, region],
  );
  if (known && !identified) return known.id;
  const id = known?.id ?? (await insertAgency(tx, agency));
  await tx.record({
    aggregate: 'organisation',
    id,
    action: identified ? 'identified' : 'created',
    data: { creditCode },
    tenants: [id],
    region,
    dataset: DATASET,
  });
  return id;
}

async function insertAgency(tx: Tx, { name, creditCode, region }: Agency): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO organisation (dataset, name, kind, credit_code, region) VALUES ($1, $2, 'agency', $3, $4) RETURNING id`,
    [DATASET, name, creditCode, region],
  );
  return (row as { id: string }).id;
}
