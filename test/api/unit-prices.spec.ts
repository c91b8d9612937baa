import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, issueTender, makeBidder, offer, type Bidder } from '../support/bidding.js';
import { said, type Answer } from '../support/contracts.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { rowCounts } from '../support/purchases.js';
import { readVersion } from '../support/version.js';
import { asked, BY_VISIT, UNIT_LOT } from '../support/unit-prices.js';

/** Status, code and places of a refusal. */
const refusal = (answer: unknown): unknown[] => said(answer as Answer).filter((_, i) => i !== 2);

describe('unit prices of a lot', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidder: Bidder;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidder = await makeBidder(app);
  });
  afterAll(() => app.close());

  const [item] = BY_VISIT.items;
  const bands = [...(item?.bands ?? []), { above: 2000, unitPrice: '30.00' }];
  const wrong: [string, object, string, string][] = [
    ['beside one sum', { kind: 'sum', items: BY_VISIT.items }, 'unit_price_with_sum', '/price/items'],
    ['by no unit', { kind: 'units' }, 'unit_price_with_sum', '/price/items'],
    [
      'of bands that do not ascend',
      { kind: 'units', items: [{ ...item, bands }] },
      'bands_unordered',
      '/price/items/0/bands/1/above',
    ],
  ];

  it.each(wrong)('are refused in a draft %s, and nothing is stored', async (_, price, code, pointer) => {
    const draft = await Drafting.begin(app, bureau);
    const before = [await rowCounts(app), await draft.read()];
    expect(refusal(await draft.send('patch', 'terms', { price }))).toEqual([422, code, [pointer]]);
    expect(refusal(await draft.send('patch', 'lots/1/terms', { price }))).toEqual([422, code, [pointer]]);
    const lots = [{ ...UNIT_LOT, terms: { price } }];
    const at = `/lots/0/terms${pointer}`;
    expect(refusal(await draft.send('put', 'lots', { lots }))).toEqual([422, code, [at]]);
    const made = await app.http
      .post('/api/v1/tenders')
      .set(bureau.officer.auth)
      .send({ conducted: 'here', buyer: bureau.id, title: '上门服务', lots });
    expect(refusal(made)).toEqual([422, code, [at]]);
    expect([await rowCounts(app), await draft.read()]).toEqual(before);
  });

  it('state how much is expected, and come to no more than the ceiling, at a fixed price to just that', async () => {
    const draft = await Drafting.begin(app, bureau, { lots: [UNIT_LOT] });
    const submit = async (lot: object): Promise<unknown[]> => {
      await draft.must('put', 'lots', { lots: [{ ...UNIT_LOT, ...lot }] });
      return refusal(await draft.act('submit'));
    };
    const place = '/lots/0/terms/price';
    const { quantity: _, ...unknown } = item ?? {};
    expect(await submit({ terms: { price: { kind: 'units', items: [unknown] } } })).toEqual([
      422,
      'unit_prices_unsettled',
      [`${place}/items/0/quantity`],
    ]);
    // 3 000 × 40 + 1 000 × 35 = 155 000.
    expect(await submit({ ceiling: '154999.99' })).toEqual([422, 'unit_prices_unsettled', [place]]);
    await draft.must('put', 'lots', { lots: [{ ...UNIT_LOT, ceiling: '155000.00' }] });
    await draft.must('post', 'actions/submit', {});
  });

  it('leave no shares of a sum to the payments', async () => {
    const draft = await Drafting.begin(app, bureau, { lots: [UNIT_LOT] });
    await draft.must('patch', 'terms', { payments: [{ no: 1, trigger: 'signing', share: 10_000 }] });
    expect(refusal(await draft.act('submit'))).toEqual([422, 'terms_uncontractable', ['/payments']]);
    await draft.must('patch', 'lots/1/terms', { payments: [] });
    await draft.must('post', 'actions/submit', {});
  });

  it('are refused in a bid for a lot of one sum, and nothing is stored', async () => {
    const { lots } = await issueTender(app, bureau);
    const [lot = ''] = lots;
    const begin = (content: object) =>
      app.http.post(`/api/v1/lots/${lot}/bids`).set(bidder.user.auth).send({ content });
    const stored = () => app.dataSource.query(`SELECT FROM sealed_envelope`);
    const before = await stored();
    const [, code, at] = refusal(await begin(asked('36', '30')));
    expect([code, at]).toEqual(['unit_price_with_sum', ['/content/unitPrices']]);
    expect(refusal(await begin({ fixedPart: '1.00' }))).toEqual([422, 'unit_price_with_sum', ['/content/fixedPart']]);
    expect(await stored()).toEqual(before);

    const bid = await Bidding.begin(app, bidder, lot, offer('180000.00'));
    const read = await bid.read();
    const changed = await app.http
      .patch(`/api/v1/bids/${bid.id}`)
      .set(bidder.user.auth)
      .set('If-Match', `"${read.version}"`)
      .send({ content: { unitPrices: asked('36', '30').unitPrices } });
    expect(refusal(changed)).toEqual([422, 'unit_price_with_sum', ['/content/unitPrices']]);
    const sent = await bid.act('submit', { content: { ...offer('180000.00'), ...asked('36', '30') } });
    expect(refusal(sent)).toEqual([422, 'unit_price_with_sum', ['/content/unitPrices']]);
    expect(await bid.read()).toEqual(read);
  });

  it('are said of each item and each band, and make the price of the bid', async () => {
    const { lots } = await issueTender(app, bureau, { lots: [UNIT_LOT] });
    const bid = await Bidding.begin(app, bidder, lots[0] ?? '', {});
    const submit = async (content: object) => refusal(await bid.act('submit', { content }));
    const whole = asked('36', '30');
    const [price] = whole.unitPrices;
    const wrongly = 'validation_failed';
    expect(await submit(offer('138000.00'))).toEqual([400, wrongly, ['/content/unitPrices']]);
    expect(await submit({ ...whole, unitPrices: [{ no: 1, unitPrice: '36' }] })).toEqual([
      400,
      wrongly,
      ['/content/unitPrices/0/bands'],
    ]);
    expect(await submit({ ...whole, unitPrices: [price, { ...price, no: 2 }] })).toEqual([
      400,
      wrongly,
      ['/content/unitPrices/1/no'],
    ]);
    expect(await submit({ ...whole, fixedPart: '1.00' })).toEqual([400, wrongly, ['/content/fixedPart']]);
    expect(await submit({ ...whole, price: '137999.99' })).toEqual([400, wrongly, ['/content/price']]);
    const most = '999999999999999.99';
    expect(await submit(asked(most, most))).toEqual([400, wrongly, ['/content/unitPrices']]);
    const answer = await bid.act('submit', { content: whole });
    expect(answer.status).toBe(200);
    const { sha256 } = answer.body as { sha256: string };
    const said = await bid.act('submit', { content: { ...whole, price: '138000' } });
    expect(said.body).toMatchObject({ sha256, state: 'submitted' });
  });

  it('are refused in a correction as in a draft', async () => {
    const { tender, draft } = await issueTender(app, bureau, { lots: [UNIT_LOT] });
    const version = await readVersion(app, 'tender', tender);
    const lot = { no: 1, name: UNIT_LOT.name, ceiling: UNIT_LOT.ceiling, pricing: 'competitive' };
    const correct = (terms: object) =>
      draft.send('post', 'actions/correct', {
        reason: '更正单价',
        correction: { lots: [{ ...lot, terms }], plan: { deadlineAt: '2025-11-20T09:30:00+08:00' } },
      });
    const place = '/correction/lots/0/terms/price';
    expect(refusal(await correct({ price: { kind: 'sum', items: BY_VISIT.items } }))).toEqual([
      422,
      'unit_price_with_sum',
      [`${place}/items`],
    ]);
    const dear = { ...BY_VISIT, items: [{ ...item, quantity: 5000 }] };
    expect(refusal(await correct({ price: dear }))).toEqual([422, 'unit_prices_unsettled', [place]]);
    expect(await readVersion(app, 'tender', tender)).toBe(version);
    const less = { ...BY_VISIT, items: [{ ...item, quantity: 3500 }] };
    expect((await correct({ price: less })).status).toBe(200);
    const { text } = await app.http
      .get(`/api/v1/tenders/${tender}/notices/correction/text`)
      .set(bureau.officer.auth)
      .expect(200);
    expect(text).toContain('第 1 包计价方式：原为“按量计价；计价项目1：每人次 40.00 元');
    expect(text).toContain('预计 3500 人次');
  });

  it('say on which days the service is to be there', async () => {
    const draft = await Drafting.begin(app, bureau, { lots: [UNIT_LOT] });
    const serviceDays = { times: 1, every: 'working_day', restDays: 'kept', festival: 'stops' };
    await draft.must('patch', 'terms', { serviceDays });
    expect((await draft.read()).here.terms).toMatchObject({ serviceDays });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const { text } = await app.http
      .get(`/api/v1/tenders/${draft.id}/notices/tender/text`)
      .set(bureau.officer.auth)
      .expect(200);
    expect(text).toContain('服务频次：每个工作日 1 次，休息日不服务，春节期间暂停');
  });
});
