import { defineTransitions } from '../../../kernel/actions/lifecycle.js';
import type { ContractStateHere } from '../contract-states.js';

const SINCE_SIGNING = [
  'signed',
  'active',
  'halted',
  'delivered',
  'terminated',
  'rescinded',
  'accepted',
  'part_accepted',
  // What came back once all was settled is owed as before.
  'settled',
  'archived',
] as const satisfies readonly ContractStateHere[];

/** What an agency does for itself under a contract; its withdrawal stands with the other ends. */
export const AGENCY_ACTIONS = defineTransitions([
  // Late is late, never refused: also of what has ended.
  { action: 'raise_objection', from: SINCE_SIGNING, who: 'contract.deliver', reason: 'required' },
  {
    action: 'answer_objection',
    from: SINCE_SIGNING,
    who: 'contract.manage',
    guards: ['objection_unknown'],
    reason: 'required',
  },
  {
    action: 'demand_payment',
    from: SINCE_SIGNING,
    who: 'contract.deliver',
    guards: ['nothing_overdue'],
    reason: 'optional',
  },
  // Only where the contract says so, and a demand has run the time that it says.
  {
    action: 'suspend_work',
    from: ['active'],
    to: 'halted',
    who: 'contract.deliver',
    guards: ['clause_missing', 'demand_not_due'],
    reason: 'required',
  },
  {
    action: 'resume_work',
    from: ['halted'],
    // It stays halted for a challenge that came meanwhile (Regulation article 54).
    to: ['signed', 'active', 'halted'],
    who: 'contract.deliver',
    guards: ['work_not_suspended'],
    reason: 'optional',
  },
]);
