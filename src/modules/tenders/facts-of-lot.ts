import { factsOf } from './purchase.rules.js';
import type { TenderFact } from './purchase.types.js';

/** Awards that are of this lot: one for the whole of several lots is of none of them. */
export const awardsOf = (facts: readonly TenderFact[], lot: number, lots: number) =>
  factsOf(facts, 'award', lot).filter((f) => f.lot !== null || lots === 1);

export const contractsOfLot = (facts: readonly TenderFact[], lot: number, lots: number) =>
  factsOf(facts, 'contract', lot).filter((f) => f.lot !== null || lots === 1);
