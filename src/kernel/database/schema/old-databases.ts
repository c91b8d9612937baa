/** Runs a statement: a data source, or a runner of one. */
interface Queried {
  query<T>(sql: string, params?: unknown[]): Promise<T>;
}

/** A database that this process cannot begin with, in words for the person at the terminal. */
export class UnreadyDatabaseError extends Error {}

/** A database that was made before the schema became one baseline. */
export class OldDatabaseError extends UnreadyDatabaseError {
  constructor() {
    super(
      'This database was made before the schema became one baseline, and nothing in it was changed: commit 1a9208f is ' +
        'the last that can open it, `npm start -- --fresh` puts it aside and begins an empty one, and DATABASE_URL can ' +
        'name another.',
    );
    this.name = 'OldDatabaseError';
  }
}

/** Time of the baseline; a database with earlier migrations in its table is of the old kind. */
const BASELINE = 1_800_000_000_000;

/** @throws OldDatabaseError for a database of the old kind. Reads only. */
export async function refuseOldDatabase(database: Queried): Promise<void> {
  const [table] = await database.query<{ exists: boolean }[]>(`SELECT to_regclass('migration') IS NOT NULL AS exists`);
  if (table?.exists !== true) return;
  const older = await database.query<unknown[]>(`SELECT FROM migration WHERE timestamp < $1 LIMIT 1`, [BASELINE]);
  if (older.length > 0) throw new OldDatabaseError();
}
