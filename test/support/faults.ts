import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findOwnerUrl, type TestApp } from './app.js';

/** A connection of the test's own, for holding locks that the application then waits for. */
export async function connect(app: TestApp): Promise<pg.Client> {
  const client = new pg.Client(await findOwnerUrl(app.settings));
  await client.connect();
  return client;
}

/** Waits until so many sessions of the application wait for a lock. */
export async function untilWaiting(client: pg.ClientBase, sessions = 1): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await pause(10)) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()`,
    );
    if ((rows[0]?.n ?? 0) >= sessions) return;
    if (Date.now() > deadline) throw new Error('nobody waits');
  }
}

/** When the fault strikes: with the row, or only when the transaction is committed. */
export type Moment = 'at the row' | 'at the commit';

/**
 * Makes each row that comes into a table run this PL/pgSQL, while `work` goes on. Sequences keep what they counted through
 * a rollback: `nextval('fault')` says the how-manieth time it is.
 */
export async function withFault<T>(
  app: TestApp,
  table: string,
  plpgsql: string,
  work: () => Promise<T>,
  moment: Moment = 'at the row',
): Promise<T> {
  const run = (sql: string) => app.dataSource.query(sql);
  await run('CREATE SEQUENCE fault');
  await run(`CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${plpgsql}; RETURN NEW; END $$`);
  await run(
    moment === 'at the row'
      ? `CREATE TRIGGER fault BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION fault()`
      : `CREATE CONSTRAINT TRIGGER fault AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION fault()`,
  );
  try {
    return await work();
  } finally {
    await run(`DROP TRIGGER fault ON ${table}`);
    await run('DROP FUNCTION fault()');
    await run('DROP SEQUENCE fault');
  }
}

/** PL/pgSQL of a fault that strikes the first so many times. */
export const raise = (sqlState: string, times = 1_000_000): string =>
  `IF nextval('fault') <= ${times} THEN RAISE EXCEPTION 'a secret of the inside' USING ERRCODE = '${sqlState}'; END IF`;

/** PL/pgSQL that ends the session it runs in, as a crash of the server or of the way to it does. */
export const DIE = 'PERFORM pg_terminate_backend(pg_backend_pid())';
