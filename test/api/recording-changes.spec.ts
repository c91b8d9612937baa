import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder, rowCounts, stated } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

const lot = { lot: 1 };
const patch = (id: string, version: number, body: object) => officer.change('patch', `/tenders/${id}`, version, body);

describe('changing a recorded tender', () => {
  const KNOWN = {
    title: '社区居家养老服务采购',
    method: 'OPEN_TENDER',
    category: 'ELDERLY_HOME_CARE',
    region: '990203',
    regionText: 'B市K区',
    budgetLevel: 'provincial',
    window: { start: '2018-01-01', end: '2018-05-31' },
    termText: '五个月',
    budget: '200000.00',
    projectNo: 'P-1',
  };

  it('changes what is given and nothing else', async () => {
    const tender = await officer.tender(KNOWN);
    const { body, headers } = await patch(tender.id, 1, { title: '新名称', budget: '300000' }).expect(200);
    expect(headers['etag']).toBe(`"${body.version}"`);
    expect(body.version).toBeGreaterThan(1);
    expect({ ...body, version: 1, updatedAt: tender.updatedAt }).toEqual({
      ...tender,
      title: '新名称',
      budget: '300000.00',
    });
    const [entry] = await app.dataSource.query(
      `SELECT action, convert_from(canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry WHERE aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
      [tender.id],
    );
    expect(entry).toEqual({
      action: 'changed',
      data: {
        changed: {
          title: { from: KNOWN.title, to: '新名称' },
          budget: { from: '20000000', to: '30000000' },
        },
      },
    });
  });

  it('null removes, member by member of a window, and completeness says so', async () => {
    const { id } = await officer.tender(KNOWN);
    const { body } = await patch(id, 1, { method: null, region: null, window: { end: null } }).expect(200);
    expect(body).toMatchObject({ method: null, region: null, window: { start: '2018-01-01', end: null } });
    const missing = body.completeness.map((m: { field: string }) => m.field);
    expect(missing).toEqual(expect.arrayContaining(['method', 'region', 'window.end']));
    const none = await patch(id, body.version, { window: null }).expect(200);
    expect(none.body.window).toEqual({ start: null, end: null });
  });

  it('what changes nothing is no change', async () => {
    const { id } = await officer.tender(KNOWN);
    const { body } = await patch(id, 1, { title: KNOWN.title, budget: '200000.0', window: KNOWN.window }).expect(200);
    expect(body.version).toBe(1);
    expect((await patch(id, 1, {}).expect(200)).body.version).toBe(1);
  });

  it('needs If-Match, and refuses a stale one', async () => {
    const { id } = await officer.tender();
    const bare = await app.http.patch(`/api/v1/tenders/${id}`).set(officer.account.auth).send({ title: 'x' });
    expect([bare.status, bare.body.code]).toEqual([428, 'if_match_required']);
    await patch(id, 1, { title: 'x' }).expect(200);
    expect((await patch(id, 1, { title: 'y' }).expect(412)).body.code).toBe('stale_version');
  });

  it('refuses a window that would run backwards', async () => {
    const { id } = await officer.tender(KNOWN);
    for (const window of [{ start: '2018-06-01' }, { end: '2017' }, { start: '2019', end: '2018' }]) {
      const { body } = await patch(id, 1, { window }).expect(422);
      expect(body).toMatchObject({ code: 'end_before_start', errors: [{ pointer: '/window/end' }] });
    }
    await patch(id, 1, { window: { start: '2018-05' } }).expect(200);
  });

  it.each([
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['the buyer', { buyer: randomUUID() }, '/buyer'],
    ['the dataset', { dataset: 'study' }, '/dataset'],
    ['the lots', { lots: [] }, '/lots'],
    ['no title', { title: null }, '/title'],
    ['an empty title', { title: '  ' }, '/title'],
    ['a method nobody knows', { method: 'AUCTION' }, '/method'],
    ['a number for money', { budget: 5 }, '/budget'],
    ['a window of no days', { window: { start: '2018-02-30' } }, '/window/start'],
    ['a window that is none', { window: 'soon' }, '/window'],
  ])('refuses %s', async (_, body, pointer) => {
    const { id } = await officer.tender(KNOWN);
    const answer = await patch(id, 1, body).expect(400);
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toContain(pointer);
    expect((await officer.get(`/tenders/${id}`)).body.version).toBe(1);
  });

  it('is the buyer’s to do', async () => {
    const { id } = await officer.tender();
    const stranger = await Recorder.of(app);
    await stranger.change('patch', `/tenders/${id}`, 1, { title: 'x' }).expect(404);
    await officer.facts(id, [given('notice')]).expect(200);
    await stranger.change('patch', `/tenders/${id}`, 2, { title: 'x' }).expect(403);
    const approver = await makeAccount(app, { role: 'bureau_approver', organisation: officer.body });
    const answer = await app.http
      .patch(`/api/v1/tenders/${id}`)
      .set({ ...approver.auth, 'If-Match': '"2"' })
      .send({});
    expect(answer.status).toBe(403);
  });

  it('its contracts and notices follow', async () => {
    const tender = await officer.tender({ ...KNOWN, title: '随之而改的项目' });
    const facts = [given('notice', { deadline: '2017-12-04' }), given('contract', { amount: '5.00' }, lot)];
    const { body } = await officer.facts(tender.id, facts).expect(200);
    const programme = await officer.programme([null, '1000.00']);
    const change = {
      title: '随之而改的新项目',
      method: 'INQUIRY',
      category: 'DISABILITY',
      region: '990204',
      regionText: 'B市Q区',
      programme,
    };
    await patch(tender.id, body.version, change).expect(200);
    const contract = (await officer.get(`/contracts/${body.contracts[0].id}`).expect(200)).body;
    expect(contract).toMatchObject({ title: change.title, category: 'DISABILITY', region: '990204', programme });
    expect(contract.version).toBe(2);
    const { items } = (await app.http.get('/api/v1/notices?q=随之而改').expect(200)).body;
    expect(items).toHaveLength(2);
    const { title, method, category, region, regionText } = change;
    for (const item of items) expect(item).toMatchObject({ title, method, category, region, regionText });
    expect((await app.http.get('/api/v1/notices?q=B市Q区')).body.items).toHaveLength(2);
    expect((await app.http.get('/api/v1/notices?q=B市K区')).body.items).toHaveLength(0);
    const events = await app.dataSource.query(`SELECT action FROM outbox WHERE aggregate_id = $1 ORDER BY id`, [
      contract.id,
    ]);
    expect(events.map((e: { action: string }) => e.action)).toEqual(['recorded', 'ground_changed']);
  });
});

describe('the service lines of a purchase', () => {
  const put = (id: string, version: number, serviceLines: unknown) =>
    officer.change('put', `/tenders/${id}/service-lines`, version, { serviceLines });

  it('are given whole, and its contracts have the same', async () => {
    const [a, b, c] = [await officer.serviceLine(), await officer.serviceLine(), await officer.serviceLine()];
    const { id } = await officer.tender({ serviceLines: [a, b] });
    const { body } = await officer.facts(id, [given('contract', {}, lot)]).expect(200);
    const changed = await put(id, body.version, [b, c, c.toUpperCase()]).expect(200);
    expect(changed.body.serviceLines).toEqual([b, c].sort());
    const contract = await officer.get(`/contracts/${body.contracts[0].id}`).expect(200);
    expect(contract.body.serviceLines).toEqual([b, c].sort());
    expect((await put(id, changed.body.version, [c, b]).expect(200)).body.version).toBe(changed.body.version);
    const none = await put(id, changed.body.version, []).expect(200);
    expect(none.body.completeness).toContainEqual({ field: 'serviceLines', lot: null });
    expect((await officer.get(`/contracts/${body.contracts[0].id}`)).body.completeness).toContainEqual({
      field: 'serviceLines',
      lot: null,
    });
  });

  it('a line that a plan speaks of stays', async () => {
    const line = await officer.serviceLine();
    const { id } = await officer.tender({ serviceLines: [line] });
    const { body } = await officer.facts(id, [given('contract', {}, lot)]).expect(200);
    await officer
      .contractFacts(body.contracts[0].id, [given('plan', { kind: 'renew', serviceLine: line })])
      .expect(200);
    expect((await put(id, body.version, []).expect(409)).body.code).toBe('conflict');
    expect((await officer.get(`/tenders/${id}`)).body.serviceLines).toEqual([line]);
  });

  it('are of the dataset; a change needs If-Match', async () => {
    const line = await officer.serviceLine();
    const { id } = await officer.tender();
    const { body } = await put(id, 1, [line, randomUUID()]).expect(422);
    expect(body).toMatchObject({ code: 'dataset_mismatch', errors: [{ pointer: '/serviceLines/1' }] });
    expect((await put(id, 1, ['x']).expect(400)).body.errors[0].pointer).toMatch(/^\/serviceLines/);
    expect((await put(id, 7, [line]).expect(412)).body.code).toBe('stale_version');
    await app.http
      .put(`/api/v1/tenders/${id}/service-lines`)
      .set(officer.account.auth)
      .send({ serviceLines: [] })
      .expect(428);
  });
});

describe('the budget of a programme', () => {
  const award = (amount: string, rest: object = {}) => given('award', { amount }, { ...lot, ...rest });
  const contract = (amount: string) => given('contract', { amount }, lot);

  it('holds what its tenders are awarded, to the fen; a refusal has the figures and leaves nothing', async () => {
    const programme = await officer.programme([null, '500000.00']);
    const [first, second] = [await officer.tender({ programme }), await officer.tender({ programme })];
    await officer.facts(first.id, [award('300000.00')]).expect(200);
    const before = await rowCounts(app);
    const { body } = await officer.facts(second.id, [award('200000.01')]).expect(422);
    expect(body).toMatchObject({
      code: 'budget_exceeded',
      facts: {
        programme,
        exceeded: [
          { name: '第1项', amount: '500000.00', committed: '500000.01', exceededBy: '0.01' },
          { budgetLine: null, amount: '500000.00', committed: '500000.01', exceededBy: '0.01' },
        ],
      },
    });
    expect(await rowCounts(app)).toEqual(before);
    await officer.facts(second.id, [award('200000.00')]).expect(200);
    const committed = (await officer.get(`/programmes/${programme}`).expect(200)).body;
    expect(committed).toMatchObject({ committed: { deals: 2, amount: '500000.00' }, exceeded: [] });
  });

  it('holds line by line where lines have categories', async () => {
    const programme = await officer.programme(['ELDERLY_HOME_CARE', '100.00'], ['DISABILITY', '900.00']);
    const care = await officer.tender({ programme, category: 'ELDERLY_HOME_CARE' });
    const { body } = await officer.facts(care.id, [award('100.01')]).expect(422);
    expect(body.facts.exceeded).toMatchObject([{ name: '第1项', exceededBy: '0.01' }]);
    await officer.facts(care.id, [award('100.00')]).expect(200);
  });

  it('a contract counts at its own amount, once', async () => {
    const programme = await officer.programme([null, '100.00']);
    const tender = await officer.tender({ programme });
    await officer.facts(tender.id, [award('100.00')]).expect(200);
    await officer.facts(tender.id, [contract('100.00')]).expect(200);
    const bare = await officer.tender({ programme });
    await officer.facts(bare.id, [contract('0.01')]).expect(422);
    const { body } = await officer.facts(bare.id, [given('contract', {}, lot)]).expect(200);
    const signed = given('signed', { amount: '0.01' });
    expect((await officer.contractFacts(body.contracts[0].id, [signed]).expect(422)).body.code).toBe('budget_exceeded');
  });

  it('what failed is spent no more', async () => {
    const programme = await officer.programme([null, '100.00']);
    const [first, second] = [await officer.tender({ programme }), await officer.tender({ programme })];
    await officer.facts(first.id, [award('100.00')]).expect(200);
    await officer.facts(second.id, [award('100.00')]).expect(422);
    await officer.facts(first.id, [given('failure', {}, lot)]).expect(200);
    await officer.facts(second.id, [award('100.00')]).expect(200);
  });

  it('a correction counts as corrected', async () => {
    const programme = await officer.programme([null, '100.00']);
    const tender = await officer.tender({ programme });
    const { body } = await officer.facts(tender.id, [award('90.00')]).expect(200);
    const correct = (amount: string) =>
      officer.facts(tender.id, [award(amount, { replaces: body.facts[0].id, reason: 'x' })]);
    await correct('100.01').expect(422);
    await correct('100.00').expect(200);
  });

  it('holds when a purchase changes its programme or category', async () => {
    const [small, big] = [await officer.programme([null, '50.00']), await officer.programme([null, '100.00'])];
    const tender = await officer.tender({ programme: big });
    const { body } = await officer.facts(tender.id, [award('100.00')]).expect(200);
    expect((await patch(tender.id, body.version, { programme: small }).expect(422)).body.code).toBe('budget_exceeded');
    await patch(tender.id, body.version, { programme: null }).expect(200);
    const lines = await officer.programme(['DISABILITY', '10.00'], ['OTHER', '100.00']);
    const other = await officer.tender({ programme: lines, category: 'OTHER' });
    const { version } = (await officer.facts(other.id, [award('100.00')]).expect(200)).body;
    await patch(other.id, version, { category: 'DISABILITY' }).expect(422);
  });

  it('what was exceeded before does not stand in the way of other facts', async () => {
    const programme = await officer.programme([null, '100.00']);
    const tender = await officer.tender({ programme });
    await officer.facts(tender.id, [award('100.00')]).expect(200);
    const { body } = await officer.get(`/programmes/${programme}`).expect(200);
    await officer
      .change('patch', `/programmes/${programme}/budget-lines/${body.budgetLines[0].id}`, body.version, {
        amount: '60.00',
      })
      .expect(200);
    await officer.facts(tender.id, [contract('100.00')]).expect(200);
    const another = await officer.tender({ programme });
    await officer.facts(another.id, [award('0.01')]).expect(422);
  });

  it('a programme without lines, and awards without amounts, exceed nothing', async () => {
    const programme = await officer.programme();
    const tender = await officer.tender({ programme });
    await officer.facts(tender.id, [award('1000000.00')]).expect(200);
    const funded = await officer.tender({ programme: await officer.programme([null, '1.00']) });
    await officer.facts(funded.id, [given('award', { decidedOn: '2017-12' }, { ...lot, ...stated })]).expect(200);
  });
});
