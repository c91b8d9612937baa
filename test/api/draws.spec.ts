import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draw, verifyDraw } from '../../src/purchase/reviews/scoring/ranking.rules.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { Bureau } from '../support/drafts.js';
import { actOnLot } from '../support/lots.js';
import type { LotResult } from '../support/results.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

type Drawn = LotResult & { firstReport: string | null };

/** Whoever may order a review again must not draw again by it: Order 87 article 68 knows one draw. */
describe('a draw among offers that are equal', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());

  /** Three offers of one price, of which the third is worse by one member's score of its third criterion. */
  const begin = async (): Promise<Reviewing> => {
    const review = await Reviewing.begin(app, bureau, reviewers, ['180000.00', '180000.00', '180000.00']);
    await review.checked();
    await review.scored((member, bid) => ['40', member === 0 && bid === 2 ? '10' : '24']);
    await report(review);
    return review;
  };
  const report = async (review: Reviewing): Promise<void> => {
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, reviewers[0] as TestAccount);
  };
  const act = async (review: Reviewing, action: string, by: TestAccount, body: object = {}) => {
    const { version } = await review.draft.read();
    return app.http
      .post(`/api/v1/tenders/${review.id}/awards/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send({ lot: 1, ...body });
  };
  const must = async (review: Reviewing, action: string, by: TestAccount, body: object = {}): Promise<Drawn> => {
    const answer = await act(review, action, by, body);
    expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
    return (answer.body as { items: Drawn[] }).items[0] as Drawn;
  };
  const again = async (review: Reviewing): Promise<void> => {
    const [{ id }] = (await review.draft.read()).lots as unknown as [{ id: string }];
    const ordered = await actOnLot(app, id, 'order-rereview', { reason: '复核', ground: 'extreme' }, bureau.officer);
    expect(ordered.status).toBe(200);
  };
  const hashOf = async (review: Reviewing): Promise<string> =>
    (
      (await app.http.get(`/api/v1/tenders/${review.id}/review/report?lot=1`).set(bureau.officer.auth)).body as {
        sha256: string;
      }
    ).sha256;
  const read = async (review: Reviewing): Promise<Drawn> =>
    ((await app.http.get(`/api/v1/tenders/${review.id}/awards`).expect(200)).body as { items: Drawn[] })
      .items[0] as Drawn;

  it('comes from the first report, and stands however often the review is ordered again', async () => {
    const review = await begin();
    const first = await hashOf(review);
    await must(review, 'deliver-report', bureau.officer);
    const { ties } = await must(review, 'settle-tie', bureau.approver);
    expect(ties).toMatchObject([{ by: 'draw', draw: { seed: first } }]);
    const hashes = new Set([first]);
    for (let round = 1; round <= 3; round++) {
      await again(review);
      await report(review);
      hashes.add(await hashOf(review));
      // Nobody is asked to draw what was drawn.
      expect((await must(review, 'deliver-report', bureau.officer)).ties).toEqual(ties);
      const drawn = await act(review, 'settle-tie', bureau.approver);
      expect([drawn.status, (drawn.body as { code: string }).code]).toEqual([422, 'tie_absent']);
    }
    // Each report is another, and would have been another seed.
    expect(hashes.size).toBe(4);
    const [winner] = ties[0]?.order ?? [];
    await must(review, 'confirm', bureau.approver, { bid: winner });
    await must(review, 'publish-result', bureau.officer);
    expect(await read(review)).toMatchObject({ ties, firstReport: first });
  });

  it('draws nothing by a second report what a first would have drawn otherwise', async () => {
    const review = await begin();
    const first = await hashOf(review);
    await again(review);
    await report(review);
    expect(await hashOf(review)).not.toBe(first);
    await must(review, 'deliver-report', bureau.officer);
    const { ties, candidates } = await must(review, 'settle-tie', bureau.approver);
    const tied = review.bids.slice(0, 2);
    const [{ lot }] = [ties[0]?.draw ?? { lot: '' }];
    expect(ties[0]?.draw).toEqual(draw(first, lot, tied));
    expect(candidates.map(({ bid }) => bid).slice(0, 2)).toEqual(ties[0]?.order);
  });

  it('is another among other offers, from the same seed, and everybody repeats it from what is published', async () => {
    const review = await begin();
    const first = await hashOf(review);
    await must(review, 'deliver-report', bureau.officer);
    const [before] = (await must(review, 'settle-tie', bureau.approver)).ties;
    expect(before?.order).toHaveLength(2);
    await again(review);
    const all = { bid: review.bids[2], criterion: 3, points: '24', ground: 'extreme', reason: '畸低' };
    await review.must('corrections', all, reviewers[0] as TestAccount);
    await report(review);
    expect((await must(review, 'deliver-report', bureau.officer)).ties).toEqual([]);
    const { ties } = await must(review, 'settle-tie', bureau.approver);
    const [winner] = ties[0]?.order ?? [];
    await must(review, 'confirm', bureau.approver, { bid: winner });
    expect(await read(review)).toMatchObject({ ties: [], firstReport: null });
    await must(review, 'publish-result', bureau.officer);
    const [tie] = (await read(review)).ties;
    expect(tie?.order.toSorted()).toEqual(review.bids.toSorted());
    expect([(await read(review)).firstReport, tie?.draw?.seed]).toEqual([first, first]);
    expect(tie?.draw && verifyDraw(tie.draw)).toBe(true);
  });
});
