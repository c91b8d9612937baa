import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startWorker, type Running } from '../../src/boot/bootstrap.js';
import { JobWorkers } from '../../src/kernel/queue/jobs/job-workers.js';
import { OwedSweep } from '../../src/kernel/queue/owed-sweep.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { row, text } from '../support/imports.js';

describe('a store of jobs that was emptied', () => {
  let app: TestApp;
  let worker: Running | undefined;
  let officer: TestAccount;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await app.running.app.get(JobWorkers).stop(); // its relay goes on
    officer = await makeUser(app, 'bureau_officer');
    admin = await makeUser(app, 'admin');
  });
  afterAll(async () => {
    await worker?.close();
    await app.close();
  });

  const waiting = async (): Promise<string[]> =>
    (
      await app.dataSource.query<{ name: string }[]>(
        `SELECT name FROM bullmq.job WHERE state = 'waiting' AND name IN ('run-import', 'run-risk') ORDER BY name`,
      )
    ).map(({ name }) => name);
  const until = async (ask: () => Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + 120_000; !(await ask()); await pause(50))
      if (Date.now() > deadline) throw new Error('it did not come about in time');
  };

  it('gets back the imports and the passes that are not done, once each, and they end', async () => {
    const { body: imported } = await app.http
      .post('/api/v1/imports?name=lost')
      .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson' })
      .send(text([row('l-1')]))
      .expect(202);
    const { body: run } = await app.http.post('/api/v1/risk/runs').set(admin.auth).send({}).expect(202);
    await until(async () => (await waiting()).length === 2);
    await app.dataSource.query(`TRUNCATE bullmq.job, bullmq.dedup, bullmq.dedup_next CASCADE`);

    const sweep = app.running.app.get(OwedSweep);
    await sweep.run(); // too early: the relay may be about to enqueue them
    expect(await waiting()).toEqual([]);
    for (let n = 0; n < 2; n++) {
      await sweep.run(0);
      expect(await waiting()).toEqual(['run-import', 'run-risk']);
    }

    worker = await startWorker(app.settings);
    const stateOf = async (path: string, auth: TestAccount['auth']): Promise<string> =>
      ((await app.http.get(`/api/v1${path}`).set(auth).expect(200)).body as { state: string }).state;
    await until(async () => (await stateOf(`/imports/${imported.id}`, officer.auth)) === 'done');
    const runs = async () => (await app.http.get('/api/v1/risk/runs').set(admin.auth).expect(200)).body.items;
    await until(async () => (await runs())[0].state === 'finished');
    expect(await runs()).toMatchObject([{ id: run.id, state: 'finished' }]);

    await worker.close();
    worker = undefined;
    await sweep.run(0);
    expect(await waiting()).toEqual([]);
  });

  it('offers an import that is left for a newer version again, as often as one looks, and counts no failure', async () => {
    const sql = (text: string, values: unknown[] = []) => app.dataSource.query<object[]>(text, values);
    const { body } = await app.http
      .post('/api/v1/imports?name=newer')
      .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson' })
      .send(text([row('n-1')]))
      .expect(202);
    await until(async () => (await waiting()).length === 1);
    await sql(`ALTER TABLE import DROP CONSTRAINT import_kind_check, DROP CONSTRAINT import_has_its_dataset`);
    await sql(`UPDATE import SET kind = 'volunteers' WHERE id = $1`, [body.id]);
    const shown = async () => (await app.http.get(`/api/v1/imports/${body.id}`).set(officer.auth).expect(200)).body;
    for (let looks = 0; looks < 2; looks++) {
      worker = await startWorker(app.settings);
      await until(async () => (await sql(`SELECT FROM bullmq.job WHERE name = 'run-import'`)).length === 0);
      await worker.close();
      worker = undefined;
      const [left] = await sql(`SELECT state, error, accepted FROM import WHERE id = $1`, [body.id]);
      expect(left).toEqual({ state: 'running', error: null, accepted: 0 });
      expect(await sql(`SELECT FROM job_failure`)).toEqual([]);
      await app.running.app.get(OwedSweep).run(0);
      expect(await waiting()).toEqual(['run-import']);
    }
    await sql(`UPDATE import SET kind = NULL WHERE id = $1`, [body.id]);
    worker = await startWorker(app.settings);
    await until(async () => (await shown()).state === 'done');
    expect(await shown()).toMatchObject({ accepted: 1 });
  });
});
