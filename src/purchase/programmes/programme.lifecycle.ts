import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const PROGRAMME_STATES = ['draft', 'approved', 'adjusted', 'closed'] as const;
export type ProgrammeState = (typeof PROGRAMME_STATES)[number];

/** A bureau's plan of one fiscal year. A cut below what is committed is listed, not refused: the money may be gone. */
export const programmeLifecycle = defineLifecycle({
  name: 'programme',
  states: PROGRAMME_STATES,
  initial: ['draft'],
  final: ['closed'],
  transitions: [
    {
      action: 'approve',
      from: ['draft', 'adjusted'],
      to: 'approved',
      who: 'programme.approve',
      guards: ['author_approves', 'budget_line_missing'],
      reason: 'optional',
    },
    { action: 'adjust', from: ['approved'], to: 'adjusted', who: 'programme.manage', reason: 'required' },
    {
      action: 'close',
      from: ['approved', 'adjusted'],
      to: 'closed',
      who: 'programme.approve',
      // Closed it assures no renewal any more: what is agreed on would never be signed.
      guards: ['tenders_unfinished', 'renewals_waiting'],
      reason: 'optional',
    },
  ],
});
