import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, openTenderBids } from '../support/bidding.js';
import { makeBureau, makeThreshold, setBusinessTime, startBusinessAt, type Bureau } from '../support/drafts.js';
import { startBegun } from '../support/started.js';

const PRICES = ['180000.00', '190000.00', '200000.00'];

interface Sealed {
  bureau: Bureau;
  tender: string;
  lot: string;
}

async function sealBids(making: TestApp): Promise<Sealed> {
  await startBusinessAt(making, '2025-11-03T09:00:00+08:00');
  const bureau = await makeBureau(making);
  await makeThreshold(making);
  const { tender, lots } = await issueTender(making, bureau);
  const [lot = ''] = lots;
  await bidAll(making, await makeBidders(making, PRICES.length), lot, PRICES);
  return { bureau, tender, lot };
}

describe('a scene with sealed bids', () => {
  let clones: { app: TestApp; known: Sealed }[];
  beforeAll(async () => {
    clones = [await startBegun('sealed bids', sealBids), await startBegun('sealed bids', sealBids)];
  });
  afterAll(() => Promise.all(clones.map(({ app }) => app.close())));

  it('is made once: its clones know the same people by the same tokens, and each has its own folder', () => {
    const [one, other] = clones;
    expect(one?.known).toEqual(other?.known);
    expect(one?.app.folder).not.toBe(other?.app.folder);
  });

  it('goes on in each clone from where its business time stood', async () => {
    for (const { app } of clones) {
      const [row] = await app.dataSource.query<{ today: string }[]>(`SELECT business_today()::text AS today`);
      expect(row?.today).toBe('2025-11-03');
    }
  });

  it('opens in one clone what was sealed in the scene, stays sealed in the other, and the audit of both is whole', async () => {
    const [one, other] = clones as [(typeof clones)[0], (typeof clones)[0]];
    const { bureau, tender, lot } = one.known;
    await setBusinessTime(one.app, '2025-11-14T09:31:00+08:00');
    await openTenderBids(one.app, bureau, tender);
    const shown = async (app: TestApp) => {
      const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(bureau.officer.auth).expect(200);
      const bids = await app.dataSource.query<object[]>(`SELECT FROM bid WHERE lot_id = $1`, [lot]);
      return [(body as { state: string }).state, bids.length];
    };
    expect(await shown(one.app)).toEqual(['opened', PRICES.length]);
    expect(await shown(other.app)).toEqual(['open', 0]);
    for (const { app } of clones) {
      const supervisor = await makeUser(
        app,
        'supervisor',
        await makeBody(app, { kind: 'supervisor', region: '990000' }),
      );
      const { body } = await app.http.get('/api/v1/audit/verification').set(supervisor.auth).expect(200);
      expect(body).toMatchObject({ ok: true, findings: [] });
    }
  });
});
