import type { Moment } from '../../kernel/clock/moment.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { StatutoryClock } from '../../law/deadlines/deadlines.rules.js';
import type { Reach } from '../../law/rules/limits/reach.rules.js';
import type { SmePolicy, SmePolicyKind } from '../../purchase/tenders/conducted/terms/sme/sme-types.js';
import type { BidderRegistration, MemberFacts, PersonRef } from './bidder-facts.js';
import type { HandedIn, MeetingFacts } from './handed-in-facts.js';
import type { ComparisonFacts } from './comparison-facts.js';
import type { BesideContracts } from './line-facts.js';
import type { Subject, Text } from '../runs/assessment-types.js';
import type { Day, Fen } from './fact-values.js';

export type { BidderRegistration, PersonRef, RelationDays } from './bidder-facts.js';

/** Where a fact comes from; null = an action of this system. */
export type SourceKind = 'notice' | 'statement' | 'reconstruction' | 'file';

export interface Recorded<T> {
  value: T;
  record: string;
  source: SourceKind | null;
}

export interface FactsBase {
  subject: Subject;
  /** The day judged at, in business time. */
  asOf: Day;
  /**
   * Fields on which recorded facts contradict each other, by the names the rules use as `missing` (`window`,
   * `signedOn`, `awardedOn`, `allocatedOn`, `bids`, `bidCount`, `ceiling`, `pricing`, `method`, `category`, `end`,
   * `plans`). A rule that needs one of them answers `insufficient_data`.
   */
  conflicts: readonly string[];
}

export interface Category {
  code: string;
  /** The service is meant to go on (product's code list): W01 and G01–G04 apply. */
  continuous: boolean;
}

export interface WindowDates {
  start: PartialDate | null;
  end: PartialDate | null;
}

/** Figures of one window, both days included. `effectiveWorkingDays` null: it touches a year without a calendar. */
export interface SpanFigures {
  start: Day;
  end: Day;
  calendarDays: number;
  effectiveWorkingDays: number | null;
}

/**
 * What the window can be at least and at most, given how finely its dates are known (`span.rules.ts` makes it). Equal
 * where both days are known. `shortest.effectiveWorkingDays` of a window in part beyond the calendar counts the loaded
 * part alone, `longest.effectiveWorkingDays` is then null.
 */
export interface WindowSpan {
  shortest: SpanFigures;
  longest: SpanFigures;
  /** Years without a loaded calendar that the longest window touches. */
  missingYears: readonly number[];
}

/** What a draft says about its own calendar; only for a tender that is not issued yet. */
export interface DraftPlan {
  record: string;
  plannedIssue: PartialDate | null;
  /** The planner's `latest.documentIssue` for a start on the window's first day; null with the reason beside it. */
  safeIssue: Day | null;
  /** The planner's `latestPossible.documentIssue`. */
  possibleIssue: Day | null;
  /** `known`, `uncertain` (a year without a calendar), `method_not_plannable`, or `unknown` (no method or no full start). */
  planner: 'known' | 'uncertain' | 'method_not_plannable' | 'unknown';
}

/** A window of lots whose tender has others as well; lots with the same one stand together. */
interface WindowOfLots extends Pick<WindowFacts, 'window' | 'span' | 'termText' | 'draft' | 'awardedOn'> {
  lots: readonly number[];
}

/** W01, W02, W03: a tender, a contract, or a programme's calendar template. */
export interface WindowFacts extends FactsBase {
  category: Category | null;
  /** The planned service window: the contract's, else the tender's. */
  window: Recorded<WindowDates> | null;
  /** Null where start or end is unknown. */
  span: WindowSpan | null;
  /** The term in the words it was published in, where they were not turned into dates. */
  termText: Recorded<string> | null;
  /** Null for everything issued, recorded from elsewhere, signed, or not a tender. */
  draft: DraftPlan | null;
  /** Day of the award (decision, else its publication). */
  awardedOn: Recorded<PartialDate> | null;
  /** Day the contract was signed. */
  signedOn: Recorded<PartialDate> | null;
  /** Day of the first payment under the contract. */
  allocatedOn: Recorded<PartialDate> | null;
  /** Only where lots of a tender have different windows: each window once, in the order of the lots. */
  byLot?: readonly WindowOfLots[];
}

