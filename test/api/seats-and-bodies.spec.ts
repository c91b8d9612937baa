import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, issueTender, makeBidder, type Bidder } from '../support/bidding.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';

const code = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];

describe('a permission that is held in one body is none in another', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  describe('bids', () => {
    let bidder: Bidder;
    let lot: string;
    let elsewhere: string;
    beforeAll(async () => {
      lot = (await issueTender(app, bureau)).lots[0] as string;
      bidder = await makeBidder(app);
      elsewhere = await makeBody(app, { kind: 'agency' });
    });
    /** Manages another agency, and sits in the bidder as this. */
    const seated = (role: 'agency_worker' | 'agency_manager') =>
      makeAccount(app, { role: 'agency_manager', organisation: elsewhere }, { role, organisation: bidder.body });
    const beginAs = (by: TestAccount, organisation?: string) =>
      app.http
        .post(`/api/v1/lots/${lot}/bids`)
        .set(by.auth)
        .send({ ...(organisation && { organisation }) });

    it('a worker of the bidder, manager elsewhere, neither reads nor changes its bid', async () => {
      const [worker, manager] = await Promise.all([seated('agency_worker'), seated('agency_manager')]);
      const bid = await Bidding.begin(app, bidder, lot, { price: '180000' });
      const asked = (by: TestAccount) => beginAs(by, bidder.body);
      const read = (by: TestAccount) => app.http.get(`/api/v1/bids/${bid.id}`).set(by.auth);
      expect(code(await asked(worker))).toEqual([403, 'not_permitted']);
      expect(code(await read(worker))).toEqual([404, 'not_found']);
      expect((await asked(manager)).body).toMatchObject({ id: bid.id, content: { price: '180000.00' } });
      expect((await read(manager)).body).toMatchObject({ content: { price: '180000.00' } });

      await bid.submit('170000.00');
      const withdraw = async (by: TestAccount) =>
        app.http
          .post(`/api/v1/bids/${bid.id}/actions/withdraw`)
          .set(by.auth)
          .set('If-Match', `"${(await bid.read()).version}"`)
          .send({});
      const receipt = (by: TestAccount) => app.http.get(`/api/v1/bids/${bid.id}/receipt`).set(by.auth);
      expect(code(await withdraw(worker))).toEqual([404, 'not_found']);
      expect(code(await receipt(worker))).toEqual([404, 'not_found']);
      expect((await bid.read()).state).toBe('submitted');
      expect((await receipt(manager)).status).toBe(200);
      expect((await withdraw(manager)).body).toMatchObject({ state: 'withdrawn' });
    });

    it('who manages one body alone need not name it', async () => {
      const answer = await beginAs(await seated('agency_worker'));
      expect([answer.status, answer.body.organisation]).toEqual([201, elsewhere]);
      expect(code(await beginAs(await seated('agency_manager')))).toEqual([400, 'validation_failed']);
    });
  });

  describe('tenders', () => {
    let other: string;
    beforeAll(async () => {
      other = await makeBody(app);
    });
    const approverOf = (organisation: string, officerOf: string) =>
      makeAccount(app, { role: 'bureau_approver', organisation }, { role: 'bureau_officer', organisation: officerOf });

    it('an approver of one bureau, officer of another, approves and returns nothing there', async () => {
      const [stranger, own] = await Promise.all([approverOf(other, bureau.id), approverOf(bureau.id, other)]);
      const draft = await Drafting.begin(app, bureau);
      await draft.must('post', 'actions/submit', {});
      const findings = (await draft.read()).here.findings
        .filter((f) => f.state === 'triggered' && f.severity !== 'notice')
        .map((f) => ({ indicator: f.indicator, reason: '已知悉' }));
      for (const [action, body] of [
        ['approve', { findings }],
        ['return', { reason: '重写' }],
      ] as const)
        expect([action, ...code(await draft.act(action, stranger, body))]).toEqual([action, 403, 'not_permitted']);
      expect((await draft.act('approve', own, { findings })).body).toMatchObject({ state: 'planned' });
    });

    it('an officer of one bureau, approver of another, writes, manages and submits no draft there', async () => {
      const [stranger, own] = await Promise.all([approverOf(bureau.id, other), approverOf(other, bureau.id)]);
      const agent = await makeBody(app, { kind: 'agent' });
      const draft = await Drafting.begin(app, bureau);
      const opinion = { kind: 'public', heldOn: '2025-10-20', participants: 4, summary: '座谈' };
      for (const [verb, path, body] of [
        ['patch', 'plan', { documentsTo: '2025-11-11' }],
        ['post', 'opinions', opinion],
        ['put', 'mandate', { agent }],
        ['post', 'actions/submit', {}],
      ] as const) {
        const refused = code(await draft.send(verb, path, body, stranger));
        expect([path, ...refused]).toEqual([path, 403, 'not_permitted']);
        const passed = await draft.send(verb, path, body, own);
        expect([path, passed.status < 300]).toEqual([path, true]);
      }
    });

    it('a draft begins in the body in which its author may write it', async () => {
      const begin = async (by: TestAccount, buyer: string) =>
        app.http.post('/api/v1/tenders').set(by.auth).send({ conducted: 'here', buyer, title: '居家养老服务' });
      const mixed = await approverOf(other, bureau.id);
      expect(code(await begin(mixed, other))).toEqual([403, 'not_permitted']);
      expect((await begin(mixed, bureau.id)).status).toBe(201);
    });

    it('an authority grants a method where it watches, not where it only sits beside another', async () => {
      const far = await makeBody(app, { kind: 'finance_authority', region: '110100' });
      const near = await makeBody(app, { kind: 'finance_authority', region: '990200' });
      const draft = await Drafting.begin(app, bureau, {
        lots: [{ no: 1, name: '第一包', ceiling: '3000000.00', pricing: 'competitive' }],
      });
      await draft.plan();
      await draft.must('post', 'actions/request-method-approval', { reason: '技术复杂' });
      // Sees the purchase by a seat in its buyer that decides nothing.
      const beside = (authority: string) =>
        makeAccount(
          app,
          { role: 'finance_authority', organisation: authority },
          { role: 'panel_member', organisation: bureau.id },
        );
      const [stranger, right] = await Promise.all([beside(far), beside(near)]);
      // Of the county here and of a city elsewhere: neither is a city that watches over it.
      const county = await makeBody(app, { kind: 'finance_authority', region: '990203' });
      const both = await makeAccount(
        app,
        { role: 'finance_authority', organisation: county },
        { role: 'finance_authority', organisation: far },
      );
      expect(code(await draft.act('grant-method-approval', both))).toEqual([422, 'authority_level_too_low']);
      expect(code(await draft.act('grant-method-approval', stranger))).toEqual([403, 'not_permitted']);
      expect((await draft.act('grant-method-approval', right)).body).toMatchObject({
        here: { methodApproval: { state: 'granted' } },
      });
    });
  });
});
