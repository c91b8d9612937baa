import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw.js';
import { ON_PURPOSE } from '../support/seen.js';

interface ProblemAnswer {
  type: string;
  title: string;
  status: number;
  code: string;
  errors?: { pointer: string; code: string; text: string }[];
  requestId: string;
}
let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  officer = await makeUser(app, 'bureau_officer', await makeBody(app));
});
afterAll(() => app.close());

const outcome = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as ProblemAnswer).code];

describe('an error', () => {
  it('is a problem of RFC 9457 that repeats the request’s id', async () => {
    const answer = await app.http.get('/api/v1/nothing').set('X-Request-Id', 'abc-1.2_3');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['x-request-id']).toBe('abc-1.2_3');
    expect(answer.body).toEqual({
      type: '/problems/route_not_found',
      title: 'There is no such route',
      status: 404,
      code: 'route_not_found',
      requestId: 'abc-1.2_3',
    });
  });

  it.each(['a b', 'x'.repeat(65), '"><script>', '号'])('gets an id of its own instead of %s', async (id) => {
    const answer = await sendRaw(app.url, ['GET /api/v1/nothing HTTP/1.1', `X-Request-Id: ${id}`]);
    const { requestId } = JSON.parse(answer.body) as ProblemAnswer;
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['x-request-id']).toBe(requestId);
  });

  it.each<[string | null, string]>([
    [null, 'There is no such route'],
    ['zh-CN', '没有这个接口'],
    ['zh', '没有这个接口'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'There is no such route'],
    ['fr, zh-TW;q=0.7, en;q=0.2', '没有这个接口'],
    ['zh;q=0', 'There is no such route'],
    ['fr', 'There is no such route'],
    [';;;q=,q', 'There is no such route'],
  ])('speaks to Accept-Language %s: %s', async (language, title) => {
    const answer = await app.http.get('/api/v1/nothing').set(language === null ? {} : { 'Accept-Language': language });
    expect(answer.body).toMatchObject({ title, code: 'route_not_found' });
  });

  it('names the fields in the language asked for, by the same codes', async () => {
    const ask = async (language: string) => {
      const { body } = await app.http
        .post('/api/v1/planning/windows')
        .set('Accept-Language', language)
        .send({ start: '2018-02-30', end: '2018-05-31', more: 1 });
      return (body as Required<ProblemAnswer>).errors.sort((a, b) => (a.pointer < b.pointer ? -1 : 1));
    };
    const [en, zh] = [await ask('en'), await ask('zh')];
    expect(en.map((e) => [e.pointer, e.code])).toEqual([
      ['/more', 'unknown_field'],
      ['/start', 'not_a_day'],
    ]);
    expect(zh.map((e) => [e.pointer, e.code])).toEqual(en.map((e) => [e.pointer, e.code]));
    expect(zh.map((e) => e.text)).toEqual(['未知字段', '2018-02-30 不存在：2018 年 2 月的日期为 01 至 28']);
  });

  it('says what to do where one is not signed in', async () => {
    const answer = await app.http.get('/api/v1/me');
    expect([...outcome(answer), answer.headers['www-authenticate']]).toEqual([401, 'not_signed_in', 'Bearer']);
  });
});

