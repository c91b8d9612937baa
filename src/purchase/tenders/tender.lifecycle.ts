import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const TENDER_STATES = [
  'draft',
  'in_review',
  'planned',
  'intent_published',
  'open',
  'suspended',
  'closed',
  'failed',
  'cancelled',
] as const;
export type TenderStateHere = (typeof TENDER_STATES)[number];

/**
 * A tender conducted here, as a whole: from the draft to the deadline. Its lots lead from there (`lot.lifecycle.ts`), so
 * `closed` is the end of this table and not of the purchase.
 */
export const tenderLifecycle = defineLifecycle({
  name: 'tender',
  states: TENDER_STATES,
  initial: ['draft'],
  final: ['closed', 'failed', 'cancelled'],
  transitions: [
    {
      action: 'submit',
      from: ['draft'],
      to: 'in_review',
      who: 'tender.draft',
      collects: true,
      guards: [
        'method_not_conducted',
        // Order 102 articles 5 and 8.
        'buyer_not_eligible',
        // Order 102 article 10.
        'not_purchasable',
        'lots_incomplete',
        'window_missing',
        'lot_window_incomplete',
        'service_lines_missing',
        'lot_line_missing',
        'lot_lines_overlap',
        'criteria_incomplete',
        // Regulation article 20 (4): no points for a place's or trade's own deeds or prizes; article 34: quantified.
        'criterion_forbidden',
        'criterion_unquantified',
        // Regulation article 33: two percent of the budget.
        'bid_bond_too_high',
        // Regulation article 48, Order 102 article 24: what no contract may say, its documents do not announce.
        'terms_uncontractable',
        // Regulation article 30: the highest prices lie within the budget.
        'budget_below_ceilings',
        'budget_exceeded',
        'requirement_missing',
        'unit_prices_unsettled',
        // What the issue is asked on its day, as of the planned one, as far as the draft alone decides it.
        'insufficient_data',
        'programme_not_approved',
        // Caiku [2021] 22 article 18: two like contracts in general, more with a reason.
        'like_contracts_too_many',
        'price_weight_unlawful',
        'deduction_unlawful',
        'preparation_too_short',
        'documents_too_short',
        'notice_too_short',
      ],
    },
    {
      action: 'approve',
      from: ['in_review'],
      to: 'planned',
      who: 'tender.approve',
      // Regulation on the Implementation of the Government Procurement Law, article 15 II: opinions of the public.
      guards: ['author_approves', 'opinion_missing', 'risk_unexplained'],
      reason: 'optional',
    },
    { action: 'return', from: ['in_review'], to: 'draft', who: 'tender.approve', reason: 'required' },
    { action: 'revise', from: ['planned', 'intent_published'], to: 'draft', who: 'tender.manage', reason: 'required' },
    {
      action: 'request_method_approval',
      from: ['planned', 'intent_published'],
      who: 'tender.manage',
      guards: ['method_approval_needless', 'method_approval_pending', 'method_approval_refused'],
      reason: 'required',
    },
    {
      action: 'grant_method_approval',
      from: ['planned', 'intent_published'],
      who: 'method.approve',
      // Law article 27: the finance department of a city with districts, or above.
      guards: ['method_approval_not_asked', 'requester_decides', 'authority_level_too_low'],
      reason: 'optional',
    },
    {
      action: 'refuse_method_approval',
      from: ['planned', 'intent_published'],
      who: 'method.approve',
      guards: ['method_approval_not_asked'],
      reason: 'required',
    },
    { action: 'publish_intent', from: ['planned'], to: 'intent_published', who: 'tender.manage' },
    {
      action: 'issue',
      from: ['planned', 'intent_published'],
      to: 'open',
      who: 'tender.draft',
      guards: [
        // Article 27 of the Law, 23 of the Regulation; whether a threshold applies must be known, else `insufficient_data`.
        'insufficient_data',
        'method_approval_missing',
        // Law article 37: another method than that of the tender that failed is approved, whatever the sum.
        'way_not_approved',
        // Order 102 articles 11 and 14: in the catalogue, and the money is there.
        'programme_not_approved',
        // Caiku [2020] 10: in principle 30 days before; less or none with a reason.
        'intent_unexplained',
        // Order 87 article 55, Caiku [2014] 214 article 24.
        'price_weight_unlawful',
        // Caiku [2020] 46 article 9, [2022] 19, by the day of the notice.
        'deduction_unlawful',
        // Article 35 of the Law; 214 article 10.
        'preparation_too_short',
        // Regulation article 31; 214 article 10.
        'documents_too_short',
        // Order 87 article 16; Caiku [2015] 135.
        'notice_too_short',
      ],
      // Why there was no intent, or one so late.
      reason: 'optional',
    },
    {
      action: 'correct',
      from: ['open'],
      who: 'tender.draft',
      guards: [
        // Order 87 article 27: neither the object nor the qualifications; a consultation is held to the same here.
        'correction_changes_object',
        'correction_changes_qualification',
        // What the documents come to is asked what the draft was asked.
        'not_purchasable',
        'lots_incomplete',
        'criteria_incomplete',
        'criterion_forbidden',
        'criterion_unquantified',
        'bid_bond_too_high',
        'terms_uncontractable',
        'price_weight_unlawful',
        'deduction_unlawful',
        'requirement_missing',
        'unit_prices_unsettled',
        // Higher prices are asked what the draft and its issue were asked.
        'budget_below_ceilings',
        'budget_exceeded',
        'insufficient_data',
        'method_approval_missing',
        // Law article 37: no more than the change of method was granted for.
        'way_not_approved',
        'deadline_moved_forward',
        // Given out no shorter than was announced.
        'documents_too_short',
        // Regulation article 31 II: 15 days; 214 article 10: 5 days; else the deadline moves.
        'clarification_too_late',
      ],
      reason: 'required',
      retells: 'correction',
    },
    // Sees the tender from the deadline on, and may be the second to open its bids.
    { action: 'appoint_witness', from: ['open'], who: 'tender.manage', guards: ['witness_has_interest'] },
    { action: 'close', from: ['open'], to: 'closed', who: 'clock' },
    // Law article 36, [2014] 214 article 34: a closed list of grounds.
    {
      action: 'fail',
      from: ['open'],
      to: 'failed',
      who: 'tender.end',
      guards: ['fail_ground_missing', 'end_ground_unproven'],
      reason: 'required',
    },
    {
      action: 'cancel',
      from: ['draft', 'in_review', 'planned', 'intent_published', 'open'],
      to: 'cancelled',
      who: 'tender.end',
      // From the issue on only on a closed list: article 36 of the Law, [2014] 214 article 35.
      guards: ['cancel_ground_missing', 'end_ground_unproven'],
      reason: 'required',
    },
    {
      action: 'suspend',
      from: ['open'],
      to: 'suspended',
      who: 'remedy.decide',
      // Law article 57, Order 94 article 28: while a complaint is dealt with, at most 30 days.
      guards: ['authority_not_competent', 'suspension_groundless', 'suspension_too_long'],
      reason: 'required',
    },
    // The deadline is computed: at least the time that was left goes on.
    {
      action: 'resume',
      from: ['suspended'],
      to: 'open',
      who: 'remedy.decide',
      guards: ['authority_not_competent'],
      reason: 'optional',
    },
    // Order 94 article 28: when the days of the notice are over it goes on by itself; its buyer need not wait for that.
    { action: 'resume_at_end', from: ['suspended'], to: 'open', who: 'system' },
    {
      action: 'resume_after_limit',
      from: ['suspended'],
      to: 'open',
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
  ],
});
