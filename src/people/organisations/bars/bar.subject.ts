import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { BarSteps } from './bar-steps.js';
import { OrganisationBar } from './bar.entity.js';
import { barLifecycle, type BarState } from './bar.lifecycle.js';
import { findRecordingSeats, isRecordedBySql, mayEndBar } from './recording-body.queries.js';

/** A locked bar. */
export interface LockedBar extends Root<BarState> {
  dataset: string;
  organisation_id: string;
  proposed_by: string;
}

/** Whether the caller recorded it; a key is the hand of who holds it. */
const isOwnRecord: Fact<LockedBar, boolean> = ({ root, principal }) =>
  Promise.resolve(root.proposed_by === principal.id);

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
    const { bodies, roles } = findRecordingSeats(tx.principal);
    const [row] = await tx.query<LockedBar & { own: boolean }>(
      `SELECT r.id, r.version, r.state, r.dataset, r.organisation_id, r.proposed_by, ${isRecordedBySql('$3', '$4')} AS own
       FROM organisation_bar r WHERE r.id = $1 AND r.organisation_id = $2 FOR NO KEY UPDATE OF r`,
      [bar, id, bodies, roles],
    );
    if (!row) throw new Problem('not_found');
    if (action !== 'confirm' && !mayEndBar(tx.principal, row.own)) throw new Problem('not_permitted');
    return row;
  },
  heldBy: ({ principal }) => Promise.resolve(principal.kind === 'user' ? principal.permissions : new Set<string>()),
  audience: ({ dataset, organisation_id }) => ({ dataset, tenants: [organisation_id] }),
  eventData: ({ organisation_id }) => ({ organisation: organisation_id }),
  async after({ tx, root, action, use }) {
    if (action !== 'withdraw') await use(BarSteps).notifySteps(tx, root.organisation_id);
  },
  guards: { proposer_decides: guard({ isOwnRecord }, (facts) => (facts.isOwnRecord ? {} : null)) },
});
