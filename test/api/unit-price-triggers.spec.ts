import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Bidding, issueTender, makeBidders, OPEN_TENDER, openTenderBids, type Bidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { ALL_MEMBERS, makeReviewers, type Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';
import { asked, reviewOpened } from '../support/unit-prices.js';

const [AVG, NEXT, CEIL] = ['LOWPRICE-AVG-50', 'LOWPRICE-2ND-50', 'LOWPRICE-CEIL-45'];

/** Prices of a visit, of which 1 000 are expected: 100 yuan come to the ceiling of 100 000. */
const CASES: { is: string; visits: [string, string, string]; met: string[] }[] = [
  // 32 000, 62 000, 98 000: a mean of 64 000, half of it 32 000; half of 62 000 is 31 000; 45 % of 100 000 is 45 000.
  { is: 'exactly half the mean', visits: ['32.00', '62.00', '98.00'], met: [CEIL] },
  // 31 990 of a mean of 63 996.67, half of it 31 998.33.
  { is: 'a fen a visit below half the mean', visits: ['31.99', '62.00', '98.00'], met: [AVG, CEIL] },
  // 50 000, 100 000, 100 000: half the next is 50 000, half the mean 41 666.67.
  { is: 'exactly half the next', visits: ['50.00', '100.00', '100.00'], met: [] },
  { is: 'a fen a visit below half the next', visits: ['49.99', '100.00', '100.00'], met: [NEXT] },
  // 45 000, 80 000, 85 000: half the next is 40 000, half the mean 35 000.
  { is: 'exactly 45 percent of the ceiling', visits: ['45.00', '80.00', '85.00'], met: [] },
  { is: 'a fen a visit below 45 percent of the ceiling', visits: ['44.99', '80.00', '85.00'], met: [CEIL] },
] as { is: string; visits: [string, string, string]; met: string[] }[];

describe('a low price of a lot that is paid by the unit', () => {
  let app: TestApp;
  let bureau: Bureau;
  const reviews: Reviewing[] = [];
  let first: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    const bidders = await makeBidders(app, 3);
    const reviewers = await makeReviewers(app, ALL_MEMBERS.length);
    first = reviewers[0] as TestAccount;
    const item = { no: 1, unit: '人次', unitPrice: '100.00', quantity: 1000, measure: { of: 'visits' } };
    const { tender, draft, lots } = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: CASES.map((_, i) => ({
        ...{ no: i + 1, name: `第${i + 1}包`, ceiling: '100000.00', pricing: 'competitive' },
        terms: { price: { kind: 'units', items: [item] } },
      })),
    });
    for (const [i, { visits }] of CASES.entries())
      for (const [b, unitPrice] of visits.entries()) {
        const content = { ...asked('1.00', '1.00'), unitPrices: [{ no: 1, unitPrice }] };
        await Bidding.submitted(app, bidders[b] as Bidder, lots[i] ?? '', content);
      }
    await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);
    for (const [i] of CASES.entries()) {
      const review = await reviewOpened(app, draft, reviewers, i + 1);
      await review.conform();
      reviews.push(review);
    }
    // The triggers hold for reviews from 1 February 2026 on.
    await setBusinessTime(app, '2026-02-02T10:00:00+08:00');
  });
  afterAll(() => app.close());

  it.each(CASES.map(({ is, met }, i) => [is, met, i] as const))(
    'that is %s meets %j by what the unit prices come to',
    async (_, met, i) => {
      const review = reviews[i] as Reviewing;
      const triggers = new Map((await review.read()).bids.map((bid) => [bid.id, bid.triggers]));
      expect(review.bids.map((bid) => triggers.get(bid))).toEqual([met, [], []]);
      const [status, code] = await review.code('actions/begin-scoring', {}, first);
      expect([status, code]).toEqual(met.length === 0 ? [200, ''] : [422, 'explanations_open']);
    },
  );
});
