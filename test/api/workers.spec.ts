import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { refusal } from '../support/implementing.js';

interface Worker {
  id: string;
  version: number;
  number: string;
  name: string | null;
  kind: string;
  licence: string | null;
  since: string;
  until: string | null;
  state: string;
  allowedActions: { action: string }[];
}

describe('the register of workers', () => {
  let app: TestApp;
  let agency: string;
  let manager: TestAccount;
  let worker: TestAccount;
  let rival: TestAccount;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    agency = await makeBody(app, { kind: 'agency' });
    manager = await makeUser(app, 'agency_manager', agency);
    worker = await makeUser(app, 'agency_worker', agency);
    rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    officer = await makeUser(app, 'bureau_officer');
  });
  afterAll(() => app.close());

  const path = (of = agency) => `/api/v1/organisations/${of}/workers`;
  const register = (body: object, by = manager, of = agency, key?: string) =>
    app.http
      .post(path(of))
      .set({ ...by.auth, ...(key !== undefined && { 'Idempotency-Key': key }) })
      .send({ name: '虚构员工甲', kind: 'assistant', ...body });
  const one = async (id: string, by = manager): Promise<Worker> =>
    (await app.http.get(`${path()}/${id}`).set(by.auth).expect(200)).body as Worker;
  const change = (id: string, version: number, body: object, by = manager) =>
    app.http
      .patch(`${path()}/${id}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  const leave = (id: string, version: number, body: object, by = manager, key = randomUUID()) =>
    app.http
      .post(`${path()}/${id}/actions/leave`)
      .set({ ...by.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': key })
      .send(body);
  const audited = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE aggregate_type = 'worker'`,
    );
    return row?.n ?? 0;
  };

  it('numbers workers one after another and says where the new one stands', async () => {
    const first = await register({ since: '2026-01-05' });
    const { id, number, state } = first.body as Worker;
    expect([first.status, number, state, first.headers.location]).toEqual([201, 'W00001', 'active', `${path()}/${id}`]);
    const more = await Promise.all(['乙', '丙', '丁'].map((name) => register({ name: `虚构员工${name}` })));
    expect(more.map(({ body }) => (body as Worker).number).sort()).toEqual(['W00002', 'W00003', 'W00004']);
    expect((more[0]?.body as Worker).since).toBe('2026-03-02');
  });

  it('is read by the own people alone, with names', async () => {
    const listed = async (by: TestAccount) => {
      const { status, body } = await app.http.get(`${path()}?limit=2`).set(by.auth);
      return [status, ((body as { items?: Worker[] }).items ?? []).map(({ number, name }) => [number, name !== null])];
    };
    const two = [
      ['W00001', true],
      ['W00002', true],
    ];
    expect(await listed(manager)).toEqual([200, two]);
    expect(await listed(worker)).toEqual([200, two]);
    expect(await listed(rival)).toEqual([404, []]);
    expect(await listed(officer)).toEqual([403, []]);
    const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM worker WHERE no = 1`);
    expect((await one(row?.id ?? '', worker)).allowedActions).toEqual([]);
    expect((await one(row?.id ?? '')).allowedActions.map(({ action }) => action)).toEqual(['leave']);
    expect((await app.http.get(`${path()}/${row?.id}`).set(rival.auth)).status).toBe(404);
    expect((await app.http.get(`${path()}?name=x`).set(manager.auth)).status).toBe(400);
  });

  it('refuses who does not manage the body, days to come and a licence that is missing, and stores nothing', async () => {
    const before = await audited();
    expect((await register({}, worker)).status).toBe(403);
    expect((await register({}, rival)).status).toBe(403);
    expect((await register({}, officer)).status).toBe(403);
    expect(refusal(await register({ since: '2026-03-03' }))).toEqual([400, 'validation_failed', '/since']);
    expect(refusal(await register({ kind: 'licensed_social_worker' }))).toEqual([400, 'validation_failed', '/licence']);
    expect(refusal(await register({ kind: 'nurse' }))).toEqual([400, 'validation_failed', '/kind']);
    expect(refusal(await register({ name: ' ' }))).toEqual([400, 'validation_failed', '/name']);
    // Whoever was called so would count as erased, and could be changed by nobody.
    expect((await register({ name: '—' })).body).toMatchObject({
      errors: [{ pointer: '/name', code: 'stands_for_erased' }],
    });
    expect(await audited()).toBe(before);
  });

  it('changes under the version that was read, and records which fields', async () => {
    const { id } = (await register({ name: '虚构员工戊' })).body as Worker;
    expect((await change(id, 1, { name: '虚构员工己' }, worker)).status).toBe(403);
    expect((await change(id, 1, { name: '虚构员工己' }, rival)).status).toBe(404);
    expect(refusal(await change(id, 1, { kind: 'licensed_social_worker' }))).toEqual([
      400,
      'validation_failed',
      '/licence',
    ]);
    const changed = await change(id, 1, { name: '虚构员工己', kind: 'licensed_social_worker', licence: 'L-1' });
    expect(changed.body).toMatchObject({ version: 2, name: '虚构员工己', licence: 'L-1' });
    expect(((await change(id, 2, { name: '虚构员工己' })).body as Worker).version).toBe(2);
    expect(refusal(await change(id, 2, { name: '—' }))).toEqual([400, 'validation_failed', '/name']);
    expect((await change(id, 1, { licence: 'L-2' })).status).toBe(412);
    expect(refusal(await change(id, 2, { licence: null }))).toEqual([400, 'validation_failed', '/licence']);
    const history = await app.http.get(`/api/v1/history?subject=worker:${id}`).set(manager.auth).expect(200);
    expect(history.text).toContain('"fields":["name","kind","licence"]');
  });

  it('lets a worker leave once, on a day that is neither ahead nor before the first', async () => {
    const { id } = (await register({ since: '2026-02-01' })).body as Worker;
    expect((await leave(id, 1, {}, worker)).status).toBe(403);
    expect((await leave(id, 1, {}, rival)).status).toBe(404);
    expect(refusal(await leave(id, 1, { on: '2026-03-03' }))).toEqual([400, 'validation_failed', '/on']);
    expect(refusal(await leave(id, 1, { on: '2026-01-31' }))).toEqual([400, 'validation_failed', '/on']);
    const left = await leave(id, 1, { on: '2026-02-28' });
    expect(left.body).toMatchObject({ state: 'left', until: '2026-02-28', version: 2, allowedActions: [] });
    expect(refusal(await leave(id, 2, {}))).toEqual([409, 'wrong_state', null]);
    const { body } = await app.http.get(`${path()}?state=left`).set(worker.auth).expect(200);
    expect((body as { items: Worker[] }).items.map((each) => each.id)).toEqual([id]);
  });

  it('keeps no name in clear: not in tables, stored answers, audit or feed', async () => {
    const key = randomUUID();
    const { id } = (await register({ name: '虚构员工庚' }, manager, agency, key)).body as Worker;
    await register({ name: '虚构员工庚' }, manager, agency, key).expect(201);
    const again = randomUUID();
    await leave(id, 1, {}, manager, again).expect(200);
    await leave(id, 1, {}, manager, again).expect(200);
    const tables = await app.dataSource.query<{ name: string }[]>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const found = await app.dataSource.query<unknown[]>(
        `SELECT FROM ${name} t WHERE t::text LIKE '%虚构员工%' OR t::text LIKE '%' || $1 || '%'`,
        [Buffer.from('虚构员工').toString('hex')],
      );
      expect([name, found.length]).toEqual([name, 0]);
    }
    const feed = await app.http.get('/api/v1/changes?limit=200').set(manager.auth).expect(200);
    expect(feed.text).not.toContain('虚构员工');
  });
});
