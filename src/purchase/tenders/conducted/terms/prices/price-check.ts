import { Problem, type ProblemDetails } from '../../../../../kernel/errors/problem.js';
import { findMixedUpPrice, findUnorderedBands } from '../price.rules.js';
import type { PriceTerm } from '../price-types.js';

/** A price as a request says it, where it stands in the request. @throws Problem `unit_price_with_sum`, `bands_unordered` */
export function assertPrice(price: PriceTerm | null | undefined, place: string): void {
  if (!price) return;
  const refuse = (code: 'unit_price_with_sum' | 'bands_unordered', { errors = [] }: ProblemDetails): never => {
    throw new Problem(code, { errors: errors.map((error) => ({ ...error, pointer: `${place}${error.pointer}` })) });
  };
  const mixedUp = findMixedUpPrice(price);
  if (mixedUp !== null) refuse('unit_price_with_sum', mixedUp);
  const unordered = findUnorderedBands(price);
  if (unordered !== null) refuse('bands_unordered', unordered);
}

interface PricedLot {
  terms?: { readonly price?: PriceTerm | null | undefined } | null | undefined;
}
/** The prices of what a request says of several lots. @throws Problem `unit_price_with_sum`, `bands_unordered` */
export const assertPricesOfLots = (lots: readonly PricedLot[], place = '/lots'): void =>
  lots.forEach(({ terms }, i) => assertPrice(terms?.price, `${place}/${i}/terms/price`));
