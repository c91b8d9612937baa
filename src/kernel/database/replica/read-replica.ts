import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { Settings } from '../../config/settings.js';
import { Metrics } from '../../observability/metrics.js';
import { poolOptions } from '../data-source.js';
import { runOnConnection } from '../prepared.js';
import { PoolReader, type Reader } from '../reader.js';
import { ReplicaLag } from './replica-lag.js';

const LOOK_MS = 500;
/** Longest wait until the replica has what the caller may have written, and the pause between two looks. */
const CATCH_UP_MS = 200;
const CATCH_UP_LOOK_MS = 10;
/** A server that does not answer a look by then is away. */
const ANSWER_MS = 2_000;
/** A read that takes longer there is ended, and asked of the primary. */
const READ_MS = 10_000;
/** States change with time alone (`business_now`): by how much the clocks of both servers may differ. */
const MOST_SKEW_MS = 1_000;
/** The way to it is gone: not a statement of it that failed, nor one that waited too long. */
const GONE = /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|connection (terminated|error|ended)/i;

/** Where the log ends, the database's name, its clock, and its newest audit entry, which no other history has. */
const PRIMARY = `
  SELECT (pg_current_wal_flush_lsn() - '0/0')::text AS lsn, current_database() AS name,
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS clock, e.id::text AS entry, encode(e.seal, 'hex') AS seal
  FROM (SELECT) one LEFT JOIN LATERAL (SELECT id, seal FROM audit_entry ORDER BY id DESC LIMIT 1) e ON true`;
/** No row where it is no replica any more. */
const REPLICA = `
  SELECT (pg_last_wal_replay_lsn() - '0/0')::text AS lsn, current_database() AS name,
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS clock,
    (SELECT encode(seal, 'hex') FROM audit_entry WHERE id = $1) AS seal
  WHERE pg_is_in_recovery()`;
const PRIMARY_END = `SELECT (pg_current_wal_flush_lsn() - '0/0')::text AS lsn`;
const REPLAYED = `SELECT (pg_last_wal_replay_lsn() - '0/0')::text AS lsn WHERE pg_is_in_recovery()`;

interface Side {
  lsn: string | null;
  name: string;
  clock: number;
  seal: string | null;
}

/**
 * A hot standby that answers reads. It is left out while it is away, further behind than `REPLICA_MAX_LAG_SECONDS`, of another
 * history or with another clock; whoever is signed in reads from it only once it has all that was committed before the request, so that
 * everybody sees what they wrote.
 */
