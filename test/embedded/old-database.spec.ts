import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate, startWorker } from '../../src/boot/bootstrap.js';
import { loadSettings, type Settings } from '../../src/kernel/config/settings.js';
import { OldDatabaseError } from '../../src/kernel/database/schema/old-databases.js';
import { readCatalog } from '../support/catalog.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { buildProduct, startProduct } from '../support/product.js';

/** The table of migrations as TypeORM made it, with the first and the last migration before the baseline. */
const OLD = `
  CREATE TABLE migration (
    id SERIAL NOT NULL, timestamp bigint NOT NULL, name character varying NOT NULL,
    CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id)
  );
  INSERT INTO migration (timestamp, name) VALUES
    (1790000000010, 'Platform1790000000010'), (1790000001020, 'ReportsAsSubmitted1790000001020');
  CREATE TABLE tender (id integer PRIMARY KEY, title text);
  INSERT INTO tender VALUES (1, 'kept');`;

/** Starting a process from the sources, on busy cores. */
const START_MS = 180_000;

describe('a database that was made before the baseline', () => {
  let database: TestDatabase;
  let folder: string;
  let settings: Settings;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createDatabase({ empty: true });
    folder = mkdtempSync(join(tmpdir(), 'throughline-old-'));
    settings = loadSettings({ NODE_ENV: 'test', DATA_DIR: folder, DATABASE_URL: database.url, LOG_LEVEL: 'fatal' });
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(OLD);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const readRows = async (): Promise<unknown> =>
    (
      await client.query(`SELECT (SELECT json_agg(m) FROM migration m) AS migrations, (SELECT json_agg(t) FROM tender t) AS tenders,
       (SELECT count(*)::int FROM pg_namespace WHERE nspname = 'bullmq') AS queues`)
    ).rows;

  it('is refused by a migration and by a worker, and nothing in it changes', async () => {
    const [catalog, rows] = [await readCatalog(database.url), await readRows()];
    await expect(migrate(settings)).rejects.toThrow(OldDatabaseError);
    await expect(startWorker(settings)).rejects.toThrow(OldDatabaseError);
    expect(await readCatalog(database.url)).toEqual(catalog);
    expect(await readRows()).toEqual(rows);
  });

  it(
    'is refused by the HTTP process in one sentence that names --fresh and the last commit that opens it',
    async () => {
      const env = { PATH: process.env.PATH, NODE_ENV: 'test', PORT: '0', DATA_DIR: folder, DATABASE_URL: database.url };
      await buildProduct();
      const child = startProduct('main', env);
      expect(await child.end()).toBe(1);
      expect(child.output).toBe(`${new OldDatabaseError().message}\n`);
      expect(child.output).toContain('commit 1a9208f');
      expect(child.output).toContain('--fresh');
    },
    START_MS,
  );
});

describe('an empty database', () => {
  it('is migrated, and migrated again without a change', async () => {
    const database = await createDatabase({ empty: true });
    const settings = loadSettings({ NODE_ENV: 'test', DATABASE_URL: database.url, LOG_LEVEL: 'fatal' });
    expect(await migrate(settings)).toContain('Baseline1800000000000');
    const catalog = await readCatalog(database.url);
    expect(await migrate(settings)).toEqual([]);
    expect(await readCatalog(database.url)).toEqual(catalog);
    await database.drop();
  });
});
