import { SIGNED_IN } from '../../kernel/access/decorators.js';
import { toScope } from '../../kernel/access/scope.js';
import { subject } from '../../kernel/actions/action.js';
import { lockRoot } from '../../kernel/database/roots.js';
import { Sql } from '../../kernel/database/sql.js';
import { flagLifecycle } from './flag.lifecycle.js';
import { toActor, mustReadFlags, visibleFlag } from './flag-visibility.js';
import { Flag } from './flag.entity.js';
import { flagGuards } from './hearing/flag-guards.js';
import type { LockedFlag, FlagRoot } from './locked-flag.js';

/** A flag is worked by who oversees its region; a body that was asked about it responds. What facts do is `FlagKeeper`'s. */
export const flagSubject = subject<LockedFlag, 'risk/flags/:id', Flag>({
  lifecycle: flagLifecycle,
  path: 'risk/flags/:id',
  entity: Flag,
  permit: SIGNED_IN,
  async lock(tx, { id }) {
    const scope = toScope(tx.principal);
    mustReadFlags(scope);
    const root = await lockRoot<FlagRoot>(tx, 'flag', id, (sql) => visibleFlag(sql, scope), new Sql());
    const [days] = await tx.query<Pick<LockedFlag, 'due_on' | 'appeal_until'>>(
      `SELECT due_on::text, appeal_until::text FROM flag WHERE id = $1`,
      [id],
    );
    return { ...root, due_on: days?.due_on ?? null, appeal_until: days?.appeal_until ?? null };
  },
  heldBy: ({ principal }) => Promise.resolve(principal.permissions),
  // No tenants: who works the case, and who else was asked, is for those who oversee the region.
  audience: ({ dataset, region }) => ({ dataset, region }),
  eventData: ({ indicator }) => ({ indicator }),
  guards: flagGuards,
  async keepHistory({ tx, root, action, now }, { to, reason, data, audit }) {
    const actor = toActor(tx.principal);
    await tx.query(
      `INSERT INTO flag_event (flag_id, at, action, from_state, to_state, actor_kind, actor_id, organisation_id, reason, data, audit_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[root.id, now, action, root.state, to, actor.kind, actor.id],
        ...[data['organisation'] ?? null, reason, JSON.stringify(data), audit],
      ],
    );
  },
});
