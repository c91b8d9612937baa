import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const ACCEPTANCE_STATES = ['open', 'itemised', 'opinions_in', 'concluded', 'published'] as const;
export type AcceptanceState = (typeof ACCEPTANCE_STATES)[number];
export type AcceptanceAction = 'itemise' | 'correct_items' | 'take_opinions' | 'conclude' | 'publish';

/**
 * One round of acceptance (验收): passed, to be rectified, or failed. `rectify` ends the round and gives the contract a new
 * due date; the next is an acceptance of its own.
 */
export const acceptanceLifecycle = defineLifecycle<AcceptanceState, AcceptanceAction>({
  name: 'acceptance',
  states: ACCEPTANCE_STATES,
  initial: ['open'],
  final: ['published'],
  transitions: [
    {
      action: 'itemise',
      from: ['open'],
      to: 'itemised',
      who: 'acceptance.prepare',
      // Regulation article 45 I: how each technical, service and safety standard was met.
      guards: ['standards_unticked', 'evidence_missing'],
    },
    { action: 'correct_items', from: ['itemised'], to: 'open', who: 'acceptance.prepare', reason: 'required' },
    {
      action: 'take_opinions',
      from: ['itemised'],
      to: 'opinions_in',
      who: 'acceptance.prepare',
      // Regulation article 45 II: in a public service the recipients take part and give their opinion.
      guards: ['recipients_absent', 'opinions_running'],
    },
    {
      action: 'conclude',
      from: ['opinions_in'],
      to: 'concluded',
      who: 'acceptance.conclude',
      guards: ['own_preparation', 'result_contradicts_items', 'new_due_date_missing'],
      // Of a result that is not `passed`.
      reason: 'optional',
    },
    // Regulation article 45 II; without a term of days in the law.
    { action: 'publish', from: ['concluded'], to: 'published', who: 'acceptance.prepare' },
  ],
});