describe('an address', () => {
  it.each(['/api', '/api/v1', '/api/v2/tenders', '/api/v1/tenders/', '/API/v1/tenders', '/api/v1/Tenders', '/.env'])(
    '%s that is none of ours is 404',
    async (path) => {
      const answer = await app.http.get(path);
      if (answer.status === 200)
        expect(path).toBe('/api/v1/tenders/'); // a slash at the end changes nothing
      else expect(outcome(answer)).toEqual([404, 'route_not_found']);
    },
  );

  it.each(['put', 'patch', 'delete', 'options'] as const)('does not take the method %s', async (method) => {
    const answer = await app.http[method]('/api/v1/tenders').set(officer.auth);
    expect([...outcome(answer), answer.headers['allow']]).toEqual([405, 'method_not_allowed', 'GET, HEAD, POST']);
    expect(outcome(await app.http[method]('/api/v1/nothing').set(officer.auth))).toEqual([404, 'route_not_found']);
  });

  it.each(['TRACE', 'PROPFIND', 'LINK'])('nor %s', async (method) => {
    const answer = await sendRaw(app.url, [`${method} /api/v1/tenders HTTP/1.1`]);
    expect([answer.status, answer.body]).toEqual([405, expect.stringContaining('"method_not_allowed"')]);
  });

  it('takes HEAD as GET without the body', async () => {
    const [full, head] = [await app.http.get('/api/v1/tenders'), await app.http.head('/api/v1/tenders')];
    expect([head.status, head.text ?? '']).toEqual([200, '']);
    expect(head.headers['content-length']).toBe(full.headers['content-length']);
    expect((await app.http.head('/api/v1/risk/flags')).status).toBe(401);
    expect((await app.http.head('/api/v1/nothing')).status).toBe(404);
  });

  it.each([
    '/api/v1/tenders/%E0%A4%A',
    '/api/v1/tenders/%',
    '/api/v1/%ff',
    '/api/v1/notices?q=%ED%A0%80',
    '/api/v1/notices?q=%00',
    '/api/v1/code-lists/%00',
    '/%c0%ae',
  ])('%s that is no UTF-8 is 400', async (path) => {
    const answer = await sendRaw(app.url, [`GET ${path} HTTP/1.1`]);
    expect([answer.status, (JSON.parse(answer.body) as ProblemAnswer).code]).toEqual([400, 'malformed_url']);
  });

  it('of Chinese that was not encoded, as a terminal sends it, is told so', async () => {
    const answer = await sendRaw(app.url, [Buffer.from('GET /api/v1/notices?q=养老 HTTP/1.1').toString('latin1')]);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { code: 'malformed_url' }]);
    expect((await app.http.get(`/api/v1/notices?q=${encodeURIComponent('养老')}`)).status).toBe(200);
  });

  it('of more than Node takes, or what is no HTTP at all, gets a status and the end of the connection', async () => {
    expect((await sendRaw(app.url, [`GET /${'x'.repeat(20_000)} HTTP/1.1`])).status).toBe(431);
    expect((await sendRaw(app.url, ['HELLO'])).status).toBe(400);
    expect((await app.http.get('/health/live')).status).toBe(200);
  });

  it('with a parameter twice, a nested or an unknown one is 400', async () => {
    for (const query of ['limit=1&limit=2', 'limit[gt]=1', '__proto__=1', 'constructor=1', 'toString=1', 'colour=red'])
      expect([query, ...outcome(await app.http.get(`/api/v1/tenders?${query}`))]).toEqual([
        query,
        400,
        'validation_failed',
      ]);
  });

  it('with an id that is none is 404, as with a guessed one', async () => {
    for (const id of ['1', 'x', "1'--", '..%2f..', '00000000-0000-0000-0000-000000000000', '%F0%9F%98%80'])
      expect(outcome(await app.http.get(`/api/v1/tenders/${id}`))).toEqual([404, 'not_found']);
  });

  it.each(['/api/v1/tenders', '/api/v1/nothing', '/api/v1/tenders/x', '/health/live', '/docs/'])(
    '%s is never kept by anybody in between',
    async (path) => {
      const { headers } = await app.http.get(path);
      expect([headers['cache-control'], headers.etag]).toEqual(['no-store', undefined]);
      expect(headers['x-powered-by']).toBeUndefined();
      expect((await app.http.get(path).set('If-None-Match', '*')).status).not.toBe(304);
    },
  );
});

describe('a fault of ours', () => {
  it('says nothing of its inside', async () => {
    await app.dataSource.query('ALTER TABLE community RENAME TO community_hidden');
    try {
      const answer = await app.http
        .get('/api/v1/communities')
        .set('X-Request-Id', ON_PURPOSE)
        .set('Accept-Language', 'zh');
      expect(answer.body).toEqual({
        type: '/problems/internal_error',
        title: '系统内部错误',
        status: 500,
        code: 'internal_error',
        requestId: ON_PURPOSE,
      });
    } finally {
      await app.dataSource.query('ALTER TABLE community_hidden RENAME TO community');
    }
    expect((await app.http.get('/api/v1/communities')).status).toBe(200);
  });

  it('is a conflict where the database settled a race that nobody saw', async () => {
    await app.dataSource.query(`CREATE UNIQUE INDEX one_a_year ON programme (year)`);
    const make = () =>
      app.http
        .post('/api/v1/programmes')
        .set(officer.auth)
        .send({ name: '计划', year: 2018, source: { kind: 'statement' } });
    expect((await make()).status).toBe(201);
    const second = await make();
    expect(outcome(second)).toEqual([409, 'conflict']);
    expect(JSON.stringify(second.body)).not.toMatch(/one_a_year|programme/);
  });
});
