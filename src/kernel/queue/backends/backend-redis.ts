import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Backend, BackendOptions } from './backend.js';
import type { JobData } from '../jobs/job.js';
import { JOB_OPTIONS, WORKER_WAIT } from '../queue-policy.js';
import { tellStore } from './tell-store.js';

const DEFAULT_PREFIX = 'throughline';

/** Jobs in Redis. A server that may evict keys would lose them and is refused. */
export function redisBackend(options: BackendOptions): Backend {
  const url = options.redisUrl;
  if (!url) throw new Error('QUEUE_BACKEND=redis needs REDIS_URL');
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  /** One connection for all queues; workers have their own. */
  let shared: Redis | undefined;
  const connect = (onError: (error: Error) => void): Redis => {
    // Fails while Redis is away, so that the relay can say so, stop, and try again; workers wait for it.
    const client = new Redis(url, { maxRetriesPerRequest: 2, disconnectTimeout: 500 });
    client.on('error', onError);
    return client;
  };
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
        endConnection(probe);
      }
    },
    queue(name, onError) {
      shared ??= connect(onError);
      const queue = new Queue<JobData, void, string>(name, {
        connection: shared,
        prefix,
        defaultJobOptions: JOB_OPTIONS,
      });
      queue.on('error', onError);
      return queue;
    },
    worker(name, process, policy, events) {
      const { client, cut } = workerConnection(url, events.error);
      const settings = { connection: client, prefix, ...WORKER_WAIT, ...policy };
      const worker = new RedisWorker(name, (job) => process(job), settings);
      worker.on('error', events.error);
      worker.on('failed', events.failed);
      return {
        waitUntilReady: () => worker.waitUntilReady(),
        close: async () => {
          await worker.close();
          await client.quit();
        },
        cut: () => {
          cut();
          worker.stopRenewing();
        },
      };
    },
    // Redis itself lets such a look pass.
    forgetLooksAhead: () => Promise.resolve(),
    async tryWriting() {
      await shared?.set(`${prefix}:write-probe`, '', 'PX', 1_000);
    },
    async close() {
      await shared?.quit().catch(() => shared && endConnection(shared));
    },
  };
}

/** Ends a connection that may have ended by itself: then it would only start a timer. */
function endConnection(client: Redis): void {
  if (client.status !== 'end') client.disconnect();
}

/**
 * A worker's connection and the one that it makes of it for blocking. Both wait for a Redis that is away, for ever, and so
 * does closing them in good order; `cut` ends them as they are.
 */
function workerConnection(url: string, onError: (error: Error) => void) {
  const client = new Redis(url, { maxRetriesPerRequest: null, disconnectTimeout: 500 });
  const all = [client];
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (...options) => {
    const made = duplicate(...options);
    all.push(made);
    return made;
  };
  client.on('error', onError);
  return {
    client,
    cut: () => {
      all.forEach(endConnection);
    },
  };
}

/** Its close waits for Redis before it stops renewing locks; without Redis that timer would keep the process alive. */
class RedisWorker extends Worker<JobData, void, string> {
  stopRenewing(): void {
    void this.lockManager.close();
  }

  protected override handleCompleted(...args: Parameters<Worker<JobData, void, string>['handleCompleted']>) {
    return tellStore(this, () => super.handleCompleted(...args));
  }
}
