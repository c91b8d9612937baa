import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { JobQueues } from '../../kernel/queue/jobs/job-queues.js';
import { parseSubject } from '../../kernel/queue/jobs/job.js';
import { markSubjects, type Owed } from '../../kernel/queue/subject-ledger.js';
import { GROUP_TYPES, SUBJECT_TYPES, type GroupType, type SubjectType } from './assessment-types.js';
import { placeLots, type TouchedMarket } from '../screening/markets/market-places.js';
import { isSubjectType, isTouching, listNextSubjects, findTouchedSubjects } from './expansion.queries.js';
import { refName, type SubjectRef } from '../facts/loading/load.js';
import { RiskEngine, type Passed } from './risk-engine.js';
import { assessSubject } from './risk-jobs.js';

/** Subjects of one transaction: each holds a lock, and a longer one would make changes wait. */
const AT_ONCE = 200;

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
  ) {}

  /** A root changed. Too many subjects for one transaction become a job each, owed from this transaction on. */
  async assessTouchedSubjects(tx: Tx, root: string): Promise<void> {
    const { type, id } = parseSubject(root);
    if (!isTouching(type)) throw new Error(`${type} touches nothing`);
    const subjects = await findTouchedSubjects(tx, type, id);
    await this.engine.assess(tx, subjects.slice(0, AT_ONCE));
    const later = subjects.slice(AT_ONCE).map((subject) => this.owe(subject));
    const markets = await this.placeLots(tx, subjects);
    const toMarket = ({ id }: TouchedMarket): Owed => this.owe({ type: 'market', id });
    await markSubjects(tx, [...later, ...markets.map(toMarket)]);
    // A large market is left to the sweep of owed subjects, which takes it up once no change of it is fresh.
    const soon = [...later, ...markets.filter(({ large }) => !large).map(toMarket)];
    if (soon.length > 0) tx.afterCommit(() => void this.queues.enqueueOwedSubjects(soon).catch(() => undefined)); // else the sweep finds them
  }

  private owe(subject: SubjectRef): Owed {
    return { job: assessSubject.name, subject: refName(subject) };
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
    return this.inBatches(async () => this.transactions.reader.query<SubjectRef[]>(READ_DUE, [AT_ONCE]), null);
  }

  /** Everything there is, or one dataset of it. */
  async all(dataset: string | null, run: string | null = null): Promise<Passed> {
    const total: Passed = { subjects: 0, changed: 0 };
    for (const type of SUBJECT_TYPES.filter(isListed)) {
      let after: string | null = null;
      const next = async (): Promise<SubjectRef[]> => {
        const page = await listNextSubjects(this.reader, type, dataset, after, type === 'market' ? 1 : AT_ONCE);
        after = page.at(-1)?.id ?? null;
        return page;
      };
      const passed = await this.inBatches(next, run, type === 'market' ? 1 : AT_ONCE);
      total.subjects += passed.subjects;
      total.changed += passed.changed;
    }
    return total;
  }

  private async inBatches(next: () => Promise<SubjectRef[]>, run: string | null, atOnce = AT_ONCE): Promise<Passed> {
    const total: Passed = { subjects: 0, changed: 0 };
    for (let page = await next(); page.length > 0; page = await next()) {
      const passed = await this.transactions.run(SYSTEM, async (tx) => {
        const found = await this.engine.assess(tx, page, run);
        await this.placeLots(tx, page);
        return found;
      });
      total.subjects += passed.subjects;
      total.changed += passed.changed;
      if (page.length < atOnce) break;
    }
    return total;
  }

  private get reader() {
    const { reader } = this.transactions;
    return { query: <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params) };
  }
}

/** Groups are looked at with their market. */
const isListed = (type: SubjectType): type is Exclude<SubjectType, GroupType> =>
  !(GROUP_TYPES as readonly SubjectType[]).includes(type);
