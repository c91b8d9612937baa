import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Settings } from '../../config/settings.js';
import { poolOptions } from '../data-source.js';
import { runOnConnection, runPreparedStatement } from '../prepared.js';
import { PoolReader, type Reader } from '../reader.js';

/** Few: each keeps some megabytes for every statement that it has planned. */
const CONNECTIONS = 2;
const IDLE_MS = 600_000;

/**
 * Runs statements that cost more to plan than to run, on connections of their own: there PostgreSQL plans each once, for
 * whatever values. Their texts must be few. A transaction reads for itself what it has not committed, and a replica what it has.
 */
@Injectable()
export class PlannedReader implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(settings: Settings) {
    const options = poolOptions(settings, settings.poolWaitMs);
    this.pool = new pg.Pool({
      ...options,
      connectionString: settings.databaseUrl,
      options: `${options.options} -c plan_cache_mode=force_generic_plan`,
      max: CONNECTIONS,
      idleTimeoutMillis: IDLE_MS,
      allowExitOnIdle: true,
    });
    this.pool.on('error', () => undefined); // the next statement takes another connection
  }

  /**
   * Where all of its connections are at work, `otherwise` reads, and where it is another than the pool of the primary: a transaction
   * too keeps its plan for its connection, where that looks no dearer than one for the given values.
   */
  query<T>(text: string, values: unknown[], otherwise: Reader): Promise<T[]> {
    const { idleCount, totalCount, ending } = this.pool as pg.Pool & { ending: boolean };
    if (!(otherwise instanceof PoolReader)) return runPreparedStatement<T>(otherwise, text, values);
    const isBusy = ending || (idleCount === 0 && totalCount >= CONNECTIONS);
    return isBusy ? otherwise.queryAnew<T[]>(text, values) : runOnConnection<T>(this.pool, text, values);
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.end();
  }
}
