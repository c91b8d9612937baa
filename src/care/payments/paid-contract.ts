import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import {
  lockContract,
  mustBeHere,
  type ConductedContract,
} from '../../purchase/contracts/conducted/conducted-contract.js';

/** Contract before instalment before invoice: the order of every lock. What one contract comes to is asked by one at a time. */
export async function lockMoney<T extends { version: number }>(
  tx: Tx,
  contract: string,
  of: { table: 'payment' | 'invoice'; id: string; version: number },
): Promise<{ contract: ConductedContract; row: T }> {
  const locked = mustBeHere(await lockContract(tx, contract, undefined));
  const [row] = await tx.query<T>(`SELECT * FROM ${of.table} WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`, [
    of.id,
    contract,
  ]);
  if (!row) throw new Problem('not_found');
  if (row.version !== of.version) throw new Problem('stale_version');
  return { contract: locked, row };
}

/** What a change of money under a contract says to its two parties and to who watches over them. */
export const toParties = ({ dataset, region, buyer_id, supplier_id }: ConductedContract) => ({
  dataset,
  region,
  tenants: [buyer_id, supplier_id],
});
