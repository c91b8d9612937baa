import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { makeBidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, decided, repeated } from '../support/lots.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';
import { readVersion } from '../support/version.js';

const PRICES = ['150000.00', '160000.00', '170000.00', '180000.00'];

describe('a bidder whom a remedy put out', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 10);
  });
  afterAll(() => app.close());

  const lotOf = async (review: Reviewing): Promise<string> =>
    ((await review.draft.read()).lots as unknown as { id: string }[])[0]?.id ?? '';
  const onResult = async (review: Reviewing, action: string, by: TestAccount, body: object = {}): Promise<void> => {
    await app.http
      .post(`/api/v1/tenders/${review.id}/awards/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${await readVersion(app, 'tender', review.id)}"` })
      .send({ lot: 1, ...body })
      .expect(200);
  };
  /** The winner of a published result is out, and the next candidate follows. */
  const putOut = async (): Promise<Reviewing> => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const review = await Reviewing.begin(app, bureau, reviewers.slice(0, 5), PRICES);
    await review.reported();
    await onResult(review, 'deliver-report', bureau.officer);
    await onResult(review, 'confirm', bureau.approver, { bid: review.bids[0] });
    await onResult(review, 'publish-result', bureau.officer);
    const rival = await makeBidder(app);
    const about = { tender: review.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, rival.user, about);
    await decided(app, bureau.finance, remedy, 'next_rank');
    const given = { reason: '另行确定成交供应商', remedy };
    const applied = await actOnLot(app, await lotOf(review), 'apply-remedy', given, bureau.officer);
    expect([applied.status, applied.body.lots[0]?.state]).toEqual([200, 'reviewed']);
    return review;
  };
  const statuses = async (review: Reviewing): Promise<(string | undefined)[]> => {
    const rows = await app.dataSource.query<{ id: string; state: string }[]>(
      `SELECT id, state FROM bid WHERE tender_id = $1`,
      [review.id],
    );
    return review.bids.map((bid) => rows.find(({ id }) => id === bid)?.state);
  };
  const report = (review: Reviewing, accept = 'application/json') =>
    app.http
      .get(`/api/v1/tenders/${review.id}/review/report?lot=1`)
      .set({ ...bureau.officer.auth, Accept: accept })
      .expect(200);

  it('is in no review that the panel repeats: neither ranked nor compared by its price', async () => {
    const review = await putOut();
    await app.dataSource.query(
      `UPDATE review_score s SET points = 2000 FROM review_member m
       WHERE m.id = s.member_id AND m.user_id = $2 AND s.bid_id = $1 AND s.criterion = 3`,
      [review.bids[1], person(0).id],
    );
    const words = { reason: '一名成员评分畸低', ground: 'extreme' };
    const again = await actOnLot(app, await lotOf(review), 'order-rereview', words, bureau.officer);
    expect([again.status, again.body.lots[0]?.state]).toEqual([200, 'opened']);
    expect(await statuses(review)).toEqual(['lost', 'valid', 'valid', 'valid']);
    const own = { bid: review.bids[1], criterion: 3, points: '24', ground: 'objective_differs', reason: '复核' };
    await review.must('corrections', own, person(0));
    for (const member of review.seated()) await review.must('signatures', {}, member);
    await review.must('actions/report', {}, person(0));
    const { offers, bids } = (await report(review)).body as {
      offers: { bid: string; rank: number; price: string }[];
      bids: { bid: string; status: string }[];
    };
    expect(offers.map(({ bid, rank }) => [bid, rank])).toEqual(review.bids.slice(1).map((bid, i) => [bid, i + 1]));
    expect(bids.find(({ bid }) => bid === review.bids[0])?.status).toBe('lost');
    expect((await report(review, 'text/html')).text).toContain('资格已取消');
  });

  it('is in no review of another panel', async () => {
    const review = await putOut();
    const words = { reason: '收受财物', ground: 'panel_violation', reference: '财监〔2025〕7号' };
    const again = await repeated(app, bureau, await lotOf(review), words);
    expect([again.status, again.body.lots[0]?.state]).toEqual([200, 'opened']);
    expect(await statuses(review)).toEqual(['lost', 'opened', 'opened', 'opened']);
    expect((await review.read()).bids.filter(({ status }) => status === 'opened')).toHaveLength(3);
  });
});
