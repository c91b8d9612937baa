import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../platform/access/principal.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { ConductedContract } from '../contracts/conducted/conducted-contract.js';
import { ContractSteps } from '../contracts/conducted/contract.steps.js';
import { toParties } from './paid-contract.js';

/** What becomes of the instalments of a contract when it is closed. Nobody gives them up one by one. */
@Injectable()
export class PaymentsFollow implements OnModuleInit {
  constructor(private readonly steps: ContractSteps) {}

  onModuleInit(): void {
    this.steps.contribute({
      after: async (tx, contract, action) => {
        if (action === 'close_unperformed') await this.move(tx, contract, LAPSING);
      },
    });
  }

  private async move(tx: Tx, id: string, { action, from, to }: Moving): Promise<void> {
    const [contract] = await tx.query<ConductedContract>(`SELECT * FROM contract WHERE id = $1`, [id]);
    const rows = await tx.query<{ id: string; was: string }>(
      `UPDATE payment p SET state = $2, version = p.version + 1, updated_at = clock_timestamp()
       FROM (SELECT id, state FROM payment WHERE contract_id = $1 AND NOT dropped AND state = ANY ($3::text[])
             ORDER BY no FOR NO KEY UPDATE) o
       WHERE p.id = o.id RETURNING p.id, o.state AS was`,
      [id, to, from],
    );
    const { actor } = tx;
    tx.actor = SYSTEM;
    const changes = rows.map((row) => ({
      ...toParties(contract as ConductedContract),
      aggregate: 'payment',
      id: row.id,
      action,
      from: row.was,
      to,
      data: { contract: id },
    }));
    await tx.recordAll(changes).finally(() => {
      tx.actor = actor;
    });
  }
}

interface Moving {
  action: 'lapse';
  from: readonly string[];
  to: 'cancelled';
}
/** Civil Code article 566: what was not performed is not paid for. */
const LAPSING: Moving = {
  action: 'lapse',
  from: ['scheduled', 'due', 'approved', 'failed', 'reversed'],
  to: 'cancelled',
};
