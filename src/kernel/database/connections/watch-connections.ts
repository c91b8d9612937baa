import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Settings } from '../../config/settings.js';
import { poolOptions } from '../data-source.js';

/** Two, so that one question that waits does not keep the others waiting. */
const CONNECTIONS = 2;
/** As long as whoever asks for readiness waits. */
const WAIT_MS = 2_000;
const STATEMENT_MS = 5_000;

/**
 * Connections of those alone who ask how this process is: readiness and metrics. However many requests hold all the others, they are
 * answered, so that a process is not taken for dead because it is busy.
 */
@Injectable()
export class WatchConnections implements OnApplicationShutdown {
  readonly pool: pg.Pool;

  constructor(settings: Settings) {
    const options = poolOptions(settings, WAIT_MS);
    this.pool = new pg.Pool({
      ...options,
      connectionString: settings.databaseUrl,
      options: `${options.options} -c statement_timeout=${STATEMENT_MS}`,
      max: CONNECTIONS,
      allowExitOnIdle: true,
    });
    this.pool.on('error', () => undefined); // the next question takes another connection
  }

  async query<T>(sql: string, values: unknown[] = []): Promise<T> {
    return (await this.pool.query(sql, values)).rows as T;
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.end();
  }
}
