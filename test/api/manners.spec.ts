import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '../../src/boot/refusals.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, setBusinessTime } from '../support/drafts.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  officer = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

const get = (path: string, headers: Record<string, string> = {}) => app.http.get(path).set(headers);

describe('what is public', () => {
  const KEPT = [
    '/api/v1/rules?limit=3',
    '/api/v1/code-lists/methods',
    '/api/v1/notices',
    '/api/v1/statistics/awards?year=2025',
    '/api/v1/statistics/coverage?year=2025',
    '/openapi.json',
  ];

  it.each(KEPT)('%s is answered 304 to who has it, and whole to who has another', async (path) => {
    const first = await get(path).expect(200);
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
    expect(first.headers['cache-control']).toBe('no-cache');
    if (path !== '/openapi.json') expect(first.headers['vary']).toContain('Accept-Language');
    for (const named of [etag, `"other", ${etag}`, etag.slice(2), '*']) {
      const again = await get(path, { 'If-None-Match': named }).expect(304);
      expect([again.text, again.headers['etag']]).toEqual(['', etag]);
    }
    const other = await get(path, { 'If-None-Match': '"other"' }).expect(200);
    expect([other.text, other.headers['etag']]).toEqual([first.text, etag]);
  });

  it('is not answered 304 to who asks for none at all, where there is none', async () => {
    await get('/api/v1/code-lists/nothing', { ...officer.auth, 'If-None-Match': '*' }).expect(404);
    await get('/api/v1/notices?limit=0', { 'If-None-Match': '*' }).expect(400);
  });

  it('has another mark in another language', async () => {
    const [en, zh] = [
      await get('/api/v1/rules?limit=1', { 'Accept-Language': 'en' }),
      await get('/api/v1/rules?limit=1', { 'Accept-Language': 'zh' }),
    ];
    expect(en.headers['etag']).not.toBe(zh.headers['etag']);
    const crossed = { 'Accept-Language': 'zh', 'If-None-Match': String(en.headers['etag']) };
    expect((await get('/api/v1/rules?limit=1', crossed)).text).toBe(zh.text);
  });

  it('is kept by nobody in between where the caller is signed in', async () => {
    const { headers } = await get('/api/v1/code-lists/methods', officer.auth).expect(200);
    expect(headers['cache-control']).toBe('private, no-cache');
    await get('/api/v1/code-lists/methods', { ...officer.auth, 'If-None-Match': String(headers['etag']) }).expect(304);
  });

  it('is told anew once it changed', async () => {
    const path = '/api/v1/notices?dataset=live';
    const { headers } = await get(path).expect(200);
    const draft = await Drafting.begin(app, await makeBureau(app));
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    const later = await get(path, { 'If-None-Match': String(headers['etag']) }).expect(200);
    expect(later.headers['etag']).not.toBe(headers['etag']);
  });

  it('says nothing of being kept where it was refused', async () => {
    const { headers } = await get('/api/v1/notices?limit=0').expect(400);
    expect([headers['etag'], headers['cache-control']]).toEqual([undefined, 'no-store']);
  });
});

describe('a root', () => {
  it('is never answered 304 by its version, which time does not change', async () => {
    const draft = await Drafting.begin(app, await makeBureau(app));
    const { auth } = draft.bureau.officer;
    const { headers } = await get(`/api/v1/tenders/${draft.id}`, auth).expect(200);
    const again = await get(`/api/v1/tenders/${draft.id}`, { ...auth, 'If-None-Match': String(headers['etag']) });
    expect([again.status, again.headers['cache-control']]).toEqual([200, 'no-store']);
  });
});

describe('a list', () => {
  it('names its next page in Link too, until there is none', async () => {
    const { body, headers } = await get('/api/v1/rules?limit=100').expect(200);
    const { next } = body as { next: string };
    expect(headers['link']).toBe(`<${next}>; rel="next"`);
    const last = await get(next).expect(200);
    expect([(last.body as { next: null }).next, last.headers['link']]).toEqual([null, undefined]);
  });
});

describe('an address', () => {
  const code = (answer: { body: unknown }) => (answer.body as { code: string }).code;

  it.each([
    ['delete', '/api/v1/rules', 'GET, HEAD'],
    ['put', '/api/v1/tenders/39a1b0c0-0000-4000-8000-000000000000', 'GET, HEAD, PATCH'],
    ['get', '/api/v1/auth/sessions/second-factor', 'DELETE, POST'],
    ['post', '/health/live', 'GET, HEAD'],
    ['post', '/', 'GET, HEAD'],
  ] as const)('asked by %s at %s answers 405 with what it takes', async (verb, path, allow) => {
    const answer = await app.http[verb](path).set(officer.auth);
    expect([answer.status, code(answer), answer.headers['allow']]).toEqual([405, 'method_not_allowed', allow]);
  });

  it('that is none of ours stays 404', async () => {
    for (const path of ['/api/v1/rule', '/api/v1/rules/x/y', '/nothing']) {
      const answer = await app.http.delete(path).set(officer.auth);
      expect([answer.status, code(answer), answer.headers['allow']]).toEqual([404, 'route_not_found', undefined]);
    }
  });
});

describe('the type of a problem', () => {
  it('leads to a page in both languages', async () => {
    const refused = await get('/api/v1/notices?limit=0').expect(400);
    const { type, title } = refused.body as { type: string; title: string };
    const { text, headers } = await get(type, { 'Accept-Language': 'en' }).expect(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(text).toContain(`<h1>${title}</h1>`);
    const zh = await get(`${type}?lang=zh`, { 'Accept-Language': 'en' }).expect(200);
    expect([zh.headers['content-language'], zh.text.includes(PROBLEMS.validation_failed.title.zh)]).toEqual([
      'zh',
      true,
    ]);
  });

  it('leads to a page that names the requests it answers, each with its place in the documentation, and what to do', async () => {
    const { paths } = (await get('/openapi.json?lang=zh').expect(200)).body as {
      paths: Record<string, Record<string, { summary: string; operationId: string; tags: string[] }>>;
    };
    const withdraw = paths['/api/v1/registrations/claims/withdrawal']?.['post'];
    const { text } = await get('/problems/invalid_claim?lang=zh').expect(200);
    expect(text).toContain(
      `<li><a href="/docs?lang=zh#/${withdraw?.tags[0]}/${withdraw?.operationId}">${withdraw?.summary}</a> <code>POST /api/v1/registrations/claims/withdrawal</code></li>`,
    );
    expect(text).not.toContain('/api/v1/tenders');
    const en = (await get('/problems/stale_version', { 'Accept-Language': 'en' }).expect(200)).text;
    expect(en).toContain('Read the object again and send its ETag as If-Match.');
    expect(en).toMatch(/<p>\d+ operations; the documentation names it at each.<\/p>/);
    expect((await get('/problems/method_not_allowed', { 'Accept-Language': 'en' })).text).toContain(
      'No operation by itself',
    );
  });

  it('is one of every code, and of nothing else', async () => {
    for (const name of Object.keys(PROBLEMS)) await get(`/problems/${name}`).expect(200);
    for (const name of ['unheard_of', 'toString', '__proto__']) await get(`/problems/${name}`).expect(404);
  });
});