@Injectable()
export class ReadReplica implements Reader, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('replica');
  private readonly pool: pg.Pool | undefined;
  private readonly primary: PoolReader;
  private readonly lag: ReplicaLag;
  private readonly stopped = new AbortController();
  private looking: Promise<void> | undefined;
  /** What the replica must have once it has replayed so far; it was found to have an earlier one where `isSame`. */
  private expected: { lsn: bigint; entry: string | null; seal: string | null } | undefined;
  private isSame = false;

  constructor(settings: Settings, dataSource: DataSource, metrics: Metrics) {
    this.primary = new PoolReader(dataSource);
    this.lag = new ReplicaLag(settings.replicaMaxLagSeconds * 1_000);
    if (settings.databaseReadUrl === undefined) return;
    const options = poolOptions(settings, settings.poolWaitMs);
    this.pool = new pg.Pool({
      ...options,
      options: `${options.options} -c statement_timeout=${READ_MS}`,
      connectionString: settings.databaseReadUrl,
      max: settings.databasePoolSize,
      query_timeout: READ_MS + ANSWER_MS,
    });
    this.pool.on('error', () => undefined); // the next look finds it
    metrics.gauge('replica_lag_seconds', 'How far the read replica is behind; left out while it is away', () =>
      Promise.resolve(this.lag.ms === null ? null : this.lag.ms / 1_000),
    );
    metrics.gauge('replica_used', '1 while reads go to the read replica', () => Promise.resolve(this.isUsed ? 1 : 0));
  }

  get isNamed(): boolean {
    return this.pool !== undefined;
  }

  private get isUsed(): boolean {
    return this.isSame && this.lag.isSmall(performance.now());
  }

  onApplicationBootstrap(): void {
    if (this.pool) this.looking = this.keepLooking();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.looking;
    await this.pool?.end();
  }

  /** Whether a request may read from it now; `isCurrent`: it must have all that is committed by now. */
  async isFit(isCurrent: boolean): Promise<boolean> {
    if (!this.isUsed) return false;
    if (!isCurrent) return true;
    try {
      const [end] = await this.primary.query<{ lsn: string }[]>(PRIMARY_END);
      for (const until = performance.now() + CATCH_UP_MS; ; await pause(CATCH_UP_LOOK_MS)) {
        const replayed = await this.ask<{ lsn: string | null }>(REPLAYED, [], CATCH_UP_MS);
        if (end && replayed?.lsn && BigInt(replayed.lsn) >= BigInt(end.lsn)) return true;
        if (performance.now() > until) return false;
      }
    } catch {
      return false;
    }
  }

  query<T>(sql: string, params: unknown[] = []): Promise<T> {
    return this.askFirst(async (pool) => (await pool.query(sql, params)).rows as T, sql, params);
  }

  /** The same for one of few texts, which is planned once a connection. */
  runPreparedQuery<T>(sql: string, params: unknown[]): Promise<T[]> {
    return this.askFirst((pool) => runOnConnection<T>(pool, sql, params), sql, params);
  }

  /** What fails there is asked of the primary: the fault may be the replica's. */
  private async askFirst<T>(ask: (pool: pg.Pool) => Promise<T>, sql: string, params: unknown[]): Promise<T> {
    try {
      return await ask(this.pool as pg.Pool);
    } catch (error) {
      const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
      if (!(cause instanceof pg.DatabaseError) && GONE.test(String(cause))) this.exclude(cause);
      return this.primary.query<T>(sql, params);
    }
  }

  private async keepLooking(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await limitTime(this.look()).catch((error: unknown) => this.exclude(error));
      await pause(LOOK_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const began = performance.now();
    const [primary] = await this.primary.query<(Side & { lsn: string; entry: string | null })[]>(PRIMARY);
    if (!primary) return;
    this.lag.note(BigInt(primary.lsn), performance.now());
    this.expected ??= { lsn: BigInt(primary.lsn), entry: primary.entry, seal: primary.seal };
    const { expected } = this;
    const replica = await this.ask<Side>(REPLICA, [expected.entry], ANSWER_MS);
    if (!replica?.lsn) throw new Error('it is no replica');
    if (replica.name !== primary.name) throw new Error('it is of another database');
    const ahead = replica.clock - primary.clock;
    if (ahead < -MOST_SKEW_MS || ahead - (performance.now() - began) > MOST_SKEW_MS)
      throw new Error('its clock is another one');
    const replayed = BigInt(replica.lsn);
    if (replayed >= expected.lsn) {
      if (replica.seal !== expected.seal) throw new Error('it is of another history');
      this.isSame = expected.seal !== null; // where nothing was ever done, nothing shows whose history it is
      this.expected = undefined;
    }
    const wasUsed = this.isUsed;
    this.lag.see(replayed, performance.now());
    if (wasUsed !== this.isUsed)
      this.log.log({
        msg: this.isUsed ? 'reads go to the replica' : 'left out: too far behind',
        lagMs: this.lag.ms,
      });
  }

  private exclude(error: unknown): void {
    if (this.isUsed) this.log.warn({ msg: 'left out', reason: String(error) });
    this.lag.lose();
    this.isSame = false;
    this.expected = undefined;
  }

  private async ask<T extends object>(text: string, values: unknown[], withinMs: number): Promise<T | undefined> {
    const asked: pg.QueryConfig & { query_timeout: number } = { text, values, query_timeout: withinMs };
    return (await (this.pool as pg.Pool).query<T>(asked)).rows[0];
  }
}

/** A look that takes longer than both servers may is over. */
async function limitTime(look: Promise<void>): Promise<void> {
  const given = new AbortController();
  const late = pause(2 * ANSWER_MS, undefined, { signal: given.signal }).then(() => {
    throw new Error('no answer');
  });
  late.catch(() => undefined);
  try {
    await Promise.race([look, late]);
  } finally {
    given.abort();
  }
}
