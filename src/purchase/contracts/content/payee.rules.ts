import type { ContractContent } from './content-types.js';
import { findUnitPrice } from './price.rules.js';

/**
 * Whether a body is an enterprise in the sense of State Council Order 802 article 3, by what its credit code says of who
 * registered it (GB 32100: 91 an enterprise; 1 a public body, 5 a social organisation), else by its kind. Null: not known.
 */
export function isEnterprise(kind: string | null, creditCode: string | null): boolean | null {
  if (creditCode?.startsWith('91') || kind === 'enterprise') return true;
  if (/^[15]/.test(creditCode ?? '') || kind === 'individual_provider') return false;
  return null;
}

/** It declared itself a medium, small or micro enterprise when the contract was made. */
export const isSmall = ({ supplierSize }: Pick<ContractContent, 'supplierSize'>): boolean =>
  supplierSize === 'medium' || supplierSize === 'small' || supplierSize === 'micro';

/** Its sums are settled as the work goes on or by period, or follow from units that are counted. */
export const isSettled = ({ settlement, price }: Pick<ContractContent, 'settlement' | 'price'>): boolean =>
  Boolean(settlement) || findUnitPrice({ price }) !== null;
