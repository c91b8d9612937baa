import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDesk, type AccountRequest } from '../support/account-desk.js';
import { removeOpenCode } from '../../src/people/accounts/sessions/setup-codes.js';
import {
  makeAccount,
  makeBody,
  makeUser,
  PASSWORD,
  runInProduct,
  signIn,
  type TestAccount,
} from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime, startBusinessAt } from '../support/drafts.js';
import { codeOf, type User } from '../support/users.js';

let app: TestApp;
let desk: AccountDesk;
let first: TestAccount;
let second: TestAccount;
let third: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  desk = new AccountDesk(app);
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  const admin = () => makeAccount(app, { role: 'admin', organisation: null });
  [first, second, third] = [await admin(), await admin(), await admin()];
});
afterAll(() => app.close());

const requestOf = (user: Pick<User, 'requests'>, i = 0): string => user.requests[i] ?? '';
const officer = (organisation: string) => [{ organisation, role: 'bureau_officer' }];

describe('the code of an account of a body without a manager', () => {
  it('takes two administrators, half a code each, and works a day later; until then the old password does', async () => {
    const bureau = await makeBody(app);
    const person = await makeUser(app, 'bureau_officer', bureau);
    const colleague = await makeUser(app, 'bureau_approver', bureau);
    const asked = (await desk.act(first, person.id, 'reset')).body as User;
    expect(asked).toMatchObject({ passwordSet: true, setupCodeHalf: expect.any(String) });
    const request = requestOf(asked);
    expect(codeOf(await desk.answer(first, request, 'agree'))).toBe('asked_by_you');
    for (const told of [person, colleague])
      expect(await desk.tasks(told)).toMatchObject([{ kind: 'account_announced', id: request }]);
    expect(await desk.tasks(second)).toMatchObject([{ kind: 'account_request', id: request }]);
    const agreed = (await desk.answer(second, request, 'agree')).body as AccountRequest;
    expect(agreed).toMatchObject({ state: 'agreed', setupCodeHalf: expect.any(String) });
    const [a = '', b = ''] = [asked.setupCodeHalf, agreed.setupCodeHalf];

    for (const half of [a, b]) expect(codeOf(await desk.setUp(half))).toBe('invalid_setup_code');
    expect(codeOf(await desk.setUp(a + b))).toBe('code_not_in_force');
    expect((await app.http.get('/api/v1/me').set(person.auth)).status).toBe(200);
    await signIn(app, person.login, PASSWORD);
    await startBusinessAt(app, '2025-11-04T08:50:00+08:00');
    expect(codeOf(await desk.setUp(a + b))).toBe('code_not_in_force');
    await startBusinessAt(app, '2025-11-04T09:30:00+08:00');
    expect((await desk.setUp(b + a, 'another long password')).status).toBe(200);
    expect(codeOf(await desk.answer(colleague, request, 'refuse'))).toBe('in_force_already');
    expect(await desk.tasks(colleague)).toEqual([]);
    expect((await app.http.get('/api/v1/me').set(person.auth)).status).toBe(401);
    await signIn(app, person.login, 'another long password');
    expect(codeOf(await desk.setUp(a + b))).toBe('invalid_setup_code');
  });

  it.each(['asked', 'agreed'])(
    'comes to nothing where the holder or a colleague objects to it when %s',
    async (state) => {
      const bureau = await makeBody(app);
      const [person, colleague] = [
        await makeUser(app, 'bureau_officer', bureau),
        await makeUser(app, 'integrator', bureau),
      ];
      const stranger = await makeUser(app, 'bureau_officer');
      for (const objector of [person, colleague]) {
        const asked = (await desk.act(first, person.id, 'reset')).body as User;
        const request = requestOf(asked);
        const agreed =
          state === 'agreed' ? ((await desk.answer(second, request, 'agree')).body as AccountRequest) : undefined;
        expect(codeOf(await desk.answer(stranger, request, 'refuse'))).toBe('not_found');
        expect((await desk.request(stranger, request)).status).toBe(404);
        expect((await desk.answer(objector, request, 'refuse')).body).toMatchObject({ state: 'refused' });
        expect(codeOf(await desk.setUp(`${asked.setupCodeHalf}${agreed?.setupCodeHalf}`))).toBe('invalid_setup_code');
        expect((await app.dataSource.query(`SELECT FROM setup_code WHERE user_id = $1`, [person.id])).length).toBe(0);
      }
      const listed = await app.http.get('/api/v1/account-requests?state=refused').set(colleague.auth).expect(200);
      expect((listed.body as { items: object[] }).items).toHaveLength(2);
    },
  );

  const workingCode = async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const person = await makeUser(app, 'bureau_officer', await makeBody(app));
    const asked = (await desk.act(first, person.id, 'reset')).body as User;
    const agreed = (await desk.answer(second, requestOf(asked), 'agree')).body as AccountRequest;
    await startBusinessAt(app, '2025-11-04T09:30:00+08:00');
    return { person, request: requestOf(asked), code: `${asked.setupCodeHalf}${agreed.setupCodeHalf}` };
  };

  it('is stopped by its holder once it works too, until it is used', async () => {
    const { person, request, code } = await workingCode();
    const shown = (await desk.request(person, request)).body as AccountRequest;
    expect(shown.allowedActions.map(({ action }) => action)).toEqual(['refuse']);
    expect(await desk.tasks(person)).toMatchObject([{ kind: 'account_announced', id: request }]);
    expect((await desk.answer(person, request, 'refuse')).body).toMatchObject({ state: 'refused' });
    expect(codeOf(await desk.setUp(code))).toBe('invalid_setup_code');
    expect(await desk.tasks(person)).toEqual([]);
  });

  it('is void once its holder changes the password, and then nothing is left to stop', async () => {
    const { person, request, code } = await workingCode();
    await app.http
      .post('/api/v1/auth/password')
      .set(person.auth)
      .send({ currentPassword: PASSWORD, newPassword: 'another long password' })
      .expect(204);
    expect(codeOf(await desk.setUp(code))).toBe('invalid_setup_code');
    expect(codeOf(await desk.answer(person, request, 'refuse'))).toBe('in_force_already');
    await signIn(app, person.login, 'another long password');
  });

  it('of a new account is stopped with the seat that it came with', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const agency = await makeBody(app, { kind: 'agency' });
    const keeper = await makeUser(app, 'agency_manager', agency);
    const worker = await makeUser(app, 'agency_worker', agency);
    await desk.act(first, keeper.id, 'disable');
    const made = await desk.made(first, [{ organisation: agency, role: 'agency_manager' }]);
    const agreed = (await desk.answer(second, requestOf(made), 'agree')).body as AccountRequest;
    await startBusinessAt(app, '2025-11-04T09:30:00+08:00');
    expect((await desk.answer(worker, requestOf(made), 'refuse')).status).toBe(200);
    expect(codeOf(await desk.setUp(`${made.setupCodeHalf}${agreed.setupCodeHalf}`))).toBe('invalid_setup_code');
    expect(await desk.read(first, made.id)).toMatchObject({ seats: [] });
  });

  it('is agreed to by nobody for the own account, and asked for anew it replaces the one before', async () => {
    const asked = (await desk.act(first, second.id, 'reset')).body as User;
    expect(asked.setupCode).toBeUndefined();
    expect(codeOf(await desk.answer(second, requestOf(asked), 'agree'))).toBe('own_account');
    const anew = (await desk.act(first, second.id, 'reset')).body as User;
    expect(anew.requests).toHaveLength(1);
    expect(codeOf(await desk.answer(third, requestOf(asked), 'agree'))).toBe('wrong_state');
    expect(codeOf(await desk.answer(second, requestOf(anew), 'agree'))).toBe('own_account');
    expect((await desk.answer(third, requestOf(anew), 'agree')).status).toBe(200);
    expect((await desk.answer(second, requestOf(anew), 'refuse')).status).toBe(200);
  });

  it('of a new bureau goes to one administrator for one account, the next to another', async () => {
    const bureau = await makeBody(app);
    const [one, two] = [await desk.made(first, officer(bureau)), await desk.made(first, officer(bureau))];
    expect(one.setupCode).toMatch(/^(\w{5}-){3}\w{5}$/);
    expect([two.setupCode, two.setupCodeHalf]).toEqual([undefined, expect.any(String)]);
    const other = (await desk.act(second, two.id, 'reset')).body as User;
    expect(other.setupCode).toMatch(/^(\w{5}-){3}\w{5}$/);
    // A third account, and any once somebody sits there, takes both.
    const three = await desk.made(second, officer(bureau));
    expect(three.setupCode).toBeUndefined();
    await desk.signedIn(one, one.setupCode);
    const four = await desk.made(third, officer(bureau));
    expect([four.setupCode, four.setupCodeHalf]).toEqual([undefined, expect.any(String)]);
    expect(await desk.answer(first, requestOf(four), 'agree')).toMatchObject({ status: 200 });
  });

  it('stays one in a hand where the seat is moved to an account whose code that hand holds', async () => {
    const [bureau, other] = [await makeBody(app), await makeBody(app)];
    await desk.made(first, officer(bureau));
    const moved = await desk.made(first, officer(other));
    expect(codeOf(await desk.seat(second, moved.id, officer(bureau)))).toBe('codes_of_one_body');
    await desk.act(second, moved.id, 'reset');
    expect((await desk.seat(first, moved.id, officer(bureau))).status).toBe(200);
  });
});

