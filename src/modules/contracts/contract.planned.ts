import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';
import { CONTRACT_STATES_HERE, contractLifecycle, type ContractAction } from './contract.lifecycle.js';

const PLANNED_STATES = [...CONTRACT_STATES_HERE, 'archived'] as const;
type PlannedState = (typeof PLANNED_STATES)[number];
type PlannedAction = ContractAction | 'archive';

/** The same with what is not performed here yet: what follows its settlement. */
export const plannedContractLifecycle = defineLifecycle<PlannedState, PlannedAction>({
  ...contractLifecycle,
  states: PLANNED_STATES,
  final: ['void', 'archived'],
  transitions: [
    ...contractLifecycle.transitions,
    { action: 'archive', from: ['settled'], to: 'archived', who: 'contract.manage', guards: ['plan_open'] },
  ],
});
