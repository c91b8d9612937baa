import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../../kernel/access/principal.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../../kernel/queue/jobs/perform-each.js';
import { defineJob } from '../../../../kernel/queue/jobs/job.js';
import { forgetMailboxes } from '../../code-mails/code-mail-rows.js';
import { deleteUnconfirmedAddresses } from '../../mail-address/mail-address-rows.js';
import { deleteEndedStarts } from '../../providers/provider-starts.js';
import { deleteEndedTickets } from '../../second-factor/tickets.js';
import { deleteOldFailures } from './failed-sign-ins.js';
import { deleteEndedAttempts } from './sign-in-throttle.js';

/** Every hour what was kept of sign-ins and mailboxes ends at its term, also where nobody signs in. */
export const endSignInData = defineJob({
  kind: 'sweep',
  name: 'end-sign-in-data',
  queue: 'sweeps',
  every: 3_600_000,
});

const PAGE = 1_000;

const STEPS = [
  deleteOldFailures,
  deleteEndedTickets,
  deleteEndedStarts,
  deleteEndedAttempts,
  deleteUnconfirmedAddresses,
  forgetMailboxes,
] as const;

@Injectable()
export class EndedSignIns implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(endSignInData, () => this.deleteAll());
  }

  /** Page by page, so that nobody who signs in waits for it. */
  async deleteAll(): Promise<void> {
    await performEach(STEPS, async (deleteStep) => {
      while ((await this.transactions.run(SYSTEM, (tx) => deleteStep(tx, PAGE))) === PAGE);
    });
  }
}
