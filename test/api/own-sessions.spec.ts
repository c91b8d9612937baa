import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FailedSignIns } from '../../src/people/accounts/sessions/sign-in/failed-sign-ins.js';
import { bearer, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const PATH = '/api/v1/auth/sessions';

let app: TestApp;
let officer: TestAccount;
let stranger: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  officer = await makeUser(app, 'bureau_officer');
  stranger = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

interface Shown {
  id: string;
  isCurrent: boolean;
  createdAt: string;
  refreshedAt: string | null;
  expiresAt: string;
}
const list = async (token: string): Promise<Shown[]> => {
  const answer = await app.http.get(PATH).set(bearer(token)).expect(200);
  return (answer.body as { items: Shown[] }).items;
};
const end = (token: string, id: string) => app.http.delete(`${PATH}/${id}`).set(bearer(token));
const code = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

describe('the own sessions', () => {
  it('are listed with the one that asks marked, and what was ended or is of others left out', async () => {
    const [first, second] = [await signIn(app, officer.login, PASSWORD), await signIn(app, officer.login, PASSWORD)];
    await app.http.post('/api/v1/auth/refresh').send({ refreshToken: first.refreshToken }).expect(201);
    const shown = await list(second.accessToken);
    expect(shown.map((one) => [one.isCurrent, one.refreshedAt !== null]).slice(-2)).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(shown.map((one) => one.createdAt)).toEqual([...shown.map((one) => one.createdAt)].sort());
    const mine = new Set(shown.map((one) => one.id));
    expect((await list(stranger.accessToken)).filter((one) => mine.has(one.id))).toEqual([]);
    await app.http.delete(PATH).set(bearer(first.accessToken)).expect(204);
    expect((await list(second.accessToken)).length).toBe(shown.length - 1);
  });

  it('page by page are those of one page', async () => {
    const { accessToken } = await signIn(app, officer.login, PASSWORD);
    const all = (await list(accessToken)).map((one) => one.id);
    const seen: string[] = [];
    for (let url: string | null = `${PATH}?limit=1`; url !== null;) {
      const { body }: { body: unknown } = await app.http.get(url).set(bearer(accessToken)).expect(200);
      const page = body as { items: Shown[]; next: string | null };
      seen.push(...page.items.map((one) => one.id));
      url = page.next;
    }
    expect(seen).toEqual(all);
  });

  it('can be ended one by one: the lost one is refused from then on, this one stays', async () => {
    const [lost, here] = [await signIn(app, officer.login, PASSWORD), await signIn(app, officer.login, PASSWORD)];
    const other = (await list(lost.accessToken)).find((one) => one.isCurrent) as Shown;
    expect((await end(here.accessToken, other.id)).status).toBe(204);
    expect((await app.http.get('/api/v1/me').set(bearer(lost.accessToken))).status).toBe(401);
    expect((await app.http.post('/api/v1/auth/refresh').send({ refreshToken: lost.refreshToken })).status).toBe(401);
    expect((await app.http.get('/api/v1/me').set(bearer(here.accessToken))).status).toBe(200);
    expect(code(await end(here.accessToken, other.id))).toEqual([404, 'not_found']);
  });

  it('of another cannot be ended, nor learned of', async () => {
    const [theirs] = await list(stranger.accessToken);
    expect(code(await end(officer.accessToken, (theirs as Shown).id))).toEqual([404, 'not_found']);
    expect((await app.http.get('/api/v1/me').set(stranger.auth)).status).toBe(200);
  });
});

describe('a failed sign-in', () => {
  const fail = (login: string, address: string) =>
    app.http.post(PATH).set('X-Forwarded-For', address).send({ login, password: 'this is not the one' }).expect(401);
  const count = (login: string) => app.running.app.get(FailedSignIns).count(login, 1);

  it('is recorded, of a login that nobody has as well, and found by who knows the login', async () => {
    const { login } = await makeUser(app, 'bureau_officer');
    expect(await count(login)).toMatchObject({ failures: 0, networks: 0, first: null, last: null });
    await fail(login, '203.0.113.7');
    await fail(login.toUpperCase(), '203.0.113.7');
    await fail('nobody.has.this', '203.0.113.7');
    expect(await count(login)).toMatchObject({ failures: 2, networks: 1, first: expect.any(String) });
    expect(await count('nobody.has.this')).toMatchObject({ failures: 1 });
    await signIn(app, login, PASSWORD);
    expect(await count(login)).toMatchObject({ failures: 2 });
  });

  it('tells whoever has the database alone neither login nor network', async () => {
    const rows = await app.dataSource.query<object[]>(`SELECT id, at, login, network FROM sign_in_failure`);
    expect(rows.length).toBeGreaterThan(0);
    const text = JSON.stringify(rows.map((row) => Object.values(row).map(String)));
    expect(text).not.toMatch(/nobody|203\.0|officer/);
  });

  it('is forgotten after six months', async () => {
    await app.dataSource.query(`UPDATE sign_in_failure SET at = at - interval '186 days'`);
    await fail('one.more', '203.0.113.7');
    const [row] = await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM sign_in_failure`);
    expect(row?.n).toBe(1);
  });
});
