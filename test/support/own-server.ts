import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { prepareDatabase, startApi } from '../../src/boot/bootstrap.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { dataSourceOptions } from '../../src/kernel/database/data-source.js';
import {
  DATABASE,
  destroyEmbeddedServer,
  openEmbeddedServer,
  type EmbeddedPostgres,
} from '../../src/kernel/embedded/index.js';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestApp } from './app.js';
import { watchAnswers } from './seen.js';

/** A whole application on a PostgreSQL of its own, whose files may be read. */
export interface OwnServerApp extends TestApp {
  /** PostgreSQL's own folder: tables and write-ahead log. */
  data: string;
}

/**
 * What is large lies in tables and log as it is: a word in a compressed value would not be found, and what holds it is no
 * less there.
 */
async function keepUncompressed(url: string): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url }).initialize();
  const columns = await source.query<{ sql: string }[]>(
    `SELECT format('ALTER TABLE %s ALTER %I SET STORAGE EXTERNAL', c.oid::regclass, a.attname) AS sql
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage IN ('x', 'm')`,
  );
  for (const { sql } of columns) await source.query(sql);
  await source.destroy();
}

export async function startOwnServerApp(): Promise<OwnServerApp> {
  const cluster = mkdtempSync(join(tmpdir(), 'throughline-copy-'));
  chmodSync(cluster, 0o755); // the server runs under another account when the tests run as root
  const folder = mkdtempSync(join(tmpdir(), 'throughline-test-'));
  // No part of the log is reused: what is searched is all that was ever written.
  const server = await openEmbeddedServer({
    dataDir: cluster,
    exclusive: true,
    database: DATABASE,
    settings: { wal_keep_size: '1GB', fsync: 'off' },
    throwaway: true,
  });
  const app = await startAppOn(server, folder, DATABASE);
  await keepUncompressed(server.url());
  return {
    ...app,
    data: server.data,
    async close() {
      await app.close();
      await server.close();
      destroyEmbeddedServer(cluster);
      for (const path of [cluster, folder]) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A whole application on one database of a server, with its own folder. */
export async function startAppOn(
  server: EmbeddedPostgres,
  folder: string,
  database: string,
  { env, ...options }: { withWorker?: boolean; env?: Record<string, string> } = {},
): Promise<TestApp> {
  const settings = loadSettings({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: server.applicationUrl(database),
    MIGRATION_DATABASE_URL: server.url(database),
    LOG_LEVEL: 'fatal',
    THROTTLE: 'false',
    ...env,
  });
  await prepareDatabase(settings);
  const running = await startApi(settings, options);
  watchAnswers((running.app as NestExpressApplication).getHttpServer());
  const databaseUrl = server.url(database);
  const dataSource = await new DataSource(dataSourceOptions({ ...settings, databaseUrl })).initialize();
  return {
    url: running.url,
    settings,
    dataSource,
    running,
    http: supertest(running.url),
    folder,
    async close() {
      await dataSource.destroy();
      await running.close();
    },
  };
}
