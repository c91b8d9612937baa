import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { loadDemonstration, migrate, startApi } from '../../src/boot/bootstrap.js';
import { loadSettings, type Settings } from '../../src/kernel/config/settings.js';
import { dataSourceOptions } from '../../src/kernel/database/data-source.js';
import type { EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import { compareCatalogs, readCatalog } from '../support/catalog.js';
import { createDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { postgres15 } from '../support/optional-servers.js';
import { openPostgres15 } from '../support/postgres15.js';

/** Since PostgreSQL 16 a view that reads one table is written without its name before the columns. */
const withoutQualifiers = (catalog: ReadonlyMap<string, string>): Map<string, string> =>
  new Map(
    [...catalog].map(([name, definition]) => [
      name,
      /^(view|rule) /.test(name) ? definition.replaceAll(/\b\w+\.(?=\w)/g, '') : definition,
    ]),
  );

/** What may be late on a busy machine: what the worker does. */
const JOBS_SIDE = ['queue', 'outbox', 'sweeps'];

describeWith(postgres15, 'PostgreSQL 15, the oldest one supported', () => {
  let server: EmbeddedPostgres;
  let settings: Settings;

  beforeAll(async () => {
    server = await openPostgres15('postgres-15');
    settings = loadSettings({
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: join(process.env.TEST_RUN_FOLDER ?? '', 'postgres-15'),
      DATABASE_URL: server.applicationUrl(),
      MIGRATION_DATABASE_URL: server.url(),
      LOG_LEVEL: 'fatal',
    });
  });
  afterAll(() => server.destroy());

  it('gets the same schema as the embedded server', async () => {
    const embedded = await createDatabase();
    const [here, there] = await Promise.all([readCatalog(server.url()), readCatalog(embedded.url)]);
    await embedded.drop();
    expect(here.size).toBeGreaterThan(2000);
    expect(compareCatalogs(withoutQualifiers(here), withoutQualifiers(there))).toEqual([]);
  });

  it('takes no migration back, and changes nothing in trying to', async () => {
    const before = await readCatalog(server.url());
    const source = await new DataSource(dataSourceOptions({ ...settings, databaseUrl: server.url() })).initialize();
    await expect(source.undoLastMigration()).rejects.toThrow('Migrations only go forward');
    await source.destroy();
    expect(await readCatalog(server.url())).toEqual(before);
    expect(await migrate(settings)).toEqual([]);
  });

  it('loads and screens the demonstration, and serves it with its jobs', async () => {
    const lines = await loadDemonstration(settings);
    expect(lines.length).toBeGreaterThan(0);
    const app = await startApi(settings, { withWorker: true });
    try {
      // The jobs' side may take a moment longer on a busy machine.
      for (const deadline = Date.now() + 60_000; ; await pause(50)) {
        const answer = await fetch(`${app.url}/health/ready`);
        if (answer.status === 200) break;
        const { checks } = (await answer.json()) as { checks: Record<string, { ok: boolean }> };
        const late = Object.keys(checks).filter((name) => !checks[name]?.ok);
        expect([late, Date.now() < deadline]).toEqual([JOBS_SIDE.filter((name) => late.includes(name)), true]);
      }
      const table = await fetch(`${app.url}/api/v1/statistics/awards?year=2017&groupBy=category&region=990000`);
      expect(((await table.json()) as { total: unknown }).total).toMatchObject({ deals: 120, amount: '20000000.00' });
    } finally {
      await app.close();
    }
  });
});
