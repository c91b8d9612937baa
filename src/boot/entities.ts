import { AuditAnchor } from '../kernel/audit/anchors/audit-anchor.entity.js';
import { AuditAnchorLeaf } from '../kernel/audit/anchors/audit-anchor-leaf.entity.js';
import { AuditEntry } from '../kernel/audit/audit-entry.entity.js';
import { BusinessTime } from '../kernel/clock/business-time.entity.js';
import { Document } from '../kernel/documents/document.entity.js';
import { DocumentReference } from '../kernel/documents/document-reference.entity.js';
import { ExternalIdRow } from '../kernel/database/external-ids/external-id.entity.js';
import { IdempotentRequest } from '../kernel/http/idempotency/idempotent-request.entity.js';
import { JobSubject } from '../kernel/queue/job-subject.entity.js';
import { OutboxEvent } from '../kernel/outbox/outbox.entity.js';
import { OutboxRelay } from '../kernel/outbox/outbox-relay.entity.js';
import { OpenTenderThreshold } from '../law/rules/open-tender-threshold.entity.js';
import { WorkingCalendarDay } from '../law/calendars/working-calendar-day.entity.js';
import { WorkingCalendarYear } from '../law/calendars/working-calendar-year.entity.js';
import { ApiKey } from '../people/accounts/api-keys/api-key.entity.js';
import { AppUser } from '../people/accounts/users/app-user.entity.js';
import { RefreshToken } from '../people/accounts/sessions/refresh-token.entity.js';
import { Registration } from '../people/accounts/registrations/registration.entity.js';
import { Seat } from '../people/accounts/seat.entity.js';
import { Session } from '../people/accounts/sessions/session.entity.js';
import { SetupCode } from '../people/accounts/sessions/setup-code.entity.js';
import { SignInAttempt } from '../people/accounts/sessions/sign-in/sign-in-attempt.entity.js';
import { Organisation } from '../people/organisations/organisation.entity.js';
import { OrganisationHolding } from '../people/organisations/organisation-holding.entity.js';
import { OrganisationPerson } from '../people/organisations/organisation-person.entity.js';
import { Community } from '../people/communities/community.entity.js';
import { Need } from '../people/communities/needs/need.entity.js';
import { ServiceLine } from '../people/communities/service-lines/service-line.entity.js';
import { ServiceLineCommunity } from '../people/communities/service-lines/service-line-community.entity.js';
import { ServiceLineOpinion } from '../people/communities/service-lines/service-line-opinion.entity.js';
import { BudgetExtension } from '../purchase/programmes/budget-lines/budget-extension.entity.js';
import { BudgetLine } from '../purchase/programmes/budget-lines/budget-line.entity.js';
import { Programme } from '../purchase/programmes/programme.entity.js';
import { Clarification } from '../purchase/tenders/corrections/clarification.entity.js';
import { DocumentRequest } from '../purchase/tenders/corrections/document-request.entity.js';
import { Fact } from '../purchase/tenders/recording/fact.entity.js';
import { Lot } from '../purchase/tenders/lots/lot.entity.js';
import { MethodApproval } from '../purchase/tenders/conducted/method-approval.entity.js';
import { Notice } from '../purchase/tenders/notices/notice.entity.js';
import { SuspensionSpell } from '../purchase/tenders/oversight/suspension-spell.entity.js';
import { PublicTender } from '../purchase/tenders/reads/public-tender.entity.js';
import { Tender } from '../purchase/tenders/tender.entity.js';
import { TenderFinding } from '../purchase/tenders/conducted/tender-finding.entity.js';
import { TenderOpinion } from '../purchase/tenders/conducted/tender-opinion.entity.js';
import { TenderRevision } from '../purchase/tenders/conducted/tender-revision.entity.js';
import { TenderServiceLine } from '../purchase/tenders/tender-service-line.entity.js';
import { TenderWitness } from '../purchase/tenders/oversight/tender-witness.entity.js';
import { Bid } from '../purchase/bids/bid.entity.js';
import { BidFile } from '../purchase/bids/opening/bid-file.entity.js';
import { Opening } from '../purchase/bids/opening/opening.entity.js';
import { SealedEnvelope } from '../purchase/bids/opening/sealed-envelope.entity.js';
import { TenderKey } from '../purchase/bids/opening/tender-key.entity.js';
import { BidCheck } from '../purchase/reviews/scoring/bid-check.entity.js';
import { BidExplanation } from '../purchase/reviews/scoring/explanations/bid-explanation.entity.js';
import { ConsultationResponse } from '../purchase/reviews/consultation/consultation-response.entity.js';
import { FinalOffer } from '../purchase/reviews/consultation/final-offers/final-offer.entity.js';
import { FinalOfferCall } from '../purchase/reviews/consultation/final-offers/final-offer-call.entity.js';
import { PanelBar } from '../purchase/reviews/panel/panel-bar.entity.js';
import { PanelFinding } from '../purchase/reviews/scoring/panel-finding.entity.js';
import { RequirementChange } from '../purchase/reviews/consultation/requirement-change.entity.js';
import { Review } from '../purchase/reviews/review.entity.js';
import { ReviewCorrection } from '../purchase/reviews/scoring/review-correction.entity.js';
import { ReviewDeclaration } from '../purchase/reviews/panel/review-declaration.entity.js';
import { ReviewMember } from '../purchase/reviews/panel/review-member.entity.js';
import { ReviewScore } from '../purchase/reviews/scoring/review-score.entity.js';
import { ReviewSuperseded } from '../purchase/reviews/repeated/review-superseded.entity.js';
import { Award } from '../purchase/awards/award.entity.js';
import { BondRefund } from '../purchase/awards/bond-refund.entity.js';
import { Challenge } from '../purchase/awards/remedies/challenge.entity.js';
import { Complaint } from '../purchase/awards/remedies/complaint.entity.js';
import { LotDraw } from '../purchase/awards/lot-draw.entity.js';
import { LotResult } from '../purchase/awards/results/lot-result.entity.js';
import { RemedyApplication } from '../purchase/awards/remedies/remedy-application.entity.js';
import { Contract } from '../purchase/contracts/contract.entity.js';
import { ContractAmendment } from '../purchase/contracts/amendments/contract-amendment.entity.js';
import { ContractRenewal } from '../purchase/contracts/amendments/contract-renewal.entity.js';
import { ContractRequest } from '../purchase/contracts/conducted/contract-request.entity.js';
import { ContractServiceLine } from '../purchase/contracts/contract-service-line.entity.js';
import { ContractSignature } from '../purchase/contracts/conducted/contract-signature.entity.js';
import { ContractOutlook } from '../care/delivery/progress/contract-outlook.entity.js';
import { Milestone } from '../care/delivery/milestones/milestone.entity.js';
import { ProgressReport } from '../care/delivery/reports/progress-report.entity.js';
import { Recipient } from '../care/delivery/records/recipient.entity.js';
import { ServiceDay } from '../care/delivery/records/service-day.entity.js';
import { ServiceReach } from '../care/delivery/records/service-reach.entity.js';
import { ServiceRecord } from '../care/delivery/records/service-record.entity.js';
import { ServiceRecordRecipient } from '../care/delivery/records/service-record-recipient.entity.js';
import { Visit } from '../care/delivery/visits/visit.entity.js';
import { VisitFinding } from '../care/delivery/visits/visit-finding.entity.js';
import { Survey } from '../care/surveys/survey.entity.js';
import { SurveyAnswer } from '../care/surveys/answers/survey-answer.entity.js';
import { SurveyFrame } from '../care/surveys/survey-frame.entity.js';
import { SurveySlip } from '../care/surveys/answers/survey-slip.entity.js';
import { SurveyStratum } from '../care/surveys/survey-stratum.entity.js';
import { Acceptance } from '../care/acceptance/acceptance.entity.js';
import { AcceptanceOpinion } from '../care/acceptance/acceptance-opinion.entity.js';
import { AcceptanceVoice } from '../care/acceptance/acceptance-voice.entity.js';
import { Evaluation } from '../care/evaluations/evaluation.entity.js';
import { EvaluationDeclaration } from '../care/evaluations/evaluation-declaration.entity.js';
import { EvaluationScheme } from '../care/evaluations/schemes/evaluation-scheme.entity.js';
import { EvaluationScore } from '../care/evaluations/evaluation-score.entity.js';
import { Meeting } from '../care/evaluations/meetings/meeting.entity.js';
import { MeetingInvited } from '../care/evaluations/meetings/meeting-invited.entity.js';
import { MeetingResolution } from '../care/evaluations/meetings/meeting-resolution.entity.js';
import { Rating } from '../care/evaluations/ratings/rating.entity.js';
import { ApprovalLevel } from '../care/payments/approval-level.entity.js';
import { Invoice } from '../care/payments/invoices/invoice.entity.js';
import { PayeeAccount } from '../care/payments/payee-account.entity.js';
import { Payment } from '../care/payments/payment.entity.js';
import { PaymentApproval } from '../care/payments/payment-approval.entity.js';
import { ContinuityPlan } from '../care/continuity/continuity-plan.entity.js';
import { ContinuityPlanItem } from '../care/continuity/continuity-plan-item.entity.js';
import { Handover } from '../care/continuity/handovers/handover.entity.js';
import { HandoverRecipient } from '../care/continuity/handovers/handover-recipient.entity.js';
import { AssessmentRow } from '../watch/runs/assessment.entity.js';
import { Flag } from '../watch/flags/flag.entity.js';
import { FlagAsk } from '../watch/flags/flag-ask.entity.js';
import { FlagEvent } from '../watch/flags/flag-event.entity.js';
import { FlagSubject } from '../watch/flags/flag-subject.entity.js';
import { RiskRun } from '../watch/runs/risk-run.entity.js';
import { RiskSubject } from '../watch/runs/risk-subject.entity.js';
import { StatutoryDeadline } from '../watch/previews/statutory-deadline.entity.js';
import { Import } from '../imports/import.entity.js';
import { ImportLine } from '../imports/import-line.entity.js';
import { ImportName } from '../imports/import-name.entity.js';
import { ImportReject } from '../imports/import-reject.entity.js';

