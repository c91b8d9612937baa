import { Baseline1800000000000 } from './1800000000000-baseline.js';
import { ScoreSheetVersion1800000000001 } from './1800000000001-score-sheet-version.js';
import { PublicLists1800000000002 } from './1800000000002-public-lists.js';
import { Views1800000000004 } from './1800000000004-views.js';
import { Lots1800000000005 } from './1800000000005-lots.js';
import { SeveralSuppliers1800000000006 } from './1800000000006-several-suppliers.js';
import { Workers1800000000007 } from './1800000000007-workers.js';
import { ProgrammeCalendar1800000000008 } from './1800000000008-programme-calendar.js';
import { EvaluationSheets1800000000009 } from './1800000000009-evaluation-sheets.js';
import { Settlements1800000000011 } from './1800000000011-settlements.js';
import { PurchaseLimits1800000000012 } from './1800000000012-purchase-limits.js';
import { Remedies1800000000014 } from './1800000000014-remedies.js';
import { Hands1800000000015 } from './1800000000015-hands.js';
import { MethodChanges1800000000017 } from './1800000000017-method-changes.js';
import { AdjustedBudgetLines1800000000021 } from './1800000000021-adjusted-budget-lines.js';
import { DrawableExperts1800000000023 } from './1800000000023-drawable-experts.js';
import { ExpertDraws1800000000016 } from './1800000000016-expert-draws.js';
import { Proposals1800000000025 } from './1800000000025-proposals.js';
import { RecordedBars1800000000026 } from './1800000000026-recorded-bars.js';
import { BidOrigins1800000000033 } from './1800000000033-bid-origins.js';
import { HandedIn1800000000030 } from './1800000000030-handed-in.js';
import { BidComparisons1800000000032 } from './1800000000032-bid-comparisons.js';
import { Screening1800000000034 } from './1800000000034-screening.js';
import { DeadlineParts1800000000150 } from './1800000000150-deadline-parts.js';
import { FlagHearings1800000000036 } from './1800000000036-flag-hearings.js';
import { WithdrawnDraws1800000000041 } from './1800000000041-withdrawn-draws.js';
import { JointAuthorities1800000000042 } from './1800000000042-joint-authorities.js';
import { KeysThatEnd1800000000051 } from './1800000000051-keys-that-end.js';
import { SignInFailures1800000000067 } from './1800000000067-sign-in-failures.js';
import { SecondFactors1800000000072 } from './1800000000072-second-factors.js';
import { IdentityLinks1800000000073 } from './1800000000073-identity-links.js';
import { FeedEpochs1800000000077 } from './1800000000077-feed-epochs.js';
import { EnvelopeRegisters1800000000061 } from './1800000000061-envelope-registers.js';
import { PersonalData1800000000075 } from './1800000000075-personal-data.js';
import { ToldRows1800000000082 } from './1800000000082-told-rows.js';
import { SeparateAdministrators1800000000083 } from './1800000000083-separate-administrators.js';
import { AccessMarks1800000000084 } from './1800000000084-access-marks.js';
import { OrderedLists1800000000085 } from './1800000000085-ordered-lists.js';
import { OutboxBlocks1800000000086 } from './1800000000086-outbox-blocks.js';
import { KeptCoverage1800000000087 } from './1800000000087-kept-coverage.js';
import { MovedRows1800000000088 } from './1800000000088-moved-rows.js';
import { PoliciesOfLists1800000000089 } from './1800000000089-policies-of-lists.js';
import { PlannedFunctions1800000000090 } from './1800000000090-planned-functions.js';
import { Inboxes1800000000109 } from './1800000000109-inboxes.js';
import { MailAddresses1800000000110 } from './1800000000110-mail-addresses.js';
import { RestingTargets1800000000111 } from './1800000000111-resting-targets.js';
import { TendersHere1800000000112 } from './1800000000112-tenders-here.js';
import { TenderSearch1800000000114 } from './1800000000114-tender-search.js';
import { SavedSearches1800000000115 } from './1800000000115-saved-searches.js';
import { NotedAnnouncements1800000000131 } from './1800000000131-noted-announcements.js';
import { EndedEndpoints1800000000153 } from './1800000000153-ended-endpoints.js';
import { ImportBodies1800000000154 } from './1800000000154-import-bodies.js';
import { OcidPrefix1800000000155 } from './1800000000155-ocid-prefix.js';
import { KeySystems1800000000156 } from './1800000000156-key-systems.js';
import { PlainGrams1800000000170 } from './1800000000170-plain-grams.js';
import { ToldStatements1800000000190 } from './1800000000190-told-statements.js';
import { LaterPublication1800000000191 } from './1800000000191-later-publication.js';
import { RegistrationDocuments1800000000160 } from './1800000000160-registration-documents.js';
import { CalendarEntries1800000000180 } from './1800000000180-calendar-entries.js';
import { SealedImportLines1800000000195 } from './1800000000195-sealed-import-lines.js';
import { ServedAsks1800000000220 } from './1800000000220-served-asks.js';
import { MergedBodies1800000000165 } from './1800000000165-merged-bodies.js';
import { CodeMails1800000000152 } from './1800000000152-code-mails.js';
import { AskedRegistrations1800000000130 } from './1800000000130-asked-registrations.js';
import { RegistrationClaims1800000000129 } from './1800000000129-registration-claims.js';
import { OcdsImports1800000000133 } from './1800000000133-ocds-imports.js';
import { BulkImports1800000000140 } from './1800000000140-bulk-imports.js';
import { EndedTargets1800000000121 } from './1800000000121-ended-targets.js';
import { PublicLotDeadlines1800000000123 } from './1800000000123-public-lot-deadlines.js';
import { CalendarKeys1800000000106 } from './1800000000106-calendar-keys.js';
import { Deliveries1800000000093 } from './1800000000093-deliveries.js';
import { SchemaLevel1800000000079 } from './1800000000079-schema-level.js';
import { WriteProbe1800000000076 } from './1800000000076-write-probe.js';
import { RequestTrails1800000000078 } from './1800000000078-request-trails.js';
import { PasswordKeys1800000000068 } from './1800000000068-password-keys.js';
import { MalwareChecks1800000000066 } from './1800000000066-malware-checks.js';
import { OpeningInstants1800000000060 } from './1800000000060-opening-instants.js';
import { SeatsOfBodies1800000000056 } from './1800000000056-seats-of-bodies.js';
import { AnswerSets1800000000045 } from './1800000000045-answer-sets.js';
import { AwardLots1800000000046 } from './1800000000046-award-lots.js';
import { SteadyFlags1800000000044 } from './1800000000044-steady-flags.js';
import { FlagParts1800000000043 } from './1800000000043-flag-parts.js';
import { FactDigests1800000000052 } from './1800000000052-fact-digests.js';
import { DeletedWords1800000000049 } from './1800000000049-deleted-words.js';
import { AnswerDigests1800000000038 } from './1800000000038-answer-digests.js';
import { WorksTogether1800000000047 } from './1800000000047-works-together.js';
import { WorkLedgers1800000000063 } from './1800000000063-work-ledgers.js';
import { BodyShares1800000000048 } from './1800000000048-body-shares.js';
import { Waiting1800000000091 } from './1800000000091-waiting.js';
import { Awaited1800000000117 } from './1800000000117-awaited.js';
import { Owed1800000000215 } from './1800000000215-owed.js';
import { News1800000000235 } from './1800000000235-news.js';
import { FlagsBySeverity1800000000236 } from './1800000000236-flags-by-severity.js';
import { NamesOfTenders1800000000245 } from './1800000000245-names-of-tenders.js';
import { AmountsOfLots1800000000246 } from './1800000000246-amounts-of-lots.js';
import { NoticesOfIntents1800000000247 } from './1800000000247-notices-of-intents.js';
import { ScreenedByRule1800000000248 } from './1800000000248-screened-by-rule.js';
import { DevicesOfFiles1800000000250 } from './1800000000250-devices-of-files.js';
import { FoundOtherwise1800000000251 } from './1800000000251-found-otherwise.js';
import { LotsOfIntents1800000000253 } from './1800000000253-lots-of-intents.js';
import { VersionsOfIntents1800000000254 } from './1800000000254-versions-of-intents.js';
import { CoverageRules1800000000275 } from './1800000000275-coverage-rules.js';
import { ToldDecisions1800000000252 } from './1800000000252-told-decisions.js';
import { Administered1800000000280 } from './1800000000280-administered.js';
import { LeftStates1800000000282 } from './1800000000282-left-states.js';
import { CorrectedBodies1800000000288 } from './1800000000288-corrected-bodies.js';
import { MarketStamps1800000000291 } from './1800000000291-market-stamps.js';
import { WordsOfNames1800000000283 } from './1800000000283-words-of-names.js';
import { DaysOfAcceptance1800000000295 } from './1800000000295-days-of-acceptance.js';
import { HandsOfLists1800000000296 } from './1800000000296-hands-of-lists.js';
import { StatedStages1800000000300 } from './1800000000300-stated-stages.js';
import { FreshStatistics1800000000302 } from './1800000000302-fresh-statistics.js';
import { RecordingBodies1800000000304 } from './1800000000304-recording-bodies.js';
import { TakenCorrections1800000000305 } from './1800000000305-taken-corrections.js';
import { StayedPapers1800000000306 } from './1800000000306-stayed-papers.js';
import { JoinedTenders1800000000307 } from './1800000000307-joined-tenders.js';
import { DeemedLots1800000000313 } from './1800000000313-deemed-lots.js';
import { FollowedGuards1800000000308 } from './1800000000308-followed-guards.js';
import { TakenPapers1800000000303 } from './1800000000303-taken-papers.js';
import { LighterWrites1800000000298 } from './1800000000298-lighter-writes.js';
import { PointedPublishing1800000000293 } from './1800000000293-pointed-publishing.js';
import { VoidedRemedies1800000000292 } from './1800000000292-voided-remedies.js';
import { RecordedRemedies1800000000284 } from './1800000000284-recorded-remedies.js';
import { RowsOfPeople1800000000285 } from './1800000000285-rows-of-people.js';
import { ToldHalts1800000000286 } from './1800000000286-told-halts.js';
import { DeliveredCoverage1800000000257 } from './1800000000257-delivered-coverage.js';
import { NothingToInvoice1800000000258 } from './1800000000258-nothing-to-invoice.js';
import { RenamesInOrder1800000000255 } from './1800000000255-renames-in-order.js';
import { FailedWork1800000000271 } from './1800000000271-failed-work.js';
import { Outages1800000000256 } from './1800000000256-outages.js';
import { DescribedNeeds1800000000259 } from './1800000000259-described-needs.js';
import { FlagsInParts1800000000260 } from './1800000000260-flags-in-parts.js';
import { OwedActs1800000000261 } from './1800000000261-owed-acts.js';
import { UntoldStates1800000000262 } from './1800000000262-untold-states.js';
import { RoomForChanges1800000000263 } from './1800000000263-room-for-changes.js';
import { OutdatedReports1800000000264 } from './1800000000264-outdated-reports.js';
import { UnstatedPayees1800000000266 } from './1800000000266-unstated-payees.js';
import { LighterTriggers1800000000272 } from './1800000000272-lighter-triggers.js';
import { OneRowTold1800000000267 } from './1800000000267-one-row-told.js';
import { ReprintedSlips1800000000268 } from './1800000000268-reprinted-slips.js';
import { KeptSuggestions1800000000270 } from './1800000000270-kept-suggestions.js';
import { GroupAnswers1800000000265 } from './1800000000265-group-answers.js';
import { UnheardBodies1800000000273 } from './1800000000273-unheard-bodies.js';
import { PlannedNeeds1800000000274 } from './1800000000274-planned-needs.js';
import { IssuersOfCodes1800000000269 } from './1800000000269-issuers-of-codes.js';
import { OwnImports1800000000276 } from './1800000000276-own-imports.js';
import { NotifiedParts1800000000216 } from './1800000000216-notified-parts.js';

