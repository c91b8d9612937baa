import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const NOTICE = { kind: 'notice', url: 'https://example.org/n', publishedOn: null, reference: 'n-1' };
const TOLD = { kind: 'statement', url: null, publishedOn: null, reference: '电话记录' };

describe('what was not published', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app, { region: '990203' });
    officer = await makeUser(app, 'bureau_officer', bureau);
  });
  afterAll(() => app.close());

  const tender = async (more: object = {}): Promise<string> => {
    const answer = await app.http
      .post('/api/v1/tenders')
      .set(officer.auth)
      .send({ buyer: bureau, title: `养老 ${randomUUID()}`, category: 'ELDERLY_HOME_CARE', ...more });
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as { id: string }).id;
  };
  const record = (id: string, facts: object[], by = officer) =>
    app.http.post(`/api/v1/tenders/${id}/facts`).set(by.auth).set('Idempotency-Key', randomUUID()).send({ facts });
  const award = (source: object) => ({
    kind: 'award',
    lot: 1,
    data: { decidedOn: '2019-12-20', supplier: { name: '未公布中标机构' }, amount: '8888888.00' },
    source,
  });
  const notice = { kind: 'notice', data: { publishedOn: '2019-11-01' }, source: NOTICE };

  it('shows neither in public statistics nor in the state that the public is told', async () => {
    const id = await tender();
    await record(id, [notice, award(TOLD)]).expect(200);
    const figures = await app.http.get('/api/v1/statistics/awards?year=2019&groupBy=agency&dataset=live').expect(200);
    expect(JSON.stringify(figures.body)).not.toContain('未公布中标机构');
    const seen = await app.http.get(`/api/v1/tenders/${id}`).expect(200);
    expect([seen.body.state, seen.body.lots[0].state, seen.body.lots[0].award]).toEqual(['open', 'open', null]);
    const listed = await app.http.get('/api/v1/tenders?state=result_published&limit=200').expect(200);
    expect((listed.body.items as { id: string }[]).map((t) => t.id)).not.toContain(id);
    const own = await app.http.get(`/api/v1/tenders/${id}`).set(officer.auth).expect(200);
    expect([own.body.state, own.body.lots[0].state]).toEqual(['result_published', 'result_published']);
    await record(id, [award({ ...NOTICE, reference: 'n-2' })]).expect(200);
    const told = await app.http.get('/api/v1/statistics/awards?year=2019&groupBy=agency&dataset=live').expect(200);
    expect(JSON.stringify(told.body)).toContain('未公布中标机构');
    expect((await app.http.get(`/api/v1/tenders/${id}`)).body.state).toBe('result_published');
  });

  it('of a contract is not named by the coverage of its line, which still counts it', async () => {
    const line = await app.http
      .post('/api/v1/service-lines')
      .set(officer.auth)
      .send({ name: '居家养老', category: 'ELDERLY_HOME_CARE', since: '2019-01-01' });
    const id = await tender({ serviceLines: [(line.body as { id: string }).id] });
    const contract = {
      kind: 'contract',
      lot: 1,
      data: { supplier: { name: '某机构' }, window: { start: '2019-01-01', end: '2019-05-31' } },
      source: TOLD,
    };
    await record(id, [contract]).expect(200);
    const url = `/api/v1/service-lines/${(line.body as { id: string }).id}/coverage?asOf=2019-12-31`;
    const seen = await app.http.get(url).expect(200);
    expect(seen.body.spells).toEqual([
      expect.objectContaining({
        from: '2019-01-01',
        to: '2019-05-31',
        contract: null,
        agency: null,
        agencyName: null,
        contractedDays: 151,
      }),
    ]);
    const own = await app.http.get(url).set(officer.auth).expect(200);
    expect(own.body.spells[0].contract).toMatch(/^[0-9a-f-]{36}$/);
    expect(own.body.spells[0].agencyName).toBe('某机构');
  });

  it('stays in the sight of the buyer’s supervisor, wherever the purchase says that it lies', async () => {
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
    const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '990300' }));
    for (const more of [{}, { region: '110000' }, { region: null }, { region: '990203' }]) {
      const id = await tender(more);
      expect((await app.http.get(`/api/v1/tenders/${id}`).set(supervisor.auth)).status).toBe(200);
      expect((await app.http.get(`/api/v1/tenders/${id}`).set(elsewhere.auth)).status).toBe(404);
    }
    const [row] = await app.dataSource.query<Record<string, string | null>[]>(
      `SELECT overseen_region('990203', '990200') AS within, overseen_region('110000', '990200') AS away,
         overseen_region(NULL, '990200') AS unsaid, overseen_region('110000', '000000') AS everywhere,
         overseen_region('110000', NULL) AS nobody, overseen_region('990203001', '990203') AS street`,
    );
    expect(row).toEqual({
      within: '990203',
      away: '990200',
      unsaid: '990200',
      everywhere: '110000',
      nobody: '110000',
      street: '990203001',
    });
  });

  it('is not previewed for those who only see the purchase', async () => {
    const id = await tender({ window: { start: '2019-01-01', end: '2019-05-31' } });
    await record(id, [notice]).expect(200);
    const stranger = await makeUser(app, 'bureau_officer');
    const preview = (by: TestAccount) => app.http.post('/api/v1/risk/previews').set(by.auth).send({ tenderId: id });
    expect([(await preview(officer)).status, (await preview(stranger)).status]).toEqual([200, 404]);
  });
});

