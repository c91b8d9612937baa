import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { loadDemonstration, migrate, startApi } from '../../src/boot/bootstrap.js';
import { loadSettings, type Settings } from '../../src/kernel/config/settings.js';
import { dataSourceOptions } from '../../src/kernel/database/data-source.js';
import { openEmbedded, type EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import { createDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { postgres15 } from '../support/optional-servers.js';

/** What the migrations made: columns, constraints, indexes and triggers, as each server writes them down. */
const SCHEMA = `
  SELECT 'column' AS kind, table_name || '.' || column_name AS name, data_type || ' ' || is_nullable AS definition
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT 'constraint', conrelid::regclass || ': ' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  UNION ALL
  SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'trigger', tgrelid::regclass || ': ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  ORDER BY 1, 2, 3`;

async function schemaOf(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ kind: string; name: string; definition: string }>(SCHEMA);
  await client.end();
  return rows.map(({ kind, name, definition }) => `${kind} ${name} ${definition}`);
}

describeWith(postgres15, 'PostgreSQL 15, the oldest one supported', () => {
  let server: EmbeddedPostgres;
  let settings: Settings;

  beforeAll(async () => {
    const dataDir = join(process.env.TEST_RUN_FOLDER ?? '', 'postgres-15');
    server = await openEmbedded({
      dataDir,
      exclusive: true,
      database: 'throughline',
      throwaway: true,
      settings: { fsync: 'off' },
      programs: postgres15.path ?? '',
    });
    settings = loadSettings({
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: server.url(),
      LOG_LEVEL: 'fatal',
    });
    await migrate(settings);
  });
  afterAll(() => server.destroy());

  it('gets the same schema as the embedded server', async () => {
    const embedded = await createDatabase();
    const [here, there] = await Promise.all([schemaOf(server.url()), schemaOf(embedded.url)]);
    await embedded.drop();
    expect(here.length).toBeGreaterThan(100);
    expect(here).toEqual(there);
  });

  it('takes every migration back, and again forward', async () => {
    const before = await schemaOf(server.url());
    const source = await new DataSource(dataSourceOptions(settings)).initialize();
    const applied = await source.query<{ n: number }[]>('SELECT count(*)::int AS n FROM migration');
    for (let n = applied[0]?.n ?? 0; n > 0; n -= 1) await source.undoLastMigration();
    const left = (await schemaOf(server.url())).filter((line) => !/\bmigration\b|migration_/.test(line));
    await source.destroy();
    expect(left).toEqual([]);
    await migrate(settings);
    expect(await schemaOf(server.url())).toEqual(before);
  });

  it('loads and screens the demonstration, and serves it with its jobs', async () => {
    const lines = await loadDemonstration(settings);
    expect(lines.length).toBeGreaterThan(0);
    const app = await startApi(settings, { withWorker: true });
    try {
      expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
      const table = await fetch(`${app.url}/api/v1/statistics/awards?year=2017&groupBy=category&region=990000`);
      expect(((await table.json()) as { total: unknown }).total).toMatchObject({ deals: 120, amount: '20000000.00' });
    } finally {
      await app.close();
    }
  });
});
