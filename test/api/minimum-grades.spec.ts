import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { said, type Answer } from '../support/contracts.js';
import { Drafting, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { Evaluating, makeGround, type Ground } from '../support/evaluations.js';
import { makeReviewers, Reviewing, TENDER_PLAN } from '../support/reviews.js';
import { makeTwoLots, NIGHT_CARE } from '../support/two-lots.js';

const ANNOUNCED = { minimumGrade: { grade: 'excellent', years: 1 } };

describe('a grade that the documents ask for', () => {
  let app: TestApp;
  let ground: Ground;
  let evaluation: Evaluating;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    ground = await makeGround(app);
    // 81.65 points: good. Published on 2025-12-22.
    evaluation = await Evaluating.published(app, ground);
    reviewers = await makeReviewers(app, 5);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  /** Three bids, the first of whom is the agency that was evaluated; due on this day. */
  const opened = async (terms: object | undefined, day = '2025-12-23'): Promise<Reviewing> => {
    await at('2025-11-03');
    const { bureau } = ground.parties;
    const more = { opened: false, ...(terms && { terms }) };
    const review = await Reviewing.begin(app, bureau, reviewers, [], more);
    await app.dataSource.query(
      `UPDATE contract SET category = (SELECT category FROM tender WHERE id = $2) WHERE id = $1`,
      [ground.contract, review.id],
    );
    await at(day);
    await review.open(['180000.00', '190000.00', '199000.00']);
    await app.dataSource.query(`UPDATE bid SET bidder_id = $2 WHERE id = $1`, [review.bids[0], ground.parties.agency]);
    return review;
  };
  const qualify = (review: Reviewing, rejected: string[] = []) =>
    review.post('actions/qualify', review.results(rejected), review.officer);
  const answered = async (review: Reviewing, rejected?: string[]) => said(await qualify(review, rejected));

  it('is a grade of the list, and a year to three', async () => {
    await at('2025-11-03');
    const { draft } = await Reviewing.begin(app, ground.parties.bureau, reviewers, [], { opened: false });
    const { version } = await draft.read();
    for (const [minimumGrade, pointer] of [
      [{ grade: 'poor', years: 1 }, '/minimumGrade/grade'],
      [{ grade: 'good', years: 4 }, '/minimumGrade/years'],
      [{ grade: 'good' }, '/minimumGrade/years'],
    ] as const) {
      const answer = await app.http
        .patch(`/api/v1/tenders/${draft.id}/terms`)
        .set({ ...ground.parties.bureau.officer.auth, 'If-Match': `"${version}"` })
        .send({ minimumGrade });
      expect(said(answer as Answer)).toEqual([400, 'validation_failed', null, [pointer]]);
    }
  });

  it('excludes nobody where it was not announced, or lies below, or before its years, or after the bids were due', async () => {
    for (const [terms, day] of [
      [undefined, undefined],
      [{ minimumGrade: { grade: 'good', years: 1 } }, undefined],
      [ANNOUNCED, '2026-12-23'],
      [ANNOUNCED, '2025-12-21'],
    ] as const) {
      const review = await opened(terms, day);
      expect([terms, day, (await qualify(review)).status]).toEqual([terms, day, 200]);
    }
  });

  it('excludes whom it was announced to exclude, and says so; never those of whom none is known', async () => {
    const review = await opened(ANNOUNCED);
    expect(await answered(review)).toEqual([422, 'grade_below_minimum', 'GPS-PERF-FEEDBACK', ['/results/0/passed']]);
    const [first] = review.bids;
    expect((await qualify(review, [first ?? ''])).status).toBe(200);
    const notice = await app.http
      .get(`/api/v1/tenders/${review.id}/notices/tender/text`)
      .set({ ...review.officer.auth, accept: 'application/json' });
    expect([notice.status, notice.text]).toEqual([200, expect.stringContaining('评估等级不低于“优”')]);
  });

  it('is asked for the lot that announces it, and for no other', async () => {
    await at('2025-11-03');
    const { bureau, agency } = ground.parties;
    const { lots } = await makeTwoLots(app, bureau);
    const night = { ...lots[1], terms: { ...NIGHT_CARE, ...ANNOUNCED } };
    const content = { method: 'OPEN_TENDER', lots: [lots[0], night] };
    const draft = await Drafting.begin(app, bureau, content, false, { plan: TENDER_PLAN });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    await app.dataSource.query(
      `UPDATE contract SET category = (SELECT category FROM tender WHERE id = $2) WHERE id = $1`,
      [ground.contract, draft.id],
    );
    await at('2025-12-23');
    const reviews = [1, 2].map((no) => Reviewing.of(app, draft, reviewers, no));
    for (const review of reviews) {
      await review.open(['180000.00', '190000.00', '199000.00']);
      await app.dataSource.query(`UPDATE bid SET bidder_id = $2 WHERE id = $1`, [review.bids[0], agency]);
    }
    const codes = [];
    for (const review of reviews) codes.push((await answered(review)).slice(0, 2));
    expect(codes).toEqual([
      [200, undefined],
      [422, 'grade_below_minimum'],
    ]);
  });

  it('does not count while it is appealed against', async () => {
    const review = await opened(ANNOUNCED);
    expect((await answered(review))[1]).toBe('grade_below_minimum');
    await evaluation.must('appeal', { reason: '抽样有误' }, ground.parties.manager);
    expect((await qualify(review)).status).toBe(200);
  });

  /** Looks at an evaluation again on 2026-01-05 and publishes it, with these points of ten for its first leaf. */
  const publishAgain = async (again: Evaluating, points: string): Promise<void> => {
    await at('2026-01-05');
    const { bureau } = ground.parties;
    await again.scored([{ ...(await again.scores())[0], points }]);
    await again.must('re-evaluate', { reason: '已重新核对' }, ground.evaluator.user);
    await again.must('confirm', {}, bureau.approver);
    await again.must('publish', {}, bureau.officer);
  };

  it('counts from its first publication where an appeal left it as it was', async () => {
    const review = await opened(ANNOUNCED);
    await publishAgain(evaluation, '8.5');
    expect((await answered(review))[1]).toBe('grade_below_minimum');
  });

  it('counts from its own publication where an appeal changed it', async () => {
    await at('2025-12-22');
    const lowered = await Evaluating.published(app, ground);
    await lowered.must('appeal', { reason: '抽样有误' }, ground.parties.manager);
    const good = { minimumGrade: { grade: 'good', years: 1 } };
    const [before, after] = [await opened(good), await opened(good, '2026-01-06')];
    await publishAgain(lowered, '5');
    expect((await lowered.read()).grade).toBe('fair');
    expect((await answered(before))[0]).toBe(200);
    await at('2026-01-06');
    expect((await answered(after))[1]).toBe('grade_below_minimum');
  });
});
