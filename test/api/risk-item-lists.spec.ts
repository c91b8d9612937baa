import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  issueTender,
  makeBidders,
  offer,
  OPEN_TENDER,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { stripRandomParts } from '../support/random-parts.js';
import { RiskWorld } from '../support/risk-world.js';
import { startPurchasing } from '../support/started.js';

interface Assessed {
  state: string;
  explanation: string;
  evidence: { record: string; field: string; value: string }[];
}

/** Item prices in yuan: the second list is 1.05 times the first plus 500, the third is nobody's copy. */
const COST = [12_000, 30_500, 47_250, 8_800, 61_300, 25_900, 90_400, 15_600];
const LISTS = [
  COST,
  COST.map((amount) => amount * 1.05 + 500),
  [11_300, 32_900, 44_100, 9_900, 58_700, 28_600, 84_200, 18_050],
];
const sumOf = (list: readonly number[]): string => list.reduce((sum, amount) => sum + amount, 0).toFixed(2);

describe('C05 on the item lists of opened bids', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let world: RiskWorld;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    bidders = await makeBidders(app, LISTS.length);
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor');
  });
  afterAll(() => app.close());

  const assessed = async (lot: string): Promise<Assessed | undefined> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=lot:${lot}&indicator=C05`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Assessed[] }).items[0];
  };

  it('finds one list that is another times a plus b among three bids, and cites the items without their amounts', async () => {
    const { tender, lots } = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }],
    });
    const lot = lots[0] as string;
    for (const [i, list] of LISTS.entries()) {
      const items = list.map((amount, at) => ({ no: at + 1, name: `第${at + 1}项`, amount: amount.toFixed(2) }));
      const bid = await Bidding.begin(app, bidders[i] as Bidder, lot, { ...offer(sumOf(list)), items });
      expect((await bid.act('submit')).status).toBe(200);
    }
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    expect((await assessed(lot))?.evidence ?? []).toEqual([]);

    await openTenderBids(app, bureau, tender);
    const found = await assessed(lot);
    expect(found?.state).toBe('triggered');
    expect(found?.explanation).toContain('are one list times a factor plus a constant');
    const cited = found?.evidence.filter(({ field }) => field === 'items') ?? [];
    expect(cited.map(({ value }) => value)).toEqual(['1, 2, 3, 4, 5, 6, 7, 8', '1, 2, 3, 4, 5, 6, 7, 8']);
    const tied = await app.dataSource.query<{ record: string }[]>(
      `SELECT 'bid:' || id AS record FROM bid WHERE lot_id = $1 AND bidder_id = ANY ($2::uuid[])`,
      [lot, bidders.slice(0, 2).map(({ body }) => body)],
    );
    expect(cited.map(({ record }) => record).sort()).toEqual(tied.map(({ record }) => record).sort());
    expect(stripRandomParts(JSON.stringify(found?.evidence))).not.toContain('12000');
  });
});
