import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { migrate, startApi, type Running } from '../../src/boot/bootstrap.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { loadSettings, type Settings } from '../../src/kernel/config/settings.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { untilAnswered } from '../support/ready.js';

/** May use tables; may make none. */
const ROLE = `worker_${process.pid}`;
const PASSWORD = 'only-for-this-test';

let database: TestDatabase;
let folder: string;
let owner: pg.Client;
let running: Running | undefined;
const settingsOf = (url: string): Settings =>
  loadSettings({ NODE_ENV: 'test', PORT: '0', DATA_DIR: folder, DATABASE_URL: url, LOG_LEVEL: 'fatal' });

beforeAll(async () => {
  database = await createDatabase({ empty: true });
  folder = mkdtempSync(join(tmpdir(), 'throughline-roles-'));
  owner = new pg.Client(database.url);
  await owner.connect();
});
afterAll(async () => {
  await running?.close();
  await owner.query(`DROP OWNED BY ${ROLE}`).catch(() => undefined);
  await owner.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a database that one role migrates and another uses', () => {
  it('is migrated with the tables of the queue, and the second time there is nothing to do', async () => {
    const done = await migrate(settingsOf(database.url));
    expect(done).toContain('the tables of the queue');
    const { rows } = await owner.query(`SELECT to_regclass('bullmq.migration') IS NOT NULL AS there`);
    expect(rows).toEqual([{ there: true }]);
    expect(await migrate(settingsOf(database.url))).toEqual([]);
  });

  it('serves requests and runs jobs for a role that may make no table and no schema', async () => {
    await owner.query(`
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      DROP ROLE IF EXISTS ${ROLE};
      CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}';
      GRANT USAGE ON SCHEMA public, bullmq TO ${ROLE};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, bullmq TO ${ROLE};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA public, bullmq TO ${ROLE};
    `);
    const url = new URL(database.url);
    [url.username, url.password] = [ROLE, PASSWORD];
    const restricted = new pg.Client(url.href);
    await restricted.connect();
    await expect(restricted.query(`CREATE SCHEMA IF NOT EXISTS bullmq`)).rejects.toThrow('permission denied');
    await restricted.end();

    const settings = settingsOf(url.href);
    expect(await migrate(settings)).toEqual([]);
    running = await startApi(settings, { withWorker: true });
    const run = await running.app.get(Reassessment).request(SYSTEM, { kind: 'assess', dataset: null });
    const state = async (): Promise<unknown> =>
      (await owner.query<{ state: string }>(`SELECT state FROM risk_run WHERE id = $1`, [run])).rows[0]?.state;
    for (const deadline = Date.now() + 120_000; (await state()) !== 'finished' && Date.now() < deadline;)
      await pause(50);
    expect(await state()).toBe('finished');
    const { url: served } = running;
    await untilAnswered(200, async () => (await fetch(`${served}/health/ready`)).status);
  });
});
