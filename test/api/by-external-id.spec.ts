import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

type Body = Record<string, unknown> & { id: string; version: number; externalIds: { system: string; id: string }[] };

describe('records that are put under the ids of another system', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    stranger = await makeUser(app, 'bureau_officer');
  });
  afterAll(() => app.close());

  const put = (resource: string, id: string, body: object, by = officer) =>
    app.http
      .put(`/api/v1/${resource}/by-external-id/erp/${encodeURIComponent(id)}`)
      .set(by.auth)
      .send(body);
  const NEW: Record<string, () => object> = {
    organisations: () => ({ name: `机构 ${randomUUID()}`, kind: 'agency', region: '990203' }),
    'service-lines': () => ({ name: '居家养老', category: 'ELDERLY_HOME_CARE', since: '2018-01-01' }),
    tenders: () => ({
      buyer: bureau,
      title: '居家养老服务',
      window: { start: '2018-01-01', end: '2018-05-31' },
      lots: [{ no: 1, name: '第一包', ceiling: '200000.00' }],
    }),
  };
  const rows = async (id: string) => {
    const [row] = await app.dataSource.query<{ roots: number; audit: number }[]>(
      `SELECT (SELECT count(*)::int FROM external_id WHERE value = $1) AS roots,
              (SELECT count(*)::int FROM audit_entry a JOIN external_id e ON a.aggregate_id = e.root_id::text WHERE e.value = $1) AS audit`,
      [id],
    );
    return row;
  };

  it.each(Object.keys(NEW))('%s: the same body twice is one record and the same answer', async (resource) => {
    const id = randomUUID();
    const body = NEW[resource]?.() ?? {};
    const first = await put(resource, id, body);
    expect([first.status, (first.body as Body).externalIds]).toEqual([200, [{ system: 'erp', id }]]);
    const second = await put(resource, id, body);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await rows(id)).toEqual({ roots: 1, audit: 1 });
    const found = await app.http.get(`/api/v1/${resource}?externalId=erp:${id}`).set(officer.auth).expect(200);
    expect((found.body.items as Body[]).map((i) => i.id)).toEqual([(first.body as Body).id]);
  });

  it.each(Object.keys(NEW))('%s: twelve at once make one', async (resource) => {
    const id = `${randomUUID()} 号/甲`;
    const body = NEW[resource]?.() ?? {};
    const answers = await Promise.all(Array.from({ length: 12 }, () => put(resource, id, body)));
    expect(answers.map((a) => a.status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect(await rows(id)).toEqual({ roots: 1, audit: 1 });
  });

  it('another body changes what it says and leaves the rest', async () => {
    const line = randomUUID();
    await put('service-lines', line, { ...NEW['service-lines']?.(), targetGroup: 'ELDERLY' });
    const changed = await put('service-lines', line, { ...NEW['service-lines']?.(), name: '助餐' });
    expect(changed.body).toMatchObject({ name: '助餐', targetGroup: 'ELDERLY', version: 2 });
    const community = await app.http
      .post('/api/v1/communities')
      .set(officer.auth)
      .send({ name: `社区 ${line}`, region: '990203' });
    const placed = await put('service-lines', line, {
      ...NEW['service-lines']?.(),
      name: '助餐',
      communities: [(community.body as Body).id],
    });
    expect(placed.body).toMatchObject({ version: 3, communities: [{ id: (community.body as Body).id }] });

    const tender = randomUUID();
    await put('tenders', tender, NEW.tenders?.() ?? {});
    const body = { ...NEW.tenders?.(), title: '改名', lots: [{ no: 1, ceiling: '180000.00' }] };
    const renamed = await put('tenders', tender, body);
    expect(renamed.body).toMatchObject({ title: '改名', lots: [{ no: 1, name: '第一包', ceiling: '180000.00' }] });
    expect((await put('tenders', tender, body)).body).toEqual(renamed.body);
    const unknown = await put('tenders', tender, { ...body, lots: [{ no: 2 }] });
    expect([unknown.status, unknown.body.code, unknown.body.errors[0].pointer]).toEqual([
      422,
      'lot_unknown',
      '/lots/0/no',
    ]);
  });

  it('a body that everybody names is changed by an administrator alone', async () => {
    const id = randomUUID();
    const body = { ...NEW.organisations?.(), licensedWorkers: 3 };
    await put('organisations', id, body);
    expect((await put('organisations', id, body, stranger)).status).toBe(200);
    const changed = { ...body, licensedWorkers: 9 };
    expect((await put('organisations', id, changed, stranger)).body.code).toBe('not_permitted');
    const admin = await makeUser(app, 'admin');
    expect((await put('organisations', id, changed, admin)).body).toMatchObject({ licensedWorkers: 9, version: 2 });
  });

  it('nobody changes another’s record by guessing its id', async () => {
    const line = randomUUID();
    const tender = randomUUID();
    await put('service-lines', line, NEW['service-lines']?.() ?? {});
    await put('tenders', tender, NEW.tenders?.() ?? {});
    expect((await put('service-lines', line, { ...NEW['service-lines']?.(), name: '改' }, stranger)).status).toBe(403);
    expect((await put('tenders', tender, { ...NEW.tenders?.(), title: '改' }, stranger)).status).toBe(404);
  });

  it('what cannot be an id names nothing', async () => {
    const body = NEW.organisations?.() ?? {};
    for (const [system, id] of [
      ['ERP', 'x'],
      ['erp', '%20'],
      ['erp', 'x'.repeat(201)],
    ])
      expect(
        (await app.http.put(`/api/v1/organisations/by-external-id/${system}/${id}`).set(officer.auth).send(body))
          .status,
      ).toBe(404);
  });
});