/** One period of law of a subject. `key` names lot, rule and event. */
export interface JudgedClock extends StatutoryClock {
  key: string;
  lot: number | null;
}

/** W06: the periods of law that run or ran in a tender or contract. */
export interface ClocksFacts extends FactsBase {
  /** As in the API's codes; null = unknown. */
  method: string | null;
  clocks: readonly JudgedClock[];
  /** How far the law of procurement reaches the purchase. */
  reach: Reach;
  /** Openings of a tender that began later than they were called for. */
  lateOpenings?: readonly LateOpening[];
}

/** M01: by which method a purchase was made elsewhere. */
export interface MethodFacts extends FactsBase {
  method: string | null;
  /** Day of the notice, which chooses the law. */
  startedOn: Recorded<PartialDate> | null;
  /** Only where that day is not known: the first award, before which the purchase began, nobody knows when. */
  awardedOn: Recorded<PartialDate> | null;
  reach: Reach;
}

/** M02: what the lots of a purchase conducted here do for small and medium enterprises. */
export interface ReservationFacts extends FactsBase {
  method: string | null;
  /** Day of the notice, which chooses the law; of a draft that is planned. */
  startedOn: Recorded<PartialDate> | null;
  /** The purchase by its amount alone: only from the purchase limit of its place on is anything reserved. */
  reach: Reach;
  /** What it may come to; null = unknown. */
  sum: Fen | null;
  /** Lots that have neither failed nor been cancelled. `kind` null: their documents say nothing. */
  lots: readonly LotPolicy[];
}

export interface LotPolicy extends Pick<SmePolicy, 'ground'> {
  key: string;
  no: number;
  record: string;
  kind: SmePolicyKind | null;
}

/** An opening that began later than it was called for. */
export interface LateOpening {
  record: string;
  /** Instants, RFC 3339. */
  calledFor: string;
  heldAt: string;
  minutes: number;
  /** Null: nobody said why. */
  reason: string | null;
}

export interface BidFacts {
  /** Business key of the bidder (credit code, or the recorded name). */
  key: string;
  record: string;
  /** The bidder's name as recorded. */
  bidder: string;
  /** Of a consortium: who bids together, by the keys of their bodies. */
  members?: readonly MemberFacts[];
  /** In consultations and negotiations the final offer; null = not published. */
  price: Fen | null;
  /** Prices by item of the list; null = not known. */
  items: readonly { key: string; amount: Fen }[] | null;
  /** Null = nothing registered or recorded about the bidder. */
  registration: BidderRegistration | null;
}

/** C01–C15: one lot. Names in tender or correction notices are not bids and do not come here. */
export interface LotFacts extends FactsBase {
  /** As in the API's codes (`OPEN_TENDER`, …); null = unknown. */
  method: string | null;
  pricing: 'fixed' | 'competitive' | null;
  /** Nobody said so: its bids name different prices, which they do only where prices compete. */
  pricingOfBids: boolean;
  /** First known day of the procedure (notice, else deadline, else award): chooses the law. */
  startedOn: PartialDate | null;
  /** Only where that day is the deadline or the award: the procedure began no later, nobody knows when. */
  startIsLatest?: true;
  ceiling: Fen | null;
  /** As published; null = unknown. Lists of bidders are often incomplete. */
  bidCount: number | null;
  bids: readonly BidFacts[];
  /** How many bids are listed, where those that were not rejected bear all ranks from the first; null = some lack one. */
  ranked: number | null;
  /** How many are known to be withdrawn, which stand in no list of bids. */
  withdrawn: number;
  /** What each bidder handed in, those who withdrew among them. */
  handedIn: readonly HandedIn[];
  /** SHA-256 of files that the purchase itself gave out. */
  handedOut: readonly string[];
  /** Keys of those to whom it is awarded; null = no award is known. */
  winners: readonly string[] | null;
  /** As in the API; null = unknown. */
  state: string | null;
  /** Until when bids were due, as finely as it is known. */
  deadline: Recorded<Moment> | null;
  /** Earlier lots in which two or more of its bidders met. */
  meetings: readonly MeetingFacts[];
  /** From whose accounts bonds came. */
  bonds: BondsFacts;
  /** What its opened bids have in common; null where none were compared: nothing of them was handed in here. */
  comparison: ComparisonFacts | null;
  /** How far the law of procurement reaches its purchase. */
  reach: Reach;
}

