import type { Text } from '../../kernel/errors/texts.js';

export type { Text };

/** The four answers of a rule. `clear` and `insufficient_data` are different answers: unknown is never clear. */
export const ASSESSMENT_STATES = ['triggered', 'clear', 'insufficient_data', 'not_applicable'] as const;
export type AssessmentState = (typeof ASSESSMENT_STATES)[number];

/** `violation`: a dated rule of law is broken; the other two are clues, and none is a word about guilt. */
export const SEVERITIES = ['violation', 'risk', 'notice'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const SUBJECT_TYPES = [
  'tender',
  'lot',
  'contract',
  'service_line',
  'programme',
  'agency',
  'buyer',
  'evaluator',
  'community',
  'evaluation_scheme',
  'market',
  'bidder_group',
  'buyer_agency',
] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** Groups are looked at with the market where they bid. */
export const GROUP_TYPES = ['bidder_group', 'buyer_agency'] as const;
export type GroupType = (typeof GROUP_TYPES)[number];
/** Only screenings speak of it: it is a market, or a group of one. */
export const isScreened = (type: SubjectType): boolean =>
  type === 'market' || (GROUP_TYPES as readonly SubjectType[]).includes(type);
/** Subjects that are loaded by themselves, without the market around them. */
export type LotwiseSubject = Exclude<SubjectType, GroupType | 'market'>;

/** What the figures of findings and the parameters of indicators count. */
export type Unit =
  | 'answer'
  | 'award'
  | 'bid'
  | 'byte'
  | 'calendar_day'
  | 'change'
  | 'contract'
  | 'date'
  | 'draw'
  | 'effective_working_day'
  | 'evaluation'
  | 'expert'
  | 'minute'
  | 'minutes_per_effective_day'
  | 'kind'
  | 'lot'
  | 'month'
  | 'month_day'
  | 'need'
  | 'opinion'
  | 'p'
  | 'pair'
  | 'percent'
  | 'percentage_point'
  | 'piece'
  | 'plan'
  | 'point'
  | 'rank_correlation'
  | 'recipient'
  | 'record'
  | 'records_per_effective_day'
  | 'register'
  | 'rule'
  | 'score'
  | 'seat'
  | 'share'
  | 'share_of_price'
  | 'survey'
  | 'visits_per_effective_day'
  | 'working_day'
  | 'year'
  | 'yuan';

/**
 * What an assessment is about. `id` is the row, `key` the business key (an external id, ocid and lot number, …) that is
 * the same in every database holding the same facts: hashes and seeds use it, never the id.
 */
export interface Subject {
  type: SubjectType;
  id: string;
  key: string;
}

/** One fact that was looked at: `record` names it as `type:id`, `field` as the API does, `value` as text. */
export interface Evidence {
  record: string;
  field: string;
  value: string;
}

/** A finding in words. */
export interface Explanation extends Text {
  /**
   * Where a chance is said: of how many the rule spoke by the newest screening run is said behind the words when they are read, for it
   * changes with every market.
   */
  chance?: ScreenedChance;
}

/** What a chance is counted over: each word stands for honest ones of its kind. */
export type ChanceUnit = 'lot' | 'group' | 'evaluator' | 'contract' | 'buyer' | 'survey';

interface ScreenedChance {
  p: string;
  /** Left out: groups, which the run itself screened. Of anything else the rule spoke with each event, and the run counted. */
  unit?: Exclude<ChanceUnit, 'group'>;
  /** Where a body was asked about these words, or a person decided on them: how many the run had screened then; null: not known. */
  screened?: number | null;
}

/** Why a rule did not speak: the fields that are not known, or a stable code with what belongs to it. */
export type Reason =
  { missing: string[]; termText?: string } | { code: string; [detail: string]: string | number | string[] | number[] };

export interface Basis {
  kind: 'law' | 'statistic' | 'POLICY';
  document?: string;
  article?: string;
  confidence?: 'A' | 'B';
}

/** What `evaluate` answers. Value and threshold are text; a statistic has 6 significant digits. */
export interface Finding {
  state: AssessmentState;
  /** Only where it differs from the indicator's: W01 below 120 effective days is a notice. */
  severity?: Severity;
  /** Only where it depends on the facts: article 37 of Order 87 speaks of tendering alone. */
  basis?: Basis;
  value: string | null;
  threshold: string | null;
  unit: Unit | null;
  pValue: string | null;
  evidence: Evidence[];
  /** Null where the rule spoke (`triggered`, `clear`). */
  reason: Reason | null;
  explanation: Explanation;
  /** Where the lots of a tender differ: the lot, or the first of those, that gives this answer. */
  lot?: number;
  /** Business keys of the bidders that it speaks of, tie by tie, where not of all of its subject: they are heard. */
  speaksOf?: readonly (readonly string[])[];
  /** Those that its words name beside, of whom it finds nothing. Whoever is of each tie and of each of these reads the words. */
  namesBeside?: readonly (readonly string[])[];
}

/** A finding with all that makes it reproducible; ids and `assessedAt` are given when it is stored. */
export interface Assessment extends Finding {
  indicator: string;
  version: number;
  severity: Severity;
  basis: Basis;
  subject: Subject;
  title: Text;
  limitation: Text;
  /** The day the facts were judged at, `YYYY-MM-DD`. */
  asOf: string;
  /** SHA-256 over the canonical JSON (RFC 8785) of the inputs, sets sorted, ids left out. */
  inputsHash: string;
  /** SHA-256(indicator, version, subject's business key, inputs hash). */
  seed: string;
}
