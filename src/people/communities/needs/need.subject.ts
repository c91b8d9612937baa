import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toPermissionScope, toScope } from '../../../kernel/access/scope.js';
import { subject, type Root } from '../../../kernel/actions/action.js';
import { lockKeptRoot, type Reach } from '../../../kernel/database/kept.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { isAcceptedSql, needKeepersSql, keptNeed, visibleNeed } from './need-access.queries.js';
import { needLifecycle, type NeedState } from './need.lifecycle.js';
import { Need } from './need.entity.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

/** The bodies that learn of a need, and the place whose watchers do: none as long as it is read by its moderators alone. */
interface NeedAudience {
  tenants: string[];
  region: string | null;
}
/** A locked row of `need`. */
export type NeedRow = Root<NeedState> &
  Pick<
    StoredRow<Need>,
    | 'dataset'
    | 'owner_id'
    | 'title'
    | 'description'
    | 'category'
    | 'target_group'
    | 'headcount'
    | 'evidence'
    | 'service_line_id'
    | 'community_id'
    | 'recorded_on'
    | 'source'
    | 'verified_at'
  >;
export type LockedNeed = NeedRow & NeedAudience;

/** Needs that the caller keeps, by any seat or by one with this permission, and needs that the caller sees. */
export const needReach = (principal: Principal, permission?: 'need.record'): Reach => {
  const scope = toScope(principal);
  const keeping = permission === undefined ? scope : toPermissionScope(principal, permission);
  return { kept: (sql) => keptNeed(sql, keeping), visible: (sql) => visibleNeed(sql, scope) };
};

export async function loadNeedAudience(tx: Tx, id: string): Promise<NeedAudience> {
  const [row] = await tx.query<NeedAudience>(
    `SELECT CASE WHEN ${isAcceptedSql('n')} THEN coalesce(c.region, s.region) END AS region, ${needKeepersSql('n')} AS tenants
     FROM need n LEFT JOIN community c ON c.id = n.community_id LEFT JOIN service_line s ON s.id = n.service_line_id
     WHERE n.id = $1`,
    [id],
  );
  return row ?? { tenants: [], region: null };
}

/** Where a need is, whoever may know of it. */
export async function loadNeedRegion(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.query<{ region: string | null }>(
    `SELECT coalesce(c.region, s.region) AS region
     FROM need n LEFT JOIN community c ON c.id = n.community_id LEFT JOIN service_line s ON s.id = n.service_line_id
     WHERE n.id = $1`,
    [id],
  );
  return row?.region ?? null;
}

/** The community moderates what residents suggest; the bureau verifies, plans, and says what became of a need. */
export const needSubject = subject<LockedNeed, 'needs/:id', Need>({
  lifecycle: needLifecycle,
  path: 'needs/:id',
  entity: Need,
  permit: 'need.read',
  lock: async (tx, { id }) => ({
    ...(await lockKeptRoot<NeedRow>(tx, 'need', id, needReach(tx.principal))),
    ...(await loadNeedAudience(tx, id)),
  }),
  heldBy: (tx, { tenants }) => Promise.resolve(listHeldPermissions(tx.principal, tenants)),
  audience: ({ dataset, tenants, region }) => ({ dataset, tenants, region }),
});
