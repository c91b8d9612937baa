import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import { DAY_OF_ACT } from './remedy.rules.js';

export const CHALLENGE_STATES = ['received', 'answered', 'out_of_scope', 'withdrawn', 'voided'] as const;
export type ChallengeState = (typeof CHALLENGE_STATES)[number];

/** Regulation article 9: not by who sits in the body that challenges, or in one whose offer it is about. */
const NO_INTEREST = 'acts_with_interest';
/** Order 94 articles 5 and 6: by the finance authority of the buyer's budget level. */
const COMPETENCE = 'authority_not_competent';
/** What its own body filed is answered by another person anyway; so is what somebody recorded for it. */
const OTHER_HAND = 'recorder_decides';

/**
 * A challenge (质疑) to the buyer: Law article 52, Order 94. It cannot be refused receipt; one out of time or from somebody
 * who took no part is answered `out_of_scope` with its basis and blocks nothing, not even before that. Whose it is, is
 * decided by who may reach it: to everybody else it is not there.
 */
export const challengeLifecycle = defineLifecycle({
  name: 'challenge',
  states: CHALLENGE_STATES,
  initial: ['received'],
  final: ['answered', 'out_of_scope', 'withdrawn', 'voided'],
  transitions: [
    {
      action: 'answer',
      from: ['received'],
      to: 'answered',
      who: 'challenge.answer',
      guards: [NO_INTEREST, OTHER_HAND, ...DAY_OF_ACT],
      reason: 'required',
    },
    {
      action: 'set_aside',
      from: ['received'],
      to: 'out_of_scope',
      who: 'challenge.answer',
      guards: [NO_INTEREST, OTHER_HAND, ...DAY_OF_ACT, 'challenge_in_scope'],
      reason: 'required',
    },
    // The notice it is counted from turned out to be of a later day: it was in time, and is answered like every other.
    { action: 'take_up', from: ['out_of_scope'], to: 'received', who: 'system' },
    // Regulation article 54: whether the result may be affected; a recorded reason lets the signing go on.
    {
      action: 'state_no_effect',
      from: ['received'],
      who: 'tender.manage',
      guards: [NO_INTEREST, OTHER_HAND, ...DAY_OF_ACT],
      reason: 'required',
    },
    { action: 'withdraw', from: ['received'], to: 'withdrawn', who: 'challenge.file' },
    // What came on paper is taken back on paper, too; who files here takes back here.
    {
      action: 'record_withdrawal',
      from: ['received'],
      to: 'withdrawn',
      who: 'challenge.answer',
      guards: [NO_INTEREST, 'remedy_filed_here', OTHER_HAND, 'dated_in_future', 'received_before_event'],
      reason: 'optional',
    },
    // Recorded with a wrong day or body: so long as nothing was decided on it, and by another person of whom that is, it is void, and recorded anew.
    {
      action: 'void',
      from: ['received'],
      to: 'voided',
      who: 'challenge.answer',
      guards: [NO_INTEREST, 'remedy_filed_here', 'recorded_by_another', OTHER_HAND, 'remedy_acted_on'],
      reason: 'required',
    },
    // What an authority recorded goes at the complaint that follows it; where none does any more, it is void itself.
    {
      action: 'void',
      from: ['received'],
      to: 'voided',
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, 'remedy_filed_here', 'recorded_by_another', OTHER_HAND, 'remedy_acted_on'],
      reason: 'required',
    },
    // Order 94 article 16: what followed from an upheld challenge that affects the result; until then nothing is signed.
    {
      action: 'record_remedy',
      from: ['answered'],
      who: 'tender.manage',
      guards: ['remedy_not_owed', 'remedy_unapplied'],
      reason: 'required',
    },
  ],
});
