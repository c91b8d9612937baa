import { mergeParts } from '../organisations/merges/merge-parts.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { ACCOUNT_REQUEST } from './acting/acting-kinds.js';
import { isOpenCorrection } from './requests/asking.js';
import type { MergeUse } from '../organisations/merges/merge-uses.js';

/** Who acts for a body, or asks to, does so for the record that they know. */
mergeParts.contribute({
  fields: [
    'account_request.organisation_id',
    'api_key.organisation_id',
    'registration.organisation_id',
    'seat.organisation_id',
    'webhook_endpoint.organisation_id',
  ],
  async findUses(tx, record) {
    const [row] = await tx.query<{ uses: MergeUse[] }>(
      `SELECT array_remove(ARRAY[
         CASE WHEN EXISTS (SELECT FROM seat WHERE organisation_id = $1) THEN 'seats' END,
         CASE WHEN EXISTS (SELECT FROM api_key WHERE organisation_id = $1) THEN 'api_keys' END,
         CASE WHEN EXISTS (SELECT FROM registration WHERE organisation_id = $1) THEN 'registrations' END,
         CASE WHEN EXISTS (SELECT FROM account_request WHERE organisation_id = $1 AND correction IS NULL) THEN 'account_requests' END,
         CASE WHEN EXISTS (SELECT FROM webhook_endpoint WHERE organisation_id = $1) THEN 'webhooks' END], NULL) AS uses`,
      [record],
    );
    return [...(row?.uses ?? []), ...((await hasOpenCorrection(tx, record)) ? (['corrections'] as const) : [])];
  },
});

/** Of corrections that two persons asked for here: one that nobody did comes never into force, and bars nothing. */
async function hasOpenCorrection(tx: Tx, record: string): Promise<boolean> {
  const open = await tx.query<{ id: string }>(
    `SELECT r.id FROM account_request r WHERE r.organisation_id = $1 AND ${isOpenCorrection('r')} ORDER BY r.id`,
    [record],
  );
  for (const { id } of open) if (await tx.isRowBound(ACCOUNT_REQUEST, id)) return true;
  return false;
}
