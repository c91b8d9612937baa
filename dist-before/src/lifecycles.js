import { acceptanceLifecycle } from './modules/acceptance/acceptance.lifecycle.js';
import { apiKeyLifecycle } from './modules/accounts/api-key.lifecycle.js';
import { registrationLifecycle } from './modules/accounts/registration.lifecycle.js';
import { userLifecycle } from './modules/accounts/user.lifecycle.js';
import { awardLifecycle } from './modules/awards/award.lifecycle.js';
import { challengeLifecycle } from './modules/awards/challenge.lifecycle.js';
import { complaintLifecycle } from './modules/awards/complaint.lifecycle.js';
import { bidLifecycle } from './modules/bids/bid.lifecycle.js';
import { needLifecycle } from './modules/communities/need.lifecycle.js';
import { serviceLineLifecycle } from './modules/communities/service-line.lifecycle.js';
import { continuityPlanLifecycle } from './modules/continuity/continuity-plan.lifecycle.js';
import { handoverLifecycle } from './modules/continuity/handover.lifecycle.js';
import { contractLifecycle, recordedContractLifecycle } from './modules/contracts/contract.lifecycle.js';
import { evaluationLifecycle, evaluationSchemeLifecycle } from './modules/evaluations/evaluation.lifecycle.js';
import { milestoneLifecycle } from './modules/implementation/milestone.lifecycle.js';
import { progressReportLifecycle } from './modules/implementation/progress-report.lifecycle.js';
import { visitFindingLifecycle, visitLifecycle } from './modules/implementation/visit.lifecycle.js';
import { invoiceLifecycle } from './modules/payments/invoice.lifecycle.js';
import { paymentLifecycle } from './modules/payments/payment.lifecycle.js';
import { budgetExtensionLifecycle } from './modules/programmes/budget-extension.lifecycle.js';
import { programmeLifecycle } from './modules/programmes/programme.lifecycle.js';
import { reviewLifecycle } from './modules/reviews/review.lifecycle.js';
import { flagLifecycle } from './modules/risk/flag.lifecycle.js';
import { meetingLifecycle, resolutionLifecycle } from './modules/evaluations/meeting.lifecycle.js';
import { surveyLifecycle } from './modules/surveys/survey.lifecycle.js';
import { lotLifecycle } from './modules/tenders/lot.lifecycle.js';
import { tenderLifecycle } from './modules/tenders/tender.lifecycle.js';
/** Every lifecycle of the system, for the generated page. */
export const LIFECYCLES = [
    registrationLifecycle,
    userLifecycle,
    apiKeyLifecycle,
    flagLifecycle,
    needLifecycle,
    serviceLineLifecycle,
    programmeLifecycle,
    budgetExtensionLifecycle,
    tenderLifecycle,
    reviewLifecycle,
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
//# sourceMappingURL=lifecycles.js.map