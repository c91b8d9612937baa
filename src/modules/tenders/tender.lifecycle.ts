import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

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
export type TenderAction =
  | 'submit'
  | 'approve'
  | 'return'
  | 'revise'
  | 'request_method_approval'
  | 'grant_method_approval'
  | 'refuse_method_approval'
  | 'publish_intent'
  | 'issue'
  | 'correct'
  | 'suspend'
  | 'resume'
  | 'close'
  | 'fail'
  | 'cancel';

/**
 * A tender conducted here, as a whole: from the draft to the deadline. Its lots lead from there (`lot.lifecycle.ts`), so
 * `closed` is the end of this table and not of the purchase.
 */
export const tenderLifecycle = defineLifecycle<TenderStateHere, TenderAction>({
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
      guards: [
        'method_not_conducted',
        'lots_incomplete',
        'window_missing',
        'service_lines_missing',
        'criteria_incomplete',
        'budget_exceeded',
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
      guards: ['method_approval_needless', 'method_approval_pending'],
      reason: 'required',
    },
    {
      action: 'grant_method_approval',
      from: ['planned', 'intent_published'],
      who: 'method.approve',
      guards: ['method_approval_not_asked'],
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
        // Caiku [2020] 10: in principle 30 days before; less or none with a reason.
        'intent_unexplained',
        // Order 87 article 55, Caiku [2014] 214 article 24.
        'price_weight_unlawful',
        // Article 35 of the Law; 214 article 10.
        'preparation_too_short',
        // Regulation article 31; 214 article 10.
        'documents_too_short',
        // Order 87 article 16; Caiku [2015] 135.
        'notice_too_short',
        'deadline_not_working_day',
      ],
    },
    {
      action: 'correct',
      from: ['open'],
      who: 'tender.draft',
      // Regulation article 31 II: 15 days; 214 article 10: 5 days; else the deadline moves.
      guards: ['deadline_moved_forward', 'clarification_too_late', 'deadline_not_working_day'],
      reason: 'required',
    },
    { action: 'suspend', from: ['open'], to: 'suspended', who: 'remedy.decide', reason: 'required' },
    {
      action: 'resume',
      from: ['suspended'],
      to: 'open',
      who: 'remedy.decide',
      // At least the time that was left goes on.
      guards: ['time_left_shortened', 'deadline_not_working_day'],
      reason: 'optional',
    },
    { action: 'close', from: ['open'], to: 'closed', who: 'clock' },
    { action: 'fail', from: ['open', 'suspended'], to: 'failed', who: 'tender.end', reason: 'required' },
    {
      action: 'cancel',
      from: ['draft', 'in_review', 'planned', 'intent_published', 'open', 'suspended'],
      to: 'cancelled',
      who: 'tender.end',
      // From the issue on only on the closed list of article 36 of the Law.
      guards: ['ground_not_lawful'],
      reason: 'required',
    },
  ],
});
