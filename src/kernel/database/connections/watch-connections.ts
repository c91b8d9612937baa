import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Settings } from '../../config/settings.js';
import { poolOptions } from '../data-source.js';
import type { Reader } from '../reader.js';

/** Readiness asks a few questions at once and gives up each after two seconds; figures come one behind another and may take longer. */
const READINESS = { connections: 2, waitMs: 2_000, statementMs: 2_000 };
const FIGURES = { connections: 1, waitMs: 10_000, statementMs: 5_000 };

class WatchPool implements Reader {
  readonly pool: pg.Pool;

  constructor(settings: Settings, { connections, waitMs, statementMs }: typeof READINESS) {
    const options = poolOptions(settings, waitMs);
    this.pool = new pg.Pool({
      ...options,
      connectionString: settings.databaseUrl,
      options: `${options.options} -c statement_timeout=${statementMs}`,
      max: connections,
      allowExitOnIdle: true,
    });
    this.pool.on('error', () => undefined); // the next question takes another connection
  }

  async query<T>(sql: string, values: unknown[] = []): Promise<T> {
    return (await this.pool.query(sql, values)).rows as T;
  }
}

/**
 * Connections of those alone who ask how this process is. However many requests hold all the others, they are answered, so that a
 * process is not taken for dead because it is busy; and readiness waits for no figure.
 */
@Injectable()
export class WatchConnections implements OnApplicationShutdown {
  readonly readiness: WatchPool;
  readonly figures: WatchPool;

  constructor(settings: Settings) {
    this.readiness = new WatchPool(settings, READINESS);
    this.figures = new WatchPool(settings, FIGURES);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.readiness.pool.end(), this.figures.pool.end()]);
  }
}
