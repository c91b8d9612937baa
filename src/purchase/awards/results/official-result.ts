import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { NoticeSteps, type OfficialNotice } from '../../tenders/notices/notice-steps.js';
import { toTenderChange } from '../../tenders/open-tender.js';
import { loadChallengedPurchase } from '../remedies/challenges.service.js';
import { changeOfRemedy, audienceOfSql, type RemedyRoot } from '../remedies/remedy-root.js';
import { scopeOfChallenge, toDayOfFiling } from '../remedies/remedy.rules.js';
import { RemedySteps } from '../remedies/remedy-steps.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Challenge } from '../remedies/challenge.entity.js';
import { dateChallenges } from './results-job.js';

type Late = RemedyRoot &
  Pick<StoredRow<Challenge>, 'challenger_id' | 'stage' | 'known_on' | 'scope' | 'last_day' | 'posted_on'>;

/**
 * A result, or the documents, appeared officially on another day than here, or the calendar that was not known is: what was counted
 * from it is counted anew.
 */
@Injectable()
export class OfficialResult implements OnModuleInit {
  /** By this one every challenge with a day was looked at; one that is loaded or corrected is another. */
  private swept: WorkingCalendar | undefined;

  constructor(
    private readonly notices: NoticeSteps,
    private readonly remedies: RemedySteps,
    private readonly calendars: WorkingCalendars,
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.notices.contribute(async (tx, notice) => {
      if (notice.kind === 'result') await moveAwards(tx, notice);
      // What failed is told by its own notice; the time to challenge its steps begins with that.
      if (['result', 'tender', 'failure'].includes(notice.kind)) await this.determineAnew(tx, notice.tender.id);
    });
    this.jobs.handle(dateChallenges, () => this.sweep());
  }

  /**
   * Until a calendar says its last day, no challenge is late; from then on what came too late blocks nothing. The days of the others are
   * counted anew once for each calendar.
   */
  async sweep(): Promise<void> {
    const calendar = await this.calendars.current();
    const open = await this.transactions.reader.query<{ tender: string }[]>(
      `SELECT DISTINCT tender_id AS tender FROM challenge
       WHERE (state = 'received' AND scope = 'in_scope' AND last_day IS NULL)
         OR ($1 AND state IN ('received', 'out_of_scope') AND scope IN ('late', 'in_scope')) ORDER BY tender_id`,
      [calendar !== this.swept],
    );
    await performEach(open, ({ tender }) =>
      this.transactions.run(SYSTEM, async (tx) => {
        await tx.query(`SELECT FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tender]);
        await this.determineAnew(tx, tender, { mayBeEarlier: true });
      }),
    );
    this.swept = calendar;
  }

  /**
   * Who seemed late by the day of this system is asked again; nobody is put out of time by a word of the buyer, nor by another calendar
   * than that by which it came in time. What was set aside for it is taken up: the time to answer ran from its receipt (Law article 53).
   */
  private async determineAnew(tx: Tx, tender: string, { mayBeEarlier } = { mayBeEarlier: false }): Promise<void> {
    const calendar = await this.calendars.current();
    const open = await tx.query<Late>(
      `SELECT r.*, r.known_on::text, r.last_day::text, r.posted_on::text, ${audienceOfSql('r')} FROM challenge r
       WHERE tender_id = $1 AND state IN ('received', 'out_of_scope') AND scope IN ('late', 'in_scope')
       ORDER BY id FOR NO KEY UPDATE`,
      [tender],
    );
    for (const challenge of open) {
      const { id, lot_id, stage, known_on: knownOn, challenger_id: by } = challenge;
      const purchase = await loadChallengedPurchase(tx, { id: tender, lot_id }, by, { stage, knownOn }, calendar);
      const now = scopeOfChallenge(
        purchase,
        toDayOfFiling(challenge.posted_on, todayInShanghai(challenge.received_at)),
        calendar,
      );
      const { last_day: before } = challenge;
      const isLater = now.lastDay !== null && (before === null || now.lastDay > before);
      const isEarlier = now.lastDay !== null && before !== null && now.lastDay < before;
      const follows = isLater || (mayBeEarlier && isEarlier && now.scope === challenge.scope);
      if (!follows || (now.scope !== 'in_scope' && now.scope !== 'late')) continue;
      const isAside = challenge.state === 'out_of_scope' && now.scope === 'in_scope';
      await tx.query(
        `UPDATE challenge SET scope = $2, last_day = $3, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, now.scope, now.lastDay],
      );
      if (isAside)
        await tx.query(`UPDATE challenge SET state = 'received', answered_at = NULL, answer = NULL WHERE id = $1`, [
          id,
        ]);
      await asSystem(tx, () =>
        tx.record({
          ...changeOfRemedy('challenge', challenge, by),
          action: isAside ? 'take_up' : 'determined_anew',
          ...(isAside && { from: 'out_of_scope', to: 'received' }),
          data: { tender, scope: now.scope, lastDay: now.lastDay },
        }),
      );
      if (challenge.scope === 'late' && now.scope === 'in_scope')
        await this.remedies.notifySteps(tx, { tender, lot: lot_id, kind: 'challenge', id });
    }
  }
}

/** The award is published on the day on which everybody could read it; standstill and signing are counted from there. */
async function moveAwards(tx: Tx, { tender, lots, publishedOn }: OfficialNotice): Promise<void> {
  const moved = await tx.query<{ id: string; supplier: string | null }>(
    `UPDATE award a SET published_on = $3, version = a.version + 1 FROM lot l
     WHERE l.id = a.lot_id AND a.tender_id = $1 AND a.state IN ('active', 'contracted') AND a.published_on <> $3
       AND (l.no = ANY ($2::int[]) OR $4::boolean) RETURNING a.id, a.supplier_id AS supplier`,
    [tender.id, lots.filter((lot) => lot !== null), publishedOn, lots.includes(null)],
  );
  const about = toTenderChange(tender);
  for (const { id, supplier } of moved)
    await tx.record({
      ...about,
      aggregate: 'award',
      id,
      tenants: [...new Set([...about.tenants, supplier])].filter((body) => body !== null),
      public: true,
      action: 'notice_recorded',
      data: { tender: tender.id, publishedOn },
    });
}

async function asSystem(tx: Tx, act: () => Promise<unknown>): Promise<void> {
  const { actor } = tx;
  tx.actor = SYSTEM;
  await act();
  tx.actor = actor;
}
