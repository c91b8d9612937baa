import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Throttle } from '../../src/kernel/http/throttling/throttle.js';
import { makeBody, makeUser, PASSWORD } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Verb } from '../support/operations.js';
import { PlainRequests, type PlainAnswer } from '../support/plain-requests.js';

const BEHIND = { TRUSTED_PROXIES: '127.0.0.1', THROTTLE: 'true', THROTTLE_READS_PER_SECOND: '50' };
let app: TestApp;
/** The same without a proxy that is trusted. */
let open: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: BEHIND });
  open = await startTestApp({ env: { THROTTLE: 'true', THROTTLE_READS_PER_SECOND: '50' } });
});
afterAll(() => Promise.all([app.close(), open.close()]));

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;
/** Who asks by the thousand asks by a client that costs next to nothing. */
const clients = new Map<string, PlainRequests>();
afterAll(() => {
  for (const client of clients.values()) client.close();
});
type More = Record<string, string>;
function ask(from: string, verb: Verb, path: string, more: More = {}, body?: unknown, { url } = app) {
  const client = clients.get(url) ?? new PlainRequests(url);
  clients.set(url, client);
  return client.send(verb, path, { 'X-Forwarded-For': from, ...more }, body);
}
const read = (from: string, path = '/health/live', server = app, more: More = {}) =>
  ask(from, 'get', path, more, undefined, server);
const plan = (from: string) =>
  ask(from, 'post', '/api/v1/planning/windows', {}, { start: '2018-01-01', end: '2018-05-31' });
const write = (from: string, server = app, more: More = {}) =>
  ask(from, 'post', '/api/v1/registrations', more, { nothing: true }, server);
const write401 = (from: string) => ask(from, 'post', '/api/v1/tenders', {}, { title: '一' });
const broken = (from: string) => ask(from, 'post', '/api/v1/planning/windows', {}, '{"start":');

/** Asks in bursts until somebody is told to wait: how fast the machine is does not matter. */
async function untilRefused(send: () => PromiseLike<PlainAnswer>, burst = 150): Promise<PlainAnswer> {
  for (let i = 0; i < 40; i++) {
    const answers = await Promise.all(Array.from({ length: burst }, send));
    const refused = answers.find((answer) => answer.status === 429);
    if (refused) return refused;
  }
  throw new Error('nobody was refused');
}

describe('reads without an account', () => {
  it('say how many are left of how many, and say so too where none is', async () => {
    const from = '203.0.113.201';
    const { headers } = await read(from, '/api/v1/rules?limit=1');
    expect([headers['ratelimit-policy'], headers['ratelimit']]).toEqual(['"default";q=50;w=1', '"default";r=49;t=1']);
    const refused = await untilRefused(() => read(from, '/api/v1/rules?limit=1'));
    expect(refused.headers['ratelimit']).toBe('"default";r=0;t=1');
  });

  it.each<[string, (from: string) => PromiseLike<PlainAnswer>]>([
    ['of a list', (from) => read(from, '/api/v1/rules?limit=1')],
    ['of a plan, which is asked for by POST', (from) => plan(from)],
  ])('(%s) fifty a second pass', async (_, send) => {
    const from = _.length.toString();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(`203.0.113.${from}`)));
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200]));
  });

  it.each([
    ['?format=pdf', '*/*'],
    ['', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ])('of a paper (%s %s) count as many, as they cost: two a second pass', async (query, accept) => {
    const from = `203.0.113.${150 + accept.length}`;
    const paper = () =>
      read(from, `/api/v1/contracts/00000000-0000-4000-8000-000000000001${query}`, app, { Accept: accept });
    const { headers, status } = await paper();
    expect([status, headers['ratelimit']]).toEqual([404, '"default";r=25;t=1']);
    expect(code(await untilRefused(paper, 10))).toBe('throttled');
  });

  it('above the limit are told how long to wait, and pass after it', async () => {
    const refused = await untilRefused(() => read('203.0.113.100'));
    expect([refused.status, code(refused)]).toEqual([429, 'throttled']);
    const wait = Number(refused.headers['retry-after']);
    expect([Number.isInteger(wait), wait]).toEqual([true, 1]);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000 + 50));
    expect((await read('203.0.113.100')).status).toBe(200);
  });

  it('of one address do not use up another’s', async () => {
    const refused = untilRefused(() => read('203.0.113.101'));
    for (let i = 0; i < 20; i++) expect((await read(`203.0.113.${110 + i}`)).status).toBe(200);
    expect((await refused).status).toBe(429);
  });

  it('of one IPv6 network count as one', async () => {
    let i = 0;
    const refused = await untilRefused(() => read(`2001:db8:7:7::${(i++).toString(16)}`));
    expect(code(refused)).toBe('throttled');
  });
});

