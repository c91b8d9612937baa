import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listNeededOpeningKeys } from '../../src/purchase/bids/opening/opening-keys.queries.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, OPEN_TENDER, openTenderBids } from '../support/bidding.js';
import { Consulting } from '../support/consultation.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { acceptedComplaint, actOnLot } from '../support/lots.js';
import { makeReviewers } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';

const PRICES = ['150000.00', '160000.00', '170000.00'];
const UNLAWFUL = { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };

describe('an opening key', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    reviewers = await makeReviewers(app, 3);
  });
  beforeEach(() => setInstant(app, null));
  afterAll(() => app.close());

  /** For how many purchases more than before keys are needed. */
  const countNeeded = async (before = 0): Promise<number> => {
    const keys = await listNeededOpeningKeys(app.dataSource);
    return keys.reduce((sum, { purchases }) => sum + purchases, 0) - before;
  };
  const opened = async (after: string, draft: object) => {
    const { tender, lots } = await issueTender(app, bureau, draft);
    await bidAll(app, await makeBidders(app, 3), lots[0] as string, PRICES);
    await setInstant(app, after);
    await openTenderBids(app, bureau, tender);
  };

  it('is needed while a consultation that was opened may ask for final offers; of an open tender no more', async () => {
    const before = await countNeeded();
    await opened('2025-12-01T01:30:00.000001Z', OPEN_TENDER);
    expect(await countNeeded(before)).toBe(0);
    await setInstant(app, null);
    await opened('2025-11-14T01:30:00.000001Z', {});
    expect(await countNeeded(before)).toBe(1);
  });

  it('is needed after talks that failed for as long as their failure may be annulled: half a year, and while it is disputed', async () => {
    const before = await countNeeded();
    const talks = await Consulting.sealed(app, bureau, reviewers, PRICES);
    expect((await actOnLot(app, await talks.lotId(), 'fail', UNLAWFUL, bureau.officer)).body.lots[0]?.state).toBe(
      'failed',
    );
    expect(await countNeeded(before)).toBe(1);
    await setInstant(app, '2026-05-20T01:30:00Z');
    expect(await countNeeded(before)).toBe(0);
    await setInstant(app, '2025-11-14T07:30:00Z');
    const about = { tender: talks.review.id, stage: 'process', knownOn: '2025-11-14' };
    await acceptedComplaint(app, bureau, talks.suppliers[0]?.user as TestAccount, about);
    await setInstant(app, '2026-05-20T01:30:00Z');
    expect(await countNeeded(before)).toBe(1);
  });
});
