import type { Basis, Finding, Severity, SubjectType, Text, Unit } from '../runs/assessment-types.js';
import type { AgencyFacts, BuyerFacts } from '../facts/body-facts.js';
import type {
  CriteriaFacts,
  EvaluatedFacts,
  EvaluatingFacts,
  NeedsFacts,
  ResidentsFacts,
  ServiceFacts,
  SupplyFacts,
} from '../facts/practice-facts.js';
import type { GroupFacts } from '../facts/group-facts.js';
import type { Seed } from '../statistics/random.js';
import type { SeatsFacts } from '../facts/seat-facts.js';
import type { SplitFacts } from '../facts/split-facts.js';
import type { PanelFacts } from '../facts/panel-facts.js';
import type { DeliveryFacts } from '../facts/delivery-facts.js';
import type {
  ClocksFacts,
  ContractFacts,
  FactsBase,
  LineFacts,
  LotFacts,
  MethodFacts,
  ReservationFacts,
  WindowFacts,
} from '../facts/fact-types.js';

/** A number a rule was given, and since when: an old flag is read with the number of its day. */
export interface Parameter {
  name: string;
  value: string;
  unit: Unit;
  /** `YYYY-MM-DD`; null = since the indicator exists. */
  effectiveFrom: string | null;
  effectiveTo: string | null;
  basis: 'law' | 'statistic' | 'POLICY';
}

/** Which facts an indicator reads; the loader builds one object of this family per subject. */
export interface FactsByFamily {
  window: WindowFacts;
  lot: LotFacts;
  service_line: LineFacts;
  contract: ContractFacts;
  clocks: ClocksFacts;
  delivery: DeliveryFacts;
  agency: AgencyFacts;
  buyer: BuyerFacts;
  service: ServiceFacts;
  supply: SupplyFacts;
  residents: ResidentsFacts;
  evaluated: EvaluatedFacts;
  evaluating: EvaluatingFacts;
  needs: NeedsFacts;
  criteria: CriteriaFacts;
  seats: SeatsFacts;
  method: MethodFacts;
  split: SplitFacts;
  reservation: ReservationFacts;
  panel: PanelFacts;
  group: GroupFacts;
}
export type FactsFamily = keyof FactsByFamily;

/** The fields of one family's facts: `uses: [...] satisfies FieldOf<'lot'>[]`. */
export type FieldOf<K extends FactsFamily> = Exclude<keyof FactsByFamily[K], keyof FactsBase>;

/**
 * One rule, as data and one pure function. A version once used never changes: a new number or a new reading is a new
 * version.
 */
export interface Indicator<K extends FactsFamily = FactsFamily> {
  id: string;
  version: number;
  /** The heaviest it can give; a finding may be lighter. */
  severity: Severity;
  /** As in the catalogue: implementation windows, bid rigging, continuity, and how services are bought and done. */
  family: 'windows' | 'rigging' | 'continuity' | 'practice';
  facts: K;
  subjectTypes: readonly SubjectType[];
  title: Text;
  description: Text;
  parameters: readonly Parameter[];
  basis: Basis;
  /** Rows of the table of rules that it rests on: law, or a choice of ours that stands there. */
  cites?: readonly string[];
  limitation: Text;
  /** The fields of the facts it reads: they alone make the inputs hash. */
  uses: readonly string[];
  /** Those of them that are computed of the others: a recorded value that equals one of them is no ground of the finding. */
  derived?: readonly string[];
  /** Whether the answer may change by the mere passing of days: such subjects are swept. */
  timed: boolean;
  /** Monte Carlo takes its numbers from `seed`; exact rules ask for none. */
  evaluate(facts: FactsByFamily[K], seed: Seed): Finding;
}
