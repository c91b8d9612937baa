import { defineTransitions } from '../../../kernel/actions/lifecycle.js';
import type { ContractStateHere } from '../contract-states.js';

const GOING_ON = ['signed', 'active', 'halted'] as const satisfies readonly ContractStateHere[];
const RESCINDED_FROM = [
  ...GOING_ON,
  'delivered',
  'accepted',
  'part_accepted',
] as const satisfies readonly ContractStateHere[];

/** How a contract comes to its end: before its time, by its acceptance, and with its last payment. */
export const ENDING = defineTransitions([
  // Law article 50: never by mere agreement; Civil Code article 563: also before it has begun. One person proposes it, the
  // agency is heard, another person decides.
  {
    action: 'propose_termination',
    from: GOING_ON,
    who: 'contract.manage',
    guards: ['ground_not_lawful', 'hearing_too_short', 'proposed_already'],
    reason: 'required',
  },
  {
    action: 'be_heard',
    from: GOING_ON,
    who: 'contract.deliver',
    guards: ['termination_not_proposed', 'heard_already'],
  },
  {
    action: 'terminate',
    from: GOING_ON,
    to: 'terminated',
    who: 'contract.approve',
    guards: ['acts_with_interest', 'termination_not_proposed', 'proposer_decides', 'hearing_running'],
    reason: 'optional',
  },
  {
    action: 'withdraw_termination_proposal',
    from: GOING_ON,
    who: 'contract.manage',
    guards: ['termination_not_proposed'],
    reason: 'required',
  },
  // Civil Code articles 562 and 563: the agency withdraws by its own right, once its buyer was heard.
  {
    action: 'announce_withdrawal',
    from: GOING_ON,
    who: 'contract.deliver',
    guards: ['ground_not_lawful', 'demand_not_due', 'hearing_too_short', 'proposed_already'],
    reason: 'required',
  },
  {
    action: 'answer_withdrawal',
    from: GOING_ON,
    who: 'contract.manage',
    guards: ['termination_not_proposed', 'heard_already'],
  },
  {
    action: 'withdraw_from_contract',
    from: GOING_ON,
    to: 'terminated',
    who: 'contract.deliver',
    // Civil Code article 563 (3): of who has paid what was demanded, meanwhile, there is no default any more.
    guards: ['termination_not_proposed', 'hearing_running', 'demand_not_due'],
    reason: 'optional',
  },
  {
    action: 'take_back_withdrawal',
    from: GOING_ON,
    who: 'contract.deliver',
    guards: ['termination_not_proposed'],
    reason: 'required',
    retells: 'correction',
  },
  // Order 94 article 32: a decision rescinds what has not been performed; else only a court does. Both have heard the agency.
  {
    action: 'propose_rescission',
    from: RESCINDED_FROM,
    who: 'contract.manage',
    guards: ['remedy_not_decided', 'performed_already', 'proposed_already'],
    reason: 'required',
  },
  {
    action: 'rescind',
    from: RESCINDED_FROM,
    to: 'rescinded',
    who: 'contract.approve',
    guards: ['acts_with_interest', 'termination_not_proposed', 'proposer_decides', 'performed_already'],
    reason: 'optional',
  },
  {
    action: 'withdraw_rescission_proposal',
    from: RESCINDED_FROM,
    who: 'contract.manage',
    guards: ['termination_not_proposed'],
    reason: 'required',
  },
  // Regulation article 45: against what both have agreed on, one round at a time; what ended early is accepted in part,
  // also where its agency has not confirmed the content.
  {
    action: 'open_acceptance',
    from: ['delivered', 'terminated', 'rescinded'],
    who: 'acceptance.prepare',
    guards: ['content_unconfirmed', 'acceptance_open', 'nothing_was_delivered'],
  },
  // With a round: passed, in part, to be mended by a new day, or failed and ended for it.
  {
    action: 'conclude_acceptance',
    from: ['delivered'],
    to: ['accepted', 'part_accepted', 'active', 'terminated'],
    who: 'acceptance.conclude',
  },
  {
    action: 'conclude_acceptance',
    from: ['terminated', 'rescinded'],
    to: 'part_accepted',
    who: 'acceptance.conclude',
  },
  {
    action: 'settle',
    from: ['accepted', 'part_accepted'],
    to: 'settled',
    who: 'contract.manage',
    // Domain, invariants; regulation article 45 II: the acceptance of a public service is told to the public.
    guards: ['payments_open', 'paid_beyond_accepted', 'acceptance_unpublished'],
  },
  {
    action: 'close_unperformed',
    from: ['terminated', 'rescinded'],
    to: 'settled',
    who: 'contract.manage',
    // Civil Code article 566: what was performed is settled by an acceptance, and what was paid for nothing comes back.
    // What is still being looked at may be accepted yet.
    guards: ['acceptance_open', 'something_was_delivered', 'payments_not_returned'],
    reason: 'required',
  },
  // Another contract of the same award, drafted as its agreed plan says; the state of this one stays. What was accepted and settled before
  // its term ended is renewed as any other.
  {
    action: 'renew',
    from: ['active', 'delivered', 'accepted', 'part_accepted', 'settled'],
    who: 'contract.manage',
    guards: [
      'renewal_not_planned',
      'renewed_already',
      // Order 102 article 24, Caiku [2014] 37, as for the plan: within three years in all and what the documents announced.
      'renewal_not_announced',
      // Law article 46: the amount and the targets were competed for over this length.
      'renewal_window_departs',
      'renewal_beyond_term',
      'term_conditions_missing',
      // A condition that the documents announced with the term.
      'grade_below_minimum',
      'budget_not_assured',
    ],
  },
  // With what follows it: a service that is meant to go on is not put away while its residents wait, nor any while money that came back is owed.
  {
    action: 'archive',
    from: ['settled'],
    to: 'archived',
    who: 'contract.manage',
    guards: ['payments_open', 'plan_open', 'recipients_left'],
  },
]);
