import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FinalOffersWork } from '../../src/purchase/reviews/consultation/final-offers/final-offers-opening.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { codeOf, Consulting, FINAL, TALKS } from '../support/consultation.js';
import { CRITERIA, makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant, sharedTransactions } from '../support/fixed-instant.js';
import { everybody } from '../support/non-interference.js';
import { makeReviewers } from '../support/reviews.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const AFTER = '2025-11-14T08:00:00.000001Z';

describe('a final offer', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 3);
  });
  beforeEach(() => setInstant(app, null));
  afterAll(() => app.close());

  /** A lot whose suppliers are asked for their final offers. */
  const asked = async (prices?: string[], more: Parameters<typeof Consulting.begin>[4] = {}): Promise<Consulting> => {
    const lot = await Consulting.begin(app, bureau, reviewers, prices, more);
    await setInstant(app, TALKS);
    await lot.talk();
    expect((await lot.request()).status).toBe(200);
    return lot;
  };
  const read = async (lot: Consulting) => {
    const { bids, lotState } = await lot.lot();
    return { lotState, bids: lot.suppliers.map(({ bid }) => bids.find((b) => b.id === bid)) };
  };
  const audited = (aggregate: string, id: string, action: string) =>
    app.dataSource.query<{ outbox: number; to: string | null }[]>(
      `SELECT (SELECT count(*)::int FROM outbox o WHERE o.aggregate_id = $2 AND o.action = $3) AS outbox
       FROM audit_entry a WHERE a.aggregate_type = $1 AND a.aggregate_id = $2 AND a.action = $3`,
      [aggregate, id, action],
    );

  it('is made once, in time to the microsecond, by who takes part', async () => {
    const lot = await asked();
    const empty = await app.http
      .post(`${lot.url(0)}/final-offer`)
      .set(lot.suppliers[0]?.user.auth ?? {})
      .send({ content: {} });
    expect([empty.status, empty.body.errors[0].pointer]).toEqual([400, '/content/price']);
    const declared = await app.http
      .post(`${lot.url(0)}/final-offer`)
      .set(lot.suppliers[0]?.user.auth ?? {})
      .send({ content: { price: '140000.00', declaration: { as: 'welfare_unit', industry: '居民服务业' } } });
    expect(codeOf(declared)).toEqual([422, 'declaration_fixed']);
    const stranger = await makeUser(app, 'agency_manager');
    const foreign = await app.http
      .post(`${lot.url(0)}/final-offer`)
      .set(stranger.auth)
      .send({ content: { price: '1.00' } });
    expect(foreign.status).toBe(404);
    expect((await lot.receipt(0)).status).toBe(404);

    await app.dataSource.query(`UPDATE bid SET state = 'rejected' WHERE id = $1`, [lot.suppliers[0]?.bid]);
    expect(codeOf(await lot.offer(0, '140000.00'))).toEqual([422, 'not_in_consultation']);
    await app.dataSource.query(`UPDATE bid SET state = 'valid' WHERE id = $1`, [lot.suppliers[0]?.bid]);
    const first = await lot.mustOffer(0, '140000.00');
    expect(await lot.mustOffer(0, '140000.00')).toEqual(first);
    expect(codeOf(await lot.offer(0, '139999.99'))).toEqual([422, 'final_offer_made']);
    expect((await lot.receipt(0)).body).toEqual(first);
    expect(first.receipt).toMatchObject({
      kind: 'final_offer',
      bid: lot.suppliers[0]?.bid,
      receivedAt: '2025-11-14T07:00:00.000000Z',
    });
    const verify = (body: object) =>
      app.http
        .post('/api/v1/bids/verify-receipt')
        .set(lot.suppliers[1]?.user.auth ?? {})
        .send(body);
    expect((await verify(first)).status).toBe(200);
    const { kind: _, ...asBid } = first.receipt;
    for (const forged of [asBid, { ...first.receipt, receivedAt: '2025-11-14T06:00:00.000000Z' }])
      expect(codeOf(await verify({ ...first, receipt: forged }))).toEqual([422, 'receipt_forged']);
    expect((await lot.own(0)).finalOffer).toEqual({
      receivedAt: first.receipt.receivedAt,
      sha256: first.receipt.sha256,
      price: null,
    });

    await setInstant(app, AFTER);
    expect(codeOf(await lot.offer(1, '150000.00'))).toEqual([422, 'deadline_passed']);
    // What was accepted is answered as before, however late it is asked again.
    expect(await lot.mustOffer(0, '140000.00')).toEqual(first);
    await setInstant(app, FINAL);
    expect((await lot.mustOffer(1, '150000.00')).receipt.receivedAt).toBe('2025-11-14T08:00:00.000000Z');
    await setInstant(app, '2025-11-14T07:59:59.999999Z');
    expect((await lot.mustOffer(2, '160000.00')).receipt.receivedAt).toBe('2025-11-14T07:59:59.999999Z');
    expect(await sharedTransactions(app)).toEqual([]);
  });

  it('is opened with all others behind the deadline, by whoever comes however late, and not before', async () => {
    const lot = await asked(['150000.00', '160000.00', '170000.00', '180000.00']);
    await lot.mustOffer(0, '148000.00');
    await lot.mustOffer(1, '155000.00');
    await lot.mustOffer(2, '169000.00');
    await setInstant(app, FINAL);
    await app.running.app.get(FinalOffersWork).sweep();
    expect((await lot.lot()).lotState).toBe('final_offers_requested');
    await setInstant(app, '2025-11-20T01:00:00Z');
    expect(codeOf(await lot.offer(3, '100000.00'))).toEqual([422, 'deadline_passed']);
    await app.running.app.get(FinalOffersWork).sweep();
    await app.running.app.get(FinalOffersWork).sweep();
    const { lotState, bids } = await read(lot);
    expect(lotState).toBe('final_offers_in');
    expect(bids.map((b) => [b?.status, b?.price])).toEqual([
      ['valid', '148000.00'],
      ['valid', '155000.00'],
      ['valid', '169000.00'],
      ['rejected', null],
    ]);
    expect(bids[3]?.checks).toMatchObject([{}, {}, { stage: 'consultation', ground: 'no_final_offer' }]);
    expect((await lot.own(0)).finalOffer?.price).toBe('148000.00');
    const [bid, id] = [lot.suppliers[0]?.bid ?? '', await lot.lotId()];
    expect(await audited('lot', id, 'close_final_offers')).toEqual([{ outbox: 1 }]);
    for (const action of ['submit_final_offer', 'open_final_offer'])
      expect(await audited('bid', bid, action)).toEqual([{ outbox: 1 }]);
    // No price is anybody's but the panel's and the bidder's before the result.
    for (const by of [bureau.officer, bureau.approver, bureau.finance, lot.suppliers[1]?.user as TestAccount])
      for (const path of ['', '/opening', '/review', '/review/consultation'])
        expect((await app.http.get(`/api/v1/tenders/${lot.review.id}${path}`).set(by.auth)).text).not.toContain(
          '148000',
        );
  });

  it('is none of too few: what they offered stays sealed for good', async () => {
    const lot = await asked();
    await lot.mustOffer(0, '147123.45');
    await lot.close();
    expect((await read(lot)).lotState).toBe('failed');
    expect((await lot.own(0)).finalOffer).toMatchObject({ price: null });
    expect(
      await app.dataSource.query(`SELECT FROM final_offer f JOIN bid d ON d.id = f.bid_id WHERE d.tender_id = $1`, [
        lot.review.id,
      ]),
    ).toEqual([]);
    expect(await audited('lot', await lot.lotId(), 'close_final_offers')).toEqual([{ outbox: 1 }]);
    // Nor is it told who offered, or that the others did not: its bidder alone knows of its own.
    const { sha256 } = (await lot.own(0)).finalOffer ?? { sha256: '' };
    const id = lot.suppliers[0]?.bid ?? '';
    const stored = await app.dataSource.query<object[]>(
      `SELECT DISTINCT tenants, region FROM outbox WHERE aggregate_id = $1 AND action = 'submit_final_offer'`,
      [id],
    );
    expect(stored).toEqual([{ tenants: [expect.any(String)], region: null }]);
    const { bids } = await read(lot);
    expect(new Set(bids.map((b) => JSON.stringify([b?.status, b?.checks.length]))).size).toBe(1);
    const people = [...(await everybody(app, bureau.id)), ['rival', lot.suppliers[1]?.user as TestAccount] as const];
    for (const [role, by] of people)
      for (const path of [
        `history?subject=bid:${id}`,
        `audit/entries?limit=200&subject=bid:${id}`,
        `tenders/${lot.review.id}/opening`,
      ]) {
        const { text } = await app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
        expect([role, path, text.includes(sha256), /submit_final_offer/.test(text)]).toEqual([
          role,
          path,
          false,
          false,
        ]);
      }
    const own = await app.http.get(`/api/v1/history?subject=bid:${id}`).set(lot.suppliers[0]?.user.auth ?? {});
    // The receipt holds the hash; kept beside what is sealed for good it would give a price away.
    expect([own.text.includes('submit_final_offer'), own.text.includes(sha256)]).toEqual([true, false]);
    const none = await (async () => {
      await setInstant(app, null);
      return asked();
    })();
    await none.close();
    expect((await read(none)).lotState).toBe('failed');
  });

  it('that was altered is reported, and the others open', async () => {
    const before = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM sealed_envelope`);
    const lot = await asked();
    for (const [i, price] of ['140000.00', '150000.00', '160000.00'].entries()) {
      await lot.mustOffer(i, price);
      if (i > 0) continue;
      await app.dataSource.query(
        `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, 5000, get_byte(ciphertext, 5000) # 1) WHERE NOT (id = ANY ($1::uuid[]))`,
        [before.map(({ id }) => id)],
      );
    }
    await lot.close();
    const { lotState, bids } = await read(lot);
    expect(lotState).toBe('final_offers_in');
    expect(bids.map((b) => [b?.status, b?.price])).toEqual([
      ['rejected', null],
      ['valid', '150000.00'],
      ['valid', '160000.00'],
    ]);
    expect(bids[0]?.checks.at(-1)).toMatchObject({ stage: 'consultation', ground: 'unreadable' });
    // [2015] 124: two go on, one does not, whatever brought the lot here.
    const stands = (state: string) =>
      app.dataSource.query(`UPDATE bid SET state = $2 WHERE id = $1`, [bids[1]?.id, state]);
    await stands('rejected');
    const alone = await lot.act('begin-scoring');
    expect([codeOf(alone), alone.body]).toMatchObject([
      [422, 'offers_too_few'],
      { rule: 'CONSULT-2-EXCEPTION', facts: { left: 1, least: 2 } },
    ]);
    await stands('valid');
    expect((await lot.act('begin-scoring')).status).toBe(200);
  });

  it('above the ceiling is out; where one is left the lot falls short', async () => {
    const lot = await asked();
    for (const [i, price] of ['200000.01', '200000.00', '160000.00'].entries()) await lot.mustOffer(i, price);
    await lot.close();
    const { lotState, bids } = await read(lot);
    expect([lotState, bids.map((b) => b?.status)]).toEqual(['final_offers_in', ['rejected', 'valid', 'valid']]);
    expect(bids[0]?.checks.at(-1)).toMatchObject({ stage: 'consultation', ground: 'above_ceiling' });
    expect((await lot.own(0)).notices).toMatchObject([{ code: 'price_above_ceiling' }]);
    await setInstant(app, null);
    const short = await asked();
    for (const [i, price] of ['200000.01', '200000.00'].entries()) await short.mustOffer(i, price);
    await short.close();
    expect((await read(short)).lotState).toBe('failed');
    expect(await audited('lot', await short.lotId(), 'fall_short')).toEqual([{ outbox: 1 }]);
  });

  it('is what low prices and scores go by; none of it counts where the price is fixed', async () => {
    const criteria = [
      { ...CRITERIA[1], no: 1, points: '60' },
      { ...CRITERIA[2], no: 2, points: '40' },
    ];
    const lot = await asked(undefined, { pricing: 'fixed', criteria });
    for (const [i, price] of ['200000.00', '199999.99', '200000.00'].entries()) await lot.mustOffer(i, price);
    await lot.close('2026-02-02T01:00:00Z');
    expect((await lot.lot()).bids.flatMap((b) => b.triggers)).toEqual([]);
    expect((await lot.own(0)).notices).toEqual([]);
    expect((await lot.own(1)).notices).toMatchObject([{ code: 'price_below_fixed' }]);
    await setInstant(app, null);
    const low = await asked();
    for (const [i, price] of ['60000.00', '180000.00', '190000.00'].entries()) await low.mustOffer(i, price);
    await low.close('2026-02-02T01:00:00Z');
    expect((await read(low)).bids.map((b) => b?.triggers.length)).toEqual([3, 0, 0]);
    const refused = await low.act('begin-scoring');
    expect(codeOf(refused)).toEqual([422, 'explanations_open']);
    // What is asked about a price tells the price: before the report it is the panel's and the bidder's alone.
    const bid = (await read(low)).bids[0]?.id ?? '';
    const asking = { lot: 1, bid, dueAt: '2026-02-02T03:00:00Z', reason: '报价60000元明显偏低' };
    expect((await low.review.post('explanations', asking, low.chair)).status).toBe(200);
    const seen = async (by: TestAccount) => {
      const url = `/api/v1/tenders/${low.review.id}/review/explanations?lot=1`;
      return ((await app.http.get(url).set(by.auth).expect(200)).body as { items: unknown[] }).items.length;
    };
    const supplier = low.suppliers[0]?.user as TestAccount;
    const people = [low.chair, supplier, bureau.officer, bureau.approver, bureau.finance];
    expect(await Promise.all(people.map(seen))).toEqual([1, 1, 0, 0, 0]);
  });
});
