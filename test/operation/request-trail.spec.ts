import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Child } from '../support/child.js';
import { row, text } from '../support/imports.js';
import { buildProduct, startProduct } from '../support/product.js';

interface Line {
  msg?: string;
  job?: string;
  requestId?: string;
  requestIds?: string[];
  subjects?: string[];
}

describe("a request's id", () => {
  let app: TestApp;
  let worker: Child;
  let officer: TestAccount;
  beforeAll(async () => {
    await buildProduct();
    app = await startTestApp();
    officer = await makeUser(app, 'bureau_officer');
    // A process of its own, on the database and with the keys of the application.
    const { databaseUrl: DATABASE_URL } = app.settings;
    const { PATH } = process.env;
    worker = startProduct('cli', { PATH, NODE_ENV: 'test', DATA_DIR: app.folder, DATABASE_URL }, 'worker');
    await worker.says(/worker ready/);
  });
  afterAll(async () => {
    await worker.kill();
    await app.close();
  });

  const lines = (): Line[] =>
    worker.output
      .slice(0, worker.output.lastIndexOf('\n') + 1)
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  const worked = async (job: string, requestId: string): Promise<Line> => {
    for (const deadline = Date.now() + 120_000; ; await pause(50)) {
      const found = lines().find(
        (line) =>
          line.msg === 'worked' && line.job === job && [line.requestId, ...(line.requestIds ?? [])].includes(requestId),
      );
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`no line of ${job} names ${requestId}:\n${worker.output}`);
    }
  };
  const importRows = (requestId: string, name: string) =>
    app.http
      .post(`/api/v1/imports?name=${name}`)
      .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson', 'X-Request-Id': requestId })
      .send(text([row(`${name}-1`)]))
      .expect(202);

  it('stands in the audit, the event, and the lines of the jobs that its change led to', async () => {
    const requestId = `trail-${randomUUID()}`;
    const answer = await importRows(requestId, 'trail');
    expect(answer.headers['x-request-id']).toBe(requestId);
    const { id } = answer.body as { id: string };
    expect((await worked('run-import', requestId)).subjects).toEqual([`import:${id}`]);
    const counts = await app.dataSource.query<Record<string, number>[]>(
      `SELECT (SELECT count(*)::int FROM audit_entry WHERE aggregate_id = $1 AND request_id = $2) AS audit,
              (SELECT count(*)::int FROM audit_entry WHERE aggregate_id = $1 AND convert_from(canonical, 'UTF8') LIKE '%"request":"' || $2 || '"%') AS sealed,
              (SELECT count(*)::int FROM outbox WHERE aggregate_id = $1 AND request_id = $2) AS outbox,
              (SELECT count(*)::int FROM outbox WHERE aggregate_id <> $1 AND request_id = $2) AS imported`,
      [id, requestId],
    );
    expect(counts[0]).toEqual({
      audit: expect.any(Number),
      sealed: counts[0]?.['audit'],
      outbox: counts[0]?.['audit'],
      imported: expect.any(Number),
    });
    expect(counts[0]?.['audit']).toBeGreaterThan(0);
    // What the job wrote bears it as well, and so does the work on what it imported.
    expect(counts[0]?.['imported']).toBeGreaterThan(0);
    await worked('assess-touched', requestId);
    const subjects = await app.dataSource.query<{ job: string }[]>(
      `SELECT DISTINCT job FROM job_subject WHERE request_id = $1`,
      [requestId],
    );
    expect(subjects.map(({ job }) => job)).toContain('assess-touched');
  });

  it('that has no valid form is replaced by one of our own, which goes the same way', async () => {
    const answer = await importRows('no valid; form', 'replaced');
    const given = answer.headers['x-request-id'] as string;
    expect(given).toMatch(/^[0-9a-f-]{36}$/);
    await worked('run-import', given);
    const foreign = await app.dataSource.query(`SELECT FROM audit_entry WHERE request_id LIKE '%form%'`);
    expect(foreign).toEqual([]);
  });
});
