import type { Tx } from '../../kernel/database/transactions.js';

interface Agency {
  name: string;
  creditCode: string;
  region: string | null;
}

/** Accounts act on what really happens. */
const DATASET = 'live';

/**
 * The body a registered agency is: the one of its credit code, else the one that purchases named without a code, which is
 * now identified, else a new one.
 */
export async function agencyBody(tx: Tx, { name, creditCode, region }: Agency): Promise<string> {
  const [known] = await tx.query<{ id: string }>(
    `SELECT id FROM organisation WHERE dataset = $1 AND credit_code = $2`,
    [DATASET, creditCode],
  );
  if (known) return known.id;
  const [identified] = await tx.query<{ id: string }>(
    `UPDATE organisation SET credit_code = $3, kind = coalesce(kind, 'agency'), region = coalesce(region, $4),
       version = version + 1, updated_at = clock_timestamp()
     WHERE dataset = $1 AND name = $2 AND credit_code IS NULL AND merged_into IS NULL RETURNING id`,
    [DATASET, name, creditCode, region],
  );
  const id = identified?.id ?? (await insertAgency(tx, { name, creditCode, region }));
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
