import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import { DAY_OF_ACT } from './remedy.rules.js';

export const COMPLAINT_STATES = [
  'received',
  'to_correct',
  'accepted',
  'refused',
  'decided',
  'withdrawn',
  'voided',
] as const;
export type ComplaintState = (typeof COMPLAINT_STATES)[number];

/** Civil Servants Law article 76: not by who sits in the body that complains, or in one whose offer it is about. */
const NO_INTEREST = 'acts_with_interest';
/** What somebody recorded for its body another person ends. */
const OTHER_HAND = 'recorder_decides';
/** Order 94 articles 5 and 6: by the finance authority of the buyer's budget level. */
const COMPETENCE = 'authority_not_competent';

/**
 * A complaint (投诉) to the finance authority: Law articles 55 to 57, Order 94 articles 17 to 32. Correction and appraisal do
 * not count towards the 30 working days.
 */
export const complaintLifecycle = defineLifecycle({
  name: 'complaint',
  states: COMPLAINT_STATES,
  initial: ['received'],
  final: ['refused', 'decided', 'withdrawn', 'voided'],
  transitions: [
    {
      action: 'ask_correction',
      from: ['received'],
      to: 'to_correct',
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, ...DAY_OF_ACT],
      reason: 'required',
    },
    // Order 94 article 21: within five working days of its receipt; accepting or refusing it says so, too.
    {
      action: 'record_examination',
      from: ['received', 'to_correct'],
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, ...DAY_OF_ACT, 'examined_already'],
      reason: 'optional',
    },
    // Order 94 article 21 (1): what was asked for is handed in; days of the authority begin with no less.
    {
      action: 'correct',
      from: ['to_correct'],
      who: 'complaint.file',
      guards: ['complaint_not_corrected'],
      reason: 'required',
      retells: 'correction',
    },
    // The same where it came on paper: the days of the authority run from the day on which it came.
    {
      action: 'record_correction',
      from: ['to_correct'],
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, 'dated_in_future', 'received_before_event', 'paper_recorded_already'],
      reason: 'required',
      retells: 'correction',
    },
    // With a wrong day, challenge or words: it is taken out again, the last one first, and recorded anew.
    {
      action: 'void_correction',
      from: ['to_correct'],
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, 'correction_not_recorded', OTHER_HAND],
      reason: 'required',
      retells: 'correction',
    },
    // Order 94 article 17: what its buyer has not entered is on record as the complaint's own papers show it.
    {
      action: 'record_challenge',
      from: ['received', 'to_correct'],
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, 'challenge_named_already'],
      reason: 'optional',
    },
    // What the authority recorded wrong is void so long as nothing was decided on it, and is recorded anew; what the buyer recorded is named no more.
    {
      action: 'void_challenge',
      from: ['received', 'to_correct'],
      who: 'remedy.decide',
      guards: [
        ...[NO_INTEREST, COMPETENCE, 'complaint_without_challenge', 'recorded_by_another', OTHER_HAND],
        'remedy_acted_on',
      ],
      reason: 'required',
      retells: 'correction',
    },
    {
      action: 'void',
      from: ['received', 'to_correct'],
      to: 'voided',
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, 'remedy_filed_here', OTHER_HAND, 'remedy_acted_on'],
      reason: 'required',
    },
    // The challenge that it followed was void.
    { action: 'lose_challenge', from: ['received', 'to_correct'], who: 'system', retells: 'correction' },
    {
      action: 'accept',
      from: ['received', 'to_correct'],
      to: 'accepted',
      who: 'remedy.decide',
      // Order 94 articles 18 to 20: after a challenge and within it, once. Lateness is the authority's to weigh (`refuse`).
      guards: [
        NO_INTEREST,
        COMPETENCE,
        ...DAY_OF_ACT,
        'complaint_without_challenge',
        'complaint_beyond_challenge',
        'complaint_decided_already',
        'correction_open',
      ],
      reason: 'optional',
    },
    {
      action: 'refuse',
      from: ['received', 'to_correct'],
      to: 'refused',
      who: 'remedy.decide',
      // Order 94 article 21.
      guards: [NO_INTEREST, OTHER_HAND, 'refusal_ground_missing', COMPETENCE, ...DAY_OF_ACT],
      reason: 'required',
    },
    // Article 21 (4): to whom it is about and to others whom it concerns, who answer in five working days (article 22).
    {
      action: 'send_copies',
      from: ['accepted'],
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, ...DAY_OF_ACT, 'copies_sent_already', 'supplier_not_concerned'],
      reason: 'optional',
    },
    {
      action: 'confirm_copies',
      from: ['accepted'],
      who: 'complaint.answer',
      guards: ['copies_not_sent'],
      reason: 'optional',
    },
    {
      action: 'answer',
      from: ['accepted'],
      who: 'complaint.answer',
      guards: ['copies_not_sent', 'complaint_answered'],
    },
    {
      action: 'begin_appraisal',
      from: ['accepted'],
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, ...DAY_OF_ACT, 'appraisal_running'],
      reason: 'required',
    },
    {
      action: 'end_appraisal',
      from: ['accepted'],
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, ...DAY_OF_ACT, 'appraisal_not_running'],
    },
    {
      action: 'decide',
      from: ['accepted'],
      to: 'decided',
      who: 'remedy.decide',
      // Order 94 articles 29 to 32; whatever the result, not before the copies were sent (article 21 (4)).
      guards: [
        ...[NO_INTEREST, OTHER_HAND, COMPETENCE, ...DAY_OF_ACT],
        ...['copies_not_sent', 'appraisal_running', 'effect_not_lawful'],
      ],
      reason: 'required',
    },
    {
      action: 'withdraw',
      from: ['received', 'to_correct', 'accepted'],
      to: 'withdrawn',
      who: 'complaint.file',
      reason: 'optional',
    },
    // What came on paper is taken back on paper, too; who files here takes back here.
    {
      action: 'record_withdrawal',
      from: ['received', 'to_correct', 'accepted'],
      to: 'withdrawn',
      who: 'remedy.decide',
      guards: [NO_INTEREST, COMPETENCE, 'remedy_filed_here', OTHER_HAND, 'dated_in_future', 'received_before_event'],
      reason: 'optional',
    },
    {
      action: 'record_remedy',
      from: ['decided'],
      who: 'tender.manage',
      guards: ['remedy_not_owed', 'remedy_unapplied'],
      reason: 'required',
    },
  ],
});
