import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const FLAG_STATES = [
  'open',
  'in_review',
  'explained',
  'confirmed',
  'appealed',
  'data_error',
  'dismissed',
  'cleared',
  'remedied',
] as const;
export type FlagState = (typeof FLAG_STATES)[number];

/** What a person may do. */
export type FlagAction =
  | 'start_review'
  | 'assign'
  | 'respond'
  | 'explain'
  | 'confirm'
  | 'mark_data_error'
  | 'dismiss'
  | 'reopen'
  | 'appeal'
  | 'uphold'
  | 'overturn'
  | 'refer';
/** What follows from recorded facts; no person holds the permission. */
export type FactAction = 'clear' | 'remedy' | 'reopen_on_facts';

/** Only a supervisor or the finance authority decides. */
const DECIDES = 'risk.work';
/** The body concerned answers, once it was asked. */
const ANSWERS = 'risk.respond';
/** Who works the flag records what came on paper, of a body that has nobody here who may answer. */
const RECORDS = DECIDES;
const BY_FACTS = 'system';

const WORKED_ON = ['open', 'in_review'] as const;

/** Nobody decides about a body in which they sit. */
const FREE = ['flag_about_own_body'] as const;
/** An answer and an appeal are of one body, which says it here. */
const ONE_BODY = ['statement_not_on_paper', 'body_not_named'] as const;
/** The same as it came on paper, on a day that is told. */
const ON_PAPER = [...FREE, ...ONE_BODY, 'dated_in_future', 'received_before_event'] as const;
/** Each body appeals once, in time. */
const ONCE = ['flag_appealed_already', 'flag_appeal_too_late'] as const;
/** Nobody takes up again what they decided and were overruled on, nor makes an end of it in another way. */
const NOT_OVERRULED = [...FREE, 'decided_by_you'] as const;
/** Nobody decides against a body on words of it that they wrote down themselves. */
const OTHER_HAND = 'recorder_decides';
/** What decides an appeal: another person, with reasons that rest on something. */
const SECOND = [...NOT_OVERRULED, OTHER_HAND, 'reason_without_substance'] as const;

/**
 * A case as `domain.md` §5 draws it. What a person confirmed stays found, until the body it is about appeals to another
 * person, or a correction changes the facts that it rests on. What a screening found is not `remedied` once a group was asked
 * about it. A case covers what bodies were asked about: what is found of the same cause later is another part, with a hearing
 * of its own (docs/detection.md). `refer` hands a case to an authority and changes nothing of it.
 */
export const flagLifecycle = defineLifecycle<FlagState, FlagAction | FactAction>({
  name: 'flag',
  states: FLAG_STATES,
  initial: ['open'],
  final: ['confirmed'],
  transitions: [
    { action: 'start_review', from: ['open'], to: 'in_review', who: DECIDES },
    { action: 'assign', from: WORKED_ON, who: DECIDES },
    { action: 'respond', from: WORKED_ON, who: ANSWERS, guards: ONE_BODY, reason: 'required' },
    { action: 'respond', from: WORKED_ON, who: RECORDS, guards: ON_PAPER, reason: 'required' },
    { action: 'explain', from: WORKED_ON, to: 'explained', who: DECIDES, guards: NOT_OVERRULED, reason: 'required' },
    {
      action: 'confirm',
      from: WORKED_ON,
      to: 'confirmed',
      who: DECIDES,
      guards: [...NOT_OVERRULED, OTHER_HAND, 'body_not_heard', 'reason_without_substance'],
      reason: 'required',
    },
    {
      action: 'mark_data_error',
      from: WORKED_ON,
      to: 'data_error',
      who: DECIDES,
      guards: NOT_OVERRULED,
      reason: 'required',
      retells: 'withdrawal',
    },
    { action: 'dismiss', from: WORKED_ON, to: 'dismissed', who: DECIDES, guards: NOT_OVERRULED, reason: 'required' },
    {
      action: 'reopen',
      from: ['explained', 'dismissed', 'data_error', 'cleared', 'remedied'],
      to: 'open',
      who: DECIDES,
      guards: NOT_OVERRULED,
      reason: 'optional',
    },
    {
      action: 'appeal',
      from: ['confirmed'],
      to: 'appealed',
      who: ANSWERS,
      guards: [...ONE_BODY, ...ONCE],
      reason: 'required',
    },
    {
      action: 'appeal',
      from: ['confirmed'],
      to: 'appealed',
      who: RECORDS,
      guards: [...ON_PAPER, ...ONCE],
      reason: 'required',
    },
    { action: 'uphold', from: ['appealed'], to: 'confirmed', who: DECIDES, guards: SECOND, reason: 'required' },
    {
      action: 'overturn',
      from: ['appealed'],
      to: 'dismissed',
      who: DECIDES,
      guards: SECOND,
      reason: 'required',
      retells: 'correction',
    },
    { action: 'refer', from: [...WORKED_ON, 'confirmed', 'appealed'], who: DECIDES, guards: FREE },
    { action: 'clear', from: WORKED_ON, to: 'cleared', who: BY_FACTS },
    { action: 'remedy', from: WORKED_ON, to: 'remedied', who: BY_FACTS },
    {
      action: 'reopen_on_facts',
      from: ['explained', 'confirmed', 'appealed', 'dismissed', 'data_error', 'cleared', 'remedied'],
      to: 'open',
      who: BY_FACTS,
    },
  ],
});
