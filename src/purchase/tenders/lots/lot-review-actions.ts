import { defineTransitions } from '../../../kernel/actions/lifecycle.js';

/** What the review of the bids does to a lot: who is qualified, whose bid conforms, the report. */
export const LOT_REVIEW = defineTransitions([
  {
    action: 'qualify',
    from: ['opened'],
    to: ['opened', 'failed'],
    who: 'bid.qualify',
    // Order 87 article 44: buyer or agent. In a consultation the panel, which must be lawful and free of ties.
    guards: [
      'not_the_qualifier',
      'acts_with_interest',
      'qualification_done',
      'panel_unlawful',
      'declarations_open',
      'member_tied',
      // Regulation article 19: as the documents announced it, or not at all.
      'grade_below_minimum',
    ],
  },
  {
    action: 'check_conformity',
    from: ['opened'],
    to: ['opened', 'failed'],
    who: 'panel.act',
    guards: [
      'qualification_open',
      'conformity_done',
      'panel_unlawful',
      'declarations_open',
      'member_tied',
      // Order 87 article 63 (4).
      'offer_above_ceiling',
    ],
  },
  // An offer whose price was not explained is invalid (Order 87 article 60): too few may be left (article 36 of the Law).
  { action: 'fall_short', from: ['opened', 'final_offers_in'], to: 'failed', who: 'system' },
  {
    action: 'report',
    from: ['opened', 'final_offers_in'],
    to: 'reviewed',
    who: 'panel.act',
    // A sheet is scored only after the checks, the declarations and the explanations: who asks for it asks for them. The
    // panel itself may have changed since, and so may what a member is tied to.
    guards: ['sheets_open', 'report_unsigned', 'panel_unlawful', 'member_tied', 'offers_too_few'],
  },
]);
