import { holdsPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { subject, type Root } from '../../../kernel/actions/action.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { BarSteps } from './bar-steps.js';
import { OrganisationBar } from './bar.entity.js';
import { barLifecycle, type BarState } from './bar.lifecycle.js';

/** A locked bar. */
export interface LockedBar extends Root<BarState> {
  dataset: string;
  organisation_id: string;
  proposed_by: string;
  recorded_by: string | null;
}

/** Whether the caller takes a record back or says that its decision was revoked: the body that recorded it, or the platform. */
export const mayEndBar = (principal: Principal, { recorded_by: body }: Pick<LockedBar, 'recorded_by'>): boolean =>
  principal.permissions.has('organisation.manage') || holdsPermission(principal, 'bar.record', [body]);

/**
 * A bar of a body is recorded by one person and confirmed by another: keys confirm nothing. The body that recorded it, or the
 * platform, ends it.
 */
export const barSubject = subject<LockedBar, 'organisations/:id/bars/:bar', OrganisationBar>({
  lifecycle: barLifecycle,
  path: 'organisations/:id/bars/:bar',
  entity: OrganisationBar,
  permit: 'bar.record',
  async lock(tx, { id, bar }, action) {
    const [row] = await tx.query<LockedBar>(
      `SELECT r.id, r.version, r.state, r.dataset, r.organisation_id, r.proposed_by, r.recorded_by
       FROM organisation_bar r WHERE r.id = $1 AND r.organisation_id = $2 FOR NO KEY UPDATE OF r`,
      [bar, id],
    );
    if (!row) throw new Problem('not_found');
    if (action !== 'confirm' && !mayEndBar(tx.principal, row)) throw new Problem('not_permitted');
    return row;
  },
  heldBy: ({ principal }) => Promise.resolve(principal.kind === 'user' ? principal.permissions : new Set<string>()),
  audience: ({ dataset, organisation_id }) => ({ dataset, tenants: [organisation_id] }),
  eventData: ({ organisation_id }) => ({ organisation: organisation_id }),
  async after({ tx, root, action, use }) {
    if (action !== 'withdraw') await use(BarSteps).notifySteps(tx, root.organisation_id);
  },
});
