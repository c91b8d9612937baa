import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { Day } from './fact-values.js';

/** How many different recipients of a line were served under one contract; null: no record names any (of `last`: in those days). */
export interface ServedUnder {
  /** The contract's. */
  key: string;
  /** In the first and in the last 90 days of its window. */
  first: number | null;
  last: number | null;
}

/** Until when the documents of a purchase must go out that starts the day after a contract, by one method. */
export interface PathAfter {
  key: string;
  contract: string;
  method: string;
  /** On the shortest path the law allows; null: a year without a calendar. */
  possible: Day | null;
}

/** Which agency performs a contract. */
export interface PerformedBy {
  /** The contract's. */
  key: string;
  record: string;
  /** By its business key, as a merge or another supplier changes it; null: nobody knows. */
  body: { key: string; record: string } | null;
}

/** How a contract was bought. */
export interface BoughtBy {
  key: string;
  method: string | null;
}

/** A purchase whose lot for the line has not led to a contract. */
export interface PurchaseAhead {
  key: string;
  record: string;
  method: string | null;
  /** When its documents went out; null: they have not, or it is not known. */
  issuedOn: PartialDate | null;
  /** Only where the day of issue is not known and its documents may be out: it is conducted elsewhere, or its bids may be handed in already. */
  underway?: { awardedOn: PartialDate | null };
}

/** Who performs each contract of a line, whom it served, how it was bought, and what is bought next: G05 and G06 alone read these. */
export interface BesideContracts {
  performers: readonly PerformedBy[];
  served: readonly ServedUnder[];
  bought: readonly BoughtBy[];
  paths: readonly PathAfter[];
  ahead: readonly PurchaseAhead[];
}
