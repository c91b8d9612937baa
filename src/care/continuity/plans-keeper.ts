import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../kernel/queue/jobs/perform-each.js';
import { ContractSteps } from '../../purchase/contracts/conducted/contract-steps.js';
import { lockContractRow } from '../delivery/milestones/milestones-keeper.js';
import { planStateSql } from './plan-standing.queries.js';
import { recordLapsedPlans } from './plan-lapse.js';
import { lapsePlans, passRecipientsOn } from './plans-job.js';
import { passDueRecipients } from './handovers/passed-recipients.js';
import { isDueSql } from './handovers/standing-handovers.queries.js';

/** Keeps plans and handovers as the days pass. */
@Injectable()
export class PlansKeeper implements OnModuleInit {
  constructor(
    private readonly steps: ContractSteps,
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.steps.contribute({ before: recordLapsedPlans });
    this.jobs.handle(lapsePlans, () => this.sweep());
    this.jobs.handle(passRecipientsOn, () => this.passRecipients());
  }

  async sweep(): Promise<void> {
    const due = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT c.id FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       WHERE p.state IN ('proposed', 'agreed') AND ${planStateSql('p', 'c')} = 'lapsed' ORDER BY c.id`,
    );
    await performEach(due, ({ id }) =>
      this.transactions.run(SYSTEM, async (tx) => recordLapsedPlans(tx, await lockContractRow(tx, id))),
    );
  }

  async passRecipients(): Promise<void> {
    const due = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT DISTINCT h.contract_id AS id FROM handover h WHERE ${isDueSql('h')} ORDER BY 1`,
    );
    await performEach(due, ({ id }) =>
      this.transactions.run(SYSTEM, async (tx) => passDueRecipients(tx, await lockContractRow(tx, id))),
    );
  }
}