describe('an administrator', () => {
  it('gives no seat by an account whose code is in the own hand, where others sit: another administrator does', async () => {
    const bureau = await makeBody(app);
    await makeUser(app, 'bureau_approver', bureau);
    const own = await desk.made(first, []);
    expect(own.setupCode).toEqual(expect.any(String));
    expect(codeOf(await desk.seat(first, own.id, officer(bureau)))).toBe('codes_of_one_body');
    expect((await desk.seat(second, own.id, officer(bureau))).status).toBe(200);
  });

  it('whose code was used is in that hand, whatever newer code of two halves lies open', async () => {
    const bureau = await makeBody(app);
    const one = await desk.made(first, officer(bureau));
    await desk.signedIn(one, one.setupCode);
    const asked = (await desk.act(second, one.id, 'reset')).body as User;
    expect((await desk.answer(third, requestOf(asked), 'agree')).status).toBe(200);
    const two = await desk.made(first, []);
    expect(codeOf(await desk.seat(second, two.id, officer(bureau)))).toBe('codes_of_one_body');
  });

  it('takes no seat, in whatever body', async () => {
    const body = await makeBody(app);
    expect(codeOf(await desk.seat(first, first.id, officer(body)))).toBe('own_account');
  });

  it('is shown one code of a body, also where two accounts are made at once', async () => {
    const bureau = await makeBody(app);
    const made = await Promise.all([1, 2, 3, 4].map(() => desk.made(first, officer(bureau))));
    expect(made.filter(({ setupCode }) => setupCode !== undefined)).toHaveLength(1);
  });
});

