import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { migrations } from '../../../migrations/index.js';
import type { Settings } from '../config/settings.js';
import { recordLevel, refuseFarSchema, refuseNewerSchema, runMigrations } from './schema/migrating.js';
import { createClientClass } from '../observability/watched-client.js';
import { DatabaseNaming } from './naming.js';
import { refuseOldDatabase } from './schema/old-databases.js';
import { assertCurrentSchema, assertNoExcess, assertWallClock } from './roles/readiness.js';

/** A class with the decorators of a table. */
export type Entity = abstract new () => object;

/**
 * One pool per process. Schemas change by reviewed migrations alone, never by synchronisation. The entities are the
 * rooms' own; a migration needs none.
 */
export function dataSourceOptions(
  settings: Pick<Settings, 'databaseUrl' | 'databasePoolSize'> & Partial<Pick<Settings, 'slowStatementMs'>>,
  entities: readonly Entity[] = [],
  { poolWaitMs }: { poolWaitMs?: number | undefined } = {},
): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url: settings.databaseUrl,
    entities: [...entities],
    namingStrategy: new DatabaseNaming(),
    installExtensions: false,
    migrations,
    migrationsTableName: 'migration',
    synchronize: false,
    migrationsTransactionMode: 'each',
    extra: { ...poolOptions(settings, poolWaitMs), max: settings.databasePoolSize },
  };
}

/** How long a connection that nobody uses stays: a new one costs 5 ms, and much more until it has read the catalog and planned again. */
const IDLE_MS = 300_000;

/** What every pool of reads and writes has alike. */
export const poolOptions = (settings: Partial<Pick<Settings, 'slowStatementMs'>>, poolWaitMs?: number) => ({
  Client: createClientClass(settings.slowStatementMs ?? 0),
  ...(poolWaitMs !== undefined && { connectionTimeoutMillis: poolWaitMs }),
  idleTimeoutMillis: IDLE_MS,
  // A statement is sent without waiting for the answers to those before it, where whoever sends it does not wait (`postponeStatement`).
  pipeline: true,
  // What lies between may drop a connection on which nothing comes; by default the first sign of life is sent after two hours.
  ...{ keepAlive: true, keepAliveInitialDelayMillis: 30_000 },
  application_name: 'throughline',
  // A date stays the text it is: no time of day, no zone of this machine. What is read row by row is in memory or on a solid disk: at
  // PostgreSQL's price for a turning one, a few rows are looked for in the whole table. Statements are short: compiling one to machine
  // code, which PostgreSQL does where it takes a plan for dear, costs more than running it.
  options:
    '-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000 -c random_page_cost=1.1 -c jit=off',
});

/** Address of the role that owns the schema; where none is named, the service's own role does. */
export const ownerUrl = (settings: Pick<Settings, 'databaseUrl' | 'migrationDatabaseUrl'>): string | undefined =>
  settings.migrationDatabaseUrl ?? settings.databaseUrl;

/** Sets business time of a fresh non-production database to `BUSINESS_TIME_START`; an existing one is left alone. */
async function startBusinessTime(dataSource: DataSource, settings: Settings): Promise<void> {
  if (settings.production || !settings.businessTimeStart) return;
  await dataSource.query(
    `INSERT INTO business_time (behind) VALUES ($1::timestamptz - clock_timestamp()) ON CONFLICT DO NOTHING`,
    [settings.businessTimeStart],
  );
}

/**
 * Brings the database to this version's schema, by the owner's role. Two processes at once: one waits for the other.
 * @throws OldDatabaseError for a database that was made before the baseline
 * @throws UnreadyDatabaseError for one that a newer release has migrated
 */
export async function migrate(settings: Settings): Promise<string[]> {
  const options = dataSourceOptions({ ...settings, databaseUrl: ownerUrl(settings) });
  const done = await runMigrations(options, async (database) => {
    await refuseOldDatabase(database);
    await refuseNewerSchema(database);
  });
  const dataSource = await new DataSource(options).initialize();
  try {
    await recordLevel(dataSource);
    if (settings.production) await assertWallClock(dataSource);
    else await startBusinessTime(dataSource, settings);
  } finally {
    await dataSource.destroy();
  }
  return done;
}

/**
 * For a process that does not migrate itself. In production its role must not be able to either.
 * @throws UnreadyDatabaseError for a database that is behind or two releases ahead, that runs on shifted time in production or gives too much there
 */
export async function checkDatabase(settings: Settings): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(settings)).initialize();
  try {
    await refuseOldDatabase(dataSource);
    await refuseFarSchema(dataSource);
    await assertCurrentSchema(
      dataSource,
      migrations.map(({ name }) => name),
    );
    if (!settings.production) return;
    await assertWallClock(dataSource);
    await assertNoExcess(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
