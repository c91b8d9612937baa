import { narrowScope, toScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { subject } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Permission } from '../roles.js';
import { apiKeyLifecycle, type ApiKeyState } from './api-key.lifecycle.js';
import type { ApiKeyRow } from './api-key-row.js';
import { ApiKey } from './api-key.entity.js';

/** Keys of the bodies in which the caller manages keys; whoever manages accounts sees all, to revoke what should not be. */
export const visibleKeys =
  (scope: Scope) =>
  (sql: Sql): Sql =>
    scope.everything || scope.permissions.has('user.administer' satisfies Permission)
      ? sql
      : sql.and(isMine(sql, narrowScope(scope, 'api_key.manage' satisfies Permission), 'r.organisation_id'));

/** A key of a body. Its state is the one that the real clock gives it. */
export const apiKeySubject = subject<ApiKeyRow, 'api-keys/:id', ApiKey>({
  lifecycle: apiKeyLifecycle,
  path: 'api-keys/:id',
  entity: ApiKey,
  permit: 'api_key.manage',
  lock: async (tx, { id }) => {
    const row = await lockRoot<ApiKeyRow>(tx, 'api_key', id, visibleKeys(toScope(tx.principal)), new Sql());
    const expired = row.state === 'active' && row.expires_at.getTime() <= Date.now();
    return { ...row, state: expired ? ('expired' satisfies ApiKeyState) : row.state };
  },
  heldBy: (tx) => Promise.resolve(tx.principal.permissions),
  audience: ({ organisation_id }) => ({ tenants: [organisation_id] }),
});
