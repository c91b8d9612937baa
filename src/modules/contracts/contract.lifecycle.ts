import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const CONTRACT_STATES_HERE = [
  'draft',
  'void',
  'signed',
  'active',
  'halted',
  'delivered',
  'terminated',
  'rescinded',
  'accepted',
  'part_accepted',
  'settled',
  'archived',
] as const;
export type ContractStateHere = (typeof CONTRACT_STATES_HERE)[number];
export type ContractAction =
  | 'redraft'
  | 'sign'
  | 'withdraw_signature'
  | 'abandon'
  | 'start'
  | 'publish'
  | 'file'
  | 'amend'
  | 'change_team'
  | 'consent_subcontract'
  | 'halt'
  | 'halt_for_challenge'
  | 'resume'
  | 'deliver'
  | 'terminate'
  | 'rescind'
  | 'conclude_acceptance'
  | 'close_unperformed'
  | 'settle'
  | 'archive';

/** A contract that is carried out here, whether its tender was conducted here or elsewhere. */
export const contractLifecycle = defineLifecycle<ContractStateHere, ContractAction>({
  name: 'contract',
  states: CONTRACT_STATES_HERE,
  initial: ['draft', 'signed'],
  final: ['void', 'archived'],
  transitions: [
    {
      action: 'sign',
      from: ['draft'],
      to: ['draft', 'signed'],
      who: 'contract.sign',
      guards: [
        'other_content_signed',
        'signed_already',
        'credit_code_missing',
        // Law article 46.
        'contract_departs',
        // Regulation article 48.
        'performance_bond_too_high',
        // Caiku [2014] 37 and Order 102 article 24.
        'term_too_long',
        'term_conditions_missing',
        // Regulation article 54.
        'challenge_open',
        'remedy_unapplied',
        // Regulation article 9: nobody signs for both sides.
        'signer_has_interest',
        // Order 102 article 18.
        'individual_not_suitable',
        // A bureau's own setting, set before the issue; no rule of law.
        'standstill_running',
      ],
    },
    { action: 'redraft', from: ['draft'], who: 'contract.manage', reason: 'required' },
    {
      action: 'withdraw_signature',
      from: ['draft'],
      who: 'contract.sign',
      guards: ['signature_absent'],
      reason: 'required',
    },
    {
      action: 'abandon',
      from: ['draft'],
      to: 'void',
      who: 'contract.manage',
      guards: ['award_stands'],
      reason: 'required',
    },
    { action: 'start', from: ['signed'], to: 'active', who: 'contract.manage', guards: ['start_too_early'] },
    { action: 'publish', from: ['signed', 'active', 'halted'], who: 'contract.manage', guards: ['published_already'] },
    { action: 'file', from: ['signed', 'active', 'halted'], who: 'contract.manage', guards: ['filed_already'] },
    {
      action: 'amend',
      from: ['signed', 'active', 'halted'],
      who: 'contract.sign',
      // Law article 49: supplements together at most ten percent.
      guards: ['amendment_not_agreed', 'supplement_too_high', 'term_too_long', 'term_conditions_missing'],
      reason: 'required',
    },
    { action: 'change_team', from: ['signed', 'active'], who: 'contract.manage', guards: ['team_change_not_asked'] },
    {
      action: 'consent_subcontract',
      from: ['signed', 'active'],
      who: 'contract.manage',
      // Law article 48: not the whole, not what the documents keep.
      guards: ['subcontract_not_asked', 'subcontract_of_the_whole'],
    },
    // The receipt of a challenge that may change the result.
    { action: 'halt_for_challenge', from: ['signed', 'active'], to: 'halted', who: 'system' },
    { action: 'halt', from: ['signed', 'active'], to: 'halted', who: 'contract.manage', reason: 'required' },
    {
      action: 'resume',
      from: ['halted'],
      to: ['signed', 'active'],
      who: 'contract.manage',
      guards: ['challenge_open', 'remedy_unapplied'],
    },
    { action: 'deliver', from: ['active'], to: 'delivered', who: 'contract.deliver', guards: ['milestones_open'] },
    {
      action: 'terminate',
      from: ['active', 'halted'],
      to: 'terminated',
      who: 'contract.manage',
      // Law article 50: never by mere agreement.
      guards: ['ground_not_lawful'],
      reason: 'required',
    },
    {
      action: 'rescind',
      from: ['signed', 'active', 'halted', 'delivered'],
      to: 'rescinded',
      who: 'contract.manage',
      guards: ['remedy_not_decided', 'performed_already'],
      reason: 'required',
    },
    {
      action: 'conclude_acceptance',
      from: ['delivered'],
      to: ['accepted', 'part_accepted', 'active', 'terminated'],
      who: 'acceptance.conclude',
      guards: ['acceptance_open'],
    },
    {
      action: 'conclude_acceptance',
      from: ['terminated', 'rescinded'],
      to: 'part_accepted',
      who: 'acceptance.conclude',
      guards: ['acceptance_open'],
    },
    {
      action: 'close_unperformed',
      from: ['terminated', 'rescinded'],
      to: 'settled',
      who: 'contract.manage',
      guards: ['something_was_delivered', 'payments_not_returned'],
      reason: 'required',
    },
    {
      action: 'settle',
      from: ['accepted', 'part_accepted'],
      to: 'settled',
      who: 'contract.manage',
      guards: ['payments_open', 'acceptance_unpublished'],
    },
    { action: 'archive', from: ['settled'], to: 'archived', who: 'contract.manage', guards: ['plan_open'] },
  ],
});
