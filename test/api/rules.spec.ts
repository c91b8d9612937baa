import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { RULES } from '../../src/law/rules/rule-book.js';
import { Schemas } from '../contract/schemas.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/sign-in.js';

let app: TestApp;
let admin: string;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signInAs(app, 'admin');
});
afterAll(() => app.close());

interface Page {
  items: { id: string; code: string }[];
  next: string | null;
}
const get = (path: string) => app.http.get(path);
async function all(path: string): Promise<Page['items']> {
  const items: Page['items'] = [];
  for (let next: string | null = path; next !== null;) {
    const answer = await get(next).set('Authorization', admin);
    expect(answer.status).toBe(200);
    const page = answer.body as Page;
    items.push(...page.items);
    next = page.next;
  }
  return items;
}
const ids = async (query: string): Promise<string[]> => (await all(`/api/v1/rules?${query}`)).map((rule) => rule.id);

describe('GET /rules', () => {
  it('serves all 158 to everybody, page by page, in one order', async () => {
    const first = await get('/api/v1/rules');
    expect([first.status, (first.body as Page).items.length]).toEqual([200, 50]);
    expect(await ids('limit=7')).toEqual(RULES.map((rule) => rule.id));
    expect(await ids('limit=158')).toHaveLength(158);
  });

  it('answers as its document says, shares below one among the values', async () => {
    const document = (await get('/openapi.json')).body as OpenAPIObject;
    const schemas = new Schemas(document);
    const rules = (await all('/api/v1/rules?limit=200')) as unknown as { id: string; value: unknown }[];
    const faults = (rule: object) => schemas.faults(['components', 'schemas', 'RuleDto'], rule);
    expect(rules.flatMap((rule) => faults(rule).map((fault) => `${rule.id} ${fault}`))).toEqual([]);
    expect(rules.some(({ value }) => typeof value === 'number' && !Number.isInteger(value))).toBe(true);
  });

  it('say what becomes of each: its class, where it is enforced, and why where it is not', async () => {
    interface Classified {
      id: string;
      class: string;
      severity: string;
      enforcedBy: { kind: string; name: string; actions: string[] }[];
      reason: string | null;
    }
    const rules = (await all('/api/v1/rules?limit=200')) as unknown as Classified[];
    const classes = [...new Set(rules.map((rule) => rule.class))];
    const count = (name: string) => rules.filter((rule) => rule.class === name).length;
    expect(Object.fromEntries(classes.map((name) => [name, count(name)]))).toEqual({
      guard: 77,
      clock: 30,
      signal: 17,
      parameter: 17,
      information: 17,
    });
    const find = (id: string) => rules.find((rule) => rule.id === id);
    expect(find('DEMAND-PUBLIC-OPINION')).toMatchObject({
      class: 'guard',
      enforcedBy: [
        { kind: 'guard', name: 'opinion_missing', actions: ['tender.approve'] },
        { kind: 'indicator', name: 'S07', actions: [] },
      ],
      reason: null,
    });
    expect(find('REPORT-2WD')?.enforcedBy).toEqual([
      { kind: 'clock', name: 'report_delivered', actions: [] },
      { kind: 'indicator', name: 'W06', actions: [] },
    ]);
    for (const rule of rules) expect([rule.id, rule.enforcedBy.length > 0]).toEqual([rule.id, rule.reason === null]);
    const information = (await all('/api/v1/rules?class=information')) as unknown as Classified[];
    expect(information.map(({ reason }) => typeof reason)).toEqual(Array(17).fill('string'));
    expect(await ids('class=clock&stage=remedy&at=2017-12-01')).toEqual([
      'INQUIRY-3WD',
      'CHALLENGE-7WD',
      'CHALLENGE-REPLY-7WD',
      'COMPLAINT-15WD',
      'COMPLAINT-DECIDE-30WD',
    ]);
  });

  it('of 2017-12-01 are those in force on that day', async () => {
    const at = await ids('at=2017-12-01');
    expect(at).toEqual(
      expect.arrayContaining(['TENDER-PREP-20D', 'CONSULT-PREP-10D', 'GPS-TERM-3Y-2014', 'CONTRACT-30D']),
    );
    for (const later of ['INTENT-30D', 'DEMAND-SURVEY', 'PAY-10WD', 'LOWPRICE-AVG-50', 'WINDOW-SHORT'])
      expect(at).not.toContain(later);
  });

  it('are filtered by method, stage, level and jurisdiction together', async () => {
    expect(await ids('method=COMPETITIVE_CONSULTATION&stage=tender&at=2017-12-01')).toEqual([
      'BUDGET-DISCLOSED',
      'CONSULT-PREP-10D',
      'CONSULT-DOC-5WD',
      'CONSULT-CLARIFY-5D',
      'CONSULT-NOTICE-3WD',
      'PRICE-WEIGHT-CONSULT',
      'NO-REGION-SCORE',
      'SCORE-QUANTIFIED',
      'SUPPLIER-BARRED',
    ]);
    expect(await ids('stage=plan&at=2021-06-01&level=provincial')).toContain('INTENT-30D');
    expect(await ids('stage=plan&at=2021-06-01&level=below_provincial')).not.toContain('INTENT-30D');
    expect(await ids('stage=evaluation&jurisdiction=440303&limit=200')).toContain('EVAL-GRADE-SZ');
    expect(await ids('stage=evaluation&jurisdiction=CN&limit=200')).not.toContain('EVAL-GRADE-SZ');
  });

  it('each filter works alone, without a day', async () => {
    const everywhere = await ids('limit=200');
    const local = ['EVAL-GRADE-SZ', 'EVAL-SZ-SAMPLE30', 'EVAL-SZ-FINAL-1M', 'EVAL-FAIL-BAR-1Y', 'WAGE-60'];
    const national = everywhere.filter((id) => !local.includes(id));
    expect(everywhere).toEqual(expect.arrayContaining(local));
    expect(await ids('level=central&limit=200')).toEqual(national);
    expect(await ids('level=provincial&limit=200')).toEqual(national);
    expect(await ids('level=below_provincial&limit=200')).toEqual(everywhere);
    expect(await ids('jurisdiction=CN&limit=200')).toEqual(national);
    expect(await ids('jurisdiction=510100&limit=200')).toEqual(
      everywhere.filter((id) => id === 'WAGE-60' || national.includes(id)),
    );
    expect(await ids('jurisdiction=440303&level=central&limit=200')).toEqual(national);
  });

  it('carry everything there is to cite, methods as the API names them', async () => {
    const { body } = await get('/api/v1/rules?stage=tender&method=COMPETITIVE_CONSULTATION&at=2017-12-01&limit=2').set(
      'Accept-Language',
      'zh-CN',
    );
    expect((body as Page).items[1]).toEqual({
      id: 'CONSULT-PREP-10D',
      stage: 'tender',
      methods: ['COMPETITIVE_CONSULTATION'],
      what: '磋商文件发出至首次响应截止',
      op: '>=',
      value: 10,
      unit: 'calendar_day',
      startEvent: 'doc_issued',
      endEvent: 'first_response_deadline',
      document: '政府采购竞争性磋商采购方式管理暂行办法(财库〔2014〕214号)',
      article: '第十条第一款',
      confidence: 'B',
      effectiveFrom: '2014-12-31',
      effectiveTo: null,
      effectiveByLevel: null,
      effectiveNote: null,
      severity: 'violation',
      jurisdiction: 'CN',
      appliesIf: null,
      note: null,
      class: 'guard',
      enforcedBy: [
        { kind: 'guard', name: 'preparation_too_short', actions: ['tender.submit', 'tender.issue'] },
        { kind: 'clock', name: 'response_deadline', actions: [] },
        { kind: 'indicator', name: 'W06', actions: [] },
      ],
      reason: null,
    });
    const english = await get('/api/v1/rules?limit=1').set('Accept-Language', 'en');
    expect((english.body as Page).items[0]).toMatchObject({
      id: 'INTENT-30D',
      what: 'From the publication of the procurement intent to the start of the procurement activity',
      effectiveByLevel: { central: '2020-07-01', provincial: '2021-01-01', below_provincial: '2022-01-01' },
    });
  });

  it.each([
    'at=2017-02-29',
    'at=2017',
    'method=磋商',
    'stage=later',
    'class=law',
    'level=city',
    'jurisdiction=44',
    'limit=201',
    'limit=0',
    'x=1',
  ])('?%s is 400', async (query) => {
    const { status, body } = await get(`/api/v1/rules?${encodeURI(query)}`);
    expect([status, (body as { code: string }).code]).toEqual([400, 'validation_failed']);
  });

  it('a cursor that is none of ours is 400', async () => {
    const foreign = Buffer.from('["NO-SUCH-RULE"]').toString('base64url');
    for (const cursor of ['x', foreign]) {
      const { status, body } = await get(`/api/v1/rules?cursor=${cursor}`);
      expect([status, (body as { code: string }).code]).toEqual([400, 'bad_cursor']);
    }
  });
});

