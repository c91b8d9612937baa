import { settleStrandedFiles } from '../kernel/documents/documents.service.js';
import { checkHeldDocuments } from '../kernel/documents/held-documents.js';
import { anchorAudit } from '../kernel/audit/anchors/anchor-sweep.js';
import { verifyAuditSinceLast } from '../kernel/audit/verification/verification-sweep.js';
import { deliver } from '../kernel/deliveries/deliver-job.js';
import { postAnchors } from '../kernel/audit/witness/witness-sweep.js';
import { confirmDeemed, dateChallenges } from '../purchase/awards/results/results-job.js';
import { resumeEnded } from '../purchase/awards/suspension-clock.js';
import { endHalts } from '../purchase/contracts/halting/halts-job.js';
import { followMerge } from '../purchase/contracts/merged-bodies/merge-follower.js';
import { lapsePlans, passRecipientsOn } from '../care/continuity/plans-job.js';
import { endSurveyCodes } from '../care/surveys/answers/ended-codes-job.js';
import { lookAhead } from '../care/delivery/progress/outlook-job.js';
import { compareBids, compareRestoredBid, deleteBidWords } from '../purchase/bids/comparison/comparison-job.js';
import { openBids, registerEnvelopes, retryStoppedOpenings } from '../purchase/bids/opening/opening-job.js';
import { closeFinalOffers } from '../purchase/reviews/consultation/final-offers/final-offers-job.js';
import { missMilestones } from '../care/delivery/milestones/milestones-job.js';
import { noteErasures } from '../people/personal-data/erasure-list.js';
import { correctBodies } from '../people/accounts/requests/agreed-corrections.js';
import { endSignInData } from '../people/accounts/sessions/sign-in/ended-sign-ins.js';
import { endPersonalData } from '../people/personal-data/terms-sweep.js';
import { endImportRows } from '../imports/keeping/rows-keeper.js';
import { runImport } from '../imports/imports-job.js';
import { keepCoverage } from '../desk/statistics/kept-coverage/keep-coverage-job.js';
import { findTenders } from '../desk/notifications/searches/find-tenders-job.js';
import { lookForTasks } from '../desk/notifications/look-for-tasks-job.js';
import { RISK_JOBS } from '../watch/runs/risk-jobs.js';
import type { Job } from '../kernel/queue/jobs/job.js';
import { JobRegistry } from '../kernel/queue/jobs/job-registry.js';
import { owedSubjects } from '../kernel/queue/owed-sweep.js';

/** Every job of the application. Known to each process; handlers run where a worker runs. */
export const JOBS: readonly Job[] = [
  anchorAudit,
  postAnchors,
  deliver,
  verifyAuditSinceLast,
  checkHeldDocuments,
  settleStrandedFiles,
  openBids,
  retryStoppedOpenings,
  registerEnvelopes,
  compareBids,
  compareRestoredBid,
  deleteBidWords,
  closeFinalOffers,
  confirmDeemed,
  dateChallenges,
  resumeEnded,
  missMilestones,
  lookAhead,
  endHalts,
  lapsePlans,
  passRecipientsOn,
  endSurveyCodes,
  endPersonalData,
  endSignInData,
  correctBodies,
  endImportRows,
  noteErasures,
  runImport,
  followMerge,
  keepCoverage,
  lookForTasks,
  findTenders,
  ...RISK_JOBS,
];

/** Every queue, the platform's own jobs included. */
export const QUEUES = new JobRegistry([owedSubjects, ...JOBS]).queues;
