import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  bidAll,
  Bidding,
  DEADLINE,
  issueTender,
  makeBidders,
  offer,
  opening,
  type Bidder,
} from '../support/bidding.js';
import { makeBureau, setBusinessTime, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { Race } from '../support/races.js';
import { startBureau } from '../support/started.js';

/** Around the deadline, in milliseconds. */
const SPREAD = 400;
const SUBMITTERS = 50;
/** How long before the deadline the clock is set. */
const LEAD = 4_000;

describe('the deadline', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  /** Fifty submit over 400 ms; the first comes so many milliseconds before the deadline. */
  async function submitAround(bidders: readonly Bidder[], early: number) {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { tender, lots } = await issueTender(app, bureau);
    const [lot] = lots as [string];
    const bids: Bidding[] = [];
    for (const bidder of bidders) bids.push(await Bidding.begin(app, bidder, lot, offer('150000.00')));
    await setBusinessTime(app, new Date(new Date(DEADLINE.consultation).getTime() - LEAD).toISOString());
    const start = Date.now();
    const answers = await Promise.all(
      bids.map(async (bid, i) => {
        await pause(LEAD - early + (i * SPREAD) / SUBMITTERS - (Date.now() - start));
        return bid.act('submit', {}, 1);
      }),
    );
    return { tender, bids, answers };
  }

  it('accepts, of fifty who come around it, those whose receipt says so', async () => {
    const bidders = await makeBidders(app, SUBMITTERS);
    let early = SPREAD / 2;
    // A machine may be so slow, or so quick, that all of them come on one side: then they come earlier, or later.
    for (let round = 1; ; round++) {
      const { tender, bids, answers } = await submitAround(bidders, early);
      const accepted = answers.filter((a) => a.status === 200);
      const refused = answers.filter((a) => a.status !== 200);
      for (const { body } of refused) expect((body as { code: string }).code).toBe('deadline_passed');
      for (const [i, answer] of answers.entries()) {
        const receipt = await (bids[i] as Bidding).receipt();
        expect(receipt.status).toBe(answer.status === 200 ? 200 : 404);
        if (receipt.status !== 200) continue;
        const { receivedAt } = (receipt.body as { receipt: { receivedAt: string } }).receipt;
        // As text, to the microsecond.
        expect(receivedAt <= '2025-11-14T01:30:00.000000Z').toBe(true);
      }
      await pause(50);
      const rows = await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM sealed_envelope`);
      expect(rows[0]?.n).toBe(SUBMITTERS * round);
      if (accepted.length > 0 && refused.length > 0) {
        expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
        const race = new Race(`${SUBMITTERS} submissions over ${SPREAD} ms around the deadline`);
        for (const { status } of answers)
          race.saw(status === 200 ? 'in, with a receipt of a time not after it' : 'refused');
        race.told();
        return;
      }
      expect(round).toBeLessThan(6);
      early = accepted.length === 0 ? early + SPREAD : early - SPREAD / 2;
    }
  });

  it('is waited for by an opening: who passed the gate is in', async () => {
    const app2 = await startTestApp();
    try {
      await startBusinessAt(app2, '2025-11-03T09:00:00+08:00');
      const own = await makeBureau(app2);
      await makeThreshold(app2);
      const { tender, lots } = await issueTender(app2, own);
      const bidders = await makeBidders(app2, 3);
      const [, , last] = await bidAll(app2, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
      const runner = app2.dataSource.createQueryRunner();
      await runner.connect();
      await runner.query('BEGIN');
      // Somebody stands in the gate, as a submission in flight does.
      await runner.query(`SELECT pg_advisory_xact_lock_shared(hashtextextended('tender gate ' || $1::uuid::text, 0))`, [
        tender,
      ]);
      await startBusinessAt(app2, '2025-11-14T09:30:00.001+08:00');
      await opening(app2, tender, own.officer, 'request_opening');
      await opening(app2, tender, own.approver, 'open_bids');
      const { OpeningWork } = await import('../../src/purchase/bids/opening/opening-process.js');
      let done = false;
      const held = app2.running.app
        .get(OpeningWork)
        .perform(tender)
        .then(() => (done = true));
      await pause(300);
      expect(done).toBe(false);
      await runner.query('COMMIT');
      await runner.release();
      await held;
      expect((await (last as Bidding).read()).state).toBe('opened');
    } finally {
      await app2.close();
    }
  });
});
