import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';
import { CONTRACT_STATES_HERE, contractLifecycle, type ContractAction } from './contract.lifecycle.js';

const PLANNED_STATES = [...CONTRACT_STATES_HERE, 'accepted', 'part_accepted', 'settled', 'archived'] as const;
type PlannedState = (typeof PLANNED_STATES)[number];
type PlannedAction = ContractAction | 'conclude_acceptance' | 'close_unperformed' | 'settle' | 'archive';

/** The same with what is not performed here yet: acceptance, settlement and what follows them. */
export const plannedContractLifecycle = defineLifecycle<PlannedState, PlannedAction>({
  ...contractLifecycle,
  states: PLANNED_STATES,
  final: ['void', 'archived'],
  transitions: [
    ...contractLifecycle.transitions,
    {
      action: 'conclude_acceptance',
      from: ['delivered'],
      to: ['accepted', 'part_accepted', 'active', 'terminated'],
      who: 'acceptance.conclude',
      guards: ['acceptance_open'],
    },
    {
      action: 'conclude_acceptance',
      from: ['terminated', 'rescinded'],
      to: 'part_accepted',
      who: 'acceptance.conclude',
      guards: ['acceptance_open'],
    },
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
