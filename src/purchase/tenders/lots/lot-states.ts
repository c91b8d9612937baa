/** States and actions of a lot that is conducted here; its table is `lot.lifecycle.ts`. */
export const LOT_STATES = [
  'open',
  'closed',
  'opened',
  'in_consultation',
  'final_offers_requested',
  'final_offers_in',
  'reviewed',
  'confirmed',
  'result_published',
  'contracted',
  'suspended',
  'failed',
  'cancelled',
] as const;
export type LotStateHere = (typeof LOT_STATES)[number];
export type LotAction =
  | 'close'
  | 'request_opening'
  | 'withdraw_opening_request'
  | 'open_bids'
  | 'qualify'
  | 'check_conformity'
  | 'begin_consultation'
  | 'change_requirement'
  | 'confirm_requirement'
  | 'refuse_requirement'
  | 'submit_response'
  | 'withdraw_from_consultation'
  | 'request_final_offers'
  | 'submit_final_offer'
  | 'close_final_offers'
  | 'fall_short'
  | 'report'
  | 'deliver_report'
  | 'record_receipt'
  | 'record_objection'
  | 'withdraw_objection'
  | 'settle_tie'
  | 'confirm'
  | 'deem_confirmed'
  | 'publish_result'
  | 'propose_replacement'
  | 'replace_award'
  | 'sign'
  | 'propose_repetition'
  | 'order_rereview'
  | 'reconstitute_panel'
  | 'apply_remedy'
  | 'apply_remedy_after_contract'
  | 'annul_failure'
  | 'propose_ending'
  | 'fail'
  | 'cancel'
  | 'suspend'
  | 'suspend_with_tender'
  | 'resume_with_tender'
  | 'resume'
  | 'resume_after_limit'
  | 'end_by_decision';
