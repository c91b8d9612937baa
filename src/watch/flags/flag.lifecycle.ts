import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const FLAG_STATES = [
  'open',
  'in_review',
  'explained',
  'confirmed',
  'data_error',
  'dismissed',
  'cleared',
  'remedied',
] as const;
export type FlagState = (typeof FLAG_STATES)[number];

/** What a person may do. */
export type FlagAction =
  'start_review' | 'assign' | 'respond' | 'explain' | 'confirm' | 'mark_data_error' | 'dismiss' | 'reopen';
/** What follows from recorded facts; no person holds the permission. */
export type FactAction = 'clear' | 'remedy' | 'reopen_on_facts';

/** Only a supervisor or the finance authority decides. */
const DECIDES = 'risk.work';
/** The body concerned answers, once it was asked. */
const ANSWERS = 'risk.respond';
const BY_FACTS = 'system';

const WORKED_ON = ['open', 'in_review'] as const;

/** A case as `domain.md` §5 draws it. `confirmed` is the end: what a person found to be so stays found. */
export const flagLifecycle = defineLifecycle<FlagState, FlagAction | FactAction>({
  name: 'flag',
  states: FLAG_STATES,
  initial: ['open'],
  final: ['confirmed'],
  transitions: [
    { action: 'start_review', from: ['open'], to: 'in_review', who: DECIDES },
    { action: 'assign', from: WORKED_ON, who: DECIDES },
    { action: 'respond', from: WORKED_ON, who: ANSWERS, reason: 'required' },
    { action: 'explain', from: WORKED_ON, to: 'explained', who: DECIDES, reason: 'required' },
    { action: 'confirm', from: WORKED_ON, to: 'confirmed', who: DECIDES, reason: 'required' },
    { action: 'mark_data_error', from: WORKED_ON, to: 'data_error', who: DECIDES, reason: 'required' },
    { action: 'dismiss', from: WORKED_ON, to: 'dismissed', who: DECIDES, reason: 'required' },
    {
      action: 'reopen',
      from: ['explained', 'dismissed', 'data_error', 'cleared', 'remedied'],
      to: 'open',
      who: DECIDES,
      reason: 'optional',
    },
    { action: 'clear', from: WORKED_ON, to: 'cleared', who: BY_FACTS },
    { action: 'remedy', from: WORKED_ON, to: 'remedied', who: BY_FACTS },
    {
      action: 'reopen_on_facts',
      from: ['explained', 'dismissed', 'data_error', 'cleared', 'remedied'],
      to: 'open',
      who: BY_FACTS,
    },
  ],
});
