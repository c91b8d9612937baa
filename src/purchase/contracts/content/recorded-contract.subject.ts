import { subject, type Root } from '../../../kernel/actions/action.js';
import { changeOfContract, heldForContract, lockContract, type ContractRoot } from '../conducted/conducted-contract.js';
import { recordedContractLifecycle } from '../contract.lifecycle.js';
import { Contract } from '../contract.entity.js';

type RecordedState = 'signed' | 'active' | 'delivered' | 'ended' | 'taken_over';
/** A locked contract that is recorded. */
export interface RecordedContract extends Omit<ContractRoot, 'state'>, Root<RecordedState> {
  /** The row as it is stored. */
  stored: ContractRoot;
}

/** A contract whose facts were recorded, until its buyer takes it over. */
export const recordedContractSubject = subject<RecordedContract, 'contracts/:id', Contract>({
  lifecycle: recordedContractLifecycle,
  path: 'contracts/:id',
  entity: Contract,
  permit: 'contract.read',
  async lock(tx, { id }) {
    const stored = await lockContract(tx, id, undefined);
    const state = stored.conducted === 'here' ? 'taken_over' : stored.state;
    return { ...stored, stored, state: recordedContractLifecycle.states.find((known) => known === state) ?? 'ended' };
  },
  heldBy: ({ principal }, contract) => Promise.resolve(heldForContract(principal, contract)),
  audience: changeOfContract,
});