describe('writes without an account', () => {
  it('are thirty a minute', async () => {
    const answers: PlainAnswer[] = [];
    for (let i = 0; i < 31; i++) answers.push(await write('203.0.113.200'));
    expect(answers.slice(0, 30).map((a) => a.status)).toEqual(Array.from({ length: 30 }, () => 400));
    const last = answers[30] as PlainAnswer;
    expect([last.status, code(last)]).toEqual([429, 'throttled']);
    const wait = Number(last.headers['retry-after']);
    expect(wait).toBeGreaterThan(1);
    expect(wait).toBeLessThanOrEqual(60);
    // What asks and changes nothing is no write, and reading goes on.
    expect((await plan('203.0.113.200')).status).toBe(200);
    expect((await read('203.0.113.200')).status).toBe(200);
    expect((await write('203.0.113.201')).status).toBe(400);
  });

  it.each([
    ['needs/suggestions', '203.0.113.203', 30],
    ['survey-answers/questions', '203.0.113.204', 300],
    ['auth/sessions', '203.0.113.205', 30],
    ['auth/refresh', '203.0.113.206', 300],
  ])('(%s) has no way round, and keeps nothing of what was refused', async (path, from, most) => {
    const [community] = await app.dataSource.query<{ id: string }[]>(
      `INSERT INTO community (dataset, name, region) VALUES ('live', $1, '990203') RETURNING id`,
      [`社区 ${path}`],
    );
    const send = (body: object) => ask(from, 'post', `/api/v1/${path}`, {}, body);
    const kept = async () =>
      (await app.dataSource.query<{ title: string }[]>(`SELECT title FROM need WHERE title = '第三十一个'`)).length;
    for (let i = 0; i < most; i++)
      expect((await send({ community: community?.id, title: `第${i}个` })).status).not.toBe(429);
    const refused = await send({ community: community?.id, title: '第三十一个' });
    expect([refused.status, code(refused), Number(refused.headers['retry-after']) >= 1]).toEqual([
      429,
      'throttled',
      true,
    ]);
    expect(await kept()).toBe(0);
  });

  it('of three kinds do not use up each other’s: sign-ins by login, refreshes, answers of residents', async () => {
    const from = '203.0.113.207';
    const send = async (path: string, body: object) => (await ask(from, 'post', `/api/v1/${path}`, {}, body)).status;
    const signIn = (login: string) => send('auth/sessions', { login });
    for (let i = 0; i < 30; i++) expect(await signIn('Guessed')).toBe(400);
    expect([await signIn('guessed'), await signIn('another')]).toEqual([429, 400]);
    expect(await send('auth/refresh', { refreshToken: 'none' })).toBe(401);
    expect(await send('survey-answers/questions', { code: 'AAAAA-AAAAA-AAAAA-AAAAA' })).toBe(404);
    expect((await write(from)).status).toBe(400);
  });

  it('that are refused are not remembered by their key', async () => {
    const keyed = () => write('203.0.113.202', app, { 'Idempotency-Key': 'the same' });
    const refused = await untilRefused(keyed, 5);
    expect(code(refused)).toBe('throttled');
    const rows = await app.dataSource.query<unknown[]>(`SELECT FROM idempotent_request WHERE status = 429`);
    expect(rows).toEqual([]);
  });
});

