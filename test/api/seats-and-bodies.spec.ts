import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, issueTender, makeBidder, makeThreshold, type Bidder } from '../support/bidding.js';
import { makeBureau, startBusinessAt, type Bureau } from '../support/drafts.js';

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
});
