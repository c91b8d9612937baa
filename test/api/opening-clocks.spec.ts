import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { InstantAdoption } from '../../src/purchase/bids/opening/instants/instant-adoption.js';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import { FinalOffersWork } from '../../src/purchase/reviews/consultation/final-offers/final-offers-opening.js';
import { signInstants } from '../../src/purchase/tenders/lots/opening-instants.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { anchorAudit, writeByHand } from '../support/by-hand.js';
import { bidAll, issueTender, makeBidders, opening, type Bidder, type Issued } from '../support/bidding.js';
import { Consulting, FINAL, TALKS } from '../support/consultation.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { acceptedComplaint, actOnLot, SUSPENSION_NOTICE } from '../support/lots.js';
import { makeReviewers } from '../support/reviews.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const AFTER = '2025-11-14T09:31:00+08:00';
const PRICES = ['150000.00', '160000.00', '170000.00'];
const WHY = { reason: '处理投诉期间', ...SUSPENSION_NOTICE };

describe('the worker that opens', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 3);
    reviewers = await makeReviewers(app, 3);
  });
  beforeEach(() => setInstant(app, ISSUE));
  afterAll(() => app.close());

  const sql = writeByHand(() => app);
  const issued = async (lots = 1): Promise<Issued> => {
    const made = await issueTender(app, bureau, {
      lots: Array.from({ length: lots }, (_, i) => ({ no: i + 1, ceiling: '200000.00', pricing: 'competitive' })),
    });
    for (const lot of made.lots) await bidAll(app, bidders, lot, PRICES);
    return made;
  };
  const order = async (tender: string): Promise<void> => {
    for (const [by, action] of [
      [bureau.officer, 'request_opening'],
      [bureau.approver, 'open_bids'],
    ] as const)
      expect((await opening(app, tender, by, action)).status).toBe(200);
  };
  /** Runs the worker once: why nothing was opened; null: it was. */
  const run = async (tender: string): Promise<string | null> => {
    const before = await sql<[{ at: string }]>(`SELECT clock_timestamp()::text AS at`);
    await app.running.app.get(OpeningWork).perform(tender);
    const [row] = await sql<{ reason: string }[]>(
      `SELECT reason FROM stopped_opening WHERE tender_id = $1 AND lot_id IS NULL AND last_at >= $2::timestamptz`,
      [tender, before[0].at],
    );
    return row?.reason ?? null;
  };
  const statesOf = async (tender: string): Promise<string[]> =>
    (
      (await app.http.get(`/api/v1/tenders/${tender}`).set(bureau.officer.auth).expect(200)).body as {
        lots: { state: string }[];
      }
    ).lots.map(({ state }) => state);
  const anchor = () => anchorAudit(app);

  describe('of a purchase that was suspended', () => {
    it('waits for the deadline that the resumption set, and opens nothing while a row says that it goes on', async () => {
      const { tender, draft } = await issued();
      const remedy = await acceptedComplaint(app, bureau, (bidders[0] as Bidder).user, { tender, stage: 'documents' });
      await setInstant(app, '2025-11-06T09:00:00+08:00');
      await draft.must('post', 'actions/suspend', { ...WHY, remedy }, bureau.finance);
      // Put forward by hand while it is suspended: what is left is computed from what was signed.
      await sql(`UPDATE tender SET deadline_at = '2025-11-06T01:00:01Z' WHERE id = $1`, [tender]);
      await setInstant(app, AFTER);
      await sql(`UPDATE lot SET state = 'open', suspended_from = NULL WHERE tender_id = $1`, [tender]);
      await sql(
        `INSERT INTO opening (tender_id, state, requested_at, requested_by, ordered_at, ordered_by)
         VALUES ($1, 'ordered', business_now(), $2, business_now(), $3)`,
        [tender, bureau.officer.id, bureau.approver.id],
      );
      expect(await run(tender)).toBe('rows_altered');
      await sql(`UPDATE lot SET state = 'suspended', suspended_from = 'open' WHERE tender_id = $1`, [tender]);
      await sql(`UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1`, [tender]);
      await draft.must('post', 'actions/resume', { reason: '处理完毕' }, bureau.finance);
      const [{ at: deadlineAt }] = await sql<[{ at: Date }]>(`SELECT deadline_at AS at FROM tender WHERE id = $1`, [
        tender,
      ]);
      // Eight days were left.
      expect(deadlineAt.getTime() - Date.parse(AFTER)).toBeGreaterThanOrEqual(7.9 * 86_400_000);
      await setInstant(app, deadlineAt.toISOString());
      expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(422);
      await setInstant(app, new Date(deadlineAt.getTime() + 1).toISOString());
      await order(tender);
      expect([await run(tender), await statesOf(tender)]).toEqual([null, ['opened']]);
    });

    it('opens a lot that went on later by a new order, and by none that was used', async () => {
      const { tender, lots } = await issued(2);
      const [, second = ''] = lots;
      await setInstant(app, AFTER);
      const remedy = await acceptedComplaint(app, bureau, (bidders[0] as Bidder).user, {
        tender,
        stage: 'process',
        lot: 2,
      });
      expect((await actOnLot(app, second, 'suspend', { ...WHY, remedy }, bureau.finance)).status).toBe(200);
      await order(tender);
      await sql(`UPDATE lot SET state = 'open', suspended_from = NULL WHERE id = $1`, [second]);
      expect(await run(tender)).toBe('rows_altered');
      await sql(`UPDATE lot SET state = 'suspended', suspended_from = 'closed' WHERE id = $1`, [second]);
      expect([await run(tender), await statesOf(tender)]).toEqual([null, ['opened', 'suspended']]);
      const resumed = await actOnLot(app, second, 'resume', { reason: '处理完毕' }, bureau.finance);
      expect([resumed.status, resumed.body.lots[1]?.state]).toEqual([200, 'closed']);
      await sql(`UPDATE opening SET state = 'ordered' WHERE tender_id = $1`, [tender]);
      expect(await run(tender)).toBe('order_spent');
      await order(tender);
      expect([await run(tender), await statesOf(tender)]).toEqual([null, ['opened', 'opened']]);
    });
  });

  it('opens no final offers by a deadline or a round that was moved', async () => {
    const lot = await Consulting.begin(app, bureau, reviewers);
    await setInstant(app, TALKS);
    await lot.talk();
    expect((await lot.request()).status).toBe(200);
    for (const [i, price] of PRICES.entries()) await lot.mustOffer(i, price);
    const [{ id }] = await sql<[{ id: string }]>(`SELECT id FROM lot WHERE tender_id = $1`, [lot.review.id]);
    const sweep = () => app.running.app.get(FinalOffersWork).sweep();
    const found = () =>
      sql<{ reason: string; facts: { fields?: string[] }; ended: boolean }[]>(
        `SELECT reason, facts, ended_at IS NOT NULL AS ended FROM stopped_opening WHERE lot_id = $1 ORDER BY since`,
        [id],
      );
    const state = async () => (await lot.lot()).lotState;
    await sql(`UPDATE lot SET final_deadline_at = business_now() - interval '1 minute' WHERE id = $1`, [id]);
    await sweep();
    await sweep();
    expect([await state(), await found()]).toMatchObject([
      'final_offers_requested',
      [{ reason: 'rows_altered', facts: { fields: ['lots/1/finalDeadlineAt'] }, ended: false }],
    ]);
    await sql(`UPDATE lot SET final_deadline_at = $2 WHERE id = $1`, [id, FINAL]);
    await setInstant(app, '2025-11-14T08:00:00.000001Z');
    await sql(`UPDATE lot SET consultation = 2 WHERE id = $1`, [id]);
    await sweep();
    expect(await state()).toBe('final_offers_requested');
    await sql(`UPDATE lot SET consultation = 1 WHERE id = $1`, [id]);
    await sweep();
    expect([await state(), (await found()).map(({ ended }) => ended)]).toEqual(['final_offers_in', [true]]);
  });

  describe('in production', () => {
    beforeEach(() => {
      app.settings.mode = 'production';
    });
    afterAll(() => {
      app.settings.mode = 'test';
    });

    it('stops where business time is shifted, or is not its own', async () => {
      app.settings.mode = 'test';
      const { tender } = await issued();
      await anchor();
      await setInstant(app, AFTER);
      await order(tender);
      app.settings.mode = 'production';
      expect(await run(tender)).toBe('clock_shifted');
      const [row] = await sql<[{ behind: string }]>(`SELECT behind::text FROM business_time`);
      await sql(`DELETE FROM business_time`);
      expect(await run(tender)).toBe('clock_differs');
      // The right time, which is after the deadline for everybody.
      await setInstant(app, new Date().toISOString());
      expect([await run(tender), await statesOf(tender)]).toEqual([null, ['opened']]);
      await sql(`INSERT INTO business_time (behind) VALUES ($1::interval)`, [row.behind]);
    });

    it('stops where the database says that a deadline has passed which lies ahead by its own clock', async () => {
      app.settings.mode = 'test';
      const { tender } = await issued();
      const ahead = new Date(Date.now() + 40_000);
      await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
        await tx.query(`UPDATE tender SET deadline_at = $2 WHERE id = $1`, [tender, ahead]);
        await signInstants(tx, tender, { event: 'correct', deadlineAt: ahead.toISOString() });
      });
      await setInstant(app, new Date(ahead.getTime() + 1).toISOString());
      await order(tender);
      const [row] = await sql<[{ behind: string }]>(`DELETE FROM business_time RETURNING behind::text`).then(
        (answer) => (answer as unknown as [[{ behind: string }]])[0],
      );
      app.settings.mode = 'production';
      expect(await run(tender)).toBe('deadline_ahead');
      app.settings.mode = 'test';
      await sql(`INSERT INTO business_time (behind) VALUES ($1::interval)`, [row.behind]);
      expect([await run(tender), await statesOf(tender)]).toEqual([null, ['opened']]);
    });
  });

  it('opens what was issued before instants were signed, once what stands was signed at a start', async () => {
    const { tender } = await issued();
    await sql(`DELETE FROM opening_instant WHERE tender_id = $1`, [tender]);
    await sql(
      `DELETE FROM outbox WHERE audit_id IN (SELECT id FROM audit_entry WHERE aggregate_type = 'opening_instant' AND aggregate_id = $1::text)`,
      [tender],
    );
    await sql(`DELETE FROM audit_entry WHERE aggregate_type = 'opening_instant' AND aggregate_id = $1::text`, [tender]);
    await sql(`INSERT INTO unsigned_tender (tender_id) VALUES ($1)`, [tender]);
    const adoption = app.running.app.get(InstantAdoption);
    await adoption.onApplicationBootstrap();
    await adoption.onApplicationBootstrap();
    expect(
      await sql(
        `SELECT action, actor_kind FROM audit_entry WHERE aggregate_type = 'opening_instant' AND aggregate_id = $1`,
        [tender],
      ),
    ).toEqual([{ action: 'adopt', actor_kind: 'system' }]);
    await setInstant(app, AFTER);
    await order(tender);
    expect([await run(tender), await statesOf(tender)]).toEqual([null, ['opened']]);
  });

  it('opens nothing that was signed at a start anew, after its own statements were anchored', async () => {
    const { tender } = await issued();
    await anchor();
    await setInstant(app, AFTER);
    await order(tender);
    const ofChain = `aggregate_type = 'opening_instant' AND aggregate_id = $1::text`;
    await sql(`DELETE FROM opening_instant WHERE tender_id = $1`, [tender]);
    await sql(`DELETE FROM outbox WHERE audit_id IN (SELECT id FROM audit_entry WHERE ${ofChain})`, [tender]);
    await sql(`DELETE FROM audit_entry WHERE ${ofChain}`, [tender]);
    await sql(`DELETE FROM audit_anchor_leaf WHERE ${ofChain}`, [tender]);
    await sql(`INSERT INTO unsigned_tender (tender_id) VALUES ($1)`, [tender]);
    await app.running.app.get(InstantAdoption).onApplicationBootstrap();
    expect(await run(tender)).toBe('anchors_altered');
  });
});
