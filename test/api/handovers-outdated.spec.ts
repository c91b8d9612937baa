import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT } from '../support/continuity.js';
import { creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownSteps } from '../support/own-tasks.js';

const codeOf = (answer: unknown): unknown => said(answer as Answer)[1];

describe('recipients who are offered to another agency', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let other: { agency: string; manager: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const item = (receiver: string) => ({
    ...{ serviceLine: parties.bureau.line, kind: 'hand_over', from: NEXT.start, receiver },
  });
  const begin = async () => {
    await at('2025-12-22');
    parties = await makeParties(app, null);
    ({ officer } = parties.bureau);
    const next = await Continuing.begin(app, parties);
    const { id } = await next.proposed([item(other.agency)]);
    expect((await next.agree(id)).status).toBe(200);
    return { next, plan: id, served: await next.serve() };
  };
  const acknowledge = (next: Continuing, id: string) => next.onHandover(id, 'acknowledge', {}, other.manager);
  /** Steps of who is to take them over, and of the buyer. */
  const waiting = async () => [
    await ownSteps(app, other.manager, 'handover', parties.bureau.line),
    await ownSteps(app, officer, 'handover_refused', parties.bureau.line),
  ];

  it('are the buyer’s to offer anew, once somebody has come or gone since, also by date alone', async () => {
    const { next } = await begin();
    const second = await next.serve();
    const { id } = await next.offered({ receiver: other.agency });
    const asOffered = [[`handovers/${id}/actions/acknowledge`], []];
    const changed = [[], [`handovers/${id}/actions/offer`]];
    expect(await waiting()).toEqual(asOffered);
    const anew = () => next.onHandover(id, 'offer', { reason: '名单更新' }, officer);
    await next.serve();
    expect(await waiting()).toEqual(changed);
    expect(codeOf(await acknowledge(next, id))).toBe('recipients_changed');
    expect((await anew()).status).toBe(200);
    expect(await waiting()).toEqual(asOffered);

    const leave = await app.http
      .patch(`/api/v1/service-lines/${parties.bureau.line}/recipients/${second}`)
      .set({ ...parties.manager.auth, 'If-Match': '"1"' })
      .send({ until: '2025-12-25' });
    expect(leave.status).toBe(200);
    await at('2025-12-25');
    expect(await waiting()).toEqual(asOffered);
    await at('2025-12-26');
    expect(await waiting()).toEqual(changed);
    expect(codeOf(await acknowledge(next, id))).toBe('recipients_changed');
    expect((await anew()).status).toBe(200);
    expect((await acknowledge(next, id)).status).toBe(200);
    expect(await waiting()).toEqual([[], []]);
  });

  it('are nobody’s to take over while the plan is written anew, and the buyer’s once it names another', async () => {
    const { next, plan } = await begin();
    const third = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    const { id } = await next.offered({ receiver: other.agency });
    await next.must(plan, 'revise', { reason: '更换接收方', items: [item(third)] });
    expect(await waiting()).toEqual([[], []]);
    expect((await next.agree(plan)).status).toBe(200);
    expect(codeOf(await acknowledge(next, id))).toBe('receiver_unfit');
    expect(await waiting()).toEqual([[], [`handovers/${id}/actions/offer`]]);
    const body = { reason: '更换接收方', receiver: third };
    expect((await next.onHandover(id, 'offer', body, officer)).status).toBe(200);
    expect(await waiting()).toEqual([[], []]);
  });

  it('are listed to who is to take them over only while they are offered to it, or were taken over by it', async () => {
    const { next, served } = await begin();
    const names = [{ recipient: served, legalBasis: '监护人书面委托' }];
    const { id } = await next.offered({ receiver: other.agency, names });
    const list = (by: TestAccount) => app.http.get(`/api/v1/handovers/${id}/recipients`).set(by.auth);
    await list(other.manager).expect(200);
    const does = (action: string, by: TestAccount) => next.onHandover(id, action, { reason: '无力承接' }, by);
    expect((await does('refuse', other.manager)).status).toBe(200);
    await list(other.manager).expect(404);
    expect((await list(officer).expect(200)).body.items).toMatchObject([{ name: 'legal_basis' }]);
    expect((await next.handover(id, other.manager)).state).toBe('refused');
    expect((await does('offer', officer)).status).toBe(200);
    await list(other.manager).expect(200);
    expect((await acknowledge(next, id)).status).toBe(200);
    await list(other.manager).expect(200);
    expect((await does('withdraw', officer)).status).toBe(200);
    await list(other.manager).expect(404);
    await list(officer).expect(200);
  });
});
