import type { JobQueues } from './jobs/job-queues.js';
import type { Queryable } from './subject-ledger.js';

const JOB_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Jobs per queue and state. Throws while the store does not answer. */
export async function queueFigures(queues: JobQueues): Promise<Record<string, Record<JobState, number>>> {
  const countJobs = async (name: string) => {
    const counts = await queues.queue(name).getJobCounts(...JOB_STATES);
    const figures = Object.fromEntries(JOB_STATES.map((s) => [s, counts[s] ?? 0])) as Record<JobState, number>;
    return [name, figures] as const;
  };
  return Object.fromEntries(await Promise.all(queues.registry.queues.map(countJobs)));
}

/** Throws while the store does not answer. */
export async function askQueue(queues: JobQueues): Promise<void> {
  const [any] = queues.registry.queues;
  if (any !== undefined) await queues.queue(any).getJobCounts('waiting');
}

/** Subjects on which a job owes work, and how many of them wait for an operator because its attempts ran out. */
export async function subjectFigures(on: Queryable): Promise<{ job: string; owed: number; failed: number }[]> {
  return (await on.query(
    `SELECT job, count(*)::int AS owed, (count(*) FILTER (WHERE failed = wanted))::int AS failed
     FROM job_subject WHERE done < wanted GROUP BY job ORDER BY job`,
    [],
  )) as { job: string; owed: number; failed: number }[];
}
