import { defineTransitions } from '../../../kernel/actions/lifecycle.js';
import { NO_INTEREST } from './lot-award-actions.js';
import type { LotStateHere } from './lot-states.js';

/** From the opening to the report of the panel. */
const UNDER_REVIEW = [
  'opened',
  'in_consultation',
  'final_offers_requested',
  'final_offers_in',
  'reviewed',
] as const satisfies readonly LotStateHere[];
/** Somebody was promised something: who proposes to end it does not decide it. */
const AWARDED = ['confirmed', 'result_published'] as const satisfies readonly LotStateHere[];
const BEFORE_AWARD = ['open', 'closed', ...UNDER_REVIEW] as const;
/** Where a lot may stand after an award was made, whatever has become of that. */
const AFTER_OPENING = [...UNDER_REVIEW, ...AWARDED] as const;
const AFTER_DEADLINE = ['closed', ...AFTER_OPENING] as const;

/** What undoes, repeats or ends the review of a lot: re-review, remedies, failure, suspension. */
export const LOT_REMEDIES = defineTransitions([
  // Order 87 articles 64 and 67: buyer and agent may find it. What would unmake an award, or rests on what persons alone
  // know, another person of the buyer orders.
  {
    action: 'propose_repetition',
    from: ['reviewed', ...AWARDED],
    who: 'tender.draft',
    guards: [NO_INTEREST, 'end_ground_unproven'],
    reason: 'required',
  },
  {
    action: 'order_rereview',
    from: ['reviewed'],
    to: ['opened', 'final_offers_in'],
    who: 'tender.draft',
    // Order 87 article 64, [2014] 214 article 32: after the report only by the original panel, on a closed list, which is held
    // against its scores; what was decided of the first report is applied before there is another.
    guards: [NO_INTEREST, 'rereview_ground_missing', 'end_ground_unproven', 'remedy_unapplied'],
    reason: 'required',
  },
  {
    action: 'order_rereview',
    from: AWARDED,
    to: ['opened', 'final_offers_in'],
    who: 'tender.approve',
    guards: [
      NO_INTEREST,
      'ending_not_proposed',
      'proposer_approves',
      'rereview_ground_missing',
      'end_ground_unproven',
      'remedy_unapplied',
    ],
    reason: 'required',
  },
  {
    action: 'reconstitute_panel',
    from: ['reviewed', ...AWARDED],
    to: 'opened',
    who: 'tender.approve',
    // Order 87 article 67: no score shows that a panel was unlawful, influenced or bribed.
    guards: [NO_INTEREST, 'panel_result_stands', 'not_an_open_tender', 'ending_not_proposed', 'proposer_approves'],
    reason: 'required',
  },
  {
    // Order 94 articles 16, 31 and 32: before a result the purchase begins anew, from it on another candidate may follow.
    action: 'apply_remedy',
    from: AFTER_DEADLINE,
    to: ['reviewed', 'failed'],
    who: 'tender.manage',
    guards: ['remedy_not_decided', 'effect_not_lawful'],
    reason: 'required',
  },
  {
    action: 'apply_remedy_after_contract',
    from: ['contracted'],
    to: ['reviewed', 'failed'],
    who: 'tender.manage',
    guards: ['remedy_not_decided', 'contract_stands', 'effect_not_lawful'],
    reason: 'required',
  },
  // Order 94 article 32: a failure that was declared unlawfully.
  // With its report the lot is decided on anew, with its final offers it is scored by another panel, else its bids are
  // looked at anew from the opening.
  {
    action: 'annul_failure',
    from: ['failed'],
    to: ['opened', 'final_offers_in', 'reviewed'],
    who: 'tender.manage',
    guards: ['remedy_not_decided', 'bids_sealed_for_good', 'lot_in_new_round'],
    reason: 'required',
    retells: 'correction',
  },
  {
    action: 'fail',
    from: BEFORE_AWARD,
    to: 'failed',
    who: 'tender.end',
    // Law article 36. Where an award was made before, by two persons, whatever has happened since.
    guards: [NO_INTEREST, 'ending_not_proposed', 'proposer_approves', 'fail_ground_missing', 'end_ground_unproven'],
    reason: 'required',
  },
  {
    action: 'cancel',
    from: BEFORE_AWARD,
    to: 'cancelled',
    who: 'tender.end',
    guards: [NO_INTEREST, 'ending_not_proposed', 'proposer_approves', 'cancel_ground_missing', 'end_ground_unproven'],
    reason: 'required',
  },
  {
    action: 'propose_ending',
    from: AFTER_OPENING,
    who: 'tender.manage',
    guards: [NO_INTEREST, 'end_ground_unproven', 'hearing_too_short'],
    reason: 'required',
  },
  {
    action: 'fail',
    from: AWARDED,
    to: 'failed',
    who: 'tender.approve',
    guards: [
      NO_INTEREST,
      'ending_not_proposed',
      'proposer_approves',
      'fail_ground_missing',
      'end_ground_unproven',
      // Its winners have said what they have to say, or their time is over.
      'hearing_running',
    ],
    reason: 'required',
  },
  {
    action: 'cancel',
    from: AWARDED,
    to: 'cancelled',
    who: 'tender.approve',
    guards: [
      NO_INTEREST,
      'ending_not_proposed',
      'proposer_approves',
      'cancel_ground_missing',
      'end_ground_unproven',
      // Its winners have said what they have to say, or their time is over.
      'hearing_running',
    ],
    reason: 'required',
  },
  // Law article 57, Order 94 article 28: while a complaint is dealt with, at most 30 days.
  {
    action: 'suspend',
    from: AFTER_DEADLINE,
    to: 'suspended',
    who: 'remedy.decide',
    guards: ['authority_not_competent', 'suspension_groundless', 'suspension_too_long'],
    reason: 'required',
  },
  // Until the deadline, which the lots share, a tender is suspended and resumed as a whole.
  { action: 'suspend_with_tender', from: ['open'], to: 'suspended', who: 'system' },
  { action: 'resume_with_tender', from: ['suspended'], to: 'open', who: 'system' },
  {
    action: 'resume',
    from: ['suspended'],
    to: AFTER_DEADLINE,
    who: 'remedy.decide',
    guards: ['authority_not_competent'],
    reason: 'optional',
  },
  // Order 94 article 28: when the days of the notice are over it goes on by itself; its buyer need not wait for that.
  { action: 'resume_at_end', from: ['suspended'], to: AFTER_DEADLINE, who: 'system' },
  {
    action: 'resume_after_limit',
    from: ['suspended'],
    to: AFTER_DEADLINE,
    who: 'tender.manage',
    guards: ['suspension_running'],
    reason: 'optional',
  },
  {
    action: 'end_by_decision',
    from: ['suspended'],
    to: ['failed', 'cancelled'],
    who: 'tender.end',
    guards: ['remedy_not_decided'],
    reason: 'required',
  },
]);
