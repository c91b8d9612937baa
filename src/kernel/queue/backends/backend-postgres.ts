import {
  assertSchemaCompatibility,
  createPostgresBackend,
  LATEST_SCHEMA_VERSION,
  Queue,
  runMigrations,
  SchemaMigrationRequiredError,
  Worker,
} from 'bullmq';
import type { PostgresConnectionOptions, PostgresQueueBackend } from 'bullmq';
import pg from 'pg';
import { HeardClient } from '../../database/connections/heard-client.js';
import { UnreadyDatabaseError } from '../../database/schema/old-databases.js';
import type { Backend, BackendOptions } from './backend.js';
import type { JobData } from '../jobs/job.js';
import { JOB_OPTIONS, WORKER_WAIT } from '../queue-policy.js';
import { tellStore } from './tell-store.js';

const QUEUE_SCHEMA = 'bullmq';
/** Connections beside one listening connection per worker. */
const SPARE_CONNECTIONS = 4;
/** A session that hears nothing for so long hears none; a busy server is late by seconds. */
const LISTEN_TIMEOUT_MS = 30_000;

/**
 * Jobs without deduplication, which come one or a few at a time, are added one by one: the store's bulk insert of such jobs
 * makes a temporary table, and the role of the API and the workers may make none.
 */
class PostgresQueue extends Queue<
  JobData,
  void,
  string,
  JobData,
  void,
  string,
  PostgresQueueBackend,
  PostgresConnectionOptions
> {
  override async addBulk(jobs: Parameters<Queue<JobData, void, string>['addBulk']>[0]) {
    const together = jobs.filter(({ opts }) => opts?.deduplication !== undefined);
    const added = together.length > 0 ? await super.addBulk(together) : [];
    for (const { name, data, opts } of jobs)
      if (opts?.deduplication === undefined) added.push(await this.add(name, data, opts));
    return added;
  }
}

type AnyPgWorker = Worker<JobData, void, string, PostgresQueueBackend, number, PostgresConnectionOptions>;

/** BullMQ's own, which is not lost to a full store. */
class PgWorker extends Worker<JobData, void, string, PostgresQueueBackend, number, PostgresConnectionOptions> {
  /** Its close waits for its job before it gives back the connection on which it listens; the pool ends when it has that one too. */
  letGo(): void {
    void this.lockManager.close();
    void this.backend.close();
  }

  protected override handleCompleted(...args: Parameters<AnyPgWorker['handleCompleted']>) {
    return tellStore(this, () => super.handleCompleted(...args));
  }
}

/**
 * Creates or updates the tables of the queues, and the sequence that each queue otherwise makes with its first job.
 * Answers whether there was anything to do. Concurrent starters wait for each other.
 */
export async function migrateQueue(databaseUrl: string, queues: readonly string[] = []): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const isOld = (await schemaVersion(client)) < LATEST_SCHEMA_VERSION;
    if (isOld) await runMigrations(client, QUEUE_SCHEMA);
    const { rowCount } = await client.query(MAKE_SEQUENCES, [queues]);
    return isOld || rowCount !== 0;
  } finally {
    await client.end();
  }
}

/** @throws UnreadyDatabaseError where the tables of the queues are missing or of an older version */
async function assertCurrentQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    if ((await schemaVersion(client)) >= LATEST_SCHEMA_VERSION) return;
    throw new UnreadyDatabaseError(
      'The tables of the queue are missing or old. Run `node dist/src/cli.js migrate` with QUEUE_BACKEND=postgres, then start again.',
    );
  } finally {
    await client.end();
  }
}

/** The store makes a queue's sequence when it is first asked for a number. */
const MAKE_SEQUENCES = `
  SELECT ${QUEUE_SCHEMA}.next_job_id(queue) FROM unnest($1::text[]) AS queue
  WHERE to_regclass('${QUEUE_SCHEMA}.' || ${QUEUE_SCHEMA}.job_id_seq_name(queue)) IS NULL`;

