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
  | 'confirm_content'
  | 'withdraw_signature'
  | 'abandon'
  | 'start'
  | 'publish'
  | 'file'
  | 'propose_amendment'
  | 'amend'
  | 'withdraw_amendment'
  | 'publish_amendment'
  | 'ask_team_change'
  | 'change_team'
  | 'refuse_team_change'
  | 'ask_subcontract'
  | 'consent_subcontract'
  | 'refuse_subcontract'
  | 'halt'
  | 'halt_for_challenge'
  | 'resume'
  | 'deliver'
  | 'terminate'
  | 'rescind'
  | 'open_acceptance'
  | 'conclude_acceptance'
  | 'settle'
  | 'close_unperformed'
  | 'renew'
  | 'archive';
