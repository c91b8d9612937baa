import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDesk, type AccountRequest } from '../support/account-desk.js';
import { makeAccount, makeBody, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime, startBusinessAt } from '../support/drafts.js';
import { codeOf, type User } from '../support/users.js';

let app: TestApp;
let desk: AccountDesk;
let first: TestAccount;
let second: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  desk = new AccountDesk(app);
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  const admin = () => makeAccount(app, { role: 'admin', organisation: null });
  [first, second] = [await admin(), await admin()];
});
afterAll(() => app.close());

const worker = (organisation: string) => ({ role: 'agency_worker', organisation }) as const;
const manager = (organisation: string) => ({ role: 'agency_manager', organisation }) as const;

/** Works in a body that has a manager, and in one that has none. */
async function makeShared() {
  const [body, other] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'agency' })];
  const keeper = await makeUser(app, 'agency_manager', body);
  const colleague = await makeUser(app, 'agency_worker', other);
  return { body, other, keeper, colleague, shared: await makeAccount(app, worker(body), worker(other)) };
}

const ask = async (by: TestAccount, of: TestAccount): Promise<{ user: User; request: string }> => {
  const user = (await desk.act(by, of.id, 'reset')).body as User;
  return { user, request: user.requests[0] ?? '' };
};

/** The administrator who completes a code, once the manager has consented where that was asked. */
const complete = async (request: string): Promise<AccountRequest> =>
  (await desk.answer(second, request, 'agree')).body as AccountRequest;

describe('the code of an account of a body with a manager and of one without', () => {
  it('takes two administrators and the consent of the manager, who is shown none of it, and is announced in both', async () => {
    const { keeper, colleague, shared } = await makeShared();
    expect(codeOf(await desk.act(keeper, shared.id, 'reset'))).toBe('seats_elsewhere');
    const { user, request } = await ask(first, shared);
    expect(user).toMatchObject({ passwordSet: true, setupCodeHalf: expect.any(String) });
    for (const told of [shared, colleague, keeper])
      expect(await desk.tasks(told)).toContainEqual(
        expect.objectContaining({ kind: 'account_announced', id: request }),
      );
    expect(await desk.tasks(keeper)).toContainEqual(expect.objectContaining({ kind: 'account_request', id: request }));
    // Nobody goes round the manager, nor does the manager decide alone.
    expect(codeOf(await desk.answer(second, request, 'agree'))).toBe('not_permitted');
    const consented = (await desk.answer(keeper, request, 'agree')).body as AccountRequest;
    expect(consented).toMatchObject({ state: 'asked', decides: 'administrator', inForceAt: null });
    expect([consented.setupCode, consented.setupCodeHalf]).toEqual([undefined, undefined]);
    expect(codeOf(await desk.answer(keeper, request, 'agree'))).toBe('not_permitted');
    expect(codeOf(await desk.answer(first, request, 'agree'))).toBe('asked_by_you');
    const agreed = await complete(request);
    expect(agreed).toMatchObject({ state: 'agreed', setupCodeHalf: expect.any(String) });
    const code = `${user.setupCodeHalf}${agreed.setupCodeHalf}`;
    expect(codeOf(await desk.setUp(code))).toBe('code_not_in_force');
    await signIn(app, shared.login, PASSWORD);
    await startBusinessAt(app, '2025-11-04T09:30:00+08:00');
    await desk.setUp(code, 'another long password').expect(200);
    await signIn(app, shared.login, 'another long password');
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('is stopped by a colleague of either body, the manager who consented included', async () => {
    const { keeper, colleague, shared } = await makeShared();
    for (const objector of [keeper, colleague]) {
      const { user, request } = await ask(first, shared);
      expect((await desk.answer(keeper, request, 'agree')).status).toBe(200);
      const { setupCodeHalf } = await complete(request);
      expect((await desk.answer(objector, request, 'refuse')).status).toBe(200);
      expect(codeOf(await desk.setUp(`${user.setupCodeHalf}${setupCodeHalf}`))).toBe('invalid_setup_code');
    }
  });

  it('is given so to each of two who manage the body in which the other works', async () => {
    const [body, other] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'agency' })];
    const one = await makeAccount(app, manager(body), worker(other));
    const two = await makeAccount(app, manager(other), worker(body));
    for (const [of, by] of [
      [one, two],
      [two, one],
    ] as const) {
      const { request } = await ask(first, of);
      expect((await desk.answer(by, request, 'agree')).status).toBe(200);
      expect(await complete(request)).toMatchObject({ setupCodeHalf: expect.any(String) });
    }
  });

  it('is asked of nobody where each body has a manager of its own: once one has ended its seat, the other gives it', async () => {
    const { body, other, keeper, shared } = await makeShared();
    const rival = await makeUser(app, 'agency_manager', other);
    expect(codeOf(await desk.act(first, shared.id, 'reset'))).toBe('body_has_manager');
    expect(codeOf(await desk.act(rival, shared.id, 'reset'))).toBe('seats_elsewhere');
    expect((await desk.seat(keeper, shared.id, [])).status).toBe(200);
    expect((await desk.act(rival, shared.id, 'reset')).body).toMatchObject({ setupCode: expect.any(String) });
    expect((await desk.seat(first, shared.id, [worker(other), worker(body)])).status).toBe(200);
  });

  it('is completed by nobody while the other body has a manager by then, whoever has consented', async () => {
    const { other, keeper, shared } = await makeShared();
    const { request } = await ask(first, shared);
    expect((await desk.answer(keeper, request, 'agree')).status).toBe(200);
    const rival = await makeUser(app, 'agency_manager', other);
    expect(await complete(request)).toMatchObject({ code: 'body_has_manager', facts: { bodies: [other] } });
    await desk.act(first, rival.id, 'disable');
    expect(await complete(request)).toMatchObject({ state: 'agreed' });
  });
});

