import { setTimeout as pause } from 'node:timers/promises';
import { QUEUES } from '../../src/boot/jobs.js';
import { JobQueues } from '../../src/kernel/queue/jobs/job-queues.js';
import type { TestApp } from './app.js';

const PATIENCE_MS = 120_000;

/** Whether anything that happened is still to be placed, passed on or worked on. Sweeps wait for their time always. */
async function isOwed(app: TestApp): Promise<boolean> {
  const [left] = await app.dataSource.query<{ n: number }[]>(
    `SELECT (SELECT count(*)::int FROM outbox o, outbox_relay r WHERE o.position IS NULL OR o.position > r.enqueued)
       + (SELECT count(*)::int FROM job_subject WHERE done < wanted)
       + (SELECT count(*)::int FROM import WHERE state <> 'done') + (SELECT count(*)::int FROM risk_run WHERE state <> 'finished') AS n`,
  );
  if (left === undefined || left.n > 0) return true;
  for (const name of QUEUES) {
    const states = name === 'sweeps' ? (['active'] as const) : (['waiting', 'active', 'delayed'] as const);
    const counts = await app.running.app
      .get(JobQueues)
      .queue(name)
      .getJobCounts(...states);
    if (Object.values(counts).some((n) => n > 0)) return true;
  }
  return false;
}

/** Waits until nothing is owed any more. Of an application with a worker. */
export async function workedOff(app: TestApp): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; await isOwed(app); await pause(100))
    if (Date.now() > deadline) throw new Error('something is still owed');
}
