/**
 * What the published definitions read of a contracting process: a small part of a release of the Open Contracting Data
 * Standard 1.1, so that they can be held against files of that standard as well as against what is recorded here. Null is
 * a field that the release does not have; arrays are in the order of the release, which decides nothing here.
 */
export interface Release {
  ocid: string;
  buyer: string | null;
  procuringEntity: string | null;
  /** `tender.procurementMethod`: open, selective, limited, direct. */
  method: string | null;
  methodDetails: string | null;
  awardCriteria: string | null;
  /** How many lots the tender has; 0 where it says nothing of lots. */
  lots: number;
  /** When bids could be handed in, as RFC 3339 text. */
  period: { start: string | null; end: string | null };
  numberOfTenderers: number | null;
  /** Prices are set by the buyer: comparisons of prices are excluded. Null = not known. */
  pricesPredetermined: boolean | null;
  bids: readonly ReleaseBid[] | null;
  awards: readonly ReleaseAward[] | null;
}

export interface ReleaseBid {
  /** `pending` for any word that the code list does not have. */
  status: 'invited' | 'pending' | 'valid' | 'disqualified' | 'withdrawn' | null;
  /** When it was received, RFC 3339 text. */
  date: string | null;
  /** Ids, null for a reference without one; empty where the bid names nobody. */
  tenderers: readonly (string | null)[];
  amount: number | null;
  currency: string | null;
  /** Ids of the lots it is for; empty where it does not say. */
  lots: readonly string[];
}

export interface ReleaseAward {
  /** `pending` for any word that the code list does not have. */
  status: 'pending' | 'active' | 'cancelled' | 'unsuccessful' | null;
  suppliers: readonly (string | null)[];
  /** Codes of a hierarchical classification, of each item awarded. */
  items: readonly string[];
  lots: readonly string[];
}

/** Whom or what a definition speaks of. */
export type CompatibilitySubject = 'process' | 'tenderer' | 'buyer' | 'procuring_entity';

export interface Answer {
  state: 'triggered' | 'clear' | 'insufficient_data' | 'not_applicable';
  /** The figure of the definition (a share, a count, 1); null where it could not be made. */
  value: number | null;
  /** What it was held against; null where there was nothing to hold it against. */
  threshold: number | null;
  /** Why it did not speak: fields that are missing, or what excludes the process. */
  reason: string | null;
}

export interface CompatibilityResult extends Answer {
  subject: CompatibilitySubject;
  id: string;
}

/** What a definition says of one process, and of the tenderers that are flagged with it, each with `value`. */
export interface Judgement {
  answer: Answer;
  tenderers: readonly string[];
  value: number;
}

/** How a definition is read: by its settings; `corrected` without the defects that docs/screening.md lists. */
export interface Reading {
  settings: DefinitionSettings;
  corrected: boolean;
}

/** Limits of the definitions. A null limit is the fence that all that is screened gives. */
export interface DefinitionSettings {
  R003: { threshold: number; procurementMethods: ReadonlySet<string> | null; byDetails: ReadonlyMap<string, number> };
  R018: { procurementMethods: ReadonlySet<string> };
  R024: { threshold: number | null };
  R025: { percentile: number; threshold: number | null };
  R035: { threshold: number };
  R038: { threshold: number | null; minimumSubmittedBids: number; minimumContractingProcesses: number };
  R048: { digits: number; threshold: number | null; minimumContractingProcesses: number };
  R058: { threshold: number | null };
}

/** One published definition. `besides` names the rule of this product that says the same with its defects corrected. */
export interface CompatibilityRule {
  id: string;
  title: string;
  /** Always this: results are figures for comparison, open no case and ask nobody. */
  use: 'comparison_only';
  source: { document: string; definition: string };
  besides: readonly string[];
  /** Every process and body that the definition has an answer for, in the order of subject and id. */
  evaluate(releases: readonly Release[]): CompatibilityResult[];
}

/** A definition that looks at one process at a time. `currency`: the main one, in which prices are compared. */
export interface ProcessRule extends CompatibilityRule {
  judge(release: Release, reading: Reading, currency: string | null): Judgement;
}
