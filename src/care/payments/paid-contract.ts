import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';

/** What a change of money under a contract says to its two parties and to who watches over them. */
export const toParties = ({ dataset, region, buyer_id, supplier_id }: ConductedContract) => ({
  dataset,
  region,
  tenants: [buyer_id, supplier_id],
});
