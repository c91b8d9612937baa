import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Settings } from '../../kernel/config/settings.js';
import { JobQueues } from '../../kernel/queue/jobs/job-queues.js';
import { parseSubject, type SubjectJob } from '../../kernel/queue/jobs/job.js';
import { markSubjects } from '../../kernel/queue/subject-ledger.js';
import { GROUP_TYPES, SUBJECT_TYPES, type GroupType, type SubjectType } from './assessment-types.js';
import { placeLots, type TouchedMarket } from '../screening/markets/market-places.js';
import { isSubjectType, isTouching, listNextSubjects, findTouchedSubjects } from './expansion.queries.js';
import { refName, type SubjectRef } from '../facts/loading/load.js';
import { PageThreads } from './pass/page-threads.js';
import { createPreparedReader, RiskEngine, type Passed } from './risk-engine.js';
import { assessHub, assessSubject } from './risk-jobs.js';

/** Subjects of one transaction: each holds a lock, and a longer one would make changes wait. */
const AT_ONCE = 200;
/** Subjects of one transaction of a full pass: what a statement costs beside its rows is shared by more of them. */
const PAGE = 500;
/** Transactions of a full pass that run side by side: few, so that the pool has connections left for everybody else. */
const SIDE_BY_SIDE = 2;

/** Purchases from which on a full pass is worth threads, each of which starts an application. */
const MANY = 5_000;

const READ_DUE = `
  SELECT subject_type AS type, subject_id AS id FROM risk_subject
  WHERE due_on <= business_today() ORDER BY due_on, subject_type, subject_id LIMIT $1`;

/** What is to be assessed, and when: after a change, by the calendar, or all of it. */
@Injectable()
export class Assessor {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
    private readonly queues: JobQueues,
    private readonly settings: Settings,
  ) {}

  /** A root changed. Too many subjects for one transaction become a job each, owed from this transaction on. */
  async assessTouchedSubjects(tx: Tx, root: string): Promise<void> {
    const { type, id } = parseSubject(root);
    if (!isTouching(type)) throw new Error(`${type} touches nothing`);
    const touched = await findTouchedSubjects(createPreparedReader(tx), type, id);
    const subjects = touched.filter(({ hub }) => !hub);
    await this.engine.assess(tx, subjects.slice(0, AT_ONCE));
    const markets = await this.placeLots(tx, touched);
    const listMarkets = (isLarge: boolean): SubjectRef[] =>
      markets.filter(({ large }) => large === isLarge).map((market) => ({ type: 'market', id: market.id }));
    await this.owe(tx, assessSubject, subjects.slice(AT_ONCE));
    await this.owe(tx, assessHub, [...touched.filter(({ hub }) => hub), ...listMarkets(false)]);
    // A large market is left to the sweep of owed subjects, which takes it up once no change of it is fresh.
    const left = listMarkets(true).map((market) => ({ job: assessHub.name, subject: refName(market) }));
    await markSubjects(tx.manager, left);
  }

  /** Last of all: who marks a subject makes others that mark it wait until it has committed. */
  private async owe(tx: Tx, job: SubjectJob, subjects: readonly SubjectRef[]): Promise<void> {
    if (subjects.length > 0) await this.queues.markAndEnqueue(tx, job, subjects.map(refName));
  }

  /** The markets that lots stand in, or stood in: each is looked at in a job of its own, once for all changes of a burst. */
  private placeLots(tx: Tx, subjects: readonly SubjectRef[]): Promise<TouchedMarket[]> {
    return placeLots(
      tx,
      subjects.filter(({ type }) => type === 'lot').map(({ id }) => id),
    );
  }

  async one(tx: Tx, subject: string): Promise<void> {
    const { type, id } = parseSubject(subject);
    if (!isSubjectType(type)) throw new Error(`${type} is no subject`);
    await this.engine.assess(tx, [{ type, id }]);
  }

  /** Everything due as of business time. A second sweep finds nothing left. */
  async due(): Promise<Passed> {
    const total: Passed = { subjects: 0, changed: 0 };
    for (let page = await this.listDue(); page.length > 0; page = await this.listDue()) {
      const passed = await this.assessPage(page, null);
      total.subjects += passed.subjects;
      total.changed += passed.changed;
      if (page.length < AT_ONCE) break;
    }
    return total;
  }

  private listDue(): Promise<SubjectRef[]> {
    return this.transactions.reader.query<SubjectRef[]>(READ_DUE, [AT_ONCE]);
  }

  /** In a transaction of its own. */
  assessPage(page: readonly SubjectRef[], run: string | null): Promise<Passed> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const passed = await this.engine.assess(tx, page, run);
      await this.placeLots(tx, page);
      return passed;
    });
  }

  /**
   * Everything there is, or one dataset of it: much of it on threads of its own, so that whoever asks this process for something
   * else is answered meanwhile.
   */
  async all(dataset: string | null, run: string | null = null, many = MANY): Promise<Passed> {
    const threads = (await this.countTenders(dataset)) >= many ? await PageThreads.start(this.settings) : null;
    try {
      const total: Passed = { subjects: 0, changed: 0 };
      for (const type of SUBJECT_TYPES.filter(isListed)) {
        const pages = this.listPages(type, dataset);
        const lane = async (): Promise<void> => {
          for (let next = await pages.next(); next.done !== true; next = await pages.next()) {
            const passed = await (threads ?? this).assessPage(next.value, run);
            total.subjects += passed.subjects;
            total.changed += passed.changed;
          }
        };
        // Markets come when all lots are placed.
        const lanes = await Promise.allSettled(Array.from({ length: threads?.lanes ?? SIDE_BY_SIDE }, lane));
        const failed = lanes.find((each) => each.status === 'rejected');
        if (failed !== undefined) throw failed.reason;
      }
      return total;
    } finally {
      await threads?.close();
    }
  }

  private async countTenders(dataset: string | null): Promise<number> {
    const [row] = await this.transactions.reader.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM tenders t WHERE $1::text IS NULL OR t.dataset = $1`,
      [dataset],
    );
    return row?.n ?? 0;
  }

  /** Pages follow each other by their ids. */
  private async *listPages(
    type: Exclude<SubjectType, GroupType>,
    dataset: string | null,
  ): AsyncGenerator<SubjectRef[], void, void> {
    const atOnce = type === 'market' ? 1 : PAGE;
    let after: string | null = null;
    for (;;) {
      const page: SubjectRef[] = await listNextSubjects(this.reader, type, dataset, after, atOnce);
      if (page.length > 0) yield page;
      if (page.length < atOnce) return;
      after = page.at(-1)?.id ?? null;
    }
  }

  private get reader() {
    const { reader } = this.transactions;
    return { query: <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params) };
  }
}

/** Groups are looked at with their market. */
const isListed = (type: SubjectType): type is Exclude<SubjectType, GroupType> =>
  !(GROUP_TYPES as readonly SubjectType[]).includes(type);
