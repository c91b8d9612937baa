import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLE_NAMES, type Role } from '../../src/people/accounts/roles.js';
import { FirstAccounts } from '../../src/people/accounts/users/first-accounts.js';
import { checkCharacter } from '../../src/kernel/identity/credit-code.js';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { makeAccount, makeBody, makeUser, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';

let app: TestApp;
let admin: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  admin = await makeAccount(app, { role: 'admin', organisation: null });
});
afterAll(() => app.close());

interface Registration {
  id: string;
  version: number;
  state: string;
  organisation: string;
  user: string;
  claimCode: string;
  allowedActions: AllowedAction[];
}
let count = 0;
/** A new valid code of a social organisation. */
function creditCode(): string {
  const first17 = `5299020300000${String(1000 + ++count)}`;
  return first17 + (checkCharacter(first17) ?? '');
}
const given = (more: object = {}) => ({
  agencyName: `K区阳光社工服务中心${count}`,
  creditCode: creditCode(),
  region: '990203',
  contactName: '李敏',
  phone: '138 0013 8765',
  login: `agency${++count}`,
  ...more,
});
const register = (body: object) => app.http.post('/api/v1/registrations').send(body);
const read = async (id: string) =>
  (await app.http.get(`/api/v1/registrations/${id}`).set(admin.auth).expect(200)).body as Registration;
const received = async (more: object = {}): Promise<Registration> =>
  read(((await register(given(more)).expect(201)).body as Registration).id);
const act = (r: Registration, action: string, body: object = {}) =>
  app.http
    .post(`/api/v1/registrations/${r.id}/actions/${action}`)
    .set(admin.auth)
    .set('If-Match', `"${r.version}"`)
    .send(body);
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

describe('an agency asks for an account', () => {
  it('without signing in, is confirmed, sets its password, and manages its body', async () => {
    const asked = given({ creditCode: creditCode().toLowerCase() });
    const receipt = await register(asked);
    expect(receipt.status).toBe(201);
    expect(receipt.body).toEqual({
      id: (receipt.body as Registration).id,
      state: 'received',
      mailMasked: null,
      agencyName: asked.agencyName,
      creditCode: asked.creditCode.toUpperCase(),
      login: asked.login,
      receivedAt: (receipt.body as { receivedAt: string }).receivedAt,
      claimCode: expect.stringMatching(/^tlr_[\w-]{43}$/),
      claimExpiresAt: expect.any(String),
    });
    const registration = await read((receipt.body as Registration).id);
    expect(actionNames(registration.allowedActions)).toEqual(['confirm', 'ask', 'reject']);
    const confirmed = (await act(registration, 'confirm').expect(200)).body as Registration;
    expect(confirmed).toMatchObject({ state: 'confirmed', version: 2, decidedBy: admin.id, allowedActions: [] });
    const password = 'a long enough secret';
    const { claimCode } = receipt.body as Registration;
    const shown = await app.http.post('/api/v1/registrations/claims/setup-code').send({ claimCode }).expect(200);
    const { setupCode } = shown.body as { setupCode: string };
    await app.http.post('/api/v1/auth/setup').send({ code: setupCode, password }).expect(200);
    const manager = await signIn(app, asked.login, password);
    const { body } = await app.http.get('/api/v1/me').set(manager.auth);
    expect(body).toMatchObject({
      name: '李敏',
      seats: [
        {
          organisation: confirmed.organisation,
          organisationName: asked.agencyName,
          role: 'agency_manager',
          region: '990203',
        },
      ],
    });
    for (const seen of [confirmed, await read(confirmed.id)])
      for (const secret of ['setupCode', 'claimCode', 'claimHash']) expect(seen).not.toHaveProperty(secret);
  });

  it('of whose phone the last digits alone are kept', async () => {
    const { id } = await received({ phone: '+86 139-1234-5678' });
    expect(await read(id)).toMatchObject({ phoneMasked: '*********5678' });
    const [row] = await app.dataSource.query<{ t: string; phone_pseudonym: string | null }[]>(
      `SELECT r::text AS t, phone_pseudonym FROM registration r WHERE id = $1`,
      [id],
    );
    expect(row?.t).not.toMatch(/1391234|139-1234/);
    expect(row?.phone_pseudonym).toBeNull();
  });

  it.each<[string, object, string]>([
    ['a credit code with a wrong check character', { creditCode: '52990203000001001X' }, '/creditCode'],
    ['no credit code', { creditCode: undefined }, '/creditCode'],
    ['a region that is none', { region: 'K区' }, '/region'],
    ['a phone that is none', { phone: 'call me' }, '/phone'],
    ['a phone as a number', { phone: 13800138765 }, '/phone'],
    ['a login with a space', { login: 'a b c' }, '/login'],
    ['10 000 characters of note', { note: 'x'.repeat(10_000) }, '/note'],
    ['the mark of a name that was erased', { contactName: '—' }, '/contactName'],
    ['an unknown field', { role: 'admin' }, '/role'],
  ])('but not with %s', async (_, more, pointer) => {
    const before = await app.dataSource.query<unknown[]>(`SELECT FROM registration`);
    const answer = await register(given(more));
    expect([answer.status, code(answer)]).toEqual([400, 'validation_failed']);
    expect((answer.body as { errors: { pointer: string }[] }).errors.map((e) => e.pointer)).toContain(pointer);
    expect(await app.dataSource.query<unknown[]>(`SELECT FROM registration`)).toHaveLength(before.length);
  });

  it('and learns nothing about who has one', async () => {
    const taken = await received();
    const { login, creditCode: known } = (await act(taken, 'confirm')).body as { login: string; creditCode: string };
    expect((await register(given({ login, creditCode: known }))).status).toBe(201);
  });
});

