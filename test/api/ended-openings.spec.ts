import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import { FinalOffersWork } from '../../src/purchase/reviews/consultation/final-offers/final-offers-opening.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import {
  bidAll,
  issueTender,
  makeBidders,
  opening,
  OPEN_TENDER,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import { Consulting } from '../support/consultation.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { acceptedComplaint, actOnLot, SUSPENSION_NOTICE } from '../support/lots.js';
import { makeReviewers } from '../support/reviews.js';
import { ownSteps } from '../support/own-tasks.js';
import { startPurchasing } from '../support/started.js';

const AFTER = '2025-11-14T01:31:00Z';
const PRICES = ['150000.00', '160000.00', '170000.00'];
const UNLAWFUL = { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };

describe('what waits for an opening is over with its lots', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    bidders = await makeBidders(app, 3);
    reviewers = await makeReviewers(app, 3);
  });
  beforeEach(async () => {
    await setInstant(app, null);
    await sql(`UPDATE stopped_opening SET ended_at = clock_timestamp() WHERE ended_at IS NULL`);
  });
  afterAll(() => app.close());

  const sql = writeByHand(() => app);
  const countStopped = async (): Promise<number> =>
    Number(/^openings_stopped (\d+)/m.exec((await app.http.get('/metrics').expect(200)).text)?.[1]);
  const read = async (tender: string) => {
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200);
    const { state, stopped } = body as { state: string; stopped: { reason: string } | null };
    return [state, stopped?.reason ?? null];
  };
  /** Turns a bit of the public keys, and turns it back. */
  const turnKeys = (tender: string) =>
    sql(
      `UPDATE tender_key SET public_key = set_byte(public_key, 0, 1 # get_byte(public_key, 0)) WHERE tender_id = $1`,
      [tender],
    );
  /** An opening that two persons ordered and that is stopped, because rows say other keys. */
  const stop = async (more: object = {}, stopped = 1) => {
    const issued = await issueTender(app, bureau, more);
    const { tender, lots } = issued;
    for (const each of lots) await bidAll(app, bidders, each, PRICES);
    await setInstant(app, AFTER);
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    expect((await opening(app, tender, bureau.approver, 'open_bids')).status).toBe(200);
    await turnKeys(tender);
    await app.running.app.get(OpeningWork).perform(tender);
    expect([await read(tender), await countStopped()]).toEqual([['ordered', 'rows_altered'], stopped]);
    return { ...issued, lot: lots[0] as string };
  };

  it('an opening that was stopped, once it is held', async () => {
    const { tender } = await stop();
    await turnKeys(tender);
    await app.running.app.get(OpeningWork).retry();
    expect([await read(tender), await countStopped()]).toEqual([['held', null], 0]);
  });

  it('an opening that was stopped, once the lot has failed', async () => {
    const { tender, lot } = await stop();
    expect((await actOnLot(app, lot, 'fail', UNLAWFUL, bureau.officer)).status).toBe(200);
    expect([await read(tender), await countStopped()]).toEqual([['none', null], 0]);
  });

  it('an opening that was stopped, once the worker finds that all its lots are suspended', async () => {
    const { tender, lot } = await stop();
    const remedy = await acceptedComplaint(app, bureau, (bidders[0] as Bidder).user, { tender, knownOn: '2025-11-14' });
    const why = { reason: '处理投诉期间', ...SUSPENSION_NOTICE, remedy };
    const suspended = await actOnLot(app, lot, 'suspend', why, bureau.finance);
    expect([suspended.status, suspended.body.lots?.[0]?.state ?? suspended.text]).toEqual([200, 'suspended']);
    await app.running.app.get(OpeningWork).retry();
    expect([await read(tender), await countStopped()]).toEqual([['none', null], 0]);
  });

  it('a stop that was left behind by a version that did not end it', async () => {
    const { tender, lot } = await stop();
    await actOnLot(app, lot, 'fail', UNLAWFUL, bureau.officer);
    await sql(`UPDATE stopped_opening SET ended_at = NULL WHERE tender_id = $1`, [tender]);
    await app.running.app.get(OpeningWork).retry();
    expect([await read(tender), await countStopped()]).toEqual([['none', null], 0]);
  });

  /** Final offers that are stopped, because a row says an earlier deadline. */
  const stopOffers = async () => {
    const talks = await Consulting.sealed(app, bureau, reviewers, PRICES);
    expect((await talks.request()).status).toBe(200);
    for (const [i, price] of PRICES.entries()) await talks.mustOffer(i, price);
    const lot = await talks.lotId();
    const [{ at }] = await sql<[{ at: Date }]>(`SELECT final_deadline_at AS at FROM lot WHERE id = $1`, [lot]);
    await sql(`UPDATE lot SET final_deadline_at = business_now() - interval '1 minute' WHERE id = $1`, [lot]);
    await app.running.app.get(FinalOffersWork).sweep();
    expect(await countStopped()).toBe(1);
    return { talks, lot, at };
  };

  it('final offers that were stopped, once their lot has failed', async () => {
    const { lot } = await stopOffers();
    expect((await actOnLot(app, lot, 'fail', UNLAWFUL, bureau.officer)).status).toBe(200);
    expect(await countStopped()).toBe(0);
  });

  it('final offers that were stopped, once they are opened', async () => {
    const { talks, lot, at } = await stopOffers();
    await sql(`UPDATE lot SET final_deadline_at = $2 WHERE id = $1`, [lot, at]);
    await setInstant(app, new Date(at.getTime() + 1).toISOString());
    await app.running.app.get(FinalOffersWork).sweep();
    expect([(await talks.lot()).lotState, await countStopped()]).toEqual(['final_offers_in', 0]);
  });

  it.each([
    ['fails', 'fail', UNLAWFUL],
    ['is cancelled', 'cancel', { reason: '重大变故', ground: 'unforeseen_change', reference: '民发〔2025〕3号' }],
  ])('an opening that was asked for, once the whole tender %s before its deadline', async (_, action, words) => {
    const { tender, draft } = await issueTender(app, bureau, OPEN_TENDER);
    await setInstant(app, '2025-12-01T01:00:00Z');
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    expect(await read(tender)).toEqual(['requested', null]);
    await draft.must('post', `actions/${action}`, words);
    expect(await read(tender)).toEqual(['none', null]);
  });

  const TWO = { lots: [1, 2].map((no) => ({ no, ceiling: '200000.00', pricing: 'competitive' })) };

  it('not a stopped opening of a tender of which another lot still waits, nor final offers of another', async () => {
    const offers = await stopOffers();
    await setInstant(app, null);
    const { tender, lots } = await stop(TWO, 2);
    expect((await actOnLot(app, lots[0] as string, 'fail', UNLAWFUL, bureau.officer)).status).toBe(200);
    await app.running.app.get(OpeningWork).retry();
    expect([await read(tender), await countStopped()]).toEqual([['ordered', 'rows_altered'], 2]);
    expect((await actOnLot(app, lots[1] as string, 'fail', UNLAWFUL, bureau.officer)).status).toBe(200);
    expect([await read(tender), await countStopped()]).toEqual([['none', null], 1]);
    expect((await offers.talks.lot()).lotState).toBe('final_offers_requested');
  });

  it('not the request for the opening of a tender of which another lot still waits', async () => {
    const { tender, lots } = await issueTender(app, bureau, TWO);
    await setInstant(app, AFTER);
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    expect((await actOnLot(app, lots[0] as string, 'fail', UNLAWFUL, bureau.officer)).status).toBe(200);
    expect(await read(tender)).toEqual(['requested', null]);
  });

  /** Suspends a lot for a complaint, by the authority. */
  const suspend = async (tender: string, lot: string, of: object = {}) => {
    const rival = (bidders[0] as Bidder).user;
    const remedy = await acceptedComplaint(app, bureau, rival, { tender, knownOn: '2025-11-14', ...of });
    const why = { reason: '处理投诉期间', ...SUSPENSION_NOTICE, remedy };
    expect((await actOnLot(app, lot, 'suspend', why, bureau.finance)).status).toBe(200);
  };
  const resume = async (lot: string) =>
    expect((await actOnLot(app, lot, 'resume', { reason: '投诉已处理' }, bureau.finance)).status).toBe(200);
  const steps = async (by: TestAccount, kind: string, tender: string) =>
    (await ownSteps(app, by, kind, tender)).map((step) => step?.split('/').at(-1));

  it('not a lot that was suspended while the other was opened: once it goes on its opening is to be asked for', async () => {
    const { tender, lots } = await issueTender(app, bureau, TWO);
    const [first, other] = lots as [string, string];
    for (const lot of [first, other]) await bidAll(app, bidders, lot, PRICES);
    await setInstant(app, AFTER);
    await suspend(tender, first, { lot: 1 });
    await openTenderBids(app, bureau, tender);
    expect(await steps(bureau.officer, 'opening_request', tender)).toEqual([]);
    await resume(first);
    expect(await steps(bureau.officer, 'opening_request', tender)).toEqual(['request-opening']);
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    expect(await steps(bureau.officer, 'opening_request', tender)).toEqual([]);
  });

  it('the order of an opening, while its only lot is suspended', async () => {
    const { tender, lots } = await issueTender(app, bureau);
    await bidAll(app, bidders, lots[0] as string, PRICES);
    await setInstant(app, AFTER);
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    expect(await steps(bureau.approver, 'opening_order', tender)).toEqual(['open-bids']);
    await suspend(tender, lots[0] as string);
    expect(await steps(bureau.approver, 'opening_order', tender)).toEqual([]);
    expect((await opening(app, tender, bureau.approver, 'open_bids')).status).toBe(409);
    await resume(lots[0] as string);
    expect(await steps(bureau.approver, 'opening_order', tender)).toEqual(['open-bids']);
  });
});
