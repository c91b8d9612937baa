import { Injectable } from '@nestjs/common';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import type { ContractFactData } from '../../tenders/recording/fact-types.js';
import { changeOfContract, type ConductedContract } from './conducted-contract.js';
import { contractSubject } from './contract.subject.js';
import { ContractSteps } from './contract-steps.js';
import { findFactInForce, sayAllOfContract, sayOfContract } from './contract-facts.js';
import { touchContract } from '../contract-moves.js';
import { overtakeEndings } from '../ending/ending-rows.js';

/** What a round of acceptance came to. */
export interface AcceptedContract {
  acceptance: string;
  /** Null: the contract had ended, and nothing of it is accepted. */
  to: 'accepted' | 'part_accepted' | 'active' | 'terminated' | null;
  reason: string | null;
  /** Of `terminated`. */
  ground: string | null;
  /** Of `active`. */
  newDueOn: string | null;
  /** In fen; of `accepted` and `part_accepted`. */
  amount: bigint | null;
}

/** What rounds of acceptance mean for their contract. */
@Injectable()
export class ContractAcceptance {
  constructor(
    private readonly engine: ActionEngine,
    private readonly steps: ContractSteps,
  ) {}

  async open(tx: Tx, contract: ConductedContract): Promise<void> {
    await this.engine.enter(tx, contractSubject, contract, 'open_acceptance');
  }

  /** Says it as a fact of the contract; answers its id. */
  async say(tx: Tx, contract: ConductedContract, said: ContractFactData['acceptance']): Promise<string> {
    const [id] = await sayAllOfContract(tx, contract, [{ kind: 'acceptance', data: said }]);
    return id ?? '';
  }

  /** The round is concluded: the contract stands where its result leaves it. */
  async conclude(tx: Tx, contract: ConductedContract, round: AcceptedContract): Promise<void> {
    const { to } = round;
    if (to === null) return;
    await this.engine.enter(tx, contractSubject, contract, 'conclude_acceptance');
    const today = todayInShanghai(await tx.now());
    await tx.query(
      `UPDATE contract SET state = $2, version = version + 1, updated_at = clock_timestamp(),
         accepted_amount = $3, rectify_due_on = coalesce($4, rectify_due_on),
         delivered_on = CASE WHEN $2 = 'active' THEN NULL ELSE delivered_on END,
         terminated_on = CASE WHEN $2 = 'terminated' THEN $5 ELSE terminated_on END,
         end_ground = CASE WHEN $2 = 'terminated' THEN $6 ELSE end_ground END WHERE id = $1`,
      [contract.id, to, round.amount?.toString() ?? null, round.newDueOn, today, round.ground],
    );
    if (to === 'terminated') {
      await sayOfContract(tx, contract, 'termination', { on: today, ...(round.reason && { reason: round.reason }) });
      await overtakeEndings(tx, contract.id);
    }
    await tx.record({
      ...changeOfContract(contract),
      action: 'conclude_acceptance',
      from: contract.state,
      to,
      reason: round.reason,
      data: {
        acceptance: round.acceptance,
        ...(round.newDueOn && { newDueOn: round.newDueOn }),
        ...(round.ground && { ground: round.ground }),
      },
    });
    await this.steps.runAfterSteps(tx, contract.id, 'conclude_acceptance');
  }

  /** The public is told: the fact that said it stands published from now on. */
  async publish(
    tx: Tx,
    contract: ConductedContract,
    round: { acceptance: string; fact: string; said: ContractFactData['acceptance']; url: string | null },
  ): Promise<void> {
    const publishedOn = todayInShanghai(await tx.now());
    const before = await findFactInForce(tx, contract, 'acceptance', round.fact);
    await sayAllOfContract(tx, contract, [
      {
        kind: 'acceptance',
        data: { ...round.said, publishedOn },
        source: { kind: 'notice', url: round.url, publishedOn, reference: null },
        instead: before === null ? null : { of: before, reason: '公布验收结果' },
      },
    ]);
    await touchContract(tx, contract.id);
    await tx.record({
      ...changeOfContract(contract),
      action: 'acceptance_published',
      data: { acceptance: round.acceptance },
    });
  }
}
