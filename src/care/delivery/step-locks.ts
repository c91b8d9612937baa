import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Tx } from '../../kernel/database/transactions.js';

/** SQL: contract `c`, of those in `$1`, is carried out here by a body of `$2`; nobody holds what is another's by naming it. */
const IS_OWN = `c.id = ANY ($1::uuid[]) AND c.supplier_id = ANY ($2::uuid[]) AND c.conducted = 'here'`;

/**
 * The contracts under which the caller registers somebody, and then the lines of theirs, before the first is registered: each in
 * one order, by one statement.
 */
export async function lockServedPlaces(
  tx: Tx,
  places: readonly { contract: string; serviceLine: string }[],
): Promise<void> {
  if (places.length === 0) return;
  const bodies = listPermittedBodies(tx.principal, 'service.record');
  const own = [places.map(({ contract }) => contract), bodies];
  await tx.query(`SELECT FROM contract c WHERE ${IS_OWN} ORDER BY c.id FOR NO KEY UPDATE`, own);
  await tx.query(
    `SELECT FROM service_line WHERE id IN (
       SELECT s.service_line_id FROM contract c JOIN contract_service_line s ON s.contract_id = c.id
       WHERE ${IS_OWN} AND s.service_line_id = ANY ($3::uuid[])) ORDER BY id FOR NO KEY UPDATE`,
    [...own, places.map(({ serviceLine }) => serviceLine)],
  );
}

/** Whom bodies of the caller serve, behind contracts and lines. */
export async function lockOwnRecipients(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `SELECT FROM recipient WHERE id = ANY ($1::uuid[]) AND holder_id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [ids, listPermittedBodies(tx.principal, 'service.record')],
  );
}
