import type { Tx } from '../../../kernel/database/transactions.js';
import { LockedBudget } from '../../tenders/budget.js';
import { findCallerSide, type ConductedContract } from './conducted-contract.js';

/** Stores the signature of the caller's side; true once both have signed the same words. */
export async function storeSignature(
  tx: Tx,
  contract: ConductedContract,
  amendment: string | null,
  hash: string,
): Promise<boolean> {
  // What the statement counts are the signatures before this one.
  const [before] = await tx.query<{ others: number }>(
    `WITH stored AS (
       INSERT INTO contract_signature (contract_id, amendment_id, side, hash, user_id, signed_at) VALUES ($1, $2, $3, $4, $5, $6))
     SELECT count(*)::int AS others FROM contract_signature
     WHERE contract_id = $1 AND amendment_id IS NOT DISTINCT FROM $2::uuid AND withdrawn_at IS NULL`,
    [
      contract.id,
      amendment,
      findCallerSide(tx.principal, 'contract.sign', contract),
      hash,
      tx.principal.id,
      await tx.now(),
    ],
  );
  return before?.others === 1;
}

/** Programme before tender before lot before award before contract: the order of every lock. */
export async function lockSpendingRoots(tx: Tx, contract: string): Promise<LockedBudget | null> {
  const programme = await lockProgrammes(tx, contract);
  const budget = programme === null ? null : await LockedBudget.ofContractHere(tx, programme);
  await lockPurchase(tx, contract);
  return budget;
}

/**
 * A renewal spends of another programme than its tender's, and may be said of both: they are locked in one order. Answers that
 * of the contract itself.
 */
export async function lockProgrammes(tx: Tx, contract: string, another: string | null = null): Promise<string | null> {
  const rows = await tx.query<{ id: string; own: boolean | null }>(
    `SELECT id, id = (SELECT programme_id FROM contract WHERE id = $1) AS own FROM programme WHERE id = $2 OR id IN (
       SELECT unnest(ARRAY[c.programme_id, t.programme_id]) FROM contract c JOIN tender t ON t.id = c.tender_id WHERE c.id = $1)
     ORDER BY id FOR NO KEY UPDATE`,
    [contract, another],
  );
  return rows.find(({ own }) => own)?.id ?? null;
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