describe('GET /code-lists/{name}', () => {
  it('gives the categories in their order, labelled in the language asked for', async () => {
    const { status, body } = await get('/api/v1/code-lists/categories')
      .set('Authorization', admin)
      .set('Accept-Language', 'zh');
    expect(status).toBe(200);
    expect((body as Page).items[0]).toEqual({
      code: 'ELDERLY_HOME_CARE',
      label: '社区老人居家养老服务',
      labels: { zh: '社区老人居家养老服务', en: 'Home care for the elderly in communities' },
      catalogueCode: 'C05010400',
      publicService: true,
      continuous: true,
    });
    expect((await all('/api/v1/code-lists/regions?limit=30')).map((region) => region.code)).toContain('990203');
  });

  it('is for everybody: what public routes take is read without an account, and the same to whoever asks', async () => {
    for (const list of ['categories', 'target-groups', 'regions', 'organisation-kinds']) {
      const [anyone, signedIn] = [
        await get(`/api/v1/code-lists/${list}`),
        await get(`/api/v1/code-lists/${list}`).set('Authorization', admin),
      ];
      expect([anyone.status, anyone.text, anyone.headers['etag']]).toEqual([
        200,
        signedIn.text,
        signedIn.headers['etag'],
      ]);
      expect((anyone.body as Page).items.length).toBeGreaterThan(1);
      expect(
        (await get(`/api/v1/code-lists/${list}`).set('If-None-Match', String(anyone.headers['etag']))).status,
      ).toBe(304);
    }
  });

  it('an unknown list is 404, with an account or without', async () => {
    for (const list of ['colours', 'toString'])
      for (const account of [{}, { Authorization: admin }])
        expect((await get(`/api/v1/code-lists/${list}`).set(account)).status).toBe(404);
  });
});

