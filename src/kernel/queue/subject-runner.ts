import { SYSTEM } from '../access/principal.js';
import type { Transactions } from '../database/transactions.js';
import type { Handler, SubjectJob, TogetherJob } from './jobs/job.js';
import {
  FINISH_SUBJECT,
  FINISH_TOGETHER,
  LOCK_SUBJECT,
  LOCK_TOGETHER,
  READ_SUBJECT,
  READ_TOGETHER,
} from './subject-ledger.js';
import { followJob } from './job-trail.js';
import type { JobSubject } from './job-subject.entity.js';
import type { Origin } from '../observability/trail.js';
import type { StoredRow } from '../database/row-types.js';

const toOrigin = (row: Pick<Generation, 'request_id' | 'trace'> | undefined): Origin => ({
  request: row?.request_id ?? null,
  trace: row?.trace ?? null,
});

/** Rounds on one subject before it makes room; its next job waits in the queue by then. */
const MAX_ROUNDS = 5;

type Generation = Pick<StoredRow<JobSubject>, 'wanted' | 'done' | 'request_id' | 'trace'>;
type Owing = Pick<StoredRow<JobSubject>, 'subject' | 'wanted' | 'request_id' | 'trace'>;

/**
 * Works on a subject until nothing more is wanted of it. The generation is read before the handler reads anything, and
 * recorded in the handler's own transaction: what came before it is in the work, what comes later asks for another round,
 * and a killed process leaves either both effect and record or neither.
 */
export async function runSubject(
  transactions: Transactions,
  job: SubjectJob,
  handler: Handler<SubjectJob>,
  subject: string,
): Promise<void> {
  const round = () =>
    transactions.run(SYSTEM, async (tx): Promise<boolean> => {
      await tx.query(LOCK_SUBJECT, [job.name, subject]);
      const [generation] = await tx.query<Generation>(READ_SUBJECT, [job.name, subject]);
      if (generation && BigInt(generation.done) >= BigInt(generation.wanted)) return false;
      await followJob(job.name, [subject], [toOrigin(generation)], () => handler(tx, subject));
      if (!generation) return false;
      const [finished] = await tx.query<{ again: boolean }>(FINISH_SUBJECT, [job.name, subject, generation.wanted]);
      return finished?.again ?? false;
    });
  // Work that waits to be worth its while is not done round by round: the job of what came meanwhile waits its own time.
  const most = job.delay === undefined ? MAX_ROUNDS : 1;
  for (let rounds = 1; (await round()) && rounds < most; rounds++);
}

/** How a lane goes on. */
interface LaneWay {
  /** The process is about to end: no new work. */
  isStopping: () => boolean;
  /** A work broke, and is undone; told of which subjects. */
  apart: (subjects: readonly string[], error: Error) => Promise<void>;
}

/** Works of one call before a lane makes room for other jobs. */
const MAX_WORKS = 20;

/**
 * Works on what is owed, many subjects in one transaction, until nothing is left. As of a single subject: generations are read
 * under the subjects' locks, before the handler reads anything, and recorded in its transaction. Answers whether more is owed.
 */
export async function runTogether(
  transactions: Transactions,
  job: TogetherJob,
  handler: Handler<TogetherJob>,
  { isStopping, apart }: LaneWay,
): Promise<boolean> {
  const { most, lanes } = job.together;
  for (let works = 0; works < MAX_WORKS; works++) {
    if (isStopping()) return true;
    let subjects: string[] = [];
    const work = () =>
      transactions.run(SYSTEM, async (tx): Promise<number> => {
        subjects = [];
        const locked = await tx.query<Pick<Owing, 'subject'>>(LOCK_TOGETHER, [job.name, most, most * lanes]);
        if (locked.length === 0) return 0;
        const owed = await tx.query<Owing>(READ_TOGETHER, [job.name, locked.map(({ subject }) => subject)]);
        subjects = owed.map(({ subject }) => subject);
        if (subjects.length > 0) await followJob(job.name, subjects, owed.map(toOrigin), () => handler(tx, subjects));
        await tx.query(FINISH_TOGETHER, [job.name, subjects, owed.map(({ wanted }) => wanted)]);
        return locked.length;
      });
    try {
      const worked = await work();
      // What comes meanwhile to work that waits to be worth its while waits its own time.
      if (worked === 0 || (worked < most && job.delay !== undefined)) return false;
    } catch (error) {
      if (subjects.length === 0) throw error;
      await apart(subjects, error as Error);
    }
  }
  return true;
}
