import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { storeState } from '../../kernel/actions/store-state.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { defineJob } from '../../kernel/queue/jobs/job.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../kernel/queue/jobs/perform-each.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
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

/** SQL: since when the days of a suspended row count. */
const sinceSql = (row: string): string => `coalesce(${row}.suspension_counts_from, ${row}.suspended_at)`;
/** SQL: thirty days of the tender `t` as a whole are over; rest days may prolong them. */
const IS_TENDER_DUE = `t.suspended_from IS NOT NULL AND ${sinceSql('t')} <= business_now() - interval '30 days'`;
/** SQL: thirty days of the lot `l` of the tender `t` are over, which is not suspended as a whole. */
const IS_LOT_DUE = `l.state = 'suspended' AND t.suspended_from IS NULL AND ${sinceSql('l')} <= business_now() - interval '30 days'`;

interface Suspended {
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

  /** Each by itself: a purchase that cannot go on keeps no other from it. */
  async sweep(): Promise<void> {
    const { reader } = this.transactions;
    const tenders = await reader.query<{ id: string }[]>(
      `SELECT t.id FROM tender t WHERE ${IS_TENDER_DUE} ORDER BY t.id`,
    );
    const lots = await reader.query<{ id: string }[]>(
      `SELECT l.id FROM lot l JOIN tender t ON t.id = l.tender_id WHERE ${IS_LOT_DUE} ORDER BY l.id`,
    );
    const resumed = [
      ...tenders.map(
        ({ id }) =>
          () =>
            this.resumeTender(id),
      ),
      ...lots.map(
        ({ id }) =>
          () =>
            this.resumeLot(id),
      ),
    ];
    await performEach(resumed, (resume) => resume());
  }

  private async resumeTender(id: string): Promise<void> {
    const calendar = await this.calendars.current();
    await this.transactions.run(SYSTEM, async (tx) => {
      await closeGate(tx, id);
      const tender = await lockReachableTender(tx, id, undefined, 'overseers');
      const [row] = await tx.query<Suspended>(
        `SELECT ${sinceSql('t')} AS since FROM tender t WHERE t.id = $1 AND ${IS_TENDER_DUE}`,
        [id],
      );
      const until = await findEnd(tx, row, calendar);
      if (until === null) return;
      const data = await resumeLots(tx, tender, calendar);
      await storeState(tx, Tender, id, 'open', { suspendedFrom: null });
      const change = { action: 'resume_at_end', from: 'suspended', to: 'open', data: { ...data, until }, public: true };
      await tx.record({ ...toTenderChange(tender), ...change });
    });
  }

  private async resumeLot(id: string): Promise<void> {
    const calendar = await this.calendars.current();
    await this.transactions.run(SYSTEM, async (tx) => {
      const lot = await lockLot(tx, id, 'resume_at_end');
      const [row] = await tx.query<Suspended>(
        `SELECT ${sinceSql('l')} AS since FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1 AND ${IS_LOT_DUE}`,
        [id],
      );
      const until = await findEnd(tx, row, calendar);
      if (until === null) return;
      const to = await restoreLot(tx, lot, this.results);
      await storeRemediedLot(tx, lot, to);
      await followLots(tx, lot.tender.id, { newVersion: true });
      const data = { tender: lot.tender.id, no: lot.no, until };
      const change = { aggregate: 'lot', id, action: 'resume_at_end', from: 'suspended', to, data, public: true };
      await tx.record({ ...toTenderChange(lot.tender), ...change });
    });
  }
}

/**
 * The last day of a suspension that is over. It is asked of the locked row: one that began anew while the sweep waited has
 * days of its own.
 */
async function findEnd(tx: Tx, row: Suspended | undefined, calendar: WorkingCalendar): Promise<PlainDate | null> {
  if (!row) return null;
  const until = computeSuspensionEnd(row.since, calendar);
  return todayInShanghai(await tx.now()) > until ? until : null;
}
