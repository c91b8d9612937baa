import { subject } from '../../../kernel/actions/action.js';
import { createBudgetProblem, type LockedBudget } from '../../tenders/budget.js';
import { RenewalsService } from '../amendments/renewals.service.js';
import { contractLifecycle, type ContractAction } from '../contract.lifecycle.js';
import {
  changeOfContract,
  heldForContract,
  lockContract,
  mustBeHere,
  type LockedContract,
} from './conducted-contract.js';
import { lockSpendingRoots } from './contract-locks.js';
import { overtakeEndings } from '../ending/ending-rows.js';
import { dropProposedHalt } from '../halting/halt-rows.js';
import { contractGuards } from './contract-guards.js';
import { ContractSteps } from './contract-steps.js';
import { Contract } from '../contract.entity.js';

/** Actions after which the record of the tender, or what its programme is committed to, is another. */
const BEYOND: ReadonlySet<string> = new Set<ContractAction>(['sign', 'publish', 'amend', 'publish_amendment']);

/** Actions after which something that was proposed cannot be carried out any more. */
const LEAVING: ReadonlySet<string> = new Set<ContractAction>([
  'deliver',
  'settle',
  'terminate',
  'rescind',
  'withdraw_from_contract',
]);

/** A contract that goes on here: what its parties, or a court, make of it. */
export const contractSubject = subject<LockedContract, 'contracts/:id', Contract>({
  lifecycle: contractLifecycle,
  path: 'contracts/:id',
  entity: Contract,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  routes: {
    propose_amendment: { method: 'POST', segment: 'amendments' },
    open_acceptance: { method: 'POST', segment: 'acceptance' },
    // An action of the round that is concluded.
    conclude_acceptance: null,
  },
  steps: ['open_acceptance', 'conclude_acceptance'],
  async lock(tx, { id }, action, use) {
    let budget: LockedBudget | null = null;
    if (action === 'renew') budget = await use(RenewalsService).lock(tx, id);
    else if (BEYOND.has(action)) budget = await lockSpendingRoots(tx, id);
    return { ...((await lockContract(tx, id, undefined)) as LockedContract), budget };
  },
  async catchUp(tx, contract, use) {
    await use(ContractSteps).runBeforeSteps(tx, mustBeHere(contract));
    return contract;
  },
  heldBy: ({ principal }, contract) => Promise.resolve(heldForContract(principal, contract)),
  audience: changeOfContract,
  async after({ tx, root: { id, budget }, action, today, use }) {
    const overruns = (await budget?.findNewOverruns()) ?? [];
    if (budget && overruns.length > 0) throw createBudgetProblem(budget.programme, overruns);
    if (LEAVING.has(action)) {
      await overtakeEndings(tx, id);
      await dropProposedHalt(tx, id, today);
    }
    await use(ContractSteps).runAfterSteps(tx, id, action);
  },
  guards: contractGuards,
});
