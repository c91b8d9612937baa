import { defineTransitions } from '../../../kernel/actions/lifecycle.js';

/** Whoever of the panel acts, it sits there as the law asks: a member may have been replaced since the checks. */
const PANEL = ['panel_unlawful', 'declarations_open', 'member_tied'] as const;

/** From the talks with every supplier to one sealed final offer of each: Caiku [2014] 214 articles 19 to 22, [2015] 124. */
export const LOT_CONSULTATION = defineTransitions([
  {
    action: 'begin_consultation',
    from: ['opened'],
    to: 'in_consultation',
    who: 'panel.act',
    guards: ['not_a_consultation', 'conformity_open', 'panel_unlawful', 'declarations_open', 'member_tied'],
  },
  {
    action: 'change_requirement',
    from: ['in_consultation'],
    who: 'panel.act',
    // 214 article 20: technical and service requirements and the draft of the contract, nothing else.
    guards: ['requirement_proposed', ...PANEL],
    reason: 'required',
  },
  {
    action: 'confirm_requirement',
    from: ['in_consultation'],
    who: 'tender.manage',
    // The buyer's representative confirms, then all suppliers are told at once and answer anew.
    guards: ['acts_with_interest', 'requirement_not_proposed', 'answer_time_too_short'],
  },
  {
    action: 'refuse_requirement',
    from: ['in_consultation'],
    who: 'tender.manage',
    guards: ['acts_with_interest', 'requirement_not_proposed'],
    reason: 'required',
  },
  {
    action: 'submit_response',
    from: ['in_consultation'],
    who: 'bid.make',
    // Once for each change, within the time that was set for all.
    guards: ['not_in_consultation', 'response_not_asked', 'deadline_passed'],
  },
  {
    action: 'withdraw_from_consultation',
    from: ['in_consultation', 'final_offers_requested'],
    who: 'bid.make',
    guards: ['not_in_consultation', 'final_offer_made'],
    reason: 'required',
  },
  {
    action: 'request_final_offers',
    from: ['in_consultation'],
    // Of those who answered every change; one left ends it: [2015] 124.
    to: ['final_offers_requested', 'failed'],
    who: 'panel.act',
    guards: ['requirement_unconfirmed', 'responses_running', 'final_deadline_past', 'answer_time_too_short', ...PANEL],
  },
  {
    action: 'submit_final_offer',
    from: ['final_offers_requested'],
    who: 'bid.make',
    guards: ['not_in_consultation', 'final_offer_made', 'deadline_passed'],
  },
  {
    action: 'close_final_offers',
    from: ['final_offers_requested'],
    // Two offers carry a purchased service on; one ends it.
    to: ['final_offers_in', 'failed'],
    who: 'clock',
  },
]);
