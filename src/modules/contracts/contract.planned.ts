import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';
import { CONTRACT_STATES_HERE, contractLifecycle, type ContractAction } from './contract.lifecycle.js';

const PLANNED_STATES = [...CONTRACT_STATES_HERE, 'settled', 'archived'] as const;
type PlannedState = (typeof PLANNED_STATES)[number];
type PlannedAction = ContractAction | 'close_unperformed' | 'settle' | 'archive';

/** The same with what is not performed here yet: settlement and what follows it. */
export const plannedContractLifecycle = defineLifecycle<PlannedState, PlannedAction>({
  ...contractLifecycle,
  states: PLANNED_STATES,
  final: ['void', 'archived'],
  transitions: [
    ...contractLifecycle.transitions,
    {
      action: 'close_unperformed',
      from: ['terminated', 'rescinded'],
      to: 'settled',
      who: 'contract.manage',
      guards: ['something_was_delivered', 'payments_not_returned'],
      reason: 'required',
    },
    {
      action: 'settle',
      from: ['accepted', 'part_accepted'],
      to: 'settled',
      who: 'contract.manage',
      guards: ['payments_open', 'acceptance_unpublished'],
    },
    { action: 'archive', from: ['settled'], to: 'archived', who: 'contract.manage', guards: ['plan_open'] },
  ],
});
