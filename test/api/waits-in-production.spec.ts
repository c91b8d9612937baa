import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { addSeats } from '../../src/people/accounts/seats.js';
import { AccountDesk, type AccountRequest } from '../support/account-desk.js';
import { makeAccount, makeBody, makeUser, runInProduct, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { codeOf, type User } from '../support/users.js';

const HOUR = 3_600_000;
const fromNow = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

/** Each is asked twice with the clock of the database moved: where that is allowed, and by a production process. */
describe('a row by which the database says another time', () => {
  let app: TestApp;
  let desk: AccountDesk;
  let first: TestAccount;
  let second: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    desk = new AccountDesk(app);
    const admin = () => makeAccount(app, { role: 'admin', organisation: null });
    [first, second] = [await admin(), await admin()];
  });
  afterEach(async () => {
    app.settings.mode = 'test';
    await app.dataSource.query(
      `ALTER TABLE business_time DISABLE TRIGGER USER; DELETE FROM business_time; ALTER TABLE business_time ENABLE TRIGGER USER`,
    );
  });
  afterAll(() => app.close());

  const inProduction = async <T>(work: () => PromiseLike<T>): Promise<T> => {
    app.settings.mode = 'production';
    try {
      return await work();
    } finally {
      app.settings.mode = 'test';
    }
  };
  const resetByTwo = async (person: TestAccount) => {
    const asked = (await desk.act(first, person.id, 'reset')).body as User;
    const request = asked.requests[0] ?? '';
    const agreed = (await desk.answer(second, request, 'agree')).body as AccountRequest;
    return { request, inForceAt: agreed.inForceAt ?? '', code: `${asked.setupCodeHalf}${agreed.setupCodeHalf}` };
  };

  it('ends no wait for a code', async () => {
    const person = await makeUser(app, 'bureau_officer', await makeBody(app));
    const { code } = await resetByTwo(person);
    await setBusinessTime(app, fromNow(25));
    expect(codeOf(await inProduction(() => desk.setUp(code)))).toBe('code_not_in_force');
    expect((await desk.setUp(code)).status).toBe(200);
  });

  it('ends no time to object to a seat', async () => {
    const agency = await makeBody(app, { kind: 'agency' });
    const [keeper, colleague, person] = [
      await makeUser(app, 'agency_manager', agency),
      await makeUser(app, 'agency_worker', agency),
      await makeUser(app, 'agency_worker'),
    ];
    await desk.act(first, keeper.id, 'disable');
    const seats = (await desk.read(first, person.id)).seats.map(({ organisation, role }) => ({ organisation, role }));
    const asked = (await desk.seat(first, person.id, [...seats, { organisation: agency, role: 'agency_worker' }]))
      .body as User;
    const request = asked.requests[0] ?? '';
    expect((await desk.answer(second, request, 'agree')).status).toBe(200);
    await setBusinessTime(app, fromNow(25));
    const shown = async () => ((await desk.request(colleague, request)).body as AccountRequest).allowedActions;
    expect([await shown(), (await inProduction(shown)).map(({ action }) => action)]).toEqual([[], ['refuse']]);
    expect(codeOf(await desk.answer(colleague, request, 'refuse'))).toBe('in_force_already');
    const objected = await inProduction(() => desk.answer(colleague, request, 'refuse'));
    expect(objected.body).toMatchObject({ state: 'refused' });
  });

  it('begins none in the past', async () => {
    const person = await makeUser(app, 'bureau_officer', await makeBody(app));
    await setBusinessTime(app, fromNow(-48));
    expect(Date.parse((await resetByTwo(person)).inForceAt)).toBeLessThan(Date.now());
    const { inForceAt, code } = await inProduction(() => resetByTwo(person));
    expect(Date.parse(inForceAt)).toBeGreaterThan(Date.now() + 23 * HOUR);
    await setBusinessTime(app, fromNow(0));
    expect(codeOf(await desk.setUp(code))).toBe('code_not_in_force');
  });

  it('lets a seat from outside reach no purchase that was issued before it', async () => {
    const bureau = await makeBody(app);
    await makeUser(app, 'bureau_officer', bureau);
    await setBusinessTime(app, fromNow(-48));
    const give = async () => {
      const made = await makeUser(app, 'bureau_officer');
      const seats = [{ organisation: bureau, role: 'bureau_approver' }];
      expect((await desk.seat(first, made.id, seats)).status).toBe(200);
      const [seat] = await app.dataSource.query<{ outside_since: Date }[]>(
        `SELECT outside_since FROM seat WHERE user_id = $1`,
        [made.id],
      );
      return seat?.outside_since.getTime() ?? 0;
    };
    expect(await give()).toBeLessThan(Date.now() - 47 * HOUR);
    expect(await inProduction(give)).toBeGreaterThan(Date.now() - HOUR);
  });

  it('gives nobody a seat before its time, nor a key what it gives', async () => {
    const bureau = await makeBody(app);
    const person = await makeAccount(app, { role: 'bureau_approver', organisation: bureau });
    await runInProduct(app, (tx) =>
      addSeats(tx, person.id, [
        { organisation: bureau, role: 'bureau_officer', outsideSince: null, inForceAt: new Date(fromNow(24)) },
      ]),
    );
    const record = (auth: Record<string, string>) =>
      app.http
        .post('/api/v1/communities')
        .set(auth)
        .send({ name: `社区${Math.random()}`, region: '990203001', dataset: 'live' });
    expect(codeOf(await record(person.auth))).toBe('not_permitted');
    await setBusinessTime(app, fromNow(25));
    const key = await app.http
      .post('/api/v1/api-keys')
      .set(person.auth)
      .send({ name: '报表', organisation: bureau, scopes: ['community.manage'] })
      .expect(201);
    const program = { Authorization: `Bearer ${(key.body as { key: string }).key}` };
    for (const auth of [person.auth, program]) {
      expect(codeOf(await inProduction(() => record(auth)))).toBe('not_permitted');
      expect(codeOf(await record(auth))).not.toBe('not_permitted');
    }
  });
});