describe('/thresholds', () => {
  const threshold = {
    region: '990000',
    level: 'provincial',
    object: 'services',
    amount: '2000000.00',
    effectiveFrom: '2017-01-01',
    source: 'N省政府集中采购目录及标准',
    confidence: 'B',
  };
  const add = (body: object) => app.http.post('/api/v1/thresholds').set('Authorization', admin).send(body);

  it('know what the central catalogue of 2020 says and nothing of the places below', async () => {
    const central = await get('/api/v1/thresholds?region=110000&level=central&object=services&at=2020-01-01').set(
      'Authorization',
      admin,
    );
    expect((central.body as Page).items).toMatchObject([
      {
        region: 'CN',
        amount: '2000000.00',
        currency: 'CNY',
        effectiveFrom: '2020-01-01',
        effectiveTo: null,
        confidence: 'B',
      },
    ]);
    expect(await all('/api/v1/thresholds?region=110000&level=central&object=services&at=2019-12-31')).toEqual([]);
    expect(await all('/api/v1/thresholds?region=440000&level=provincial&at=2020-01-01')).toEqual([]);
  });

  it('a new one ends the one before; overlapping ones are refused', async () => {
    const first = await add(threshold);
    expect([first.status, first.body]).toEqual([
      201,
      expect.objectContaining({ amount: '2000000.00', effectiveTo: null }),
    ]);
    const second = await add({ ...threshold, amount: '4000000', effectiveFrom: '2020-01-01' });
    expect(second.status).toBe(201);
    expect(await all('/api/v1/thresholds?region=990203&level=provincial&at=2018-06-01')).toMatchObject([
      { amount: '2000000.00', effectiveTo: '2019-12-31' },
    ]);
    expect(await all('/api/v1/thresholds?region=990203&level=provincial&at=2021-06-01')).toMatchObject([
      { amount: '4000000.00' },
    ]);
    const overlapping = await add({ ...threshold, effectiveFrom: '2019-06-01', effectiveTo: '2020-06-01' });
    expect([overlapping.status, (overlapping.body as { code: string }).code]).toEqual([409, 'conflict']);
    expect(await all('/api/v1/thresholds?region=990000')).toHaveLength(3);
  });

  it('of a kind of their own say from which amount on a purchase is one of the law', async () => {
    const limits = (query: string) => all(`/api/v1/thresholds?kind=procurement&${query}`);
    const yunnan = (level: string) => ({ kind: 'procurement', level, amount: '600000.00', effectiveTo: null });
    expect(await limits('region=530000&at=2024-02-01')).toMatchObject([
      { kind: 'procurement', region: 'CN', level: 'central', amount: '1000000.00' },
      yunnan('provincial'),
      yunnan('below_provincial'),
    ]);
    expect(await limits('region=530102&level=below_provincial&at=2024-01-31')).toEqual([]);
    expect(await all('/api/v1/thresholds?region=530000&level=provincial&at=2024-02-01')).toMatchObject([
      { kind: 'open_tender', amount: '4000000.00' },
    ]);
    const open = await all('/api/v1/thresholds?region=990000');
    // Of the same place and days as the open-tender threshold, and nothing of that one ends.
    const stated = await add({ ...threshold, kind: 'procurement', amount: '50000.00' });
    expect([stated.status, stated.body]).toEqual([201, expect.objectContaining({ kind: 'procurement' })]);
    expect(await all('/api/v1/thresholds?region=990000')).toEqual(open);
    const twice = await add({ ...threshold, kind: 'procurement', effectiveTo: '2018-01-01' });
    expect([twice.status, (twice.body as { code: string }).code]).toEqual([409, 'conflict']);
  });

  it('bad ones are refused and nothing is stored', async () => {
    const before = await all('/api/v1/thresholds');
    const backwards = await add({ ...threshold, effectiveFrom: '2021-01-01', effectiveTo: '2020-12-31' });
    expect([backwards.status, (backwards.body as { code: string }).code]).toEqual([422, 'end_before_start']);
    for (const bad of [
      { amount: 2000000 },
      { amount: '200万' },
      { level: 'city' },
      { kind: 'catalogue' },
      { object: 'service' },
      { region: 'N' },
      { source: '' },
      { confidence: 'D' },
    ])
      expect((await add({ ...threshold, ...bad })).status).toBe(400);
    expect(await all('/api/v1/thresholds')).toEqual(before);
    expect((await app.http.post('/api/v1/thresholds').send(threshold)).status).toBe(401);
    expect((await get('/api/v1/thresholds')).status).toBe(401);
  });
});
