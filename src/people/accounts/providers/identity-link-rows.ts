import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { IDENTITY_LINK } from '../acting/acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from '../acting/acting-rows.js';

interface StoredLink {
  id: string;
  provider: string;
  createdAt: Date;
}

/** The link of an identity by its hash under any key, as it was written; or null. */
export async function findLink(
  rows: ActingRows,
  tx: Tx,
  subjects: readonly Buffer[],
): Promise<{ id: string; user: string } | null> {
  const [row] = await tx.query<{ id: string; user: string; acting: StoredContent; newest: Head | null }>(
    `SELECT l.id, l.user_id AS "user", ${actingSql(IDENTITY_LINK, 'l')} AS acting,
       ${newestEntrySql('user', 'l.user_id')} AS newest
     FROM identity_link l WHERE l.subject = ANY ($1::bytea[])`,
    [subjects],
  );
  if (!row) return null;
  const isBound = await rows.open(tx.manager, { aggregate: 'user', id: row.user, newest: row.newest });
  return isBound(IDENTITY_LINK, row.acting) ? { id: row.id, user: row.user } : null;
}

/** Null where another was faster. */
export async function insertLink(tx: Tx, user: string, provider: string, subject: Buffer): Promise<StoredLink | null> {
  const [row] = await tx.query<StoredLink>(
    `INSERT INTO identity_link (user_id, provider, subject) VALUES ($1, $2, $3)
     ON CONFLICT (subject) DO NOTHING RETURNING id, provider, created_at AS "createdAt"`,
    [user, provider, subject],
  );
  if (!row) return null;
  tx.bindRow(IDENTITY_LINK, user, row.id);
  return row;
}

/** Those of an account, or the one that is named; answers which they were. */
export async function deleteLinks(tx: Tx, user: string, id: string | null): Promise<StoredLink[]> {
  const rows = await tx.query<StoredLink>(
    `DELETE FROM identity_link WHERE user_id = $1 AND ($2::uuid IS NULL OR id = $2)
     RETURNING id, provider, created_at AS "createdAt"`,
    [user, id],
  );
  if (id === null) tx.unbindKind(IDENTITY_LINK, user);
  else tx.bindRow(IDENTITY_LINK, user, id);
  return rows;
}
