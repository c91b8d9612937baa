import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBiddingParties } from '../support/bidding-parties.js';
import { Bidding, issueTender, OPEN_TENDER, openTenderBids, type Bidder } from '../support/bidding.js';
import { Contracting, said, type Answer } from '../support/contracts.js';
import { Drafting, setBusinessTime, type Bureau } from '../support/drafts.js';
import { ACCOUNT, Paying, stateAccount } from '../support/paying.js';
import { Settling } from '../support/settling.js';
import { asked, awardCheapest, reviewOpened } from '../support/unit-prices.js';

/** A station that is kept up for at most 60 000, and 2 000 visits at most 40 yuan each: at most 140 000 together. */
const VISIT = { no: 1, unit: '人次', unitPrice: '40.00', quantity: 2000, measure: { of: 'visits', form: 'visit' } };
const MIXED = { kind: 'mixed', fixed: '60000.00', items: [VISIT] };
/** Of the fixed part. */
const PAYMENTS = [
  { no: 1, trigger: 'signing', share: 4000 },
  { no: 2, trigger: 'acceptance', share: 6000 },
];
const LOT = {
  no: 1,
  name: '站点运营与上门服务',
  ceiling: '150000.00',
  pricing: 'competitive',
  terms: { price: MIXED, payments: PAYMENTS },
};
/** What is asked for the station, and for a visit. */
const offered = (fixedPart: string | null, visit: string) => {
  const { unitPrices: _, ...content } = asked('1.00', '1.00');
  return { ...content, ...(fixedPart !== null && { fixedPart }), unitPrices: [{ no: 1, unitPrice: visit }] };
};
/** Status, code and places of a refusal. */
const refusal = (answer: unknown): unknown[] => said(answer as Answer).filter((_, i) => i !== 2);

