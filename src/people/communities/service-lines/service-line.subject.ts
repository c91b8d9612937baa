import { listHeldPermissions } from '../../../kernel/access/held.js';
import { toScope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import { lockKeptRoot } from '../../../kernel/database/kept.js';
import { serviceLineLifecycle, type ServiceLineState } from './service-line.lifecycle.js';
import { changeOfLine, serviceLineRow, type ServiceLineRow } from './service-line-row.queries.js';
import { ServiceLine } from './service-line.entity.js';

/** A locked line as it stands, with the bodies that hear of its changes. */
export interface LockedServiceLine extends ServiceLineRow, Root<ServiceLineState> {
  tenants: string[];
}

/** That a line is to end: who proposed it, on which day, and which last day. */
interface EndProposal {
  by: string;
  on: string;
  lastDay: string;
}
export const loadEndProposal: Fact<LockedServiceLine, EndProposal | null> = async ({ tx, root }) => {
  const [row] = await tx.query<EndProposal>(
    `SELECT end_proposed_by AS by, end_proposed_on::text AS on, end_on::text AS "lastDay" FROM service_line
     WHERE id = $1 AND end_proposed_on IS NOT NULL AND end_proposed_by IS NOT NULL`,
    [root.id],
  );
  return row ?? null;
};

/** Everybody sees a line; the body that answers for it proposes and decides its end. */
export const serviceLineSubject = subject<LockedServiceLine, 'service-lines/:id', ServiceLine>({
  lifecycle: serviceLineLifecycle,
  path: 'service-lines/:id',
  entity: ServiceLine,
  permit: 'contract.read',
  lock: async (tx, { id }) => {
    const scope = toScope(tx.principal);
    await lockKeptRoot(tx, 'service_line', id, {
      kept: (sql) => sql.and(isMine(sql, scope, 'r.responsible_id')),
      visible: (sql) => sql,
    });
    const line = await serviceLineRow(tx.manager, id);
    const { tenants } = await changeOfLine(tx, line);
    return { ...line, tenants };
  },
  // A proposal and a decision are persons': a key would be one more of the same.
  heldBy: (tx, { responsible_id }) =>
    Promise.resolve(
      tx.principal.kind === 'user' ? listHeldPermissions(tx.principal, [responsible_id]) : new Set<string>(),
    ),
  audience: ({ dataset, region, tenants }) => ({ dataset, region, tenants, public: true }),
  guards: {
    line_end_not_proposed: guard({ proposal: loadEndProposal }, ({ proposal }) => (proposal === null ? {} : null)),
  },
});
