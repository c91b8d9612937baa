import { defineTransitions } from '../../../kernel/actions/lifecycle.js';

/**
 * Regulation article 9: nobody decides for the buyer on offers of a body in which they sit. What merely follows, by the clock or
 * by what others have decided, is nobody's decision.
 */
export const NO_INTEREST = 'acts_with_interest';

/** From the panel's report to the contract: Order 87 articles 68 to 71, [2014] 214 articles 28 to 30. */
export const LOT_AWARDING = defineTransitions([
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
    // It is an answer to a report that came.
    guards: [NO_INTEREST, 'report_not_delivered', 'objection_recorded'],
    reason: 'required',
  },
  {
    action: 'withdraw_objection',
    from: ['reviewed'],
    who: 'tender.approve',
    guards: [NO_INTEREST, 'objection_absent'],
    retells: 'correction',
  },
  // Order 87 articles 57 and 68: by the documents' rule, else by a draw with a public seed.
  // After the result too: the rank that follows an award which came to nothing may be tied.
  {
    action: 'settle_tie',
    from: ['reviewed', 'result_published'],
    who: 'tender.approve',
    guards: [NO_INTEREST, 'report_not_delivered', 'tie_absent'],
    reason: 'optional',
  },
  {
    action: 'confirm',
    from: ['reviewed'],
    to: 'confirmed',
    who: 'tender.approve',
    // In the order of the ranks; Law article 77: who was barred meanwhile is not awarded anything.
    guards: [NO_INTEREST, 'report_not_delivered', 'tie_open', 'rank_order', 'bidder_barred', 'remedy_unapplied'],
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
    guards: [NO_INTEREST, 'award_stands'],
    reason: 'required',
  },
  {
    action: 'replace_award',
    from: ['result_published'],
    to: ['confirmed', 'failed'],
    who: 'tender.approve',
    guards: [
      NO_INTEREST,
      'replacement_not_proposed',
      'proposer_approves',
      'tie_open',
      'bidder_barred',
      'remedy_unapplied',
    ],
    reason: 'optional',
  },
  // Follows when both parties have signed the contract, whose guards are asked there.
  { action: 'sign', from: ['result_published'], to: 'contracted', who: 'system' },
]);
