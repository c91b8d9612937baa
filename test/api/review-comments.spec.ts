import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { everybody } from '../support/non-interference.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

interface Given {
  bid: string;
  criterion: number;
  points: string;
  comment: string | null;
}
interface Sheet {
  own: boolean;
  locked: boolean;
  scores: Given[];
}

/** In every comment of this file, and in no other text. */
const MARK = '独此一处的评语';

/** What a member says beside a score is the member's as the score is: alone until the reveal, rewritten by nobody after it. */
describe('a comment on a score', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 6);
  });
  afterAll(() => app.close());

  const scoring = async (): Promise<Reviewing> => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.checked();
    await review.begin();
    return review;
  };
  /** A whole sheet whose first score carries this. */
  const commented = (review: Reviewing, comment?: unknown): { scores: object[] } => {
    const [first, ...others] = review.sheet((bid) => [String(45 - bid * 5), '24']).scores;
    return { scores: [{ ...first, ...(comment !== undefined && { comment }) }, ...others] };
  };
  const sheets = async (review: Reviewing, by: TestAccount): Promise<Sheet[]> => {
    const url = `/api/v1/tenders/${review.id}/review/score-sheets?lot=1`;
    return ((await app.http.get(url).set(by.auth).expect(200)).body as { items: Sheet[] }).items;
  };
  const comments = (found: Sheet[]): (string | null)[][] =>
    found.map(({ scores }) =>
      scores
        .toSorted((a, b) => a.bid.localeCompare(b.bid) || a.criterion - b.criterion)
        .map(({ comment }) => comment)
        .filter((comment) => comment !== null),
    );
  /** The comments of the one sheet that the caller sees. */
  const own = async (review: Reviewing, i: number): Promise<(string | null)[]> => {
    const [sheet, ...others] = await sheets(review, person(i));
    expect([sheet?.own, others]).toEqual([true, []]);
    return comments([sheet as Sheet])[0] ?? [];
  };

  /** Every place where a review is told, and who is told a comment there. */
  async function tellers(review: Reviewing, people: ReadonlyMap<string, TestAccount | null>): Promise<string[]> {
    const rows = await app.dataSource.query<{ subject: string }[]>(
      `SELECT 'review:' || id AS subject FROM review WHERE tender_id = $1 UNION ALL SELECT 'lot:' || id FROM lot WHERE tender_id = $1
       UNION ALL SELECT 'tender:' || $1::text UNION ALL SELECT 'bid:' || id FROM bid WHERE tender_id = $1`,
      [review.id],
    );
    const at = `tenders/${review.id}`;
    const paths = [
      ...rows.flatMap(({ subject }) => [
        `history?limit=200&subject=${subject}`,
        `audit/entries?limit=200&subject=${subject}`,
      ]),
      ...['', '/review', '/review/score-sheets?lot=1', '/review/report?lot=1', '/opening', '/awards'].map(
        (part) => at + part,
      ),
      ...review.bids.map((bid) => `bids/${bid}`),
    ];
    const found: string[] = [];
    for (const [role, by] of people)
      for (const path of paths) {
        const { status, text } = await app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
        if (status === 200 && text.includes(MARK)) found.push(`${role}: ${path.replace(at, '')}`);
      }
    return found.sort();
  }
  /** How many rows of the audit and of the outbox carry one. */
  const recorded = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT (SELECT count(*) FROM audit_entry a WHERE to_jsonb(a)::text LIKE $1)::int
         + (SELECT count(*) FROM outbox o WHERE to_jsonb(o)::text LIKE $1)::int AS n`,
      [`%${MARK}%`],
    );
    return row?.n ?? -1;
  };

  it('is written and changed with the score until the sheet is locked', async () => {
    const review = await scoring();
    const first = `${MARK}：排班合理`;
    expect((await review.save(person(0), commented(review, first))).status).toBe(200);
    expect(await own(review, 0)).toEqual([first]);

    // What a reader would not see, or has no end, is refused at its place, and what was written stays.
    for (const [wrong, code] of [
      ['评'.repeat(501), 'too_long'],
      ['', 'blank'],
      ['\u200b \u3000', 'blank'],
      [5, 'not_text'],
      [['评'], 'not_text'],
    ] as const) {
      const { status, body } = await review.save(person(0), commented(review, wrong));
      expect([status, body.errors?.[0]]).toEqual([400, expect.objectContaining({ pointer: '/scores/0/comment' })]);
      expect([wrong, body.errors?.[0].code]).toEqual([wrong, code]);
    }
    expect(await own(review, 0)).toEqual([first]);

    // A sheet is written as a whole: one that is not given again is gone, as a score would be.
    for (const [comment, kept] of [
      ['评'.repeat(500), ['评'.repeat(500)]],
      ['😀\ufe0f'.repeat(500), ['😀\ufe0f'.repeat(500)]],
      [null, []],
      [`${MARK}：最终`, [`${MARK}：最终`]],
    ] as const) {
      expect((await review.save(person(0), commented(review, comment))).status).toBe(200);
      expect(await own(review, 0)).toEqual(kept);
    }
    expect((await review.save(person(0), commented(review))).status).toBe(200);
    expect(await own(review, 0)).toEqual([]);

    expect((await review.save(person(0), commented(review, first), true)).status).toBe(200);
    const late = await review.save(person(0), commented(review, `${MARK}：改口`));
    expect([late.status, late.body.code]).toEqual([409, 'wrong_state']);
    expect(await own(review, 0)).toEqual([first]);
  });

  it('is nobody else’s before the reveal, and then told to whom the scores are told', async () => {
    const review = await scoring();
    const everyone = new Map<string, TestAccount | null>([
      ...(await everybody(app, bureau.id)),
      ['nobody', null],
      ...(await Promise.all(
        review.offers.map(
          async ({ bidder }, i) => [`bidder ${i}`, await makeUser(app, 'agency_manager', bidder)] as const,
        ),
      )),
    ]);
    const panel = [0, 1, 2, 3, 4].map((i) => [`member ${i}`, person(i)] as const);
    const word = (i: number): string => `${MARK}：成员${i + 1}`;

    // Locked or not, it is told to its author alone.
    for (const i of [0, 1, 2, 3]) await review.save(person(i), commented(review, word(i)), i < 3);
    await review.save(person(4), commented(review, word(4)));
    for (const i of [0, 1, 2, 3, 4]) expect(await own(review, i)).toEqual([word(i)]);
    expect(await sheets(review, review.officer)).toEqual([]);
    expect(await tellers(review, everyone)).toEqual([]);
    expect(await tellers(review, new Map(panel))).toEqual(panel.map(([name]) => `${name}: /review/score-sheets?lot=1`));
    expect(await recorded()).toBe(0);

    // The last lock shows the comments with the scores, to the panel and to those of the purchase.
    await review.save(person(3), commented(review, word(3)), true);
    expect(await tellers(review, everyone)).toEqual([]);
    expect((await review.save(person(4), commented(review, word(4)), true)).status).toBe(200);
    for (const by of [person(0), person(4), review.officer, bureau.approver])
      expect(comments(await sheets(review, by))).toEqual([0, 1, 2, 3, 4].map((i) => [word(i)]));
    const told = await tellers(review, everyone);
    expect(told).toContain('bureau_officer: /review/score-sheets?lot=1');
    // A comment is told where the scores are, and nowhere else: to no bidder, to no stranger, in no history.
    const seeSheets: string[] = [];
    for (const [role, by] of everyone) {
      const answer = await app.http.get(`/api/v1/tenders/${review.id}/review/score-sheets?lot=1`).set(by?.auth ?? {});
      if (answer.status === 200 && (answer.body as { items: Sheet[] }).items.length === 5)
        seeSheets.push(`${role}: /review/score-sheets?lot=1`);
    }
    expect(told).toEqual(seeSheets.sort());
    for (const role of ['bidder 0', 'bidder 1', 'bidder 2', 'nobody', 'agency_manager', 'panel_member', 'viewer'])
      expect(told.filter((line) => line.startsWith(`${role}:`))).toEqual([]);
    expect(await recorded()).toBe(0);

    // The report prints what each member gave, and beside it what each said.
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, person(0));
    const report = (accept: string) =>
      app.http.get(`/api/v1/tenders/${review.id}/review/report?lot=1`).set(bureau.approver.auth).set('Accept', accept);
    const { scores } = (await report('application/json').expect(200)).body as {
      scores: (Given & { member: number })[];
    };
    expect(scores).toHaveLength(30);
    expect(scores.flatMap(({ comment, ...s }) => (comment === null ? [] : [{ ...s, comment }]))).toEqual(
      [1, 2, 3, 4, 5].map((member) => ({
        member,
        bid: review.bids[0],
        criterion: 2,
        points: '45.00',
        comment: word(member - 1),
      })),
    );
    const html = await report('text/html').expect(200);
    for (const i of [0, 4]) expect(html.text).toContain(word(i));
    const bidders = [...everyone].filter(([role]) => role.startsWith('bidder') || role === 'nobody');
    expect(await tellers(review, new Map(bidders))).toEqual([]);
    expect(await recorded()).toBe(0);
  });

  it('stays as it was where its score is corrected (Order 87 article 64)', async () => {
    const review = await scoring();
    const word = `${MARK}：方案与需求不符`;
    for (const [i, reviewer] of review.seated().entries()) {
      const [first, ...others] = commented(review, word).scores;
      const scores = [{ ...first, ...(i === 4 && { points: '1' }) }, ...others];
      expect((await review.save(reviewer, { scores }, true)).status).toBe(200);
    }
    const [bid] = review.bids;
    const correction = { bid, criterion: 2, ground: 'extreme', points: '45', reason: '认定畸低' };
    // A correction is of the points.
    expect(await review.code('corrections', { ...correction, comment: '改口' }, person(4))).toEqual([
      400,
      'validation_failed',
    ]);
    expect(await review.code('corrections', correction, person(4))).toEqual([200, '']);
    const [last] = (await sheets(review, person(4))).filter((sheet) => sheet.own);
    expect(last?.scores.find((s) => s.bid === bid && s.criterion === 2)).toEqual({
      ...{ bid, criterion: 2, points: '45.00', comment: word },
    });
    await expect(
      app.dataSource.query(`UPDATE review_score SET comment = 'x' WHERE bid_id = $1 AND criterion = 2`, [bid]),
    ).rejects.toThrow('kept');
    expect(await recorded()).toBe(0);
  });
});
