import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { bearer, makeAccount, makeBody, makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { AccountDesk } from '../support/account-desk.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { enrol } from '../support/authenticator.js';
import { TestProvider } from '../support/provider.js';
import { codeOf, type User } from '../support/users.js';

const AUTH = '/api/v1/auth';

let app: TestApp;
let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start();
  const providers = [
    provider.describe('city'),
    provider.describe('city-strong', { secondFactor: { acr: ['strong'] } }),
    provider.describe('away', { issuer: 'http://127.0.0.1:9' }),
    provider.describe('elsewhere', { issuer: `${provider.issuer.replace('127.0.0.1', 'localhost')}` }),
  ];
  app = await startTestApp({
    env: { SECOND_FACTOR_ROLES: 'agency_manager', OIDC_PROVIDERS: JSON.stringify(providers) },
  });
});
afterAll(async () => {
  await app.close();
  await provider.close();
});

let count = 0;
const newSubject = (): string => `subject-${++count}`;
const newHandle = (): string => randomBytes(32).toString('base64url');

interface Begun {
  url: string;
  handle: string;
}
async function begin(name = 'city'): Promise<Begun> {
  const handle = newHandle();
  const { body } = await app.http.post(`${AUTH}/providers/${name}/start`).send({ handle }).expect(200);
  return { url: (body as { url: string }).url, handle };
}
async function beginLink(by: Pick<TestAccount, 'auth'>, name = 'city'): Promise<Begun> {
  const handle = newHandle();
  const path = `${AUTH}/providers/${name}/link-start`;
  const { body } = await app.http.post(path).set(by.auth).send({ handle }).expect(200);
  return { url: (body as { url: string }).url, handle };
}
const finish = (handle: string, callback: string, name = 'city') =>
  app.http.post(`${AUTH}/providers/${name}/sessions`).send({ handle, callback });
const finishLink = (
  by: Pick<TestAccount, 'auth'>,
  handle: string,
  callback: string,
  { password = PASSWORD, name = 'city' } = {},
) => app.http.post(`${AUTH}/providers/${name}/links`).set(by.auth).send({ handle, callback, password });

/** Links a new identity to an account, and answers it. */
async function link(by: Pick<TestAccount, 'auth'>, subject = newSubject()): Promise<string> {
  const { url, handle } = await beginLink(by);
  expect((await finishLink(by, handle, await provider.visit(url, subject))).status).toBe(201);
  return subject;
}
/** Signs somebody in by the provider, as far as it comes. */
async function signIn(subject: string, name = 'city', acr?: string) {
  const { url, handle } = await begin(name);
  return finish(handle, await provider.visit(url, subject, acr), name);
}
const alter = (query: string, name: string, value: string): string => {
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return parameters.toString();
};
const me = (answer: { body: unknown }) =>
  app.http.get('/api/v1/me').set(bearer((answer.body as { accessToken: string }).accessToken));
const told = (user: string, action: string) =>
  app.dataSource.query<{ tenants: string[]; data: object }[]>(
    `SELECT tenants, payload->'data' AS data FROM outbox WHERE aggregate_id = $1 AND action = $2 ORDER BY id`,
    [user, action],
  );

