import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordFailure, recordSuccess } from '../../src/kernel/queue/failure-ledger.js';
import { JobRegistry } from '../../src/kernel/queue/jobs/job-registry.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { findOwnerUrl, startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, makeThreshold, setBusinessTime, type Bureau } from '../support/drafts.js';
import { runHere } from '../support/run-here.js';
import { ownTasks } from '../support/own-tasks.js';

let app: TestApp;
let bureau: Bureau;
let keeper: TestAccount;
let others: TestAccount[];
beforeAll(async () => {
  app = await startTestApp();
  await setBusinessTime(app, '2026-11-30T09:00:00+08:00');
  bureau = await makeBureau(app);
  keeper = await makeUser(app, 'system_admin');
  others = [bureau.officer, bureau.approver, await makeUser(app, 'auditor')];
});
afterAll(() => app.close());

const list = async (kind: string, by = keeper) =>
  (await ownTasks(app, by, kind)).map(({ title, action, dueOn }) => ({ title, dueOn, ...action }));

describe('an open-tender threshold that a purchase waits for', () => {
  const asked = {
    title: 'Open-tender threshold to be stated: budget below the province, 990203',
    ...{ dueOn: null, method: 'POST', href: '/api/v1/thresholds' },
  };

  it('waits for the system administrator alone, once for its place, until it is stated', async () => {
    expect(await list('threshold_unstated')).toEqual([]);
    await Drafting.begin(app, bureau, { method: 'OPEN_TENDER' });
    expect(await list('threshold_unstated')).toEqual([]);
    const waiting = [await Drafting.begin(app, bureau), await Drafting.begin(app, bureau)];
    expect(await list('threshold_unstated')).toEqual([asked]);
    for (const by of others) expect(await list('threshold_unstated', by)).toEqual([]);
    // Which purchases wait is not told.
    const { text } = await app.http.get('/api/v1/me/tasks').set(keeper.auth).expect(200);
    for (const { id } of waiting) expect(text).not.toContain(id);
    // What nobody has read quoted is not stated: with it the purchase could not be issued either.
    await app.dataSource.query(
      `INSERT INTO open_tender_threshold (region, level, object, amount, effective_from, source, confidence)
       VALUES ('990200', 'below_provincial', 'services', 1, '2020-01-01', '二手引用', 'C')`,
    );
    expect(await list('threshold_unstated')).toEqual([asked]);
    await makeThreshold(app);
    expect(await list('threshold_unstated')).toEqual([]);
  });
});

describe('the working days of a year', () => {
  it('wait for the system administrator from December of the year before, until they are loaded', async () => {
    expect(await list('calendar_missing')).toEqual([]);
    await setBusinessTime(app, '2026-12-01T00:00:00+08:00');
    expect(await list('calendar_missing')).toEqual([
      {
        title: 'Working days of a year to be loaded: 2027',
        dueOn: null,
        method: 'PUT',
        href: '/api/v1/calendars/2027',
      },
    ]);
    for (const by of others) expect(await list('calendar_missing', by)).toEqual([]);
    await app.http
      .put('/api/v1/calendars/2027')
      .set(keeper.auth)
      .send({ source: '演示', days: [{ date: '2027-01-01', kind: 'holiday', name: '元旦' }] })
      .expect(200);
    expect(await list('calendar_missing')).toEqual([]);
  });
});

const OTHERS = 'something that only another version of the system does was not done';

