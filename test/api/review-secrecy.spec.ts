import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveSeat, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, makeThreshold, startBusinessAt, type Bureau } from '../support/drafts.js';
import { feedOf, placed } from '../support/feed.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

interface Shown {
  lots: { bids: { id: string; state: string }[] }[];
}

describe('how a review goes', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());

  /** Bids that an opening read; that which could not be read, if any, comes last. */
  const begin = async (count: number, { method = 'OPEN_TENDER', unreadable = false } = {}): Promise<Reviewing> => {
    const prices = Array.from({ length: count }, (_, i) => `${150 + 10 * i}000.00`);
    const review = await Reviewing.begin(app, bureau, reviewers, prices, { method });
    await app.dataSource.query(`UPDATE bid SET content = '{}' WHERE tender_id = $1`, [review.id]);
    if (unreadable)
      await app.dataSource.query(`UPDATE bid SET content = NULL, state = 'unreadable' WHERE id = $1`, [
        review.bids.at(-1),
      ]);
    await app.dataSource.query(
      `INSERT INTO opening (tender_id, state, requested_at, requested_by, ordered_at, ordered_by, held_at)
       VALUES ($1, 'held', business_now(), $2, business_now(), $3, business_now())`,
      [review.id, bureau.officer.id, bureau.approver.id],
    );
    return review;
  };
  /** Of each bid, in the order in which they were made, the state that the record of the opening shows. */
  const states = async (review: Reviewing, by: TestAccount | null): Promise<(string | undefined)[]> => {
    const { body } = await app.http
      .get(`/api/v1/tenders/${review.id}/opening`)
      .set(by?.auth ?? {})
      .expect(200);
    const bids = (body as Shown).lots.flatMap((lot) => lot.bids);
    return review.bids.map((bid) => bids.find(({ id }) => id === bid)?.state);
  };
  const end = (review: Reviewing, state: string) =>
    app.dataSource.query(`UPDATE lot SET state = $2 WHERE tender_id = $1`, [review.id, state]);

  it('is not in the public record of an opening before the result, nor after the lot failed', async () => {
    const review = await begin(5, { unreadable: true });
    await review.appointAll();
    await review.declareAll();
    const [first = '', , , , last = ''] = review.bids;
    const stranger = await makeUser(app, 'agency_manager', review.offers[0]?.bidder);
    const outsiders = [null, stranger];
    const insiders = [bureau.officer, bureau.approver, bureau.finance];
    const see = (people: (TestAccount | null)[]) => Promise.all(people.map((by) => states(review, by)));
    const same = (people: unknown[], seen: string[]) => people.map(() => seen);
    const asOpened = ['opened', 'opened', 'opened', 'opened', 'unreadable'];
    await review.qualify([first, last]);
    expect(await see(outsiders)).toEqual(same(outsiders, asOpened));
    expect(await see(insiders)).toEqual(same(insiders, ['rejected', 'opened', 'opened', 'opened', 'rejected']));
    await review.conform([], review.bids.slice(1, 4));
    const live = ['rejected', 'valid', 'valid', 'valid', 'rejected'];
    expect(await see(outsiders)).toEqual(same(outsiders, asOpened));
    expect(await see(insiders)).toEqual(same(insiders, live));
    for (const [state, shown] of [
      ['confirmed', asOpened],
      ['failed', asOpened],
      ['result_published', live],
      ['contracted', live],
    ] as const) {
      await end(review, state);
      expect([state, await see(outsiders)]).toEqual([state, same(outsiders, [...shown])]);
    }
  });

  it('is not told to the witness of a consultation either', async () => {
    const review = await begin(4, { method: 'COMPETITIVE_CONSULTATION' });
    const witness = await makeUser(app, 'community_worker', await makeBody(app, { kind: 'community_committee' }));
    await app.dataSource.query(
      `INSERT INTO tender_witness (tender_id, user_id, appointed_at) VALUES ($1, $2, business_now())`,
      [review.id, witness.id],
    );
    await review.appointAll(['expert', 'expert', 'buyer_representative']);
    await review.declareAll(3);
    const [first = ''] = review.bids;
    await review.qualify([first], reviewers[0]);
    expect(await states(review, witness)).toEqual(['opened', 'opened', 'opened', 'opened']);
    // Nor to one that reads purchases elsewhere, of the ways on from a lot that has not failed.
    await giveSeat(app, witness, 'panel_member', await makeBody(app));
    const ways = await app.http.get(`/api/v1/tenders/${review.id}/lots/1/ways`).set(witness.auth).expect(200);
    expect(ways.body).toMatchObject({ left: null, ways: [] });
    expect(await states(review, bureau.officer)).toEqual(['rejected', 'opened', 'opened', 'opened']);
    // Who responded to a consultation is for nobody else.
    expect(await states(review, null)).toEqual([undefined, undefined, undefined, undefined]);
    await end(review, 'result_published');
    expect(await states(review, witness)).toEqual(['rejected', 'opened', 'opened', 'opened']);
  });

  it.each(['qualify', 'check_conformity'])(
    'and that a lot failed is told to everybody without the bids that were rejected: %s',
    async (action) => {
      const review = await begin(3);
      await review.appointAll();
      await review.declareAll();
      const [first = ''] = review.bids;
      const failed =
        action === 'qualify' ? await review.qualify([first]) : (await review.qualify(), await review.conform([first]));
      expect(failed.lotState).toBe('failed');
      await placed(app);
      const [lot] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [
        review.id,
      ]);
      const history = async (subject: string, by: TestAccount) =>
        (await app.http.get(`/api/v1/history?subject=${subject}&limit=200`).set(by.auth).expect(200)).body as {
          items: { action: string; to: string | null; data: object }[];
        };
      const stranger = await makeUser(app, 'agency_manager');
      for (const by of [stranger, bureau.officer, bureau.finance]) {
        const { items } = await history(`lot:${lot?.id}`, by);
        const step = items.find((item) => item.action === action && item.to === 'failed');
        expect(step?.data).toEqual({ tender: review.id, no: 1, left: 2 });
      }
      const events = (await feedOf(app, stranger)).split('\n').filter((event) => event.includes(lot?.id ?? ''));
      expect(events.filter((event) => event.includes(`"event":"lot.${action}"`))).toHaveLength(1);
      expect(events.filter((event) => event.includes('rejected') || event.includes(first))).toEqual([]);
      // Those of the purchase read it of the bid, with its ground in the review.
      expect((await history(`bid:${first}`, bureau.officer)).items.map((item) => item.action)).toContain('reject');
      const { bids } = await review.read();
      expect(bids.find(({ id }) => id === first)?.checks).toContainEqual(
        expect.objectContaining({ passed: false, ground: 'unqualified' }),
      );
    },
  );
});
