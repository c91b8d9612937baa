import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const MERGE_STATES = ['proposed', 'in_force', 'withdrawn', 'undone'] as const;
export type MergeState = (typeof MERGE_STATES)[number];

/** How long a merge that was wrong can be undone. */
export const UNDO_DAYS = 30;

/** What keeps a record from being merged: looked at when that is proposed, and again when it is confirmed. */
export const MERGE_GUARDS = ['merge_chained', 'merge_two_codes', 'merge_acts_here', 'merge_meets_itself'] as const;

/** Two records are one body: said by one person, true for everybody once another has confirmed it, undone for 30 days. */
export const mergeLifecycle = defineLifecycle({
  name: 'organisation_merge',
  states: MERGE_STATES,
  initial: ['proposed'],
  final: ['withdrawn', 'undone'],
  transitions: [
    {
      action: 'confirm',
      from: ['proposed'],
      to: 'in_force',
      who: 'organisation.manage',
      guards: ['proposer_decides', ...MERGE_GUARDS],
    },
    { action: 'withdraw', from: ['proposed'], to: 'withdrawn', who: 'organisation.manage', reason: 'required' },
    {
      action: 'undo',
      from: ['in_force'],
      to: 'undone',
      who: 'organisation.manage',
      guards: ['merge_settled', 'merge_built_upon'],
      reason: 'required',
      retells: 'withdrawal',
    },
  ],
});
