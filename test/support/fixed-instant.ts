import type { TestApp } from './app.js';

/**
 * Replaces business time of a test database by one that can be set to an instant, to the microsecond. No migration has
 * anything of the kind: in production business time is the wall clock.
 */
export async function allowFixedInstant(app: TestApp): Promise<void> {
  await app.dataSource.query(`CREATE TABLE IF NOT EXISTS test_instant (at timestamptz NOT NULL)`);
  await app.dataSource.query(`
    CREATE OR REPLACE FUNCTION business_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
      SELECT coalesce((SELECT at FROM test_instant),
        clock_timestamp() + coalesce((SELECT behind FROM business_time), interval '0'))
    $$`);
}

/** Sets business time to an instant, where it stands still; null lets it go on from where it was. */
export async function setInstant(app: TestApp, at: string | null): Promise<void> {
  await app.dataSource.query(`DELETE FROM test_instant`);
  if (at !== null) await app.dataSource.query(`INSERT INTO test_instant VALUES ($1)`, [at]);
}

/** Tables that hold a row which the same transaction wrote, locked or deleted as a row of `sealed_envelope`. */
export async function sharedTransactions(app: TestApp): Promise<string[]> {
  const tables = await app.dataSource.query<{ name: string }[]>(
    `SELECT quote_ident(nspname) || '.' || quote_ident(relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'r' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' AND relname <> 'sealed_envelope'`,
  );
  const shared: string[] = [];
  for (const { name } of tables) {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `WITH e AS (SELECT unnest(ARRAY[xmin::text, xmax::text]) AS x FROM sealed_envelope)
       SELECT count(*)::int AS n FROM ${name} t WHERE t.xmin::text IN (SELECT x FROM e)
         OR (t.xmax::text <> '0' AND t.xmax::text IN (SELECT x FROM e))`,
    );
    if (row && row.n > 0) shared.push(name);
  }
  return shared;
}
