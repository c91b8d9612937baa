import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Tx } from '../../kernel/database/transactions.js';

/** SQL: contract `c`, of those in `$1`, is carried out here by a body of `$2`; nobody holds what is another's by naming it. */
const IS_OWN = `c.id = ANY ($1::uuid[]) AND c.supplier_id = ANY ($2::uuid[]) AND c.conducted = 'here'`;

const listOwn = (tx: Tx, contracts: readonly string[]) => [
  contracts,
  listPermittedBodies(tx.principal, 'service.record'),
];

/** The contracts that the caller carries out, before the first thing is recorded under one of them: in one order, by one statement. */
export async function lockServedContracts(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(`SELECT FROM contract c WHERE ${IS_OWN} ORDER BY c.id FOR NO KEY UPDATE`, listOwn(tx, ids));
}

/** The same of those under which somebody is registered, and then their lines. */
export async function lockServedPlaces(
  tx: Tx,
  places: readonly { contract: string; serviceLine: string }[],
): Promise<void> {
  const contracts = places.map(({ contract }) => contract);
  await lockServedContracts(tx, contracts);
  if (places.length === 0) return;
  await tx.query(
    `SELECT FROM service_line WHERE id IN (
       SELECT s.service_line_id FROM contract c JOIN contract_service_line s ON s.contract_id = c.id
       WHERE ${IS_OWN} AND s.service_line_id = ANY ($3::uuid[])) ORDER BY id FOR NO KEY UPDATE`,
    [...listOwn(tx, contracts), places.map(({ serviceLine }) => serviceLine)],
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
