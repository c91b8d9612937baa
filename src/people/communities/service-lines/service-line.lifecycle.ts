import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const SERVICE_LINE_STATES = ['active', 'ended'] as const;
export type ServiceLineState = (typeof SERVICE_LINE_STATES)[number];

/**
 * A line ends by decision alone, never because a project did: proposed by one, decided by another, with what its residents
 * said in between. A contract that still runs on it is shown and does not stand in the way.
 */
export const serviceLineLifecycle = defineLifecycle({
  name: 'service_line',
  states: SERVICE_LINE_STATES,
  initial: ['active'],
  final: ['ended'],
  transitions: [
    // Proposed anew it asks its residents anew.
    { action: 'propose_end', from: ['active'], who: 'plan.propose', reason: 'required' },
    {
      action: 'withdraw_end',
      from: ['active'],
      who: 'plan.propose',
      guards: ['line_end_not_proposed'],
      reason: 'required',
    },
    {
      action: 'end',
      from: ['active'],
      to: 'ended',
      who: 'line.end',
      guards: ['line_end_not_proposed', 'own_proposal', 'residents_opinion_missing'],
      reason: 'required',
    },
  ],
});
