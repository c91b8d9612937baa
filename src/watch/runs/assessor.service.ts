import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { JobQueues } from '../../kernel/queue/jobs/job-queues.js';
import { parseSubject, type SubjectJob } from '../../kernel/queue/jobs/job.js';
import { SUBJECT_TYPES } from './assessment-types.js';
import { isSubjectType, isTouching, listNextSubjects, findTouchedSubjects } from './expansion.queries.js';
import { refName, type SubjectRef } from '../facts/loading/load.js';
import { readPrepared, RiskEngine, type Passed } from './risk-engine.js';
import { assessHub, assessSubject } from './risk-jobs.js';

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
    const touched = await findTouchedSubjects(readPrepared(tx), type, id);
    const subjects = touched.filter(({ hub }) => !hub);
    await this.engine.assess(tx, subjects.slice(0, AT_ONCE));
    await this.owe(tx, assessSubject, subjects.slice(AT_ONCE));
    await this.owe(
      tx,
      assessHub,
      touched.filter(({ hub }) => hub),
    );
  }

  /** Last of all: who marks a subject makes others that mark it wait until it has committed. */
  private async owe(tx: Tx, job: SubjectJob, subjects: readonly SubjectRef[]): Promise<void> {
    if (subjects.length > 0) await this.queues.markAndEnqueue(tx, job, subjects.map(refName));
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
    for (const type of SUBJECT_TYPES) {
      let after: string | null = null;
      const next = async (): Promise<SubjectRef[]> => {
        const page = await listNextSubjects(this.reader, type, dataset, after, AT_ONCE);
        after = page.at(-1)?.id ?? null;
        return page;
      };
      const passed = await this.inBatches(next, run);
      total.subjects += passed.subjects;
      total.changed += passed.changed;
    }
    return total;
  }

  private async inBatches(next: () => Promise<SubjectRef[]>, run: string | null): Promise<Passed> {
    const total: Passed = { subjects: 0, changed: 0 };
    for (let page = await next(); page.length > 0; page = await next()) {
      const passed = await this.transactions.run(SYSTEM, (tx) => this.engine.assess(tx, page, run));
      total.subjects += passed.subjects;
      total.changed += passed.changed;
      if (page.length < AT_ONCE) break;
    }
    return total;
  }

  private get reader() {
    const { reader } = this.transactions;
    return { query: <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params) };
  }
}