describe('work whose attempts ran out', () => {
  const fail = async (queue: string, job: string, data: object) =>
    recordFailure(app.dataSource, queue, { name: job, data, timestamp: Date.now() } as never, 5, new Error('kaputt'));

  it('waits for the system administrator, once a queue, until it is put back or done', async () => {
    expect(await list('work_failed')).toEqual([]);
    for (const n of [1, 2]) await fail('risk', 'assess-subject', { subject: `service_line:${randomUUID()}`, n });
    const waits = {
      title:
        'Work of the system that was not done, to be looked into, then put back or given up: some warnings were not judged anew',
      ...{ dueOn: null, method: 'POST', href: '/api/v1/jobs/failed/actions/retry' },
    };
    expect(await list('work_failed')).toEqual([waits]);
    const [{ since = '' } = {}] = await ownTasks(app, keeper, 'work_failed');
    expect(since).toMatch(/^2026-11-30T16:0/);
    for (const by of others) expect(await list('work_failed', by)).toEqual([]);
    await fail('kernel', 'no-such-sweep', {});
    expect((await list('work_failed')).map(({ title }) => title.split(': ')[1])).toEqual([
      'some warnings were not judged anew',
      OTHERS,
    ]);
    const { body } = await app.http.post(`${waits.href}`).set(keeper.auth).send({ queue: 'risk' }).expect(200);
    expect(body).toEqual({ retried: 2 });
    expect((await list('work_failed')).map(({ title }) => title.split(': ')[1])).toEqual([OTHERS]);
    await recordSuccess(app.dataSource, { name: 'no-such-sweep', kind: 'sweep' } as never, {});
    expect(await list('work_failed')).toEqual([]);
  });

  it('says what did not happen, of each queue, in both languages', async () => {
    const { queues } = app.running.app.get(JobRegistry);
    for (const queue of queues) await fail(queue, `any-of-${queue}`, {});
    const said = (await list('work_failed')).map(({ title }) => title.split(': ')[1]);
    expect(new Set(said).size).toBe(queues.length);
    expect(said).not.toContain(OTHERS);
    const { body } = await app.http
      .get('/api/v1/me/tasks')
      .set({ ...keeper.auth, 'Accept-Language': 'zh' })
      .expect(200);
    const titles = (body as { items: { kind: string; title: string }[] }).items.map(({ title }) => title);
    expect(titles).toContainEqual(expect.stringContaining('有文件未导入'));
    await app.dataSource.query(`DELETE FROM job_failure`);
  });

  it('is given up where no version does it any more: by one job or one failure, with a reason; other work is put back', async () => {
    const dismiss = (path: string, body: object, by = keeper) =>
      app.http.post(`/api/v1/jobs/failed/${path}`).set(by.auth).send(body);
    const subject = `service_line:${randomUUID()}`;
    await app.dataSource.query(`INSERT INTO job_subject (job, subject) VALUES ('gone-work', $1)`, [subject]);
    const subjects = [subject, `service_line:${randomUUID()}`];
    for (const each of subjects) await fail('risk', 'gone-work', { subject: each });
    await fail('risk', 'gone-sweep', {});
    await fail('risk', 'assess-subject', { subject });
    const { body: failed } = await app.http.get('/api/v1/jobs/failed').set(keeper.auth).expect(200);
    const idOf = (job: string): string =>
      (failed as { items: { id: string; job: string }[] }).items.find((item) => item.job === job)?.id ?? '';
    const reason = '上一版本的任务';
    expect((await dismiss('actions/dismiss', { job: 'gone-work' })).body.code).toBe('validation_failed');
    expect((await dismiss('actions/dismiss', { job: 'gone-work', reason }, others[2])).body.code).toBe('not_permitted');
    expect((await dismiss('actions/dismiss', { job: 'nothing-such', reason })).body.code).toBe('not_found');
    for (const [path, body] of [
      ['actions/dismiss', { job: 'assess-subject', reason }],
      [`${idOf('assess-subject')}/actions/dismiss`, { reason }],
    ] as const)
      expect((await dismiss(path, body)).body).toMatchObject({ status: 409, code: 'work_can_run' });
    expect((await dismiss('actions/dismiss', { job: 'gone-work', reason }).expect(200)).body).toEqual({ dismissed: 2 });
    const [owed] = await app.dataSource.query<object[]>(
      `SELECT done = wanted AS done, failed FROM job_subject WHERE job = 'gone-work'`,
    );
    expect(owed).toEqual({ done: true, failed: null });
    const one = `${idOf('gone-sweep')}/actions/dismiss`;
    expect((await dismiss(one, { reason }).expect(200)).body).toEqual({ dismissed: 1 });
    expect((await dismiss(one, { reason })).body.code).toBe('not_found');
    const { body: audited } = await app.http
      .get('/api/v1/audit/entries?subject=failed_work:gone-work')
      .set((await makeUser(app, 'auditor')).auth)
      .expect(200);
    const [{ data, ...entry } = { data: {} }] = (audited as { items: { data: { keys?: string[] } }[] }).items;
    expect(entry).toMatchObject({ action: 'dismissed', reason });
    expect({ ...data, keys: new Set(data.keys) }).toEqual({ dismissed: 2, keys: new Set(subjects) });
    // What can be done waits still.
    expect((await list('work_failed')).map(({ title }) => title.split(': ')[1])).toEqual([
      'some warnings were not judged anew',
    ]);

    const env = {
      ...{ PATH: process.env.PATH, NODE_ENV: 'test', LOG_LEVEL: 'fatal' },
      ...{ DATA_DIR: app.folder, DATABASE_URL: app.settings.databaseUrl },
      MIGRATION_DATABASE_URL: await findOwnerUrl(app.settings),
    };
    await fail('risk', 'gone-work', { subject: `service_line:${randomUUID()}` });
    expect((await runHere(env, 'jobs', 'dismiss', 'gone-work')).code).not.toBe(0);
    expect(await runHere(env, 'jobs', 'dismiss', 'gone-work', '--reason', reason)).toMatchObject({
      ...{ code: 0, output: expect.stringContaining('1 given up') },
    });
    await app.dataSource.query(`DELETE FROM job_failure`);
  });
});

describe('an API key', () => {
  it('that ends within thirty days is a task of its holder, until it is revoked', async () => {
    const { officer } = bureau;
    const after = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const make = async (name: string, expiresAt: string) => {
      const given = { name, scopes: ['changes.read'], expiresAt };
      const { body } = await app.http.post('/api/v1/api-keys').set(officer.auth).send(given).expect(201);
      return body as { id: string; version: number };
    };
    await make('久', after(31));
    const soon = await make('平台', after(29));
    const colleague = await makeUser(app, 'bureau_officer', bureau.id);
    const title = 'API key that ends soon, to be replaced: 平台';
    const waits = { title, dueOn: expect.stringMatching(/^2026-12-/), method: 'POST', href: '/api/v1/api-keys' };
    expect(await list('api_key_ending', officer)).toEqual([waits]);
    expect(await list('api_key_ending', colleague)).toEqual([]);
    await app.http
      .post(`/api/v1/api-keys/${soon.id}/actions/revoke`)
      .set({ ...officer.auth, 'If-Match': `"${soon.version}"` })
      .send({ reason: '更换' })
      .expect(200);
    expect(await list('api_key_ending', officer)).toEqual([]);
  });
});
