import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const BAR_STATES = ['proposed', 'in_force', 'withdrawn', 'revoked'] as const;
export type BarState = (typeof BAR_STATES)[number];
/** Whose decision keeps a body from government procurement (Law article 77). */
export const BARRED_BY = ['finance_authority', 'court'] as const;
export type BarredBy = (typeof BARRED_BY)[number];

/** What is recorded of a decision: by one person, and true for everybody once another has confirmed it. */
export const barLifecycle = defineLifecycle({
  name: 'organisation_bar',
  states: BAR_STATES,
  initial: ['proposed'],
  final: ['withdrawn', 'revoked'],
  transitions: [
    { action: 'confirm', from: ['proposed'], to: 'in_force', who: 'bar.record', guards: ['proposer_decides'] },
    { action: 'withdraw', from: ['proposed'], to: 'withdrawn', who: 'bar.record', reason: 'required' },
    // By another decision or judgment. Like the withdrawal: of the body that recorded it, or of the platform.
    {
      action: 'revoke',
      from: ['in_force'],
      to: 'revoked',
      who: 'bar.record',
      guards: ['bar_decision_missing'],
      reason: 'required',
      retells: 'withdrawal',
    },
  ],
});
