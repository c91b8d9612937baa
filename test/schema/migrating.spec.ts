import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LEVEL, listUnreadyContractions, RELEASES, type MigrationText } from '../../migrations/levels.js';
import { migrations } from '../../migrations/index.js';
import { migrate } from '../../src/boot/bootstrap.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { checkDatabase, dataSourceOptions } from '../../src/kernel/database/data-source.js';
import { runMigrations } from '../../src/kernel/database/schema/migrating.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const settingsOf = (database: TestDatabase) =>
  loadSettings({
    NODE_ENV: 'test',
    DATABASE_URL: database.applicationUrl,
    MIGRATION_DATABASE_URL: database.url,
    LOG_LEVEL: 'fatal',
  });

async function connect(database: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client(database.url);
  await client.connect();
  return client;
}

/** Migrations of a test's own, behind the baseline in time. */
class Slow1900000000001 implements MigrationInterface {
  name = 'Slow1900000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE trial_visit (id int); INSERT INTO trial_visit VALUES (1)`);
    await runner.query(`SELECT pg_sleep(1)`);
  }
  down = (): Promise<void> => Promise.reject(new Error('forward only'));
}
class Widen1900000000002 implements MigrationInterface {
  name = 'Widen1900000000002';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE trial_visit ADD COLUMN place text`);
  }
  down = (): Promise<void> => Promise.reject(new Error('forward only'));
}
class Deadlocked1900000000003 implements MigrationInterface {
  static attempts = 0;
  name = 'Deadlocked1900000000003';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE trial_stay (id int)`);
    if (Deadlocked1900000000003.attempts++ === 0)
      await runner.query(`DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$`);
  }
  down = (): Promise<void> => Promise.reject(new Error('forward only'));
}

describe('migrations', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createDatabase({ empty: true });
    client = await connect(database);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  const run = (...own: (new () => MigrationInterface)[]) =>
    runMigrations({ ...dataSourceOptions({ ...settingsOf(database), databaseUrl: database.url }), migrations: own });

  it('take as long as they take, whatever statement timeout the database has', async () => {
    await client.query(`ALTER DATABASE ${database.name} SET statement_timeout = '200ms'`);
    expect(await run(Slow1900000000001)).toEqual(['Slow1900000000001']);
    expect((await client.query(`SELECT id FROM trial_visit`)).rows).toEqual([{ id: 1 }]);
  });

  it('let those go first who wait behind them for a table in use, and come to their end once it is free', async () => {
    const reader = await connect(database);
    // the database has a timeout now, which is not what is looked at here
    await reader.query(`SET statement_timeout = 0`);
    await reader.query('BEGIN');
    await reader.query('SELECT FROM trial_visit');
    const migrating = run(Slow1900000000001, Widen1900000000002);
    const waiting = async (): Promise<boolean> => {
      const { rows } = await client.query(
        `SELECT FROM pg_locks WHERE NOT granted AND relation = 'trial_visit'::regclass`,
      );
      return rows.length > 0;
    };
    while (!(await waiting())) await new Promise((done) => setTimeout(done, 10));
    // It stands in line behind the migration, which waits for the reader; the reader does not end before it is answered.
    const another = await connect(database);
    await another.query(`SET statement_timeout = 0`);
    expect((await another.query(`SELECT id FROM trial_visit`)).rows).toEqual([{ id: 1 }]);
    await another.end();
    await reader.query('COMMIT');
    await reader.end();
    expect(await migrating).toEqual(['Widen1900000000002']);
    expect((await client.query(`SELECT place FROM trial_visit`)).rows).toEqual([{ place: null }]);
  });

  it('are tried again where another and they waited for each other', async () => {
    expect(await run(Deadlocked1900000000003)).toEqual(['Deadlocked1900000000003']);
    expect(Deadlocked1900000000003.attempts).toBe(2);
  });

  it('run once, by one of two processes, while the other waits', async () => {
    await client.query(`DROP TABLE trial_visit; DELETE FROM migration`);
    const both = await Promise.all([run(Slow1900000000001), run(Slow1900000000001)]);
    expect(both.flat()).toEqual(['Slow1900000000001']);
  });
});

