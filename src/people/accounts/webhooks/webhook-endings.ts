import { pauseTarget, removeTarget } from '../../../kernel/deliveries/targets.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { WEBHOOK_PLACE } from '../acting/acting-kinds.js';
import type { WebhookState } from './webhook.lifecycle.js';

interface Endpoint {
  id: string;
  organisation_id: string;
  state: WebhookState;
}

/** Ends the endpoints of a person's keys, and puts a mark in the place of their names, of those that ended before as well. */
export async function removeWebhooksOfHolder(tx: Tx, holder: string, mark: string): Promise<void> {
  const endpoints = await tx.query<Endpoint>(
    `SELECT w.id, w.organisation_id, w.state FROM webhook_endpoint w JOIN api_key k ON k.id = w.api_key_id
     WHERE k.holder_id = $1 ORDER BY w.id FOR NO KEY UPDATE OF w`,
    [holder],
  );
  for (const { id, organisation_id, state } of endpoints) {
    await tx.query(
      `UPDATE webhook_endpoint SET name = $2, sealed = '', state = 'ended', version = version + 1, updated_at = clock_timestamp()
       WHERE id = $1`,
      [id, mark],
    );
    tx.bindRow(WEBHOOK_PLACE, id, id);
    if (state === 'ended') continue;
    await pauseTarget(tx, id);
    await removeTarget(tx, id);
    await tx.record({
      ...{ aggregate: 'webhook_endpoint', id, action: 'end', from: state, to: 'ended' },
      tenants: [organisation_id],
    });
  }
}
