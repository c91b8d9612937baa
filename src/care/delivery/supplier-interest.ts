import { guard, type Fact, type Root } from '../../kernel/actions/action.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { hasInterest } from '../../purchase/tenders/oversight/interest.js';

/**
 * Refuses a caller who sits in the agency that carries out the contract: Implementing Regulation of the Government
 * Procurement Law, article 9, in its sense.
 */
export function supplierInterestGuard<R extends Root>(contractOf: (root: R) => ConductedContract) {
  const callerHasInterest: Fact<R, boolean> = ({ tx, root }) => hasInterest(tx, contractOf(root).supplier_id);
  return guard<R, object, { callerHasInterest: boolean }>({ callerHasInterest }, (facts) =>
    facts.callerHasInterest ? {} : null,
  );
}
