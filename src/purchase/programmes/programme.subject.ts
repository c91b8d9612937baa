import { listHeldPermissions } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toPermissionScope, toScope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import { subject } from '../../kernel/actions/action.js';
import { lockKeptRoot, type Reach } from '../../kernel/database/kept.js';
import { programmeLifecycle } from './programme.lifecycle.js';
import { visibleProgramme, type ProgrammeRow } from './programme-row.queries.js';
import { Programme } from './programme.entity.js';

/** Programmes that the caller keeps, by any seat or by one with this permission, and programmes that the caller sees. */
export const programmeReach = (principal: Principal, permission?: 'programme.manage'): Reach => {
  const scope = toScope(principal);
  const keeping = permission === undefined ? scope : toPermissionScope(principal, permission);
  return {
    kept: (sql) => sql.and(isMine(sql, keeping, 'r.buyer_id')),
    visible: (sql) => visibleProgramme(sql, scope),
  };
};

/** Officers open it for adjustment; an approver who wrote none of it approves and closes. */
export const programmeSubject = subject<ProgrammeRow, 'programmes/:id', Programme>({
  lifecycle: programmeLifecycle,
  path: 'programmes/:id',
  entity: Programme,
  permit: 'programme.manage',
  lock: (tx, { id }) => lockKeptRoot<ProgrammeRow>(tx, 'programme', id, programmeReach(tx.principal)),
  heldBy: (tx, { buyer_id }) => Promise.resolve(listHeldPermissions(tx.principal, [buyer_id])),
  audience: ({ dataset, region, buyer_id }) => ({ dataset, region, tenants: [buyer_id] }),
});