describe('filing again', () => {
  interface Seen extends Registration {
    competing: string[];
  }
  const seen = async (id: string) => (await read(id)) as Seen;
  const idOf = (answer: { body: unknown }) => (answer.body as Registration).id;
  const codeIn = (answer: { body: unknown }) => (answer.body as { claimCode?: string }).claimCode;
  const countOf = async (code18: string) =>
    (await app.dataSource.query<unknown[]>(`SELECT FROM registration WHERE credit_code = $1`, [code18])).length;

  it('the same is another registration with a claim code of its own, shown as competing: the first may be a stranger’s', async () => {
    const asked = given({ note: '附证件' });
    const [first, again] = [await register(asked), await register({ ...asked, phone: '13800138765' })];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(idOf(again)).not.toBe(idOf(first));
    expect(codeIn(again)).not.toBe(codeIn(first));
    expect((await seen(idOf(first))).competing).toEqual([idOf(again)]);
    expect((await seen(idOf(again))).competing).toEqual([idOf(first)]);
    const { body: tasks } = await app.http
      .get('/api/v1/me/tasks?kind=registration&limit=200')
      .set(admin.auth)
      .expect(200);
    const { items } = tasks as { items: { id: string; title: string }[] };
    for (const one of [first, again])
      expect(items.find(({ id }) => id === idOf(one))?.title).toContain('others that wait for the same credit code: 1');
    await act(await read(idOf(again)), 'ask', { reason: '请补充证件' }).expect(200);
    expect((await seen(idOf(first))).competing).toEqual([idOf(again)]);
  });

  it.each<[string, object]>([
    ['another name', { agencyName: '另一个中心' }],
    ['another contact', { contactName: '王某' }],
    ['another phone', { phone: '138 0013 8766' }],
    ['another login', { login: 'another.login' }],
    ['another region', { region: '990204' }],
    ['no region', { region: null }],
    ['a note', { note: '补充' }],
  ])('with %s is kept beside the first, tells its sender nothing, and both are shown as competing', async (_, more) => {
    const asked = given();
    const [mine, other] = [await register(asked), await register({ ...asked, ...more })];
    expect([mine.status, other.status]).toEqual([201, 201]);
    expect(Object.keys(other.body as object).sort()).toEqual(Object.keys(mine.body as object).sort());
    expect(other.body).not.toHaveProperty('competing');
    expect(idOf(other)).not.toBe(idOf(mine));
    expect((await seen(idOf(mine))).competing).toEqual([idOf(other)]);
    expect((await seen(idOf(other))).competing).toEqual([idOf(mine)]);
    const { body } = await app.http.get(`/api/v1/registrations?creditCode=${asked.creditCode}`).set(admin.auth);
    expect((body as { items: Seen[] }).items.map((r) => r.competing)).toEqual([[idOf(other)], [idOf(mine)]]);
  });

  it('a stranger who files first keeps nobody out; what is left to decide stays shown', async () => {
    const asked = given();
    const stranger = await register({ ...asked, contactName: '冒名者', phone: '139 0000 0000', login: `s${count}` });
    const agency = await register(asked);
    const confirmed = (await act(await read(idOf(agency)), 'confirm').expect(200)).body as Seen;
    expect([confirmed.state, confirmed.competing]).toEqual(['confirmed', [idOf(stranger)]]);
    const left = await seen(idOf(stranger));
    expect([left.state, left.competing]).toEqual(['received', []]);
    expect(code(await act(left, 'confirm'))).toBe('credit_code_registered');
    await act(left, 'reject', { reason: '非本机构申请' }).expect(200);
    expect((await seen(idOf(agency))).competing).toEqual([]);
  });

  it('repeated by its key it is one registration; two who file at once are two', async () => {
    const [asked, key] = [given(), `filing-${count}`];
    const send = () => app.http.post('/api/v1/registrations').set('Idempotency-Key', key).send(asked).expect(201);
    const [first, again] = [await send(), await send()];
    expect(again.body).toEqual(first.body);
    expect(await countOf(asked.creditCode)).toBe(1);
    const rivals = given();
    const two = await Promise.all(
      ['甲', '乙'].map((contactName, i) => register({ ...rivals, contactName, login: `rival${i}.${count}` })),
    );
    const [a, b] = two.map(idOf) as [string, string];
    expect([(await seen(a)).competing, (await seen(b)).competing]).toEqual([[b], [a]]);
  });

  it('after it was rejected is a new one', async () => {
    const asked = given();
    const first = await received(asked);
    await act(first, 'reject', { reason: '证件不全' }).expect(200);
    const again = await register(asked);
    expect(idOf(again)).not.toBe(first.id);
    expect(await seen(idOf(again))).toMatchObject({ state: 'received', competing: [] });
  });
});

