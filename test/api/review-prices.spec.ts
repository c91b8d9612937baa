import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

const MINUTE = 60_000;
/** The lowest is below half the mean, below half the next, and below 45 percent of the ceiling. */
const LOW = ['80000.00', '180000.00', '190000.00', '200000.00'];

/** The lowest is 63 percent of the mean, and no trigger of its own but where the documents raise the share. */
const RAISED = ['110000.00', '190000.00', '200000.00', '200000.00'];

describe('a price that is very low', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  /** Reviews that have come to the check of conformity; each test takes its own. */
  const prepared: Record<string, Reviewing> = {};
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 5);
    const cases: Record<string, string[]> = {
      before: ['150000.00', ...LOW.slice(1)],
      explained: LOW,
      rejected: LOW,
      short: LOW.slice(0, 3),
      raised: RAISED,
      half: RAISED,
    };
    for (const [name, prices] of Object.entries(cases)) {
      const review = await Reviewing.begin(app, bureau, reviewers, prices, {
        ...(name === 'raised' && { terms: { lowPriceShare: 6_500 } }),
      });
      await review.checked();
      prepared[name] = review;
    }
  });
  afterAll(() => app.close());

  const of = (name: string): Reviewing => prepared[name] as Reviewing;
  const now = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ now: Date }[]>(`SELECT business_now() AS now`);
    return (row as { now: Date }).now.getTime();
  };
  const ask = async (review: Reviewing, minutes: number, bid = review.bids[0]) =>
    review.post(
      'explanations',
      { bid, dueAt: new Date((await now()) + minutes * MINUTE).toISOString(), reason: '报价明显偏低' },
      person(0),
    );
  const bidderOf = (review: Reviewing, i = 0) => makeUser(app, 'agency_manager', review.offers[i]?.bidder);
  const on = (review: Reviewing, action: 'explain' | 'settle', body: object, by: TestAccount, i = 0) =>
    review.code(`explanations/${review.bids[i]}/actions/${action}`, body, by);
  const say = (review: Reviewing, accepted: boolean, by: TestAccount, i = 0) =>
    on(review, 'settle', { accepted, reason: accepted ? '成本说明合理' : '未能说明成本构成' }, by, i);
  /** By three of five, unless the first is refused. */
  const settle = async (review: Reviewing, accepted: boolean, i = 0): Promise<[number, string]> => {
    let answer = await say(review, accepted, person(1), i);
    for (const by of [person(2), person(3)]) if (answer[0] === 200) answer = await say(review, accepted, by, i);
    return answer;
  };

  it('is asked about before 2026-02-01 where the panel of a tender finds it lower than the others', async () => {
    const review = of('before');
    expect((await review.read()).bids.flatMap(({ triggers }) => triggers)).toEqual([]);
    const high = await ask(review, 10, review.bids[3]);
    expect([high.status, high.body.code, high.body.rule]).toEqual([422, 'explanation_needless', 'LOWPRICE-87-60']);
    const past = await ask(review, -1);
    expect([past.status, past.body.code, past.body.rule]).toEqual([422, 'explanation_too_soon', undefined]);
    expect((await ask(review, 10)).status).toBe(200);
    expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'explanations_open']);
    const bidder = await bidderOf(review);
    expect(await on(review, 'explain', { text: '志愿者参与，人力成本较低' }, bidder)).toEqual([200, '']);
    expect(await settle(review, true)).toEqual([200, '']);
    expect((await review.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
  });

  describe('from 2026-02-01 on', () => {
    beforeAll(() => startBusinessAt(app, '2026-02-02T10:00:00+08:00'));

    it('must be explained with thirty minutes’ time before anything is scored, and the trigger rejects nobody', async () => {
      const review = of('explained');
      const low = (await review.read()).bids.filter(({ triggers }) => triggers.length > 0);
      expect(low).toEqual([
        expect.objectContaining({
          id: review.bids[0],
          status: 'valid',
          triggers: ['LOWPRICE-AVG-50', 'LOWPRICE-2ND-50', 'LOWPRICE-CEIL-45'],
        }),
      ]);
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'explanations_open']);
      const short = await ask(review, 29);
      expect([short.status, short.body.code, short.body.rule]).toEqual([
        422,
        'explanation_too_soon',
        'LOWPRICE-EXPLAIN-30MIN',
      ]);
      const bidder = await bidderOf(review);
      expect(await on(review, 'explain', { text: 'x' }, bidder)).toEqual([422, 'explanation_not_asked']);
      expect(await settle(review, true)).toEqual([422, 'explanation_not_asked']);
      expect((await ask(review, 31)).status).toBe(200);
      expect((await ask(review, 31)).body.code).toBe('explanation_needless');
      expect(await settle(review, true)).toEqual([422, 'explanation_running']);
      const other = await bidderOf(review, 1);
      expect(await on(review, 'explain', { text: '不是我们的' }, other)).toEqual([404, 'not_found']);
      const seen = async (by: TestAccount) =>
        (await app.http.get(`/api/v1/tenders/${review.id}/review/explanations`).set(by.auth).expect(200)).body.items;
      expect(await seen(other)).toEqual([]);
      expect(await seen(bidder)).toEqual([
        expect.objectContaining({ bid: review.bids[0], text: null, accepted: null }),
      ]);
      const stranger = await makeUser(app, 'agency_manager');
      const url = `/api/v1/tenders/${review.id}/review/explanations`;
      expect((await app.http.get(url).set(stranger.auth)).status).toBe(404);
      expect(await on(review, 'explain', { text: '场地免费，志愿者参与' }, bidder)).toEqual([200, '']);
      expect(await settle(review, true)).toEqual([200, '']);
      expect((await seen(review.officer))[0]).toMatchObject({ accepted: true, decisionReason: '成本说明合理' });
      expect((await review.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
    });

    it('that is not shown to be reasonable in time makes the bid invalid; the others go on and are scored', async () => {
      const review = of('rejected');
      expect((await ask(review, 30.5)).status).toBe(200);
      await startBusinessAt(app, new Date((await now()) + 31 * MINUTE).toISOString());
      expect(await settle(review, false)).toEqual([200, '']);
      expect((await review.read()).bids.find(({ id }) => id === review.bids[0])?.status).toBe('rejected');
      const left = review.bids.slice(1);
      await review.begin();
      for (const reviewer of review.seated())
        expect(
          (
            await review.save(
              reviewer,
              review.sheet(() => ['40', '24'], left),
              true,
            )
          ).status,
        ).toBe(200);
      for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
      await review.must('actions/report', {}, person(0));
      const { body } = await app.http
        .get(`/api/v1/tenders/${review.id}/review/report`)
        .set(review.officer.auth)
        .expect(200);
      // The lowest price of those that count is 180 000.
      expect(body.offers[0]).toMatchObject({ bid: review.bids[1], priceScore: '20.00', total: '84.00' });
      expect(body.bids.find((b: { bid: string }) => b.bid === review.bids[0])).toMatchObject({
        status: 'rejected',
        stage: 'price',
        ground: 'price_unexplained',
        detail: '未能说明成本构成',
      });
      expect(body.explanations).toEqual([expect.objectContaining({ text: null, accepted: false })]);
    });

    it('is one below the share of the mean that the documents have raised, to at most 65 percent', async () => {
      const draft = await Drafting.begin(app, bureau, {}, true);
      const set = (lowPriceShare: unknown) => draft.send('patch', 'terms', { lowPriceShare });
      for (const wrong of [4_999, 6_501, 6_000.5, '6000'])
        expect((await set(wrong)).body).toMatchObject({
          code: 'validation_failed',
          errors: [{ pointer: '/lowPriceShare' }],
        });
      for (const right of [5_000, 6_500, null]) expect((await set(right)).status).toBe(200);
      const half = of('half');
      expect((await half.read()).bids.flatMap(({ triggers }) => triggers)).toEqual([]);
      expect((await half.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
      const raised = of('raised');
      expect((await raised.read()).bids.flatMap(({ triggers }) => triggers)).toEqual(['LOWPRICE-AVG-50']);
      expect(await raised.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'explanations_open']);
      expect((await ask(raised, 31)).status).toBe(200);
      expect(await on(raised, 'explain', { text: '场地免费' }, await bidderOf(raised))).toEqual([200, '']);
      expect(await settle(raised, true)).toEqual([200, '']);
      expect((await raised.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
    });

    it('that leaves two of three ends the lot', async () => {
      const review = of('short');
      expect((await ask(review, 31)).status).toBe(200);
      const bidder = await bidderOf(review);
      await on(review, 'explain', { text: '先低价进入' }, bidder);
      expect(await settle(review, false)).toEqual([200, '']);
      const failed = await review.read(person(1));
      expect([failed.lotState, failed.state]).toEqual(['failed', null]);
    });
  });
});
