import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const PLAN_STATES = ['proposed', 'agreed', 'carried_out', 'withdrawn', 'lapsed'] as const;
export type PlanState = (typeof PLAN_STATES)[number];
export type PlanAction = 'agree' | 'withdraw' | 'carry_out' | 'lapse';

/** What happens to the residents of each line when a contract ends: due before its final milestone. */
export const continuityPlanLifecycle = defineLifecycle<PlanState, PlanAction>({
  name: 'continuity_plan',
  states: PLAN_STATES,
  initial: ['proposed'],
  final: ['carried_out', 'withdrawn', 'lapsed'],
  transitions: [
    {
      action: 'agree',
      from: ['proposed'],
      to: 'agreed',
      who: 'plan.agree',
      guards: [
        'own_proposal',
        'lines_without_plan',
        // Order 102 article 24, Caiku [2014] 37: within three years in all, and only where the documents announced it.
        'renewal_not_announced',
        'renewal_beyond_term',
        'residents_opinion_missing',
      ],
    },
    { action: 'withdraw', from: ['proposed'], to: 'withdrawn', who: 'plan.propose', reason: 'required' },
    {
      action: 'carry_out',
      from: ['agreed'],
      to: 'carried_out',
      who: 'plan.propose',
      guards: ['successor_missing', 'handover_unacknowledged', 'lines_not_ended'],
    },
    // Thirty days after the contract's end.
    { action: 'lapse', from: ['proposed', 'agreed'], to: 'lapsed', who: 'clock' },
  ],
});

export const HANDOVER_STATES = ['offered', 'acknowledged', 'refused'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];
export type HandoverAction = 'acknowledge' | 'refuse' | 'offer';

/** Recipients of a line passed to another body: theirs once it has said so, their names readable to it from then on. */
export const handoverLifecycle = defineLifecycle<HandoverState, HandoverAction>({
  name: 'handover',
  states: HANDOVER_STATES,
  initial: ['offered'],
  final: ['acknowledged'],
  transitions: [
    {
      action: 'acknowledge',
      from: ['offered'],
      to: 'acknowledged',
      who: 'handover.receive',
      guards: ['recipients_changed'],
    },
    { action: 'refuse', from: ['offered'], to: 'refused', who: 'handover.receive', reason: 'required' },
    { action: 'offer', from: ['refused'], to: 'offered', who: 'plan.propose', reason: 'required' },
  ],
});
