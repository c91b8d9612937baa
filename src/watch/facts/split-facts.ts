import type { SplitGroup } from '../../purchase/contracts/limits/splits.rules.js';
import type { FactsBase } from './fact-types.js';

/** N09: what a programme, or a draft with its programme, buys otherwise than by open tender. */
export interface SplitFacts extends FactsBase {
  /** The fiscal year of the programme; null: it has no programme. */
  year: number | null;
  groups: readonly SplitGroup[];
}
