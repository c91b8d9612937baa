import type { ServiceDays } from '../../purchase/tenders/conducted/terms/price-types.js';
import type { Day } from '../facts/fact-values.js';

/** The answer of `GET /service-lines/{id}/coverage`; `excluded` names the contracts it could not place on the days. */
export interface Coverage {
  serviceLine: string;
  dataset: string;
  since: Day | null;
  until: Day | null;
  /** min(asked or today, `knownUntil`): a dataset that ends says nothing about later days. */
  asOf: Day;
  knownUntil: Day | null;
  spells: Spell[];
  gaps: Gap[];
  years: CoverageYear[];
  overlaps: Overlap[];
  successor: { contract: string; from: Day } | null;
  excluded: Excluded[];
}

/** One contract on the line, with its true end; days count on [since, min(until, asOf)] alone. */
export interface Spell {
  from: Day;
  to: Day;
  contract: string;
  agency: string | null;
  contractedDays: number;
  /** Contracted days with a record of the line; null where the contract has no record at all, here and below. */
  evidencedDays: number | null;
  /** Calendar months with such a day. */
  evidencedMonths: number | null;
  /** Days that the contract promises in periods that are over; null where a calendar that decides it is not loaded. */
  promisedDays: number | null;
  /** Of these the percentage that was kept, one decimal, half up; null where none is promised. */
  evidencedShare: string | null;
  promise: ServicePromise | null;
  /** Whether this contract's residents are recorded as handed over to what follows. */
  handover: boolean;
}

export interface Gap {
  from: Day;
  to: Day;
  days: number;
  /** Still running on `asOf`, where it is cut. */
  open: boolean;
  /** Residents of the contracts that ended the day before, but for those whom the community serves from its first day on; null where not known. */
  recipientsAffected: number | null;
}

export interface CoverageYear {
  year: number;
  /** Days of the year within the time looked at. */
  days: number;
  contractedDays: number;
  /** Percent, one decimal, half up. */
  ratio: string;
}

/** Days on which the same two or more contracts run. */
export interface Overlap {
  from: Day;
  to: Day;
  days: number;
  contracts: string[];
}

export const EXCLUSIONS = [
  'start_unknown',
  'end_unknown',
  'start_imprecise',
  'end_imprecise',
  'ends_before_start',
] as const;

export interface Excluded {
  contract: string;
  reason: (typeof EXCLUSIONS)[number];
}

export interface ServicePromise extends ServiceDays {
  /** The contract does not say it. */
  assumed: boolean;
}
