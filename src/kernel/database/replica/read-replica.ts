import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Settings } from '../../config/settings.js';
import { Metrics } from '../../observability/metrics.js';
import { poolOptions } from '../data-source.js';
import { PoolReader, type Reader } from '../reader.js';
import { ReplicaLag } from './replica-lag.js';

const LOOK_MS = 500;
/** Longest wait until the replica has what the caller may have written, and the pause between two looks. */
const CATCH_UP_MS = 200;
const CATCH_UP_LOOK_MS = 10;
/** A replica that does not answer by then is away. */
const ANSWER_MS = 2_000;
/** A read that takes longer there is asked of the primary. */
const READ_MS = 10_000;

const PRIMARY_END = `SELECT (pg_current_wal_insert_lsn() - '0/0')::text AS lsn`;
/** Null where it is no replica any more. */
const REPLAYED = `SELECT (pg_last_wal_replay_lsn() - '0/0')::text AS lsn WHERE pg_is_in_recovery()`;

/**
 * A hot standby that answers reads. It is left out while it is away, or further behind than `REPLICA_MAX_LAG_SECONDS`; whoever is
 * signed in reads from it only once it has all that was committed before the request, so that everybody sees what they wrote.
 */
@Injectable()
export class ReadReplica implements Reader, OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('replica');
  private readonly pool: pg.Pool | undefined;
  private readonly primary: PoolReader;
  private readonly lag: ReplicaLag;
  private readonly stopped = new AbortController();
  private looking: Promise<void> | undefined;

  constructor(settings: Settings, dataSource: DataSource, metrics: Metrics) {
    this.primary = new PoolReader(dataSource);
    this.lag = new ReplicaLag(settings.replicaMaxLagSeconds * 1_000);
    if (settings.databaseReadUrl === undefined) return;
    this.pool = new pg.Pool({
      ...poolOptions(settings, settings.poolWaitMs),
      connectionString: settings.databaseReadUrl,
      max: settings.databasePoolSize,
      query_timeout: READ_MS,
    });
    this.pool.on('error', () => undefined); // the next look finds it
    metrics.gauge('replica_lag_seconds', 'How far the read replica is behind; left out while it is away', () =>
      Promise.resolve(this.lag.ms === null ? null : this.lag.ms / 1_000),
    );
    metrics.gauge('replica_used', '1 while reads go to the read replica', () =>
      Promise.resolve(this.lag.isSmall ? 1 : 0),
    );
  }

  get isNamed(): boolean {
    return this.pool !== undefined;
  }

  onApplicationBootstrap(): void {
    if (this.pool) this.looking = this.keepLooking();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped.abort();
    await this.looking;
    await this.pool?.end();
  }

  /** Whether a request may read from it now; `isCurrent`: it must have all that is committed by now. */
  async isFit(isCurrent: boolean): Promise<boolean> {
    if (!this.lag.isSmall) return false;
    if (!isCurrent) return true;
    try {
      const end = await this.readPosition(this.primary, PRIMARY_END);
      for (const until = performance.now() + CATCH_UP_MS; ; await pause(CATCH_UP_LOOK_MS)) {
        const replayed = await this.readPosition(this, REPLAYED);
        if (end !== null && replayed !== null && replayed >= end) return true;
        if (performance.now() > until) return false;
      }
    } catch {
      return false;
    }
  }

  /** What fails there is asked of the primary: the fault may be the replica's. */
  async query<T>(sql: string, params: unknown[] = []): Promise<T> {
    try {
      return (await (this.pool as pg.Pool).query(sql, params)).rows as T;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) this.exclude(error);
      return this.primary.query<T>(sql, params);
    }
  }

  private async keepLooking(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.look().catch((error: unknown) => this.exclude(error));
      await pause(LOOK_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const end = await this.readPosition(this.primary, PRIMARY_END);
    if (end !== null) this.lag.note(end, performance.now());
    const asked: pg.QueryConfig & { query_timeout: number } = { text: REPLAYED, query_timeout: ANSWER_MS };
    const { rows } = await (this.pool as pg.Pool).query<{ lsn: string | null }>(asked);
    const [replayed] = rows;
    if (!replayed?.lsn) throw new Error('it is no replica');
    const was = this.lag.isSmall;
    this.lag.see(BigInt(replayed.lsn), performance.now());
    if (was !== this.lag.isSmall)
      this.log.log({
        msg: this.lag.isSmall ? 'reads go to the replica' : 'left out: too far behind',
        lagMs: this.lag.ms,
      });
  }

  private exclude(error: unknown): void {
    if (this.lag.isSmall) this.log.warn({ msg: 'left out: away', reason: String(error) });
    this.lag.lose();
  }

  private async readPosition(reader: Reader, sql: string): Promise<bigint | null> {
    const [row] = await reader.query<{ lsn: string | null }[]>(sql);
    return row?.lsn ? BigInt(row.lsn) : null;
  }
}
