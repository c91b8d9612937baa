import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const SERVICE_LINE_STATES = ['active', 'ended'] as const;
export type ServiceLineState = (typeof SERVICE_LINE_STATES)[number];

/** A line ends by decision alone, never because a project did: with a reason, and with what its residents said. */
export const serviceLineLifecycle = defineLifecycle<ServiceLineState, 'end'>({
  name: 'service_line',
  states: SERVICE_LINE_STATES,
  initial: ['active'],
  final: ['ended'],
  transitions: [
    {
      action: 'end',
      from: ['active'],
      to: 'ended',
      who: 'line.end',
      guards: ['residents_opinion_missing'],
      reason: 'required',
    },
  ],
});
