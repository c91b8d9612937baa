import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder, rowCounts } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
let tender: string;
let contract: string;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
  tender = (await officer.tender()).id;
  contract = await officer.contract();
});
afterAll(() => app.close());

/** What a body of ours may hold, as far as these tests look into it. */
type Answer = ReturnType<typeof JSON.parse>;

interface Field {
  name: string;
  longest: number;
  path: () => string;
  body: (value: unknown) => object;
  /** Where the fault is named. */
  pointer: string;
  read: (answer: Answer) => unknown;
}
const last = (answer: Answer): Answer => answer.facts.at(-1);
const ofTender = (name: string, longest: number): Field => ({
  name: `${name} of a tender`,
  longest,
  path: () => '/tenders',
  body: (value) => ({ buyer: officer.body, title: 't', [name]: value }),
  pointer: `/${name}`,
  read: (answer) => answer[name],
});
const ofFact = (kind: string, field: string, longest: number, data: (value: unknown) => object): Field => ({
  name: `${field} of ${kind}`,
  longest,
  path: () => `/tenders/${tender}/facts`,
  body: (value) => ({ facts: [given(kind, data(value), { source: { kind: 'file', reference: randomUUID() } })] }),
  pointer: `/facts/0/data/${field}`,
  read: (answer) => field.split('/').reduce((o: Answer, key) => o?.[key], last(answer)?.data),
});
const ofContract = (kind: string, field: string, longest: number, rest: object = {}): Field => ({
  ...ofFact(kind, field, longest, (value) => ({ [field]: value, ...rest })),
  path: () => `/contracts/${contract}/facts`,
});

const FIELDS: Field[] = [
  ofTender('title', 500),
  ofTender('regionText', 200),
  ofTender('termText', 1000),
  ofTender('projectNo', 200),
  {
    ...ofTender('lots', 500),
    name: 'name of a lot',
    body: (value) => ({ buyer: officer.body, title: 't', lots: [{ no: 1, name: value }] }),
    pointer: '/lots/0/name',
    read: (answer) => answer.lots[0].name,
  },
  {
    ...ofTender('externalIds', 200),
    name: 'external id',
    body: (value) => ({
      buyer: officer.body,
      title: 't',
      externalIds: [{ system: `s${randomUUID()}`.slice(0, 30), id: value }],
    }),
    pointer: '/externalIds/0/id',
    read: (answer) => answer.externalIds[0].id,
  },
  ofFact('clarification', 'text', 10_000, (text) => ({ text })),
  ofFact('bid', 'bidder/name', 200, (name) => ({ bidder: { name } })),
  {
    ...ofFact('clarification', 'reference', 200, () => ({})),
    name: 'reference of a source',
    body: (value) => ({ facts: [given('clarification', {}, { source: { kind: 'file', reference: value } })] }),
    pointer: '/facts/0/source/reference',
    read: (answer) => last(answer)?.source.reference,
  },
  ofContract('milestone', 'name', 200),
  ofContract('evaluation', 'grade', 100, { kind: 'final' }),
];

const TEXTS: [string, string][] = [
  ['SQL', `'); DROP TABLE tender; -- \\' OR 1=1 /* */ $1 %s`],
  ['HTML', `<script>alert("x")</script><img src=x onerror=alert(1)>&amp;`],
  ['marks of direction', `\u202e倒\u2066序\u2069 \u200f\u200e`],
  ['emoji', '养老服务👵🏽👨‍👩‍👧‍👦🏳️‍🌈'],
  ['a template', '${7*7} {{7*7}} #{7*7} %00 \\u0000 ../../etc/passwd'],
  ['blanks around', '  前后空格\t '],
];

