import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

/** A contract whose facts were recorded, until it goes on here. What has ended has nothing to go on with. */
export const recordedContractLifecycle = defineLifecycle({
  name: 'recorded_contract',
  states: ['signed', 'active', 'delivered', 'ended', 'taken_over'],
  initial: ['signed', 'active', 'delivered', 'ended'],
  final: ['ended', 'taken_over'],
  transitions: [
    {
      action: 'take_over',
      from: ['signed', 'active', 'delivered'],
      to: 'taken_over',
      who: 'contract.manage',
      guards: ['take_over_incomplete'],
    },
  ],
});
