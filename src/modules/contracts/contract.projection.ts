import type { Tx } from '../../platform/database/transactions.js';
import { parseYuan } from '../../platform/money/money.js';
import type { Party } from '../tenders/facts.types.js';
import type { Conflict, ContractFact } from '../tenders/purchase.types.js';
import { contractConflicts, contractMissing, deriveContract, type ContractGround } from './contract.rules.js';

export interface LockedContract {
  id: string;
  version: number;
  dataset: string;
  tender_id: string;
  award_id: string | null;
  fact_id: string;
  buyer_id: string | null;
  supplier_id: string | null;
  title: string;
  region: string | null;
  conducted: 'here' | 'elsewhere';
}

/** Rewrites what follows from the facts of one contract, whose row is locked or new. */
export async function projectContract(
  tx: Tx,
  contract: LockedContract,
  ground: ContractGround,
  facts: readonly ContractFact[],
): Promise<{ state: string; conflicts: Conflict[] }> {
  const derived = deriveContract(ground, facts);
  const conflicts = contractConflicts(ground, contract.fact_id, facts);
  const supplier = (ground.supplier as Party | undefined)?.organisation ?? contract.supplier_id;
  const [lines] = await tx.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM contract_service_line WHERE contract_id = $1`,
    [contract.id],
  );
  const missing = contractMissing(
    derived,
    { award: contract.award_id !== null, supplier: supplier !== null, serviceLines: lines?.n ?? 0 },
    facts,
  );
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
      derived.published,
      supplier,
      JSON.stringify(conflicts),
      JSON.stringify(missing),
      ground.termText ?? null,
    ],
  );
  return { state: derived.state, conflicts };
}

export const changeOf = (contract: LockedContract) => ({
  aggregate: 'contract',
  id: contract.id,
  dataset: contract.dataset,
  region: contract.region,
  tenants: [contract.buyer_id, contract.supplier_id].filter((t): t is string => t !== null),
});