describe.each(FIELDS)('$name', ({ longest, path, body, pointer, read }) => {
  it.each(TEXTS)('%s is stored as it is given', async (_, text) => {
    const answer = await officer.post(path(), body(text));
    expect([answer.status, answer.body.errors]).toEqual([path() === '/tenders' ? 201 : 200, undefined]);
    expect(read(answer.body)).toBe(text);
  });

  it('10 000 characters are stored where so many may be, else refused', async () => {
    const before = await rowCounts(app, ['audit_entry', 'outbox']);
    const answer = await officer.post(path(), body('字'.repeat(10_000)));
    if (longest >= 10_000) {
      expect(read(answer.body)).toHaveLength(10_000);
      return;
    }
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code: 'too_long' }));
    expect(await rowCounts(app, ['audit_entry', 'outbox'])).toEqual(before);
    expect(read((await officer.post(path(), body('字'.repeat(longest)))).body)).toHaveLength(longest);
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['half a character', 'a\ud83d'],
  ])('%s is refused', async (_, text) => {
    const before = await rowCounts(app);
    const answer = await officer.post(path(), body(text)).expect(400);
    expect(answer.body).toMatchObject({ code: 'malformed_text', errors: [{ pointer }] });
    expect(await rowCounts(app)).toEqual(before);
  });

  it.each([
    ['a number', 5],
    ['a list', ['x']],
    ['an object', { x: 1 }],
    ['true', true],
  ])('%s is refused', async (_, value) => {
    const before = await rowCounts(app);
    const answer = await officer.post(path(), body(value)).expect(400);
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toContainEqual(pointer);
    expect(await rowCounts(app)).toEqual(before);
  });
});

describe('a reason for a correction', () => {
  it.each(TEXTS)('%s is stored as it is given', async (_, text) => {
    const { body } = await officer.facts(tender, [
      given('failure', {}, { source: { kind: 'file', reference: randomUUID() }, lot: 1 }),
    ]);
    const replaces = body.facts.at(-1).id;
    const answer = await officer.facts(tender, [given('failure', {}, { replaces, reason: text, lot: 1 })]).expect(200);
    expect(answer.body.facts.at(-1).reason).toBe(text);
  });
});

/** A body as a client writes it who does not use a JSON library. */
const raw = (path: string, text: string, type = 'application/json') =>
  app.http
    .post(`/api/v1${path}`)
    .set({ ...officer.account.auth, 'Idempotency-Key': randomUUID(), 'Content-Type': type })
    .send(text);

describe('money', () => {
  const places: [string, (value: unknown) => [string, object], string][] = [
    ['budget of a tender', (v) => ['/tenders', { buyer: officer.body, title: 't', budget: v }], '/budget'],
    [
      'ceiling of a lot',
      (v) => ['/tenders', { buyer: officer.body, title: 't', lots: [{ no: 1, ceiling: v }] }],
      '/lots/0/ceiling',
    ],
    [
      'amount of an award',
      (v) => [`/tenders/${tender}/facts`, { facts: [given('award', { amount: v })] }],
      '/facts/0/data/amount',
    ],
    [
      'price of a bid',
      (v) => [`/tenders/${tender}/facts`, { facts: [given('bid', { bidder: { name: '甲' }, price: v })] }],
      '/facts/0/data/price',
    ],
    [
      'amount of a payment',
      (v) => [`/contracts/${contract}/facts`, { facts: [given('payment', { amount: v })] }],
      '/facts/0/data/amount',
    ],
  ];
  const BAD = [
    5,
    200000.5,
    -1,
    true,
    '',
    ' 5.00',
    '-5.00',
    '+5.00',
    '1.005',
    '1e3',
    '0x10',
    '1,000.00',
    '20万元',
    '20 万',
    '二十万',
    '￥5',
    '007',
    '.5',
    '5.',
    'NaN',
    'Infinity',
    '1000000000000000',
    '９',
    ['5.00'],
    { yuan: '5.00' },
  ];

  it.each(places)('%s: %#', async (_, send, pointer) => {
    const before = await rowCounts(app);
    for (const value of BAD) {
      const [path, body] = send(value);
      const answer = await officer.post(path, body);
      expect([value, answer.status]).toEqual([value, 400]);
      expect([value, answer.body.errors.map((e: { pointer: string }) => e.pointer)]).toEqual([
        value,
        expect.arrayContaining([pointer]),
      ]);
    }
    expect(await rowCounts(app)).toEqual(before);
  });

  it('the largest amount, nothing, and a single decimal are kept exactly', async () => {
    for (const [sent, kept] of [
      ['999999999999999.99', '999999999999999.99'],
      ['0', '0.00'],
      ['0.5', '0.50'],
    ])
      expect((await officer.tender({ budget: sent })).budget).toBe(kept);
  });

  it('1e400, NaN and 1e999999 as JSON are refused before anything looks at them', async () => {
    const before = await rowCounts(app);
    for (const number of ['1e400', '-1e400', '1e999999']) {
      const { body } = await raw('/tenders', `{"buyer":"${officer.body}","title":"t","budget":${number}}`).expect(400);
      expect(body.errors[0]).toMatchObject({ pointer: '/budget', code: 'number_out_of_range' });
    }
    for (const word of ['NaN', 'Infinity', 'undefined', '0x10', '01', "'5'"])
      expect(
        (await raw('/tenders', `{"buyer":"${officer.body}","title":"t","budget":${word}}`).expect(400)).body.code,
      ).toBe('malformed_json');
    expect(await rowCounts(app)).toEqual(before);
  });
});

