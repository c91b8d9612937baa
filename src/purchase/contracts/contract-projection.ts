import type { Tx } from '../../kernel/database/transactions.js';
import { parseYuan } from '../../kernel/money/money.js';
import { isActive, isPublished } from '../tenders/recording/facts-in-force.rules.js';
import { deriveTender, findAwardOfContract } from '../tenders/purchases/purchase.rules.js';
import type { Conflict, ContractFact, LotPlaces, TenderFact } from '../tenders/purchases/purchase-types.js';
import {
  contractConflicts,
  contractMissing,
  deriveContract,
  type ContractAward,
  type ContractGround,
} from './contract.rules.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Contract } from './contract.entity.js';

/** Without `fact_id` it is a draft, which no fact proves yet. */
export type LockedContract = Pick<
  StoredRow<Contract>,
  | 'id'
  | 'version'
  | 'dataset'
  | 'tender_id'
  | 'lot_id'
  | 'award_id'
  | 'fact_id'
  | 'buyer_id'
  | 'supplier_id'
  | 'title'
  | 'region'
  | 'conducted'
>;

/** What the facts of its tender say of one contract. */
export interface GroundOfContract {
  /** The first fact that spoke of it. */
  fact: string;
  data: ContractGround;
  published: boolean;
  award: ContractAward | null;
}

/** The grounds of all contracts that a tender's facts prove. */
export function deriveContractGrounds(lots: readonly LotPlaces[], facts: readonly TenderFact[]): GroundOfContract[] {
  const derived = deriveTender(lots, facts);
  const awards = derived.contracts.map((contract) => findAwardOfContract(contract, derived.awards, derived.lots));
  return derived.contracts.map(({ origin, data, published }, i) => {
    const award = awards[i];
    const alone = award !== undefined && awards.filter((other) => other === award).length === 1;
    return { fact: origin, data, published, award: alone ? { fact: award.fact, data: award.data } : null };
  });
}

export const conflictsOfContract = (ground: GroundOfContract, facts: readonly ContractFact[]): Conflict[] =>
  contractConflicts(ground.data, ground.fact, facts, ground.award);

/** Rewrites what follows from the facts of one contract, whose row is locked or new. */
export async function projectContract(
  tx: Tx,
  contract: LockedContract,
  ground: GroundOfContract,
  facts: readonly ContractFact[],
  serviceLines: number,
): Promise<{ contract: LockedContract; state: string; conflicts: Conflict[] }> {
  const derived = deriveContract(ground.data, facts);
  const conflicts = conflictsOfContract(ground, facts);
  const supplier = derived.supplier ?? ground.award?.data.supplier?.organisation ?? null;
  const known = { award: contract.award_id !== null, supplier: supplier !== null, serviceLines };
  await tx.query(
    `UPDATE contract SET state = $2, number = $3, amount = $4, signed_on = $5, window_start = $6, window_end = $7,
       terminated_on = $8, published = $9, supplier_id = $10, conflicts = $11, completeness = $12, term_text = $13,
       version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [
      contract.id,
      derived.state,
      derived.number,
      derived.amount === null ? null : parseYuan(derived.amount).toString(),
      derived.signedOn,
      derived.window.start ?? null,
      derived.window.end ?? null,
      derived.terminatedOn,
      ground.published || facts.some((f) => isActive(f) && isPublished(f)),
      supplier,
      JSON.stringify(conflicts),
      JSON.stringify(contractMissing(derived, known, facts)),
      ground.data.termText ?? null,
    ],
  );
  return { contract: { ...contract, supplier_id: supplier }, state: derived.state, conflicts };
}

export const toContractChange = (contract: LockedContract) => ({
  aggregate: 'contract',
  id: contract.id,
  dataset: contract.dataset,
  region: contract.region,
  tenants: [contract.buyer_id, contract.supplier_id].filter((t): t is string => t !== null),
});
