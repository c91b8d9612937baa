import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const LOT_STATES = [
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
  | 'request_opening'
  | 'open_bids'
  | 'qualify'
  | 'check_conformity'
  | 'begin_consultation'
  | 'change_requirement'
  | 'confirm_requirement'
  | 'withdraw_from_consultation'
  | 'request_final_offers'
  | 'submit_final_offer'
  | 'close_final_offers'
  | 'report'
  | 'deliver_report'
  | 'confirm'
  | 'deem_confirmed'
  | 'publish_result'
  | 'propose_replacement'
  | 'replace_award'
  | 'sign'
  | 'apply_remedy'
  | 'fail'
  | 'cancel'
  | 'suspend'
  | 'resume';

const BEFORE_CONTRACT = [
  'closed',
  'opened',
  'in_consultation',
  'final_offers_requested',
  'final_offers_in',
  'reviewed',
  'confirmed',
  'result_published',
] as const satisfies readonly LotStateHere[];

/**
 * A lot of a tender conducted here, from the deadline on. Each fails, is awarded and is contracted alone. Consultation:
 * Caiku [2014] 214 and [2015] 124; open tender: Order 87.
 */
export const lotLifecycle = defineLifecycle<LotStateHere, LotAction>({
  name: 'lot',
  states: LOT_STATES,
  initial: ['closed'],
  final: ['contracted', 'failed', 'cancelled'],
  transitions: [
    { action: 'request_opening', from: ['closed'], who: 'tender.open', guards: ['opening_requested'] },
    {
      action: 'open_bids',
      from: ['closed'],
      to: ['opened', 'failed'],
      who: 'tender.open',
      // Two different persons; fewer than three suppliers at the deadline: the lot fails, its bids stay sealed for good.
      guards: ['opening_not_requested', 'opener_is_requester', 'opener_has_interest'],
    },
    {
      action: 'qualify',
      from: ['opened'],
      to: ['opened', 'failed'],
      who: 'bid.qualify',
      // Order 87 article 44: buyer or agent; in a consultation the group (214 article 16).
      guards: ['not_the_qualifier', 'qualification_done', 'panel_unlawful', 'declarations_open'],
    },
    {
      action: 'check_conformity',
      from: ['opened'],
      to: ['opened', 'failed'],
      who: 'panel.act',
      guards: ['qualification_open', 'conformity_done', 'panel_unlawful', 'declarations_open'],
    },
    {
      action: 'begin_consultation',
      from: ['opened'],
      to: 'in_consultation',
      who: 'panel.act',
      guards: ['not_a_consultation', 'conformity_open', 'panel_unlawful', 'declarations_open'],
    },
    { action: 'change_requirement', from: ['in_consultation'], who: 'panel.act', reason: 'required' },
    {
      action: 'confirm_requirement',
      from: ['in_consultation'],
      who: 'tender.manage',
      // 214 article 20: the buyer's representative confirms, then all suppliers are told at once.
      guards: ['requirement_not_proposed'],
    },
    {
      action: 'withdraw_from_consultation',
      from: ['in_consultation', 'final_offers_requested'],
      who: 'bid.make',
      guards: ['final_offer_made'],
      reason: 'required',
    },
    {
      action: 'request_final_offers',
      from: ['in_consultation'],
      to: ['final_offers_requested', 'failed'],
      who: 'panel.act',
      guards: ['requirement_unconfirmed', 'final_deadline_past'],
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
      to: ['final_offers_in', 'failed'],
      // Two offers carry a purchased service on ([2015] 124); one ends it.
      who: 'clock',
    },
    {
      action: 'report',
      from: ['opened', 'final_offers_in'],
      to: 'reviewed',
      who: 'panel.act',
      guards: ['consultation_unfinished', 'sheets_open', 'declarations_open', 'explanations_open', 'report_unsigned'],
    },
    { action: 'deliver_report', from: ['reviewed'], who: 'report.deliver', guards: ['report_delivered'] },
    {
      action: 'confirm',
      from: ['reviewed'],
      to: 'confirmed',
      who: 'tender.approve',
      // Order 87 article 68, 214 article 28: in the order of the ranks.
      guards: ['report_not_delivered', 'rank_order', 'challenge_open'],
    },
    {
      action: 'deem_confirmed',
      from: ['reviewed'],
      to: 'confirmed',
      // Five working days after the report, unless a lawful reason is recorded: the first rank is taken as confirmed.
      who: 'clock',
    },
    {
      action: 'publish_result',
      from: ['confirmed'],
      to: 'result_published',
      who: 'tender.draft',
      guards: ['losers_untold'],
    },
    {
      action: 'propose_replacement',
      from: ['result_published'],
      who: 'tender.manage',
      guards: ['award_stands'],
      reason: 'required',
    },
    {
      action: 'replace_award',
      from: ['result_published'],
      to: ['confirmed', 'failed'],
      who: 'tender.approve',
      guards: ['replacement_not_proposed'],
      reason: 'optional',
    },
    {
      action: 'sign',
      from: ['result_published'],
      to: 'contracted',
      who: 'contract.sign',
      // Regulation article 54.
      guards: ['challenge_open', 'standstill_running'],
    },
    {
      action: 'apply_remedy',
      from: ['reviewed', 'confirmed', 'result_published'],
      to: ['reviewed', 'failed'],
      who: 'tender.manage',
      guards: ['remedy_not_decided'],
      reason: 'required',
    },
    {
      action: 'fail',
      from: BEFORE_CONTRACT,
      to: 'failed',
      who: 'tender.end',
      guards: ['ground_not_lawful'],
      reason: 'required',
    },
    {
      action: 'cancel',
      from: BEFORE_CONTRACT,
      to: 'cancelled',
      who: 'tender.end',
      guards: ['ground_not_lawful'],
      reason: 'required',
    },
    {
      action: 'suspend',
      from: BEFORE_CONTRACT,
      to: 'suspended',
      who: 'remedy.decide',
      reason: 'required',
    },
    {
      action: 'resume',
      from: ['suspended'],
      to: BEFORE_CONTRACT,
      who: 'remedy.decide',
      reason: 'optional',
    },
  ],
});
