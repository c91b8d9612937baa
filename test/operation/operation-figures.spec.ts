import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Child } from '../support/child.js';
import { findFreePort } from '../support/free-port.js';
import { buildProduct, startProduct } from '../support/product.js';

const TOKEN = 'metrics-token-of-the-test';

/** Figures by their name and labels. */
const read = (text: string): Record<string, number> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, Number(value)]];
    }),
  );

describe('figures of operation', () => {
  let app: TestApp;
  let worker: Child;
  let workerUrl: string;
  beforeAll(async () => {
    await buildProduct();
    app = await startTestApp({ env: { METRICS_TOKEN: TOKEN } });
    const port = await findFreePort();
    workerUrl = `http://127.0.0.1:${port}`;
    worker = startProduct(
      'cli',
      {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        DATA_DIR: app.folder,
        DATABASE_URL: app.settings.databaseUrl,
        METRICS_TOKEN: TOKEN,
        WORKER_PORT: String(port),
        SWEEP_MAX_SECONDS: '2',
      },
      'worker',
    );
    await worker.says(/worker ready/);
    await makeUser(app, 'admin');
  });
  afterAll(async () => {
    await worker.kill();
    await app.close();
  });

  const ask = async (url: string, headers: Record<string, string> = {}): Promise<Record<string, number>> => {
    const answer = await fetch(`${url}/metrics`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    return read(await answer.text());
  };

  it('are those of the API and of the worker alike', async () => {
    const names = [
      'database_pool_waiting',
      'database_pool_in_use',
      'database_pool_wait_seconds_count',
      'owed_subjects',
      'owed_subjects_age_seconds',
      'oldest_job_age_seconds',
      'sweep_age_seconds{job="anchor-audit"}',
      'sweep_age_seconds{job="verify-audit"}',
      'last_anchor_age_seconds',
      'unanchored_age_seconds',
      'last_verification_age_seconds',
      'last_verification_ok',
      'last_whole_verification_age_seconds',
      'disk_free_bytes{folder="data"}',
      'disk_bytes{folder="data"}',
      'jobs_waiting',
      'jobs_failed',
      'outbox_unplaced',
    ];
    for (const url of [app.url, workerUrl])
      for (const deadline = Date.now() + 60_000; ; await pause(250)) {
        const figures = await ask(url);
        const missing = names.filter((name) => figures[name] === undefined);
        if (missing.length === 0) {
          expect(figures['last_verification_ok']).toBe(1);
          expect(figures['disk_free_bytes{folder="data"}']).toBeLessThan(figures['disk_bytes{folder="data"}'] ?? 0);
          break;
        }
        if (Date.now() > deadline) throw new Error(`${url} lacks ${missing.join(', ')}`);
      }
  });

  it('follow what happens: a subject that is owed, a verification that finds something', async () => {
    await app.dataSource.query(
      `INSERT INTO job_subject (job, subject, wanted, wanted_at) VALUES ('of-another-version', 'tender:x', 1, now() - interval '1 hour')`,
    );
    const owed = await ask(app.url);
    expect(owed['owed_subjects']).toBeGreaterThanOrEqual(1);
    await app.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL session_replication_role = replica`);
      await manager.query(`UPDATE audit_entry SET action = 'grant' WHERE id = (SELECT min(id) FROM audit_entry)`);
    });
    // A verification that began before may end after this one.
    const found = async (): Promise<unknown[]> => {
      await app.running.app.get(AuditVerifier).verify();
      return [(await ask(app.url))['last_verification_ok'], (await ask(workerUrl))['last_verification_ok']];
    };
    for (const deadline = Date.now() + 60_000; (await found()).join() !== '0,0';)
      if (Date.now() > deadline) expect(await found()).toEqual([0, 0]);
  });

  it('of the worker are for this machine and for the token', async () => {
    const status = async (headers: Record<string, string>) => (await fetch(`${workerUrl}/metrics`, { headers })).status;
    expect(await status({})).toBe(200);
    expect(await status({ authorization: `Bearer ${TOKEN}` })).toBe(200);
    expect(await status({ authorization: 'Bearer another-token-of-the-test' })).toBe(404);
    expect(await status({ 'x-forwarded-for': '203.0.113.7' })).toBe(404);
    expect(await status({ 'x-forwarded-for': '203.0.113.7', authorization: `Bearer ${TOKEN}` })).toBe(200);
  });
});
