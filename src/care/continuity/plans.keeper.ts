import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { ContractSteps } from '../../purchase/contracts/conducted/contract.steps.js';
import { contractOf } from '../delivery/milestones/milestones.keeper.js';
import { toItsParties } from '../delivery/records/served-contract.js';
import { standingOf } from './continuity.sql.js';
import { lapsePlans } from './plans.job.js';

/** Keeps plans as the days pass. */
@Injectable()
export class PlansKeeper implements OnModuleInit {
  constructor(
    private readonly steps: ContractSteps,
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.steps.contribute({ before: (tx, contract) => this.strike(tx, contract) });
    this.jobs.handle(lapsePlans, () => this.sweep());
  }

  /** Writes down that the plan of a locked contract has lapsed, if it has. Its version stays: nobody has changed it. */
  async strike(tx: Tx, contract: ConductedContract): Promise<void> {
    const lapsed = await tx.query<{ id: string; state: string }>(
      `SELECT p.id, p.state FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       WHERE p.contract_id = $1 AND p.state IN ('proposed', 'agreed') AND ${standingOf('p', 'c')} = 'lapsed'
       FOR NO KEY UPDATE OF p`,
      [contract.id],
    );
    if (lapsed.length === 0) return;
    await tx.query(
      `UPDATE continuity_plan SET state = 'lapsed', since = $2, updated_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`,
      [lapsed.map(({ id }) => id), await tx.now()],
    );
    const { actor } = tx;
    tx.actor = SYSTEM;
    const rows = lapsed.map(({ id, state }) => ({
      ...toItsParties(contract),
      aggregate: 'continuity_plan',
      id,
      action: 'lapse',
      from: state,
      to: 'lapsed',
      data: { contract: contract.id },
    }));
    await tx.recordAll(rows).finally(() => {
      tx.actor = actor;
    });
  }

  async sweep(): Promise<void> {
    const due = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT c.id FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       WHERE p.state IN ('proposed', 'agreed') AND ${standingOf('p', 'c')} = 'lapsed' ORDER BY c.id`,
    );
    for (const { id } of due)
      await this.transactions.run(SYSTEM, async (tx) => this.strike(tx, await contractOf(tx, id)));
  }
}
