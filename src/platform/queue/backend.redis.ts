import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Backend, BackendOptions } from './backend.js';
import type { JobData } from './job.js';
import { JOB_OPTIONS, WORKER_WAIT } from './queue.policy.js';

const DEFAULT_PREFIX = 'throughline';

/** Jobs in Redis. A server that may evict keys would lose them and is refused. */
export function redisBackend(options: BackendOptions): Backend {
  const url = options.redisUrl;
  if (!url) throw new Error('QUEUE_BACKEND=redis needs REDIS_URL');
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  const connect = () => new Redis(url, { maxRetriesPerRequest: null });
  const clients: Redis[] = [];
  const client = (onError: (error: Error) => void): Redis => {
    const made = connect();
    made.on('error', onError);
    clients.push(made);
    return made;
  };
  let shared: Redis | undefined;
  return {
    kind: 'redis',
    async prepare() {
      const probe = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null, lazyConnect: true });
      probe.on('error', () => undefined);
      try {
        await probe.connect();
        const policy = /maxmemory_policy:(\S+)/.exec(await probe.info('memory'))?.[1];
        if (policy !== 'noeviction')
          throw new Error(`REDIS_URL: maxmemory-policy is ${policy}; it must be noeviction, or jobs are lost`);
      } finally {
        if (probe.status !== 'end') probe.disconnect(); // ended already, it would only start a timer
      }
    },
    queue(name, onError) {
      shared ??= client(onError);
      const queue = new Queue<JobData, void, string>(name, {
        connection: shared,
        prefix,
        defaultJobOptions: JOB_OPTIONS,
      });
      queue.on('error', onError);
      return queue;
    },
    worker(name, process, policy, events) {
      const settings = { connection: client(events.error), prefix, ...WORKER_WAIT, ...policy };
      const worker = new Worker<JobData, void, string>(name, (job) => process(job), settings);
      worker.on('error', events.error);
      worker.on('failed', events.failed);
      return worker;
    },
    async close() {
      await Promise.all(clients.map((one) => one.quit().catch(() => one.disconnect())));
    },
  };
}
