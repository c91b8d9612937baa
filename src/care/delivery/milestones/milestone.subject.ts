import { guard, subject, type Root } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { listContractPermissions, lockContractAsParty } from '../concerned.js';
import { toItsParties } from '../records/served-contract.js';
import { supplierInterestGuard } from '../supplier-interest.js';
import { recordMissedMilestones } from './milestone-changes.js';
import { milestoneLifecycle, type MilestoneState } from './milestone.lifecycle.js';
import { Milestone } from './milestone.entity.js';

export interface LockedMilestone extends Root<MilestoneState> {
  no: number;
  contract: ConductedContract;
}

/** States of a contract in which milestones are shown or waived. One that was delivered has open ones only where it was taken over so. */
const RUNNING: readonly string[] = ['active', 'delivered'];

async function readMilestone(tx: Tx, contract: ConductedContract, id: string): Promise<LockedMilestone> {
  const [row] = await tx.query<Omit<LockedMilestone, 'contract'>>(
    `SELECT id, version, no, state FROM milestone WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contract.id],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** A milestone is submitted by the agency and judged by the buyer. */
export const milestoneSubject = subject<LockedMilestone, 'contracts/:id/milestones/:milestone', Milestone>({
  lifecycle: milestoneLifecycle,
  path: 'contracts/:id/milestones/:milestone',
  entity: Milestone,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  lock: async (tx, { id, milestone }) => readMilestone(tx, await lockContractAsParty(tx, id), milestone),
  async catchUp(tx, { id, contract }) {
    await recordMissedMilestones(tx, contract);
    return readMilestone(tx, contract, id);
  },
  heldBy: ({ principal }, { contract }) =>
    Promise.resolve(listContractPermissions(principal, { buyer: contract.buyer_id, supplier: contract.supplier_id })),
  audience: ({ contract }) => toItsParties(contract),
  eventData: ({ no, contract }) => ({ contract: contract.id, no }),
  guards: {
    judge_has_interest: supplierInterestGuard(({ contract }) => contract),
    contract_not_running: guard({}, (_, { root: { contract } }) =>
      RUNNING.includes(contract.state) ? null : { facts: { state: contract.state } },
    ),
  },
});
