import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDesk, type AccountRequest } from '../support/account-desk.js';
import { makeAccount, makeUser, PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import { Bidding, issueTender, makeBidders, offer, type Bidder, type Issued } from '../support/bidding.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { feedOf, placed } from '../support/feed.js';
import { codeOf, type User } from '../support/users.js';

let app: TestApp;
let desk: AccountDesk;
let bureau: Bureau;
let admin: TestAccount;
let bidders: Bidder[];
let issued: Issued;
let lot: string;
beforeAll(async () => {
  app = await startTestApp({ worker: true });
  desk = new AccountDesk(app);
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  bureau = await makeBureau(app);
  await makeThreshold(app);
  admin = await makeAccount(app, { role: 'admin', organisation: null });
  bidders = await makeBidders(app, 3);
  issued = await issueTender(app, bureau);
  lot = issued.lots[0] as string;
});
afterAll(() => app.close());

const bodyOf = <T>(answer: { body: unknown }): T => answer.body as T;
const manager = (organisation: string) => [{ organisation, role: 'agency_manager' }];

/** Every request about the bid of a body by somebody, and how each was answered. */
async function touchBid(bid: Bidding, by: TestAccount): Promise<[number, string | undefined][]> {
  const ask = (verb: 'get' | 'post' | 'patch', path: string) => app.http[verb](`/api/v1/${path}`).set(by.auth);
  const answers = [
    await ask('get', `bids/${bid.id}`),
    await ask('get', `bids/${bid.id}/receipt`),
    await ask('patch', `bids/${bid.id}`)
      .set('If-Match', '"2"')
      .send({ content: { price: '1.00' } }),
    await ask('post', `bids/${bid.id}/actions/withdraw`).set('If-Match', '"2"').send({}),
    await ask('post', `bids/${bid.id}/actions/submit`)
      .set('If-Match', '"2"')
      .send({ content: offer('1.00') }),
    await ask('post', `bids/${bid.id}/files`).attach('file', Buffer.from('x'), { filename: 'x.txt' }),
    await ask('post', `lots/${lot}/bids`).send({ content: {} }),
    await ask('get', `bids/${bid.id}/consultation`),
  ];
  return answers.map((answer) => [answer.status, codeOf(answer)]);
}

describe('an administrator who wants to read, withdraw and replace the bids of rivals', () => {
  it('gets no seat, no code and no second hand, and the body is told of each try', async () => {
    for (const victim of bidders) {
      const bid = await Bidding.submitted(app, victim, lot, offer('199000.00'));
      const colleague = await makeUser(app, 'agency_worker', victim.body);

      // A new account with a manager's seat: the seat waits for the manager, and no code is shown.
      const made = await desk.made(admin, manager(victim.body));
      expect(made).toMatchObject({ seats: [], requests: [expect.any(String)] });
      expect(made).not.toHaveProperty('setupCode');
      expect(made).not.toHaveProperty('setupCodeHalf');
      const [request = ''] = made.requests;
      expect([(await desk.answer(admin, request, 'agree')).status, (await desk.read(admin, made.id)).seats]).toEqual([
        403,
        [],
      ]);
      const reset = await desk.act(admin, made.id, 'reset');
      const intruder = await desk.signedIn(made, bodyOf<User>(reset).setupCode);
      expect(new Set((await touchBid(bid, intruder)).map(([status]) => status))).toEqual(new Set([403]));
      // Whoever asked for the seat holds the code of the account now: the manager is kept from consenting to that.
      expect(codeOf(await desk.answer(victim.user, request, 'agree'))).toBe('codes_of_one_body');

      // Everybody who sits there is told, by what waits for them and by the feed.
      expect(await desk.tasks(victim.user)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'account_request', id: request }),
          expect.objectContaining({ kind: 'account_announced', id: request }),
        ]),
      );
      expect(await desk.tasks(colleague)).toMatchObject([{ kind: 'account_announced', id: request }]);
      await placed(app);
      expect(await feedOf(app, colleague)).toContain(request);

      // The manager's own account: a reset asks a second administrator, and the old password goes on.
      const half = bodyOf<User>(await desk.act(admin, victim.user.id, 'reset'));
      expect([half.setupCode, half.setupCodeHalf]).toEqual([undefined, expect.any(String)]);
      expect(codeOf(await desk.setUp(half.setupCodeHalf))).toBe('invalid_setup_code');
      expect(codeOf(await desk.answer(admin, half.requests[0] ?? '', 'agree'))).toBe('asked_by_you');
      await signIn(app, victim.user.login, PASSWORD);
      expect((await desk.answer(colleague, half.requests[0] ?? '', 'refuse')).status).toBe(200);

      // A body without a manager, since the administrator has disabled it, takes a second administrator.
      expect((await desk.act(admin, victim.user.id, 'disable')).status).toBe(200);
      const again = await desk.made(admin, manager(victim.body));
      expect([again.seats, again.setupCode]).toEqual([[], undefined]);
      expect(await desk.tasks(colleague)).toEqual(
        expect.arrayContaining([expect.objectContaining({ id: again.requests[0] })]),
      );
      expect((await desk.act(admin, victim.user.id, 'enable')).status).toBe(200);

      // What the administrator did left the bid as it was.
      const owner = await signIn(app, victim.user.login, PASSWORD);
      const { body } = await app.http.get(`/api/v1/bids/${bid.id}`).set(owner.auth).expect(200);
      expect(body).toMatchObject({ state: 'submitted', version: 2 });
      victim.user = { ...victim.user, ...owner };
    }
  });

  it('makes no second administrator of its own either', async () => {
    const made = await desk.made(admin, [{ organisation: bureau.id, role: 'admin' }]);
    expect([made.seats, made.setupCode]).toEqual([[], undefined]);
    expect(codeOf(await desk.answer(admin, made.requests[0] ?? '', 'agree'))).toBe('asked_by_you');
    expect(codeOf(await desk.setUp(made.setupCodeHalf))).toBe('invalid_setup_code');
  });
});

