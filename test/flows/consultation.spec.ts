import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, makeThreshold, openTenderBids, type Issued } from '../support/bidding.js';
import { codeOf, Consulting, FINAL, PANEL, TALKS } from '../support/consultation.js';
import { makeBureau, startBusinessAt, type Bureau } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { makeReviewers, type LotReview } from '../support/reviews.js';

interface Report {
  consultation: { finalDeadlineAt: string; changes: { requirement: string; confirmedAt: string }[] };
  bids: { bid: string; price: string | null; firstPrice: string | null; status: string }[];
  offers: { bid: string; rank: number; priceScore: string; total: string }[];
}

describe('a purchase by consultation', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, PANEL.length);
  });
  afterAll(() => app.close());

  const on = ({ tender, draft }: Issued) => ({
    id: tender,
    draft,
    officer: bureau.officer,
    post: async (path: string, body: object, by: TestAccount) =>
      app.http
        .post(`/api/v1/tenders/${tender}/review/${path}`)
        .set(by.auth)
        .set('If-Match', `"${(await draft.read()).version}"`)
        .send({ lot: 1, ...body }),
    read: async (by: TestAccount = bureau.officer): Promise<LotReview> => {
      const answer = await app.http.get(`/api/v1/tenders/${tender}/review`).set(by.auth).expect(200);
      return (answer.body as { items: LotReview[] }).items[0] as LotReview;
    },
  });

  /** Sealed bids of three suppliers, opened by two persons and checked by the panel: up to the talks. */
  async function opened(prices: string[]): Promise<Consulting> {
    await setInstant(app, null);
    const issued = await issueTender(app, bureau);
    const bidders = await makeBidders(app, prices.length);
    const bids = await bidAll(app, bidders, issued.lots[0] as string, prices);
    await setInstant(app, '2025-11-14T01:30:00.000001Z');
    await openTenderBids(app, bureau, issued.tender);
    const review = on(issued);
    const must = async (path: string, body: object, by: TestAccount) => {
      const answer = await review.post(path, body, by);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    };
    for (const [i, kind] of PANEL.entries()) await must('members', { user: reviewers[i]?.id, kind }, bureau.officer);
    const ids = (await review.read()).bids.map(({ id }) => id);
    const results = ids.map((bid) => ({ bid, passed: true }));
    for (const by of reviewers) await must('declarations', { declarations: ids.map((bid) => ({ bid })) }, by);
    const chair = reviewers[0] as TestAccount;
    await must('actions/qualify', { results }, chair);
    await must('actions/check-conformity', { results }, chair);
    await setInstant(app, TALKS);
    const suppliers = bids.map(({ id, bidder }) => ({ bid: id, user: bidder.user }));
    const lot = new Consulting(app, review, chair, suppliers);
    await lot.must('begin-consultation');
    return lot;
  }

  it('goes from the opening through talks and final offers to its report', async () => {
    const lot = await opened(['180000.00', '190000.00', '199000.00']);
    const { review, chair } = lot;
    expect((await lot.propose()).status).toBe(200);
    expect((await lot.confirm()).status).toBe(200);
    for (const i of [0, 1, 2]) expect((await lot.respond(i)).status).toBe(200);
    expect((await lot.withdraw(2)).status).toBe(200);
    expect((await lot.request()).body).toMatchObject({ lotState: 'final_offers_requested' });

    await setInstant(app, '2025-11-14T07:59:59.999999Z');
    await lot.mustOffer(0, '178000.00');
    await setInstant(app, '2025-11-14T08:00:00.000001Z');
    expect(codeOf(await lot.offer(1, '160000.00'))).toEqual([422, 'deadline_passed']);
    await setInstant(app, FINAL);
    await lot.mustOffer(1, '160000.00');
    await lot.close();
    expect((await lot.lot()).lotState).toBe('final_offers_in');

    expect((await lot.act('begin-scoring')).status).toBe(200);
    const { bids } = await lot.lot();
    const valid = bids.filter(({ status }) => status === 'valid').map(({ id }) => id);
    expect(valid).toHaveLength(2);
    const scores = valid.flatMap((bid) => [
      { bid, criterion: 2, points: '40' },
      { bid, criterion: 3, points: '24' },
    ]);
    for (const by of reviewers)
      expect((await review.post('score-sheets', { scores, lock: true }, by)).status).toBe(200);
    for (const by of reviewers) expect((await review.post('signatures', {}, by)).status).toBe(200);
    expect((await lot.act('report')).status).toBe(200);
    expect((await lot.lot()).lotState).toBe('reviewed');

    const read = (accept: string) =>
      app.http.get(`/api/v1/tenders/${review.id}/review/report`).set(chair.auth).set('Accept', accept).expect(200);
    const report = (await read('application/json')).body as Report;
    expect(report.consultation).toMatchObject({
      finalDeadlineAt: '2025-11-14T08:00:00.000Z',
      changes: [{ requirement: '每周上门两次', confirmedAt: '2025-11-14T07:00:00.000Z' }],
    });
    expect(report.bids.map(({ firstPrice, price, status }) => [firstPrice, price, status]).sort()).toEqual([
      ['180000.00', '178000.00', 'valid'],
      ['190000.00', '160000.00', 'valid'],
      ['199000.00', null, 'withdrawn_in_consultation'],
    ]);
    // The lower final offer has all points of the price, though it was the higher one before the talks.
    expect(report.offers.map(({ rank, priceScore, total }) => [rank, priceScore, total])).toEqual([
      [1, '20.00', '84.00'],
      [2, '17.98', '81.98'],
    ]);
    const html = (await read('text/html')).text;
    for (const part of ['磋商情况', '每周上门两次', '190000.00', '160000.00', '退出磋商']) expect(html).toContain(part);
    expect((await read('application/pdf')).headers['content-type']).toBe('application/pdf');

    // Every step has one audit row and one outbox row; those of the sealed time are written by the closing.
    const rows = await app.dataSource.query<{ action: string; audit: number; outbox: number }[]>(
      `SELECT a.action, count(*)::int AS audit,
         (SELECT count(*)::int FROM outbox o WHERE o.aggregate_id = $1 AND o.action = a.action) AS outbox
       FROM audit_entry a WHERE a.aggregate_id = $1 GROUP BY a.action ORDER BY a.action`,
      [await lot.lotId()],
    );
    expect(rows.filter(({ audit, outbox }) => audit !== 1 || outbox !== 1)).toEqual([]);
    expect(rows.map(({ action }) => action)).toEqual([
      'begin_consultation',
      'change_requirement',
      'check_conformity',
      'close_final_offers',
      'confirm_requirement',
      'open_bids',
      'qualify',
      'report',
      'request_final_offers',
    ]);
  }, 120_000);

  it('ends where one supplier is left', async () => {
    const lot = await opened(['180000.00', '190000.00', '199000.00']);
    for (const i of [1, 2]) expect((await lot.withdraw(i)).status).toBe(200);
    expect((await lot.request()).body).toMatchObject({ lotState: 'failed' });
    const { body } = await app.http.get(`/api/v1/tenders/${lot.review.id}`).expect(200);
    expect(body).toMatchObject({ state: 'failed', lots: [{ state: 'failed' }] });
    expect(codeOf(await lot.offer(0, '170000.00'))).toEqual([409, 'wrong_state']);
  }, 120_000);
});
