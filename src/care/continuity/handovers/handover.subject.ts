import { toScope } from '../../../kernel/access/scope.js';
import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { guardInterest } from '../../../purchase/tenders/oversight/interest.js';
import { lockContractRow } from '../../delivery/milestones/milestones-keeper.js';
import { recordLapsedPlans } from '../plan-lapse.js';
import {
  findFitReceivers,
  listHandoverPermissions,
  isShown,
  lockServedRecipients,
  type Served,
} from './handover-root.js';
import { passDueRecipients, toHandoverParties } from './passed-recipients.js';
import { NAMES_FALLEN } from './standing-handovers.queries.js';
import { handoverLifecycle, type HandoverState } from './handover.lifecycle.js';
import { Handover } from './handover.entity.js';

/** A locked handover with the contract whose recipients are passed. */
export interface LockedHandover extends Root<HandoverState> {
  contract: ConductedContract;
  serviceLineId: string;
  fromId: string;
  receiverId: string;
  toContractId: string | null;
  recipientsHash: string;
  recipients: number;
  acknowledgedOn: PlainDate | null;
  passedAt: Date | null;
  factId: string | null;
}

/** Who is served now, locked: nobody comes or goes until the action is over. */
export const lockRecipients: Fact<LockedHandover, Served[]> = ({ tx, root }) =>
  lockServedRecipients(tx, root.contract.id, root.serviceLineId);

/** The body to which recipients are offered by this request; without one, that of the offer as it stands. */
export const chooseReceiver = (root: LockedHandover, given: { receiver?: string | null }): string =>
  given.receiver?.toLowerCase() ?? root.receiverId;

const findReceivers: Fact<LockedHandover, string[]> = ({ tx, root }) =>
  findFitReceivers(tx, root.contract.id, root.serviceLineId);

/** What a receiver is held against: whom the plan names, and the contract of the offer, where that has fallen away. */
interface Fitness {
  findReceivers: string[];
  findFallenContract: string | null;
}

/** The contract that the offer names, where it has fallen away since. */
const findFallenContract: Fact<LockedHandover, string | null> = async ({ tx, root }) => {
  const rows = await tx.query(`SELECT FROM handover x WHERE x.id = $1 AND ${NAMES_FALLEN}`, [root.id]);
  return rows.length === 0 ? null : root.toContractId;
};

/**
 * The agencies between which recipients are passed: who gives them up and who takes them over. A committee that takes its
 * own residents in is paid nothing for it.
 */
export async function findAgencies(tx: Tx, from: string, receiver: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(`SELECT id FROM organisation WHERE id = $1 AND kind = 'agency'`, [
    receiver,
  ]);
  return [from, ...rows.map(({ id }) => id)];
}

/** Contract before handover: the order of every lock. Who does not see it finds nothing. */
async function lockHandover(tx: Tx, id: string): Promise<LockedHandover> {
  const sql = new Sql();
  sql.and(`h.id = ${sql.p(id)}`).and(isShown(sql, toScope(tx.principal)));
  const [seen] = await tx.query<{ contract: string }>(
    `SELECT h.contract_id AS contract FROM handover h JOIN contract r ON r.id = h.contract_id WHERE ${sql.where}`,
    sql.params,
  );
  if (!seen) throw new Problem('not_found');
  return lockHandoverRow(tx, await lockContractRow(tx, seen.contract), id);
}

async function lockHandoverRow(tx: Tx, contract: ConductedContract, id: string): Promise<LockedHandover> {
  const [row] = await tx.query<Omit<LockedHandover, 'contract'>>(
    `SELECT id, version, state, service_line_id AS "serviceLineId", from_id AS "fromId", receiver_id AS "receiverId",
       to_contract_id AS "toContractId", recipients_hash AS "recipientsHash", recipients,
       acknowledged_on::text AS "acknowledgedOn", passed_at AS "passedAt", fact_id AS "factId" FROM handover WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** A handover is offered and withdrawn by the buyer, and acknowledged or refused by who is to take the recipients over. */
export const handoverSubject = subject<LockedHandover, 'handovers/:id', Handover>({
  lifecycle: handoverLifecycle,
  path: 'handovers/:id',
  entity: Handover,
  permit: 'contract.read',
  lock: (tx, { id }) => lockHandover(tx, id),
  async catchUp(tx, root) {
    await recordLapsedPlans(tx, root.contract);
    return (await passDueRecipients(tx, root.contract)) ? lockHandoverRow(tx, root.contract, root.id) : root;
  },
  heldBy: ({ principal }, { contract, receiverId }) =>
    Promise.resolve(listHandoverPermissions(principal, { buyer: contract.buyer_id, receiver: receiverId })),
  audience: ({ contract, receiverId }) => toHandoverParties(contract, receiverId),
  eventData: ({ contract, serviceLineId }) => ({ contract: contract.id, serviceLine: serviceLineId }),
  guards: {
    ...guardInterest<LockedHandover>(({ tx, root }) => findAgencies(tx, root.fromId, root.receiverId)),
    // Who takes them over does so under the contract that the offer names; another offer may name another one.
    receiver_unfit: guard<LockedHandover, { receiver?: string | null }, Fitness>(
      { findReceivers, findFallenContract },
      ({ findReceivers: receivers, findFallenContract: fallen }, { root, given, action }) => {
        if (!receivers.includes(chooseReceiver(root, given))) return { facts: { receivers } };
        return action === 'acknowledge' && fallen !== null ? { facts: { receivers, fallen } } : null;
      },
    ),
  },
});
