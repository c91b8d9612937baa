import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SuspensionClock } from '../../src/purchase/awards/suspension-clock.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import type { TestApp } from '../support/app.js';
import {
  bidAll,
  Bidding,
  issueTender,
  makeBidders,
  offer,
  opening,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import { Contracting, makeParties } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import {
  acceptedComplaint,
  actOnLot,
  actOnRemedy,
  decided,
  type LotAnswer,
  SUSPENSION_NOTICE,
} from '../support/lots.js';
import { ownSteps } from '../support/own-tasks.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const AFTER = '2025-11-14T09:31:00+08:00';
const PRICES = ['150000.00', '160000.00', '170000.00'];
const WHY = { reason: '处理投诉期间', ...SUSPENSION_NOTICE };

describe('a purchase that the finance authority suspends', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let reviewers: TestAccount[];
  const bidder = (i: number): Bidder => bidders[i] as Bidder;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    bidders = await makeBidders(app, 3);
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());

  const issued = async (lots?: object[]) => {
    await setBusinessTime(app, ISSUE);
    return issueTender(app, bureau, lots ? { lots } : {});
  };
  const complaint = (tender: string, lot?: number) =>
    acceptedComplaint(app, bureau, bidder(0).user, { tender, stage: 'documents', ...(lot && { lot }) });
  const act = (lot: string | undefined, action: string, body: object, by = bureau.finance) =>
    actOnLot(app, lot ?? '', action, body, by);
  const statesOf = (body: object): unknown[] => [
    (body as LotAnswer).state,
    ...(body as LotAnswer).lots.map((l) => l.state),
  ];
  const codeOf = (answer: { body: unknown }): string | undefined => (answer.body as { code?: string }).code;

  describe('while bids are taken', () => {
    it('is suspended as a whole, for an accepted complaint, by the authority of its region', async () => {
      const { draft, tender, lots } = await issued();
      const bid = await Bidding.begin(app, bidder(1), lots[0] ?? '', offer('150000.00'));
      const sealed = await Bidding.begin(app, bidder(2), lots[0] ?? '');
      await sealed.submit('160000.00');
      const refused = await draft.act('suspend', bureau.finance, WHY);
      expect([refused.status, codeOf(refused), refused.body.rule]).toEqual([
        422,
        'suspension_groundless',
        'SUSPEND-30D',
      ]);
      const remedy = await complaint(tender);
      expect(codeOf(await draft.act('suspend', bureau.officer, { ...WHY, remedy }))).toBe('not_permitted');
      const far = await makeUser(
        app,
        'finance_authority',
        await makeBody(app, { kind: 'finance_authority', region: '990204' }),
      );
      expect(codeOf(await draft.act('suspend', far, { ...WHY, remedy }))).toBe('not_permitted');
      expect((await draft.act('suspend', bureau.finance, { remedy })).status).toBe(400);
      expect(codeOf(await act(lots[0], 'suspend', { ...WHY, remedy }))).toBe('wrong_state');
      await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
      const suspended = await draft.act('suspend', bureau.finance, { ...WHY, remedy });
      expect([suspended.status, ...statesOf(suspended.body)]).toEqual([200, 'suspended', 'suspended']);
      expect(actionNames(suspended.body.allowedActions)).toEqual(['resume']);
      const due = (suspended.body as { deadlines: { event: string; date: string; rule: string; state: string }[] })
        .deadlines;
      expect(due.find((d) => d.rule === 'SUSPEND-30D')).toMatchObject({
        event: 'resumed',
        date: '2025-12-08',
        state: 'due',
      });

      // Nothing moves.
      const late = await bid.act('submit');
      expect([late.status, codeOf(late)]).toEqual([422, 'lot_not_open']);
      expect((await bid.read()).allowedActions).toEqual([]);
      expect(
        codeOf(await draft.act('correct', bureau.officer, { reason: 'x', correction: { terms: { tieRule: 'x' } } })),
      ).toBe('wrong_state');
      expect(codeOf(await draft.act('fail', bureau.officer, { reason: 'x', ground: 'unlawful_acts' }))).toBe(
        'wrong_state',
      );
      expect(codeOf(await act(lots[0], 'resume', {}))).toBe('wrong_state');
      const asked = await app.http
        .post(`/api/v1/tenders/${tender}/clarifications`)
        .set(bidder(1).user.auth)
        .send({ question: '何时开标？' });
      expect(codeOf(asked)).toBe('wrong_state');
      expect(codeOf(await opening(app, tender, bureau.officer, 'request_opening'))).toBe('wrong_state');

      // The deadline of before has no meaning meanwhile.
      await setBusinessTime(app, '2025-11-17T08:59:00+08:00');
      expect([(await bid.read()).state, (await sealed.read()).state]).toEqual(['draft', 'submitted']);
      expect(statesOf(await draft.read())).toEqual(['suspended', 'suspended']);
      expect((await draft.act('resume', bureau.officer)).body.code).toBe('not_permitted');
      const resumed = await draft.act('resume', bureau.finance);
      expect([resumed.status, ...statesOf(resumed.body)]).toEqual([200, 'open', 'open']);
      // Eight days and half an hour were left; the 25th is a Tuesday.
      const { here, facts } = resumed.body as unknown as {
        here: {
          revision: number;
          plan: { deadlineAt: string; documentsTo: string };
          revisions: { deadlineAt: string }[];
        };
        facts: { kind: string; data: { deadline?: string; documentsTo?: string } }[];
      };
      expect([here.revision, here.revisions[1]?.deadlineAt]).toEqual([2, '2025-11-25T01:30:00.000Z']);
      // The documents were given out for four more days; the 21st is a Friday.
      expect(here.plan.documentsTo).toBe('2025-11-21');
      expect(facts.find((f) => f.kind === 'correction')?.data).toMatchObject({
        deadline: '2025-11-25T01:30:00.000Z',
        documentsTo: '2025-11-21',
      });
      expect((await bid.act('submit')).status).toBe(200);
      expect((await sealed.act('withdraw')).status).toBe(200);
      expect(codeOf(await draft.act('resume', bureau.finance))).toBe('wrong_state');
      const [rows] = await app.dataSource.query<{ n: string[] }[]>(
        `SELECT array_agg(action ORDER BY seq) AS n FROM audit_entry WHERE aggregate_type = 'lot' AND aggregate_id = $1`,
        [lots[0]],
      );
      expect(rows?.n).toEqual(['suspend_with_tender', 'resume_with_tender']);
    });

    it('is let go on by its buyer when the thirty days are over, and not before', async () => {
      const { draft, tender } = await issued();
      await draft.must('post', 'actions/suspend', { ...WHY, remedy: await complaint(tender) }, bureau.finance);
      // 30 days after the 3rd: Wednesday, the 3rd of December.
      await setBusinessTime(app, '2025-12-03T23:59:00+08:00');
      const early = await draft.act('resume-after-limit');
      expect([early.status, codeOf(early), early.body.facts]).toEqual([
        422,
        'suspension_running',
        { until: '2025-12-03' },
      ]);
      await setBusinessTime(app, '2025-12-04T00:00:00+08:00');
      expect(codeOf(await draft.act('resume-after-limit', bureau.finance))).toBe('not_permitted');
      expect(statesOf(await draft.must('post', 'actions/resume-after-limit', {}))).toEqual(['open', 'open']);
    });

    it('rests on a written notice that states its days; a complaint alone, received or accepted, halts nothing', async () => {
      const { draft, tender } = await issued();
      const remedy = await complaint(tender);
      expect(statesOf(await draft.read())).toEqual(['open', 'open']);
      const { reason, notice, days } = WHY;
      for (const [given, pointers] of [
        [{}, ['/notice', '/days']],
        [{ days }, ['/notice']],
        [{ notice }, ['/days']],
      ] as const) {
        const { status, body } = await draft.act('suspend', bureau.finance, { reason, remedy, ...given });
        const { code, rule, errors } = body as unknown as { code: string; rule: string; errors: { pointer: string }[] };
        expect([status, code, rule, errors.map(({ pointer }) => pointer)]).toEqual([
          422,
          'suspension_groundless',
          'SUSPEND-WRITTEN',
          pointers,
        ]);
      }
      const long = await draft.act('suspend', bureau.finance, { reason, remedy, notice, days: 31 });
      expect([long.status, codeOf(long), long.body.rule]).toEqual([422, 'suspension_too_long', 'SUSPEND-30D']);
      expect(statesOf(await draft.read())).toEqual(['open', 'open']);
      expect((await draft.act('suspend', bureau.finance, { reason, remedy, notice, days })).status).toBe(200);
    });

    it('goes on by itself on the day after the last one of its notice, with the time that was left', async () => {
      const { draft, tender, lots } = await issued();
      const remedy = await complaint(tender);
      await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
      const suspended = await draft.must('post', 'actions/suspend', { ...WHY, days: 10, remedy }, bureau.finance);
      const { deadlines } = suspended as unknown as { deadlines: { rule: string; date: string }[] };
      // Ten days after the 6th: Sunday the 16th, so Monday the 17th.
      expect(deadlines.find(({ rule }) => rule === 'SUSPEND-30D')?.date).toBe('2025-11-17');
      const clock = app.running.app.get(SuspensionClock);
      await setBusinessTime(app, '2025-11-17T23:59:00+08:00');
      await clock.sweep();
      expect(statesOf(await draft.read())).toEqual(['suspended', 'suspended']);
      await setBusinessTime(app, '2025-11-18T00:00:00+08:00');
      await clock.sweep();
      const resumed = await draft.read();
      expect(statesOf(resumed)).toEqual(['open', 'open']);
      // Eight days and half an hour were left; counted from midnight the 26th at half past nine.
      const { here } = resumed as unknown as { here: { plan: { deadlineAt: string } } };
      expect(here.plan.deadlineAt).toBe('2025-11-26T01:30:00.000Z');
      const bid = await Bidding.begin(app, bidder(2), lots[0] ?? '', offer('150000.00'));
      expect((await bid.act('submit')).status).toBe(200);
      await clock.sweep();
      const steps = await app.dataSource.query<{ action: string }[]>(
        `SELECT action FROM audit_entry WHERE aggregate_type = 'tender' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
        [tender],
      );
      expect(steps).toEqual([{ action: 'resume_at_end' }]);
    });

    it('is ended by what was decided', async () => {
      for (const outcome of ['failed', 'cancelled']) {
        const { draft, tender } = await issued();
        const remedy = await complaint(tender);
        await draft.must('post', 'actions/suspend', { ...WHY, remedy }, bureau.finance);
        const end = () => draft.act('end-by-decision', bureau.officer, { reason: '重新开展采购活动', remedy, outcome });
        const refused = await end();
        expect([refused.status, codeOf(refused)]).toEqual([422, 'remedy_not_decided']);
        await decided(app, bureau.finance, remedy, 'redo');
        const step = `tenders/${tender}/actions/end-by-decision`;
        expect(await ownSteps(app, bureau.officer, 'remedy', tender)).toEqual([step]);
        expect(statesOf((await end()).body)).toEqual([outcome, outcome]);
        const read = await app.http.get(`/api/v1/complaints/${remedy}`).set(bureau.officer.auth).expect(200);
        expect((read.body as { remediedAt: string | null }).remediedAt).not.toBeNull();
      }
    });
  });

  const LOTS = [
    { no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' },
    { no: 2, name: '第二包', ceiling: '200000.00', pricing: 'competitive' },
  ];

  it('from the deadline on is suspended lot by lot: the others are opened, and that one when it goes on', async () => {
    const { tender, lots, draft } = await issued(LOTS);
    const [one, two] = [
      await bidAll(app, bidders, lots[0] ?? '', PRICES),
      await bidAll(app, bidders, lots[1] ?? '', PRICES),
    ];
    await setBusinessTime(app, AFTER);
    const other = await complaint(tender, 2);
    expect(codeOf(await act(lots[0], 'suspend', { ...WHY, remedy: other }))).toBe('suspension_groundless');
    const remedy = await complaint(tender, 1);
    for (const by of [bureau.officer, bureau.approver])
      expect(codeOf(await act(lots[0], 'suspend', { ...WHY, remedy }, by))).toBe('not_permitted');
    const suspended = await act(lots[0], 'suspend', { ...WHY, remedy });
    expect([suspended.status, ...statesOf(suspended.body)]).toEqual([200, 'closed', 'suspended', 'closed']);
    expect((await (one[0] as Bidding).read()).state).toBe('submitted');
    await openTenderBids(app, bureau, tender);
    expect(statesOf(await draft.read())).toEqual(['opened', 'suspended', 'opened']);
    expect((await (two[0] as Bidding).read()).state).toBe('opened');
    const resumed = await act(lots[0], 'resume', {});
    expect(statesOf(resumed.body)).toEqual(['closed', 'closed', 'opened']);
    await openTenderBids(app, bureau, tender);
    expect(statesOf(await draft.read())).toEqual(['opened', 'opened', 'opened']);
    const record = await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200);
    expect(record.body).toMatchObject({ state: 'held', lots: [{ bidCount: 3 }, { bidCount: 3 }] });
  });

  it('holds up its review', async () => {
    await setBusinessTime(app, ISSUE);
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.appointAll();
    const [lot] = (await review.draft.read()).lots as unknown as { id: string }[];
    const remedy = await acceptedComplaint(app, bureau, bidder(0).user, { tender: review.id, stage: 'documents' });
    await act(lot?.id, 'suspend', { ...WHY, remedy });
    expect(await review.code('actions/qualify', review.results(), review.officer)).toEqual([409, 'wrong_state']);
    expect((await review.read()).lotState).toBe('suspended');
    expect(statesOf((await act(lot?.id, 'resume', {})).body)).toEqual(['opened', 'opened']);
    await review.qualify();
  });

  it.each([
    'opened',
    'in_consultation',
    'final_offers_requested',
    'final_offers_in',
    'reviewed',
    'confirmed',
    'result_published',
  ])('goes on where it stood: %s', async (state) => {
    const { draft, tender, lots } = await issued();
    await app.dataSource.query(`UPDATE lot SET state = $2 WHERE id = $1`, [lots[0], state]);
    await app.dataSource.query(`UPDATE tender SET state = $2 WHERE id = $1`, [tender, state]);
    const remedy = await complaint(tender);
    expect(statesOf((await act(lots[0], 'suspend', { ...WHY, remedy })).body)).toEqual(['suspended', 'suspended']);
    expect((await draft.read()).allowedActions).toEqual([]);
    expect(codeOf(await draft.act('resume', bureau.finance))).toBe('wrong_state');
    expect(codeOf(await act(lots[0], 'fail', { reason: 'x', ground: 'unlawful_acts' }, bureau.officer))).toBe(
      'wrong_state',
    );
    const early = await act(lots[0], 'resume-after-limit', {}, bureau.officer);
    expect(codeOf(early)).toBe('suspension_running');
    if (state === 'reviewed') {
      await setBusinessTime(app, '2025-12-04T09:00:00+08:00');
      expect(statesOf((await act(lots[0], 'resume-after-limit', {}, bureau.officer)).body)).toEqual([state, state]);
    } else expect(statesOf((await act(lots[0], 'resume', {})).body)).toEqual([state, state]);
  });

  it('is of thirty days for a complaint in all, however often', async () => {
    const { tender, lots } = await issued();
    await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE id = $1`, [lots[0]]);
    await app.dataSource.query(`UPDATE tender SET state = 'reviewed' WHERE id = $1`, [tender]);
    const [remedy, other] = [await complaint(tender), await complaint(tender)];
    const suspend = (by: string, days = 30) => act(lots[0], 'suspend', { ...WHY, remedy: by, days });
    const late = () => act(lots[0], 'resume-after-limit', {}, bureau.officer);
    const due = async () =>
      (await app.http.get('/api/v1/me/tasks?kind=suspension').set(bureau.officer.auth)).body.items
        .filter(({ id }: { id: string }) => id === lots[0])
        .map(({ dueOn }: { dueOn: string }) => dueOn);
    expect((await suspend(remedy, 31)).body).toMatchObject({
      code: 'suspension_too_long',
      rule: 'SUSPEND-30D',
      facts: { had: 0, left: 30 },
    });
    await suspend(remedy);
    await setBusinessTime(app, '2025-11-23T09:00:00+08:00');
    await act(lots[0], 'resume', {});
    await setBusinessTime(app, '2025-11-24T09:00:00+08:00');
    // Twenty days went by before, ten are left.
    const refused = await suspend(remedy, 11);
    expect([refused.status, refused.body]).toMatchObject([
      422,
      { code: 'suspension_too_long', facts: { had: 20, left: 10 }, errors: [{ pointer: '/days' }] },
    ]);
    expect((await suspend(remedy, 10)).status).toBe(200);
    expect(await due()).toEqual(['2025-12-04']);
    await setBusinessTime(app, '2025-12-04T23:00:00+08:00');
    const early = await late();
    expect([codeOf(early), (early.body as { facts?: object }).facts]).toEqual([
      'suspension_running',
      { until: '2025-12-04' },
    ]);
    await setBusinessTime(app, '2025-12-05T00:00:00+08:00');
    expect((await late()).status).toBe(200);
    // Another complaint has thirty of its own; this one has none left.
    expect((await suspend(other)).status).toBe(200);
    expect(await due()).toEqual(['2026-01-04']);
    await act(lots[0], 'resume', {});
    expect((await suspend(remedy, 1)).body).toMatchObject({ code: 'suspension_too_long', facts: { had: 30, left: 0 } });
  });

  it('lets final offers wait as long as it lasted', async () => {
    const { tender, lots } = await issued();
    await app.dataSource.query(
      `UPDATE lot SET state = 'final_offers_requested', final_deadline_at = '2025-11-03T12:00:00+08:00' WHERE id = $1`,
      [lots[0]],
    );
    await app.dataSource.query(`UPDATE tender SET state = 'final_offers_requested' WHERE id = $1`, [tender]);
    const remedy = await complaint(tender);
    await act(lots[0], 'suspend', { ...WHY, remedy });
    await setBusinessTime(app, '2025-11-05T09:10:00+08:00');
    expect((await act(lots[0], 'resume', {})).status).toBe(200);
    const [row] = await app.dataSource.query<{ at: Date }[]>(`SELECT final_deadline_at AS at FROM lot WHERE id = $1`, [
      lots[0],
    ]);
    // Two days and ten minutes, less what went by before it was suspended.
    const moved = (row?.at.getTime() ?? 0) - Date.parse('2025-11-03T12:00:00+08:00');
    expect(moved).toBeGreaterThan(2 * 86_400_000);
    expect(moved).toBeLessThan(2 * 86_400_000 + 10 * 60_000);
  });

  it('is ended by what was decided, lot by lot', async () => {
    const { tender, lots } = await issued(LOTS);
    await app.dataSource.query(`UPDATE lot SET state = 'opened' WHERE tender_id = $1`, [tender]);
    const remedy = await complaint(tender, 1);
    await act(lots[0], 'suspend', { ...WHY, remedy });
    const end = () => act(lots[0], 'end-by-decision', { reason: '重新开展采购活动', remedy }, bureau.officer);
    expect(codeOf(await end())).toBe('remedy_not_decided');
    await decided(app, bureau.finance, remedy, 'redo');
    expect(statesOf((await end()).body)).toEqual(['opened', 'failed', 'opened']);
    const owed = await actOnRemedy(app, 'complaints', remedy, 'record-remedy', { reason: 'x' }, bureau.officer);
    expect(codeOf(owed)).toBe('remedy_not_owed');
  });

  it('of one lot goes on by itself where it stood', async () => {
    const { draft, tender, lots } = await issued(LOTS);
    await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, [tender]);
    await app.dataSource.query(`UPDATE tender SET state = 'reviewed' WHERE id = $1`, [tender]);
    const remedy = await complaint(tender, 1);
    await act(lots[0], 'suspend', { ...WHY, days: 1, remedy });
    const clock = app.running.app.get(SuspensionClock);
    await setBusinessTime(app, '2025-11-04T23:59:00+08:00');
    await clock.sweep();
    expect(statesOf(await draft.read()).slice(1)).toEqual(['suspended', 'reviewed']);
    await setBusinessTime(app, '2025-11-05T00:00:00+08:00');
    await clock.sweep();
    expect(statesOf(await draft.read())).toEqual(['reviewed', 'reviewed', 'reviewed']);
    expect(codeOf(await act(lots[0], 'resume', {}))).toBe('wrong_state');
  });

  it('is not signed', async () => {
    const parties = await makeParties(app);
    const contract = await Contracting.drafted(app, parties);
    const { tender } = await contract.read();
    const set = (state: string, from: string | null) =>
      app.dataSource.query(`UPDATE lot SET state = $2, suspended_from = $3 WHERE tender_id = $1`, [
        tender,
        state,
        from,
      ]);
    await set('suspended', 'result_published');
    const refused = await contract.sign(parties.manager);
    expect([refused.status, codeOf(refused), refused.body.rule]).toEqual([422, 'purchase_suspended', 'SUSPEND-30D']);
    await set('result_published', null);
    expect((await contract.sign(parties.manager)).status).toBe(200);
  });
});
