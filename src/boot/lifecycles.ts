import { acceptanceLifecycle } from '../care/acceptance/acceptance.lifecycle.js';
import { accountRequestLifecycle } from '../people/accounts/requests/account-request.lifecycle.js';
import { personalDataRequestLifecycle } from '../people/personal-data/requests/personal-data-request.lifecycle.js';
import { apiKeyLifecycle } from '../people/accounts/api-keys/api-key.lifecycle.js';
import { webhookLifecycle } from '../people/accounts/webhooks/webhook.lifecycle.js';
import { barLifecycle } from '../people/organisations/bars/bar.lifecycle.js';
import { mergeLifecycle } from '../people/organisations/merges/merge.lifecycle.js';
import { workerLifecycle } from '../people/organisations/workers/worker.lifecycle.js';
import { registrationLifecycle } from '../people/accounts/registrations/registration.lifecycle.js';
import { userLifecycle } from '../people/accounts/users/user.lifecycle.js';
import { awardLifecycle } from '../purchase/awards/award.lifecycle.js';
import { challengeLifecycle } from '../purchase/awards/remedies/challenge.lifecycle.js';
import { complaintLifecycle } from '../purchase/awards/remedies/complaint.lifecycle.js';
import { bidLifecycle } from '../purchase/bids/bid.lifecycle.js';
import { needLifecycle } from '../people/communities/needs/need.lifecycle.js';
import { serviceLineLifecycle } from '../people/communities/service-lines/service-line.lifecycle.js';
import { continuityPlanLifecycle } from '../care/continuity/continuity-plan.lifecycle.js';
import { handoverLifecycle } from '../care/continuity/handovers/handover.lifecycle.js';
import { contractLifecycle, recordedContractLifecycle } from '../purchase/contracts/contract.lifecycle.js';
import { evaluationLifecycle, evaluationSchemeLifecycle } from '../care/evaluations/evaluation.lifecycle.js';
import { milestoneLifecycle } from '../care/delivery/milestones/milestone.lifecycle.js';
import { progressReportLifecycle } from '../care/delivery/reports/progress-report.lifecycle.js';
import { visitFindingLifecycle, visitLifecycle } from '../care/delivery/visits/visit.lifecycle.js';
import { invoiceLifecycle } from '../care/payments/invoices/invoice.lifecycle.js';
import { settlementLifecycle } from '../care/payments/settlements/settlement.lifecycle.js';
import { paymentLifecycle } from '../care/payments/payment.lifecycle.js';
import { budgetExtensionLifecycle } from '../purchase/programmes/budget-lines/budget-extension.lifecycle.js';
import { programmeLifecycle } from '../purchase/programmes/programme.lifecycle.js';
import { expertDrawLifecycle } from '../purchase/reviews/experts/expert-draw.lifecycle.js';
import { expertPlaceLifecycle } from '../purchase/reviews/experts/expert-place.lifecycle.js';
import { reviewLifecycle } from '../purchase/reviews/review.lifecycle.js';
import { flagLifecycle } from '../watch/flags/flag.lifecycle.js';
import { meetingLifecycle, resolutionLifecycle } from '../care/evaluations/meetings/meeting.lifecycle.js';
import { surveyLifecycle } from '../care/surveys/survey.lifecycle.js';
import { lotLifecycle } from '../purchase/tenders/lots/lot.lifecycle.js';
import { methodChangeLifecycle } from '../purchase/tenders/oversight/ways/method-change.lifecycle.js';
import { tenderLifecycle } from '../purchase/tenders/tender.lifecycle.js';
import type { Lifecycle } from '../kernel/actions/lifecycle.js';

/** Every lifecycle of the system, for the generated page. */
export const LIFECYCLES: readonly Lifecycle[] = [
  registrationLifecycle,
  userLifecycle,
  accountRequestLifecycle,
  personalDataRequestLifecycle,
  apiKeyLifecycle,
  webhookLifecycle,
  barLifecycle,
  mergeLifecycle,
  workerLifecycle,
  flagLifecycle,
  needLifecycle,
  serviceLineLifecycle,
  programmeLifecycle,
  budgetExtensionLifecycle,
  tenderLifecycle,
  methodChangeLifecycle,
  reviewLifecycle,
  expertDrawLifecycle,
  expertPlaceLifecycle,
  recordedContractLifecycle,
  contractLifecycle,
  lotLifecycle,
  bidLifecycle,
  awardLifecycle,
  challengeLifecycle,
  complaintLifecycle,
  milestoneLifecycle,
  acceptanceLifecycle,
  evaluationSchemeLifecycle,
  surveyLifecycle,
  invoiceLifecycle,
  settlementLifecycle,
  paymentLifecycle,
  progressReportLifecycle,
  visitLifecycle,
  visitFindingLifecycle,
  evaluationLifecycle,
  meetingLifecycle,
  resolutionLifecycle,
  continuityPlanLifecycle,
  handoverLifecycle,
];
