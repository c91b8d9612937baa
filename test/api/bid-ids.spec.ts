import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, OPEN_TENDER, openTenderBids } from '../support/bidding.js';
import type { BidBody, Bidding } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { startBureau } from '../support/started.js';

describe('the id of a bid', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  async function opened(method: 'OPEN_TENDER' | 'COMPETITIVE_CONSULTATION') {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { tender, lots } = await issueTender(app, bureau, method === 'OPEN_TENDER' ? OPEN_TENDER : {});
    const bids = await bidAll(app, await makeBidders(app, 3), lots[0] as string, [
      '150000.00',
      '160000.00',
      '170000.00',
    ]);
    await setBusinessTime(app, '2025-12-02T09:00:00+08:00');
    await openTenderBids(app, bureau, tender);
    return { tender, lot: lots[0] as string, bids };
  }
  const get = async <T>(path: string, by?: TestAccount): Promise<T> =>
    (
      await app.http
        .get(`/api/v1/${path}`)
        .set(by?.auth ?? {})
        .expect(200)
    ).body as T;
  interface WithBids {
    lots: { bids: { id: string }[] }[];
    facts: { id: string; kind: string }[];
  }
  const idsOf = ({ lots }: Pick<WithBids, 'lots'>): string[] =>
    lots.flatMap(({ bids }) => bids.map(({ id }) => id)).sort();

  it.each(['OPEN_TENDER', 'COMPETITIVE_CONSULTATION'] as const)(
    'is one for its bidder, the buyer, the record of the opening, the review and the facts of %s',
    async (method) => {
      const { tender, bids } = await opened(method);
      const known = bids.map(({ id }) => id).sort();
      for (const bid of bids) {
        expect((await bid.read()).id).toBe(bid.id);
        expect((await get<BidBody>(`bids/${bid.id}`, bureau.officer)).id).toBe(bid.id);
        const { receipt } = (await bid.receipt().expect(200)).body as { receipt: { bid: string } };
        expect(receipt.bid).toBe(bid.id);
      }
      const insider = await get<WithBids>(`tenders/${tender}`, bureau.officer);
      expect(idsOf(insider)).toEqual(known);
      expect(insider.facts.flatMap(({ id, kind }) => (kind === 'bid' ? [id] : [])).sort()).toEqual(known);
      expect(idsOf(await get<WithBids>(`tenders/${tender}/opening`, bureau.officer))).toEqual(known);
      const { items } = await get<{ items: WithBids['lots'] }>(`tenders/${tender}/review`, bureau.officer);
      expect(idsOf({ lots: items })).toEqual(known);
      // Outside only the record of an open tender names them.
      const shown = method === 'OPEN_TENDER' ? known : [];
      expect(idsOf(await get<WithBids>(`tenders/${tender}/opening`))).toEqual(shown);
      expect(idsOf(await get<WithBids>(`tenders/${tender}`))).toEqual(shown);
    },
  );

  it('is one for everybody also where the bid was opened under another id than its envelope has, and either finds it', async () => {
    const { tender, bids } = await opened('OPEN_TENDER');
    const [bid] = bids as [Bidding];
    const earlier = randomUUID();
    await app.dataSource.query(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE fact SET id = '${earlier}' WHERE id = '${bid.id}';
      UPDATE bid_file SET bid_id = '${earlier}' WHERE bid_id = '${bid.id}';
      UPDATE bid SET id = '${earlier}' WHERE id = '${bid.id}'; COMMIT`);
    expect(idsOf(await get<WithBids>(`tenders/${tender}/opening`))).toContain(earlier);
    for (const id of [bid.id, earlier]) {
      const own = await get<BidBody>(`bids/${id}`, bid.bidder.user);
      expect([own.id, own.content?.price]).toEqual([earlier, '150000.00']);
      for (const { href } of own.allowedActions) expect(href).toContain(`/bids/${earlier}/`);
      const { receipt } = await get<{ receipt: { bid: string } }>(`bids/${id}/receipt`, bid.bidder.user);
      expect(receipt.bid).toBe(bid.id);
      expect((await get<BidBody>(`bids/${id}`, bureau.officer)).id).toBe(earlier);
      const late = await app.http
        .post(`/api/v1/bids/${id}/actions/withdraw`)
        .set({ ...bid.bidder.user.auth, 'If-Match': `"${own.version}"` })
        .send({});
      expect([id, late.status, late.body.code]).toEqual([id, 409, 'wrong_state']);
      await app.http
        .get(`/api/v1/bids/${id}`)
        .set((bids[1] as Bidding).bidder.user.auth)
        .expect(404);
    }
  });
});