/** Clocks of machines that are kept well differ by less than a minute. */
const FORGET_LOOKS_AHEAD = `
  DELETE FROM ${QUEUE_SCHEMA}.meta
  WHERE field = 'stalled-check' AND value::bigint > (extract(epoch FROM clock_timestamp()) + 60) * 1000`;

async function schemaVersion(client: pg.Client): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, QUEUE_SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}

/**
 * Jobs in PostgreSQL, on one pool for all queues and workers of the process. A worker takes a client of the pool for
 * LISTEN and keeps it, so a pool no larger than the number of workers would run nothing and say nothing.
 */
export function postgresBackend(options: BackendOptions): Backend {
  const size = options.workers + SPARE_CONNECTIONS;
  const pool = new pg.Pool({
    Client: HeardClient,
    connectionString: options.databaseUrl,
    max: size,
    options: `-c search_path=${QUEUE_SCHEMA}`,
    application_name: 'throughline queue',
    keepAlive: true,
  });
  pool.setMaxListeners(64);
  pool.on('error', () => undefined); // the clients that hold it report it
  return {
    kind: 'postgres',
    async prepare() {
      await assertCurrentQueue(options.databaseUrl);
      await assertUsable(pool, size, options.workers);
    },
    queue(name, onError) {
      const queue = new PostgresQueue(
        name,
        { connection: pool, defaultJobOptions: JOB_OPTIONS },
        createPostgresBackend,
      );
      queue.on('error', onError);
      return queue;
    },
    worker(name, process, policy, events) {
      const settings = { connection: pool, ...WORKER_WAIT, ...policy };
      const worker = new PgWorker(name, (job) => process(job), settings, createPostgresBackend);
      worker.on('error', events.error);
      worker.on('failed', events.failed);
      return {
        waitUntilReady: () => worker.waitUntilReady(),
        close: () => worker.close(),
        cut: () => worker.letGo(),
      };
    },
    async forgetLooksAhead() {
      await pool.query(FORGET_LOOKS_AHEAD);
    },
    // The jobs lie in the database of the work, which is tried by itself.
    tryWriting: () => Promise.resolve(),
    close: () => pool.end(),
  };
}

async function assertUsable(pool: pg.Pool, size: number, workers: number): Promise<void> {
  if (pool.options.max < workers + SPARE_CONNECTIONS)
    throw new Error(`The queue's pool has ${pool.options.max} connections; ${workers} workers need ${size}`);
  const listener = await pool.connect();
  try {
    const { rows } = await listener.query<{ path: string }>(`SELECT current_setting('search_path') AS path`);
    if (rows[0]?.path !== QUEUE_SCHEMA)
      throw new Error(`DATABASE_URL sets a search_path (${rows[0]?.path}); the queue needs ${QUEUE_SCHEMA} on its own`);
    await assertNotifications(pool, listener);
  } finally {
    listener.release();
  }
}

/** Behind a pooler that shares sessions, LISTEN is lost and workers would sleep over their jobs. */
async function assertNotifications(pool: pg.Pool, listener: pg.PoolClient): Promise<void> {
  const channel = `throughline_check_${process.pid}`;
  const { promise, resolve, reject } = createDeferral();
  const timer = setTimeout(
    () => reject(new Error('DATABASE_URL leads through a transaction pooler: LISTEN does not reach it')),
    LISTEN_TIMEOUT_MS,
  );
  const resolveNotification = (message: pg.Notification) => message.channel === channel && resolve();
  listener.on('notification', resolveNotification);
  try {
    await listener.query(`LISTEN ${channel}`);
    await pool.query(`SELECT pg_notify($1, '')`, [channel]);
    await promise;
    await listener.query(`UNLISTEN ${channel}`);
  } finally {
    clearTimeout(timer);
    listener.removeListener('notification', resolveNotification);
  }
}

function createDeferral() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
}