/** One class per table, upstream rooms first. */
export const ENTITIES = [
  AuditAnchor,
  AuditAnchorLeaf,
  AuditEntry,
  BusinessTime,
  Document,
  DocumentReference,
  ExternalIdRow,
  IdempotentRequest,
  JobSubject,
  OutboxEvent,
  OutboxRelay,
  OpenTenderThreshold,
  WorkingCalendarDay,
  WorkingCalendarYear,
  ApiKey,
  AppUser,
  RefreshToken,
  Registration,
  Seat,
  Session,
  SetupCode,
  SignInAttempt,
  Organisation,
  OrganisationHolding,
  OrganisationPerson,
  Community,
  Need,
  ServiceLine,
  ServiceLineCommunity,
  ServiceLineOpinion,
  BudgetExtension,
  BudgetLine,
  Programme,
  Clarification,
  DocumentRequest,
  Fact,
  Lot,
  MethodApproval,
  Notice,
  SuspensionSpell,
  Tender,
  PublicTender,
  TenderFinding,
  TenderOpinion,
  TenderRevision,
  TenderServiceLine,
  TenderWitness,
  Bid,
  BidFile,
  Opening,
  SealedEnvelope,
  TenderKey,
  BidCheck,
  BidExplanation,
  ConsultationResponse,
  FinalOffer,
  FinalOfferCall,
  PanelBar,
  PanelFinding,
  RequirementChange,
  Review,
  ReviewCorrection,
  ReviewDeclaration,
  ReviewMember,
  ReviewScore,
  ReviewSuperseded,
  Award,
  BondRefund,
  Challenge,
  Complaint,
  LotDraw,
  LotResult,
  RemedyApplication,
  Contract,
  ContractAmendment,
  ContractRenewal,
  ContractRequest,
  ContractServiceLine,
  ContractSignature,
  ContractOutlook,
  Milestone,
  ProgressReport,
  Recipient,
  ServiceDay,
  ServiceReach,
  ServiceRecord,
  ServiceRecordRecipient,
  Visit,
  VisitFinding,
  Survey,
  SurveyAnswer,
  SurveyFrame,
  SurveySlip,
  SurveyStratum,
  Acceptance,
  AcceptanceOpinion,
  AcceptanceVoice,
  Evaluation,
  EvaluationDeclaration,
  EvaluationScheme,
  EvaluationScore,
  Meeting,
  MeetingInvited,
  MeetingResolution,
  Rating,
  ApprovalLevel,
  Invoice,
  PayeeAccount,
  Payment,
  PaymentApproval,
  ContinuityPlan,
  ContinuityPlanItem,
  Handover,
  HandoverRecipient,
  AssessmentRow,
  Flag,
  FlagAsk,
  FlagEvent,
  FlagSubject,
  RiskRun,
  RiskSubject,
  StatutoryDeadline,
  Import,
  ImportLine,
  ImportName,
  ImportReject,
];
