import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const NEED_STATES = ['suggested', 'recorded', 'verified', 'planned', 'met', 'unmet', 'rejected'] as const;
export type NeedState = (typeof NEED_STATES)[number];

/**
 * A resident suggests, the community moderates, the bureau verifies and plans. A need that a year did not meet waits for
 * the next one; a need is never lost without a reason. What was verified is changed after it was taken back alone, and
 * verified anew: how many need what is what money is planned for.
 */
export const needLifecycle = defineLifecycle({
  name: 'need',
  states: NEED_STATES,
  initial: ['suggested', 'recorded'],
  final: ['met', 'rejected'],
  transitions: [
    { action: 'accept', from: ['suggested'], to: 'recorded', who: 'need.moderate', reason: 'optional' },
    { action: 'reject', from: ['suggested'], to: 'rejected', who: 'need.moderate', reason: 'required' },
    {
      action: 'reject',
      from: ['recorded', 'verified', 'unmet'],
      to: 'rejected',
      who: 'need.verify',
      reason: 'required',
    },
    {
      action: 'verify',
      from: ['recorded'],
      to: 'verified',
      who: 'need.verify',
      guards: ['need_evidence_missing', 'need_headcount_missing'],
      reason: 'optional',
    },
    {
      action: 'take_back',
      from: ['verified', 'planned', 'unmet'],
      to: 'recorded',
      who: 'need.verify',
      reason: 'required',
      retells: 'correction',
    },
    {
      action: 'plan',
      from: ['verified', 'unmet'],
      to: 'planned',
      who: 'need.verify',
      guards: ['need_line_missing'],
      reason: 'optional',
    },
    { action: 'meet', from: ['planned'], to: 'met', who: 'need.verify', reason: 'optional' },
    { action: 'leave_unmet', from: ['planned'], to: 'unmet', who: 'need.verify', reason: 'required' },
  ],
});