/** `asked` null: whether a bond was asked for is not known. */
export interface BondsFacts {
  asked: boolean | null;
  paid: readonly BondFacts[];
}

/** The bond of a bidder (business key): account and holder by keyed hashes. */
export interface BondFacts {
  bidder: string;
  account: PersonRef;
  holder: PersonRef;
}

export const PLAN_KINDS = ['renew', 'retender', 'hand_over', 'absorb', 'end', 'none'] as const;
/** A recorded continuity plan, or (`none`) an officer's statement that there is none. */
export interface PlanFact {
  key: string;
  record: string;
  kind: (typeof PLAN_KINDS)[number];
  /** First day of what follows; null where it is not said. */
  from: PartialDate | null;
  agreedOn: PartialDate | null;
  carriedOutOn: PartialDate | null;
}

/** A contract on a service line. Only signed ones come here: drafts and void contracts are no coverage. */
export interface LineContract {
  /** Business key: order and ties are decided by it. */
  key: string;
  id: string;
  /** `contract:<id>`, or `tender:draft` in a preview. */
  record: string;
  /** Id of the agency, for the register of the line; null = unknown. Rules read `performers`. */
  agency: string | null;
  window: WindowDates;
  /** Terminated, rescinded, or before the end of its window declared delivered on; null = it was not. */
  terminatedOn: PartialDate | null;
  /** Residents the contract serves on this line; null = unknown. */
  recipients: number | null;
  /** No rule reads it: what was recorded stands in the register of the line. It is a part of what assessments are made from. */
  serviceMonths: null;
  /** Handovers recorded on this contract for this line; `toKey` null = to whom is not said. */
  handovers: readonly { key: string; toKey: string | null; on: PartialDate | null }[];
  plans: readonly PlanFact[];
  /** Key of its lot, only where several suppliers are taken for that, as in a framework agreement. */
  sharedLot?: string;
}

/** G01, G02, G03, G07 and the coverage page: one service line within one dataset. */
export interface LineFacts extends FactsBase, BesideContracts {
  category: Category | null;
  dataset: string;
  /** `ended` lines are history: G01–G03 and G07 do not apply. */
  status: 'active' | 'ended';
  since: Day | null;
  until: Day | null;
  /** Last day the dataset knows about; null = live. */
  knownUntil: Day | null;
  contracts: readonly LineContract[];
  /** An assumption behind the line, repeated in the limitation of every assessment on it. */
  assumption: Text | null;
}

/** G04: one contract of a continuous category. */
export interface ContractFacts extends FactsBase {
  category: Category | null;
  conducted: 'here' | 'elsewhere';
  /** Last day of the window, or the day it was terminated where that is earlier. */
  end: Recorded<PartialDate> | null;
  /** Due day of the final milestone; null = none is known. */
  finalMilestone: Recorded<PartialDate> | null;
  plans: readonly PlanFact[];
  /** Last day the dataset knows about; null = live. */
  knownUntil: Day | null;
  /** Assumptions of the lines it serves. */
  assumption: Text | null;
}
