import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { Bureau } from '../support/drafts.js';
import { makeReviewers, Reviewing, type LotReview } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

const why = (ground: string, detail: string) => ({ passed: false, ground, detail });

/** Order 87 article 61: where members differ the majority decides, and who differs is on record. */
describe('what a panel decides together', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 6);
  });
  afterAll(() => app.close());
  const begin = (prices?: string[], more: Parameters<typeof Reviewing.begin>[4] = {}) =>
    Reviewing.begin(app, bureau, reviewers, prices, more);
  const four = ['180000.00', '190000.00', '200000.00', '170000.00'];
  const check = (review: Reviewing, by: number, first: object) =>
    review.must(
      'actions/check-conformity',
      { results: review.bids.map((bid, i) => ({ bid, passed: true, ...(i === 0 && first) })) },
      person(by),
    );
  const reportOf = async (review: Reviewing) =>
    (await app.http.get(`/api/v1/tenders/${review.id}/review/report`).set(review.officer.auth).expect(200)).body as {
      dissents: object[];
      bids: { bid: string; stage: string; ground: string; detail: string }[];
    };
  const signed = async (review: Reviewing) => {
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, person(0));
  };

  it('changes the seat of whoever finds, and the tender once it decides; the version of the tender names no seat', async () => {
    const review = await begin(four);
    await review.appointAll();
    await review.qualify();
    await review.declareAll();
    const { version } = await review.draft.read();
    const seatOf = async (i: number) => {
      const own = (await review.read(person(i))).members.filter(({ own: mine }) => mine);
      expect((await review.read()).members.map((member) => member.version)).toEqual([null, null, null, null, null]);
      return own[0]?.version as number;
    };
    const find = (i: number, named: number) =>
      app.http
        .post(`/api/v1/tenders/${review.id}/review/actions/check-conformity`)
        .set(person(i).auth)
        .set('If-Match', `"${named}"`)
        .send({ lot: 1, ...review.results() });
    const stale = await find(0, version);
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    const seats = await Promise.all([0, 1].map(seatOf));
    const found = await Promise.all([0, 1].map((i) => find(i, seats[i] as number)));
    expect(found.map(({ status, headers, body }) => [status, headers.etag, body.version])).toEqual(
      seats.map((seat) => [200, `"${seat + 1}"`, seat + 1]),
    );
    // Said anew with the version of the answer, and with no other.
    expect((await find(0, seats[0] as number)).status).toBe(412);
    expect((await find(0, (seats[0] as number) + 1)).headers.etag).toBe(`"${(seats[0] as number) + 2}"`);
    expect((await review.draft.read()).version).toBe(version);
    // The third of five decides.
    const seat = await seatOf(2);
    const deciding = await find(2, seat);
    expect([deciding.status, deciding.headers.etag]).toEqual([200, `"${seat + 1}"`]);
    expect((await review.draft.read()).version).toBe(version + 1);
    const late = await find(3, await seatOf(3));
    expect([late.status, late.body.code]).toEqual([422, 'conformity_done']);
  });

  it('of conformity is what more than half of those who sit in it find; the others stand in the report', async () => {
    const review = await begin(four);
    await review.appointAll();
    await review.qualify();
    await review.declareAll();
    const one = await check(review, 0, why('documents', '缺少承诺函'));
    expect(one.bids.map(({ status, checks }) => [status, checks.length])).toEqual(four.map(() => ['opened', 1]));
    expect(one.members.map(({ found }) => found)).toEqual([['conformity'], [], [], [], []]);
    // Said anew as often as one likes, it is one voice.
    await check(review, 0, why('documents', '缺少服务承诺函'));
    expect((await check(review, 0, why('documents', '缺少服务承诺函'))).bids[0]?.status).toBe('opened');
    await check(review, 1, {});
    await check(review, 2, why('documents', '承诺函缺失'));
    expect((await check(review, 3, why('unsigned', '未盖章'))).bids.map(({ id, status }) => [id, status])).toEqual(
      expect.arrayContaining([
        [review.bids[0], 'rejected'],
        [review.bids[1], 'valid'],
      ]),
    );
    const late = review.results([], review.bids.slice(1));
    expect(await review.code('actions/check-conformity', late, person(4))).toEqual([422, 'conformity_done']);
    const left = review.bids.slice(1);
    await review.begin();
    for (const reviewer of review.seated())
      await review.save(
        reviewer,
        review.sheet(() => ['40', '24'], left),
        true,
      );
    await signed(review);
    const { dissents, bids } = await reportOf(review);
    expect(dissents).toEqual([
      { member: 2, stage: 'conformity', bid: review.bids[0], passed: true, ground: null, detail: null },
    ]);
    expect(bids.find(({ bid }) => bid === review.bids[0])).toMatchObject({
      stage: 'conformity',
      ground: 'documents',
      detail: '缺少服务承诺函；承诺函缺失',
    });
    const page = await app.http
      .get(`/api/v1/tenders/${review.id}/review/report`)
      .set(review.officer.auth)
      .set('Accept', 'text/html');
    expect(page.text).toContain('不同意见所涉');
    // Each is told as the member's own, to nobody else.
    const rows = await app.dataSource.query<{ n: number; told: number; outbox: number }[]>(
      `SELECT count(*)::int AS n, count(*) FILTER (WHERE cardinality(a.tenants) > 0)::int AS told,
         (SELECT count(*)::int FROM outbox o WHERE o.action = 'find' AND o.aggregate_id = v.id::text) AS outbox
       FROM audit_entry a JOIN review v ON v.id::text = a.aggregate_id
       WHERE v.tender_id = $1 AND a.action = 'find' GROUP BY v.id`,
      [review.id],
    );
    expect(rows).toEqual([{ n: 6, told: 0, outbox: 6 }]);
  });

  it('of qualification in a consultation; who sits there no more counts no more', async () => {
    const review = await begin(four, { method: 'COMPETITIVE_CONSULTATION' });
    await review.appointAll(['expert', 'expert', 'buyer_representative']);
    await review.declareAll(3);
    const say = (by: number, rejected: string[] = []) =>
      review.must('actions/qualify', review.results(rejected), person(by));
    const checks = ({ bids }: LotReview) => bids.flatMap((bid) => bid.checks);
    expect(checks(await say(0, review.bids.slice(0, 1)))).toEqual([]);
    const gone = (await review.read()).members[0]?.id ?? '';
    const body = { user: person(3).id, ground: 'absence', reason: '缺席' };
    await review.must(`members/${gone}/actions/replace`, body, review.officer);
    await review.declare(person(3));
    expect(checks(await say(1, review.bids.slice(0, 1)))).toEqual([]);
    expect(checks(await say(2))).toEqual([]);
    expect(checks(await say(3)).map((c) => (c as { passed: boolean }).passed)).toEqual([true, true, true, true]);
  });

  it('of a low price; who differed stands in the report', async () => {
    const review = await begin(['80000.00', '180000.00', '190000.00', '200000.00']);
    await review.checked();
    const [bid] = review.bids;
    const [{ now }] = await app.dataSource.query<[{ now: Date }]>(`SELECT business_now() AS now`);
    const dueAt = new Date(now.getTime() + 3_600_000).toISOString();
    await review.must('explanations', { bid, dueAt, reason: '报价明显偏低' }, person(0));
    const bidder = await makeUser(app, 'agency_manager', review.offers[0]?.bidder);
    const explain = (text: string) => review.code(`explanations/${bid}/actions/explain`, { text }, bidder);
    const settle = async (by: number, accepted: boolean, reason: string) =>
      (await review.post(`explanations/${bid}/actions/settle`, { accepted, reason }, person(by))).body as {
        items: { accepted: boolean | null; decisionReason: string | null }[];
      };
    expect(await explain('志愿者参与')).toEqual([200, '']);
    expect(await explain('志愿者参与，附成本明细')).toEqual([200, '']);
    for (const by of [0, 1])
      expect((await settle(by, false, '明细不足')).items[0]).toMatchObject({ accepted: null, decisionReason: null });
    await settle(1, true, '明细充分');
    await settle(2, true, '明细充分');
    expect((await settle(3, true, '与同类项目相符')).items[0]).toMatchObject({
      accepted: true,
      decisionReason: '明细充分；与同类项目相符',
    });
    await review.scored(() => ['40', '24']);
    await signed(review);
    expect((await reportOf(review)).dissents).toEqual([
      { member: 1, stage: 'price', bid, passed: false, ground: null, detail: '明细不足' },
    ]);
  });
});
