import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import type { Permission } from '../../accounts/roles.js';

export const REQUEST_STATES = ['copy_asked', 'copy_given', 'erasure_asked', 'erased', 'blocked', 'refused'] as const;
export type PersonalDataRequestState = (typeof REQUEST_STATES)[number];

const DECIDES = 'personal_data.decide' satisfies Permission;

/** Why data is erased (Personal Information Protection Law, article 47 I): no free text, which would outlive the erasure. */
export const ERASURE_GROUNDS = ['purpose_attained', 'term_ended', 'consent_withdrawn', 'unlawful', 'other'] as const;
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

/**
 * A person may have a copy of what is kept about it, and may have it erased (Personal Information Protection Law, articles 45 and 47).
 * What another law keeps is blocked instead: it is taken out of sight and out of use, and erased when that law ends. Erased is final.
 */
export const personalDataRequestLifecycle = defineLifecycle({
  name: 'personal_data_request',
  states: REQUEST_STATES,
  initial: ['copy_asked', 'erasure_asked'],
  final: ['copy_given', 'erased', 'refused'],
  transitions: [
    { action: 'give_copy', from: ['copy_asked'], to: 'copy_given', who: 'personal_data.ask' satisfies Permission },
    {
      action: 'erase',
      from: ['erasure_asked', 'blocked'],
      to: 'erased',
      who: DECIDES,
      guards: ['asked_by_you', 'person_still_needed', 'must_be_kept'],
    },
    {
      action: 'block',
      from: ['erasure_asked'],
      to: 'blocked',
      who: DECIDES,
      guards: ['asked_by_you', 'person_still_needed', 'nothing_to_keep'],
      reason: 'optional',
    },
    {
      action: 'refuse',
      from: ['copy_asked', 'erasure_asked'],
      to: 'refused',
      who: DECIDES,
      guards: ['asked_by_you'],
      reason: 'required',
    },
    {
      action: 'disclose',
      from: ['blocked'],
      who: 'personal_data.disclose' satisfies Permission,
      reason: 'required',
    },
  ],
});
