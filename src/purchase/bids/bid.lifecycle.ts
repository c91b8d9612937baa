import { defineLifecycle, type Transition } from '../../kernel/actions/lifecycle.js';

const BID_STATES = [
  'draft',
  'submitted',
  'withdrawn',
  'sealed_for_good',
  'opened',
  'unreadable',
  'valid',
  'rejected',
  'withdrawn_in_consultation',
  'won',
  'lost',
] as const;
export type BidState = (typeof BID_STATES)[number];

const SEALED: readonly Transition<BidState>[] = [
  {
    action: 'submit',
    from: ['draft', 'submitted', 'withdrawn'],
    to: 'submitted',
    who: 'bid.make',
    // Only what is known of the bidder itself may refuse: a sealed bid of another must not show in an answer.
    guards: ['lot_not_open', 'deadline_passed', 'bidder_barred', 'lot_reserved'],
  },
  {
    action: 'withdraw',
    from: ['submitted'],
    to: 'withdrawn',
    who: 'bid.make',
    guards: ['deadline_passed'],
  },
  { action: 'lapse', from: ['draft', 'withdrawn'], to: 'sealed_for_good', who: 'clock' },
  { action: 'lapse_with_lot', from: ['draft', 'withdrawn'], to: 'sealed_for_good', who: 'system' },
  // An altered ciphertext; it counts among the suppliers, and the bidder's own copy may stand for it by its hash.
  { action: 'mark_unreadable', from: ['submitted'], to: 'unreadable', who: 'system' },
  { action: 'open', from: ['submitted'], to: 'opened', who: 'system' },
  { action: 'seal_for_good', from: ['submitted'], to: 'sealed_for_good', who: 'system' },
  // Until the panel's check of conformity rejects it.
  { action: 'restore', from: ['unreadable'], to: 'opened', who: 'bid.make', guards: ['copy_differs'] },
];

/** What follows from the panel's checks. A low price is asked about in the review: asking changes nothing of the bid. */
const CHECKED: readonly Transition<BidState>[] = [
  { action: 'find_valid', from: ['opened'], to: 'valid', who: 'system' },
  { action: 'reject', from: ['opened', 'valid', 'unreadable'], to: 'rejected', who: 'system', reason: 'required' },
];

/** What follows from the steps of a consultation. The final offer is part of the bid: [2014] 214 article 21. */
const CONSULTED: readonly Transition<BidState>[] = [
  { action: 'withdraw_from_consultation', from: ['valid'], to: 'withdrawn_in_consultation', who: 'system' },
  { action: 'open_final_offer', from: ['valid'], who: 'system' },
  // It could not be read: its bidder's own copy may stand for it, until the panel begins to score.
  {
    action: 'restore_final_offer',
    from: ['rejected'],
    to: ['valid', 'rejected'],
    who: 'bid.make',
    guards: ['copy_differs'],
  },
];

/** The review is repeated, by the same panel or by another, or its failure was unlawful. */
const createReconsideration = (from: readonly BidState[]): Transition<BidState> => ({
  action: 'reconsider',
  from,
  to: ['opened', 'unreadable', 'valid'],
  who: 'system',
  retells: 'correction',
});

/** What the result makes of those that were left. One that lost may win where an award comes to nothing. */
const DECIDED: readonly Transition<BidState>[] = [
  { action: 'win', from: ['valid', 'lost'], to: 'won', who: 'system' },
  { action: 'lose', from: ['opened', 'valid', 'won'], to: 'lost', who: 'system' },
];

/**
 * An agency's offer for a lot. Before the opening nobody but the bidder knows its state, and no audit or outbox row tells
 * of it; the opening writes them. `clock` and `system` mark what follows from the lot's own steps.
 */
export const bidLifecycle = defineLifecycle({
  name: 'bid',
  states: BID_STATES,
  initial: ['draft'],
  final: ['sealed_for_good', 'rejected', 'withdrawn_in_consultation', 'lost'],
  transitions: [
    ...SEALED,
    ...CHECKED,
    ...CONSULTED,
    createReconsideration(['valid', 'rejected', 'won', 'lost']),
    ...DECIDED,
  ],
});
