import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, OPEN_TENDER, openTenderBids } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { startBureau } from '../support/started.js';

describe('the bids of a purchase that was opened here, as OCDS', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  async function publishOpened(method: object) {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { tender, lots } = await issueTender(app, bureau, method);
    await bidAll(app, await makeBidders(app, 3), lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    await setBusinessTime(app, '2025-12-02T09:00:00+08:00');
    await openTenderBids(app, bureau, tender);
    const read = async (path: string) => (await app.http.get(`/api/v1/${path}`).expect(200)).body as unknown;
    const { ocid } = (await read(`tenders/${tender}`)) as { ocid: string };
    const { releases } = (await read(`ocds/releases/${ocid}`)) as {
      releases: { bids?: { details: { id: string; date?: string }[] } }[];
    };
    const { lots: opened } = (await read(`tenders/${tender}/opening`)) as {
      lots: { bids: { id: string; receivedAt: string }[] }[];
    };
    const toSecond = (instant: string) => Math.floor(Date.parse(instant) / 1000);
    return {
      bids: releases[0]?.bids?.details.map(({ id, date }) => [id, toSecond(date ?? '')]).sort(),
      record: opened.flatMap(({ bids }) => bids.map(({ id, receivedAt }) => [id, toSecond(receivedAt)])).sort(),
    };
  }

  it('say when each came in where the record of the opening says so to everybody', async () => {
    const { bids, record } = await publishOpened(OPEN_TENDER);
    expect(record).toHaveLength(3);
    expect(bids).toEqual(record);
  });

  it('are not there of a consultation, whose record is not public', async () => {
    expect(await publishOpened({})).toEqual({ bids: undefined, record: [] });
  });
});
