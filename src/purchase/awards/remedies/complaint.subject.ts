import { guard, subject } from '../../../kernel/actions/action.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { later, toPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { guardInterest } from '../../tenders/oversight/interest.js';
import { guardCompetence, refuseRecusedAuthority } from './competence/competence.js';
import { complaintLifecycle, type ComplaintState } from './complaint.lifecycle.js';
import { guardDayOfAct } from './paper/done-on-paper.js';
import { loadUnappliedLots, refuseUnappliedRemedy } from './remedy-application.js';
import {
  changeOfRemedy,
  guardRecorder,
  heldForRemedy,
  loadConcernedBodies,
  loadDisputingBodies,
  lockRemedy,
  lockRemedyTender,
  type LockedRemedy,
} from './remedy-root.js';
import { BINDING_EFFECTS, type Pause, type TakenPaper } from './remedy.rules.js';
import type { ComplaintEffect, ComplaintStage } from './stages/effects.rules.js';
import { Complaint } from './complaint.entity.js';

/** A locked complaint. */
export interface LockedComplaint extends LockedRemedy<ComplaintState> {
  complainant_id: string;
  challenge_id: string | null;
  authority_id: string | null;
  stage: ComplaintStage;
  stated_stage: ComplaintStage | null;
  examined_on: Date | null;
  accepted_on: Date | null;
  copies_sent_on: Date | null;
  correction_asked_on: Date | null;
  corrected_on: Date | null;
  appraisals: Pause[];
  taken_papers: TakenPaper[];
  effect: ComplaintEffect | null;
}

/**
 * What these decide is about how far the purchase has come: nothing is signed meanwhile, no other is accepted, and the challenge that it
 * follows is not void beside them. Whose it is after another was void rests on what was begun.
 */
const WITH_TENDER: readonly string[] = [
  ...['accept', 'refuse', 'decide', 'record_remedy', 'correct', 'record_correction'],
  ...['record_challenge', 'void_challenge', 'void_correction', 'void', 'record_examination', 'ask_correction'],
  ...['withdraw', 'record_withdrawal'],
];

/** A complaint is decided by the finance authority, corrected and withdrawn by who filed it, carried out by the buyer. */
export const complaintSubject = subject<LockedComplaint, 'complaints/:id', Complaint>({
  lifecycle: complaintLifecycle,
  path: 'complaints/:id',
  entity: Complaint,
  permit: 'tender.read',
  async lock(tx, { id }, action) {
    if (WITH_TENDER.includes(action)) await lockRemedyTender(tx, 'complaint', id);
    return lockRemedy<LockedComplaint>(tx, 'complaint', id);
  },
  heldBy: async (tx, root) =>
    heldForRemedy(tx.principal, root, root.complainant_id, await loadConcernedBodies(tx, root.id)),
  audience: (root) => changeOfRemedy('complaint', root, root.complainant_id),
  eventData: ({ tender_id: tender }) => ({ tender }),
  guards: {
    // What is for another authority is refused by whoever received it, who names that one (Order 94 article 21 (3)).
    authority_not_competent: guardCompetence<LockedComplaint>(
      ({ tender_id: tender, region }) => ({ tender, region }),
      (action, { ground }) => action === 'refuse' && ground === 'other_authority',
    ),
    ...guardInterest<LockedComplaint>(
      ({ tx, root }) => loadDisputingBodies(tx, 'complaint', root.id),
      refuseRecusedAuthority,
    ),
    recorder_decides: guardRecorder<LockedComplaint>(),
    ...guardDayOfAct(findLastStep),
    appraisal_running: guard({}, (_, { root }) => (isAppraised(root) ? {} : null)),
    appraisal_not_running: guard({}, (_, { root }) => (isAppraised(root) ? null : {})),
    remedy_not_owed: guard({}, (_, { root }) =>
      BINDING_EFFECTS.some((effect) => effect === root.effect) && root.remedied_at === null ? null : {},
    ),
    remedy_unapplied: guard({ loadUnappliedLots }, (facts, { root }) =>
      refuseUnappliedRemedy(root.id, facts.loadUnappliedLots),
    ),
  },
});

/** The last day on which something came or was done. */
function findLastStep(root: LockedComplaint): PlainDate {
  const { examined_on: examined, accepted_on: accepted, copies_sent_on: sent } = root;
  const days = [examined, accepted, sent, root.correction_asked_on, root.corrected_on].map(
    (at) => at && toPlainDate(at),
  );
  return [...days, ...root.appraisals.flatMap(({ from, to }) => [from, to])]
    .filter((day) => day !== null)
    .reduce(later, todayInShanghai(root.received_at));
}

const isAppraised = ({ appraisals }: LockedComplaint): boolean => appraisals.some(({ to }) => to === null);
