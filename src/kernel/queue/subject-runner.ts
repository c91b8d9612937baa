import { SYSTEM } from '../access/principal.js';
import type { Transactions } from '../database/transactions.js';
import type { Handler, SubjectJob } from './jobs/job.js';
import { FINISH_SUBJECT, LOCK_SUBJECT, READ_SUBJECT } from './subject-ledger.js';
import type { JobSubject } from './job-subject.entity.js';
import type { StoredRow } from '../database/row-types.js';

/** Rounds on one subject before it makes room; its next job waits in the queue by then. */
const MAX_ROUNDS = 5;

type Generation = Pick<StoredRow<JobSubject>, 'wanted' | 'done'>;

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
      await handler(tx, subject);
      if (!generation) return false;
      const [finished] = await tx.query<{ again: boolean }>(FINISH_SUBJECT, [job.name, subject, generation.wanted]);
      return finished?.again ?? false;
    });
  // Work that waits to be worth its while is not done round by round: the job of what came meanwhile waits its own time.
  const most = job.delay === undefined ? MAX_ROUNDS : 1;
  for (let rounds = 1; (await round()) && rounds < most; rounds++);
}
