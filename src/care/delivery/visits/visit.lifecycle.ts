import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const VISIT_STATES = ['planned', 'done', 'cancelled'] as const;
export type VisitState = (typeof VISIT_STATES)[number];

/** A visit to where a service is given, by the buyer, the community, an evaluator or a supervisor. */
export const visitLifecycle = defineLifecycle({
  name: 'visit',
  states: VISIT_STATES,
  initial: ['planned'],
  final: ['done', 'cancelled'],
  transitions: [
    {
      action: 'report',
      from: ['planned'],
      to: 'done',
      who: 'visit.make',
      guards: ['visit_ahead', 'visitor_has_interest'],
    },
    {
      action: 'reschedule',
      from: ['planned'],
      who: 'visit.make',
      guards: ['visitor_has_interest'],
      reason: 'required',
    },
    {
      action: 'cancel',
      from: ['planned'],
      to: 'cancelled',
      who: 'visit.make',
      guards: ['visitor_has_interest'],
      reason: 'required',
    },
    // By the buyer, where nobody of the body that planned it may act any more.
    {
      action: 'cancel',
      from: ['planned'],
      to: 'cancelled',
      who: 'contract.manage',
      guards: ['visitor_has_interest'],
      reason: 'required',
    },
  ],
});

export const FINDING_STATES = ['open', 'answered', 'closed'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/** What a visit found: the agency answers, who visited closes it or asks again; the buyer, where nobody of theirs may act any more. */
export const visitFindingLifecycle = defineLifecycle({
  name: 'visit_finding',
  states: FINDING_STATES,
  initial: ['open'],
  final: ['closed'],
  transitions: [
    { action: 'answer', from: ['open'], to: 'answered', who: 'contract.deliver', reason: 'required' },
    {
      action: 'close',
      from: ['answered'],
      to: 'closed',
      who: 'visit.make',
      guards: ['not_who_visited', 'visitor_has_interest'],
    },
    // What turned out to be none waits for no answer.
    {
      action: 'drop',
      from: ['open'],
      to: 'closed',
      who: 'visit.make',
      guards: ['not_who_visited', 'visitor_has_interest'],
      reason: 'required',
    },
    {
      action: 'reopen',
      from: ['answered'],
      to: 'open',
      who: 'visit.make',
      guards: ['not_who_visited', 'visitor_has_interest'],
      reason: 'required',
    },
  ],
});
