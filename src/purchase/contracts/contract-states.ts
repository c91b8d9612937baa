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
