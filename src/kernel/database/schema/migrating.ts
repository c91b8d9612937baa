import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { LEVEL } from '../../../../migrations/levels.js';
import { UnreadyDatabaseError } from './old-databases.js';

/**
 * A statement of a migration takes as long as it takes, but waits for a lock only so long: those who come after it for the
 * same table wait behind it.
 */
const LOCK_WAIT_MS = 2_000;
const SESSION = `-c timezone=UTC -c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c lock_timeout=${LOCK_WAIT_MS}`;
/** Between two attempts the others go on. */
const PAUSE_MS = 1_000;
/** A quarter of an hour: then somebody holds a table for longer than anything of ours. */
const ATTEMPTS = 300;

const ONE_AT_A_TIME = `SELECT pg_advisory_lock(hashtextextended('throughline migrate', 0))`;

/** Runs a statement: a data source, or a runner of one. */
interface Queried {
  query<T>(sql: string, params?: unknown[]): Promise<T>;
}

/** A lock that was not had in time, and one for which two waited for each other. */
const LOCK_FAILURES: readonly unknown[] = ['55P03', '40P01'];

/** Answers whether all ran; a lock that was not had undoes one migration, and those before it stay. */
async function runAll(source: DataSource): Promise<boolean> {
  try {
    await source.runMigrations();
    return true;
  } catch (error) {
    if (LOCK_FAILURES.includes((error as { driverError?: { code?: unknown } }).driverError?.code)) return false;
    throw error;
  }
}

async function listKnownMigrations(database: Queried): Promise<string[]> {
  const [table] = await database.query<{ exists: boolean }[]>(`SELECT to_regclass('migration') IS NOT NULL AS exists`);
  if (table?.exists !== true) return [];
  return (await database.query<{ name: string }[]>('SELECT name FROM migration ORDER BY id')).map(({ name }) => name);
}

/**
 * Runs what is missing of the migrations, each in a transaction of its own. Two processes at once: one waits for the other.
 * A table that is in use is asked for again and again, so that nobody waits long behind the migration.
 * @param before is run first, before anything is changed; it may refuse
 * @returns the names of those that ran
 */
export async function runMigrations(
  options: PostgresDataSourceOptions,
  before: (database: Queried) => Promise<void> = () => Promise.resolve(),
): Promise<string[]> {
  const extra = { ...(options.extra as object), options: SESSION };
  const source = await new DataSource({ ...options, extra }).initialize();
  const holder = source.createQueryRunner();
  try {
    await holder.query('SET lock_timeout = 0');
    await holder.query(ONE_AT_A_TIME);
    await before(holder);
    const known = await listKnownMigrations(holder);
    for (let attempt = 1; !(await runAll(source)); attempt++) {
      if (attempt === ATTEMPTS)
        throw new UnreadyDatabaseError('A table was in use for a quarter of an hour; try again.');
      await pause(PAUSE_MS);
    }
    return (await listKnownMigrations(holder)).filter((name) => !known.includes(name));
  } finally {
    await holder.release();
    await source.destroy();
  }
}

async function readLevel(database: Queried): Promise<number> {
  const [table] = await database.query<{ exists: boolean }[]>(
    `SELECT to_regclass('schema_level') IS NOT NULL AS exists`,
  );
  if (table?.exists !== true) return 0;
  const [row] = await database.query<{ level: number }[]>('SELECT level FROM schema_level');
  return row?.level ?? 0;
}

/** Writes that this release has migrated the database. */
export async function recordLevel(database: Queried): Promise<void> {
  await database.query(
    `INSERT INTO schema_level (level) VALUES ($1)
     ON CONFLICT (only_row) DO UPDATE SET level = excluded.level WHERE schema_level.level < excluded.level`,
    [LEVEL],
  );
}

/** @throws UnreadyDatabaseError where a newer release has migrated the database: its rights and tables are not this one's to change */
export async function refuseNewerSchema(database: Queried): Promise<void> {
  const level = await readLevel(database);
  if (level <= LEVEL) return;
  throw new UnreadyDatabaseError(
    `This database was migrated by release ${level}, and this is release ${LEVEL}: there is nothing for it to migrate.`,
  );
}

/**
 * A program runs on its own schema and on the next release's, which only adds to it.
 * @throws UnreadyDatabaseError where the schema is further ahead
 */
export async function refuseFarSchema(database: Queried): Promise<void> {
  const level = await readLevel(database);
  if (level <= LEVEL + 1) return;
  throw new UnreadyDatabaseError(
    `This database was migrated by release ${level}, and this is release ${LEVEL}: what it needs may be gone there. ` +
      `Start release ${level - 1} or ${level}; the way back is the copy that was taken before the update.`,
  );
}
