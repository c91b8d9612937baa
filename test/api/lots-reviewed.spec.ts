import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, makeBidders, offer, openTenderBids, type Bidder } from '../support/bidding.js';
import { CRITERIA, Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { actOnLot, scoredExtremely } from '../support/lots.js';
import { Resulting, type LotResult } from '../support/results.js';
import { makeReviewers, Reviewing, TENDER_PLAN } from '../support/reviews.js';
import {
  DAY_CARE,
  draftContract,
  issueTwoLots,
  makeTwoLots,
  NIGHT_CARE,
  OF_BOTH,
  type ShownLot,
} from '../support/two-lots.js';
import { stored } from '../support/stored.js';
import { readVersion } from '../support/version.js';

/** Of a lot whose price is fixed: the price is no factor, and only the lot has a criterion with the number 4. */
const FIXED = [
  { no: 1, name: '夜间方案', kind: 'professional', points: '60', levels: '优 60，良 40，一般 20' },
  { no: 4, name: '夜班人员', kind: 'business', points: '40', levels: '每名持证护理员 8 分，最高 40 分' },
];
const PRICES = ['180000.00', '190000.00', '200000.00'];
/** The lowest is 63 percent of the mean: to be explained only where the documents have raised the share. */
const LOW = ['110000.00', '190000.00', '200000.00', '200000.00'];

describe('lots that differ, under review', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await at('2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());

  const at = (moment: string) => setBusinessTime(app, moment);
  /** An open tender of two lots, issued; what lot 2 says beside its requirement and standards. */
  const issued = async (pricing: string, terms: object): Promise<[Reviewing, Reviewing]> => {
    await at('2025-11-03T09:00:00+08:00');
    const { lots } = await makeTwoLots(app, bureau);
    const [first, second] = lots;
    const own = { ...second, pricing, terms: { ...NIGHT_CARE, ...terms } };
    const content = { method: 'OPEN_TENDER', lots: [first, own] };
    const draft = await Drafting.begin(app, bureau, content, false, { plan: TENDER_PLAN });
    await draft.must('patch', 'terms', OF_BOTH);
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    return [Reviewing.of(app, draft, reviewers, 1), Reviewing.of(app, draft, reviewers, 2)];
  };
  /** The same with these offers opened for each lot. */
  const opened = async (pricing: string, terms: object, prices: string[][], day?: string) => {
    const reviews = await issued(pricing, terms);
    if (day !== undefined) await at(`${day}T09:00:00+08:00`);
    for (const [i, review] of reviews.entries()) await review.open(prices[i] ?? []);
    return reviews;
  };
  const report = async (review: Reviewing) =>
    (
      await app.http
        .get(`/api/v1/tenders/${review.id}/review/report?lot=${review.no}`)
        .set(review.officer.auth)
        .expect(200)
    ).body as {
      lot: { pricing: string };
      criteria: { no: number; kind: string; points: string }[];
      offers: { rank: number; priceScore: string | null; total: string }[];
    };
  const result = async (review: Reviewing, action: string, body: object, by: TestAccount): Promise<LotResult> => {
    const answer = await app.http
      .post(`/api/v1/tenders/${review.id}/awards/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${await readVersion(app, 'tender', review.id)}"` })
      .send({ lot: review.no, ...body });
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return (answer.body as { items: LotResult[] }).items[review.no - 1] as LotResult;
  };
  const signed = async (review: Reviewing) => {
    for (const reviewer of reviewers) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, person(0));
  };

  it('are scored each by its own criteria, up to the result', async () => {
    const [day, night] = await opened('fixed', { criteria: FIXED }, [PRICES, PRICES.map(() => '200000.00')]);
    for (const review of [day, night]) await review.checked();
    await night.begin();
    const sheet = night.bids.flatMap((bid, i) => [
      { bid, criterion: 1, points: String(60 - 20 * i) },
      { bid, criterion: 4, points: '32' },
    ]);
    const rows = await stored(app);
    const strange = await night.save(person(0), {
      scores: [...sheet, { bid: night.bids[0], criterion: 3, points: '5' }],
    });
    expect([strange.status, strange.body]).toEqual([
      400,
      expect.objectContaining({
        code: 'validation_failed',
        errors: [expect.objectContaining({ pointer: '/scores/6' })],
      }),
    ]);
    expect(await stored(app)).toEqual(rows);
    const own = await app.http
      .get(`/api/v1/tenders/${night.id}/review/score-sheets?lot=2`)
      .set(person(0).auth)
      .expect(200);
    expect((own.body as { items: { scores: unknown[] }[] }).items.map(({ scores }) => scores)).toEqual([[]]);
    const missing = await night.save(person(0), { scores: sheet.slice(1) }, true);
    expect(missing.body).toMatchObject({
      code: 'sheet_incomplete',
      facts: { missing: [{ bid: night.bids[0], criterion: 1 }] },
    });
    for (const reviewer of reviewers) expect((await night.save(reviewer, { scores: sheet }, true)).status).toBe(200);
    await signed(night);
    await day.scored((_, bid) => [String(45 - bid * 5), '24']);
    await signed(day);

    const [first, second] = [await report(day), await report(night)];
    expect(first.criteria.map(({ no, points }) => [no, points])).toEqual(
      CRITERIA.map(({ no, points }) => [no, points]),
    );
    expect(first.offers.map(({ priceScore }) => priceScore)).toEqual(['20.00', '18.95', '18.00']);
    expect([second.lot.pricing, second.criteria.map(({ no, kind }) => [no, kind])]).toEqual([
      'fixed',
      FIXED.map(({ no, kind }) => [no, kind]),
    ]);
    expect(second.offers.map(({ priceScore, total }) => [priceScore, total])).toEqual([
      [null, '92.00'],
      [null, '72.00'],
      [null, '52.00'],
    ]);
    for (const review of [day, night]) {
      await result(review, 'deliver-report', {}, bureau.officer);
      await result(review, 'confirm', { bid: review.bids[0] }, bureau.approver);
      const { lotState, awards } = await result(review, 'publish-result', {}, bureau.officer);
      expect([lotState, awards[0]?.supplier?.id]).toEqual(['result_published', review.offers[0]?.bidder]);
    }
  });

  it('have a price explained each below its own share of the mean', async () => {
    const share = { lowPriceShare: 6_500 };
    const [day, night] = await opened('competitive', share, [LOW, LOW], '2026-02-02');
    for (const review of [day, night]) await review.checked();
    const triggers = async (review: Reviewing) => (await review.read()).bids.flatMap((bid) => bid.triggers);
    expect([await triggers(day), await triggers(night)]).toEqual([[], ['LOWPRICE-AVG-50']]);
    expect(await night.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'explanations_open']);
    expect((await day.must('actions/begin-scoring', {}, person(0))).state).toBe('scoring');
  });

  it('have their scores held against their own criteria when a review is to be repeated', async () => {
    await at('2025-11-03T09:00:00+08:00');
    const lots = [{}, { pricing: 'fixed', terms: { criteria: FIXED } }];
    const results = await Resulting.begin(app, bureau, { lots });
    const answers: unknown[] = [];
    for (const [i, { id }] of results.lots.entries()) {
      await results.deliver(i + 1);
      await scoredExtremely(app, id);
      const again = await actOnLot(app, id, 'order-rereview', { ground: 'extreme', reason: '复核' }, bureau.officer);
      answers.push([again.status, again.body.code]);
    }
    // The third criterion is one of lot 1 alone.
    expect(answers).toEqual([
      [200, undefined],
      [422, 'end_ground_unproven'],
    ]);
  });

  it('part equal offers each by its own rule, and ask a bond each by its own words', async () => {
    await at('2025-11-03T09:00:00+08:00');
    const lots = [{}, { terms: { tieRule: '以服务方案得分高者优先', bidBond: '0.00' } }];
    const results = await Resulting.begin(app, bureau, { lots, ranks: [1, 1, 3], bidBond: '1000.00' });
    expect([(await results.read()).bonds.length, (await results.read(bureau.officer, 2)).bonds]).toEqual([3, []]);
    for (const lot of [1, 2]) await results.deliver(lot);
    const [drawn] = (await results.must('settle-tie', { lot: 1 })).ties;
    expect(drawn?.by).toBe('draw');
    expect(await results.code('settle-tie', { lot: 2 })).toEqual([400, 'validation_failed']);
    const order = [results.bid(1, 2), results.bid(0, 2)];
    const [ruled] = (await results.must('settle-tie', { lot: 2, reason: '服务方案得分', order })).ties;
    expect([ruled?.by, ruled?.order]).toEqual(['documents', order]);
  });

  it('draw between equal offers for a lot that takes back the rule of its tender', async () => {
    await at('2025-11-03T09:00:00+08:00');
    const lots = [{}, { terms: { tieRule: '' } }];
    const results = await Resulting.begin(app, bureau, { lots, ranks: [1, 1, 3], tieRule: '报价低者优先' });
    for (const lot of [1, 2]) await results.deliver(lot);
    expect(await results.code('settle-tie', { lot: 1 })).toEqual([400, 'validation_failed']);
    expect((await results.must('settle-tie', { lot: 2 })).ties.map(({ by }) => by)).toEqual(['draw']);
  });

  it('are contracted by their own words, of which the talks changed what was confirmed', async () => {
    await at('2025-11-03T09:00:00+08:00');
    const { lots } = await makeTwoLots(app, bureau);
    const results = await Resulting.begin(app, bureau, { lots, method: 'COMPETITIVE_CONSULTATION', ...OF_BOTH });
    await app.dataSource.query(
      `INSERT INTO requirement_change (lot_id, round, no, requirement, reason, proposed_at, proposed_by, state, decided_at, decided_by, respond_by)
       SELECT id, consultation, 1, '夜间照护：每晚巡访两次', '磋商中明确', business_now(), $2, 'confirmed', business_now(), $2, business_now() + interval '1 hour'
       FROM lot WHERE id = $1`,
      [results.lots[1]?.id, bureau.officer.id],
    );
    const contents: unknown[] = [];
    for (const lot of [1, 2]) {
      const { here } = (await draftContract(app, bureau, await results.published(lot))) as {
        here: { content: object };
      };
      contents.push(here.content);
    }
    expect(contents).toMatchObject([DAY_CARE, { ...NIGHT_CARE, requirement: '夜间照护：每晚巡访两次' }]);
  });

  describe('tell their bidders', () => {
    interface Shown {
      window: object;
      terms: { requirement: string };
      revision: number | null;
      stale: boolean;
      notices: { code: string }[];
    }
    const shown = async (bid: Bidding) => (await bid.read()) as unknown as Shown;
    const marks = async (bids: readonly Bidding[]) =>
      Promise.all(
        bids.map(async (bid) => {
          const { stale, notices } = await shown(bid);
          return [stale, notices.map(({ code }) => code)];
        }),
      );
    const FRESH = [false, []];
    const CORRECTED = [true, ['documents_corrected']];

    it('what the documents say of their lot, and what was corrected of it', async () => {
      await at('2025-11-03T09:00:00+08:00');
      const { draft, lots } = await issueTwoLots(app, bureau);
      const asIs = lots.map(({ no, name, ceiling, pricing }) => ({ no, name, ceiling, pricing }));
      const ids = ((await draft.read()).lots as unknown as ShownLot[]).map(({ id }) => id);
      const bidders = await makeBidders(app, 2);
      const bids: Bidding[] = [];
      for (const [i, lot] of ids.entries())
        bids.push(await Bidding.submitted(app, bidders[i] as Bidder, lot, offer('180000.00')));
      const window = { start: '2026-01-01', end: '2026-12-31' };
      for (const [i, words] of [DAY_CARE, NIGHT_CARE].entries())
        expect(await shown(bids[i] as Bidding)).toMatchObject({
          window,
          terms: { ...words, ...OF_BOTH },
          stale: false,
        });

      const corrected = async (correction: object) => {
        const answer = await draft.act('correct', bureau.officer, { reason: '更正', correction });
        if (answer.status !== 200) throw new Error(answer.text);
      };
      const night = { ...NIGHT_CARE, tieRule: '抽签', standards: [{ ...NIGHT_CARE.standards[0], target: 300 }] };
      await corrected({ lots: [asIs[0], { ...asIs[1], terms: night }] });
      expect(await marks(bids)).toEqual([FRESH, CORRECTED]);
      expect((await shown(bids[1] as Bidding)).terms).toMatchObject(night);
      expect((await bids[1]?.act('submit', { content: offer('181000.00') }))?.status).toBe(200);
      expect(await marks(bids)).toEqual([FRESH, FRESH]);
      // The rule of the tender is none of lot 2, which has its own; its deadline is that of both.
      await corrected({ terms: { tieRule: '报价低者优先' } });
      expect(await marks(bids)).toEqual([CORRECTED, FRESH]);
      await corrected({ plan: { deadlineAt: '2025-11-17T09:30:00+08:00' } });
      expect(await marks(bids)).toEqual([CORRECTED, CORRECTED]);
    });

    it('and those who open them the same', async () => {
      await at('2025-11-03T09:00:00+08:00');
      const { draft, lots } = await issueTwoLots(app, bureau);
      const asIs = lots.map(({ no, name, ceiling, pricing }) => ({ no, name, ceiling, pricing }));
      const shownLots = (await draft.read()).lots as unknown as ShownLot[];
      for (const { id } of shownLots)
        for (const bidder of await makeBidders(app, 3)) await Bidding.submitted(app, bidder, id, offer('180000.00'));
      const terms = { ...NIGHT_CARE, bidBond: '100.00' };
      const correction = { lots: [asIs[0], { ...asIs[1], terms }] };
      const answer = await draft.act('correct', bureau.officer, { reason: '更正', correction });
      expect(answer.status).toBe(200);
      await at('2025-11-14T09:31:00+08:00');
      await openTenderBids(app, bureau, draft.id);
      const { body } = await app.http.get(`/api/v1/tenders/${draft.id}/opening`).set(bureau.officer.auth).expect(200);
      const of = (body as { lots: { bids: { stale: boolean }[] }[] }).lots;
      expect(of.map((lot) => lot.bids.map(({ stale }) => stale))).toEqual([
        [false, false, false],
        [true, true, true],
      ]);
    });
  });
});
