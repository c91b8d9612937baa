import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { Bureau } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

describe('the scores of a panel', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 6);
  });
  afterAll(() => app.close());
  const begin = (prices?: (string | null)[], more: Parameters<typeof Reviewing.begin>[4] = {}) =>
    Reviewing.begin(app, bureau, reviewers, prices, more);
  const checked = async (...given: Parameters<typeof begin>): Promise<Reviewing> => {
    const review = await begin(...given);
    await review.checked();
    return review;
  };
  /** Bid 0 is the best of all to everybody. */
  const alike = (_: number, bid: number): [string, string] => [String(45 - bid * 5), '24'];
  const sheets = async (review: Reviewing, by: TestAccount) => {
    const url = `/api/v1/tenders/${review.id}/review/score-sheets?lot=1`;
    return (await app.http.get(url).set(by.auth).expect(200)).body.items as {
      own: boolean;
      locked: boolean;
      scores: { bid: string; criterion: number; points: string }[];
    }[];
  };
  const report = (review: Reviewing, by: TestAccount, accept = 'application/json') =>
    app.http.get(`/api/v1/tenders/${review.id}/review/report?lot=1`).set(by.auth).set('Accept', accept);

  describe('begin', () => {
    it('with a lawful panel alone', async () => {
      const review = await checked();
      const { members } = await review.read();
      const remove = (i: number) =>
        review.must(`members/${members[i]?.id}/actions/remove`, { ground: 'health', reason: '住院' }, review.officer);
      await remove(4);
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'panel_unlawful']);
      await review.appoint(person(4), 'buyer_representative');
      await review.declare(person(4));
      expect((await review.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
    });

    it('with as many offers as the law asks for', async () => {
      // Whose failure was annulled goes on with what is left of it.
      const review = await checked();
      const [first] = review.bids;
      const stands = (state: string) => app.dataSource.query(`UPDATE bid SET state = $2 WHERE id = $1`, [first, state]);
      await stands('rejected');
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'offers_too_few']);
      await stands('valid');
      await review.scored(alike);
      for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
      await stands('rejected');
      const refused = await review.post('actions/report', {}, person(0));
      expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
        422,
        'offers_too_few',
        { left: 2, least: 3 },
      ]);
      expect(refused.body.rule).toBe('MIN-SUPPLIERS-3');
      await stands('valid');
      expect((await review.must('actions/report', {}, person(0))).state).toBe('reported');
    });

    it('without anybody who has come to be tied since', async () => {
      const review = await checked();
      const seat = [person(3).id, review.offers[1]?.bidder];
      await app.dataSource.query(
        `INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'agency_worker')`,
        seat,
      );
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'member_tied']);
      await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, seat);
      expect((await review.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
    });

    it('after the check of conformity', async () => {
      const review = await begin();
      await review.appointAll();
      await review.qualify();
      await review.declareAll();
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'conformity_open']);
      await review.conform();
      expect((await review.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([409, 'wrong_state']);
      expect(await review.code('actions/begin-scoring', {}, review.officer)).toEqual([403, 'not_permitted']);
    });
  });

  it('are given by each alone, and shown when all are locked', async () => {
    const review = await checked();
    expect(
      (
        await review.save(
          person(0),
          review.sheet(() => ['10', '10']),
        )
      ).body.code,
    ).toBe('wrong_state');
    await review.begin();
    const whole = review.sheet((bid) => alike(0, bid));
    const part = { scores: whole.scores.slice(1) };
    for (const wrong of [
      { scores: [{ bid: review.bids[0], criterion: 2, points: '50.01' }] },
      { scores: [{ bid: review.bids[0], criterion: 1, points: '5' }] },
      { scores: [whole.scores[0], whole.scores[0]] },
      { scores: [{ bid: review.id, criterion: 2, points: '5' }] },
      { scores: [{ bid: review.bids[0], criterion: 2, points: '-1' }] },
    ])
      expect((await review.save(person(0), wrong)).body.code).toBe('validation_failed');
    expect((await review.save(person(0), part)).status).toBe(200);
    const incomplete = await review.save(person(0), part, true);
    expect([incomplete.status, incomplete.body.code]).toEqual([422, 'sheet_incomplete']);
    expect(incomplete.body.facts.missing).toEqual([{ bid: review.bids[0], criterion: 2 }]);
    expect((await review.save(person(0), whole, true)).body.items).toHaveLength(1);
    expect((await review.save(person(0), whole)).body.code).toBe('wrong_state');
    expect((await review.save(person(5), whole)).status).toBe(403);
    expect(await sheets(review, person(1))).toEqual([expect.objectContaining({ own: true, scores: [] })]);
    expect(await sheets(review, review.officer)).toEqual([]);
    expect(await sheets(review, bureau.finance)).toEqual([]);
    expect(await review.code('actions/report', {}, person(0))).toEqual([422, 'sheets_open']);
    // The last two at once: the sheets are shown exactly once.
    for (const i of [1, 2]) await review.save(person(i), whole, true);
    const last = await Promise.all([3, 4].map((i) => review.save(person(i), whole, true)));
    expect(last.map(({ status }) => status)).toEqual([200, 200]);
    expect((await review.read()).state).toBe('revealed');
    for (const by of [person(1), review.officer]) expect(await sheets(review, by)).toHaveLength(5);
    const rows = await app.dataSource.query<{ action: string; n: number }[]>(
      `SELECT action, count(*)::int AS n FROM audit_entry WHERE aggregate_type = 'review' AND action IN ('lock', 'reveal')
         AND aggregate_id = (SELECT id::text FROM review WHERE tender_id = $1) GROUP BY action ORDER BY action`,
      [review.id],
    );
    expect(rows).toEqual([
      { action: 'lock', n: 5 },
      { action: 'reveal', n: 1 },
    ]);
    for (const i of [0, 1, 2, 3, 4]) await review.must('signatures', {}, person(i));
    expect((await review.must('actions/report', {}, person(0))).state).toBe('reported');
  });

  it('of a member who is replaced are void, those of the others stand', async () => {
    const review = await checked();
    await review.begin();
    for (const i of [0, 1])
      await review.save(
        person(i),
        review.sheet((bid) => alike(i, bid)),
        true,
      );
    const gone = (await review.read()).members[1]?.id ?? '';
    const body = { user: person(5).id, ground: 'absence', reason: '中途离席' };
    expect((await review.must(`members/${gone}/actions/replace`, body, review.officer)).state).toBe('appointed');
    await review.declare(person(5));
    await review.begin();
    for (const i of [2, 3, 4])
      await review.save(
        person(i),
        review.sheet((bid) => alike(i, bid)),
        true,
      );
    expect((await review.read()).state).toBe('scoring');
    await review.save(
      person(5),
      review.sheet((bid) => alike(5, bid)),
      true,
    );
    expect((await review.read()).state).toBe('revealed');
    expect(await sheets(review, review.officer)).toHaveLength(5);
  });

  it('go with no report of a panel that has come to be unlawful or tied, nor with a signature in it', async () => {
    const review = await checked();
    const tie = [person(3).id, review.offers[1]?.bidder];
    const bind = () =>
      app.dataSource.query(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'agency_worker')`, tie);
    const loosen = () =>
      app.dataSource.query(
        `DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2 AND role = 'agency_worker'`,
        tie,
      );
    const whole = review.sheet((bid) => alike(0, bid));
    const lock = async (i: number) => {
      const { status, body } = await review.save(person(i), whole, true);
      return [status, (body as { code?: string }).code ?? ''];
    };
    await review.begin();
    await bind();
    expect(await lock(0)).toEqual([422, 'member_tied']);
    await loosen();
    for (const i of [0, 1, 2, 3, 4]) expect(await lock(i)).toEqual([200, '']);
    await bind();
    expect(await review.code('signatures', {}, person(0))).toEqual([422, 'member_tied']);
    await loosen();
    for (const i of [0, 1, 2, 3, 4]) await review.must('signatures', {}, person(i));
    const demanding = (asked: boolean) =>
      app.dataSource.query(`UPDATE review SET demanding = $2 WHERE tender_id = $1`, [review.id, asked]);
    await demanding(true);
    expect(await review.code('actions/report', {}, person(0))).toEqual([422, 'panel_unlawful']);
    await demanding(false);
    await bind();
    expect(await review.code('actions/report', {}, person(0))).toEqual([422, 'member_tied']);
    // Who is tied is replaced even now: its scores are void, and everybody signs anew.
    const gone = (await review.read()).members[3]?.id ?? '';
    const body = { user: person(5).id, ground: 'recusal', reason: '与投标人有利害关系' };
    expect((await review.must(`members/${gone}/actions/replace`, body, review.officer)).state).toBe('appointed');
    expect((await review.read()).members.some(({ signed }) => signed)).toBe(false);
    await review.declare(person(5));
    await review.begin();
    expect(await lock(5)).toEqual([200, '']);
    expect((await review.read()).state).toBe('revealed');
    for (const i of [0, 1, 2, 4, 5]) await review.must('signatures', {}, person(i));
    expect((await review.must('actions/report', {}, person(0))).state).toBe('reported');
    await loosen();
  });

  it('are corrected after the reveal on the grounds of the law, with reason and old value; signatures lapse', async () => {
    const review = await checked();
    await review.scored((member, bid) => {
      if (member === 4 && bid === 0) return ['1', '20'];
      return member === 3 && bid === 1 ? ['41', '24'] : alike(member, bid);
    });
    const [bid = '', second] = review.bids;
    const correct = (more: object, by = person(4)) =>
      review.code(
        'corrections',
        { bid, criterion: 2, ground: 'extreme', points: '45', reason: '认定畸低', ...more },
        by,
      );
    expect(await correct({ ground: 'sum_error' })).toEqual([422, 'correction_not_lawful']);
    expect(await correct({ points: '0.5' })).toEqual([422, 'correction_not_lawful']);
    // Into the range of the others, not beyond it; what differs in a judgment is no objective factor.
    for (const points of ['44', '46', '50']) expect(await correct({ points })).toEqual([422, 'correction_not_lawful']);
    expect(await correct({ ground: 'objective_differs' })).toEqual([422, 'correction_not_lawful']);
    expect(await correct({}, person(0))).toEqual([422, 'correction_not_lawful']);
    // The highest by one point of fifty is not far above the others.
    expect(await correct({ bid: second, points: '40' }, person(3))).toEqual([422, 'correction_not_lawful']);
    expect(await correct({ ground: 'because' })).toEqual([400, 'validation_failed']);
    expect(await correct({ reason: undefined })).toEqual([400, 'validation_failed']);
    await review.must('signatures', {}, person(0));
    expect(await review.code('signatures', {}, person(0))).toEqual([422, 'member_signed']);
    expect(await review.code('dissents', { reason: '再议' }, person(0))).toEqual([422, 'member_signed']);
    expect((await review.read()).members.map(({ signed }) => signed)).toEqual([true, false, false, false, false]);
    expect(await correct({})).toEqual([200, '']);
    expect(await correct({ criterion: 3, ground: 'objective_differs', points: '24', reason: '持证人数 4 名' })).toEqual(
      [200, ''],
    );
    expect((await review.read()).members.some(({ signed }) => signed)).toBe(false);
    await expect(app.dataSource.query(`UPDATE review_correction SET reason = 'x'`)).rejects.toThrow('kept');
    for (const i of [0, 1, 2, 3]) await review.must('signatures', {}, person(i));
    await review.must('dissents', { reason: '方案得分偏高' }, person(4));
    await review.must('actions/report', {}, person(0));
    const { body } = await report(review, review.officer).expect(200);
    expect(body.corrections).toEqual([
      { member: 5, bid, criterion: 2, from: '1.00', to: '45.00', ground: 'extreme', reason: '认定畸低' },
      {
        member: 5,
        bid,
        criterion: 3,
        from: '20.00',
        to: '24.00',
        ground: 'objective_differs',
        reason: '持证人数 4 名',
      },
    ]);
    expect(body.offers[0]).toMatchObject({ bid, rank: 1, total: '89.00' });
    expect(await correct({ points: '40' })).toEqual([409, 'wrong_state']);
  });

  it('come to totals and ranks in a report that all have signed, dissented from, or left unsigned', async () => {
    const review = await checked(['150000.00', '180000.00', '180000.00', '200000.00']);
    await review.scored((member, bid) => [
      ['30', '40', '40', '45.5'][bid] ?? '0',
      bid === 3 && member === 0 ? '30' : '24',
    ]);
    const note = async (i: number) => {
      const member = (await review.read()).members[i]?.id;
      return review.code('actions/note-unsigned', { member, reason: '拒绝签字且不说明理由' }, review.officer);
    };
    expect(await review.code('actions/report', {}, person(0))).toEqual([422, 'report_unsigned']);
    for (const i of [0, 1, 2]) await review.must('signatures', {}, person(i));
    await review.must('dissents', { reason: '方案得分偏高' }, person(3));
    expect(await review.code('signatures', {}, person(0))).toEqual([422, 'member_signed']);
    expect(await review.code('dissents', { reason: '再议' }, person(0))).toEqual([422, 'member_signed']);
    expect(await note(0)).toEqual([422, 'member_signed']);
    expect(await review.code('actions/report', {}, person(0))).toEqual([422, 'report_unsigned']);
    expect(await note(4)).toEqual([200, '']);
    const done = await review.must('actions/report', {}, person(0));
    expect([done.state, done.lotState]).toEqual(['reported', 'reviewed']);
    const { body } = await report(review, review.officer).expect(200);
    // 20 × 15 / 18 = 16⅔, 20 × 15 / 20 = 15; the mean of the third criterion of the last is 25.2.
    const [a, b, c, d] = review.bids;
    const offers = body.offers as { bid: string; rank: number; priceScore: string; total: string; exact: string }[];
    expect(offers.map((o) => [o.bid, o.rank, o.priceScore, o.total, o.exact])).toEqual([
      [d, 1, '15.00', '85.70', '857/10'],
      ...[b, c].sort().map((bid) => [bid, 2, '16.67', '80.67', '242/3']),
      [a, 4, '20.00', '74.00', '74/1'],
    ]);
    expect(body.ties.map(({ bids }: { bids: string[] }) => bids.toSorted())).toEqual([[b, c].sort()]);
    expect(
      body.panel.members.map((m: { dissent: string | null; unsigned: string | null }) => m.dissent ?? m.unsigned),
    ).toEqual([null, null, null, '方案得分偏高', '拒绝签字且不说明理由']);
    const [stored] = await app.dataSource.query<{ same: boolean }[]>(
      `SELECT encode(report_hash, 'hex') = $2 AS same FROM review WHERE tender_id = $1`,
      [review.id, body.sha256],
    );
    expect(stored).toEqual({ same: true });

    // Names go to those who appointed the panel and to the panel; not to the approver, and nobody else reads it at all.
    const names = async (by: TestAccount) =>
      ((await report(review, by).expect(200)).body.panel.members as { name: string | null }[]).map(
        ({ name }) => name !== null,
      );
    expect(await names(review.officer)).toEqual([true, true, true, true, true]);
    expect(await names(person(2))).toEqual([true, true, true, true, true]);
    expect(await names(bureau.approver)).toEqual([false, false, false, false, false]);
    const outsider = await makeUser(app, 'agency_manager');
    expect((await report(review, outsider)).status).toBe(404);

    const html = await report(review, bureau.approver, 'text/html').expect(200);
    expect(html.headers['content-type']).toContain('text/html');
    expect(html.text).toContain('三、评分与排序');
    expect(html.text).not.toMatch(/Person u/);
    const pdf = await report(review, review.officer, 'application/pdf').buffer(true).expect(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    expect((pdf.body as Buffer).includes('NotoSansSC')).toBe(true);
  });

  it('leave the price out where it is fixed', async () => {
    const criteria = [
      { no: 2, name: '服务方案', kind: 'professional', points: '60', levels: '优 60' },
      { no: 3, name: '专业人员', kind: 'professional', points: '40', levels: '每名 8' },
    ];
    const review = await checked(['200000.00', '200000.00', '200000.00'], { pricing: 'fixed', criteria });
    await review.scored(alike);
    for (const i of [0, 1, 2, 3, 4]) await review.must('signatures', {}, person(i));
    await review.must('actions/report', {}, person(0));
    const { body } = await report(review, review.officer).expect(200);
    expect(body.offers.map((o: { priceScore: string | null; total: string }) => [o.priceScore, o.total])).toEqual([
      [null, '69.00'],
      [null, '64.00'],
      [null, '59.00'],
    ]);
    // Nor does a lower price part those that are equal.
    const equal = await checked(['200000.00', '199999.99', '200000.00'], { pricing: 'fixed', criteria });
    await equal.scored((_, bid) => [bid === 2 ? '40' : '50', '24']);
    for (const i of [0, 1, 2, 3, 4]) await equal.must('signatures', {}, person(i));
    await equal.must('actions/report', {}, person(0));
    const { offers, ties } = (await report(equal, equal.officer).expect(200)).body;
    expect(offers.map(({ rank }: { rank: number }) => rank)).toEqual([1, 1, 3]);
    expect(ties.map(({ bids }: { bids: string[] }) => bids.toSorted())).toEqual([equal.bids.slice(0, 2).toSorted()]);
  });
});