describe('a body with a manager', () => {
  let agency: string;
  let manager: TestAccount;
  const seat = (role: string, organisation = agency) => [{ organisation, role }];
  beforeAll(async () => {
    agency = await makeBody(app, { kind: 'agency' });
    manager = await makeUser(app, 'agency_manager', agency);
  });

  it('makes, lists, resets and ends its accounts by its manager, and no others', async () => {
    const made = await desk.made(manager, seat('agency_worker'));
    const worker = await desk.signedIn(made, made.setupCode);
    const { body } = await app.http.get('/api/v1/users').set(manager.auth).expect(200);
    expect((body as { items: User[] }).items.map(({ id }) => id)).toEqual([manager.id, made.id]);
    const reset = (await desk.act(manager, made.id, 'reset')).body as User;
    expect(reset).toMatchObject({ passwordSet: false, setupCode: expect.any(String) });
    expect((await app.http.get('/api/v1/me').set(worker.auth)).status).toBe(401);
    for (const action of ['disable', 'enable', 'end-sessions'])
      expect((await desk.act(manager, made.id, action)).status).toBe(200);
    expect((await desk.seat(manager, made.id, [])).status).toBe(200);
    expect((await app.http.get(`/api/v1/users/${made.id}`).set(manager.auth)).status).toBe(404);

    const stranger = await makeUser(app, 'bureau_officer');
    expect((await app.http.get(`/api/v1/users/${stranger.id}`).set(manager.auth)).status).toBe(404);
    expect((await desk.act(manager, stranger.id, 'reset', first)).status).toBe(404);
    const elsewhere = await makeBody(app, { kind: 'agency' });
    for (const seats of [seat('agency_worker', elsewhere), seat('supervisor'), seat('integrator')])
      expect(codeOf(await desk.create(manager, seats))).toBe('validation_failed');
    expect((await desk.create(manager, [])).status).toBe(403);
    expect((await app.http.get('/api/v1/users').set(worker.auth)).status).toBe(401);
  });

  it('keeps its last manager, who is reset by two administrators', async () => {
    expect(codeOf(await desk.seat(manager, manager.id, seat('agency_worker')))).toBe('last_manager');
    expect(codeOf(await desk.seat(first, manager.id, []))).toBe('last_manager');
    const asked = (await desk.act(first, manager.id, 'reset')).body as User;
    expect(asked).toMatchObject({ passwordSet: true, setupCodeHalf: expect.any(String) });
    expect((await desk.answer(manager, requestOf(asked), 'refuse')).status).toBe(200);
  });

  it('is not gone round by an administrator, unless its managers are lost', async () => {
    const made = await desk.made(manager, seat('agency_worker'));
    await desk.signedIn(made, made.setupCode);
    expect(codeOf(await desk.act(first, made.id, 'reset'))).toBe('body_has_manager');
    expect(codeOf(await desk.seat(first, made.id, []))).toBe('body_has_manager');
    await desk.act(first, made.id, 'disable');
    expect(codeOf(await desk.act(first, made.id, 'enable'))).toBe('body_has_manager');
    await desk.act(first, manager.id, 'disable');
    expect((await desk.act(first, made.id, 'enable')).status).toBe(200);
    expect((await desk.act(first, made.id, 'reset')).body).toMatchObject({ setupCodeHalf: expect.any(String) });

    // Its new manager is asked for by one administrator, agreed to by another, and sits a day later.
    const successor = (await desk.seat(first, made.id, [...seat('agency_worker'), ...seat('agency_manager')]))
      .body as User;
    const request = successor.requests[1] ?? '';
    const agreed = (await desk.answer(second, request, 'agree')).body as AccountRequest;
    const at = new Date(Date.parse(agreed.inForceAt ?? '') + 60_000).toISOString();
    const holder = await signIn(app, made.login, PASSWORD);
    expect((await app.http.get('/api/v1/users').set(holder.auth)).status).toBe(403);
    await startBusinessAt(app, at);
    const { body } = await app.http.get('/api/v1/me').set(holder.auth).expect(200);
    expect(body).toMatchObject({
      seats: [{ outsideSince: null }, { role: 'agency_manager', outsideSince: expect.any(String) }],
    });
    expect((await app.http.get('/api/v1/users').set(holder.auth)).status).toBe(200);
    await desk.act(first, manager.id, 'enable', first);
  });

  it('decides again once its manager is back: what was asked for meanwhile is agreed to by no administrator', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const [keeper, worker] = [await makeUser(app, 'agency_manager', body), await makeUser(app, 'agency_worker', body)];
    await desk.act(first, keeper.id, 'disable');
    const intruder = await desk.made(first, seat('agency_manager', body));
    const code = (await desk.act(first, worker.id, 'reset')).body as User;
    await desk.act(first, keeper.id, 'enable');
    for (const request of [requestOf(intruder), requestOf(code)]) {
      const refused = await desk.answer(second, request, 'agree');
      expect([refused.status, refused.body]).toMatchObject([
        422,
        { code: 'body_has_manager', facts: { bodies: [body] } },
      ]);
    }
    expect(await desk.read(first, intruder.id)).toMatchObject({ seats: [] });
    // For as long as there is no manager it is theirs.
    await desk.act(first, keeper.id, 'disable');
    for (const request of [requestOf(intruder), requestOf(code)]) {
      expect((await desk.answer(second, request, 'agree')).status).toBe(200);
      expect((await desk.answer(first, request, 'refuse')).status).toBe(200);
    }
  });

  it('gives the code of an account in a body that has no manager, also where the manager of another one has agreed to a seat', async () => {
    const [body, panel] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'other' })];
    const keeper = await makeUser(app, 'agency_manager', body);
    await makeUser(app, 'agency_worker', body);
    await makeUser(app, 'panel_member', panel);
    const made = await desk.made(first, [...seat('panel_member', panel), ...seat('agency_worker', body)]);
    const asked: AccountRequest[] = [];
    for (const id of made.requests) asked.push((await desk.request(first, id)).body as AccountRequest);
    const [decided = [], left = []] = ['manager', 'administrator'].map((who) =>
      asked.filter(({ decides }) => decides === who),
    );
    expect([decided.length, left.length]).toEqual([1, 1]);
    for (const [who, requests] of [
      [keeper, decided],
      [second, left],
    ] as const)
      for (const { id } of requests) expect((await desk.answer(who, id, 'agree')).status).toBe(200);
  });

  describe('of a code in a body that has lost its manager', () => {
    let lost: string;
    let body: string;
    let keeper: TestAccount;
    beforeAll(async () => {
      [lost, body] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'agency' })];
      await desk.act(first, (await makeUser(app, 'agency_manager', lost)).id, 'disable');
      keeper = await makeUser(app, 'agency_manager', body);
      for (const place of [lost, body]) await makeUser(app, 'agency_worker', place);
    });
    const seats = () => [...seat('agency_worker', lost), ...seat('agency_worker', body)];
    const findRequest = async (requests: readonly string[], decides: string): Promise<string> => {
      for (const id of requests)
        if (((await desk.request(first, id)).body as AccountRequest).decides === decides) return id;
      throw new Error(`none is decided by a ${decides}`);
    };

    it('is agreed to by no administrator once the manager of another body was shown a code of the account', async () => {
      const { id, requests } = await desk.made(first, seats());
      const [of, own] = [await findRequest(requests, 'administrator'), await findRequest(requests, 'manager')];
      expect((await desk.answer(keeper, own, 'agree')).body).toMatchObject({ setupCode: expect.any(String) });
      expect((await desk.answer(second, of, 'agree')).body).toMatchObject({
        ...{ code: 'body_has_manager', facts: { bodies: [body] } },
      });
      // The seat alone, without a code, is theirs to give.
      expect((await desk.answer(second, of, 'refuse')).status).toBe(200);
      const anew = (await desk.seat(first, id, seats())).body as User;
      const seated = await findRequest(anew.requests, 'administrator');
      expect((await desk.answer(second, seated, 'agree')).status).toBe(200);
    });

    it('nor once somebody who uses the account sits in a body that has one', async () => {
      const person = await makeUser(app, 'agency_worker', lost);
      const code = (await desk.act(first, person.id, 'reset')).body as User;
      const { requests } = (await desk.seat(first, person.id, seats())).body as User;
      expect((await desk.answer(keeper, await findRequest(requests, 'manager'), 'agree')).status).toBe(200);
      expect((await desk.answer(second, requestOf(code), 'agree')).body).toMatchObject({
        ...{ code: 'body_has_manager', facts: { bodies: [body] } },
      });
    });
  });

  it('is asked once, and anew once somebody else decides: who was asked before answers no more', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const keeper = await makeUser(app, 'agency_manager', body);
    const person = await makeUser(app, 'agency_worker');
    const { seats } = await desk.read(first, person.id);
    const ask = async () => {
      const wanted = seats.map(({ organisation, role }) => ({ organisation, role }));
      return (await desk.seat(first, person.id, [...wanted, ...seat('agency_worker', body)])).body as User;
    };
    const waiting = requestOf(await ask());
    expect((await ask()).requests).toEqual([waiting]);
    await desk.act(first, keeper.id, 'disable');
    const { requests } = await ask();
    expect([requests.length, requests.includes(waiting)]).toEqual([1, false]);
    expect((await desk.request(first, waiting)).body).toMatchObject({ state: 'refused', decides: 'manager' });
    expect((await ask()).requests).toEqual(requests);
    expect((await desk.answer(second, requests[0] ?? '', 'agree')).body).toMatchObject({
      ...{ state: 'agreed', decides: 'administrator' },
    });
  });

  it('leaves an account that sits elsewhere too to both, and takes it back when it does not', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const keeper = await makeUser(app, 'agency_manager', body);
    const panel = await makeBody(app, { kind: 'other' });
    const shared = await makeAccount(
      app,
      { role: 'agency_worker', organisation: body },
      { role: 'panel_member', organisation: panel },
    );
    const { seats } = await desk.read(keeper, shared.id);
    expect(seats).toMatchObject([{ organisation: body, role: 'agency_worker' }]);
    const actions = ['end-sessions', 'reset', 'disable'];
    for (const action of actions) expect(codeOf(await desk.act(keeper, shared.id, action))).toBe('seats_elsewhere');
    const { version } = await desk.read(keeper, shared.id);
    const rename = (at: number) =>
      app.http.patch(`/api/v1/users/${shared.id}`).set(keeper.auth).set('If-Match', `"${at}"`).send({ name: '李' });
    expect(codeOf(await rename(version))).toBe('seats_elsewhere');
    await desk.act(first, shared.id, 'disable');
    expect(codeOf(await desk.act(keeper, shared.id, 'enable'))).toBe('seats_elsewhere');
    await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [shared.id, panel]);
    for (const action of ['enable', ...actions])
      expect([action, (await desk.act(keeper, shared.id, action)).status]).toEqual([action, 200]);
  });

  it('consents to no seat that stands against another, and to none whose asker holds the code', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const keeper = await makeUser(app, 'agency_manager', body);
    const lone = await desk.made(first, []);
    const asked = (await desk.seat(first, lone.id, seat('agency_worker', body))).body as User;
    expect(codeOf(await desk.answer(keeper, requestOf(asked), 'agree'))).toBe('codes_of_one_body');
    const bureau = await makeBody(app);
    await app.dataSource.query(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'bureau_officer')`, [
      lone.id,
      bureau,
    ]);
    expect(codeOf(await desk.answer(keeper, requestOf(asked), 'agree'))).toBe('seats_conflict');
    await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1`, [lone.id]);
    // Another code in another hand: whoever was shown it would be the one who sits there.
    await desk.act(second, lone.id, 'reset');
    expect(codeOf(await desk.answer(keeper, requestOf(asked), 'agree'))).toBe('codes_of_one_body');
    await runInProduct(app, (tx) => removeOpenCode(tx, lone.id));
    const agreed = await desk.answer(keeper, requestOf(asked), 'agree');
    expect([agreed.status, (agreed.body as AccountRequest).setupCode]).toEqual([200, expect.any(String)]);
    expect(await desk.read(keeper, lone.id)).toMatchObject({ seats: [{ organisation: body, role: 'agency_worker' }] });
    expect(codeOf(await desk.answer(keeper, requestOf(asked), 'refuse'))).toBe('in_force_already');
  });
});

