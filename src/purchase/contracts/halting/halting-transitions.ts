import { defineTransitions } from '../../../kernel/actions/lifecycle.js';

/** How a contract is halted, by whom it is confirmed, and how it goes on. The state before is restored. */
export const HALTING = defineTransitions([
  {
    action: 'propose_halt',
    from: ['signed', 'active'],
    who: 'contract.manage',
    // Law article 50: on a ground; two persons halt what no law orders to halt at once, and it ends.
    guards: ['halt_ground_missing', 'halt_too_long', 'proposed_already'],
    reason: 'required',
  },
  {
    action: 'halt',
    from: ['signed', 'active'],
    to: 'halted',
    who: 'contract.manage',
    // The challenge is there (Regulation article 54), or recipients are in danger.
    guards: [
      'halt_ground_missing',
      'halt_not_proposed',
      'halt_ground_unproven',
      'halt_too_long',
      'recipients_unserved',
      'halt_repeated',
    ],
    reason: 'required',
  },
  {
    action: 'order_halt',
    from: ['signed', 'active'],
    to: 'halted',
    who: 'contract.approve',
    // Regulation article 9, as of every end: nobody decides of the contract of a body in which they sit.
    guards: ['acts_with_interest', 'halt_not_proposed', 'proposer_decides', 'halt_too_long'],
    reason: 'optional',
  },
  // A halt for danger, within three working days.
  {
    action: 'confirm_halt',
    from: ['halted'],
    who: 'contract.approve',
    guards: ['acts_with_interest', 'halt_confirmed_already', 'proposer_decides'],
    reason: 'optional',
  },
  {
    action: 'withdraw_halt_proposal',
    from: ['signed', 'active'],
    who: 'contract.manage',
    guards: ['halt_not_proposed'],
    reason: 'required',
  },
  {
    action: 'resume',
    from: ['halted'],
    to: ['signed', 'active'],
    who: 'contract.manage',
    // What the agency has suspended for non-payment it resumes, or the payment does.
    guards: ['suspended_by_agency', 'challenge_open', 'remedy_unapplied'],
    reason: 'optional',
  },
  // The receipt of a challenge that may change the result, its being upheld, or the decision to rescind.
  { action: 'halt_for_challenge', from: ['signed', 'active'], to: 'halted', who: 'system' },
  // Nobody has ordered it by what would have been its last day.
  { action: 'lapse_halt_proposal', from: ['signed', 'active'], who: 'clock' },
  // Its last day is over, or what it was for is open no more. It stays halted for a challenge that came meanwhile.
  { action: 'end_halt', from: ['halted'], to: ['signed', 'active', 'halted'], who: 'clock' },
  // For danger, and nobody else has confirmed it.
  { action: 'lapse_halt', from: ['halted'], to: ['signed', 'active', 'halted'], who: 'clock' },
]);
