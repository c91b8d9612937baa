import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { codeOf, Consulting, FINAL, PANEL, RESPOND_BY, TALKS } from '../support/consultation.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { acceptedComplaint, actOnLot, decided } from '../support/lots.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

const ISSUE = '2025-11-03T09:00:00+08:00';

describe('a consultation', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 5);
  });
  beforeEach(() => setInstant(app, null));
  afterAll(() => app.close());

  /** A lot whose bids are checked but for conformity; from here on time stands still. */
  const checked = async (prices?: string[]): Promise<Consulting> => {
    const made = await Consulting.begin(app, bureau, reviewers, prices);
    await setInstant(app, TALKS);
    return made;
  };
  const talking = async (prices?: string[]) => (await checked(prices)).talk();
  const sql = (text: string, params: unknown[]) => app.dataSource.query(text, params);

  describe('is held by a panel that sits there as the law asks', () => {
    const SEATED = `SELECT m.id FROM review_member m JOIN review v ON v.id = m.review_id WHERE v.tender_id = $1`;
    const FIRST = `(${SEATED} ORDER BY m.appointed_at, m.id LIMIT 1)`;
    const faults: [string, string, string][] = [
      [
        'panel_unlawful',
        `UPDATE review_member SET kind = 'buyer_representative' WHERE id = ${FIRST}`,
        `UPDATE review_member SET kind = 'expert' WHERE id = ${FIRST}`,
      ],
      [
        'member_tied',
        `UPDATE review_declaration SET tie = 'kin' WHERE member_id = ${FIRST}`,
        `UPDATE review_declaration SET tie = NULL WHERE member_id = ${FIRST}`,
      ],
      [
        'declarations_open',
        `DELETE FROM review_declaration WHERE member_id = ${FIRST}`,
        `INSERT INTO review_declaration (member_id, bid_id, declared_at)
         SELECT m.id, b.id, business_now() FROM (${SEATED} ORDER BY m.appointed_at, m.id LIMIT 1) m
         CROSS JOIN bid b WHERE b.tender_id = $1`,
      ],
    ];
    const steps: [string, (c: Consulting) => Promise<unknown>, object][] = [
      ['begin-consultation', (c) => (c.review as Reviewing).conform(), {}],
      ['change-requirement', (c) => c.talk(), { requirement: '每周上门两次', reason: '磋商中明确' }],
      ['request-final-offers', (c) => c.talk(), { deadlineAt: FINAL }],
    ];
    it.each(steps)('%s', async (action, prepare, body) => {
      const lot = await checked();
      await prepare(lot);
      for (const [code, breaks, mends] of faults) {
        await sql(breaks, [lot.review.id]);
        expect(codeOf(await lot.act(action, body))).toEqual([422, code]);
        await sql(mends, [lot.review.id]);
      }
      expect((await lot.act(action, body)).status).toBe(200);
    });
  });

  it('begins in a consultation alone, once every bid is checked', async () => {
    const lot = await checked();
    expect(codeOf(await lot.act('begin-consultation'))).toEqual([422, 'conformity_open']);
    await (lot.review as Reviewing).conform();
    expect(codeOf(await lot.act('begin-consultation', {}, lot.review.officer))).toEqual([403, 'not_permitted']);
    expect(codeOf(await lot.act('begin-consultation', {}, reviewers[4]))).toEqual([403, 'not_permitted']);
    expect((await lot.must('begin-consultation')).lotState).toBe('in_consultation');
    expect(codeOf(await lot.act('begin-consultation'))).toEqual([409, 'wrong_state']);

    await setInstant(app, null);
    const open = await Reviewing.begin(app, bureau, reviewers);
    await open.checked();
    const tender = new Consulting(app, open, reviewers[0] as TestAccount, []);
    expect(codeOf(await tender.act('begin-consultation'))).toEqual([422, 'not_a_consultation']);
    await sql(`UPDATE tender SET method = 'COMPETITIVE_CONSULTATION' WHERE id = $1`, [open.id]);
    expect((await tender.act('begin-consultation')).status).toBe(200);
  });

  it('asks for final offers once a change that was proposed is decided', async () => {
    const lot = await talking();
    await lot.propose();
    expect(codeOf(await lot.request())).toEqual([422, 'requirement_unconfirmed']);
    expect((await lot.refuse()).status).toBe(200);
    expect((await lot.request()).status).toBe(200);
  });

  it('changes the requirement where the buyer confirms it, for all suppliers at once', async () => {
    const lot = await talking();
    expect(codeOf(await lot.confirm())).toEqual([422, 'requirement_not_proposed']);
    expect(codeOf(await lot.refuse())).toEqual([422, 'requirement_not_proposed']);
    for (const [body, pointer] of [
      [{ reason: 'x' }, '/requirement'],
      [{ requirement: 'x', criteria: [], reason: 'x' }, '/criteria'],
      [{ requirement: 'x', qualifications: [], reason: 'x' }, '/qualifications'],
      [
        {
          standards: [
            { no: 1, text: 'a' },
            { no: 1, text: 'b' },
          ],
          reason: 'x',
        },
        '/standards',
      ],
    ] as const) {
      const refused = await lot.act('change-requirement', body);
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, pointer]);
    }
    expect((await lot.propose()).status).toBe(200);
    expect(codeOf(await lot.propose())).toEqual([422, 'requirement_proposed']);
    expect(codeOf(await lot.request())).toEqual([422, 'requirement_unconfirmed']);
    expect((await lot.own(0)).changes).toEqual([]);
    expect((await lot.refuse()).status).toBe(200);
    expect((await lot.own(0)).changes).toEqual([]);

    await lot.act('change-requirement', {
      standards: [{ no: 1, text: '满意度九成' }],
      contractTerms: '按季付款',
      reason: '明确',
    });
    const late = await lot.confirm(TALKS);
    expect([...codeOf(late), late.body.errors[0].pointer]).toEqual([422, 'answer_time_too_short', '/respondBy']);
    expect(codeOf(await lot.confirm('2025-11-14T07:29:59.999Z'))).toEqual([422, 'answer_time_too_short']);
    expect((await lot.confirm()).status).toBe(200);
    const seen = await Promise.all([0, 1, 2].map(async (i) => (await lot.own(i)).changes));
    expect(seen[0]).toMatchObject([
      { no: 2, standards: [{ no: 1, text: '满意度九成', target: null }], contractTerms: '按季付款' },
    ]);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    // One row for all of them.
    const told = await app.dataSource.query<{ n: number; tenants: string[] }[]>(
      `SELECT count(*) OVER ()::int AS n, tenants FROM outbox WHERE aggregate_id = $1 AND action = 'confirm_requirement'`,
      [await lot.lotId()],
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.tenants).toHaveLength(4);
    const id = await lot.lotId();
    const rows = await Promise.all(
      lot.suppliers.map(async ({ user }) => {
        const { body } = await app.http.get(`/api/v1/history?subject=lot:${id}`).set(user.auth).expect(200);
        return (body as { items: { action: string }[] }).items.filter((e) => e.action === 'confirm_requirement');
      }),
    );
    expect(rows[0]).toHaveLength(1);
    expect(rows).toEqual([rows[0], rows[0], rows[0]]);
    const outsider = await makeUser(app, 'agency_manager');
    expect((await app.http.get(lot.url(0)).set(outsider.auth)).status).toBe(404);
    expect((await app.http.get(lot.url(0)).set((lot.suppliers[1] as { user: TestAccount }).user.auth)).status).toBe(
      404,
    );
  });

  it('is answered anew by each supplier, within the time of all; who is silent is out', async () => {
    const lot = await talking(['150000.00', '160000.00', '170000.00', '180000.00']);
    expect(codeOf(await lot.respond(0))).toEqual([422, 'response_not_asked']);
    await lot.propose();
    await lot.confirm();
    expect((await lot.own(0)).answerAsked).toBe(true);
    expect(codeOf(await lot.respond(0))).toEqual([200, '']);
    expect(codeOf(await lot.respond(0))).toEqual([200, '']);
    expect(codeOf(await lot.respond(0, '另一份'))).toEqual([422, 'response_not_asked']);
    expect((await lot.own(0)).answerAsked).toBe(false);
    expect(codeOf(await lot.request())).toEqual([422, 'responses_running']);
    await sql(`UPDATE bid SET state = 'rejected' WHERE id = $1`, [lot.suppliers[1]?.bid]);
    expect(codeOf(await lot.respond(1))).toEqual([422, 'not_in_consultation']);
    await sql(`UPDATE bid SET state = 'valid' WHERE id = $1`, [lot.suppliers[1]?.bid]);
    // The last instant is in time, the next is not.
    await setInstant(app, '2025-11-14T07:30:00.000001Z');
    expect(codeOf(await lot.respond(1))).toEqual([422, 'deadline_passed']);
    await setInstant(app, RESPOND_BY);
    expect((await lot.respond(1)).status).toBe(200);
    expect((await lot.respond(2)).status).toBe(200);

    const view = async (by: TestAccount) =>
      (await app.http.get(`/api/v1/tenders/${lot.review.id}/review/consultation`).set(by.auth).expect(200)).body as {
        suppliers: { status: string; responses: { content: object | null }[] }[];
      };
    expect(
      (await view(lot.chair)).suppliers.map((s) => s.responses[0]?.content ?? null).filter((c) => c !== null),
    ).toHaveLength(3);
    expect((await view(bureau.officer)).suppliers.flatMap((s) => s.responses).every((r) => r.content === null)).toBe(
      true,
    );
    expect(
      (
        await app.http
          .get(`/api/v1/tenders/${lot.review.id}/review/consultation`)
          .set(lot.suppliers[0]?.user.auth ?? {})
      ).status,
    ).toBe(404);

    await setInstant(app, '2025-11-14T07:30:00.000001Z');
    expect((await lot.request('2025-11-14T08:00:00.001Z')).status).toBe(200);
    expect((await lot.own(3)).state).toBe('rejected');
    expect((await view(lot.chair)).suppliers.map((s) => s.status).sort()).toEqual([
      'rejected',
      'valid',
      'valid',
      'valid',
    ]);
  });

  it('asks for final offers by one deadline that lies ahead; two go on, one ends it', async () => {
    const lot = await talking();
    expect((await lot.withdraw(0)).status).toBe(200);
    for (const past of [TALKS, '2025-11-14T06:59:59Z'])
      expect(codeOf(await lot.request(past))).toEqual([422, 'final_deadline_past']);
    const soon = await lot.request('2025-11-14T07:29:59.999Z');
    expect([...codeOf(soon), soon.body.errors[0].pointer, soon.body.facts]).toEqual([
      422,
      'answer_time_too_short',
      '/deadlineAt',
      { leastMinutes: 30, basis: 'POLICY' },
    ]);
    expect((await lot.request()).body).toMatchObject({
      lotState: 'final_offers_requested',
      finalDeadlineAt: '2025-11-14T08:00:00.000Z',
    });
    expect((await lot.own(1)).finalDeadlineAt).toBe('2025-11-14T08:00:00.000000Z');

    await setInstant(app, null);
    const alone = await talking();
    for (const i of [0, 1]) expect((await alone.withdraw(i)).status).toBe(200);
    expect((await alone.request()).body).toMatchObject({ lotState: 'failed', finalDeadlineAt: null });
    const { body } = await app.http.get(`/api/v1/tenders/${alone.review.id}`).expect(200);
    expect((body as { state: string }).state).toBe('failed');
  });

  it('asks for final offers by the word of most of its panel, never by that of one', async () => {
    const lot = await talking();
    const [first, second, third] = reviewers as [TestAccount, TestAccount, TestAccount];
    const calls = async (by: TestAccount, deadlineAt: string) =>
      lot.must('request-final-offers', { deadlineAt }, by) as Promise<{ lotState: string; calledDeadlines: object[] }>;
    const other = '2025-11-14T08:30:00.000Z';
    const called = (deadlineAt: string, members: number) => ({ deadlineAt, members });
    const final = '2025-11-14T08:00:00.000Z';
    const one = await calls(first, FINAL);
    expect(one).toMatchObject({ lotState: 'in_consultation', calledDeadlines: [called(final, 1)] });
    // Said again it is one voice; another moment is another word; and no supplier hears of either.
    expect((await calls(first, FINAL)).calledDeadlines).toEqual([called(final, 1)]);
    expect((await calls(second, other)).calledDeadlines).toEqual([called(final, 1), called(other, 1)]);
    expect(await lot.own(0)).toMatchObject({ lotState: 'in_consultation', finalDeadlineAt: null });
    // What was called for before the requirement was to change again was said of other talks.
    await setInstant(app, '2025-11-14T07:00:01Z');
    await lot.propose();
    await lot.refuse();
    expect((await calls(second, FINAL)).calledDeadlines).toEqual([called(final, 1)]);
    expect(await calls(third, FINAL)).toMatchObject({ lotState: 'final_offers_requested', calledDeadlines: [] });
    const rows = await app.dataSource.query<{ action: string; n: number; told: number }[]>(
      `SELECT action, count(*)::int AS n, count(*) FILTER (WHERE cardinality(tenants) > 0)::int AS told FROM audit_entry
       WHERE action IN ('find', 'request_final_offers') AND (aggregate_id = $1 OR aggregate_id = (SELECT id::text FROM review WHERE lot_id::text = $1))
       GROUP BY action ORDER BY action`,
      [await lot.lotId()],
    );
    expect(rows).toEqual([
      { action: 'find', n: expect.any(Number), told: 0 },
      { action: 'request_final_offers', n: 1, told: 1 },
    ]);

    await setInstant(app, null);
    const ending = await talking();
    for (const i of [0, 1]) expect((await ending.withdraw(i)).status).toBe(200);
    expect((await ending.must('request-final-offers', { deadlineAt: FINAL }, first)).lotState).toBe('in_consultation');
    expect((await ending.must('request-final-offers', { deadlineAt: FINAL }, second)).lotState).toBe('failed');
  });

  it('begins anew where its failure was declared unlawfully, with final offers of its own', async () => {
    const lot = await talking();
    await lot.propose();
    await lot.confirm();
    for (const i of [0, 1, 2]) await lot.respond(i);
    await actOnLot(
      app,
      await lot.lotId(),
      'fail',
      { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' },
      bureau.officer,
    );
    expect((await lot.lot()).lotState).toBe('failed');
    const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const id = await lot.lotId();
    const remedy = await acceptedComplaint(app, bureau, rival, { tender: lot.review.id, knownOn: '2025-11-14' });
    await decided(app, bureau.finance, remedy, 'annul_failure');
    const annulled = await actOnLot(app, id, 'annul-failure', { reason: '废标行为无效', remedy }, bureau.officer);
    expect([annulled.status, annulled.body.lots[0]?.state]).toEqual([200, 'opened']);
    const review = lot.review as Reviewing;
    await review.appointAll(PANEL);
    await review.declareAll(PANEL.length);
    // Order 87 article 37 names the signs of collusion in tenders alone.
    const { results } = review.results();
    const sign = { passed: false, ground: 'collusion_mixed', detail: '响应文件相互混装' };
    const given = { results: results.map((result, i) => (i === 0 ? { ...result, ...sign } : result)) };
    expect(await review.code('actions/qualify', given, reviewers[0] as TestAccount)).toEqual([
      400,
      'validation_failed',
    ]);
    await review.qualify([], reviewers[0]);
    await lot.talk();
    expect(await lot.own(0)).toMatchObject({ state: 'valid', changes: [], finalOffer: null, finalDeadlineAt: null });
    await setInstant(app, TALKS);
    expect((await lot.propose('每周上门一次')).status).toBe(200);
    expect((await lot.confirm()).status).toBe(200);
    expect((await lot.own(0)).changes).toMatchObject([{ no: 1, requirement: '每周上门一次' }]);
    for (const i of [0, 1]) await lot.respond(i);
    await setInstant(app, RESPOND_BY);
    await lot.respond(2);
    await lot.request();
    for (const [i, price] of ['139000.00', '150000.00', '160000.00'].entries()) await lot.mustOffer(i, price);
    await lot.close();
    const { lotState, bids } = await lot.lot();
    expect([lotState, bids.map(({ price }) => price).sort()]).toEqual([
      'final_offers_in',
      ['139000.00', '150000.00', '160000.00'],
    ]);
  });

  it('is left before the own final offer, and by nobody after it', async () => {
    const lot = await talking(['150000.00', '160000.00', '170000.00', '180000.00']);
    expect(codeOf(await lot.withdraw(0, 999))).toEqual([412, 'stale_version']);
    expect((await lot.withdraw(0)).body).toMatchObject({ state: 'withdrawn_in_consultation', allowedActions: [] });
    expect(codeOf(await lot.withdraw(0))).toEqual([422, 'not_in_consultation']);
    await lot.request();
    expect(codeOf(await lot.offer(0, '140000.00'))).toEqual([422, 'not_in_consultation']);
    await sql(`UPDATE bid SET state = 'valid' WHERE id = $1`, [lot.suppliers[0]?.bid]);
    await lot.mustOffer(0, '140000.00');
    expect(codeOf(await lot.withdraw(0))).toEqual([422, 'final_offer_made']);
    await sql(`DELETE FROM sealed_envelope WHERE true`, []);
    expect((await lot.withdraw(0)).status).toBe(200);
  });
});