describe('the edges of a request', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
  });
  afterAll(() => app.close());

  it('a slash at the end makes no other route for a key', async () => {
    const key = randomUUID();
    const send = (path: string) =>
      app.http.post(path).set(officer.auth).set('Idempotency-Key', key).send({ buyer: bureau, title: '一次' });
    const first = await send('/api/v1/tenders');
    const second = await send('/api/v1/tenders/');
    expect([second.status, second.body.id, second.headers['idempotent-replay']]).toEqual([201, first.body.id, 'true']);
  });

  it('a parameter that a route does not have is refused, never dropped', async () => {
    const made = await app.http.post('/api/v1/tenders?x=1').set(officer.auth).send({ buyer: bureau, title: 'x' });
    expect([made.status, made.body.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: '?x', code: 'unknown_field' })],
    ]);
    expect((await app.http.get('/api/v1/me?verbose=1').set(officer.auth)).status).toBe(400);
  });

  it('a version is written in one way', async () => {
    const { body } = await app.http.post('/api/v1/tenders').set(officer.auth).send({ buyer: bureau, title: 'x' });
    const patch = await app.http
      .patch(`/api/v1/tenders/${(body as { id: string }).id}`)
      .set(officer.auth)
      .set('If-Match', '"01"')
      .send({ title: 'y' });
    expect([patch.status, patch.body.code]).toEqual([400, 'bad_if_match']);
  });

  it('two external ids of one body differ', async () => {
    const twice = [
      { system: 'erp', id: '7' },
      { system: 'erp', id: '7' },
    ];
    const answer = await app.http
      .post('/api/v1/tenders')
      .set(officer.auth)
      .send({ buyer: bureau, title: 'x', externalIds: twice });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '/externalIds']);
  });

  it('a cursor belongs to its filters; how many items a page has is free', async () => {
    for (let i = 0; i < 3; i++)
      await app.http
        .post('/api/v1/tenders')
        .set(officer.auth)
        .send({ buyer: bureau, title: `${i}` });
    const page = await app.http.get('/api/v1/tenders?limit=1&dataset=live').set(officer.auth).expect(200);
    const next = new URL(page.body.next as string, 'http://x');
    expect((await app.http.get(next.pathname + next.search).set(officer.auth)).body.items).toHaveLength(1);
    next.searchParams.set('limit', '2');
    expect((await app.http.get(next.pathname + next.search).set(officer.auth)).body.items).toHaveLength(2);
    next.searchParams.set('dataset', 'study');
    const other = await app.http.get(next.pathname + next.search).set(officer.auth);
    expect([other.status, other.body.code]).toEqual([400, 'bad_cursor']);
  });

  it('a draft names lines of one dataset', async () => {
    const lines: string[] = [];
    for (const dataset of ['live', 'fiction']) {
      const answer = await app.http
        .post('/api/v1/service-lines')
        .set(officer.auth)
        .send({ name: '居家养老', category: 'ELDERLY_HOME_CARE', since: '2019-01-01', dataset });
      if (answer.status === 201) lines.push((answer.body as { id: string }).id);
    }
    expect(lines).toHaveLength(2);
    const preview = await app.http
      .post('/api/v1/risk/previews')
      .set(officer.auth)
      .send({ tender: { category: 'ELDERLY_HOME_CARE', serviceLines: lines } });
    expect([preview.status, preview.body.code]).toEqual([422, 'dataset_mismatch']);
  });
});
