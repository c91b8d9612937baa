import { Injectable, Logger } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { JobQueues } from '../../../kernel/queue/jobs/job-queues.js';
import { listAloneSubjects, listFailedSubjects } from '../../../kernel/queue/subject-ledger.js';
import { refName, type SubjectRef } from '../../facts/loading/load.js';
import { createJudgeApart } from './judge-apart.js';
import { assessSubject } from '../risk-jobs.js';

/** What a job of its own is to judge ($2) is left to that job. */
const READ_DUE = `
  SELECT subject_type AS type, subject_id AS id FROM risk_subject
  WHERE due_on <= business_today() AND subject_type || ':' || subject_id <> ALL ($2::text[])
  ORDER BY due_on, subject_type, subject_id LIMIT $1`;

/** What the days make due. */
@Injectable()
export class DueSubjects {
  private readonly logger = new Logger('DueSubjects');

  constructor(
    private readonly transactions: Transactions,
    private readonly queues: JobQueues,
  ) {}

  /**
   * Judges all of them, so many at a time. One that cannot be judged keeps none behind it waiting: it becomes a job of its own, which
   * is tried again, is listed among the failed ones when its attempts have run out, and is taken up again later.
   */
  async judgeAll(atOnce: number, judge: (subjects: readonly SubjectRef[]) => Promise<void>): Promise<void> {
    await this.enqueueFailedSubjects(atOnce);
    const judgeApart = createJudgeApart({ judge, passOver: (subject, error) => this.leaveSubject(subject, error) });
    for (;;) {
      const page = await this.listDue(atOnce);
      if (page.length > 0) await judgeApart(page);
      if (page.length < atOnce) return;
    }
  }

  private async listDue(atOnce: number): Promise<SubjectRef[]> {
    const { reader } = this.transactions;
    return reader.query<SubjectRef[]>(READ_DUE, [atOnce, await listAloneSubjects(reader, assessSubject.name)]);
  }

  private async leaveSubject(subject: SubjectRef, error: unknown): Promise<void> {
    const name = refName(subject);
    this.logger.error(`${name} is due and cannot be judged, it becomes a job of its own: ${String(error)}`);
    await this.enqueueAlone([name]);
  }

  private async enqueueFailedSubjects(atOnce: number): Promise<void> {
    const failed = await listFailedSubjects(this.transactions.reader, assessSubject.name, atOnce);
    if (failed.length > 0) await this.enqueueAlone(failed);
  }

  private enqueueAlone(subjects: readonly string[]): Promise<void> {
    return this.transactions.run(SYSTEM, (tx) =>
      this.queues.markAndEnqueue(tx, [{ job: assessSubject, subjects, isAlone: true }]),
    );
  }
}
