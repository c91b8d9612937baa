import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AllowedAction } from '../support/actions.js';
import {
  bearer,
  giveSeat,
  makeAccount,
  makeBody,
  makeUser,
  runInProduct,
  type TestAccount,
} from '../support/accounts.js';
import { removeSeats } from '../../src/people/accounts/seats.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';

let app: TestApp;
let bureau: string;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  bureau = await makeBody(app, { name: 'K区民政局' });
  officer = await makeUser(app, 'bureau_officer', bureau);
});
afterAll(() => app.close());

interface Key {
  id: string;
  version: number;
  key: string;
  state: string;
  hint: string;
  allowedActions: AllowedAction[];
}
const create = (by: TestAccount, body: object) => app.http.post('/api/v1/api-keys').set(by.auth).send(body);
const made = async (by: TestAccount = officer, more: object = {}): Promise<Key> =>
  (await create(by, { name: '数据对接', scopes: ['tender.read', 'changes.read'], ...more }).expect(201)).body as Key;
const act = (by: TestAccount, key: Key, action: string, body: object = {}) =>
  app.http
    .post(`/api/v1/api-keys/${key.id}/actions/${action}`)
    .set(by.auth)
    .set('If-Match', `"${key.version}"`)
    .send(body);
const me = (key: string) => app.http.get('/api/v1/me').set(bearer(key));
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

