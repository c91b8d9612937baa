import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { given, Recorder, rowCounts, stated } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
let stranger: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
  stranger = await Recorder.of(app, '990204');
});
afterAll(() => app.close());

const publicGet = (path: string) => app.http.get(`/api/v1${path}`);

describe('recording a purchase conducted elsewhere', () => {
  it('needs a buyer and a title, nothing else', async () => {
    const { body, headers } = await officer
      .post('/tenders', { buyer: officer.body, title: '社区居家养老服务采购' })
      .expect(201);
    expect(body).toMatchObject({
      version: 1,
      dataset: 'live',
      conducted: 'elsewhere',
      round: 1,
      buyer: { id: officer.body },
      state: null,
      published: false,
      method: null,
      category: null,
      region: null,
      programme: null,
      window: { start: null, end: null },
      currency: 'CNY',
      serviceLines: [],
      contracts: [],
      conflicts: [],
      facts: [],
      externalIds: [],
      allowedActions: [{ action: 'record_facts', method: 'POST', href: `/api/v1/tenders/${body.id}/facts` }],
    });
    expect(headers['etag']).toBe('"1"');
    expect(body.lots).toMatchObject([
      { no: 1, name: null, ceiling: null, state: null, bidCount: null, bids: [], award: null },
    ]);
    expect(body.completeness.map((m: { field: string }) => m.field)).toContain('method');
    expect((await officer.get(`/tenders/${body.id}`).expect(200)).body).toEqual(body);
  });

  it.each([
    ['a place that never changed its code', { regionText: '甘肃省兰州市城关区' }, '620102'],
    ['a place whose code became another', { regionText: '广东省广州市从化区' }, null],
    ['a name that several places have', { regionText: '江苏省鼓楼区' }, null],
    ['a region that is said to be unknown', { regionText: '甘肃省兰州市城关区', region: null }, null],
  ])('gives %s its code, or says that it is missing', async (_, said, code) => {
    const { region, completeness } = await officer.tender(said);
    expect(region).toBe(code);
    const missing = (completeness as { field: string }[]).some(({ field }) => field === 'region');
    expect(missing).toBe(code === null);
  });

  it('keeps everything that is given, as it is given', async () => {
    const [line, programme] = [await officer.serviceLine(), await officer.programme([null, '1000000.00'])];
    const known = {
      conducted: 'elsewhere',
      dataset: 'live',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      regionText: 'N省B市K区',
      budgetLevel: 'provincial',
      programme,
      serviceLines: [line],
      window: { start: '2018-01', end: '2018-05-31' },
      termText: '五个月',
      budget: '400000.5',
      projectNo: 'P-2017-1',
    };
    const lots = [
      { no: 2, name: '二标段', ceiling: '200000', pricing: 'competitive' },
      { no: 1, name: '一标段', ceiling: '200000.00', budget: '200000.00', pricing: 'fixed' },
    ];
    const externalIds = [{ system: 'ccgp', id: '项目/2017 #1' }];
    const body = await officer.tender({ ...known, lots, externalIds });
    expect(body).toMatchObject({ ...known, budget: '400000.50', externalIds });
    expect(body.lots).toMatchObject([
      { no: 1, name: '一标段', ceiling: '200000.00', budget: '200000.00', pricing: 'fixed' },
      { no: 2, name: '二标段', ceiling: '200000.00', budget: null, pricing: 'competitive' },
    ]);
    const found = await officer.get(`/tenders?externalId=${encodeURIComponent('ccgp:项目/2017 #1')}`).expect(200);
    expect(found.body.items.map((t: { id: string }) => t.id)).toEqual([body.id]);
  });

  it('the same request with the same key is one tender', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const body = { buyer: officer.body, title: '只录一次' };
    const [first, second] = [await officer.post('/tenders', body, key), await officer.post('/tenders', body, key)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
    await officer.post('/tenders', { ...body, title: '另一个' }, key).expect(422);
  });

  it('a further round shares the purchase and counts on', async () => {
    const first = await officer.tender();
    const second = await officer.tender({ follows: first.id });
    const third = await officer.tender({ follows: first.id });
    expect([second, third].map((t) => [t.purchaseId === first.purchaseId, t.round])).toEqual([
      [true, 2],
      [true, 3],
    ]);
    expect(new Set([first, second, third].map((t) => t.ocid)).size).toBe(3);
    const { body } = await officer.get(`/tenders?purchase=${first.purchaseId}`).expect(200);
    expect(body.items.map((t: { round: number }) => t.round)).toEqual([1, 2, 3]);
  });

  it('is audited and announced once', async () => {
    const { id } = await officer.tender({ title: '记录一次' });
    const rows = await app.dataSource.query(
      `SELECT a.action, o.action AS event FROM audit_entry a JOIN outbox o ON o.audit_id = a.id WHERE a.aggregate_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ action: 'recorded', event: 'recorded' }]);
  });

  it.each([
    ['no such body', () => ({ buyer: randomUUID() }), 404, '/buyer', 'not_found'],
    ['the body of somebody else', () => ({ buyer: stranger.body }), 404, '/buyer', 'not_found'],
    ['a dataset that the body is not of', () => ({ dataset: 'study' }), 422, '/buyer', 'dataset_mismatch'],
    ['no such line', () => ({ serviceLines: [randomUUID()] }), 422, '/serviceLines', 'dataset_mismatch'],
    ['no such programme', () => ({ programme: randomUUID() }), 422, '/programme', 'dataset_mismatch'],
    ['a round of nobody', () => ({ follows: randomUUID() }), 404, '/follows', 'not_found'],
    ['two lots of one number', () => ({ lots: [{ no: 1 }, { no: 1 }] }), 400, '/lots', 'not_unique'],
    [
      'a window that runs backwards',
      () => ({ window: { start: '2018-06', end: '2018-05-31' } }),
      422,
      '/window/end',
      'end_before_start',
    ],
    ['what is conducted nowhere', () => ({ conducted: 'nowhere' }), 400, '/conducted', 'not_allowed_value'],
  ] as const)('%s is refused and leaves nothing', async (_, wrong, status, pointer, code) => {
    const before = await rowCounts(app);
    const { body } = await officer.post('/tenders', { buyer: officer.body, title: 't', ...wrong() }).expect(status);
    expect(body.errors[0].pointer.startsWith(pointer)).toBe(true);
    expect(body.errors[0].code).toBe(code);
    expect(await rowCounts(app)).toEqual(before);
  });

  it('the programme and the round of another body are not to be had', async () => {
    const programme = await stranger.programme([null, '1.00']);
    await officer.post('/tenders', { buyer: officer.body, title: 't', programme }).expect(422);
    const published = await stranger.tender();
    await stranger.facts(published.id, [given('notice')]).expect(200);
    await officer.get(`/tenders/${published.id}`).expect(200);
    await officer.post('/tenders', { buyer: officer.body, title: 't', follows: published.id }).expect(404);
  });

  it('an external id that is taken names its place', async () => {
    const externalIds = [{ system: 'erp', id: '1' }];
    await officer.tender({ externalIds });
    const second = [{ system: 'erp', id: '2' }, ...externalIds];
    const { body } = await officer
      .post('/tenders', { buyer: officer.body, title: 't', externalIds: second })
      .expect(409);
    expect(body).toMatchObject({ code: 'external_id_taken', errors: [{ pointer: '/externalIds/1' }] });
  });

  it('asks for an account with the permission', async () => {
    const body = { buyer: officer.body, title: 't' };
    await app.http.post('/api/v1/tenders').send(body).expect(401);
    const agency = await makeUser(app, 'agency_manager');
    await app.http.post('/api/v1/tenders').set(agency.auth).send(body).expect(403);
    const approver = await makeAccount(app, { role: 'bureau_approver', organisation: officer.body });
    await app.http.post('/api/v1/tenders').set(approver.auth).send(body).expect(403);
  });
});

describe('who sees a purchase', () => {
  it('what is not published is its own bodies’ and their region’s, and 404 to everybody else', async () => {
    const { id } = await officer.tender({ region: '990203' });
    await officer.facts(id, [given('notice', { publishedOn: '2017-11-24' }, stated)]).expect(200);
    const supervisorOf = async (region: string) => {
      const organisation = await makeBody(app, { kind: 'supervisor', region });
      return makeAccount(app, { role: 'supervisor', organisation });
    };
    const see = async (auth: Record<string, string>, status: number) => {
      await publicGet(`/tenders/${id}`).set(auth).expect(status);
      const { body } = await publicGet(`/tenders?buyer=${officer.body}`).set(auth).expect(200);
      expect(body.items.some((t: { id: string }) => t.id === id)).toBe(status === 200);
    };
    await see({}, 404);
    await see(officer.account.auth, 200);
    await see(stranger.account.auth, 404);
    await see((await supervisorOf('990203')).auth, 200);
    await see((await supervisorOf('990200')).auth, 200);
    await see((await supervisorOf('990204')).auth, 404);
    await see(
      (await makeAccount(app, { role: 'finance_authority', organisation: await makeBody(app, { region: '990000' }) }))
        .auth,
      200,
    );
    await stranger.facts(id, [given('notice')]).expect(404);
  });

  it('what is published is everybody’s to read and its own bodies’ to record', async () => {
    const { id } = await officer.tender();
    await officer.facts(id, [given('notice')]).expect(200);
    const { body } = await publicGet(`/tenders/${id}`).expect(200);
    expect(body).toMatchObject({ published: true, state: 'open', allowedActions: [] });
    expect((await stranger.facts(id, [given('award')]).expect(403)).body.code).toBe('not_permitted');
    expect((await officer.get(`/tenders/${id}`)).body.facts).toHaveLength(1);
  });

  it('of a published tender outsiders see what was published: no bid, award or contract that was only stated', async () => {
    const { id } = await officer.tender();
    const facts = [
      given('notice'),
      given('bid', { bidder: { name: '密封投标人' }, price: '199000.00' }, { lot: 1, ...stated }),
      given('award', { supplier: { name: '密封投标人' }, amount: '199000.00', bidCount: 3 }, { lot: 1, ...stated }),
      given('contract', { number: 'HT-1', amount: '199000.00' }, { lot: 1, ...stated }),
    ];
    const { body: own } = await officer.facts(id, facts).expect(200);
    expect(own.lots[0]).toMatchObject({ bids: [{ price: '199000.00' }], award: { amount: '199000.00' }, bidCount: 3 });
    const contract = own.contracts[0].id;
    const { body } = await publicGet(`/tenders/${id}`).expect(200);
    expect(body.lots[0]).toMatchObject({ bids: [], award: null, bidCount: null });
    expect(body.contracts).toEqual([]);
    expect(body.facts.map((f: { kind: string }) => f.kind)).toEqual(['notice']);
    expect(JSON.stringify(body)).not.toContain('密封');
    await publicGet(`/contracts/${contract}`).expect(404);
    expect((await publicGet(`/contracts?tender=${id}`)).body.items).toEqual([]);
    expect((await publicGet('/notices?q=密封')).body.items).toEqual([]);
    // The result is published: its amount is public from now on. Who supplies, and how many bid, its notice does not say; a fact is
    // public where a publication tells it, and what stands beside it is not.
    await officer.facts(id, [given('award', { amount: '199000.00' }, { lot: 1 })]).expect(200);
    const later = (await publicGet(`/tenders/${id}`).expect(200)).body;
    expect(later.lots[0]).toMatchObject({ bids: [], award: { amount: '199000.00', supplier: null }, bidCount: null });
    await officer
      .facts(id, [given('award', { bidCount: 3, supplier: { name: '密封投标人' } }, { lot: 1 })])
      .expect(200);
    expect((await publicGet(`/tenders/${id}`)).body.lots[0]).toMatchObject({
      ...{ bids: [], award: { amount: '199000.00', supplier: { name: '密封投标人' } }, bidCount: 3 },
    });
  });

  it('a contract is public once a publication of it is on record, and what was only stated of it is not', async () => {
    const contract = await officer.contract({ amount: '5.00' }, {}, stated);
    await publicGet(`/contracts/${contract}`).expect(404);
    await officer.contractFacts(contract, [given('payment', { amount: '1.00' }, stated)]).expect(200);
    await officer.contractFacts(contract, [given('acceptance', { result: 'passed' })]).expect(200);
    const { body } = await publicGet(`/contracts/${contract}`).expect(200);
    expect(body.facts.map((f: { kind: string }) => f.kind)).toEqual(['acceptance']);
    expect((await officer.get(`/contracts/${contract}`)).body.facts).toHaveLength(2);
  });

  it('the supplier sees its contract', async () => {
    const organisation = await makeBody(app, { kind: 'agency' });
    const agency = await makeAccount(app, { role: 'agency_manager', organisation });
    const contract = await officer.contract({ supplier: { organisation } }, {}, stated);
    const { body } = await publicGet(`/contracts/${contract}`).set(agency.auth).expect(200);
    expect(body).toMatchObject({ supplier: { id: organisation }, allowedActions: [] });
    const refused = await app.http
      .post(`/api/v1/contracts/${contract}/facts`)
      .set({ ...agency.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [given('started')] });
    expect(refused.status).toBe(403);
  });

  it('a guessed id, and what cannot be one, is 404', async () => {
    for (const id of [randomUUID(), 'x', '1 OR 1=1'])
      for (const path of ['tenders', 'contracts'])
        expect((await officer.get(`/${path}/${encodeURIComponent(id)}`).expect(404)).body.code).toBe('not_found');
  });
});

describe('lists', () => {
  let keeper: Recorder;
  let line: string;
  let programme: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    keeper = await Recorder.of(app, '990204');
    line = await keeper.serviceLine();
    programme = await keeper.programme([null, '9000000.00']);
    const care = { category: 'ELDERLY_HOME_CARE', region: '990204', method: 'OPEN_TENDER', serviceLines: [line] };
    const work = { category: 'COMMUNITY_SOCIAL_WORK', region: '990203', method: 'INQUIRY', programme };
    ids['care'] = (await keeper.tender(care)).id;
    ids['work'] = (await keeper.tender(work)).id;
    const supplier = { name: '清单上的供应商' };
    await keeper.facts(ids['care'] as string, [given('contract', { supplier }, { lot: 1 })]).expect(200);
    await keeper.facts(ids['work'] as string, [given('notice', { deadline: '2017-12-04' })]).expect(200);
  });
  const listed = async (path: string) => {
    const { body } = await keeper.get(path).expect(200);
    return body.items.map((t: { id: string; tender?: string }) =>
      Object.keys(ids).find((name) => ids[name] === (t.tender ?? t.id)),
    );
  };

  it.each([
    ['category=ELDERLY_HOME_CARE', ['care']],
    ['method=INQUIRY', ['work']],
    ['region=990204', ['care']],
    ['region=990200', ['care', 'work']],
    ['state=contracted', ['care']],
    ['state=closed', ['work']],
    ['state=open', []],
    ['dataset=live', ['care', 'work']],
    ['dataset=study', []],
    ['updatedSince=2999-01-01T00:00:00Z', []],
  ])('tenders by %s', async (filter, expected) => {
    expect(await listed(`/tenders?buyer=${keeper.body}&${filter}`)).toEqual(expected);
  });

  it('tenders by programme and line', async () => {
    expect(await listed(`/tenders?programme=${programme}`)).toEqual(['work']);
    expect(await listed(`/tenders?serviceLine=${line}`)).toEqual(['care']);
  });

  it('contracts by tender, buyer, supplier, line, category, region and state', async () => {
    const [contract] = (await keeper.get(`/contracts?tender=${ids['care']}`).expect(200)).body.items;
    for (const filter of [
      `buyer=${keeper.body}`,
      `supplier=${contract.supplier.id}`,
      `serviceLine=${line}`,
      `buyer=${keeper.body}&category=ELDERLY_HOME_CARE`,
      `buyer=${keeper.body}&region=990204`,
      `buyer=${keeper.body}&state=signed`,
    ])
      expect(await listed(`/contracts?${filter}`)).toEqual(['care']);
    expect(await listed(`/contracts?buyer=${keeper.body}&state=active`)).toEqual([]);
    expect(await listed(`/contracts?buyer=${keeper.body}&region=990203`)).toEqual([]);
  });

  it('pages without losing or repeating a row, also while rows come in between', async () => {
    const other = await Recorder.of(app);
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push((await other.tender()).id);
    const seen: string[] = [];
    let next: string | null = `/tenders?buyer=${other.body}&limit=2`;
    for (let page = 0; next !== null; page++) {
      const { body }: { body: { items: { id: string }[]; next: string | null } } = await other.get(next).expect(200);
      seen.push(...body.items.map((t) => t.id));
      next = body.next?.replace('/api/v1', '') ?? null;
      if (page === 0) made.push((await other.tender()).id);
    }
    expect(seen).toEqual(made);
  });

  it('cost one number of statements, whatever the page holds', async () => {
    for (const path of ['/tenders', '/contracts', '/notices']) {
      const cost = (limit: number) => countQueries(() => publicGet(`${path}?limit=${limit}`).expect(200));
      await cost(1);
      expect(await cost(200)).toBe(await cost(1));
    }
  });

  it('one tender costs the same with many lots, bids and facts', async () => {
    const { id } = await keeper.tender({ lots: [1, 2, 3, 4].map((no) => ({ no })) });
    const cost = () => countQueries(() => publicGet(`/tenders/${id}`).set(keeper.account.auth).expect(200));
    const before = await cost();
    const bids = [1, 2, 3, 4].flatMap((lot) =>
      ['甲', '乙', '丙'].map((name) => given('bid', { bidder: { name } }, { lot })),
    );
    await keeper.facts(id, bids).expect(200);
    expect(await cost()).toBe(before);
  });

  it.each([
    '/tenders?colour=red',
    '/tenders?state=sold',
    '/tenders?limit=0',
    '/contracts?buyer=x',
    '/tenders?region=9',
  ])('%s is refused', async (path) => {
    expect((await publicGet(path).expect(400)).body.code).toBe('validation_failed');
  });
});
