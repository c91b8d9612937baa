import { defineLifecycle, type ActionOf } from '../../kernel/actions/lifecycle.js';
import { AGENCY_ACTIONS } from './agency/agency-transitions.js';
import { ENDING } from './ending/ending-transitions.js';
import { HALTING } from './halting/halting-transitions.js';
import { CONTRACT_STATES_HERE, type ContractStateHere } from './contract-states.js';

export { type ContractStateHere };
export type ContractAction = ActionOf<typeof contractLifecycle>;

/** What the content of a contract must hold to, at its signing and at every amendment. */
export const CONTENT_GUARDS = [
  'content_incomplete',
  // Regulation article 48.
  'performance_bond_too_high',
  // Caiku [2014] 37 and Order 102 article 24, by the day of signing.
  'term_too_long',
  'term_conditions_missing',
  // State Council Order 802 article 9: a small or medium enterprise is paid within sixty days at most.
  'payment_term_too_long',
  // The same article: the period runs from the confirmation of the sum, so that the contract says when that is.
  'confirm_days_missing',
] as const;
/** Late is late, never refused: also of what has ended. */
const SINCE_SIGNING = CONTRACT_STATES_HERE.filter((state) => state !== 'draft' && state !== 'void');
/** Where a contract that was signed elsewhere may wait for its content to be confirmed: what is accepted of one that ended is paid by it. */
const UNCONFIRMED = [
  ...(['signed', 'active', 'halted', 'delivered', 'terminated', 'rescinded'] as const),
  'part_accepted',
] as const satisfies readonly ContractStateHere[];
const SIGNING_GUARDS = [
  'other_content_signed',
  'signed_already',
  // Regulation article 9: nobody signs for both sides.
  'signer_has_interest',
] as const;

/**
 * A contract that is carried out here, whether its tender was conducted here or elsewhere. It begins as the draft of an
 * award, or where it stood when it was taken over from recorded facts.
 */
export const contractLifecycle = defineLifecycle({
  name: 'contract',
  states: CONTRACT_STATES_HERE,
  initial: ['draft', 'signed', 'active', 'delivered'],
  final: ['void', 'archived'],
  transitions: [
    {
      action: 'redraft',
      from: ['draft', ...UNCONFIRMED],
      who: 'contract.manage',
      // Law article 50: what both have signed is not changed by one.
      guards: ['content_agreed'],
      reason: 'required',
    },
    {
      action: 'sign',
      from: ['draft'],
      to: ['draft', 'signed'],
      who: 'contract.sign',
      guards: [
        'award_not_active',
        // A renewal is the one that is agreed on, as long as it is.
        'renewal_not_planned',
        // The buyer's own setting, announced with the documents; no rule of law.
        'standstill_running',
        ...SIGNING_GUARDS,
        'credit_code_missing',
        // Law article 46.
        'contract_departs',
        ...CONTENT_GUARDS,
        // Order 102 article 18.
        'individual_not_suitable',
        // Regulation article 54.
        'challenge_open',
        'remedy_unapplied',
        // Law article 57.
        'purchase_suspended',
      ],
    },
    // A contract that was signed elsewhere: each side says that this is what was agreed.
    {
      action: 'confirm_content',
      from: UNCONFIRMED,
      who: 'contract.sign',
      // Until both have, it is redrafted: then what it owes is what they agreed on.
      guards: [...SIGNING_GUARDS, 'payments_missing'],
    },
    {
      action: 'withdraw_signature',
      from: ['draft'],
      who: 'contract.sign',
      guards: ['signature_absent'],
      reason: 'required',
      retells: 'correction',
    },
    {
      action: 'abandon',
      from: ['draft'],
      to: 'void',
      who: 'contract.manage',
      guards: ['award_stands'],
      reason: 'required',
    },
    // Earlier than the window only where both have moved its first day by an amendment.
    {
      action: 'start',
      from: ['signed'],
      to: 'active',
      who: 'contract.manage',
      // Regulation article 54: one that was taken over is not halted by a challenge that came before.
      guards: ['start_too_early', 'challenge_open', 'remedy_unapplied'],
    },
    // Due in 2 and 7 working days (Regulation article 50, Law article 47).
    { action: 'publish', from: SINCE_SIGNING, who: 'contract.manage', guards: ['published_already'] },
    { action: 'file', from: SINCE_SIGNING, who: 'contract.manage', guards: ['filed_already'] },
    {
      action: 'propose_amendment',
      from: ['signed', 'active', 'halted'],
      who: 'contract.manage',
      // Law article 49: all supplements together at most ten percent, and no other clause with them.
      guards: [
        'content_unconfirmed',
        'amendment_empty',
        'supplement_changes_terms',
        'supplement_too_high',
        // Law articles 46 and 50: the term is not another than the one that was announced.
        'contract_departs',
        ...CONTENT_GUARDS,
        // What money was asked for already is as it was agreed on.
        'instalment_requested',
      ],
      reason: 'required',
    },
    {
      action: 'amend',
      from: ['signed', 'active', 'halted'],
      who: 'contract.sign',
      // Asked anew: another amendment, or another rule, may have come into force since it was proposed.
      guards: [
        'amendment_unknown',
        ...SIGNING_GUARDS,
        'amendment_outdated',
        'supplement_too_high',
        'contract_departs',
        ...CONTENT_GUARDS,
        'instalment_requested',
      ],
    },
    {
      action: 'withdraw_amendment',
      from: ['signed', 'active', 'halted'],
      who: 'contract.manage',
      guards: ['amendment_unknown'],
      reason: 'required',
      retells: 'correction',
    },
    {
      action: 'publish_amendment',
      from: SINCE_SIGNING,
      who: 'contract.manage',
      guards: ['amendment_not_agreed', 'published_already'],
    },
    {
      action: 'ask_team_change',
      from: ['signed', 'active'],
      who: 'contract.deliver',
      guards: ['team_change_pending'],
      reason: 'required',
    },
    { action: 'change_team', from: ['signed', 'active'], who: 'contract.manage', guards: ['team_change_not_asked'] },
    {
      action: 'refuse_team_change',
      from: ['signed', 'active'],
      who: 'contract.manage',
      guards: ['team_change_not_asked'],
      reason: 'required',
    },
    {
      action: 'ask_subcontract',
      from: ['signed', 'active'],
      who: 'contract.deliver',
      guards: ['subcontract_pending'],
      reason: 'required',
    },
    {
      action: 'consent_subcontract',
      from: ['signed', 'active'],
      who: 'contract.manage',
      // Law article 48, Regulation article 72 (4): with the buyer's consent, and never the whole.
      guards: ['subcontract_not_asked', 'subcontract_of_the_whole'],
    },
    {
      action: 'refuse_subcontract',
      from: ['signed', 'active'],
      who: 'contract.manage',
      guards: ['subcontract_not_asked'],
      reason: 'required',
    },
    ...HALTING,
    {
      action: 'deliver',
      from: ['active'],
      to: 'delivered',
      who: 'contract.deliver',
      guards: ['milestones_open'],
    },
    ...AGENCY_ACTIONS,
    ...ENDING,
  ],
});

export { recordedContractLifecycle } from './recorded-contract.lifecycle.js';