describe('the schema of a release', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createDatabase();
    client = await connect(database);
    await migrate(settingsOf(database));
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  const setLevel = (level: number) => client.query(`UPDATE schema_level SET level = $1`, [level]);
  const rightsOf = async (): Promise<unknown> =>
    (
      await client.query(
        `SELECT table_name, privilege_type FROM information_schema.role_table_grants
         WHERE table_schema = 'public' AND grantee <> current_user ORDER BY 1, 2`,
      )
    ).rows;

  it('says which release migrated it', async () => {
    expect((await client.query(`SELECT level FROM schema_level`)).rows).toEqual([{ level: LEVEL }]);
  });

  it('serves its own release and the one before, which takes it as it is', async () => {
    await setLevel(LEVEL + 1);
    await expect(checkDatabase(settingsOf(database))).resolves.toBeUndefined();
    const before = await rightsOf();
    await expect(migrate(settingsOf(database))).rejects.toThrow('there is nothing for it to migrate');
    expect(await rightsOf()).toEqual(before);
    expect((await client.query(`SELECT level FROM schema_level`)).rows).toEqual([{ level: LEVEL + 1 }]);
  });

  it('serves none that is two releases behind', async () => {
    await setLevel(LEVEL + 2);
    await expect(checkDatabase(settingsOf(database))).rejects.toThrow(
      `This database was migrated by release ${LEVEL + 2}, and this is release ${LEVEL}: what it needs may be gone there.`,
    );
    await setLevel(LEVEL);
    await expect(checkDatabase(settingsOf(database))).resolves.toBeUndefined();
  });
});

describe('what a migration takes away', () => {
  /** The statements of the migrations, as they send them. */
  async function readTexts(): Promise<MigrationText[]> {
    const texts: MigrationText[] = [];
    for (const Migration of migrations) {
      const sent: string[] = [];
      const runner = { query: (sql: string) => Promise.resolve((sent.push(sql), [])) } as unknown as QueryRunner;
      const migration = new Migration();
      await migration.up(runner);
      texts.push({ name: migration.name, text: sent.join(';\n') });
    }
    return texts;
  }

  it('is named, and used by no program of the release before', async () => {
    const texts = await readTexts();
    expect(texts.length).toBe(migrations.length);
    expect(listUnreadyContractions(texts, RELEASES)).toEqual([]);
    expect(RELEASES.firsts.at(-1)?.level).toBe(LEVEL);
    const names = texts.map(({ name }) => name);
    for (const { first } of RELEASES.firsts) expect(names).toContain(first);
    for (const name of Object.keys(RELEASES.contractions)) expect(names).toContain(name);
  });

  it.each([
    ['a column', 'ALTER TABLE visit DROP COLUMN place'],
    ['a name', 'ALTER TABLE visit RENAME COLUMN place TO site'],
    ['a null', 'ALTER TABLE visit ALTER COLUMN place SET NOT NULL'],
    ['a type', 'ALTER TABLE visit ALTER COLUMN place TYPE varchar(10)'],
    ['a table', 'DROP TABLE visit'],
  ])('is found: %s', (_, text) => {
    const firsts = [
      { level: 1, first: 'A' },
      { level: 2, first: 'B' },
      { level: 3, first: 'C' },
    ];
    const own = [
      { name: 'A', text },
      { name: 'B', text: 'ALTER TABLE visit ADD COLUMN site text' },
      { name: 'C', text },
    ];
    const judge = (contractions: typeof RELEASES.contractions) =>
      listUnreadyContractions(own, { firsts, contractions });
    expect(judge({})).toEqual(['C takes something away and is not named as doing so']);
    expect(judge({ C: { what: 'visit.place', unusedSince: 3 } })).toEqual([
      'C takes away visit.place, which release 2 still uses',
    ]);
    expect(judge({ C: { what: 'visit.place', unusedSince: 2 } })).toEqual([]);
  });
});