describe('deciding', () => {
  it('reject needs a reason; the agency may ask again', async () => {
    const asked = given();
    const registration = await read(((await register(asked)).body as Registration).id);
    const bare = await act(registration, 'reject');
    expect([bare.status, (bare.body as { errors: object[] }).errors[0]]).toMatchObject([
      400,
      { pointer: '/reason', code: 'required' },
    ]);
    const rejected = await act(registration, 'reject', { reason: '证件不全' });
    expect(rejected.body).toMatchObject({ state: 'rejected', reason: '证件不全', organisation: null, user: null });
    for (const action of ['confirm', 'reject']) {
      const late = await act({ ...registration, version: 2 }, action, { reason: 'x' });
      expect([late.status, code(late)]).toEqual([409, 'wrong_state']);
    }
    expect((await register({ ...asked })).status).toBe(201);
  });

  it('credit_code_registered: a second account of one agency is not made here, until the first has no seat', async () => {
    const asked = given();
    const [first, second] = [await received(asked), await received({ ...asked, login: `other${count}` })];
    const confirmed = (await act(first, 'confirm').expect(200)).body as Registration;
    const answer = await act(second, 'confirm');
    expect([answer.status, code(answer)]).toEqual([409, 'credit_code_registered']);
    expect(await read(second.id)).toMatchObject({ state: 'received', version: 1 });
    await app.http
      .put(`/api/v1/users/${confirmed.user}/seats`)
      .set(admin.auth)
      .set('If-Match', '"1"')
      .send({ seats: [] })
      .expect(200);
    const passed = (await act(second, 'confirm').expect(200)).body as Registration;
    expect(passed.organisation).toBe(confirmed.organisation);
  });

  it('two confirmed at once make one account', async () => {
    const asked = given();
    const both = [await received(asked), await received({ ...asked, login: `raced${count}` })];
    const answers = await Promise.all(both.map((r) => act(r, 'confirm')));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    const bodies = await app.dataSource.query<unknown[]>(`SELECT FROM organisation WHERE credit_code = $1`, [
      asked.creditCode,
    ]);
    expect(bodies).toHaveLength(1);
  });

  it('login_taken: nothing is made; another login may be given', async () => {
    const registration = await received({ login: admin.login });
    const answer = await act(registration, 'confirm');
    expect([answer.status, code(answer)]).toEqual([409, 'login_taken']);
    const code18 = (
      await app.dataSource.query<{ c: string }[]>(`SELECT credit_code AS c FROM registration WHERE id = $1`, [
        registration.id,
      ])
    )[0]?.c;
    expect(await app.dataSource.query<unknown[]>(`SELECT FROM organisation WHERE credit_code = $1`, [code18])).toEqual(
      [],
    );
    expect((await act(registration, 'confirm', { login: `free${count}` })).status).toBe(200);
  });

  it('a body that purchases named before is the one that registers', async () => {
    const asked = [given(), given()] as const;
    const byCode = await makeBody(app, { kind: 'agency', creditCode: asked[0].creditCode });
    const byName = await makeBody(app, { kind: 'agency', name: `${asked[1].agencyName}甲` });
    await makeBody(app, { dataset: 'fiction', creditCode: asked[1].creditCode });
    const first = (await act(await received(asked[0]), 'confirm')).body as Registration;
    const second = (await act(await received({ ...asked[1], agencyName: `${asked[1].agencyName}甲` }), 'confirm'))
      .body as Registration;
    expect([first.organisation, second.organisation]).toEqual([byCode, byName]);
    const [row] = await app.dataSource.query<object[]>(`SELECT credit_code FROM organisation WHERE id = $1`, [byName]);
    expect(row).toEqual({ credit_code: asked[1].creditCode });
  });

  it('is for an administrator, with the version that was read', async () => {
    const registration = await received();
    const manager = await makeUser(app, 'bureau_officer');
    for (const path of ['/api/v1/registrations', `/api/v1/registrations/${registration.id}`])
      expect((await app.http.get(path).set(manager.auth)).status).toBe(403);
    expect((await app.http.get(`/api/v1/registrations/${registration.id}`)).status).toBe(401);
    expect(code(await act({ ...registration, version: 3 }, 'confirm'))).toBe('stale_version');
    expect(code(await act(registration, 'withdraw'))).toBe('not_permitted');
    expect(code(await act({ ...registration, id: '2f1c9d0e-0000-4000-8000-000000000000' }, 'confirm'))).toBe(
      'not_found',
    );
  });

  it('finds them by state and code, at one cost', async () => {
    const one = given();
    const { id } = await received(one);
    const list = async (query: string) =>
      (await app.http.get(`/api/v1/registrations?${query}`).set(admin.auth).expect(200)).body as {
        items: Registration[];
      };
    expect((await list(`creditCode=${one.creditCode.toLowerCase()}`)).items.map((r) => r.id)).toEqual([id]);
    expect((await list('state=rejected&limit=200')).items.every((r) => r.state === 'rejected')).toBe(true);
    expect((await list('updatedSince=2999-01-01T00:00:00Z')).items).toEqual([]);
    // One of them notes who was shown the names.
    expect(await countQueries(() => list('limit=1'))).toBe(3);
    expect(await countQueries(() => list('limit=200'))).toBe(3);
  });
});

