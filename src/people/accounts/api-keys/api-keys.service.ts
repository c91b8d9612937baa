import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actingBody } from '../../../kernel/access/acting.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { apiKeyLifecycle, type ApiKeyState } from './api-key.lifecycle.js';
import { visibleKeys, type ApiKeyRow } from './api-keys.queries.js';
import { permissionsOf, type Permission } from '../roles.js';
import { digest, hintOf, newApiKey } from '../sessions/secrets.js';

interface NewApiKey {
  name: string;
  organisation?: string | null;
  scopes: readonly Permission[];
  expiresAt?: string | null;
}

/**
 * Keys by which programs act. A key belongs to the person who made it and can never do more than that person may do at the
 * moment for the key's body, so disabling an account or taking a seat closes this way in as well.
 */
@Injectable()
export class ApiKeysService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(apiKeyLifecycle);
    this.registry.contribute('holder_only', async (tx, id) => {
      const [key] = await tx.query<{ holder_id: string }>(`SELECT holder_id FROM api_key WHERE id = $1`, [id]);
      return key?.holder_id === tx.principal.id ? null : {};
    });
  }

  /** @throws Problem `scope_not_held` with the scopes that the caller has not in that body. */
  create(principal: Principal, given: NewApiKey): Promise<{ id: string; key: string }> {
    const organisation = actingBody(principal, 'api_key.manage', given.organisation, '/organisation');
    const roles = principal.seats.filter((seat) => seat.organisation === organisation).map((seat) => seat.role);
    const held = permissionsOf(roles);
    const scopes = given.scopes.filter((scope) => !held.has(scope));
    if (scopes.length > 0) throw new Problem('scope_not_held', { facts: { scopes } });
    if (given.expiresAt && Date.parse(given.expiresAt) <= Date.now())
      throw invalid('/expiresAt', 'in_the_past', { en: 'The key would never work', zh: '到期时间早于当前时间' });
    return this.transactions.run(principal, async (tx) => {
      const key = newApiKey();
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO api_key (hash, hint, name, organisation_id, holder_id, scopes, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        [digest(key), hintOf(key), given.name, organisation, principal.id, given.scopes, given.expiresAt ?? null],
      );
      const { id } = row as { id: string };
      await tx.record({
        aggregate: 'api_key',
        id,
        action: 'created',
        data: { organisation, holder: principal.id, scopes: given.scopes },
        to: 'active',
        tenants: [organisation],
      });
      return { id, key };
    });
  }

  /** The new secret where the action makes one; the old one stops working at once. */
  act(principal: Principal, id: string, version: number, action: string, reason?: string): Promise<string | null> {
    return this.transactions.run(principal, async (tx) => {
      const row = await this.lock(tx, id, version);
      const transition = decide(apiKeyLifecycle, row.state, action, principal);
      await this.registry.pass(tx, apiKeyLifecycle.name, transition.action, transition.guards ?? [], id);
      const key = transition.action === 'rotate' ? newApiKey() : null;
      const to = transition.action === 'revoke' ? 'revoked' : 'active';
      await tx.query(
        `UPDATE api_key SET state = $2, hash = coalesce($3, hash), hint = coalesce($4, hint),
           rotated_at = CASE WHEN $3::bytea IS NULL THEN rotated_at ELSE clock_timestamp() END,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to, key === null ? null : digest(key), key === null ? null : hintOf(key)],
      );
      await tx.record({
        aggregate: 'api_key',
        id,
        action: transition.action,
        from: row.state,
        to,
        reason,
        tenants: [row.organisation_id],
      });
      return key;
    });
  }

  private async lock(tx: Tx, id: string, version: number): Promise<ApiKeyRow> {
    const row = await lockRoot<ApiKeyRow>(tx, 'api_key', id, visibleKeys(scopeOf(tx.principal)), new Sql(), version);
    const expired = row.state === 'active' && row.expires_at !== null && row.expires_at.getTime() <= Date.now();
    return { ...row, state: expired ? ('expired' satisfies ApiKeyState) : row.state };
  }
}
