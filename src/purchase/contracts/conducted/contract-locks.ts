import type { Tx } from '../../../kernel/database/transactions.js';
import { LockedBudget } from '../../tenders/budget.js';
import { findCallerSide, loadStandingSignatures, type ConductedContract } from './conducted-contract.js';

/** Stores the signature of the caller's side; true once both have signed the same words. */
export async function storeSignature(
  tx: Tx,
  contract: ConductedContract,
  amendment: string | null,
  hash: string,
): Promise<boolean> {
  await tx.query(
    `INSERT INTO contract_signature (contract_id, amendment_id, side, hash, user_id, signed_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      contract.id,
      amendment,
      findCallerSide(tx.principal, 'contract.sign', contract),
      hash,
      tx.principal.id,
      await tx.now(),
    ],
  );
  return (await loadStandingSignatures(tx, contract.id, amendment)).length === 2;
}

/** Programme before tender before lot before award before contract: the order of every lock. */
export async function lockSpendingRoots(tx: Tx, contract: string): Promise<LockedBudget | null> {
  await lockProgrammes(tx, contract);
  const budget = await LockedBudget.ofContractHere(tx, contract);
  await lockPurchase(tx, contract);
  return budget;
}

/** A renewal spends of another programme than its tender's, and may be said of both: they are locked in one order. */
export async function lockProgrammes(tx: Tx, contract: string, another: string | null = null): Promise<void> {
  await tx.query(
    `SELECT 1 FROM programme WHERE id = $2 OR id IN (
       SELECT unnest(ARRAY[c.programme_id, t.programme_id]) FROM contract c JOIN tender t ON t.id = c.tender_id WHERE c.id = $1)
     ORDER BY id FOR NO KEY UPDATE`,
    [contract, another],
  );
}

export async function lockPurchase(tx: Tx, contract: string): Promise<void> {
  for (const [table, column] of [
    ['tender', 'tender_id'],
    ['lot', 'lot_id'],
    ['award', 'award_id'],
  ] as const)
    await tx.query(
      `SELECT 1 FROM ${table} WHERE id = (SELECT ${column} FROM contract WHERE id = $1) FOR NO KEY UPDATE`,
      [contract],
    );
}
