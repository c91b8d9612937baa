import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const WORKER_STATES = ['active', 'left'] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

/** Somebody who works for an agency. Who comes back is registered anew, under another number. */
export const workerLifecycle = defineLifecycle({
  name: 'worker',
  states: WORKER_STATES,
  initial: ['active'],
  final: ['left'],
  transitions: [
    {
      action: 'leave',
      from: ['active'],
      to: 'left',
      who: 'worker.manage',
      guards: ['worker_served_later'],
      reason: 'optional',
    },
  ],
});