describe('days', () => {
  const BAD = [
    '2018-02-29',
    '2017-11-31',
    '2017-13',
    '2017-00',
    '0000-01-01',
    '0',
    '0000',
    '20222-11-01',
    '2017-1-1',
    '2017/11/24',
    '2017年11月24日',
    '24.11.2017',
    '2017-11-24T09:30',
    'soon',
    '',
    20171124,
    true,
    ['2017'],
    null,
  ] as const;
  const kinds: [string, string, string][] = [
    ['tenders', 'intention', 'publishedOn'],
    ['tenders', 'notice', 'documentsFrom'],
    ['tenders', 'award', 'decidedOn'],
    ['tenders', 'contract', 'signedOn'],
    ['tenders', 'failure', 'on'],
    ['contracts', 'started', 'on'],
    ['contracts', 'milestone', 'dueOn'],
    ['contracts', 'acceptance', 'concludedOn'],
  ];

  it.each(kinds)('of %s, %s.%s', async (table, kind, field) => {
    const path = `/${table}/${table === 'tenders' ? tender : contract}/facts`;
    const before = await rowCounts(app);
    for (const value of BAD) {
      if (value === null) continue; // unknown
      const data = { [field]: value, ...(kind === 'milestone' && { name: '中期' }) };
      const answer = await officer.post(path, { facts: [given(kind, data)] });
      expect([value, answer.status]).toEqual([value, 400]);
      expect(answer.body.errors[0].pointer).toBe(`/facts/0/data/${field}`);
    }
    expect(await rowCounts(app)).toEqual(before);
  });

  it.each(['deadline', 'openingAt'])('%s takes a time too, with its offset', async (field) => {
    const { id } = await officer.tender();
    const send = (value: unknown) => officer.facts(id, [given('notice', { [field]: value })]);
    for (const value of [
      '2017-12-04T09:30:00',
      '2017-12-04T24:00:00+08:00',
      '2017-02-30T09:30:00+08:00',
      '2017-12-04 09:30:00+08:00',
      '2017-12-04T09:30+08:00',
      '2017-12-04T09:30:00+16:00',
    ])
      expect([value, (await send(value)).status]).toEqual([value, 400]);
    const { body } = await send('2017-12-04T09:30:00+08:00').expect(200);
    expect(body.facts[0].data[field]).toBe('2017-12-04T09:30:00+08:00');
  });

  it.each(['9999', '9999-12', '9999-12-31', '9999-12-31T23:59:59-15:59', '1000'])(
    'a deadline of %s is recorded',
    async (deadline) => {
      const { id } = await officer.tender();
      const { body } = await officer.facts(id, [given('notice', { deadline })]).expect(200);
      expect(body.state).toBe(deadline === '1000' ? 'closed' : 'open');
      await officer.get(`/tenders?state=open&buyer=${officer.body}`).expect(200);
      await app.http.get('/api/v1/notices?deadlineAfter=9999-12-31').expect(200);
    },
  );

  it('an end before its start is refused', async () => {
    const before = await rowCounts(app);
    const backwards: [string, object, string][] = [
      [
        `/tenders/${tender}/facts`,
        given('contract', { window: { start: '2018-06-01', end: '2018-05-31' } }),
        '/facts/0/data/window/end',
      ],
      [
        `/tenders/${tender}/facts`,
        given('notice', { documentsFrom: '2017-12-02', documentsTo: '2017-12-01' }),
        '/facts/0/data/documentsTo',
      ],
      [
        `/contracts/${contract}/facts`,
        given('signed', { window: { start: '2018', end: '2017-12-31' } }),
        '/facts/0/data/window/end',
      ],
    ];
    for (const [path, fact, pointer] of backwards) {
      const { body } = await officer.post(path, { facts: [fact] }).expect(422);
      expect(body).toMatchObject({ code: 'end_before_start', errors: [{ pointer }] });
    }
    expect(await rowCounts(app)).toEqual(before);
  });
});

