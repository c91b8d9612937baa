import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  bidAll,
  Bidding,
  issueTender,
  moveDeadline,
  makeBidders,
  offer,
  opening,
  type Bidder,
} from '../support/bidding.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { nextLead, Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const AFTER = '2025-11-14T01:30:00.000001Z';
const ROUNDS = scaleRounds(50);

describe('two who come at once', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 3);
  });
  afterAll(() => app.close());
  const codeOf = (body: unknown): string | undefined => (body as { code?: string }).code;

  it('a correction and a submission: the bid names the revision that was in force when it was accepted', async () => {
    await setInstant(app, null);
    const { draft, tender, lots } = await issueTender(app, bureau);
    const bid = await Bidding.begin(app, bidders[0] as Bidder, lots[0] as string);
    const race = new Race('correct against submit');
    for (const last of race.rounds(50, 2)) {
      const round = last + 1;
      const { version } = await bid.read();
      const [correction, submission] = await Promise.all([
        // Now the one comes a little later, now the other.
        pause(round % 2 === 0 ? round : 0).then(() =>
          draft.act('correct', bureau.officer, {
            reason: '更正错误',
            correction: { terms: { tieRule: `第 ${round} 次更正` } },
          }),
        ),
        pause(round % 2 === 0 ? 0 : round).then(() =>
          bid.act('submit', { content: offer(`${100_000 + round}.00`) }, version),
        ),
      ]);
      expect([correction.status, codeOf(correction.body)]).toEqual([200, undefined]);
      if (submission.status !== 200) {
        expect([submission.status, codeOf(submission.body)]).toEqual([409, 'conflict']);
        race.saw('submission told of the conflict');
        continue;
      }
      const { receipt } = (await bid.receipt()).body as { receipt: { revision: number; receivedAt: string } };
      const [row] = await app.dataSource.query<{ revision: number }[]>(
        `SELECT max(revision) AS revision FROM tender_revision WHERE tender_id = $1 AND published_at <= $2`,
        [tender, receipt.receivedAt],
      );
      // The gate stands between them: whoever is behind it finds the other's work done, or not begun.
      expect([round, receipt.revision]).toEqual([round, row?.revision]);
      const read = (await bid.read()) as unknown as { stale: boolean; notices: { code: string }[] };
      race.saw(receipt.revision === round + 1 ? 'corrected, then submitted' : 'submitted, then corrected');
      expect([read.stale, read.notices.map((n) => n.code)]).toEqual(
        receipt.revision === round + 1 ? [false, []] : [true, ['documents_corrected']],
      );
    }
    // Both orders happened, or nothing was shown.
    const outcomes = race.told();
    expect(Object.keys(outcomes).length).toBeGreaterThan(1);
  });

  it('two second persons: one orders the opening', async () => {
    await setInstant(app, null);
    const second = await makeUser(app, 'bureau_approver', bureau.id);
    const { tender } = await issueTender(app, bureau);
    const race = new Race('two second persons and a withdrawal at an opening');
    await setInstant(app, AFTER);
    for (let round = 1; round <= ROUNDS; round++) {
      expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
      const orders = await Promise.all(
        [bureau.approver, second, bureau.officer].map((by) =>
          opening(app, tender, by, by === bureau.officer ? 'withdraw_opening_request' : 'open_bids'),
        ),
      );
      const statuses = orders.map((a) => a.status).sort();
      expect([round, statuses[0]]).toEqual([round, 200]);
      expect(statuses.filter((s) => s === 200)).toHaveLength(1);
      for (const order of orders) expect([200, 412, 422, 409]).toContain(order.status);
      race.saw(orders[2]?.status === 200 ? 'withdrawn' : 'opened by one');
      await app.dataSource.query(`UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1`, [tender]);
      const lots = await app.dataSource.query<{ state: string }[]>(`SELECT state FROM lot WHERE tender_id = $1`, [
        tender,
      ]);
      if (lots[0]?.state !== 'open') {
        // The worker was faster than this test: the tender is as it was before.
        await app.dataSource.query(`UPDATE lot SET state = 'open' WHERE tender_id = $1`, [tender]);
        await app.dataSource.query(`UPDATE tender SET state = 'open' WHERE id = $1`, [tender]);
      }
    }
    race.told();
  });

  it(`submissions and the close, ${ROUNDS} rounds: in is who has a receipt of a time not after the deadline, and nobody else`, async () => {
    await setInstant(app, null);
    const race = new Race('submit against close');
    let lead = 40;
    for (const round of race.rounds(50, 2)) {
      const { tender, lots } = await issueTender(app, bureau);
      const bids = [
        await Bidding.begin(app, bidders[0] as Bidder, lots[0] as string, offer('150000.00')),
        await Bidding.begin(app, bidders[1] as Bidder, lots[0] as string, offer('160000.00')),
      ];
      const deadline = (await moveDeadline(app, tender, lead)).replace('Z', '000Z');
      const opens = async (by: TestAccount, action: string) => {
        for (;;) if ((await opening(app, tender, by, action)).status === 200) return;
      };
      const held = opens(bureau.officer, 'request_opening')
        .then(() => opens(bureau.approver, 'open_bids'))
        .then(() => app.running.app.get(OpeningWork).perform(tender));
      const answers = await Promise.all(
        bids.map(async (bid, i) => {
          await pause((((round * 7 + i * 13) % 60) * lead) / 40 + i);
          return bid.act('submit', {}, 1);
        }),
      );
      await held;
      for (const [i, answer] of answers.entries()) {
        const receipt = await (bids[i] as Bidding).receipt();
        expect([round, receipt.status]).toEqual([round, answer.status === 200 ? 200 : 404]);
        if (answer.status === 200) {
          const { receivedAt } = (receipt.body as { receipt: { receivedAt: string } }).receipt;
          expect([round, receivedAt <= deadline]).toEqual([round, true]);
        } else expect(['deadline_passed', 'lot_not_open', 'wrong_state']).toContain(codeOf(answer.body));
      }
      const accepted = answers.filter(({ status }) => status === 200).length;
      const [lot] = await app.dataSource.query<{ n: number; state: string }[]>(
        `SELECT bid_count AS n, state FROM lot WHERE id = $1`,
        [lots[0]],
      );
      // Two are too few for this method: what came in is counted and stays sealed.
      expect([round, lot]).toEqual([round, { n: accepted, state: 'failed' }]);
      race.saw(`with ${accepted} in`);
      lead = nextLead(lead, accepted, 2);
    }
    expect(Object.keys(race.told()).length).toBeGreaterThan(1);
  });

  it('the worker opens what two persons ordered, by itself', async () => {
    await setInstant(app, null);
    const { tender, lots } = await issueTender(app, bureau);
    await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    await setInstant(app, AFTER);
    await opening(app, tender, bureau.officer, 'request_opening');
    expect((await opening(app, tender, bureau.approver, 'open_bids')).status).toBe(200);
    const state = async () =>
      (await app.http.get(`/api/v1/tenders/${tender}/opening`).expect(200)).body as { state: string };
    for (const end = Date.now() + 120_000; (await state()).state !== 'held' && Date.now() < end; await pause(100));
    expect(await state()).toMatchObject({ state: 'held', lots: [{ state: 'opened' }] });
  });
});
