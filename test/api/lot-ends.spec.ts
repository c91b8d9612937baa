import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  bidAll,
  type Bidding,
  issueTender,
  makeBidders,
  offer,
  openTenderBids,
  opening,
  type Bidder,
} from '../support/bidding.js';
import { makeBureau, setBusinessTime, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { actOnLot } from '../support/lots.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

const LOTS = [
  { no: 1, name: '第一包', ceiling: '100000.00', pricing: 'competitive' },
  { no: 2, name: '第二包', ceiling: '100000.00', pricing: 'competitive' },
];
const PRICES = ['80000.00', '85000.00', '90000.00'];
const AFTER = '2025-11-14T09:31:00+08:00';
const ENDING = { reason: '发现违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };

describe('a lot that comes to its end alone', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 3);
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());

  const issued = async (lots = LOTS) => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    return issueTender(app, bureau, { lots });
  };
  const act = (lot: string | undefined, action: string, body: object = ENDING, by = bureau.officer) =>
    actOnLot(app, lot ?? '', action, body, by);
  const rows = async (kind: string, id: string | undefined, action: string): Promise<unknown[]> =>
    app.dataSource.query(
      `SELECT convert_from(canonical, 'UTF8')::jsonb ->> 'from' AS "from", convert_from(canonical, 'UTF8')::jsonb ->> 'to' AS "to"
       FROM audit_entry WHERE aggregate_type = $1 AND aggregate_id = $2 AND action = $3`,
      [kind, id, action],
    );

  it('is failed or cancelled on a legal ground only, by the buyer', async () => {
    const { lots, tender, draft } = await issued();
    const stranger = await makeUser(app, 'bureau_officer', await makeBody(app));
    for (const by of [stranger, bureau.finance, bidders[0]?.user as TestAccount])
      expect((await act(lots[0], 'fail', ENDING, by)).body.code).toBe('not_permitted');
    for (const [action, code] of [
      ['fail', 'fail_ground_missing'],
      ['cancel', 'cancel_ground_missing'],
    ] as const) {
      expect((await act(lots[0], action, { reason: '不想做了' })).body.code).toBe(code);
      expect((await act(lots[0], action, { ground: 'unlawful_acts' })).status).toBe(400);
    }
    expect((await act(lots[0], 'weather')).status).toBe(404);
    expect((await act(tender, 'fail')).status).toBe(404);
    const failed = await act(lots[0], 'fail');
    expect([failed.status, failed.body.state, failed.body.lots.map((l) => l.state)]).toEqual([
      200,
      'open',
      ['failed', 'open'],
    ]);
    expect(await rows('lot', lots[0], 'fail')).toEqual([{ from: 'open', to: 'failed' }]);
    expect((await act(lots[0], 'fail')).body.code).toBe('wrong_state');
    expect((await act(lots[1], 'cancel')).body.code).toBe('cancel_ground_missing');
    const over = await act(lots[1], 'cancel', {
      reason: '任务取消',
      ground: 'unforeseen_change',
      reference: '财监〔2025〕7号',
    });
    expect([over.body.state, over.body.lots.map((l) => l.state)]).toEqual(['failed', ['failed', 'cancelled']]);
    const facts = (over.body.facts ?? []).map(({ kind, lot, data }) => [kind, lot, data.on]);
    expect(facts).toEqual(
      expect.arrayContaining([
        ['failure', 1, '2025-11-03'],
        ['cancellation', 2, '2025-11-03'],
      ]),
    );
    const draftOnly = await issued();
    await draftOnly.draft.must('post', 'actions/cancel', {
      reason: '任务取消',
      ground: 'unforeseen_change',
      reference: '财监〔2025〕7号',
    });
    expect((await act(draftOnly.lots[0], 'fail')).body.code).toBe('wrong_state');
    expect((await draft.read()).state).toBe('failed');
  });

  it('takes no more bids, and what was not opened stays sealed for good', async () => {
    const { lots, tender } = await issued();
    const [one, two] = [
      await bidAll(app, bidders, lots[0] ?? '', PRICES),
      await bidAll(app, bidders, lots[1] ?? '', PRICES),
    ];
    await act(lots[0], 'cancel', { reason: '任务取消', ground: 'unforeseen_change', reference: '财监〔2025〕7号' });
    const late = await (one[0] as Bidding).act('submit', { content: offer('70000.00') });
    expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'wrong_state']);
    expect((await (one[0] as Bidding).read()).state).toBe('sealed_for_good');
    await setBusinessTime(app, AFTER);
    // After the deadline and before its opening, too.
    await opening(app, tender, bureau.officer, 'request_opening');
    const failed = await act(lots[1], 'fail');
    expect(failed.body.state).toBe('failed');
    expect(await rows('lot', lots[1], 'fail')).toEqual([{ from: 'closed', to: 'failed' }]);
    expect((await (two[0] as Bidding).read()).state).toBe('sealed_for_good');
    expect((await opening(app, tender, bureau.approver, 'open_bids')).body.code).toBe('wrong_state');
    const held = await app.dataSource.query(`SELECT state FROM opening WHERE tender_id = $1`, [tender]);
    expect(held).toEqual([{ state: 'withdrawn' }]);
    expect(await app.dataSource.query(`SELECT FROM bid WHERE tender_id = $1`, [tender])).toEqual([]);
  });

  it('lets the others go on: the tender is as far as the least advanced of them', async () => {
    const { lots, tender } = await issued();
    await bidAll(app, bidders, lots[0] ?? '', PRICES);
    await bidAll(app, bidders, lots[1] ?? '', PRICES);
    await setBusinessTime(app, AFTER);
    await openTenderBids(app, bureau, tender);
    const failed = await act(lots[0], 'fail', ENDING);
    expect([failed.body.state, failed.body.lots.map((l) => l.state)]).toEqual(['opened', ['failed', 'opened']]);
    expect((await act(lots[1], 'fail')).body.state).toBe('failed');
  });

  it('takes its panel with it', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.appointAll();
    const [lot] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [review.id]);
    expect((await review.read()).state).toBe('appointed');
    expect((await act(lot?.id, 'fail')).status).toBe(200);
    const [panel] = await app.dataSource.query<{ id: string; state: string }[]>(
      `SELECT id, state FROM review WHERE lot_id = $1`,
      [lot?.id],
    );
    expect(panel?.state).toBe('dissolved');
    expect(await rows('review', panel?.id, 'dissolve')).toEqual([{ from: 'appointed', to: 'dissolved' }]);
  });

  describe('and failed', () => {
    const copy = (tender: string, body: object) =>
      app.http.post(`/api/v1/tenders/${tender}/copies`).set(bureau.officer.auth).send(body);

    it('goes into a new round of the same purchase alone, once', async () => {
      const { lots, tender, draft } = await issued();
      const refused = await copy(tender, { newRound: true });
      expect([refused.status, refused.body.code]).toEqual([422, 'lot_not_failed']);
      await act(lots[1], 'fail');
      const other = await copy(tender, { newRound: true, lots: [1] });
      expect([other.body.code, other.body.facts]).toEqual([
        'lot_not_failed',
        { lots: [{ lot: 1, failed: false, round: null }] },
      ]);
      expect((await copy(tender, { newRound: true, lots: [7] })).body.code).toBe('lot_unknown');
      const both = await Promise.all([copy(tender, { newRound: true }), copy(tender, { newRound: true })]);
      expect(both.map((a) => a.status).sort()).toEqual([201, 422]);
      const made = both.find((a) => a.status === 201);
      const origin = (await draft.read()) as unknown as { purchaseId: string; window: object };
      expect(made?.body).toMatchObject({
        state: 'draft',
        purchaseId: origin.purchaseId,
        round: 2,
        window: origin.window,
        lots: [{ no: 2, ceiling: '100000.00' }],
        here: { copiedFrom: tender, plan: { deadlineAt: null } },
      });
      const one = await copy(tender, { lots: [1] });
      expect(one.body).toMatchObject({ round: 1, lots: [{ no: 1 }] });
      expect(one.body.purchaseId).not.toBe(origin.purchaseId);
    });
  });
});
