import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { makeBidders, type Bidder } from './bidding.js';
import { creditCode } from './contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from './drafts.js';
import { ALL_MEMBERS, makeReviewers } from './reviews.js';

/** Who buys, who bids, and who may review. */
export interface BiddingParties {
  bureau: Bureau;
  bidders: Bidder[];
  reviewers: TestAccount[];
}

/** Parties that go from sealed bids to a signed contract; business time stands at 2025-11-03. */
export async function makeBiddingParties(app: TestApp, count: number): Promise<BiddingParties> {
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  const bureau = await makeBureau(app);
  await makeThreshold(app);
  const bidders = await makeBidders(app, count);
  const reviewers = await makeReviewers(app, ALL_MEMBERS.length);
  await giveCreditCodes(
    app,
    bureau.id,
    bidders.map(({ body }) => body),
  );
  return { bureau, bidders, reviewers };
}

/** A contract names the credit codes of both parties: here of a public body, and of social organisations. */
export async function giveCreditCodes(app: TestApp, buyer: string, suppliers: readonly string[]): Promise<void> {
  for (const body of [buyer, ...suppliers])
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [
      body,
      creditCode(body === buyer ? '11' : '52'),
    ]);
}