describe('a disabled account that sits in two bodies', () => {
  const enable = async (by: TestAccount, { id }: TestAccount) =>
    (await desk.act(by, id, 'enable', first)).body as {
      code?: string;
      state?: string;
      detail?: string;
      facts?: object;
    };

  it('is enabled by an administrator once the manager, who is told so, has ended the seat in the own body', async () => {
    const { body, other, keeper, shared } = await makeShared();
    expect((await desk.act(first, shared.id, 'disable')).status).toBe(200);
    const toEnd = expect.stringContaining(`PUT /api/v1/users/${shared.id}/seats`);
    expect(await enable(first, shared)).toMatchObject({
      ...{ code: 'body_has_manager', detail: toEnd, facts: { bodies: [body], seats: [worker(body)] } },
    });
    const refused = await enable(keeper, shared);
    expect(refused).toMatchObject({ code: 'seats_elsewhere', detail: toEnd, facts: { seats: [worker(body)] } });
    // Where else somebody works is not the manager's to know.
    expect(JSON.stringify(refused)).not.toContain(other);
    expect((await desk.seat(keeper, shared.id, [])).status).toBe(200);
    expect(await enable(first, shared)).toMatchObject({ state: 'active' });
  });

  it('is enabled by one of two managers once the other has ended the seat in the own body', async () => {
    const { body, other, keeper, shared } = await makeShared();
    const rival = await makeUser(app, 'agency_manager', other);
    expect((await desk.act(first, shared.id, 'disable')).status).toBe(200);
    const bodies = expect.arrayContaining([body, other]);
    const detail = expect.stringContaining('but one');
    expect(await enable(first, shared)).toMatchObject({ code: 'body_has_manager', detail, facts: { bodies } });
    expect((await desk.seat(keeper, shared.id, [])).status).toBe(200);
    const refused = await enable(first, shared);
    expect(refused).toMatchObject({ code: 'body_has_manager', facts: { bodies: [other] } });
    expect(refused.detail).toBeUndefined();
    expect(await enable(rival, shared)).toMatchObject({ state: 'active' });
  });
});