describe('a lot that is paid by a fixed part and by the unit beside it', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    ({ bureau, bidders, reviewers } = await makeBiddingParties(app, 4));
  });
  afterAll(() => app.close());
  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const notice = async (tender: string, kind: string): Promise<string> =>
    (await app.http.get(`/api/v1/tenders/${tender}/notices/${kind}/text`).set(bureau.officer.auth).expect(200)).text;

  it.each<[string, object, string[]]>([
    ['one sum with a fixed part and unit prices', { ...MIXED, kind: 'sum' }, ['/items', '/fixed']],
    ['units alone with a fixed part', { ...MIXED, kind: 'units' }, ['/fixed']],
    ['no fixed part', { kind: 'mixed', items: [VISIT] }, ['/fixed']],
    ['nothing by the unit', { kind: 'mixed', fixed: '60000.00' }, ['/items']],
  ])('refuses %s with unit_price_with_sum, and stores nothing', async (_, price, places) => {
    const draft = await Drafting.begin(app, bureau, { lots: [LOT] });
    const before = await draft.read();
    const lots = [{ ...LOT, terms: { price, payments: PAYMENTS } }];
    const pointers = places.map((place) => `/lots/0/terms/price${place}`);
    expect(refusal(await draft.send('put', 'lots', { lots }))).toEqual([422, 'unit_price_with_sum', pointers]);
    expect(await draft.read()).toEqual(before);
  });

  it('refuses to submit a draft without a quantity, or whose parts come to more than the ceiling', async () => {
    const draft = await Drafting.begin(app, bureau, { lots: [LOT] });
    const submit = async (lot: object): Promise<unknown[]> => {
      await draft.must('put', 'lots', { lots: [{ ...LOT, ...lot }] });
      const before = await draft.read();
      const answer = refusal(await draft.act('submit'));
      expect(await draft.read()).toEqual(before);
      return answer;
    };
    const place = '/lots/0/terms/price';
    const { quantity: __, ...unknown } = VISIT;
    expect(await submit({ terms: { price: { ...MIXED, items: [unknown] }, payments: PAYMENTS } })).toEqual([
      422,
      'unit_prices_unsettled',
      [`${place}/items/0/quantity`],
    ]);
    // 60 000 + 2 000 × 40 = 140 000.
    expect(await submit({ ceiling: '139999.99' })).toEqual([422, 'unit_prices_unsettled', [place]]);
    // A fixed price earns no points, and the parts come to just that.
    const criteria = [
      { no: 1, name: '服务方案', kind: 'professional', points: '70', levels: '优 70，良 50，一般 30' },
      { no: 2, name: '专业人员', kind: 'professional', points: '30', levels: '每名持证社工 6 分，最高 30 分' },
    ];
    await draft.must('put', 'criteria', { criteria });
    expect(await submit({ pricing: 'fixed' })).toEqual([422, 'unit_prices_unsettled', [place]]);
    await draft.must('put', 'lots', { lots: [{ ...LOT, ceiling: '140000.00', pricing: 'fixed' }] });
    await draft.must('post', 'actions/submit', {});
  });

  it('takes a bid with both parts alone, and seals nothing else', async () => {
    const { lots } = await issueTender(app, bureau, { lots: [LOT] });
    const bid = await Bidding.begin(app, bidders[0] as Bidder, lots[0] ?? '', {});
    const stored = () => app.dataSource.query(`SELECT * FROM sealed_envelope ORDER BY id`);
    const before = await stored();
    const submit = async (content: object) => refusal(await bid.act('submit', { content }));
    const whole = offered('54000', '36');
    expect(await submit(offered(null, '36'))).toEqual([400, 'validation_failed', ['/content/fixedPart']]);
    const { unitPrices: _, ...fixedAlone } = whole;
    expect(await submit(fixedAlone)).toEqual([400, 'validation_failed', ['/content/unitPrices']]);
    // 54 000 + 2 000 × 36 = 126 000.
    expect(await submit({ ...whole, price: '54000.00' })).toEqual([400, 'validation_failed', ['/content/price']]);
    expect(await stored()).toEqual(before);
    const answer = await bid.act('submit', { content: { ...whole, price: '126000.00' } });
    expect([answer.status, (answer.body as { amount: string }).amount]).toEqual([200, '126000.00']);
  });

  it('goes from both parts in sealed bids over ranking and contract to the last payment', async () => {
    await at('2025-11-03');
    const { tender, draft, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: [LOT] });
    const announced = await notice(tender, 'tender');
    expect(announced).toContain('计价项目1：每人次 40.00 元，按服务记录的服务人次计，限探访，预计 2000 人次。');
    expect(announced).toContain('固定部分最高限价：60000.00 元');

    for (const [i, [fixed, visit]] of (
      [
        ['54000.00', '36.00'], // 54 000 + 72 000 = 126 000
        ['60000.00', '34.00'], // 60 000 + 68 000 = 128 000
        ['50000.00', '38.50'], // 50 000 + 77 000 = 127 000
        ['60000.01', '30.00'], // 60 000.01 + 60 000 = 120 000.01: a fen more for the station than may be asked
      ] as const
    ).entries())
      await Bidding.submitted(app, bidders[i] as Bidder, lots[0] ?? '', offered(fixed, visit));
    await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);

    const review = await reviewOpened(app, draft, reviewers);
    expect(review.offers.map(({ price }) => price)).toEqual(['120000.01', '126000.00', '127000.00', '128000.00']);
    const [first] = review.seated() as [TestAccount];
    expect(refusal(await review.post('actions/check-conformity', review.results(), first))).toEqual([
      422,
      'offer_above_ceiling',
      ['/results/0/passed'],
    ]);
    await review.conform([review.bids[0] ?? '']);
    review.offers.shift();
    await review.scored(() => ['40', '24']);
    for (const by of review.seated()) await review.must('signatures', {}, by);
    await review.must('actions/report', {}, first);
    const { candidates, award } = await awardCheapest(review, bureau);
    // 64 points beside 20 of the price: all, 20 × 126 / 127, 20 × 126 / 128.
    expect(candidates.map(({ price, total }) => [price, total])).toEqual([
      ['126000.00', '84.00'],
      ['127000.00', '83.84'],
      ['128000.00', '83.69'],
    ]);
    const result = await notice(tender, 'result');
    expect(result).toContain('中标金额：126000.00 元（最高限额，按实际完成并经确认的服务量结算）');
    expect(result).toContain('中标固定部分：54000.00 元');
    const known = await app.http.get(`/api/v1/awards/${award}`).expect(200);
    expect(known.body).toMatchObject({ amount: '126000.00', unitPrice: '36.00', fixedPart: '54000.00' });
    expect(await draft.read()).toMatchObject({ lots: [{ award: { amount: '126000.00', fixedPart: '54000.00' } }] });
    expect(result).toContain('中标单价：36.00 元／人次');

    const contract = await contracted(tender, award);
    await paidInFull(contract);
  });

  /** Signed by the words of the offer, published and begun. */
  async function contracted(tender: string, award: string): Promise<Contracting> {
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, standards: [{ no: 1, text: '上门服务' }], confirmDays: 10 });
    if (made.status !== 201) throw new Error(made.text);
    const { body: agency, user: manager } = bidders[0] as Bidder;
    const contract = new Contracting(app, { bureau, agency, manager }, (made.body as { id: string }).id);
    const { here, amount } = await contract.read();
    const price = { ...MIXED, fixed: '54000.00', items: [{ ...VISIT, unitPrice: '36.00' }] };
    expect([amount, here.content['price']]).toEqual(['126000.00', price]);
    expect(here.content['payments']).toMatchObject(PAYMENTS);
    await at('2025-12-22');
    const dearer = { ...price, fixed: '54000.01' };
    await contract.must('redraft', { reason: '更正', content: { price: dearer } });
    expect(said(await contract.sign(manager))).toEqual([422, 'contract_departs', 'CONTRACT-MATCH', ['/price']]);
    await contract.must('redraft', { reason: '更正', content: { price } });
    await contract.signBoth();
    await contract.must('publish', { url: 'https://example.org/contract' });
    const published = await notice(tender, 'contract');
    expect(published).toContain('合同金额：126000.00 元（最高限额，按实际完成并经确认的服务量结算）');
    expect(published).toContain('合同固定部分：54000.00 元');
    expect(published).toContain('合同单价：36.00 元／人次');
    const { body } = await app.http.get(`/api/v1/contracts/${contract.id}/text`).set(manager.auth).expect(200);
    expect((body as { text: string }).text).toContain('固定部分：人民币 54000.00 元，按下列各期支付。');
    await at('2026-01-05');
    await contract.must('start');
    return contract;
  }

  /** Instalments of the fixed part, settlements of the visits, and together no more than the amount. */
  async function paidInFull(contract: Contracting): Promise<void> {
    await stateAccount(app, contract.parties);
    const [money, work] = [new Paying(app, contract), new Settling(app, contract)];
    // 40 % and 60 % of 54 000.
    expect((await money.payments()).map(({ amount }) => amount)).toEqual(['21600.00', '32400.00']);
    await money.paid(1);

    await at('2026-02-03');
    await work.served('2026-01-06', 120);
    const january = await work.proposed();
    // 120 × 36.
    expect(january).toMatchObject({ items: [{ unitPrice: '36.00', units: 120 }], overCap: '0.00', total: '4320.00' });
    await work.must(january.id, 'confirm');
    await money.paid(3);

    await at('2026-03-02');
    for (const day of ['2026-02-10', '2026-02-11', '2026-02-12', '2026-02-13']) await work.served(day, 495);
    const february = await work.proposed();
    // 1 980 × 36 = 71 280; of 126 000 − 54 000 = 72 000 there are 72 000 − 4 320 = 67 680 left.
    // 71 280 − 67 680 are done and not paid.
    const cut = { unitsTotal: '71280.00', overCap: '3600.00', total: '67680.00' };
    expect(february).toMatchObject({ items: [{ units: 1980 }], ...cut });
    await work.must(february.id, 'confirm');
    await money.paid(4);

    await contract.must('deliver', {}, contract.parties.manager);
    const round = await Accepting.of(app, contract);
    await round.prepared('met');
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    await round.must('publish');
    const early = (await contract.act('settle')) as unknown as Answer;
    // 21 600 + 4 320 + 67 680.
    expect(early.body.facts).toEqual({ open: [2], paid: '93600.00', accepted: '126000.00' });
    await money.approved(2);
    await money.must(2, 'pay', { account: ACCOUNT });
    expect((await contract.must('settle')).state).toBe('settled');
    expect((await money.payments()).map(({ no, amount, state }) => [no, amount, state])).toEqual([
      [1, '21600.00', 'paid'],
      [2, '32400.00', 'paid'],
      [3, '4320.00', 'paid'],
      [4, '67680.00', 'paid'],
    ]);
  }
});
