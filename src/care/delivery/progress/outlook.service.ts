import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { lookAhead } from './outlook-job.js';
import { ProgressQueries, RUNNING, type RunningContract } from './progress.queries.js';

const AT_ONCE = 100;

type DueContract = RunningContract & { today: PlainDate };
interface Told {
  id: string;
  today: PlainDate;
  missed: object[];
}

/** Which running contracts are expected to miss a target: told once a day, for the tasks of their two parties. */
@Injectable()
export class OutlookService implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly progress: ProgressQueries,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(lookAhead, () => this.sweep());
  }

  /** Each by itself: a contract that breaks keeps no other from being told of. */
  async sweep(): Promise<void> {
    await performEach(this.listPages(), (page) => this.tellAll(page));
  }

  private async *listPages(): AsyncGenerator<DueContract[], void, void> {
    let after: string | null = null;
    for (let found = AT_ONCE; found === AT_ONCE;) {
      const page: DueContract[] = await this.transactions.reader.query<DueContract[]>(
        `SELECT ${RUNNING}, business_today()::text AS today FROM contract c LEFT JOIN contract_outlook o ON o.contract_id = c.id
         WHERE c.conducted = 'here' AND c.state = 'active' AND (o.as_of IS NULL OR o.as_of < business_today())
           AND ($1::uuid IS NULL OR c.id > $1)
         ORDER BY c.id LIMIT ${AT_ONCE}`,
        [after],
      );
      if (page.length > 0) yield page;
      after = page.at(-1)?.id ?? null;
      found = page.length;
    }
  }

  private async tellAll(due: readonly DueContract[]): Promise<void> {
    const told: Told[] = [];
    try {
      await performEach(due, async (contract) => void told.push(await this.look(contract)));
    } finally {
      await this.store(told);
    }
  }

  private async look(contract: DueContract): Promise<Told> {
    const { indicators } = await this.progress.loadProgress(this.transactions.reader, contract, contract.today);
    const missed = indicators.flatMap(({ no, target, forecast, state }) =>
      state === 'misses' ? [{ no, target, expected: forecast?.expected, high: forecast?.high }] : [],
    );
    return { id: contract.id, today: contract.today, missed };
  }

  private async store(told: readonly Told[]): Promise<void> {
    if (told.length > 0)
      await this.transactions.run(SYSTEM, (tx) =>
        tx.query(
          `INSERT INTO contract_outlook AS o (contract_id, as_of, missing_since, missed)
           SELECT id, today, CASE WHEN missed <> '[]' THEN business_now() END, missed
           FROM jsonb_to_recordset($1::jsonb) AS t (id uuid, today date, missed jsonb)
           ON CONFLICT (contract_id) DO UPDATE SET as_of = excluded.as_of, missed = excluded.missed,
             missing_since = CASE WHEN excluded.missing_since IS NULL THEN NULL ELSE coalesce(o.missing_since, excluded.missing_since) END
           WHERE o.as_of < excluded.as_of`,
          [JSON.stringify(told)],
        ),
      );
  }
}
