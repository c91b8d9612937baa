import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { repeated } from '../support/lots.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

type Sheets = { items: { member: string; own: boolean; scores: unknown[] }[] };

/** Order 87 article 66: what a review is about is its own panel's, while it sits. */
describe('a panel reads its own lot, while it sits', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 11);
  });
  afterAll(() => app.close());

  const alike = (_: number, bid: number): [string, string] => [String(45 - bid * 5), '24'];
  const begin = (members = reviewers.slice(0, 5), more: Parameters<typeof Reviewing.begin>[4] = {}) =>
    Reviewing.begin(app, bureau, members, undefined, more);
  const read = (review: Reviewing, path: string, by: TestAccount) =>
    app.http.get(`/api/v1/tenders/${review.id}/review${path}`).set(by.auth);
  const status = async (review: Reviewing, path: string, by: TestAccount) => (await read(review, path, by)).status;
  const sheets = async (review: Reviewing, by: TestAccount) =>
    ((await read(review, '/score-sheets?lot=1', by).expect(200)).body as Sheets).items.map(({ own }) => own);
  const ALL = ['', '/score-sheets?lot=1', '/report?lot=1', '/explanations?lot=1', '/consultation?lot=1'];

  it('and not another lot of the same tender', async () => {
    const review = await begin();
    await review.checked();
    await review.scored(alike);
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, person(0));
    // Another panel for a second lot.
    const other = person(5);
    await app.dataSource.query(
      `WITH made AS (INSERT INTO lot (tender_id, no, ceiling, pricing, state)
         SELECT tender_id, 2, ceiling, pricing, 'opened' FROM lot WHERE tender_id = $1 RETURNING id),
       panel AS (INSERT INTO review (tender_id, lot_id, created_at) SELECT $1, id, business_now() FROM made RETURNING id)
       INSERT INTO review_member (review_id, user_id, kind, appointed_at) SELECT id, $2, 'expert', business_now() FROM panel`,
      [review.id, other.id],
    );
    const lots = async (by: TestAccount) =>
      ((await read(review, '', by).expect(200)).body as { items: { lot: number }[] }).items.map(({ lot }) => lot);
    expect([await lots(review.officer), await lots(person(0)), await lots(other)]).toEqual([[1, 2], [1], [2]]);
    for (const path of ALL.slice(1)) {
      expect([path, await status(review, path, person(0))]).toEqual([path, 200]);
      expect([path, await status(review, path, other)]).toEqual([path, 404]);
    }
    expect(await status(review, '/score-sheets?lot=2', person(0))).toBe(404);
    expect(await status(review, '/score-sheets?lot=2', other)).toBe(200);
    expect(await review.code('score-sheets', { scores: [], lock: false }, other)).toEqual([403, 'not_permitted']);
  });

  it('and, replaced, the own sheet alone', async () => {
    const review = await begin();
    await review.checked();
    await review.scored(alike);
    expect(await sheets(review, person(0))).toHaveLength(5);
    const gone = (await review.read(person(0))).members.find(({ own }) => own)?.id ?? '';
    const body = { user: person(6).id, ground: 'recusal', reason: '三年内曾任供应商理事' };
    await review.must(`members/${gone}/actions/replace`, body, review.officer);
    expect(await sheets(review, person(0))).toEqual([true]);
    for (const path of ['', '/report?lot=1', '/explanations?lot=1'])
      expect([path, await status(review, path, person(0))]).toEqual([path, 404]);
    // Who never sat there reads none.
    expect(await status(review, '/score-sheets?lot=1', person(9))).toBe(404);
  });

  it('and, dissolved for another, nothing of that one', async () => {
    const review = await begin(reviewers.slice(0, 5));
    await review.checked();
    await review.scored(alike);
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, person(0));
    const { members } = await review.read();
    const [{ id: lot }] = (await review.draft.read()).lots as unknown as [{ id: string }];
    const given = {
      reason: '两名成员收受财物',
      ground: 'panel_violation',
      reference: '财监〔2025〕7号',
      barred: [members[0]?.id],
    };
    expect((await repeated(app, bureau, lot, given)).status).toBe(200);
    const second = reviewers.slice(5, 10);
    review.reviewers.splice(0, 5, ...second);
    await review.appointAll();
    await review.declareAll();
    await review.conform();
    await review.scored(alike);
    for (const old of [person(0), person(1)]) {
      expect(await sheets(review, old)).toEqual([true]);
      for (const path of ['', '/report?lot=1', '/explanations?lot=1'])
        expect([path, await status(review, path, old)]).toEqual([path, 404]);
    }
    expect(await sheets(review, person(5))).toHaveLength(5);
  });

  it('and its end, where the lot has failed', async () => {
    const review = await begin();
    await review.appointAll();
    await review.qualify();
    await review.declareAll();
    expect((await review.conform(review.bids.slice(0, 1))).lotState).toBe('failed');
    expect(await status(review, '', person(0))).toBe(200);
  });

  it('and nobody who witnessed the opening', async () => {
    const review = await begin();
    const witness = await makeUser(app, 'community_worker');
    await app.dataSource.query(
      `INSERT INTO tender_witness (tender_id, user_id, appointed_at) VALUES ($1, $2, business_now())`,
      [review.id, witness.id],
    );
    await review.checked();
    await review.scored(alike);
    for (const path of ALL) expect([path, await status(review, path, witness)]).toEqual([path, 403]);
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, person(0));
    const ranked = async (by: TestAccount) =>
      (
        (await app.http.get(`/api/v1/tenders/${review.id}/awards`).set(by.auth).expect(200)).body as {
          items: { candidates: unknown[] }[];
        }
      ).items[0]?.candidates.length;
    expect([await ranked(review.officer), await ranked(witness)]).toEqual([3, 0]);
    for (const path of ['', '/opening'])
      expect(
        (await app.http.get(`/api/v1/tenders/${review.id}${path}`).set(witness.auth).expect(200)).body,
      ).toBeTruthy();
  });
});
