import type { Tx } from '../../../kernel/database/transactions.js';

interface StoredLink {
  id: string;
  provider: string;
  createdAt: Date;
}

/** The link of an identity by its hash under any key, or null. */
export async function findLink(tx: Tx, subjects: readonly Buffer[]): Promise<{ id: string; user: string } | null> {
  const [row] = await tx.query<{ id: string; user: string }>(
    `SELECT id, user_id AS "user" FROM identity_link WHERE subject = ANY ($1::bytea[])`,
    [subjects],
  );
  return row ?? null;
}

/** Null where another was faster. */
export async function insertLink(tx: Tx, user: string, provider: string, subject: Buffer): Promise<StoredLink | null> {
  const [row] = await tx.query<StoredLink>(
    `INSERT INTO identity_link (user_id, provider, subject) VALUES ($1, $2, $3)
     ON CONFLICT (subject) DO NOTHING RETURNING id, provider, created_at AS "createdAt"`,
    [user, provider, subject],
  );
  return row ?? null;
}

/** Those of an account, or the one that is named; answers which they were. */
export const deleteLinks = (tx: Tx, user: string, id: string | null): Promise<StoredLink[]> =>
  tx.query(
    `DELETE FROM identity_link WHERE user_id = $1 AND ($2::uuid IS NULL OR id = $2)
     RETURNING id, provider, created_at AS "createdAt"`,
    [user, id],
  );
