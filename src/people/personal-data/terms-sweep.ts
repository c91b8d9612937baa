import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { PersonalReads } from '../../kernel/audit/persons/personal-reads.js';
import { Settings } from '../../kernel/config/settings.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { defineJob } from '../../kernel/queue/jobs/job.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import { PERSON_KINDS, PersonKinds } from './person-kinds.js';
import { PersonErasure } from './person-erasure.js';

/** Every day what is kept about people is erased where nothing needs it and no law keeps it any more. */
export const endPersonalData = defineJob({
  kind: 'sweep',
  name: 'end-personal-data',
  queue: 'sweeps',
  // By the clock: a sweep with a pause of its own would come each hour, and ask for everybody again whom a law keeps.
  every: '30 3 * * *',
  period: 86_400_000,
});

const PAGE = 200;

/** Erases what has come to its term: in each step one person, so that a run that ends early has lost nothing. */
@Injectable()
export class TermsSweep implements OnModuleInit {
  private readonly logger = new Logger('PersonalData');
  private readonly broken: unknown[] = [];

  constructor(
    private readonly registry: JobRegistry,
    private readonly transactions: Transactions,
    private readonly kinds: PersonKinds,
    private readonly erasure: PersonErasure,
    private readonly settings: Settings,
    private readonly reads: PersonalReads,
  ) {}

  onModuleInit(): void {
    this.registry.handle(endPersonalData, async () => {
      await this.reads.deleteOld(this.transactions.reader);
      const erased = await this.run();
      if (erased > 0) this.logger.log({ msg: 'what was kept about people has come to its term', erased });
    });
  }

  /** Answers how many people it was about. */
  async run(): Promise<number> {
    const [row] = await this.transactions.reader.query<{ before: Date }[]>(
      `SELECT business_now() - $1 * interval '1 day' AS before`,
      [this.settings.personalDataDays],
    );
    const before = row?.before ?? new Date(0);
    let erased = await this.each(
      (after) => this.listBlockedRequests(after),
      (id) => this.erasure.eraseBlockedData(id),
    );
    for (const kind of PERSON_KINDS)
      erased += await this.each(
        (after) => this.kinds.get(kind).listEnded(this.transactions.reader, before, after, PAGE),
        (id) => this.erasure.erase(kind, id, 'term_ended', 'laterAnswers'),
      );
    await this.erasure.forgetLeftAnswers().catch((error: unknown) => this.broken.push(error));
    // What broke for one held up nobody else; the job counts as failed, and is tried again.
    const broken = this.broken.splice(0);
    if (broken.length > 0)
      throw new AggregateError(broken, `${broken.length} could not be erased: ${String(broken[0])}`);
    return erased;
  }

  private async each(list: (after: string | null) => Promise<string[]>, erase: (id: string) => Promise<unknown>) {
    let erased = 0;
    for (let after: string | null = null; ;) {
      const ids: string[] = await list(after);
      for (const id of ids) if (await this.isDone(erase(id))) erased++;
      if (ids.length < PAGE) return erased;
      after = ids.at(-1) ?? null;
    }
  }

  private async listBlockedRequests(after: string | null): Promise<string[]> {
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT id FROM personal_data_request WHERE state = 'blocked'
         AND id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY id LIMIT $2`,
      [after, PAGE],
    );
    return rows.map(({ id }) => id);
  }

  /** False where it is refused: a law keeps it, or it is needed again. */
  private async isDone(erasing: Promise<unknown>): Promise<boolean> {
    try {
      await erasing;
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) this.broken.push(error);
      return false;
    }
  }
}
