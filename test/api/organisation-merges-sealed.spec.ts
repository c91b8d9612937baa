import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { Bidding, issueTender, makeBidders, offer, type Bidder, type Issued } from '../support/bidding.js';
import { startMerging, type Said } from '../support/merges.js';
import { startPurchasing } from '../support/started.js';

let app: TestApp;
let issued: Issued;
let m: Awaited<ReturnType<typeof startMerging>>;
beforeAll(async () => {
  const { app: started, bureau } = await startPurchasing();
  app = started;
  issued = await issueTender(app, bureau);
  m = await startMerging(app);
});
afterAll(() => app.close());

describe('an administrator who proposes a merge before an opening', () => {
  it('is refused in the same words of a body that bids, one that only asked for documents, and one that did neither', async () => {
    const [bidder, asking, idle] = (await makeBidders(app, 3)) as [Bidder, Bidder, Bidder];
    await Bidding.submitted(app, bidder, issued.lots[0] ?? '', offer('150000.00'));
    await app.http
      .post(`/api/v1/tenders/${issued.tender}/document-requests`)
      .set(asking.user.auth)
      .send({})
      .expect(200);
    const into = await m.makeCoded();
    const said: unknown[] = [];
    for (const { body } of [bidder, asking, idle]) {
      const { status, body: answer } = await m.propose(body, into.id);
      said.push([status, (answer as Said).code, (answer as Said).facts]);
    }
    expect(said).toEqual(Array(3).fill([422, 'merge_acts_here', { uses: ['seats'] }]));
  });

  it('into a body that bids is told nothing of its bid', async () => {
    const [bidder, idle] = (await makeBidders(app, 2)) as [Bidder, Bidder];
    await Bidding.submitted(app, bidder, issued.lots[0] ?? '', offer('160000.00'));
    for (const { body } of [bidder, idle]) {
      const answer = await m.propose((await m.makeNamed()).id, body).expect(201);
      expect(JSON.stringify(answer.body)).not.toContain(issued.tender);
      expect((answer.body as Said).facts).toBeUndefined();
    }
  });
});
