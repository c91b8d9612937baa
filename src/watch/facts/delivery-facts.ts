import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { Category, FactsBase, Recorded, WindowDates } from './fact-types.js';
import type { Day } from './fact-values.js';
import type { Text } from '../runs/assessment-types.js';

/** What of the records of service a target counts; people who are served have no rate a day. */
export const RATED = ['records', 'minutes', 'visits'] as const;
export type Rated = (typeof RATED)[number];

/** What accepted contracts of the category came to on an effective day, up to the last closed year before the contract. */
export interface AcceptedRates {
  of: Rated;
  n: number;
  /** The 95th percentile, 6 significant digits; null: there are none. */
  q95: string | null;
  upTo: Day;
}

/** What was recorded on one day within the contract. */
export interface DayOfService {
  key: Day;
  minutes: number;
}

/** The last evaluation, planned or held. */
export interface FinalEvaluation {
  record: string;
  dueOn: Day | null;
  /** Published, or held as recorded elsewhere. */
  on: PartialDate | null;
}

/** When the documents of a purchase that follows the planned end without a hole have to go out at the latest. */
export interface NextIssue {
  method: string | null;
  safe: Day | null;
  /** `known`, `uncertain` (a year without a calendar), `method_not_plannable`, or `unknown` (no method or no full end). */
  planner: 'known' | 'uncertain' | 'method_not_plannable' | 'unknown';
}

/** A local rule about the day of the last evaluation. */
export interface LocalRule {
  rule: string;
  latest: Day;
  document: string;
  what: Text;
}

/** An instalment of the schedule that is still part of it. */
export interface InstalmentFact {
  key: string;
  record: string;
  /** For which day it is planned; null: nothing says. */
  plannedOn: Day | null;
  paidOn: Day | null;
}

/** The budget line from which a contract is paid. */
export interface BudgetLineFact {
  record: string;
  useBy: PartialDate | null;
  /** A later day was asked for and is not answered. */
  asked: boolean;
}

/** W04, W05, W07, S13: what a contract promised, what was done, and when it is judged and paid. */
export interface DeliveryFacts extends FactsBase {
  category: Category | null;
  /** Cut off where the contract ended before its time. */
  window: Recorded<WindowDates> | null;
  /** The effective working days of the window; null: not known to the day, or a year without a calendar. */
  effective: readonly Day[] | null;
  /** The window as it was agreed, and how many effective working days it has: an early end changes neither. */
  planned: Recorded<WindowDates> | null;
  plannedDays: number | null;
  /** Σ of the targets that are counted from the records; null: what was promised is not known. */
  targets: readonly { key: Rated; target: number }[] | null;
  accepted: readonly AcceptedRates[];
  /** Null: no records of service are kept. */
  output: readonly DayOfService[] | null;
  finalEvaluation: FinalEvaluation | null;
  nextIssue: NextIssue;
  local: LocalRule | null;
  budgetLine: BudgetLineFact | null;
  /** Null: no schedule is known. */
  schedule: readonly InstalmentFact[] | null;
}
