import type { SealedFile } from '../../../../kernel/documents/sealed-files.js';
import type { Tx } from '../../../../kernel/database/transactions.js';

interface NewDocument {
  id: string;
  registration: string;
  file: SealedFile;
  sealed: Buffer;
}

/** The registration is locked. False where it has this file under this name. */
export async function insertRegistrationDocument(
  tx: Tx,
  { id, registration, file, sealed }: NewDocument,
): Promise<boolean> {
  const { name, mediaType, size, sha256 } = file;
  const rows = await tx.query(
    `INSERT INTO registration_document (id, registration_id, name, media_type, size, sha256, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (registration_id, sha256, name) DO NOTHING RETURNING id`,
    [id, registration, name, mediaType, size, sha256, sealed],
  );
  return rows.length > 0;
}

export async function countRegistrationDocuments(tx: Tx, registration: string): Promise<number> {
  const [row] = await tx.query<{ documents: number }>(
    `SELECT count(*)::int AS documents FROM registration_document WHERE registration_id = $1`,
    [registration],
  );
  return row?.documents ?? 0;
}

/** Documents of registrations that no administrator has decided, by their sizes: each rounded up to whole chunks, in bytes. */
export const listUndecidedSizes = (tx: Tx): Promise<{ bytes: number; files: number }[]> =>
  tx.query(
    `SELECT (ceil(d.size / 65536.0) * 65536)::float8 AS bytes, count(*)::int AS files
     FROM registration_document d JOIN registration r ON r.id = d.registration_id WHERE r.decided_by IS NULL GROUP BY 1`,
  );

/** Whoever adds a document waits for the one before, to see it. */
export const lockUndecidedSizes = (tx: Tx): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('registration documents', 0))`);

/** Of a registration, this document; null: all of them. Answers what was sealed in their rows: with it the last key to the files goes. */
export async function deleteRegistrationDocuments(
  tx: Tx,
  registration: string,
  document: string | null,
): Promise<{ id: string; sealed: Buffer }[]> {
  return tx.query(
    `DELETE FROM registration_document WHERE registration_id = $1 AND ($2::uuid IS NULL OR id = $2) RETURNING id, sealed`,
    [registration, document],
  );
}
