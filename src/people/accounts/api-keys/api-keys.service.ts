import { Injectable } from '@nestjs/common';
import { actingBody } from '../../../kernel/access/acting.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { API_KEY } from '../acting/acting-kinds.js';
import { listPermissions, type Permission } from '../roles.js';
import { digest, formatKeyHint, newApiKey } from '../sessions/secrets.js';

interface NewApiKey {
  name: string;
  organisation?: string | null;
  scopes: readonly Permission[];
  system?: string | null;
  expiresAt?: string | null;
}

/** The longest that a key lives: 365 days. */
const LONGEST_MS = 365 * 24 * 60 * 60 * 1000;

/** @throws 400 where a key would never work or would live too long. */
function findEnd(given: string | null | undefined): Date {
  const longest = Date.now() + LONGEST_MS;
  const end = given ? Date.parse(given) : longest;
  if (end <= Date.now())
    throw invalid('/expiresAt', 'in_the_past', { en: 'The key would never work', zh: '到期时间早于当前时间' });
  if (end > longest)
    throw invalid('/expiresAt', 'too_late', { en: 'A key lives at most 365 days', zh: '密钥有效期最长365日' });
  return new Date(end);
}

/** A system is one body's, as long as that one has a key of it that nobody revoked. */
async function mustBeFree(tx: Tx, system: string, organisation: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('system ' || $1, 0))`, [system]);
  const [other] = await tx.query(
    `SELECT FROM api_key WHERE system = $1 AND organisation_id <> $2 AND state = 'active' LIMIT 1`,
    [system, organisation],
  );
  if (other) throw new Problem('system_taken');
}

/**
 * Keys by which programs act. A key belongs to the person who made it and can never do more than that person may do at the
 * moment for the key's body, so disabling an account or taking a seat closes this way in as well.
 */
@Injectable()
export class ApiKeysService {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem `scope_not_held` with the scopes that the caller has not in that body; `system_taken` */
  create(principal: Principal, given: NewApiKey): Promise<{ id: string; key: string }> {
    const organisation = actingBody(principal, 'api_key.manage', given.organisation, '/organisation');
    const roles = principal.seats.filter((seat) => seat.organisation === organisation).map((seat) => seat.role);
    const held = listPermissions(roles);
    const scopes = given.scopes.filter((scope) => !held.has(scope));
    if (scopes.length > 0) throw new Problem('scope_not_held', { facts: { scopes } });
    const expiresAt = findEnd(given.expiresAt);
    return this.transactions.run(principal, async (tx) => {
      const key = newApiKey();
      const system = given.system ?? null;
      if (system !== null) await mustBeFree(tx, system, organisation);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO api_key (hash, hint, name, organisation_id, holder_id, scopes, expires_at, mark, system)
         VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT key_mark FROM app_user WHERE id = $5), $8) RETURNING id`,
        [digest(key), formatKeyHint(key), given.name, organisation, principal.id, given.scopes, expiresAt, system],
      );
      const { id } = row as { id: string };
      tx.bindRow(API_KEY, id, id);
      await tx.record({
        aggregate: 'api_key',
        id,
        action: 'created',
        data: { organisation, holder: principal.id, scopes: given.scopes, ...(system !== null && { system }) },
        to: 'active',
        tenants: [organisation],
      });
      return { id, key };
    });
  }
}
