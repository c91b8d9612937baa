import type { Withheld } from '../../care/surveys/results/shares.rules.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { MeasureOf } from '../../purchase/tenders/conducted/terms/measure.rules.js';
import type { Reach } from '../../law/rules/limits/reach.rules.js';
import type { FactsBase, Recorded, Category } from './fact-types.js';
import type { Day } from './fact-values.js';

/** What the rules of family 4 are given; as in `fact-types.ts`, unknown is null and every array is a set. */

/** Records of service of one kind, added up. */
export interface WorkDone {
  key: string;
  form: string;
  /** A code of the category's list of contents; null = the records name none. */
  content: string | null;
  withinContract: boolean;
  records: number;
  minutes: number;
  visits: number;
}

/** On how many days of equal work something stands, for each way to count it: (Σ w)² / Σ w² over its days, rounded down. */
export interface DaysOfWork {
  records: number;
  minutes: number;
  visits: number;
}

/** A standard of the contract as far as it can be counted. */
export interface Promised {
  key: string;
  /** Null = the contract does not say how it is counted. */
  of: MeasureOf | null;
  form: string | null;
  content: string | null;
  target: number | null;
  unit: string | null;
}

/** S02, S03, S11: what a contract promised and what its records say was done. */
export interface ServiceFacts extends FactsBase {
  category: Category | null;
  /** The codes of content that the category knows; empty = it has no list. */
  contents: readonly string[];
  /** The first day of the window has come. */
  begun: boolean;
  /** Null = no records are kept here of a contract recorded from elsewhere. */
  work: readonly WorkDone[] | null;
  /** The days of the records, of those within the contract and of all; null as `work` is. */
  days: { within: DaysOfWork; all: DaysOfWork } | null;
  /** Null = not known what was promised. */
  promised: readonly Promised[] | null;
}

/** S01: who supplies, as the register says. */
export interface SupplyFacts extends FactsBase {
  category: Category | null;
  /** Residents receive it; null = not known. */
  publicService: boolean | null;
  supplier: { key: string; record: string; name: string } | null;
  kind: string | null;
  /** Categories it is registered for; null = none is registered. */
  fields: readonly string[] | null;
  licensed: number | null;
  staff: number | null;
}

/** A survey that takes no more answers. Numbers that could tell who answered are not among them. */
export interface SurveyHeld {
  key: string;
  record: string;
  closesOn: Day;
  population: number;
  sampled: number;
  /** Null = fewer than may be told: one to four. */
  answered: number | null;
  /** Of the whole population, who received the service, as it is published; null = not asked, or not told. */
  received: { share: string; bound: 'at_least' | 'at_most' | null; low: string; high: string } | null;
  /** Why that is not told; null where it is, or was not asked. */
  withheld: Withheld | null;
  /** Percent of the population that the agency's records name by the last day, one decimal; null = no records are kept. */
  recorded: string | null;
}

/** A round of acceptance that was concluded. `heard` null = whether recipients took part is not known. */
export interface Accepted {
  key: string;
  record: string;
  concludedOn: PartialDate | null;
  heard: boolean | null;
}

/** S07 of tender and contract, S08: what residents were asked. */
export interface ResidentsFacts extends FactsBase {
  category: Category | null;
  publicService: boolean | null;
  /** Tender: the day its documents were issued. */
  issuedOn: Recorded<PartialDate> | null;
  /** Tender: opinions of the public on the demand; null = none are kept of a purchase recorded from elsewhere. */
  opinions: readonly { key: string; record: string; heldOn: Day; participants: number | null }[] | null;
  /** Contract: rounds of acceptance that were concluded; null = none is on record of a contract recorded from elsewhere. */
  acceptances: readonly Accepted[] | null;
  /** Null = none are held here of a contract recorded from elsewhere. */
  surveys: readonly SurveyHeld[] | null;
  /** How far the law of procurement reaches the purchase. */
  reach: Reach;
}

/** A published evaluation as far as it was made here. */
export interface EvaluationMade {
  key: string;
  record: string;
  /** Points of what residents say were given. */
  asksResidents: boolean;
  /** Surveys named as evidence of them, each of a sample drawn here. */
  surveys: readonly { key: string; record: string }[];
  /** What the agency laid before the evaluator: records of service and documents of its own. */
  evidence: readonly { key: string; record: string; createdOn: Day }[];
}

/** S06C, S06D: how a contract was evaluated. */
export interface EvaluatedFacts extends FactsBase {
  /** Last day of delivery: said to be delivered, ended early, or the end of the window. */
  deliveredOn: Recorded<Day> | null;
  /** Evaluations made elsewhere, of which the total alone is known. */
  elsewhere: number;
  evaluations: readonly EvaluationMade[];
}

/** One evaluation that was published. */
export interface Published {
  key: string;
  record: string;
  on: PartialDate | null;
  /** Points of 100, decimal text. */
  score: string | null;
  /** Business key of who evaluated; null = not known. */
  evaluator: string | null;
  evaluatorName: string | null;
}

/** S06A of an evaluator, S06B of an agency. */
export interface EvaluatingFacts extends FactsBase {
  made: readonly Published[];
  received: readonly Published[];
}

/** S09: needs of a community that were verified. */
export interface NeedsFacts extends FactsBase {
  needs: readonly {
    key: string;
    record: string;
    state: 'verified' | 'planned' | 'met' | 'unmet';
    verifiedOn: Day | null;
    inProgramme: boolean;
    /** Verified more than a year before the day judged at. */
    overdue: boolean;
  }[];
}

/** Criteria of lots whose tender has others as well; lots with the same ones stand together. */
interface CriteriaOfLots extends Pick<CriteriaFacts, 'scored' | 'parts' | 'record'> {
  lots: readonly number[];
}

/** S12: what is scored, of a tender or a scheme of evaluation. Shares are whole numbers of one unit, whatever it is. */
export interface CriteriaFacts extends FactsBase {
  /** Offers are compared by points; null = not known. */
  scored: boolean | null;
  /** Null = the criteria are not known. */
  parts: readonly { key: string; name: string; share: number; professional: boolean }[] | null;
  /** Where the criteria stand, where that is not the subject. */
  record?: string;
  /** Only where lots of a tender have different criteria: each once, in the order of the lots. */
  byLot?: readonly CriteriaOfLots[];
}
