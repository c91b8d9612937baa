import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { RemedySteps, type Disputed } from '../../awards/remedies/remedy-steps.js';
import { ContractSteps } from '../conducted/contract-steps.js';
import { changeOfContract, mustBeHere, type ContractRoot } from '../conducted/conducted-contract.js';
import { dropProposedHalt, insertHalt } from './halt-rows.js';

/**
 * Regulation article 54: where a challenge may change the result, a contract that was signed is halted; so is one that is to
 * be rescinded (Order 94 article 32).
 */
@Injectable()
export class ContractHalting implements OnModuleInit {
  constructor(
    private readonly remedies: RemedySteps,
    private readonly steps: ContractSteps,
  ) {}

  onModuleInit(): void {
    this.remedies.contribute((tx, disputed) => this.halt(tx, disputed));
  }

  private async halt(tx: Tx, { tender, lot, kind, id }: Disputed): Promise<void> {
    const contracts = await tx.query<ContractRoot>(
      `SELECT * FROM contract WHERE tender_id = $1 AND conducted = 'here' AND state IN ('signed', 'active')
         AND ($2::uuid IS NULL OR lot_id IS NULL OR lot_id = $2)
         AND NOT EXISTS (SELECT FROM remedy_application p WHERE p.remedy_id = $3 AND p.lot_id = contract.lot_id)
       ORDER BY id FOR NO KEY UPDATE`,
      [tender, lot, id],
    );
    for (const contract of contracts.map(mustBeHere)) {
      await this.steps.runBeforeSteps(tx, contract);
      const today = todayInShanghai(await tx.now());
      await dropProposedHalt(tx, contract.id, today);
      await insertHalt(tx, contract.id, { state: 'in_force', ground: kind, reference: id, by: null, today });
      await tx.query(
        `UPDATE contract SET state = 'halted', halted_from = $2, halt_ground = $3, version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1`,
        [contract.id, contract.state, kind],
      );
      await tx.record({
        ...changeOfContract(contract),
        action: 'halt_for_challenge',
        from: contract.state,
        to: 'halted',
        data: { [kind]: id },
      });
    }
  }
}