describe('an account', () => {
  it('is counted by itself, not by the address it shares', async () => {
    const officer = await makeUser(app, 'bureau_officer', await makeBody(app));
    const anonymous = await untilRefused(() => write('203.0.113.210'), 5);
    expect(anonymous.status).toBe(429);
    const made = await app.http
      .post('/api/v1/organisations')
      .set('X-Forwarded-For', '203.0.113.210')
      .set(officer.auth)
      .send({ name: 'from a crowded address' });
    expect(made.status).toBe(201);
  });

  it('has four times what an address has, wherever it comes from', async () => {
    const [busy, other] = [await makeUser(app, 'supervisor'), await makeUser(app, 'supervisor')];
    let i = 0;
    const from = () => `203.0.113.${(i++ % 200) + 1}`;
    const first = await Promise.all(
      Array.from({ length: 200 }, () => read(from(), '/api/v1/calendars?limit=0', app, busy.auth)),
    );
    expect(first.filter((a) => a.status === 429)).toEqual([]);
    const throttle = new Throttle(app.settings);
    const tries = Array.from({ length: 201 }, () => throttle.count(...requestOf(busy.id)).catch((e: Error) => e));
    const outcomes = await Promise.all(tries);
    expect(outcomes.slice(0, 200).every((outcome) => outcome === undefined)).toBe(true);
    expect(outcomes[200]).toMatchObject({ code: 'throttled' });
    expect(await throttle.count(...requestOf(other.id))).toBeUndefined();
  });
});

/** One request of an account: the throttle is asked itself, because no machine of ours is sure to send 200 a second. */
function requestOf(account: string) {
  const request = { method: 'GET', originalUrl: '/api/v1/me', principal: { id: account }, query: {}, headers: {} };
  return [request, { setHeader: () => undefined }] as never as Parameters<Throttle['count']>;
}

describe('what no route takes', () => {
  it.each<[string, number, (from: string) => PromiseLike<PlainAnswer>]>([
    ['an address that is none', 404, (from) => read(from, '/api/v1/nothing')],
    ['one outside the API', 404, (from) => read(from, '/nothing')],
    ['a token that is none', 401, (from) => read(from, '/api/v1/me', app, { Authorization: 'Bearer none' })],
    ['nobody signed in', 401, (from) => write401(from)],
    ['another method', 405, (from) => ask(from, 'delete', '/api/v1/rules')],
    ['another method beside the API', 405, (from) => ask(from, 'post', '/docs')],
    ['a body that is no JSON', 400, (from) => broken(from)],
    ['an address that is not text', 400, (from) => read(from, '/api/v1/rules?category=%ff')],
  ])('(%s) is told what is left, as of a read, and is told to wait above the limit', async (name, status, send) => {
    const from = `198.18.1.${name.length}`;
    const first = await send(from);
    expect([first.status, first.headers['ratelimit-policy'], first.headers['ratelimit']]).toEqual([
      status,
      '"default";q=50;w=1',
      '"default";r=49;t=1',
    ]);
    const refused = await untilRefused(() => send(from));
    expect([code(refused), refused.headers['ratelimit']]).toEqual(['throttled', '"default";r=0;t=1']);
    expect(Number(refused.headers['retry-after'])).toBe(1);
  });

  it('counts for the account where one may not', async () => {
    const { auth } = await makeUser(app, 'supervisor');
    const { status, headers } = await app.http.post('/api/v1/organisations').set(auth).send({ name: '不许' });
    expect([status, headers['ratelimit-policy'], headers['ratelimit']]).toEqual([
      403,
      '"default";q=200;w=1',
      expect.stringMatching(/^"default";r=19\d;t=1$/),
    ]);
  });

  it('takes nothing of what the network may write', async () => {
    const from = '198.18.1.200';
    const expired = await Promise.all(Array.from({ length: 40 }, () => write401(from)));
    expect(new Set(expired.map(({ status }) => status))).toEqual(new Set([401]));
    expect((await write(from)).status).toBe(400);
  });
});