describe('signing in by a provider', () => {
  it('makes an ordinary session of the account that was linked by an act in its own session', async () => {
    const body = await makeBody(app);
    const person = await makeUser(app, 'bureau_officer', body);
    const subject = newSubject();
    const { url, handle } = await beginLink(person);
    const callback = await provider.visit(url, subject);
    const linked = await finishLink(person, handle, callback);
    expect([linked.status, linked.body]).toEqual([201, expect.objectContaining({ provider: 'city' })]);
    expect(linked.headers['location']).toBe('/api/v1/auth/links');
    const answer = await signIn(subject);
    expect(answer.status).toBe(201);
    expect((await me(answer)).body).toMatchObject({ login: person.login });
    const { refreshToken } = answer.body as { refreshToken: string };
    expect((await app.http.post(`${AUTH}/refresh`).send({ refreshToken })).status).toBe(201);
    expect(await told(person.id, 'provider_linked')).toMatchObject([{ tenants: [body], data: { provider: 'city' } }]);
    const listed = await app.http.get(`${AUTH}/links`).set(person.auth).expect(200);
    expect(listed.body).toMatchObject({ items: [{ provider: 'city' }], next: null });
  });

  it('names the providers of the settings, and nothing that is secret of them', async () => {
    const { body } = await app.http.get(`${AUTH}/providers`).expect(200);
    expect((body as { items: object[] }).items[0]).toEqual({
      name: 'city',
      label: { en: 'City account', zh: '城市统一身份' },
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('answers alike for a state that is wrong or used, another client’s handle, a replayed code, a foreign nonce, issuer or client', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const subject = await link(person);
    const refused: Record<string, { status: number; body: unknown }> = {};
    const tryOne = async (what: string, spoil: (begun: Begun) => Promise<[handle: string, callback: string]>) => {
      refused[what] = await finish(...(await spoil(await begin())));
    };
    await tryOne('unknown state', async ({ url, handle }) => [
      handle,
      alter(await provider.visit(url, subject), 'state', newHandle()),
    ]);
    await tryOne('no state', async ({ url, handle }) => [
      handle,
      (await provider.visit(url, subject)).replace(/state=[^&]*&?/, ''),
    ]);
    await tryOne('handle of another', async ({ url }) => [newHandle(), await provider.visit(url, subject)]);
    await tryOne('foreign nonce', async ({ url, handle }) => {
      const address = new URL(url);
      address.searchParams.set('nonce', 'another-nonce');
      return [handle, await provider.visit(address.href, subject)];
    });
    await tryOne('foreign issuer', async ({ url, handle }) => [
      handle,
      alter(await provider.visit(url, subject), 'iss', 'https://idp.example'),
    ]);
    await tryOne('foreign client', async ({ url, handle }) => {
      const address = new URL(url);
      address.searchParams.set('client_id', 'another');
      return [handle, await provider.visit(address.href, subject)];
    });
    await tryOne('code of another start', async ({ url, handle }) => {
      const other = await begin();
      const code = new URLSearchParams(await provider.visit(other.url, subject)).get('code') ?? '';
      return [handle, alter(await provider.visit(url, subject), 'code', code)];
    });
    await tryOne('refused there', ({ url, handle }) => {
      const state = new URL(url).searchParams.get('state') ?? '';
      return Promise.resolve([handle, new URLSearchParams({ error: 'access_denied', state }).toString()]);
    });
    await tryOne('expired', async ({ url, handle }) => {
      const callback = await provider.visit(url, subject);
      await app.dataSource.query(`UPDATE provider_start SET expires_at = clock_timestamp()`);
      return [handle, callback];
    });
    await tryOne('written by hand', async ({ url, handle }) => {
      const callback = await provider.visit(url, subject);
      await app.dataSource.query(`UPDATE provider_start SET content = content || '\\x00'`);
      return [handle, callback];
    });
    await tryOne('of another provider', async ({ handle }) => {
      const other = await begin('city-strong');
      return [handle, await provider.visit(other.url, subject)];
    });
    const used = await begin();
    const callback = await provider.visit(used.url, subject);
    expect((await finish(used.handle, callback)).status).toBe(201);
    refused['replayed'] = await finish(used.handle, callback);
    refused['not linked'] = await signIn(newSubject());
    const shown = Object.entries(refused).map(([what, { status, body }]) => [
      what,
      status,
      { ...(body as object), requestId: '' },
    ]);
    const [, , first] = shown[0] ?? [];
    expect(codeOf(Object.values(refused)[0] as { body: unknown })).toBe('provider_refused');
    expect(shown).toEqual(Object.keys(refused).map((what) => [what, 401, first]));
    expect((await signIn(subject)).status).toBe(201);
  });

  it('lets one of two in who bring the same answer at the same time', async () => {
    const subject = await link(await makeUser(app, 'bureau_officer'));
    const { url, handle } = await begin();
    const callback = await provider.visit(url, subject);
    const answers = await Promise.all([finish(handle, callback), finish(handle, callback)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
  });

  it('repeated under one key answers the same tokens', async () => {
    const subject = await link(await makeUser(app, 'bureau_officer'));
    const { url, handle } = await begin();
    const callback = await provider.visit(url, subject);
    const send = () => finish(handle, callback).set('Idempotency-Key', 'provider-1');
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
  });

  it('is refused to an account that is disabled, and to one whose seats have ended it gives none', async () => {
    const admin = await makeAccount(app, { role: 'admin', organisation: null });
    const person = await makeUser(app, 'bureau_officer');
    const subject = await link(person);
    const desk = new AccountDesk(app);
    expect((await desk.act(admin, person.id, 'disable')).status).toBe(200);
    expect(codeOf(await signIn(subject))).toBe('provider_refused');
    expect((await desk.act(admin, person.id, 'enable')).status).toBe(200);
    expect((await desk.seat(admin, person.id, [])).status).toBe(200);
    expect((await me(await signIn(subject))).body).toMatchObject({ seats: [], permissions: [] });
  });

  it('says 503 where the provider is away, and to an unknown one 404', async () => {
    const start = (name: string) => app.http.post(`${AUTH}/providers/${name}/start`).send({ handle: newHandle() });
    const away = await start('away');
    expect([away.status, codeOf(away), away.headers['retry-after']]).toEqual([503, 'provider_away', '30']);
    // Whoever answers there names another issuer than the settings do.
    expect(codeOf(await start('elsewhere'))).toBe('provider_away');
    expect((await start('nobody')).status).toBe(404);
    expect((await app.http.post(`${AUTH}/providers/city/start`).send({ handle: 'short' })).status).toBe(400);
  });
});

describe('a second factor', () => {
  it('is asked for after the provider, unless its setting says that what it says counts as one', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const { recoveryCodes } = await enrol(app, person);
    const subject = await link(person);
    for (const [name, acr] of [
      ['city', 'strong'],
      ['city-strong', 'plain'],
    ] as const) {
      const due = await signIn(subject, name, acr);
      expect(codeOf(due)).toBe('second_factor_due');
      const { ticket } = (due.body as { facts: { ticket: string } }).facts;
      const code = name === 'city' ? recoveryCodes[0] : recoveryCodes[1];
      const answer = await app.http.post(`${AUTH}/sessions/second-factor`).send({ ticket, code });
      expect((await me(answer)).status).toBe(200);
    }
    expect((await me(await signIn(subject, 'city-strong', 'strong'))).status).toBe(200);
  });

  it('that a seat demands is shown by a provider that counts, and by no other', async () => {
    const manager = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const { app: own } = await enrol(app, manager);
    const subject = await link(manager);
    const code = own.newCode();
    await app.http.post(`${AUTH}/second-factor/remove`).set(manager.auth).send({ code }).expect(204);
    const users = async (answer: { body: unknown }) =>
      codeOf(await app.http.get('/api/v1/users').set(bearer((answer.body as { accessToken: string }).accessToken)));
    expect(await users(await signIn(subject, 'city', 'strong'))).toBe('second_factor_required');
    expect(await users(await signIn(subject, 'city-strong', 'strong'))).toBeUndefined();
  });
});

describe('a link', () => {
  it('takes the password, the session of the start, and an identity that nobody has linked', async () => {
    const [person, other] = [await makeUser(app, 'bureau_officer'), await makeUser(app, 'bureau_officer')];
    const subject = newSubject();
    const first = await beginLink(person);
    const callback = await provider.visit(first.url, subject);
    const password = 'not the one, at all';
    expect(codeOf(await finishLink(person, first.handle, callback, { password }))).toBe('wrong_password');
    expect((await finishLink(person, first.handle, callback)).status).toBe(201);
    for (const by of [person, other]) {
      const again = await beginLink(by);
      const answer = await finishLink(by, again.handle, await provider.visit(again.url, subject));
      expect([answer.status, codeOf(answer)]).toEqual([409, 'identity_linked']);
    }
    // What one began in a session ends in no other one, and what was begun to sign in links nothing, nor the other way.
    const stolen = await beginLink(person);
    const theirs = await provider.visit(stolen.url, newSubject());
    expect(codeOf(await finishLink(other, stolen.handle, theirs))).toBe('provider_refused');
    const signingIn = await begin();
    const answer = await provider.visit(signingIn.url, newSubject());
    expect(codeOf(await finishLink(person, signingIn.handle, answer))).toBe('provider_refused');
    const linking = await beginLink(person);
    expect(codeOf(await finish(linking.handle, await provider.visit(linking.url, subject)))).toBe('provider_refused');
  });

  it('of one identity by two at the same time is made by one', async () => {
    const people = [await makeUser(app, 'bureau_officer'), await makeUser(app, 'bureau_officer')];
    const subject = newSubject();
    const begun = await Promise.all(
      people.map(async (by) => {
        const { url, handle } = await beginLink(by);
        return { by, handle, callback: await provider.visit(url, subject) };
      }),
    );
    const answers = await Promise.all(begun.map(({ by, handle, callback }) => finishLink(by, handle, callback)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('is never a key’s, is ended by its holder alone, and opens nothing from then on', async () => {
    const body = await makeBody(app);
    const [person, other] = [await makeUser(app, 'bureau_officer', body), await makeUser(app, 'bureau_officer')];
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(person.auth)
      .send({ name: 'feed', organisation: body, scopes: ['changes.read'] })
      .expect(201);
    const key = { auth: bearer((made.body as { key: string }).key) };
    const start = app.http.post(`${AUTH}/providers/city/link-start`).set(key.auth).send({ handle: newHandle() });
    expect(codeOf(await start)).toBe('not_permitted');
    const subject = await link(person);
    const { body: listed } = await app.http.get(`${AUTH}/links`).set(person.auth).expect(200);
    const [{ id } = { id: '' }] = (listed as { items: { id: string }[] }).items;
    expect((await app.http.delete(`${AUTH}/links/${id}`).set(other.auth)).status).toBe(404);
    expect((await app.http.delete(`${AUTH}/links/${id}`).set(key.auth)).status).toBe(403);
    expect((await signIn(subject)).status).toBe(201);
    expect((await app.http.delete(`${AUTH}/links/${id}`).set(person.auth)).status).toBe(204);
    expect(codeOf(await signIn(subject))).toBe('provider_refused');
    expect(await told(person.id, 'provider_unlinked')).toMatchObject([{ tenants: [body], data: { provider: 'city' } }]);
    await link(other, subject);
  });

  it('ends with the reset of the account', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const manager = await makeUser(app, 'agency_manager', body);
    await enrol(app, manager);
    const worker = await makeUser(app, 'agency_worker', body);
    const subject = await link(worker);
    const desk = new AccountDesk(app);
    const { setupCode } = (await desk.act(manager, worker.id, 'reset')).body as User;
    expect(codeOf(await signIn(subject))).toBe('provider_refused');
    await desk.signedIn(worker, setupCode);
    expect(codeOf(await signIn(subject))).toBe('provider_refused');
    expect(await told(worker.id, 'provider_unlinked')).toHaveLength(1);
  });

  it('shows whoever has the database neither subject nor state', async () => {
    const subject = await link(await makeUser(app, 'bureau_officer'));
    const { url } = await begin();
    const [dump] = await app.dataSource.query<{ text: string }[]>(
      `SELECT concat((SELECT string_agg(encode(l.subject, 'escape') || l::text, ' ') FROM identity_link l),
         (SELECT string_agg(encode(s.content, 'escape') || s::text, ' ') FROM provider_start s),
         (SELECT string_agg(o::text, ' ') FROM outbox o)) AS text`,
    );
    const { searchParams } = new URL(url);
    for (const secret of [subject, searchParams.get('state') ?? '', searchParams.get('nonce') ?? ''])
      expect(dump?.text).not.toContain(secret);
  });
});

describe('a link', () => {
  const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    app.dataSource.query(text, values);
  const refusedBy = async (subject: string): Promise<void> =>
    expect(codeOf(await signIn(subject))).toBe('provider_refused');

  it('inserted, altered, copied or put back by hand opens nothing, and an honest one does', async () => {
    const [victim, stranger] = [await makeUser(app, 'bureau_officer'), await makeUser(app, 'bureau_officer')];
    const [honest, strange] = [await link(victim), await link(stranger)];
    const signedIn = await signIn(honest);
    expect([signedIn.status, signedIn.headers['location']]).toEqual([201, '/api/v1/auth/sessions']);

    // The stranger's identity, as a row of the victim's.
    await sql(`CREATE TABLE kept_links AS SELECT * FROM identity_link WHERE user_id = $1`, [stranger.id]);
    await sql(`UPDATE identity_link SET user_id = $1 WHERE user_id = $2`, [victim.id, stranger.id]);
    await refusedBy(strange);
    await sql(`DELETE FROM identity_link WHERE id IN (SELECT id FROM kept_links)`);
    await sql(`INSERT INTO identity_link (user_id, provider, subject) SELECT $1, provider, subject FROM kept_links`, [
      victim.id,
    ]);
    await refusedBy(strange);
    await sql(`DELETE FROM identity_link WHERE user_id = $1 AND subject IN (SELECT subject FROM kept_links)`, [
      victim.id,
    ]);
    await sql(`INSERT INTO identity_link SELECT * FROM kept_links`);
    expect((await signIn(strange)).status).toBe(201);

    // One that was ended by its holder.
    const [row] = await sql(`SELECT id FROM kept_links`);
    await app.http
      .delete(`${AUTH}/links/${String(row?.['id'])}`)
      .set(stranger.auth)
      .expect(204);
    await refusedBy(strange);
    await sql(`INSERT INTO identity_link SELECT * FROM kept_links`);
    await sql(`DROP TABLE kept_links`);
    await refusedBy(strange);
    expect((await signIn(honest)).status).toBe(201);
  });
});