describe('accounts that are there before anybody can sign in', () => {
  it('create-admin: a one-time code, then an administrator without a body', async () => {
    const first = app.running.app.get(FirstAccounts);
    const made = await first.createAdmin({ login: 'root.admin', name: '管理员' });
    expect(made).toMatchObject({ login: 'root.admin', setupCode: expect.stringMatching(/^(\w{5}-){3}\w{5}$/) });
    await app.http
      .post('/api/v1/auth/setup')
      .send({ code: made.setupCode, password: 'a long enough secret' })
      .expect(200);
    const { auth } = await signIn(app, 'root.admin', 'a long enough secret');
    const { body } = await app.http.get('/api/v1/me').set(auth);
    expect(body).toMatchObject({ seats: [{ organisation: null, role: 'admin' }] });
    expect((body as { permissions: string[] }).permissions).toContain('user.manage');
    await expect(first.createAdmin({ login: 'ROOT.admin', name: 'x' })).rejects.toMatchObject({ code: 'login_taken' });
    await expect(first.createAdmin({ login: '管理员', name: 'x' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  it('a demonstration: an account for each role whose generated password works', async () => {
    const body = await makeBody(app, { region: '990000' });
    const bodies = Object.fromEntries(ROLE_NAMES.map((role) => [role, body])) as Record<Role, string>;
    const accounts = await app.running.app.get(FirstAccounts).createDemonstrationAccounts(bodies);
    expect(accounts.map((a) => a.role).toSorted()).toEqual(ROLE_NAMES.toSorted());
    expect(new Set(accounts.map((a) => a.password)).size).toBe(ROLE_NAMES.length);
    for (const { role, login, password } of accounts) {
      expect(password).toMatch(/^[\w-]{16}$/);
      const { auth } = await signIn(app, login, password);
      const { body } = await app.http.get('/api/v1/me').set(auth);
      expect((body as { seats: object[] }).seats).toMatchObject([{ role }]);
    }
  });
});
