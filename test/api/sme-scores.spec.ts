import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, offer, openTenderBids, type Bidder } from '../support/bidding.js';
import { creditCode } from '../support/contracts.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { makeReviewers, Reviewing, TENDER_PLAN } from '../support/reviews.js';
import type { LotResult } from '../support/results.js';
import { readVersion } from '../support/version.js';

/** The price earns thirty points, the service forty and the staff thirty. */
const CRITERIA = [
  { no: 1, name: '报价', kind: 'price', points: '30' },
  { no: 2, name: '服务方案', kind: 'professional', points: '40', levels: '优 40，良 30，一般 20' },
  { no: 3, name: '专业人员', kind: 'professional', points: '30', levels: '每名持证社工 6 分，最高 30 分' },
];
const MICRO = { as: 'enterprise', size: 'micro', industry: '租赁和商务服务业', employees: 8, revenue: '900000.00' };
const WELFARE = { as: 'welfare_unit', industry: '居民服务业' };

/** An offer: by whom, for how much, as what, and the points of its service and staff. */
interface Case {
  name: string;
  code: string;
  price: string;
  declaration?: object;
  points: [string, string];
}
const FIRM: Case = { name: '某某服务公司', code: '91', price: '100000.00', declaration: MICRO, points: ['35', '24'] };
const NGO: Case = { name: '某某社工机构', code: '52', price: '95000.00', points: ['35', '23'] };
const THIRD: Case = { name: '某某养老公司', code: '91', price: '150000.00', points: ['10', '10'] };

interface Report {
  offers: {
    bid: string;
    rank: number;
    priceScore: string | null;
    total: string;
    deduction?: { offer: string; rate: number; evaluatedPrice: string };
  }[];
}

