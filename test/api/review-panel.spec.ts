import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

describe('the panel of a lot', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 7);
  });
  afterAll(() => app.close());
  const begin = (prices?: (string | null)[], more: Parameters<typeof Reviewing.begin>[4] = {}) =>
    Reviewing.begin(app, bureau, reviewers, prices, more);
  const consultation = (prices = ['180000.00', '190000.00', '200000.00']) =>
    begin(prices, { method: 'COMPETITIVE_CONSULTATION' });
  const appointing = (user: TestAccount, kind = 'expert') => ({ user: user.id, kind });

  it('is appointed by the buyer or its agent, from the issue on, of reviewers', async () => {
    const agent = await makeBody(app, { kind: 'agent' });
    const review = await begin([], { opened: false, agent });
    const stranger = await makeUser(app, 'bureau_officer');
    expect(await review.code('members', appointing(person(0)), stranger)).toEqual([403, 'not_permitted']);
    const mandated = await makeUser(app, 'procurement_agent', agent);
    expect((await review.must('members', appointing(person(0)), mandated)).state).toBe('appointed');
    expect(await review.code('members', appointing(bureau.approver), review.officer)).toEqual([404, 'not_found']);
    expect(await review.code('members', { ...appointing(person(1)), lot: 2 }, review.officer)).toEqual([
      404,
      'not_found',
    ]);
    const plan = await Drafting.begin(app, bureau);
    const early = await app.http
      .post(`/api/v1/tenders/${plan.id}/review/members`)
      .set(bureau.officer.auth)
      .send({ lot: 1, ...appointing(person(0)) });
    expect([early.status, early.body.code]).toEqual([409, 'wrong_state']);
  });

  it('keeps its names from everybody but those who appoint it', async () => {
    const review = await begin();
    await review.appointAll();
    const seen = await Promise.all(
      [review.officer, bureau.approver, bureau.finance, person(0)].map(async (by) =>
        (await review.read(by)).members.map(({ name, user }) => name !== null && user !== null),
      ),
    );
    expect(seen).toEqual([
      [true, true, true, true, true],
      [false, false, false, false, false],
      [false, false, false, false, false],
      [true, false, false, false, false],
    ]);
    const outsider = await makeUser(app, 'agency_manager');
    for (const by of [outsider, person(6)])
      expect((await app.http.get(`/api/v1/tenders/${review.id}/review`).set(by.auth)).status).toBe(404);
    await review.declareAll();
    for (const by of [bureau.approver, bureau.finance, review.officer]) {
      const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM review WHERE tender_id = $1`, [
        review.id,
      ]);
      const told = [
        await app.http.get(`/api/v1/history?subject=review:${row?.id}`).set(by.auth),
        await app.http.get(`/api/v1/changes?after=0`).set(by.auth),
        await app.http.get(`/api/v1/tenders/${review.id}`).set(by.auth),
      ].map((answer) => JSON.stringify(answer.body));
      for (const { id, login } of review.seated())
        expect(told.filter((text) => text.includes(id) || text.includes(login))).toEqual([]);
    }
  });

  describe('takes nobody who may not sit in it', () => {
    interface Case {
      code: string;
      rule: string | null;
      kind?: string;
      who: (review: Reviewing, agent: string) => Promise<TestAccount>;
      mend: (review: Reviewing, who: TestAccount) => Promise<unknown>;
    }
    const leave = (_: Reviewing, { id }: TestAccount) =>
      app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND role <> 'panel_member'`, [id]);
    const both = async (role: 'agency_worker' | 'procurement_agent' | 'bureau_officer', organisation: string) =>
      makeAccount(app, { role, organisation }, { role: 'panel_member', organisation: await makeBody(app) });
    const cases: Case[] = [
      {
        code: 'member_is_bidder',
        rule: 'RECUSE-3Y',
        who: (review) => both('agency_worker', review.offers[0]?.bidder ?? ''),
        mend: leave,
      },
      {
        code: 'member_twice',
        rule: null,
        who: async (review) => {
          await review.appoint(person(0));
          return person(0);
        },
        mend: async (review) => {
          const [member] = (await review.read()).members;
          await review.must(
            `members/${member?.id}/actions/replace`,
            { user: person(5).id, ground: 'absence', reason: '出差' },
            review.officer,
          );
        },
      },
      { code: 'member_of_agent', rule: null, who: (_, agent) => both('procurement_agent', agent), mend: leave },
      { code: 'expert_of_buyer', rule: null, who: () => both('bureau_officer', bureau.id), mend: leave },
    ];
    it.each(cases)('$code', async ({ code, rule, who, mend }) => {
      const agent = await makeBody(app, { kind: 'agent' });
      for (const way of ['appoint', 'replace']) {
        const review = await begin(undefined, { agent });
        const candidate = await who(review, agent);
        const seat = (await review.appoint(person(4))).members.at(-1)?.id ?? '';
        const path = way === 'appoint' ? 'members' : `members/${seat}/actions/replace`;
        const body = { ...appointing(candidate), ...(way === 'replace' && { ground: 'health', reason: '生病' }) };
        const refused = await review.post(path, body, review.officer);
        expect([refused.status, refused.body.code, refused.body.rule ?? null]).toEqual([422, code, rule]);
        await mend(review, candidate);
        expect((await review.post(path, body, review.officer)).status).toBe(200);
      }
    });

    it('and asks nothing of the bidders before the opening', async () => {
      const review = await begin([], { opened: false });
      const agency = await makeBody(app, { kind: 'agency' });
      const member = await both('agency_worker', agency);
      await app.dataSource.query(
        `INSERT INTO bid (id, tender_id, lot_id, bidder_id, state) SELECT gen_random_uuid(), $1, id, $2, 'opened' FROM lot WHERE tender_id = $1`,
        [review.id, agency],
      );
      expect((await review.appoint(member)).members).toHaveLength(1);
    });
  });

  it('lets a member go on a ground of the list only', async () => {
    const review = await begin();
    await review.appointAll();
    const { members } = await review.read();
    for (const action of ['remove', 'replace']) {
      const path = `members/${members[action === 'remove' ? 4 : 3]?.id}/actions/${action}`;
      const body = { reason: '不合适', ...(action === 'replace' && { user: person(5).id }) };
      expect(await review.code(path, body, review.officer)).toEqual([422, 'replacement_ground_missing']);
      expect((await review.post(path, { ...body, ground: 'recusal' }, review.officer)).status).toBe(200);
      expect(await review.code(path, { ...body, ground: 'recusal' }, review.officer)).toEqual([404, 'not_found']);
    }
    const left = await review.read();
    expect([left.members.length, left.panel.lawful, left.panel.faults.map((f) => f.code)]).toEqual([
      4,
      'unlawful',
      ['too_few', 'even'],
    ]);
  });

  it('asks for seven where the purchase is demanding', async () => {
    const review = await begin();
    await review.appointAll();
    const demanding = await review.appoint(person(5), 'expert', { demanding: true });
    expect([demanding.panel.least, demanding.panel.rule?.id]).toEqual([7, 'COMMITTEE-TENDER-7']);
    expect((await review.appoint(person(6))).panel.lawful).toBe('lawful');
  });

  describe('declares its ties', () => {
    it('once the bidders are known, of every one of them, and is replaced where there is one', async () => {
      const review = await begin([], { opened: false });
      await review.appointAll();
      const nobody = { declarations: [] };
      expect(await review.code('declarations', nobody, person(0))).toEqual([422, 'bidders_unknown']);
      await review.open(['180000.00', '190000.00', '200000.00']);
      expect(await review.code('declarations', nobody, person(0))).toEqual([422, 'declaration_incomplete']);
      expect(await review.code('declarations', nobody, person(6))).toEqual([403, 'not_permitted']);
      await review.declareAll(4);
      expect((await review.declare(person(4), { tie: 'kin', detail: '配偶任理事' })).state).toBe('declared');
      await review.qualify();
      const check = () => review.post('actions/check-conformity', review.results(), person(0));
      const tied = await check();
      expect([tied.body.code, tied.body.rule, tied.body.facts.members]).toEqual([
        'member_tied',
        'RECUSE-3Y',
        [(await review.read()).members[4]?.id],
      ]);
      const gone = (await review.read()).members[4]?.id ?? '';
      const body = { user: person(5).id, ground: 'recusal', reason: '与供应商有利害关系' };
      expect((await review.must(`members/${gone}/actions/replace`, body, review.officer)).state).toBe('appointed');
      expect((await check()).body.code).toBe('declarations_open');
      expect((await review.declare(person(5))).state).toBe('declared');
      expect((await check()).status).toBe(200);
      expect((await review.conform()).bids.map(({ status }) => status)).toEqual(['valid', 'valid', 'valid']);
    });

    it('or goes on without the tied one where enough are left', async () => {
      const review = await begin();
      await review.appointAll(['expert', 'expert', 'expert', 'expert', 'expert', 'buyer_representative', 'expert']);
      for (const reviewer of review.seated(6)) await review.declare(reviewer);
      await review.declare(person(6), { tie: 'director' });
      const { members } = await review.read();
      const path = (i: number) => `members/${members[i]?.id}/actions/remove`;
      const body = { ground: 'recusal', reason: '任供应商理事' };
      expect((await review.must(path(6), body, review.officer)).state).toBe('declared');
      await review.qualify();
      const even = await review.post('actions/check-conformity', review.results(), person(0));
      expect([even.body.code, even.body.rule, even.body.errors[0].code]).toEqual([
        'panel_unlawful',
        'COMMITTEE-TENDER-5',
        'even',
      ]);
      await review.must(path(5), { ground: 'absence', reason: '缺席' }, review.officer);
      expect((await review.conform()).bids.map(({ status }) => status)).toEqual(['valid', 'valid', 'valid']);
    });
  });

  describe('checks the bids', () => {
    it('after buyer or agent have checked the bidders, each once', async () => {
      const review = await begin(['180000.00', '190000.00', '200000.00', '170000.00']);
      await review.appointAll();
      await review.declareAll();
      const results = review.results();
      expect(await review.code('actions/check-conformity', results, person(0))).toEqual([422, 'qualification_open']);
      expect(await review.code('actions/qualify', results, person(0))).toEqual([422, 'not_the_qualifier']);
      for (const wrong of [
        { results: results.results.slice(1) },
        { results: [...results.results, results.results[0]] },
        { results: results.results.map((r) => ({ ...r, passed: false })) },
        { results: results.results.map((r) => ({ ...r, ground: 'unsigned', detail: 'x' })) },
      ])
        expect(await review.code('actions/qualify', wrong, review.officer)).toEqual([400, 'validation_failed']);
      const [first = ''] = review.bids;
      const after = await review.qualify([first]);
      expect(after.bids.find(({ id }) => id === first)).toMatchObject({
        status: 'rejected',
        checks: [{ stage: 'qualification', passed: false, ground: 'unqualified' }],
      });
      expect(await review.code('actions/qualify', review.results([], review.bids.slice(1)), review.officer)).toEqual([
        422,
        'qualification_done',
      ]);
      await review.conform([], review.bids.slice(1));
      expect(
        await review.code('actions/check-conformity', review.results([], review.bids.slice(1)), person(0)),
      ).toEqual([422, 'conformity_done']);
    });

    it('and names the sign of collusion by which a bid of a tender is rejected, with its rule', async () => {
      const review = await begin(['180000.00', '190000.00', '200000.00', '170000.00']);
      await review.appointAll();
      await review.declareAll();
      const [first = ''] = review.bids;
      const { results } = review.results();
      const found = { passed: false, ground: 'collusion_same_author', detail: '两份文件的作者相同' };
      const given = { results: results.map((result) => (result.bid === first ? { ...result, ...found } : result)) };
      const after = await review.must('actions/qualify', given, review.officer);
      expect(after.bids.find(({ id }) => id === first)).toMatchObject({
        status: 'rejected',
        checks: [{ stage: 'qualification', ground: 'collusion_same_author', rule: 'COLLUDE-87-37-1' }],
      });
    });

    it('and finds none valid that has no price or one above the ceiling', async () => {
      const review = await begin(['180000.00', '190000.00', '200000.00', '200000.01', null, '0.00']);
      await review.appointAll();
      await review.qualify();
      await review.declareAll();
      const refused = await review.post('actions/check-conformity', review.results(), person(0));
      expect([refused.body.code, refused.body.errors.map((e: { pointer: string }) => e.pointer)]).toEqual([
        'offer_above_ceiling',
        ['/results/3/passed', '/results/4/passed', '/results/5/passed'],
      ]);
      expect((await review.conform(review.bids.slice(3))).lotState).toBe('opened');
    });

    it.each(['qualify', 'check-conformity'])('and a tender of which two are left fails: %s', async (stage) => {
      const review = await begin();
      await review.appointAll();
      await review.declareAll();
      const [first = ''] = review.bids;
      const failed =
        stage === 'qualify' ? await review.qualify([first]) : (await review.qualify(), await review.conform([first]));
      expect([failed.lotState, failed.state]).toEqual(['failed', null]);
      const tender = await app.http.get(`/api/v1/tenders/${review.id}`).expect(200);
      expect(tender.body.state).toBe('failed');
      expect(tender.body.facts).toContainEqual(expect.objectContaining({ kind: 'failure', lot: 1 }));
      const [rows] = await app.dataSource.query<{ audit: number; outbox: number }[]>(
        `SELECT (SELECT count(*)::int FROM audit_entry WHERE action = 'dissolve' AND aggregate_id = v.id::text) AS audit,
           (SELECT count(*)::int FROM outbox WHERE action = 'dissolve' AND aggregate_id = v.id::text) AS outbox
         FROM review v WHERE tender_id = $1`,
        [review.id],
      );
      expect(rows).toEqual({ audit: 1, outbox: 1 });
    });

    it('of a consultation itself, which goes on with two and fails with one', async () => {
      const three = ['expert', 'expert', 'buyer_representative'];
      const review = await consultation();
      const results = review.results([review.bids[0] ?? '']);
      const qualify = (by: TestAccount) => review.code('actions/qualify', results, by);
      expect(await qualify(review.officer)).toEqual([422, 'not_the_qualifier']);
      await review.appointAll(three.slice(1));
      expect(await qualify(person(0))).toEqual([422, 'panel_unlawful']);
      await review.appoint(person(2));
      expect(await qualify(person(0))).toEqual([422, 'declarations_open']);
      await review.declareAll(2);
      await review.declare(person(2), { tie: 'employed' });
      expect(await qualify(person(0))).toEqual([422, 'member_tied']);
      const tied = (await review.read()).members[2]?.id ?? '';
      await review.must(
        `members/${tied}/actions/replace`,
        { user: person(3).id, ground: 'recusal', reason: '回避' },
        review.officer,
      );
      await review.declare(person(3));
      expect((await review.qualify([review.bids[0] ?? ''], person(0))).lotState).toBe('opened');
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'conformity_open']);
      const two = await review.conform([], review.bids.slice(1));
      expect([two.lotState, two.bids.map(({ price }) => price)]).toEqual(['opened', [null, null, null]]);
      expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'consultation_unfinished']);
      await app.dataSource.query(`UPDATE lot SET state = 'final_offers_in' WHERE tender_id = $1`, [review.id]);
      expect((await review.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');

      const another = await consultation();
      await another.appointAll(three);
      await another.declareAll(3);
      await another.qualify([another.bids[0] ?? ''], person(0));
      expect((await another.conform([another.bids[1] ?? ''], another.bids.slice(1))).lotState).toBe('failed');
    });
  });

  it('is the same for two who appoint at once: nobody sits twice', async () => {
    const review = await begin();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => review.post('members', appointing(person(0)), review.officer)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422]);
    expect((await review.read()).members).toHaveLength(1);
  });
});