describe('pages beside the API', () => {
  it.each(['/', '/docs', '/docs/problems.md', '/docs/swagger-ui.css', '/openapi.json', '/problems/throttled', '/s'])(
    '%s is counted, and answers no other method',
    async (path) => {
      const from = `198.18.2.${path.length}`;
      const { status, headers } = await read(from, path);
      expect([status, headers['ratelimit']]).toEqual([200, '"default";r=49;t=1']);
      const other = await ask(from, 'post', path);
      expect([other.status, other.headers['allow'], code(other)]).toEqual([405, 'GET, HEAD', 'method_not_allowed']);
      expect(code(await untilRefused(() => read(from, path)))).toBe('throttled');
    },
  );

  it('is a read where only its head is asked for', async () => {
    const { headers } = await app.http.head('/api/v1/rules').set('X-Forwarded-For', '198.18.2.201');
    expect(headers['ratelimit-policy']).toBe('"default";q=50;w=1');
  });
});

describe('a proxy that nobody has listed', () => {
  it('names addresses that are not believed: whoever changes them does not get more', async () => {
    let i = 0;
    const refused = await untilRefused(() => write(`198.51.100.${i++}`, open), 5);
    expect([code(refused), i <= 35]).toEqual(['throttled', true]);
    let j = 0;
    expect(code(await untilRefused(() => read(`198.51.100.${j++ % 250}`, '/health/live', open)))).toBe('throttled');
  });

  it('shares its address with nobody who comes from there directly', async () => {
    expect((await write('198.51.100.1', open)).status).toBe(429);
    expect((await open.http.post('/api/v1/registrations').send({ nothing: true })).status).toBe(400);
  });

  it('is as little believed in RFC 7239’s words', async () => {
    const answer = await open.http.post('/api/v1/registrations').set('Forwarded', 'for=192.0.2.60').send({});
    expect(answer.status).toBe(429);
  });
});

describe('a proxy that is listed', () => {
  it('is believed, but not what stood there before it', async () => {
    // The last address is the one the proxy has seen; the first the client may have written itself.
    const forged = (i: number) => write(`192.0.2.${i}, 203.0.113.220`);
    for (let i = 0; i < 30; i++) expect((await forged(i)).status).toBe(400);
    expect((await forged(31)).status).toBe(429);
    expect((await write('203.0.113.221')).status).toBe(400);
  });
});

describe('a preflight of a page of another origin', () => {
  it('is told what is left for reads, and takes nothing of it', async () => {
    const server = await startTestApp({ env: { ...BEHIND, CORS_ORIGINS: 'https://platform.example' } });
    try {
      const from = '198.18.3.1';
      const preflight = () =>
        server.http.options('/api/v1/tenders').set({
          Origin: 'https://platform.example',
          'Access-Control-Request-Method': 'POST',
          'X-Forwarded-For': from,
        });
      for (let i = 0; i < 3; i++) {
        const { status, headers } = await preflight();
        expect([status, headers['ratelimit-policy'], headers['ratelimit']]).toEqual([
          204,
          '"default";q=50;w=1',
          '"default";r=50;t=1',
        ]);
      }
      await untilRefused(() => read(from, '/health/live', server));
      const { status, headers } = await preflight();
      expect([status, headers['ratelimit']]).toEqual([204, expect.stringMatching(/^"default";r=\d+;t=1$/)]);
    } finally {
      await server.close();
    }
  });
});

describe('a sign-in beyond the limit of its login or of its network', () => {
  it('that the address is known for is let on, and is told that nothing is left', async () => {
    const server = await startTestApp({ env: { ...BEHIND, THROTTLE_SIGN_INS_PER_MINUTE: '2' } });
    try {
      const { login } = await makeUser(server, 'bureau_officer');
      const signIn = (password: string) =>
        server.http.post('/api/v1/auth/sessions').set('X-Forwarded-For', '198.18.3.2').send({ login, password });
      expect((await signIn(PASSWORD)).status).toBe(201);
      // The network has 40 a minute for all its logins.
      const answers = [];
      for (let i = 0; i < 45; i++) answers.push(await signIn('wrong'));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
      for (const { headers } of answers.slice(2)) expect(headers['ratelimit']).toMatch(/^"default";r=0;t=\d+$/);
      expect(answers.at(-1)?.headers['ratelimit-policy']).toBe('"default";q=40;w=60');
    } finally {
      await server.close();
    }
  });
});
