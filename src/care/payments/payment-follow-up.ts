import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { loadContractHere } from '../../purchase/contracts/conducted/conducted-contract.js';
import { ContractSteps } from '../../purchase/contracts/conducted/contract-steps.js';
import { loadPaymentMoney } from './contract-money.js';
import { toParties } from './paid-contract.js';
import type { PaymentState } from './payment.lifecycle.js';

/** What becomes of the instalments of a contract with its acceptance and with its end. Nobody moves them one by one. */
@Injectable()
export class PaymentsFollow implements OnModuleInit {
  constructor(private readonly steps: ContractSteps) {}

  onModuleInit(): void {
    this.steps.contribute({
      after: async (tx, contract, action) => {
        if (action === 'close_unperformed') await this.move(tx, contract, LAPSING);
        if (action === 'conclude_acceptance') await this.restore(tx, contract);
      },
    });
  }

  /** What was given up with the contract's end, where more of it was accepted than is left to be asked for. */
  private async restore(tx: Tx, contract: string): Promise<void> {
    const { facts, payments, owed, paidBefore } = await loadPaymentMoney(tx.manager, contract);
    if (facts.state !== 'accepted' && facts.state !== 'part_accepted') return;
    const standing = payments.filter(({ dropped, state }) => !dropped && state !== 'cancelled');
    const askable = standing.reduce((sum, { claimed, amount }) => sum + BigInt(claimed ?? amount), paidBefore);
    if (askable < owed) await this.move(tx, contract, RESTORING);
  }

  private async move(tx: Tx, id: string, { action, from, to }: Moving): Promise<void> {
    const contract = await loadContractHere(tx, id);
    const rows = await tx.query<{ id: string; was: string }>(
      `UPDATE payment p SET state = $2, claimed = CASE WHEN $2 <> 'scheduled' THEN claimed END, version = p.version + 1, updated_at = clock_timestamp()
       FROM (SELECT id, state FROM payment WHERE contract_id = $1 AND NOT dropped AND state = ANY ($3::text[])
             ORDER BY no FOR NO KEY UPDATE) o
       WHERE p.id = o.id RETURNING p.id, o.state AS was`,
      [id, to, from],
    );
    const { actor } = tx;
    tx.actor = SYSTEM;
    const changes = rows.map((row) => ({
      ...toParties(contract),
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
  action: 'lapse' | 'restore';
  from: readonly PaymentState[];
  to: PaymentState;
}
const RESTORING: Moving = { action: 'restore', from: ['cancelled'], to: 'scheduled' };
/** Civil Code article 566: what was not performed is not paid for. */
const LAPSING: Moving = {
  action: 'lapse',
  from: ['scheduled', 'due', 'approved', 'failed', 'reversed'],
  to: 'cancelled',
};
