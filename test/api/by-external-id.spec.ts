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
  /** A recorded purchase with one lot. */
  const recorded = async (): Promise<string> => {
    const made = await app.http
      .post('/api/v1/tenders')
      .set(officer.auth)
      .send({ buyer: bureau, title: '居家养老服务', lots: [{ no: 1 }] })
      .expect(201);
    return (made.body as Body).id;
  };
  const SOURCE = { kind: 'notice', url: 'https://example.org/c', publishedOn: '2018-01-05' };
  const contractOf = (tender: string, data: object = {}) => ({
    tender,
    lot: 1,
    data: { number: '2018-001', signedOn: '2018-01-02', amount: '180000.00', supplier: { name: '百合社工' }, ...data },
    source: SOURCE,
  });
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
  const RESOURCES = ['organisations', 'service-lines', 'tenders', 'contracts'];
  const bodyOf = async (resource: string): Promise<object> => NEW[resource]?.() ?? contractOf(await recorded());
  const rows = async (id: string) => {
    const [row] = await app.dataSource.query<{ roots: number; audit: number }[]>(
      `SELECT (SELECT count(*)::int FROM external_id WHERE value = $1) AS roots,
              (SELECT count(*)::int FROM audit_entry a JOIN external_id e ON a.aggregate_id = e.root_id::text WHERE e.value = $1) AS audit`,
      [id],
    );
    return row;
  };

  it.each(RESOURCES)(
    '%s: a version that is not the one there changes nothing, and none is there before it is',
    async (resource) => {
      const [id, body] = [randomUUID(), await bodyOf(resource)];
      const named = (version: number) => put(resource, id, body).set('If-Match', `"${version}"`);
      const early = await named(1);
      expect([early.status, early.body.code]).toEqual([412, 'stale_version']);
      const made = await put(resource, id, body);
      const { version } = made.body as Body;
      const stale = await named(version + 1);
      expect([made.status, stale.status, stale.body.code]).toEqual([200, 412, 'stale_version']);
      const [same, tag] = [await named(version), made.headers.etag];
      expect([same.status, same.body, tag]).toEqual([200, made.body, `"${version}"`]);
    },
  );

  it.each(RESOURCES)('%s: the same body twice is one record and the same answer', async (resource) => {
    const id = randomUUID();
    const body = await bodyOf(resource);
    const first = await put(resource, id, body);
    expect([first.status, (first.body as Body).externalIds]).toEqual([200, [{ system: 'erp', id }]]);
    const second = await put(resource, id, body);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await rows(id)).toEqual({ roots: 1, audit: 1 });
    const found = await app.http.get(`/api/v1/${resource}?externalId=erp:${id}`).set(officer.auth).expect(200);
    expect((found.body.items as Body[]).map((i) => i.id)).toEqual([(first.body as Body).id]);
  });

  it.each(RESOURCES)('%s: twelve at once make one', async (resource) => {
    const id = `${randomUUID()} 号/甲`;
    const body = await bodyOf(resource);
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

  it('a purchase that is conducted here is put as one that is recorded: a draft changes, the same is no change ever', async () => {
    const body = {
      ...NEW.tenders?.(),
      conducted: 'here',
      region: '990203',
      lots: [{ no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' }, { no: 2 }],
    };
    const race = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => put('tenders', race, body)));
    expect(answers.map((a) => [a.status, (a.body as { code?: string }).code])).toEqual(
      answers.map(() => [200, undefined]),
    );
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect(await rows(race)).toEqual({ roots: 1, audit: 1 });
    // What is not given stays, of a lot too.
    const other = { ...body, title: '改名', lots: [{ no: 1, ceiling: '180000.00', pricing: 'fixed' }] };
    const changed = await put('tenders', race, other);
    expect([changed.status, changed.body]).toMatchObject([
      200,
      {
        title: '改名',
        state: 'draft',
        lots: [
          { no: 1, name: '第一包', ceiling: '180000.00', pricing: 'fixed' },
          { no: 2, ceiling: null },
        ],
      },
    ]);
    expect((await put('tenders', race, other)).body).toEqual(changed.body);
    expect((await put('tenders', race, { ...other, lots: [{ no: 3 }] })).body).toMatchObject({ code: 'lot_unknown' });
    const line = (await put('service-lines', race, NEW['service-lines']?.() ?? {})).body as Body;
    const served = await put('tenders', race, { ...other, serviceLines: [line.id] });
    expect((await put('tenders', race, { ...other, serviceLines: [line.id] })).body).toEqual(served.body);
    await app.dataSource.query(`UPDATE tender SET state = 'in_review' WHERE id = $1`, [(served.body as Body).id]);
    expect((await put('tenders', race, other)).body).toMatchObject({ state: 'in_review', version: 4 });
    expect((await put('tenders', race, body)).body).toMatchObject({ code: 'wrong_state' });
    expect((await put('tenders', race, other, stranger)).status).not.toBe(200);
  });

  const putContract = async (id: string, body: object, by = officer) => {
    const answer = await put('contracts', id, body, by);
    const {
      code,
      rule: _,
      errors = [],
    } = answer.body as { code?: string; rule?: string; errors?: { pointer: string }[] };
    return { answer, said: [answer.status, code, ...errors.map((e) => e.pointer)] };
  };

  it('a contract is said otherwise with a reason, keeps what is not given, and never moves', async () => {
    const id = randomUUID();
    const tender = await recorded();
    const first = await put('contracts', id, contractOf(tender));
    expect(first.body).toMatchObject({
      tender,
      lot: 1,
      number: '2018-001',
      amount: '180000.00',
      state: 'signed',
      version: 1,
    });
    const other = { ...contractOf(tender), data: { amount: '170000.00' } };
    expect((await putContract(id, other)).said).toEqual([400, 'validation_failed', '/reason']);
    const why = { ...other, reason: '录入有误' };
    const changed = await put('contracts', id, why);
    expect(changed.body).toMatchObject({
      id: (first.body as Body).id,
      number: '2018-001',
      amount: '170000.00',
      version: 2,
    });
    expect((await put('contracts', id, why)).body).toEqual(changed.body);
    expect((await put('contracts', id, { ...why, data: { number: null }, reason: '无合同号' })).body).toMatchObject({
      number: null,
      amount: '170000.00',
      version: 3,
    });
    expect((await putContract(id, contractOf(await recorded()))).said).toEqual([409, 'conflict']);
    expect((await putContract(id, { ...why, lot: null })).said).toEqual([409, 'conflict']);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(officer.auth).expect(200);
    const facts = (body as { facts: { kind: string; replaces: string | null; reason: string | null }[] }).facts;
    expect(facts.map((f) => [f.kind, f.replaces !== null, f.reason])).toEqual([
      ['contract', false, null],
      ['contract', true, '录入有误'],
      ['contract', true, '无合同号'],
    ]);
  });

  it('a contract that was recorded already gets the name, once', async () => {
    const tender = await recorded();
    const { tender: _, ...words } = contractOf(tender);
    await app.http
      .post(`/api/v1/tenders/${tender}/facts`)
      .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [{ kind: 'contract', ...words }] })
      .expect(200);
    const [id, another] = [randomUUID(), randomUUID()];
    const named = await put('contracts', id, contractOf(tender));
    expect([named.status, named.body.version, named.body.externalIds]).toEqual([200, 2, [{ system: 'erp', id }]]);
    expect((await put('contracts', id, contractOf(tender))).body).toEqual(named.body);
    expect(await rows(id)).toEqual({ roots: 1, audit: 2 });
    const twice = await put('contracts', another, contractOf(tender));
    expect([twice.body.id, twice.body.externalIds.length]).toEqual([named.body.id, 2]);
  });

  it('a contract names its purchase, its lot, and days that have come', async () => {
    const tender = await recorded();
    expect((await putContract(randomUUID(), contractOf(randomUUID()))).said).toEqual([404, 'not_found']);
    expect((await putContract(randomUUID(), contractOf(tender), stranger)).said).toEqual([404, 'not_found']);
    expect((await putContract(randomUUID(), { ...contractOf(tender), lot: 7 })).said).toEqual([
      422,
      'lot_unknown',
      '/lot',
    ]);
    expect((await putContract(randomUUID(), contractOf(tender, { signedOn: '2999-01-01' }))).said).toEqual([
      422,
      'dated_in_future',
      '/data/signedOn',
    ]);
    const backwards = { window: { start: '2018-05-31', end: '2018-01-01' } };
    expect((await putContract(randomUUID(), contractOf(tender, backwards))).said).toEqual([
      422,
      'end_before_start',
      '/data/window/end',
    ]);
    const published = await put('contracts', randomUUID(), contractOf(tender));
    expect((await putContract(randomUUID(), contractOf(tender), stranger)).said).toEqual([403, 'not_permitted']);
    const taken = { ...contractOf(await recorded()), externalIds: (published.body as Body).externalIds };
    expect((await putContract(randomUUID(), taken)).said).toEqual([409, 'external_id_taken', '/externalIds/1']);
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
