import { defineLifecycle, type Transition } from '../../platform/lifecycle/lifecycle.js';
import { LOT_REMEDIES } from './lot.remedies.js';
import { LOT_REVIEW } from './lot.review.js';
import { LOT_STATES, type LotAction, type LotStateHere } from './lot.states.js';

const OPENING: readonly Transition<LotStateHere, LotAction>[] = [
  { action: 'close', from: ['open'], to: 'closed', who: 'clock' },
  {
    action: 'request_opening',
    from: ['closed'],
    who: 'tender.open',
    guards: ['opening_requested', 'opener_has_interest'],
  },
  {
    action: 'withdraw_opening_request',
    from: ['closed'],
    who: 'tender.open',
    guards: ['opening_not_requested', 'opener_is_not_requester'],
  },
  {
    action: 'open_bids',
    from: ['closed'],
    to: ['opened', 'failed'],
    who: 'tender.open',
    // Two different persons. Fewer than three suppliers at the deadline: the lot fails, its bids stay sealed for good.
    guards: ['opening_not_requested', 'opener_is_requester', 'opener_has_interest'],
  },
];

const PERFORMED: readonly LotStateHere[] = ['open', 'closed', 'opened', 'reviewed', 'failed'];

/** A lot up to the report of its panel: what is performed here. Nobody asks for final offers yet. */
export const openingLifecycle = defineLifecycle<LotStateHere, LotAction>({
  name: 'lot',
  states: PERFORMED,
  initial: ['open'],
  final: ['reviewed', 'failed'],
  transitions: [
    ...OPENING,
    ...LOT_REVIEW.map((t) => ({ ...t, from: t.from.filter((state) => PERFORMED.includes(state)) })),
  ],
});

/**
 * A lot of a tender conducted here, from its issue on: each fails, is awarded and is contracted alone. Consultation: Caiku
 * [2014] 214 and [2015] 124; open tender: Order 87. What `system` does follows from another step: too few suppliers are an
 * outcome, not a refusal.
 */
export const lotLifecycle = defineLifecycle<LotStateHere, LotAction>({
  name: 'lot',
  states: LOT_STATES,
  initial: ['open'],
  final: ['contracted', 'failed', 'cancelled'],
  transitions: [
    ...OPENING,
    ...LOT_REVIEW,
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
      guards: ['requirement_proposed', 'member_tied'],
      reason: 'required',
    },
    {
      action: 'confirm_requirement',
      from: ['in_consultation'],
      who: 'tender.manage',
      // The buyer's representative confirms, then all suppliers are told at once and answer anew.
      guards: ['requirement_not_proposed'],
    },
    {
      action: 'refuse_requirement',
      from: ['in_consultation'],
      who: 'tender.manage',
      guards: ['requirement_not_proposed'],
      reason: 'required',
    },
    {
      action: 'submit_response',
      from: ['in_consultation'],
      who: 'bid.make',
      guards: ['not_in_consultation', 'response_not_asked'],
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
      // One left ends it: [2015] 124.
      to: ['final_offers_requested', 'failed'],
      who: 'panel.act',
      guards: ['requirement_unconfirmed', 'final_deadline_past', 'member_tied'],
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
    { action: 'deliver_report', from: ['reviewed'], who: 'report.deliver', guards: ['report_delivered'] },
    // An agent that is gone does not hold the buyer up.
    {
      action: 'record_receipt',
      from: ['reviewed'],
      who: 'tender.manage',
      guards: ['report_delivered'],
      reason: 'required',
    },
    // Order 87 article 68, 214 article 28: a lawful reason on record stops the clock of `deem_confirmed`.
    {
      action: 'record_objection',
      from: ['reviewed'],
      who: 'tender.approve',
      guards: ['objection_recorded'],
      reason: 'required',
    },
    { action: 'withdraw_objection', from: ['reviewed'], who: 'tender.approve', guards: ['objection_absent'] },
    // Order 87 articles 57 and 68: by the documents' rule, else by a draw with a public seed.
    { action: 'settle_tie', from: ['reviewed'], who: 'tender.approve', guards: ['tie_absent'] },
    {
      action: 'confirm',
      from: ['reviewed'],
      to: 'confirmed',
      who: 'tender.approve',
      // In the order of the ranks.
      guards: ['report_not_delivered', 'tie_open', 'rank_order', 'remedy_unapplied'],
    },
    {
      action: 'deem_confirmed',
      from: ['reviewed'],
      to: 'confirmed',
      // Five working days after the report, unless a lawful reason is on record: the first rank that still stands.
      who: 'clock',
    },
    {
      action: 'publish_result',
      from: ['confirmed'],
      to: 'result_published',
      who: 'tender.draft',
      guards: ['remedy_unapplied'],
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
      guards: ['replacement_not_proposed', 'proposer_approves', 'remedy_unapplied'],
      reason: 'optional',
    },
    // Follows when both parties have signed the contract, whose guards are asked there.
    { action: 'sign', from: ['result_published'], to: 'contracted', who: 'system' },
    ...LOT_REMEDIES,
  ],
});
