import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { actionNames } from '../support/actions.js';
import { Bidding, issueTender, makeBidder, offer, type Bidder } from '../support/bidding.js';
import { stored } from '../support/stored.js';
import { makeBureau, setBusinessTime, startBusinessAt, makeThreshold } from '../support/drafts.js';

let app: TestApp;

/** What is stored; that a request was answered is remembered by its key. */
const readRows = async () => {
  const rows = Object.entries(await stored(app));
  return Object.fromEntries(rows.filter(([table]) => !/^(idempoten|session|refresh)/.test(table)));
};

interface Bar {
  id: string;
  version: number;
  state: string;
  code?: string;
  rule?: string;
  errors?: { pointer: string }[];
  allowedActions: { action: string; method: 'POST'; href: string }[];
}

describe('a decision that bars a body', () => {
  let bidder: Bidder;
  let lot: string;
  let finance: TestAccount;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    [lot = ''] = (await issueTender(app, bureau)).lots;
    bidder = await makeBidder(app);
    finance = bureau.finance;
    admin = await makeUser(app, 'admin');
  });
  afterAll(() => app.close());

  // One year to the day: its last day is 5 November.
  const DECISION = {
    ...{ number: '财监〔2024〕6号', authority: '示例市财政局', decided: 'finance_authority' },
    ...{ from: '2024-11-06', until: '2025-11-05' },
  };
  const url = (): string => `/api/v1/organisations/${bidder.body}/bars`;
  const record = async (body: object, by = finance) => {
    const answer = await app.http.post(url()).set(by.auth).send(body);
    const made = answer.body as Bar;
    if (answer.status === 201) expect(answer.headers.location).toBe(`${url()}/${made.id}`);
    return { status: answer.status, body: made };
  };
  const act = async ({ id }: Bar, action: string, by: TestAccount, body: object = {}) => {
    const { headers } = await app.http.get(`${url()}/${id}`).set(by.auth);
    const answer = await app.http
      .post(`${url()}/${id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': headers.etag ?? '"1"' })
      .send(body);
    return { status: answer.status, body: answer.body as Bar };
  };
  const list = async (by: TestAccount): Promise<Bar[]> =>
    ((await app.http.get(url()).set(by.auth).expect(200)).body as { items: Bar[] }).items;

  it('is recorded with number, authority, first and last day, and by nobody else than who records them', async () => {
    const missing = await record({ number: DECISION.number });
    expect([missing.status, missing.body.code, missing.body.rule]).toEqual([
      ...[422, 'bar_decision_missing', 'SUPPLIER-BARRED'],
    ]);
    expect(missing.body.errors?.map(({ pointer }) => pointer)).toEqual(['/authority', '/decided', '/from', '/until']);
    for (const until of ['2025-11-04', '2027-11-07']) {
      const { body } = await record({ ...DECISION, until });
      expect([body.code, body.errors?.map(({ pointer }) => pointer)]).toEqual(['bar_decision_missing', ['/until']]);
    }
    const { body: far } = await record({ ...DECISION, from: '9998-01-01', until: '9999-12-31' });
    expect([far.code, far.errors?.map(({ pointer }) => pointer)]).toEqual(['bar_decision_missing', ['/from']]);
    expect(await list(finance)).toEqual([]);
    expect((await record(DECISION, bidder.user)).status).toBe(403);
    const longer = { ...DECISION, decided: 'court', authority: '示例市中级人民法院', number: '（2024）刑终1号' };
    const judged = await record({ ...longer, until: '2030-11-05' });
    expect([judged.status, judged.body.state]).toEqual([201, 'proposed']);
    expect((await act(judged.body, 'withdraw', admin, { reason: '案号有误' })).body.state).toBe('withdrawn');
  });

  it('keeps the body from bidding once another has confirmed it, until its last day, and no longer', async () => {
    const made = (await record(DECISION)).body;
    expect(actionNames(made.allowedActions)).toEqual(['confirm', 'withdraw']);
    // What nobody has confirmed is for those alone who record, and for the body that it would bar.
    expect(await list((await makeBidder(app)).user)).toEqual([]);
    const shown = await list(bidder.user);
    expect(shown.map(({ state }) => state).sort()).toEqual(['proposed', 'withdrawn']);
    expect(shown.find(({ id }) => id === made.id)?.allowedActions).toEqual([]);
    await setBusinessTime(app, '2025-11-05T09:00:00+08:00');
    const bid = await Bidding.begin(app, bidder, lot, offer('180000.00'));
    const own = await act(made, 'confirm', finance);
    expect([own.status, own.body.code]).toEqual([422, 'proposer_decides']);
    const confirmed = await act(made, 'confirm', admin);
    expect([confirmed.status, confirmed.body.state]).toEqual([200, 'in_force']);
    const inForce = (await list(bidder.user)).find(({ id }) => id === made.id);
    expect(inForce).toMatchObject({ ...DECISION, state: 'in_force' });
    await setBusinessTime(app, '2025-11-05T23:58:00+08:00');
    const refused = await bid.act('submit');
    expect([refused.status, refused.body]).toMatchObject([
      422,
      { code: 'bidder_barred', rule: 'SUPPLIER-BARRED', facts: { number: DECISION.number, until: '2025-11-05' } },
    ]);
    await setBusinessTime(app, '2025-11-06T00:00:30+08:00');
    expect((await bid.act('submit')).status).toBe(200);
  });

  it('that was revoked keeps nobody from bidding', async () => {
    bidder = await makeBidder(app);
    const made = (await record({ ...DECISION, number: '财监〔2025〕7号', from: '2025-11-01', until: '2026-11-01' }))
      .body;
    expect((await act(made, 'confirm', admin)).status).toBe(200);
    const bid = await Bidding.begin(app, bidder, lot, offer('170000.00'));
    expect((await bid.act('submit')).body).toMatchObject({ code: 'bidder_barred' });
    expect((await act(made, 'revoke', admin)).status).toBe(400);
    const reason = '行政复议撤销';
    const missing = await act(made, 'revoke', admin, { reason });
    expect([missing.status, missing.body.code, missing.body.errors?.map(({ pointer }) => pointer)]).toEqual([
      ...[422, 'bar_decision_missing'],
      ['/number', '/decidedOn'],
    ]);
    const decision = { number: '复议〔2025〕1号', decidedOn: '2025-11-07', reason };
    expect((await act(made, 'revoke', admin, decision)).body.errors).toMatchObject([
      { pointer: '/decidedOn', code: 'out_of_range' },
    ]);
    expect((await act(made, 'revoke', admin, { ...decision, decidedOn: '2025-11-06' })).body.state).toBe('revoked');
    expect((await bid.act('submit')).status).toBe(200);
  });

  it('is withdrawn and revoked by the body that recorded it or the platform, and by no other authority', async () => {
    bidder = await makeBidder(app);
    const body = { ...DECISION, number: '财监〔2025〕8号', from: '2025-11-01', until: '2026-11-01' };
    const seat = (
      await app.dataSource.query<{ organisation_id: string }[]>(
        `SELECT s.organisation_id FROM seat s JOIN app_user u ON u.id = s.user_id WHERE u.id = $1`,
        [finance.id],
      )
    )[0]?.organisation_id;
    const colleague = await makeUser(app, 'finance_authority', seat);
    const stranger = await makeUser(app, 'finance_authority');
    const made = (await record(body)).body;
    const rows = await readRows();
    const refused = await act(made, 'withdraw', stranger, { reason: '误' });
    expect([refused.status, refused.body.code]).toEqual([403, 'not_permitted']);
    const shown = async (by: TestAccount) => actionNames((await list(by))[0]?.allowedActions ?? []);
    expect([await shown(stranger), await shown(colleague)]).toEqual([['confirm'], ['confirm', 'withdraw']]);
    expect(await readRows()).toEqual(rows);
    // Any other one confirms it.
    expect((await act(made, 'confirm', stranger)).status).toBe(200);
    const decision = { number: '复议〔2025〕2号', decidedOn: '2025-11-03', reason: '行政复议撤销' };
    const before = await readRows();
    const alien = await act(made, 'revoke', stranger, decision);
    expect([alien.status, alien.body.code]).toEqual([403, 'not_permitted']);
    expect([await shown(stranger), await shown(colleague)]).toEqual([[], ['revoke']]);
    expect(await readRows()).toEqual(before);
    expect((await act(made, 'revoke', colleague, decision)).body.state).toBe('revoked');
    const other = (await record({ ...body, number: '财监〔2025〕9号' })).body;
    expect((await act(other, 'withdraw', colleague, { reason: '误' })).body.state).toBe('withdrawn');
  });
});
