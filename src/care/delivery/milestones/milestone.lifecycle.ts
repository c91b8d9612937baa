import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const MILESTONE_STATES = [
  'scheduled',
  'submitted',
  'missed',
  'accepted',
  'partially_accepted',
  'returned',
  'waived',
  'lapsed',
] as const;
export type MilestoneState = (typeof MILESTONE_STATES)[number];

/** What a contract promises for a day. Late is late and never refused: the day passed is written, and the work may still come. */
export const milestoneLifecycle = defineLifecycle({
  name: 'milestone',
  states: MILESTONE_STATES,
  initial: ['scheduled'],
  final: ['accepted', 'partially_accepted', 'waived', 'lapsed'],
  transitions: [
    {
      action: 'submit',
      from: ['scheduled', 'returned', 'missed'],
      to: 'submitted',
      who: 'contract.deliver',
      guards: ['contract_not_running', 'evidence_missing'],
    },
    { action: 'miss', from: ['scheduled'], to: 'missed', who: 'clock' },
    // Regulation article 9: nobody judges the work of a body in which they sit.
    {
      action: 'accept',
      from: ['submitted'],
      to: 'accepted',
      who: 'milestone.accept',
      guards: ['judge_has_interest'],
    },
    {
      action: 'accept_in_part',
      from: ['submitted'],
      to: 'partially_accepted',
      who: 'milestone.accept',
      guards: ['judge_has_interest'],
      reason: 'required',
    },
    {
      action: 'return',
      from: ['submitted'],
      to: 'returned',
      who: 'milestone.accept',
      guards: ['judge_has_interest'],
      reason: 'required',
    },
    // Gives up what the contract promised, so not the one who asks: domain §6.
    {
      action: 'waive',
      from: ['scheduled', 'returned', 'missed'],
      to: 'waived',
      who: 'milestone.waive',
      guards: ['contract_not_running', 'judge_has_interest'],
      reason: 'required',
    },
    // By an amendment that both parties have signed. What was accepted or waived was so under the words of its day.
    { action: 'amend', from: ['scheduled', 'submitted', 'returned', 'missed'], who: 'system' },
    { action: 'reschedule', from: ['missed'], to: 'scheduled', who: 'system' },
    { action: 'drop', from: ['scheduled', 'submitted', 'returned', 'missed'], to: 'waived', who: 'system' },
    // With the contract's termination or rescission: nobody waived it, and it can no longer be reached (Civil Code 566).
    { action: 'lapse', from: ['scheduled', 'returned', 'missed'], to: 'lapsed', who: 'system' },
  ],
});
