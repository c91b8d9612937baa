import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';

/** The lowest is below half the mean, below half the next, and below 45 percent of the ceiling. */
const LOW = ['80000.00', '180000.00', '190000.00', '200000.00'];
const ASKED = '2026-02-02T01:00:00Z';
const DUE = '2026-02-02T02:00:00Z';
const LATE = '2026-02-02T02:00:00.000001Z';

/** Caiku [2026] 2: a bidder has its time and no more of it; what the panel found is not the bidder's to undo. */
describe('the time to explain a price', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    reviewers = await makeReviewers(app, 6);
  });
  afterAll(() => app.close());

  /** A review whose lowest bidder is asked, with what it and the members say of it. */
  async function asked() {
    await setInstant(app, null);
    const review = await Reviewing.begin(app, bureau, reviewers, LOW);
    await review.checked();
    await app.dataSource.query(`UPDATE bid SET content = '{}' WHERE tender_id = $1`, [review.id]);
    await setInstant(app, ASKED);
    const [bid] = review.bids as [string];
    await review.must('explanations', { bid, dueAt: DUE, reason: '报价明显偏低' }, person(0));
    const bidder = await makeUser(app, 'agency_manager', review.offers[0]?.bidder);
    return {
      review,
      /** The next step, as the list of own bids names it to the bidder. */
      step: async () => {
        const { body } = await app.http.get('/api/v1/bids').set(bidder.auth).expect(200);
        return (body as { items: { nextStep: object | null }[] }).items.map(({ nextStep }) => nextStep);
      },
      /** The bid itself, as that list shows it. */
      state: async () => {
        const { body } = await app.http.get('/api/v1/bids').set(bidder.auth).expect(200);
        return (body as { items: { state: string }[] }).items.map((item) => item.state);
      },
      href: `/api/v1/tenders/${review.id}/review/explanations/${bid}/actions/explain`,
      explain: (text: string) => review.code(`explanations/${bid}/actions/explain`, { text }, bidder),
      settle: (by: number, accepted: boolean) =>
        review.code(`explanations/${bid}/actions/settle`, { accepted, reason: '见成本明细' }, person(by)),
      read: async () =>
        (await app.http.get(`/api/v1/tenders/${review.id}/review/explanations`).set(person(1).auth).expect(200)).body
          .items[0] as { text: string | null; accepted: boolean | null },
      findings: async () => {
        const [row] = await app.dataSource.query<{ n: number }[]>(
          `SELECT count(*)::int AS n FROM panel_finding WHERE bid_id = $1 AND stage = 'price'`,
          [bid],
        );
        return row?.n;
      },
    };
  }

  it('ends with its due instant, to the microsecond: then the panel finds, whatever its bidder says more', async () => {
    const { explain, settle, read, state } = await asked();
    expect(await settle(0, false)).toEqual([422, 'explanation_running']);
    await setInstant(app, LATE);
    expect(await explain('迟到的说明')).toEqual([422, 'explanation_late']);
    await setInstant(app, DUE);
    expect(await settle(0, false)).toEqual([422, 'explanation_running']);
    expect(await explain('志愿者参与')).toEqual([200, '']);
    await setInstant(app, LATE);
    expect(await explain('志愿者参与，附成本明细')).toEqual([422, 'explanation_late']);
    expect((await read()).text).toBe('志愿者参与');
    for (const by of [0, 1]) expect(await settle(by, false)).toEqual([200, '']);
    // Of the review a bidder is told no more than what is found of its explanation.
    expect(await state()).toEqual(['opened']);
    expect(await settle(2, false)).toEqual([200, '']);
    expect((await read()).accepted).toBe(false);
    expect(await state()).toEqual(['rejected']);
  });

  it('is over where nobody explained; no later word holds the panel up', async () => {
    const { explain, settle, read } = await asked();
    await setInstant(app, LATE);
    for (const by of [0, 1]) expect(await settle(by, true)).toEqual([200, '']);
    expect(await explain('迟到的说明')).toEqual([422, 'explanation_late']);
    expect(await settle(2, true)).toEqual([200, '']);
    expect(await read()).toMatchObject({ text: null, accepted: true });
  });

  it('is the next step of the bid while nobody has explained, and no longer than it lasts', async () => {
    const { explain, step, href } = await asked();
    const waits = [{ action: 'explain', method: 'POST', href, dueAt: '2026-02-02T02:00:00.000Z' }];
    expect(await step()).toEqual(waits);
    await setInstant(app, LATE);
    expect(await step()).toEqual([null]);
    await setInstant(app, ASKED);
    expect(await step()).toEqual(waits);
    expect(await explain('志愿者参与')).toEqual([200, '']);
    expect(await step()).toEqual([null]);
  });

  it('lets an explanation be mended until a member has found, and no finding is lost by it', async () => {
    const { review, explain, settle, read, findings } = await asked();
    expect(await explain('志愿者参与')).toEqual([200, '']);
    expect(await explain('志愿者参与，附成本明细')).toEqual([200, '']);
    expect(await settle(0, false)).toEqual([200, '']);
    expect(await explain('再补充')).toEqual([422, 'explanation_weighed']);
    expect(await findings()).toBe(1);
    expect((await read()).text).toBe('志愿者参与，附成本明细');
    // Who sits there no more has found nothing that counts.
    const [gone] = (await review.read()).members;
    const by = { user: person(5).id, ground: 'health', reason: '因病缺席' };
    await review.must(`members/${gone?.id}/actions/replace`, by, review.officer);
    expect(await explain('再补充')).toEqual([200, '']);
    await review.declare(person(5));
    for (const seat of [1, 2]) expect(await settle(seat, true)).toEqual([200, '']);
    expect((await read()).accepted).toBeNull();
    expect(await settle(5, true)).toEqual([200, '']);
    expect(await read()).toMatchObject({ text: '再补充', accepted: true });
    expect(await findings()).toBe(4);
  });
});
