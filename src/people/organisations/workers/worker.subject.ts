import { listHeldPermissions, listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { subject, type Root } from '../../../kernel/actions/action.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { Worker } from './worker.entity.js';
import { workerLifecycle, type WorkerState } from './worker.lifecycle.js';

/** A locked worker. */
export type LockedWorker = Pick<
  StoredRow<Worker>,
  'dataset' | 'organisation_id' | 'kind' | 'licence' | 'name' | 'since'
> &
  Root<WorkerState>;

/** Workers of this body, where the caller serves for it; the register of another body is not there. */
export const ownWorkers =
  (principal: Pick<Principal, 'seats'>, organisation: string) =>
  (sql: Sql): Sql => {
    sql.and(`r.organisation_id = ${sql.p(organisation)}::uuid`);
    return sql.and(`r.organisation_id = ANY (${sql.p(listPermittedBodies(principal, 'service.record'))}::uuid[])`);
  };

/** Locks a worker of the caller's body. @throws Problem `not_found` */
export async function lockOwnWorker(tx: Tx, organisation: string, id: string): Promise<LockedWorker> {
  const sql = ownWorkers(tx.principal, organisation)(new Sql());
  sql.and(`r.id = ${sql.p(id)}`);
  const [row] = await tx.query<LockedWorker>(
    `SELECT r.id, r.version, r.state, r.dataset, r.organisation_id, r.kind, r.licence, r.name, r.since::text AS since
     FROM worker r WHERE ${sql.where} FOR NO KEY UPDATE OF r`,
    sql.params,
  );
  if (!row) throw new Problem('not_found');
  return row;
}

/** A worker is registered and changed by whoever manages the body. */
export const workerSubject = subject<LockedWorker, 'organisations/:id/workers/:worker', Worker>({
  lifecycle: workerLifecycle,
  path: 'organisations/:id/workers/:worker',
  entity: Worker,
  permit: 'worker.manage',
  lock: (tx, { id, worker }) => lockOwnWorker(tx, id, worker),
  heldBy: (tx, { organisation_id }) => Promise.resolve(listHeldPermissions(tx.principal, [organisation_id])),
  person: ({ id }) => `worker:${id}`,
  audience: ({ dataset, organisation_id }) => ({ dataset, tenants: [organisation_id] }),
  eventData: ({ organisation_id }) => ({ organisation: organisation_id }),
});
