import { narrowScope, toScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { subject } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { Permission } from '../roles.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { webhookLifecycle } from './webhook.lifecycle.js';

export type WebhookRow = StoredRow<WebhookEndpoint>;

/** Endpoints of the bodies in which the caller manages keys. */
export const visibleWebhooks =
  (scope: Scope) =>
  (sql: Sql): Sql =>
    scope.everything
      ? sql
      : sql.and(isMine(sql, narrowScope(scope, 'api_key.manage' satisfies Permission), 'r.organisation_id'));

/** Whether the caller holds this key: what an endpoint is told in its name is where its holder says, and signed as its holder knows. */
export const holdsKey = async (tx: Tx, key: string): Promise<boolean> => {
  const held = await tx.query(`SELECT FROM api_key WHERE id = $1 AND holder_id = $2`, [key, tx.principal.id]);
  return held.length > 0;
};

export const webhookSubject = subject<WebhookRow, 'webhook-endpoints/:id', WebhookEndpoint>({
  lifecycle: webhookLifecycle,
  path: 'webhook-endpoints/:id',
  entity: WebhookEndpoint,
  permit: 'api_key.manage',
  lock: (tx, { id }) =>
    lockRoot<WebhookRow>(tx, 'webhook_endpoint', id, visibleWebhooks(toScope(tx.principal)), new Sql()),
  heldBy: (tx) => Promise.resolve(tx.principal.permissions),
  audience: ({ organisation_id }) => ({ tenants: [organisation_id] }),
});
