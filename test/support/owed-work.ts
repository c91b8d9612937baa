import { setTimeout as pause } from 'node:timers/promises';
import { QUEUES } from '../../src/boot/jobs.js';
import { JobQueues } from '../../src/kernel/queue/jobs/job-queues.js';
import type { TestApp } from './app.js';

const PATIENCE_MS = 120_000;

/** What happened and is still to be placed, passed on or worked on; empty: nothing. What is put off waits for its time. */
async function listOwed(app: TestApp): Promise<string[]> {
  const [left] = await app.dataSource.query<Record<string, number>[]>(
    `SELECT (SELECT count(*)::int FROM outbox o, outbox_relay r WHERE o.position IS NULL OR o.position > r.enqueued) AS outbox,
       (SELECT count(*)::int FROM job_subject WHERE done < wanted) AS subjects,
       (SELECT count(*)::int FROM import WHERE state <> 'done') AS imports,
       (SELECT count(*)::int FROM risk_run WHERE state <> 'finished') AS runs`,
  );
  const owed = Object.entries(left ?? {}).flatMap(([name, n]) => (n > 0 ? [`${n} ${name}`] : []));
  for (const name of QUEUES.filter((queue) => queue !== 'sweeps')) {
    const counts = await app.running.app.get(JobQueues).queue(name).getJobCounts('waiting', 'active');
    owed.push(...Object.entries(counts).flatMap(([state, n]) => (n > 0 ? [`${n} ${state} in ${name}`] : [])));
  }
  return owed;
}

/** Waits until nothing is owed any more. Of an application with a worker. */
export async function workedOff(app: TestApp): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; (await listOwed(app)).length > 0; await pause(100))
    if (Date.now() > deadline) throw new Error(`something is still owed: ${(await listOwed(app)).join(', ')}`);
}
