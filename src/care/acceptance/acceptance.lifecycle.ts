import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const ACCEPTANCE_STATES = ['open', 'itemised', 'opinions_in', 'concluded', 'published'] as const;
export type AcceptanceState = (typeof ACCEPTANCE_STATES)[number];

/** Regulation article 9: whoever sits in the agency has no hand in whether its work is taken. */
const NO_INTEREST = ['acts_with_interest'] as const;

/**
 * One round of acceptance (验收): passed, whole or in part, to be rectified, or failed. `rectify` ends the round and gives the
 * contract a new due date; the next is an acceptance of its own.
 */
export const acceptanceLifecycle = defineLifecycle({
  name: 'acceptance',
  states: ACCEPTANCE_STATES,
  initial: ['open'],
  // Only of a public service must it be published.
  final: ['concluded', 'published'],
  transitions: [
    { action: 'tick', from: ['open'], who: 'acceptance.prepare', guards: NO_INTEREST },
    // Law article 41: whoever holds the service against the contract signs what was found.
    {
      action: 'name_members',
      from: ['open', 'itemised'],
      who: 'acceptance.prepare',
      guards: NO_INTEREST,
    },
    {
      action: 'itemise',
      from: ['open'],
      to: 'itemised',
      who: 'acceptance.prepare',
      // Regulation article 45 I: how each technical, service and safety standard was met.
      guards: ['standards_unticked', 'measured_below_target', 'evidence_missing', ...NO_INTEREST],
    },
    {
      action: 'correct_items',
      from: ['itemised', 'opinions_in'],
      to: 'open',
      who: 'acceptance.prepare',
      guards: NO_INTEREST,
      reason: 'required',
      retells: 'correction',
    },
    // Regulation article 45 II: the recipients are asked, until a day; what they say is recorded as they say it.
    { action: 'invite', from: ['open', 'itemised'], who: 'acceptance.prepare', guards: NO_INTEREST },
    {
      action: 'record_opinion',
      from: ['open', 'itemised'],
      who: 'acceptance.prepare',
      guards: NO_INTEREST,
    },
    {
      action: 'take_opinions',
      from: ['itemised'],
      to: 'opinions_in',
      who: 'acceptance.prepare',
      // Regulation article 45 II: in a public service the recipients take part and give their opinion.
      // A record that shows an item may have been taken back since it was looked at.
      guards: [...NO_INTEREST, 'evidence_missing', 'recipients_absent', 'opinions_running'],
    },
    { action: 'sign', from: ['opinions_in'], who: 'acceptance.prepare', guards: NO_INTEREST },
    // Whoever is to conclude it has found that an item is wrong, or somebody was not heard; what was signed is signed anew.
    {
      action: 'return',
      from: ['opinions_in'],
      to: 'itemised',
      who: 'acceptance.conclude',
      guards: NO_INTEREST,
      reason: 'required',
    },
    {
      action: 'conclude',
      from: ['opinions_in'],
      to: 'concluded',
      who: 'acceptance.conclude',
      guards: [
        'own_preparation',
        ...NO_INTEREST,
        'members_unsigned',
        // What was signed is not concluded on evidence that no longer stands: it is returned and corrected.
        'evidence_missing',
        'result_not_possible',
        'result_contradicts_items',
        'new_due_date_missing',
        // State Council Order 802 article 9: what was confirmed period by period is owed.
        'accepted_below_settled',
      ],
      // Of a result that is not `passed`.
      reason: 'optional',
    },
    // Regulation article 45 II; without a term of days in the law.
    { action: 'publish', from: ['concluded'], to: 'published', who: 'acceptance.prepare', guards: NO_INTEREST },
  ],
});
