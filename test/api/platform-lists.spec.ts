import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listPermissions, ROLE_NAMES, type Role } from '../../src/people/accounts/roles.js';
import { RouteCheck } from '../../src/kernel/access/route-check.js';
import { encodeCursor } from '../../src/kernel/http/lists/list.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { readDocument } from '../support/document.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
}
interface ListRoute {
  url: string;
  auth: Record<string, string>;
}
interface Refusal {
  code: string;
  errors?: { pointer: string }[];
}
let app: TestApp;
const lists: ListRoute[] = [];
beforeAll(async () => {
  app = await startTestApp();
  const { paths } = await readDocument<{ paths: Record<string, { get?: { parameters?: Parameter[] } }> }>(app);
  const permissions = new Map(
    app.running.app
      .get(RouteCheck)
      .routes()
      .filter((r) => r.method === 'GET')
      .map((r) => [
        `/${r.path}`
          .replaceAll(/\/+/g, '/')
          .replace(/(?<=.)\/$/, '')
          .replaceAll(/:(\w+)/g, '{$1}'),
        r.permission,
      ]),
  );
  const people = new Map<Role, TestAccount>();
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get?.parameters?.some((p) => p.name === 'cursor')) continue;
    const permission = permissions.get(path.replace('/api/v1', ''));
    const role = ROLE_NAMES.find((r) => permission === 'signed_in' || listPermissions([r]).has(permission as never));
    if (permission !== null && !role) throw new Error(`nobody may read ${path}`);
    if (role && !people.has(role)) people.set(role, await makeUser(app, role));
    const query = get.parameters
      .filter((p) => p.in === 'query' && p.required)
      .map((p) => `${p.name}=${SAMPLE[p.name]}`);
    lists.push({
      url: `${path.replace(/\{name\}/, 'categories').replaceAll(/\{\w+\}/g, GUESSED)}?${query.join('&')}`,
      auth: permission === null || !role ? {} : (people.get(role)?.auth ?? {}),
    });
  }
});
afterAll(() => app.close());

const GUESSED = '2f1c9d0e-0000-4000-8000-000000000000';
/** Filters that a list cannot do without. */
const SAMPLE: Record<string, string> = { subject: `tender:${GUESSED}`, month: '2026-01' };

const refusal = async ({ url, auth }: ListRoute, query: string) => {
  const { status, body } = await app.http.get(`${url}&${query}`).set(auth);
  return { status, ...(body as Refusal) };
};

describe('every list', () => {
  it('is found in the document', () => {
    expect(lists.length).toBeGreaterThanOrEqual(20);
  });

  it('takes a limit of 1 to 200 and no other', async () => {
    for (const list of lists)
      for (const limit of ['0', '201', '-1', '1.5', 'abc', '', '1e2', '0x1', '99999999999999999999', '%E4%BA%94']) {
        const answer = await refusal(list, `limit=${limit}`);
        expect([list.url, limit, answer.status, answer.code, answer.errors?.[0]?.pointer]).toEqual([
          list.url,
          limit,
          400,
          'validation_failed',
          '/limit',
        ]);
      }
  });

  it('knows its filters and no other', async () => {
    for (const list of lists) {
      const answer = await refusal(list, 'colour=red');
      expect([list.url, answer.status, answer.errors?.map((e) => e.pointer)]).toEqual([list.url, 400, ['/colour']]);
    }
  });

  it('refuses a cursor that is none, or is another list’s', async () => {
    const { next } = (await app.http.get('/api/v1/rules?limit=1')).body as { next: string };
    const foreign = new URL(next, app.url).searchParams.get('cursor') ?? '';
    const own = (url: string) => url.startsWith('/api/v1/rules?');
    for (const list of lists)
      for (const cursor of ['', 'x', 'null', '../..', '%00', "1'--", 'WyIxIl0', '.', foreign, `${foreign}x`]) {
        if (own(list.url) && cursor === foreign) continue;
        const answer = await refusal(list, `cursor=${cursor}`);
        const expected = cursor === '%00' ? 'malformed_url' : 'bad_cursor';
        expect([list.url, cursor, answer.status, answer.code]).toEqual([list.url, cursor, 400, expected]);
      }
    expect((await refusal({ url: '/api/v1/rules?', auth: {} }, `cursor=${foreign}`)).status).toBe(200);
    expect((await refusal({ url: '/api/v1/rules?', auth: {} }, `cursor=x&cursor=${foreign}`)).status).toBe(400);
  });

  it('refuses one that was forged for it, whatever it would be to PostgreSQL', async () => {
    const places = [
      ['2020-02-30 00:00:00+00', GUESSED],
      ['2020-01-01 25:00:00+00', GUESSED],
      ['0000-01-01 00:00:00+00', GUESSED],
      ['infinity', GUESSED],
      ['now', GUESSED],
      ["2020-01-01 00:00:00+00'; DROP TABLE organisation; --", GUESSED],
      ['2020-01-01 00:00:00+00', 'x'],
      ['2020-01-01 00:00:00+00', GUESSED, GUESSED, GUESSED, GUESSED, GUESSED],
      ['2020-01-01 00:00:00+00', null],
      ['99999999999999999999'],
      ['1e3'],
      ['1; SELECT pg_sleep(10)'],
      ['\0'],
      ['\ud800'],
      [],
      {},
      null,
    ].map((place) => JSON.stringify(place));
    for (const list of lists)
      for (const place of [...places, '', '[', '99999999999999999999 x']) {
        const path = list.url.split('?')[0] as string;
        const answer = await refusal(list, `cursor=${encodeCursor(path, place)}`);
        // Where the object whose list it is cannot be seen, that is found first.
        const codes = path.includes(GUESSED) ? ['bad_cursor', 'not_found'] : ['bad_cursor'];
        expect([list.url, place, codes.includes(answer.code)]).toEqual([list.url, place, true]);
      }
  });
});
