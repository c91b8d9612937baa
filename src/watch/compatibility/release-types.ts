/**
 * What the published definitions read of a contracting process: a small part of a release of the Open Contracting Data
 * Standard 1.1, so that they can be held against files of that standard as well as against what is recorded here. Null is
 * a field that the release does not have; arrays are in the order of the release, which decides nothing here.
 */
export interface Release {
  ocid: string;
  buyer: string | null;
  procuringEntity: string | null;
  method: 'open' | 'selective' | 'limited' | 'direct' | null;
  /** When bids could be handed in, as RFC 3339 text. */
  period: { start: string | null; end: string | null };
  numberOfTenderers: number | null;
  /** Prices are set by the buyer: comparisons of prices are excluded. Null = not known. */
  pricesPredetermined: boolean | null;
  bids: readonly ReleaseBid[] | null;
  awards: readonly ReleaseAward[] | null;
}

export interface ReleaseBid {
  status: 'invited' | 'pending' | 'valid' | 'disqualified' | 'withdrawn' | null;
  /** When it was received, RFC 3339 text. */
  date: string | null;
  tenderers: readonly string[];
  amount: number | null;
  currency: string | null;
}

export interface ReleaseAward {
  status: 'pending' | 'active' | 'cancelled' | 'unsuccessful' | null;
  suppliers: readonly string[];
  /** Codes of a hierarchical classification, of each item awarded. */
  items: readonly string[];
}

/** Whom or what a definition speaks of. */
export type CompatibilitySubject = 'process' | 'tenderer' | 'buyer' | 'procuring_entity';

export interface CompatibilityResult {
  subject: CompatibilitySubject;
  id: string;
  state: 'triggered' | 'clear' | 'insufficient_data' | 'not_applicable';
  /** The figure of the definition (a share, a count, 1); null where it could not be made. */
  value: number | null;
  /** What it was held against; null where there was nothing to hold it against. */
  threshold: number | null;
  /** Why it did not speak: fields that are missing, or what excludes the process. */
  reason: string | null;
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
