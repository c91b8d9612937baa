import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const BID_STATES = [
  'draft',
  'submitted',
  'withdrawn',
  'sealed_for_good',
  'opened',
  'valid',
  'rejected',
  'withdrawn_in_consultation',
  'won',
  'lost',
] as const;
export type BidState = (typeof BID_STATES)[number];
export type BidAction =
  | 'submit'
  | 'withdraw'
  | 'open'
  | 'seal_for_good'
  | 'lapse'
  | 'find_valid'
  | 'reject'
  | 'withdraw_from_consultation'
  | 'win'
  | 'lose';

/**
 * An agency's offer for a lot. Before the opening nobody but the bidder knows its state, and no audit or outbox row tells
 * of it; the opening writes them. `clock` and `system` mark what follows from the lot's own steps.
 */
export const bidLifecycle = defineLifecycle<BidState, BidAction>({
  name: 'bid',
  states: BID_STATES,
  initial: ['draft'],
  final: ['sealed_for_good', 'rejected', 'withdrawn_in_consultation', 'lost'],
  transitions: [
    {
      action: 'submit',
      from: ['draft', 'submitted', 'withdrawn'],
      to: 'submitted',
      who: 'bid.make',
      guards: ['lot_not_open', 'deadline_passed', 'bidder_barred'],
    },
    {
      action: 'withdraw',
      from: ['submitted'],
      to: 'withdrawn',
      who: 'bid.make',
      guards: ['deadline_passed'],
    },
    { action: 'lapse', from: ['draft', 'withdrawn'], to: 'sealed_for_good', who: 'clock' },
    { action: 'open', from: ['submitted'], to: 'opened', who: 'system' },
    { action: 'seal_for_good', from: ['submitted'], to: 'sealed_for_good', who: 'system' },
    { action: 'find_valid', from: ['opened'], to: 'valid', who: 'system' },
    { action: 'reject', from: ['opened', 'valid'], to: 'rejected', who: 'system', reason: 'required' },
    {
      action: 'withdraw_from_consultation',
      from: ['valid'],
      to: 'withdrawn_in_consultation',
      who: 'bid.make',
      reason: 'required',
    },
    { action: 'win', from: ['valid', 'lost'], to: 'won', who: 'system' },
    { action: 'lose', from: ['valid', 'won'], to: 'lost', who: 'system' },
  ],
});