/** Every migration, oldest first. */
export const migrations = [
  Baseline1800000000000,
  ScoreSheetVersion1800000000001,
  PublicLists1800000000002,
  Views1800000000004,
  Lots1800000000005,
  SeveralSuppliers1800000000006,
  Workers1800000000007,
  ProgrammeCalendar1800000000008,
  EvaluationSheets1800000000009,
  Settlements1800000000011,
  PurchaseLimits1800000000012,
  Remedies1800000000014,
  Hands1800000000015,
  ExpertDraws1800000000016,
  MethodChanges1800000000017,
  AdjustedBudgetLines1800000000021,
  DrawableExperts1800000000023,
  Proposals1800000000025,
  RecordedBars1800000000026,
  HandedIn1800000000030,
  BidComparisons1800000000032,
  BidOrigins1800000000033,
  Screening1800000000034,
  FlagHearings1800000000036,
  AnswerDigests1800000000038,
  WithdrawnDraws1800000000041,
  JointAuthorities1800000000042,
  FlagParts1800000000043,
  SteadyFlags1800000000044,
  AnswerSets1800000000045,
  AwardLots1800000000046,
  WorksTogether1800000000047,
  BodyShares1800000000048,
  DeletedWords1800000000049,
  KeysThatEnd1800000000051,
  FactDigests1800000000052,
  SeatsOfBodies1800000000056,
  OpeningInstants1800000000060,
  WorkLedgers1800000000063,
  MalwareChecks1800000000066,
  SignInFailures1800000000067,
  SecondFactors1800000000072,
  IdentityLinks1800000000073,
  WriteProbe1800000000076,
  FeedEpochs1800000000077,
  EnvelopeRegisters1800000000061,
  PersonalData1800000000075,
  SchemaLevel1800000000079,
  RequestTrails1800000000078,
  PasswordKeys1800000000068,
  ToldRows1800000000082,
  SeparateAdministrators1800000000083,
  AccessMarks1800000000084,
  OrderedLists1800000000085,
  OutboxBlocks1800000000086,
  KeptCoverage1800000000087,
  MovedRows1800000000088,
  PoliciesOfLists1800000000089,
  PlannedFunctions1800000000090,
  Waiting1800000000091,
  CalendarKeys1800000000106,
  Deliveries1800000000093,
  Inboxes1800000000109,
  MailAddresses1800000000110,
  RestingTargets1800000000111,
  TendersHere1800000000112,
  TenderSearch1800000000114,
  SavedSearches1800000000115,
  EndedTargets1800000000121,
  PublicLotDeadlines1800000000123,
  RegistrationClaims1800000000129,
  AskedRegistrations1800000000130,
  NotedAnnouncements1800000000131,
  OcdsImports1800000000133,
  BulkImports1800000000140,
  CodeMails1800000000152,
  EndedEndpoints1800000000153,
  ImportBodies1800000000154,
  OcidPrefix1800000000155,
  KeySystems1800000000156,
  RegistrationDocuments1800000000160,
  PlainGrams1800000000170,
  ToldStatements1800000000190,
  LaterPublication1800000000191,
  CalendarEntries1800000000180,
  SealedImportLines1800000000195,
  ServedAsks1800000000220,
  MergedBodies1800000000165,
  Awaited1800000000117,
  DeadlineParts1800000000150,
  Owed1800000000215,
  NotifiedParts1800000000216,
  News1800000000235,
  FlagsBySeverity1800000000236,
  NamesOfTenders1800000000245,
  AmountsOfLots1800000000246,
  NoticesOfIntents1800000000247,
  ScreenedByRule1800000000248,
  DevicesOfFiles1800000000250,
  FoundOtherwise1800000000251,
  LotsOfIntents1800000000253,
  VersionsOfIntents1800000000254,
  RenamesInOrder1800000000255,
  Outages1800000000256,
  DeliveredCoverage1800000000257,
  NothingToInvoice1800000000258,
  DescribedNeeds1800000000259,
  FlagsInParts1800000000260,
  OwedActs1800000000261,
  UntoldStates1800000000262,
  RoomForChanges1800000000263,
  OutdatedReports1800000000264,
  UnstatedPayees1800000000266,
  OneRowTold1800000000267,
  ReprintedSlips1800000000268,
  IssuersOfCodes1800000000269,
  KeptSuggestions1800000000270,
  UnheardBodies1800000000273,
  PlannedNeeds1800000000274,
  OwnImports1800000000276,
  GroupAnswers1800000000265,
  CoverageRules1800000000275,
  LeftStates1800000000282,
  ToldDecisions1800000000252,
  Administered1800000000280,
  WordsOfNames1800000000283,
  RecordedRemedies1800000000284,
  RowsOfPeople1800000000285,
  FailedWork1800000000271,
  CorrectedBodies1800000000288,
  MarketStamps1800000000291,
  ToldHalts1800000000286,
  LighterTriggers1800000000272,
  VoidedRemedies1800000000292,
  PointedPublishing1800000000293,
  DaysOfAcceptance1800000000295,
  HandsOfLists1800000000296,
  LighterWrites1800000000298,
  StatedStages1800000000300,
  FreshStatistics1800000000302,
  TakenPapers1800000000303,
  RecordingBodies1800000000304,
  TakenCorrections1800000000305,
  StayedPapers1800000000306,
  JoinedTenders1800000000307,
  DeemedLots1800000000313,
  FollowedGuards1800000000308,
];
export { BEFORE_TABLES } from './1800000000000-baseline.js';
export { BEYOND_ENTITIES, VIEWS } from './beyond-entities.js';