describe('a seat from outside to which the manager has consented', () => {
  let bid: Bidding;
  let guest: TestAccount;
  beforeAll(async () => {
    const [victim] = bidders as [Bidder];
    bid = await Bidding.begin(app, victim, lot);
    const made = await desk.made(admin, manager(victim.body));
    const agreed = await desk.answer(victim.user, made.requests[0] ?? '', 'agree');
    expect(agreed.status).toBe(200);
    // The code of a new account is its manager's to give.
    guest = await desk.signedIn(made, bodyOf<AccountRequest>(agreed).setupCode);
  });

  it('touches no bid of a tender that was issued before, by hand or by key', async () => {
    const late = Array.from({ length: 8 }, () => [403, 'seat_after_issue']);
    const answers = await touchBid(bid, guest);
    // The consultation of a bid that is not opened is nobody's yet.
    expect(answers.slice(0, 7)).toEqual(late.slice(0, 7));
    const key = await app.http
      .post('/api/v1/api-keys')
      .set(guest.auth)
      .send({ name: 'x', scopes: ['bid.make', 'tender.read'] })
      .expect(201);
    const { key: secret } = key.body as { key: string };
    const byKey = await touchBid(bid, { ...guest, auth: { Authorization: `Bearer ${secret}` } });
    expect(byKey.slice(0, 7)).toEqual(late.slice(0, 7));
    expect((await bid.read()).state).toBe('submitted');
    // Nor where somebody says in the database that it was issued later, or says nothing of it.
    const say = (issued: string | null) =>
      writeByHand(() => app)(
        `UPDATE tender_revision SET published_at = coalesce($2, published_at), revision = CASE WHEN $2 IS NULL THEN 99 ELSE 1 END
         WHERE tender_id = (SELECT tender_id FROM lot WHERE id = $1)`,
        [lot, issued],
      );
    const [before] = await app.dataSource.query<{ at: string }[]>(
      `SELECT v.published_at::text AS at FROM tender_revision v JOIN lot l ON l.tender_id = v.tender_id WHERE l.id = $1`,
      [lot],
    );
    for (const told of ['2099-12-31T00:00:00Z', null]) {
      await say(told);
      expect((await touchBid(bid, guest)).slice(0, 7)).toEqual(late.slice(0, 7));
    }
    await say(before?.at ?? '');
  });

  it('bids for a tender that is issued afterwards', async () => {
    const next = await issueTender(app, bureau);
    const answer = await app.http
      .post(`/api/v1/lots/${next.lots[0]}/bids`)
      .set(guest.auth)
      .send({ content: { price: '1.00' } });
    expect(answer.status).toBe(201);
  });

  it('gives no seat that reaches further than itself, and no code of an account that does', async () => {
    const [victim] = bidders as [Bidder];
    const made = await desk.made(guest, manager(victim.body));
    const friend = await desk.signedIn(made, made.setupCode);
    expect((await touchBid(bid, friend)).slice(0, 7)).toEqual(
      Array.from({ length: 7 }, () => [403, 'seat_after_issue']),
    );
    for (const action of ['reset', 'disable'])
      expect(codeOf(await desk.act(guest, victim.user.id, action))).toBe('seat_reaches_further');
    const unseat = await desk.seat(guest, victim.user.id, [{ organisation: victim.body, role: 'agency_worker' }]);
    expect(codeOf(unseat)).toBe('seat_reaches_further');

    // Once the manager has given the seat itself, it is the body's own.
    const worker = [{ organisation: victim.body, role: 'agency_worker' }];
    expect((await desk.seat(victim.user, guest.id, worker)).status).toBe(200);
    expect((await desk.seat(victim.user, guest.id, manager(victim.body))).status).toBe(200);
    expect((await touchBid(bid, guest))[0]).toEqual([200, undefined]);
    const disabled = await desk.act(guest, victim.user.id, 'disable');
    expect(disabled.status).toBe(200);
    expect((await desk.act(guest, victim.user.id, 'enable')).status).toBe(200);
    expect((await desk.act(guest, victim.user.id, 'reset')).status).toBe(200);
  });
});
