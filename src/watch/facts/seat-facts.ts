import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { FactsBase } from './fact-types.js';
import type { Day } from './fact-values.js';

/** The three seats of a purchase. A community that is served sits where the buyer sits. */
export type SeatKind = 'buyer' | 'agency' | 'evaluator';

/** A body and the seat it has in a purchase. `designer`: it wrote the documents for the buyer, and is no seat itself. */
export interface SeatedBody {
  /** Business key of the body with its seat. */
  key: string;
  body: string;
  record: string;
  label: string;
  seat: SeatKind | 'community' | 'designer';
  /** What is said of the persons behind it is said to be complete. */
  relationsKnown: boolean;
}

/** Where a person sits or is registered: `seat` is an account in the body, the others are what the register says. */
export interface SeatHeld {
  key: string;
  body: string;
  record: string;
  seat: SeatKind;
  as: 'seat' | 'head' | 'manager' | 'founder' | 'holder';
  /** An account's seat: the day it was given. */
  since: Day | null;
}

/** What a person did in the purchase. */
export interface TookPart {
  key: string;
  record: string;
  as: 'signed' | 'wrote' | 'reviewed' | 'evaluated';
  seat: SeatKind;
  on: Day;
}

/** One user, or one registered person by its key. A name is no key. */
export interface SeatedPerson {
  key: string;
  /** A masked name. */
  label: string;
  holds: readonly SeatHeld[];
  took: readonly TookPart[];
}

/** S04: who sits where in the purchase of a contract. */
export interface SeatsFacts extends FactsBase {
  method: string | null;
  signedOn: PartialDate | null;
  bodies: readonly SeatedBody[];
  /** False: an evaluation was published of which it is not known who made it. */
  evaluatorsKnown: boolean;
  /** Those alone that have more than one place in the purchase. */
  persons: readonly SeatedPerson[];
}
