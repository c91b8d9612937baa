import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { storeState } from '../../kernel/actions/store-state.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { defineJob } from '../../kernel/queue/jobs/job.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import { lockReachableTender } from '../tenders/conducted/conducted-tender.js';
import { closeGate } from '../tenders/corrections/corrections.js';
import { followLots, storeRemediedLot } from '../tenders/lots/lot-moves.js';
import { toTenderChange } from '../tenders/open-tender.js';
import { resumeLots } from '../tenders/oversight/suspension.js';
import { computeSuspensionEnd } from '../tenders/oversight/suspension.rules.js';
import { Tender } from '../tenders/tender.entity.js';
import { restoreLot } from './lots/actions/suspend-lot.js';
import { lockLot } from './lots/lot.subject.js';
import { ResultClock } from './results/result-clock.js';

/** Days passed: what was suspended goes on when the days of the notice are over. */
export const resumeEnded = defineJob({
  kind: 'sweep',
  name: 'resume-ended-suspensions',
  queue: 'sweeps',
  every: 60_000,
});

interface Suspended {
  id: string;
  since: Date;
}

/**
 * Order 94 article 28: a suspension ends with the days that its notice states, or earlier when the authority says so. Nobody
 * has to ask for it: on the day after the last one the purchase goes on where it stood.
 */
@Injectable()
export class SuspensionClock implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
    private readonly results: ResultClock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(resumeEnded, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const { reader } = this.transactions;
    const tenders = await reader.query<Suspended[]>(
      `SELECT id, coalesce(suspension_counts_from, suspended_at) AS since FROM tender
       WHERE suspended_from IS NOT NULL AND coalesce(suspension_counts_from, suspended_at) <= business_now() - interval '30 days'
       ORDER BY id`,
    );
    const lots = await reader.query<Suspended[]>(
      `SELECT l.id, coalesce(l.suspension_counts_from, l.suspended_at) AS since FROM lot l JOIN tender t ON t.id = l.tender_id
       WHERE l.state = 'suspended' AND t.suspended_from IS NULL
         AND coalesce(l.suspension_counts_from, l.suspended_at) <= business_now() - interval '30 days' ORDER BY l.id`,
    );
    for (const tender of tenders) await this.resumeTender(tender);
    for (const lot of lots) await this.resumeLot(lot);
  }

  private async resumeTender({ id, since }: Suspended): Promise<void> {
    const calendar = await this.calendars.current();
    const until = computeSuspensionEnd(since, calendar);
    await this.transactions.run(SYSTEM, async (tx) => {
      await closeGate(tx, id);
      const tender = await lockReachableTender(tx, id, undefined, 'overseers');
      if (tender.suspended_from === null || todayInShanghai(await tx.now()) <= until) return;
      const data = await resumeLots(tx, tender, calendar);
      await storeState(tx, Tender, id, 'open', { suspendedFrom: null });
      const change = { action: 'resume_at_end', from: 'suspended', to: 'open', data: { ...data, until }, public: true };
      await tx.record({ ...toTenderChange(tender), ...change });
    });
  }

  private async resumeLot({ id, since }: Suspended): Promise<void> {
    const until = computeSuspensionEnd(since, await this.calendars.current());
    await this.transactions.run(SYSTEM, async (tx) => {
      const lot = await lockLot(tx, id, 'resume_at_end');
      if (lot.state !== 'suspended' || todayInShanghai(await tx.now()) <= until) return;
      const to = await restoreLot(tx, lot, this.results);
      await storeRemediedLot(tx, lot, to);
      await followLots(tx, lot.tender.id, { newVersion: true });
      const data = { tender: lot.tender.id, no: lot.no, until };
      const change = { aggregate: 'lot', id, action: 'resume_at_end', from: 'suspended', to, data, public: true };
      await tx.record({ ...toTenderChange(lot.tender), ...change });
    });
  }
}
