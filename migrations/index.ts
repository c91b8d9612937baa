import { Platform1790000000010 } from './1790000000010-platform.js';
import { AuditOutbox1790000000100 } from './1790000000100-audit-outbox.js';
import { WorkingCalendar1790000000200 } from './1790000000200-working-calendar.js';
import { Bodies1790000000400 } from './1790000000400-bodies.js';
import { Accounts1790000000450 } from './1790000000450-accounts.js';
import { Purchases1790000000500 } from './1790000000500-purchases.js';
import { Documents1790000000550 } from './1790000000550-documents.js';
import { Risk1790000000600 } from './1790000000600-risk.js';
import { Imports1790000000700 } from './1790000000700-imports.js';
import { Needs1790000000800 } from './1790000000800-needs.js';
import { ProgrammeApproval1790000000810 } from './1790000000810-programme-approval.js';
import { ConductedTenders1790000000820 } from './1790000000820-conducted-tenders.js';
import { SealedBids1790000000830 } from './1790000000830-sealed-bids.js';
import { Reviews1790000000840 } from './1790000000840-reviews.js';
import { ConductedContracts1790000000850 } from './1790000000850-conducted-contracts.js';
import { Remedies1790000000860 } from './1790000000860-remedies.js';
import { Clarifications1790000000870 } from './1790000000870-clarifications.js';
import { StatutoryDeadlines1790000000880 } from './1790000000880-statutory-deadlines.js';
import { ImportNames1790000000890 } from './1790000000890-import-names.js';
import { OverseenRegion1790000000895 } from './1790000000895-overseen-region.js';
import { Results1790000000900 } from './1790000000900-results.js';
import { Consultations1790000000910 } from './1790000000910-consultations.js';
import { LotRemedies1790000000920 } from './1790000000920-lot-remedies.js';
import { BidFiles1790000000930 } from './1790000000930-bid-files.js';
import { NeedReceived1790000000940 } from './1790000000940-need-received.js';
import { Draws1790000000943 } from './1790000000943-draws.js';
import { LotEndings1790000000946 } from './1790000000946-lot-endings.js';
import { UndeterminedChallenges1790000000947 } from './1790000000947-undetermined-challenges.js';
import { SuspensionSpells1790000000948 } from './1790000000948-suspension-spells.js';
import { PanelFindings1790000000949 } from './1790000000949-panel-findings.js';
import { KeyReviews1790000000955 } from './1790000000955-key-reviews.js';
import { Intents1790000000960 } from './1790000000960-intents.js';
import { QuestionsDue1790000000962 } from './1790000000962-questions-due.js';
import { BudgetExtensions1790000000986 } from './1790000000986-budget-extensions.js';
import { Payments1790000000985 } from './1790000000985-payments.js';
import { ServiceRecords1790000000970 } from './1790000000970-service-records.js';
import { ServiceDays1790000000972 } from './1790000000972-service-days.js';
import { Milestones1790000000975 } from './1790000000975-milestones.js';
import { ProgressReports1790000000976 } from './1790000000976-progress-reports.js';
import { Visits1790000000977 } from './1790000000977-visits.js';
import { LineEndings1790000000997 } from './1790000000997-line-endings.js';
import { Continuity1790000000999 } from './1790000000999-continuity.js';
import { Surveys1790000000980 } from './1790000000980-surveys.js';
import { SurveyAnswers1790000000981 } from './1790000000981-survey-answers.js';
import { Acceptances1790000000990 } from './1790000000990-acceptances.js';
import { EvaluationSchemes1790000000993 } from './1790000000993-evaluation-schemes.js';
import { OrganisationContacts1790000001001 } from './1790000001001-organisation-contacts.js';
import { PracticeIndicators1790000001003 } from './1790000001003-practice-indicators.js';
import { Evaluations1790000000994 } from './1790000000994-evaluations.js';
import { MeetingsRatings1790000000995 } from './1790000000995-meetings-ratings.js';
import { MilestonesLapse1790000001005 } from './1790000001005-milestones-lapse.js';
import { RiskSubjects1790000001002 } from './1790000001002-risk-subjects.js';
import { ContractDays1790000000998 } from './1790000000998-contract-days.js';
import { LotProposals1790000000996 } from './1790000000996-lot-proposals.js';
import { PaymentsWithinAcceptance1790000001007 } from './1790000001007-payments-within-acceptance.js';
import { BondRefunds1790000001013 } from './1790000001013-bond-refunds.js';
import { FinalOfferCalls1790000001006 } from './1790000001006-final-offer-calls.js';
import { SurveysGivenUp1790000001009 } from './1790000001009-surveys-given-up.js';
import { ApproversLeast1790000001017 } from './1790000001017-approvers-least.js';
import { ResidentRatings1790000001018 } from './1790000001018-resident-ratings.js';
import { ScoreComments1790000001014 } from './1790000001014-score-comments.js';
import { ServiceReach1790000001019 } from './1790000001019-service-reach.js';
import { ContractRenewals1790000001015 } from './1790000001015-contract-renewals.js';
import { ReportsAsSubmitted1790000001020 } from './1790000001020-reports-as-submitted.js';
import { ServiceDaysHoldMore1790000001010 } from './1790000001010-service-days-hold-more.js';

/** Every migration, oldest first. */
export const migrations = [
  Platform1790000000010,
  AuditOutbox1790000000100,
  WorkingCalendar1790000000200,
  Bodies1790000000400,
  Accounts1790000000450,
  Purchases1790000000500,
  Documents1790000000550,
  Risk1790000000600,
  Imports1790000000700,
  Needs1790000000800,
  ProgrammeApproval1790000000810,
  ConductedTenders1790000000820,
  SealedBids1790000000830,
  Reviews1790000000840,
  ConductedContracts1790000000850,
  Remedies1790000000860,
  Clarifications1790000000870,
  StatutoryDeadlines1790000000880,
  ImportNames1790000000890,
  OverseenRegion1790000000895,
  Results1790000000900,
  Consultations1790000000910,
  LotRemedies1790000000920,
  BidFiles1790000000930,
  NeedReceived1790000000940,
  Draws1790000000943,
  LotEndings1790000000946,
  UndeterminedChallenges1790000000947,
  SuspensionSpells1790000000948,
  PanelFindings1790000000949,
  KeyReviews1790000000955,
  Intents1790000000960,
  QuestionsDue1790000000962,
  ServiceRecords1790000000970,
  ServiceDays1790000000972,
  Milestones1790000000975,
  ProgressReports1790000000976,
  Visits1790000000977,
  Surveys1790000000980,
  LineEndings1790000000997,
  Continuity1790000000999,
  SurveyAnswers1790000000981,
  Payments1790000000985,
  BudgetExtensions1790000000986,
  Acceptances1790000000990,
  EvaluationSchemes1790000000993,
  OrganisationContacts1790000001001,
  Evaluations1790000000994,
  MeetingsRatings1790000000995,
  MilestonesLapse1790000001005,
  RiskSubjects1790000001002,
  ContractDays1790000000998,
  LotProposals1790000000996,
  PaymentsWithinAcceptance1790000001007,
  PracticeIndicators1790000001003,
  FinalOfferCalls1790000001006,
  SurveysGivenUp1790000001009,
  BondRefunds1790000001013,
  ServiceDaysHoldMore1790000001010,
  ScoreComments1790000001014,
  ServiceReach1790000001019,
  ApproversLeast1790000001017,
  ResidentRatings1790000001018,
  ContractRenewals1790000001015,
  ReportsAsSubmitted1790000001020,
];
