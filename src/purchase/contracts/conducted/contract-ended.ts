import type { Tx } from '../../../kernel/database/transactions.js';
import type { ConductedContract } from './conducted-contract.js';
import { sayOfContract } from './contract-facts.js';

interface Ending {
  tx: Tx;
  contract: ConductedContract;
  today: string;
  given: { ground?: string; reference?: string; remedy?: string; reason?: string };
}

/** It ends before its time, by breach, clause or force majeure, or by a decision or a judgment. */
export async function ended(
  { tx, contract, today, given }: Ending,
  to: 'terminated' | 'rescinded',
): Promise<{ to: typeof to; data: Record<string, unknown> }> {
  await tx.query(
    `UPDATE contract SET state = $2, halted_from = NULL, terminated_on = $3, end_ground = $4, end_reference = $5, end_remedy = $6
     WHERE id = $1`,
    [contract.id, to, today, given.ground, given.reference ?? null, to === 'rescinded' ? (given.remedy ?? null) : null],
  );
  await sayOfContract(tx, contract, 'termination', { on: today, ...(given.reason && { reason: given.reason }) });
  return {
    to,
    data: {
      ground: given.ground,
      ...(given.reference && { reference: given.reference }),
      ...(to === 'rescinded' && given.remedy && { remedy: given.remedy }),
    },
  };
}