describe('a deduction for small enterprises', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());

  const bidderOf = async ({ code, name }: Case): Promise<Bidder> => {
    const body = await makeBody(app, { kind: 'agency', creditCode: creditCode(code), name });
    return { body, user: await makeUser(app, 'agency_manager', body) };
  };

  /** The offers for each lot of one open tender, sealed and opened; `own` is what each lot says otherwise. */
  const opened = async (own: object[], cases: readonly Case[], terms: object = {}): Promise<Reviewing[]> => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const lots = own.map((lot, i) => ({ no: i + 1, ceiling: '200000.00', pricing: 'competitive', ...lot }));
    const content = { method: 'OPEN_TENDER', lots };
    const draft = await Drafting.begin(app, bureau, content, false, { plan: TENDER_PLAN, criteria: CRITERIA });
    await draft.must('patch', 'terms', terms);
    await draft.plan();
    const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
    const bidders = await Promise.all(cases.map(bidderOf));
    for (const { id } of issued.lots as unknown as { id: string }[])
      for (const [i, { price, declaration }] of cases.entries())
        await Bidding.submitted(app, bidders[i] as Bidder, id, {
          ...offer(price),
          ...(declaration && { declaration }),
        });
    await setBusinessTime(app, '2025-11-24T09:30:01+08:00');
    await openTenderBids(app, bureau, draft.id);
    const reviews = lots.map(({ no }) => Reviewing.of(app, draft, reviewers, no));
    for (const review of reviews) {
      const { bids } = await review.read();
      for (const { price } of cases) {
        const bid = bids.find((each) => each.price === price)?.id ?? '';
        review.offers.push({ bid, bidder: '', price });
      }
    }
    return reviews;
  };
  /** From the checks to the report, signed by all; every member gives the same points. */
  const report = async (review: Reviewing, cases: readonly Case[], isScored = true): Promise<Report['offers']> => {
    await review.checked();
    if (isScored) await review.scored((_, bid) => cases[bid]?.points ?? ['0', '0']);
    else {
      await review.begin();
      for (const reviewer of reviewers) await review.save(reviewer, { scores: [] }, true);
    }
    for (const reviewer of reviewers) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, reviewers[0] as TestAccount);
    return readReport(review);
  };
  const get = (review: Reviewing, accept = 'application/json') =>
    app.http
      .get(`/api/v1/tenders/${review.id}/review/report?lot=${review.no}`)
      .set({ ...review.officer.auth, Accept: accept })
      .expect(200);
  const readReport = async (review: Reviewing) => ((await get(review)).body as Report).offers;
  const brief = (review: Reviewing, offers: Report['offers']) =>
    offers.map(({ bid, total, deduction }) => [review.bids.indexOf(bid), total, deduction?.evaluatedPrice ?? null]);
  const award = async (review: Reviewing, action: string, body: object, by: TestAccount): Promise<LotResult> => {
    const answer = await app.http
      .post(`/api/v1/tenders/${review.id}/awards/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${await readVersion(app, 'tender', review.id)}"` })
      .send({ lot: review.no, ...body });
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return (answer.body as { items: LotResult[] }).items[review.no - 1] as LotResult;
  };
  const publish = async (review: Reviewing, bid: string): Promise<LotResult> => {
    await award(review, 'deliver-report', {}, bureau.officer);
    await award(review, 'confirm', { bid }, bureau.approver);
    return award(review, 'publish-result', {}, bureau.officer);
  };
  const notice = async (review: Reviewing) =>
    (
      await app.http.get(`/api/v1/tenders/${review.id}/notices/result/text`).set(bureau.officer.auth).expect(200)
    ).text.split('\n');

  it('counts for the score of who declared itself small, alone: 89.00 to 83.26, and 87.50 to 88.00 without', async () => {
    const cases = [FIRM, NGO, THIRD];
    const sme = { kind: 'deduction', rate: 2000, ground: 'no_sufficient_competition' };
    const [first, second] = (await opened([{ terms: { sme } }, {}], cases)) as [Reviewing, Reviewing];
    const deducted = await report(first, cases);
    expect(brief(first, deducted)).toEqual([
      [0, '89.00', '80000.00'],
      [1, '83.26', null],
      [2, '36.00', null],
    ]);
    expect(deducted[0]).toMatchObject({
      rank: 1,
      priceScore: '30.00',
      deduction: { offer: '100000.00', rate: 2000, evaluatedPrice: '80000.00' },
    });
    const plain = await report(second, cases);
    expect(brief(second, plain)).toEqual([
      [1, '88.00', null],
      [0, '87.50', null],
      [2, '39.00', null],
    ]);
    expect(plain.every((each) => !('deduction' in each))).toBe(true);

    const page = (await get(first, 'text/html')).text;
    for (const words of ['评审价格（元）', '80000.00', '20%', '价格分 = 最低评审价格 ÷ 评审价格'])
      expect(page).toContain(words);
    expect((await get(second, 'text/html')).text).not.toContain('评审价格');

    // The award stays at the offer, and the winner's declaration is published with it.
    const result = await publish(first, first.bids[0] ?? '');
    expect(result.awards.map(({ amount }) => amount)).toEqual(['100000.00']);
    expect(await notice(first)).toEqual(
      expect.arrayContaining([
        '第 1 包 中标金额：100000.00 元',
        '第 1 包 中标供应商声明函：中小企业声明函：微型企业，所属行业 租赁和商务服务业，从业人员 8 人，营业收入 900000.00 元',
      ]),
    );
    const { body } = await app.http.get(`/api/v1/tenders/${first.id}`).set(bureau.officer.auth).expect(200);
    expect(JSON.stringify((body as { facts?: object[] }).facts ?? [])).not.toContain('undefined');
    // Where nothing is done for small enterprises nothing is declared to the public.
    await publish(second, second.bids[1] ?? '');
    expect((await notice(second)).filter((line) => line.includes('声明函'))).toHaveLength(1);
  });

  it('is that of small and micro enterprises and of welfare units, by declaration and credit code', async () => {
    const medium: Case = {
      ...FIRM,
      name: '中型服务公司',
      declaration: { ...MICRO, size: 'medium' },
      points: ['40', '30'],
    };
    const welfare = { ...NGO, name: '助残服务中心', price: '96000.00', declaration: WELFARE };
    const claimed = { ...NGO, name: '自称企业的机构', price: '97000.00', declaration: MICRO };
    const cases = [medium, welfare, claimed];
    const [lot] = (await opened([{ terms: { sme: { kind: 'deduction', rate: 1000 } } }], cases)) as [Reviewing];
    const offers = await report(lot, cases);
    const evaluated = lot.bids.map((bid) => offers.find((each) => each.bid === bid)?.deduction?.evaluatedPrice);
    expect(evaluated).toEqual([undefined, '86400.00', undefined]);
    // Nothing was deducted of the winner's price, and what it declared of itself is nobody's business.
    await publish(lot, lot.bids[0] ?? '');
    expect((await notice(lot)).filter((line) => line.includes('中小企业声明函'))).toEqual([]);
  });

  it('decides where the lowest price does, exact below a fen', async () => {
    const dear = { ...FIRM, price: '100000.01' };
    const cases = [dear, { ...NGO, price: '80000.01' }, THIRD];
    const sme = { kind: 'deduction', rate: 2000 };
    const [lot] = (await opened([{}], cases, { scoring: 'lowest_price', sme })) as [Reviewing];
    const offers = await report(lot, cases, false);
    // 100000.01 × 0.8 is 80000.008, a fifth of a fen less than the other offer.
    expect(brief(lot, offers).map(([bid, , price]) => [bid, price])).toEqual([
      [0, '80000.008'],
      [1, null],
      [2, null],
    ]);
  });
});