describe('an API key', () => {
  it('is shown once, kept as a hash, and acts for its body with its scopes', async () => {
    const key = await made();
    expect(key).toMatchObject({
      version: 1,
      state: 'active',
      organisation: bureau,
      holder: officer.id,
    });
    // It ends after 365 days where nobody said earlier.
    const days = (Date.parse((key as Key & { expiresAt: string }).expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(365);
    expect(key.key).toMatch(/^tlk_[\w-]{43}$/);
    expect(key.hint).toBe(`${key.key.slice(0, 8)}…`);
    const { body } = await me(key.key);
    expect(body).toEqual({
      kind: 'api_key',
      id: key.id,
      login: null,
      name: '数据对接',
      seats: [
        {
          organisation: bureau,
          organisationName: 'K区民政局',
          role: 'integrator',
          region: '990203',
          outsideSince: null,
        },
      ],
      permissions: ['changes.read', 'tender.read'],
    });
    expect((await app.http.get(`/api/v1/api-keys/${key.id}`).set(officer.auth)).body).not.toHaveProperty('key');
    for (const table of ['api_key', 'outbox', 'idempotent_request']) {
      const [row] = await app.dataSource.query<{ t: string }[]>(
        `SELECT coalesce(string_agg(t::text, ' '), '') AS t FROM ${table} t`,
      );
      expect(row?.t).not.toContain(key.key.slice(4));
    }
  });

  it('sent for twice with one Idempotency-Key is one key, shown once', async () => {
    const send = () => create(officer, { name: 'once', scopes: ['tender.read'] }).set('Idempotency-Key', 'k1');
    const first = (await send()).body as Key;
    expect((await send()).body).toEqual({ id: first.id });
  });

  it('may do no more than it was given', async () => {
    const { key } = await made();
    const answer = await app.http.post('/api/v1/organisations').set(bearer(key)).send({ name: 'x' });
    expect([answer.status, code(answer)]).toEqual([403, 'not_permitted']);
    for (const [method, path] of [
      ['get', '/api/v1/api-keys'],
      ['post', '/api/v1/users'],
      ['delete', '/api/v1/auth/sessions'],
      ['post', '/api/v1/auth/password'],
    ] as const) {
      const refused = await app.http[method](path)
        .set(bearer(key))
        .send(path.endsWith('password') ? { currentPassword: 'x', newPassword: 'a long enough secret' } : {});
      expect([path, refused.status]).toEqual([path, 403]);
    }
  });

  it('costs one statement', async () => {
    const { key } = await made();
    const withKey = await countQueries(() => app.http.get('/api/v1/users').set(bearer(key)).expect(403));
    expect(withKey).toBe(1);
  });

  it('stops at its time', async () => {
    const key = await made(officer, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await me(key.key)).status).toBe(200);
    await app.dataSource.query(`UPDATE api_key SET expires_at = clock_timestamp() WHERE id = $1`, [key.id]);
    expect(code(await me(key.key))).toBe('invalid_token');
    const { body } = await app.http.get(`/api/v1/api-keys/${key.id}`).set(officer.auth);
    expect(body).toMatchObject({ state: 'expired', version: 1, allowedActions: [{ action: 'revoke' }] });
    expect(code(await act(officer, key, 'rotate'))).toBe('wrong_state');
    expect((await act(officer, key, 'revoke')).body).toMatchObject({ state: 'revoked' });
  });
});

describe('scopes', () => {
  it('are permissions that its maker has in that body', async () => {
    const answer = await create(officer, { name: 'x', scopes: ['tender.read', 'audit.read', 'risk.work'] });
    expect([answer.status, answer.body]).toMatchObject([
      422,
      { code: 'scope_not_held', facts: { scopes: ['audit.read', 'risk.work'] } },
    ]);
    const agency = await makeBody(app, { kind: 'agency' });
    const seated = (role: 'panel_member' | 'integrator') =>
      makeAccount(app, { role, organisation: bureau }, { role: 'agency_manager', organisation: agency });
    const both = await seated('integrator');
    const elsewhere = await create(both, { name: 'x', organisation: bureau, scopes: ['bid.make'] });
    expect(code(elsewhere)).toBe('scope_not_held');
    expect((await create(both, { name: 'x', organisation: agency, scopes: ['bid.make'] })).status).toBe(201);
    // Who manages keys of another body alone manages none of this one.
    const given = { name: 'x', organisation: bureau, scopes: ['tender.read'] };
    expect(code(await create(await seated('panel_member'), given))).toBe('not_permitted');
    expect((await create(both, given)).status).toBe(201);
  });

  it.each<[string, object, string]>([
    ['accounts', { scopes: ['user.manage'] }, '/scopes'],
    ['further keys', { scopes: ['api_key.manage'] }, '/scopes'],
    ['something unknown', { scopes: ['everything'] }, '/scopes'],
    ['nothing', { scopes: [] }, '/scopes'],
    ['the same twice', { scopes: ['tender.read', 'tender.read'] }, '/scopes'],
    ['a body of others', { organisation: '2f1c9d0e-0000-4000-8000-000000000000' }, '/organisation'],
    ['a time that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['a time that is none', { expiresAt: '2020-01-01' }, '/expiresAt'],
    ['more than 365 days', { expiresAt: new Date(Date.now() + 365.01 * 86_400_000).toISOString() }, '/expiresAt'],
    ['a name of spaces', { name: '  ' }, '/name'],
    ['a holder', { holder: '2f1c9d0e-0000-4000-8000-000000000000' }, '/holder'],
  ])('cannot be %s', async (_, more, pointer) => {
    const answer = await create(officer, { name: 'x', scopes: ['tender.read'], ...more });
    expect([answer.status, code(answer)]).toEqual([400, 'validation_failed']);
    expect((answer.body as { errors: { pointer: string }[] }).errors.map((e) => e.pointer)).toContain(pointer);
  });

  it('shrink with what their holder may do, and end with the account', async () => {
    const person = await makeUser(app, 'bureau_officer', bureau);
    const { key } = await made(person, { scopes: ['tender.read', 'tender.record'] });
    const before = [{ organisation: bureau, role: 'bureau_officer' as const }];
    await runInProduct(app, (tx) => removeSeats(tx, person.id, before));
    await giveSeat(app, person, 'bureau_approver', bureau);
    expect((await me(key)).body).toMatchObject({ permissions: ['tender.read'] });
    await app.dataSource.query(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [person.id]);
    expect(code(await me(key))).toBe('invalid_token');
  });

  it('need a body: an administrator who sits in none has none to give', async () => {
    const admin = await makeAccount(app, { role: 'admin', organisation: null });
    expect((await create(admin, { name: 'x', scopes: ['audit.read'] })).status).toBe(403);
  });
});

describe('rotating and revoking', () => {
  it('rotate: the new key works, the old one no longer', async () => {
    const key = await made();
    const rotated = (await act(officer, key, 'rotate').expect(200)).body as Key;
    expect(rotated).toMatchObject({ id: key.id, version: 2, state: 'active' });
    expect(rotated.key).not.toBe(key.key);
    expect(code(await me(key.key))).toBe('invalid_token');
    expect((await me(rotated.key)).status).toBe(200);
  });

  it('rotate is for its holder alone, revoke for everybody who manages keys of the body', async () => {
    const key = await made();
    const colleague = await makeUser(app, 'bureau_approver', bureau);
    const answer = await act(colleague, key, 'rotate');
    expect([answer.status, code(answer)]).toEqual([403, 'holder_only']);
    expect((await me(key.key)).status).toBe(200);
    expect((await act(officer, key, 'rotate')).status).toBe(200);
    expect((await act(colleague, { ...key, version: 2 }, 'revoke', { reason: 'leaked' })).body).toMatchObject({
      state: 'revoked',
      allowedActions: [],
    });
  });

  it('a revoked key is refused at once and for ever', async () => {
    const key = await made();
    await act(officer, key, 'revoke').expect(200);
    expect(code(await me(key.key))).toBe('invalid_token');
    for (const action of ['rotate', 'revoke'])
      expect(code(await act(officer, { ...key, version: 2 }, action))).toBe('wrong_state');
    expect(code(await act(officer, { ...key, version: 2 }, 'expire'))).toBe('not_permitted');
    expect(code(await act(officer, { ...key, version: 2 }, 'enable'))).toBe('route_not_found');
  });

  it.each(['reset', 'end-sessions'])(
    'the keys of a person end with the %s of the account, those of others stay',
    async (what) => {
      const agency = await makeBody(app, { kind: 'agency' });
      const manager = await makeUser(app, 'agency_manager', agency);
      const person = await makeUser(app, 'agency_manager', agency);
      const [own, other] = [await made(person), await made(officer)];
      const { body } = await app.http.get(`/api/v1/users/${person.id}`).set(manager.auth).expect(200);
      await app.http
        .post(`/api/v1/users/${person.id}/actions/${what}`)
        .set(manager.auth)
        .set('If-Match', `"${(body as { version: number }).version}"`)
        .expect(200);
      expect(code(await me(own.key))).toBe('invalid_token');
      expect((await me(other.key)).status).toBe(200);
      const after = await app.http.get(`/api/v1/api-keys/${own.id}`).set(manager.auth);
      expect(after.body).toMatchObject({ state: 'revoked', version: 2 });
    },
  );

  it('needs the version that was read', async () => {
    const key = await made();
    expect(code(await act(officer, { ...key, version: 7 }, 'revoke'))).toBe('stale_version');
    const none = await app.http.post(`/api/v1/api-keys/${key.id}/actions/revoke`).set(officer.auth);
    expect([none.status, code(none)]).toEqual([428, 'if_match_required']);
  });
});

describe('keys of other bodies', () => {
  it('are not there; an administrator sees and revokes them, and cannot make them work', async () => {
    const key = await made();
    const stranger = await makeUser(app, 'bureau_officer');
    expect((await app.http.get(`/api/v1/api-keys/${key.id}`).set(stranger.auth)).status).toBe(404);
    expect((await act(stranger, key, 'revoke')).status).toBe(404);
    const listed = await app.http.get('/api/v1/api-keys').set(stranger.auth);
    expect(listed.body).toEqual({ items: [], next: null });

    const admin = await makeAccount(app, { role: 'admin', organisation: null });
    expect((await app.http.get(`/api/v1/api-keys/${key.id}`).set(admin.auth)).status).toBe(200);
    expect(code(await act(admin, key, 'rotate'))).toBe('holder_only');
    expect((await act(admin, key, 'revoke')).status).toBe(200);
  });

  it('are listed by body and state, at one cost', async () => {
    const body = await makeBody(app);
    const person = await makeUser(app, 'evaluator', body);
    const keys = [];
    for (let i = 0; i < 5; i++) keys.push(await made(person));
    await act(person, keys[0] as Key, 'revoke').expect(200);
    const list = async (query: string) =>
      (await app.http.get(`/api/v1/api-keys?${query}`).set(person.auth).expect(200)).body as {
        items: Key[];
        next: string | null;
      };
    expect((await list('state=active')).items).toHaveLength(4);
    expect((await list('state=revoked')).items.map((k) => k.id)).toEqual([keys[0]?.id]);
    expect((await list('state=expired')).items).toEqual([]);
    expect((await list(`organisation=${bureau}`)).items).toEqual([]);
    expect((await list('updatedSince=2999-01-01T00:00:00Z')).items).toEqual([]);
    const first = await list('limit=2');
    const rest = (await app.http.get(first.next as string).set(person.auth)).body as { items: Key[] };
    expect([...first.items, ...rest.items].map((k) => k.id)).toEqual(keys.slice(0, 4).map((k) => k.id));
    expect(await countQueries(() => list('limit=1'))).toBe(2);
    expect(await countQueries(() => list('limit=200'))).toBe(2);
  });
});
