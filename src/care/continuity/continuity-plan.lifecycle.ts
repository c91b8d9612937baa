import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const PLAN_STATES = ['proposed', 'agreed', 'carried_out', 'withdrawn', 'lapsed'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/** Regulation article 9: neither for the agency that goes on nor for the one that takes over. */
const NO_INTEREST = ['acts_with_interest'] as const;

/** What happens to the residents of each line when a contract ends: due before its final milestone. */
export const continuityPlanLifecycle = defineLifecycle({
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
        ...NO_INTEREST,
        'own_proposal',
        'lines_without_plan',
        // Order 102 article 24, Caiku [2014] 37: within three years in all, only where the documents announced it, with
        // the money of the year assured.
        'renewal_not_announced',
        'renewal_beyond_term',
        'budget_not_assured',
        'residents_opinion_missing',
      ],
    },
    // Written anew it is agreed on anew: an agreement that was there lapses.
    {
      action: 'revise',
      from: ['proposed', 'agreed'],
      to: 'proposed',
      who: 'plan.propose',
      guards: NO_INTEREST,
      reason: 'required',
    },
    {
      action: 'withdraw',
      from: ['proposed'],
      to: 'withdrawn',
      who: 'plan.propose',
      guards: NO_INTEREST,
      reason: 'required',
    },
    {
      action: 'carry_out',
      from: ['agreed'],
      to: 'carried_out',
      who: 'plan.propose',
      guards: [...NO_INTEREST, 'contract_not_over', 'successor_missing', 'handover_unacknowledged', 'lines_not_ended'],
    },
    // Thirty days after the contract's end. Another may be proposed then, which has thirty days of its own.
    { action: 'lapse', from: ['proposed', 'agreed'], to: 'lapsed', who: 'clock' },
  ],
});
