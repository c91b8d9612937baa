import { fileURLToPath } from 'node:url';
import { Child } from '../support/child.js';
import { assess, type QueueBench, type Store } from './bench.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export async function count(bench: QueueBench, sql: string): Promise<number> {
  return Number((await bench.rows<{ n: string }>(sql))[0]?.n ?? 0);
}
export const unenqueued = (bench: QueueBench) =>
  count(
    bench,
    `SELECT count(*) AS n FROM outbox o, outbox_relay r WHERE o.position IS NULL OR o.position > r.enqueued`,
  );

export async function wanted(bench: QueueBench, id: string): Promise<number> {
  const [row] = await bench.rows<{ wanted: string }>(`SELECT wanted FROM job_subject WHERE job = $1 AND subject = $2`, [
    assess.name,
    `tender:${id}`,
  ]);
  return Number(row?.wanted ?? 0);
}
export async function failedGeneration(bench: QueueBench, id: string): Promise<string | null> {
  const [row] = await bench.rows<{ failed: string | null }>(`SELECT failed FROM job_subject WHERE subject = $1`, [
    `tender:${id}`,
  ]);
  return row?.failed ?? null;
}

/** Ids of the failed jobs of a subject that the store of the queue still has. */
export async function failedInStore(bench: QueueBench, subject: string): Promise<string[]> {
  const queue = bench.queues.queue('screening') as unknown as {
    getJobs(types: ['failed']): Promise<{ id?: string; data: { subject?: string } }[]>;
  };
  const jobs = await queue.getJobs(['failed']);
  return jobs.filter(({ data }) => data.subject === subject).map(({ id }) => id ?? '');
}

export function spawnWorker(databaseUrl: string, store: Store, aheadMs = 0, lockMs?: number): Child {
  return new Child(process.execPath, ['test/queue/worker-child.mjs', databaseUrl, JSON.stringify(store)], {
    cwd: PROJECT,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, AHEAD_MS: String(aheadMs) },
      ...(lockMs !== undefined && { LOCK_MS: String(lockMs) }),
    },
  });
}