describe('whole bodies', () => {
  it.each([
    ['nothing', '', 'application/json', 400],
    ['no JSON', '{"title":', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['a word', '"tender"', 'application/json', 400],
    ['null', 'null', 'application/json', 400],
    ['plain text', 'title=t', 'text/plain', 415],
    ['a form', 'title=t', 'application/x-www-form-urlencoded', 415],
    ['XML', '<tender/>', 'application/xml', 415],
    ['2 MB', JSON.stringify({ title: 'x'.repeat(2_000_000) }), 'application/json', 413],
    ['a deep one', `{"title":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'application/json', 400],
  ])('%s', async (_, text, type, status) => {
    const before = await rowCounts(app);
    for (const path of ['/tenders', `/tenders/${tender}/facts`, `/contracts/${contract}/facts`]) {
      const answer = await raw(path, text, type);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(typeof answer.body.code).toBe('string');
    }
    expect(await rowCounts(app)).toEqual(before);
  });

  it('reserved names are refused wherever they stand', async () => {
    const before = await rowCounts(app);
    const data = (text: string) => `{"facts":[{"kind":"award","data":${text},"source":{"kind":"notice"}}]}`;
    for (const text of [
      '{"__proto__":{"amount":"1.00"}}',
      '{"constructor":{"x":1}}',
      '{"supplier":{"__proto__":{"name":"x"}}}',
    ])
      await raw(`/tenders/${tender}/facts`, data(text)).expect(400);
    await raw('/tenders', `{"buyer":"${officer.body}","title":"t","__proto__":{"x":1}}`).expect(400);
    expect(await rowCounts(app)).toEqual(before);
  });

  it('addresses are addresses', async () => {
    const url = (value: unknown) => given('clarification', {}, { source: { kind: 'notice', url: value } });
    for (const value of ['javascript:alert(1)', 'file:///etc/passwd', 'ftp://x.cn/a', 'x', 'http://', 5])
      expect([value, (await officer.facts(tender, [url(value)])).status]).toEqual([value, 400]);
    const long = `https://www.ccgp.gov.cn/${'%E5%85%AC'.repeat(200)}`;
    for (const value of ['https://www.ccgp.gov.cn/公告?q=养老&id=1#a', long]) {
      const { body } = await officer.facts(tender, [url(value)]).expect(200);
      expect(body.facts.at(-1).source.url).toBe(value);
    }
  });

  it('numbers are numbers', async () => {
    for (const [kind, data, field] of [
      ['award', { bidCount: '3' }, 'bidCount'],
      ['award', { bidCount: 1.5 }, 'bidCount'],
      ['award', { bidCount: -1 }, 'bidCount'],
      ['award', { bidCount: 1e9 }, 'bidCount'],
      ['bid', { bidder: { name: '甲' }, rank: 0 }, 'rank'],
      ['bid', { bidder: { name: '甲' }, score: 92.5 }, 'score'],
      ['bid', { bidder: { name: '甲' }, score: '1e2' }, 'score'],
      ['notice', { singleSource: 'true' }, 'singleSource'],
      ['notice', { prequalificationTo: '2017-12-04T09:30:00+08:00' }, 'prequalificationTo'],
    ] as const) {
      const { body } = await officer.facts(tender, [given(kind, data)]).expect(400);
      expect(body.errors[0].pointer).toBe(`/facts/0/data/${field}`);
    }
    for (const lots of [[{ no: 0 }], [{ no: '1' }], [{ no: 1.5 }], [{ no: 20_000 }], [{}], ['1'], 'one', {}])
      await officer.post('/tenders', { buyer: officer.body, title: 't', lots }).expect(400);
  });
});