describe('a request that was written by hand', () => {
  const sql = (text: string, params: unknown[]): Promise<unknown> => app.dataSource.query(text, params);
  const asked = async () => {
    const bureau = await makeBody(app);
    const [person, other] = [await makeUser(app, 'bureau_officer', bureau), await makeUser(app, 'integrator')];
    const request = requestOf((await desk.act(first, person.id, 'reset')).body as User);
    return { bureau, person, other, request };
  };

  it('gives nothing: made for another account, with another role, or by another person than it says', async () => {
    const { other, person, request } = await asked();
    for (const [change, back] of [
      [`user_id = '${other.id}'`, `user_id = '${person.id}'`],
      [`role = 'admin'`, `role = NULL`],
      [`asked_by = '${third.id}'`, `asked_by = '${first.id}'`],
      [`code_hash = sha256('mine')`, null],
    ]) {
      const [kept] = (await sql(`SELECT code_hash FROM account_request WHERE id = $1`, [request])) as {
        code_hash: Buffer;
      }[];
      await sql(`UPDATE account_request SET ${change} WHERE id = $1`, [request]);
      expect([change, codeOf(await desk.answer(second, request, 'agree'))]).toEqual([change, 'not_found']);
      if (back) await sql(`UPDATE account_request SET ${back} WHERE id = $1`, [request]);
      else await sql(`UPDATE account_request SET code_hash = $2 WHERE id = $1`, [request, kept?.code_hash]);
    }
    // As it was written, it is agreed to.
    expect((await desk.answer(second, request, 'agree')).status).toBe(200);
  });

  it('gives nothing: inserted, or refused and put back', async () => {
    const { person, bureau, request } = await asked();
    const [made] = (await sql(
      `INSERT INTO account_request (user_id, organisation_id, role, bodies, decides, asked_by)
       VALUES ($1, $2, 'bureau_approver', ARRAY[$2::uuid], 'administrator', $3) RETURNING id`,
      [person.id, bureau, first.id],
    )) as { id: string }[];
    expect(codeOf(await desk.answer(second, made?.id ?? '', 'agree'))).toBe('not_found');
    expect((await desk.answer(person, request, 'refuse')).status).toBe(200);
    await sql(`UPDATE account_request SET state = 'asked', answered_by = NULL WHERE id = $1`, [request]);
    expect(codeOf(await desk.answer(second, request, 'agree'))).toBe('not_found');
  });
});
