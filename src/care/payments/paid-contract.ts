import { listContractTenants, type ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';

/** What a change of money under a contract says to its two parties, to who buys together with the buyer, and to who watches over them. */
export const toParties = (contract: ConductedContract) => ({
  dataset: contract.dataset,
  region: contract.region,
  tenants: listContractTenants(contract),
});
