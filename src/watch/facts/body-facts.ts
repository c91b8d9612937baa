import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { FactsBase, WindowDates } from './fact-types.js';
import type { Fen } from './fact-values.js';

/** A body by the key that every source gives it. */
export interface BodyRef {
  key: string;
  record: string;
  label: string;
}

/** A signed contract of an agency, as far as it is known. */
export interface AgencyContract {
  key: string;
  record: string;
  buyer: BodyRef | null;
  amount: Fen | null;
  signedOn: PartialDate | null;
  window: WindowDates;
  terminatedOn: PartialDate | null;
}

/** S05: one agency within one dataset, with every contract it signed. */
export interface AgencyFacts extends FactsBase {
  contracts: readonly AgencyContract[];
}

/** An award that stands, of a buyer's purchase. */
export interface AwardFact {
  key: string;
  record: string;
  /** Who won it. */
  supplier: BodyRef | null;
  /** Day of the decision, else of its publication. */
  on: PartialDate | null;
}

/** S10: one buyer within one dataset, with the awards of its purchases. */
export interface BuyerFacts extends FactsBase {
  awards: readonly AwardFact[];
}
