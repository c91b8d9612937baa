import { UnreadyDatabaseError } from '../schema/old-databases.js';

/** Runs a statement: a data source, or a runner of one. */
interface Queried {
  query<T>(sql: string, params?: unknown[]): Promise<T>;
}

const HOW = 'Run `node dist/src/cli.js migrate` with the owner’s address in MIGRATION_DATABASE_URL, then start again.';

/** @throws UnreadyDatabaseError where a migration of this version is missing, naming the command that runs it */
export async function assertCurrentSchema(database: Queried, migrations: readonly string[]): Promise<void> {
  const [table] = await database.query<{ exists: boolean }[]>(`SELECT to_regclass('migration') IS NOT NULL AS exists`);
  const done = table?.exists === true ? await database.query<{ name: string }[]>('SELECT name FROM migration') : [];
  const missing = migrations.filter((name) => !done.some((row) => row.name === name));
  if (missing.length === 0) return;
  throw new UnreadyDatabaseError(
    `The database is behind this version: ${missing.length} migrations are missing, the first is ${missing[0]}. ${HOW}`,
  );
}

/**
 * What the current role may do beyond reading and writing rows. A superuser is a member of every role, so most of it is
 * true of one.
 */
const EXCESS = `
  SELECT current_user AS role, array_remove(ARRAY[
    CASE WHEN r.rolsuper THEN 'is a superuser' END,
    CASE WHEN r.rolcreaterole THEN 'creates roles' END,
    CASE WHEN r.rolcreatedb THEN 'creates databases' END,
    CASE WHEN EXISTS (
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('public', 'bullmq') AND c.relkind IN ('r', 'p') AND pg_has_role(r.oid, c.relowner, 'MEMBER')
    ) THEN 'owns tables' END,
    CASE WHEN EXISTS (
      SELECT FROM pg_namespace n WHERE n.nspname IN ('public', 'bullmq') AND has_schema_privilege(r.oid, n.oid, 'CREATE')
    ) THEN 'creates tables' END,
    CASE WHEN EXISTS (
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('public', 'bullmq') AND c.relkind IN ('r', 'p')
        AND has_table_privilege(r.oid, c.oid, 'TRUNCATE, TRIGGER')
    ) THEN 'truncates tables or makes triggers' END,
    CASE WHEN has_parameter_privilege(r.oid, 'session_replication_role', 'SET') THEN 'switches triggers off' END,
    CASE WHEN pg_has_role(r.oid, 'pg_execute_server_program', 'MEMBER')
      OR pg_has_role(r.oid, 'pg_read_server_files', 'MEMBER') OR pg_has_role(r.oid, 'pg_write_server_files', 'MEMBER')
      THEN 'reaches files or programs of the server' END
  ], NULL) AS excess
  FROM pg_roles r WHERE r.rolname = current_user`;

/** @throws UnreadyDatabaseError where the role of this process may more than the service needs */
export async function assertNoExcess(database: Queried): Promise<void> {
  const [found] = await database.query<{ role: string; excess: string[] }[]>(EXCESS);
  if (found === undefined || found.excess.length === 0) return;
  throw new UnreadyDatabaseError(
    `DATABASE_URL: the role ${found.role} may do more than a process that serves or works needs (${found.excess.join(', ')}). ` +
      'Name another role there, and the owner’s in MIGRATION_DATABASE_URL for `migrate`, which makes that role and gives it its rights.',
  );
}

/** @throws UnreadyDatabaseError where a production process would run on another time than the wall clock's */
export async function assertWallClock(database: Queried): Promise<void> {
  const rows = await database.query<unknown[]>('SELECT FROM business_time');
  if (rows.length > 0)
    throw new UnreadyDatabaseError(
      'This database runs on shifted business time; it cannot become a production database.',
    );
}
