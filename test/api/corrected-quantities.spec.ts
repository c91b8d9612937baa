import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  Bidding,
  issueTender,
  makeBidders,
  OPEN_TENDER,
  openTenderBids,
  type BidBody,
  type Bidder,
} from '../support/bidding.js';
import { said, type Answer } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { ALL_MEMBERS, makeReviewers } from '../support/reviews.js';
import { asked, reviewOpened } from '../support/unit-prices.js';

/** At most 100 yuan a visit; 800 are expected at first, and then 1 000: 80 000 and 100 000, which is the ceiling. */
const ITEM = { no: 1, unit: '人次', unitPrice: '100.00', quantity: 800, measure: { of: 'visits' } };
const LOT = { no: 1, name: '上门服务', ceiling: '100000.00', pricing: 'competitive' };
const lotOf = (quantity: number) => ({ ...LOT, terms: { price: { kind: 'units', items: [{ ...ITEM, quantity }] } } });
const offered = (unitPrice: string) => ({
  ...asked('1.00', '1.00'),
  documents: [],
  unitPrices: [{ no: 1, unitPrice }],
});

type Told = BidBody & { amount: string | null; stale: boolean };
const toldOf = ({ body }: { body: unknown }): unknown[] => {
  const { amount, stale, content, notices } = body as Told;
  return [amount, stale, content, notices.map(({ code }) => code)];
};

describe('a quantity that is corrected after bids were sent', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  it('leaves their unit prices, and their bidders are told anew what these come to and whether it is too much', async () => {
    const { tender, draft, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: [lotOf(800)] });
    const visits = ['90.00', '100.00', '110.00'];
    const bids: Bidding[] = [];
    for (const bidder of await makeBidders(app, visits.length))
      bids.push(await Bidding.begin(app, bidder, lots[0] ?? ''));
    const send = (i: number, content: object = {}) =>
      (bids[i] as Bidding).act('submit', { content: { ...offered(visits[i] ?? ''), ...content } });
    const before = await Promise.all(visits.map((_, i) => send(i)));
    // 800 visits. Who asks more for one than may be asked is told so at once, and nobody refuses it before the panel.
    expect(before.map(toldOf)).toEqual([
      ['72000.00', false, null, []],
      ['80000.00', false, null, []],
      ['88000.00', false, null, ['unit_price_above_ceiling']],
    ]);

    const reason = '更正预计数量';
    const correct = (quantity: number) =>
      draft.send('post', 'actions/correct', { reason, correction: { lots: [lotOf(quantity)] } });
    // 1 001 × 100 would be more than the ceiling: so no offer within the unit prices can come to more by a correction.
    expect(said((await correct(1001)) as unknown as Answer)[1]).toBe('unit_prices_unsettled');
    expect((await correct(1000)).status).toBe(200);

    const sealed = () => app.dataSource.query(`SELECT * FROM sealed_envelope ORDER BY id`);
    const stored = await sealed();
    // What was sent is sealed for its bidder too: that the documents were corrected is all that can be told of it.
    expect(toldOf({ body: await bids[0]?.read() })).toEqual([null, true, null, ['documents_corrected']]);
    // The own copy, sent again, is the same bid; it is told by the quantities of now.
    const sums = ['72000.00', '80000.00', '88000.00'];
    const again = await Promise.all(sums.map((price, i) => send(i, { price })));
    expect(again.map(toldOf)).toEqual([
      ['90000.00', true, null, ['documents_corrected']],
      ['100000.00', true, null, ['documents_corrected']],
      ['110000.00', true, null, ['price_above_ceiling', 'unit_price_above_ceiling', 'documents_corrected']],
    ]);
    const version = ({ body }: { body: unknown }) => [(body as BidBody).version, (body as BidBody).sha256];
    expect(again.map(version)).toEqual(before.map(version));
    // Another bid that says the sum of before is refused, and nothing is stored of it.
    const other = await send(0, { price: '72000.00', statement: '另一份方案' });
    expect(said(other as unknown as Answer)).toEqual([400, 'validation_failed', null, ['/content/price']]);
    expect(await sealed()).toEqual(stored);

    await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).expect(200);
    const read = (body as { lots: [{ bids: { price: string }[] }] }).lots[0].bids.map(({ price }) => price);
    expect(read.sort()).toEqual(['100000.00', '110000.00', '90000.00']);
    const opened = (await bids[2]?.read()) as Told;
    expect([opened.amount, opened.notices.map(({ code }) => code)]).toEqual([
      '110000.00',
      ['price_above_ceiling', 'unit_price_above_ceiling', 'documents_corrected'],
    ]);
  });

  it('brings an offer near the largest amount beyond what can be said: it is told so, opened, and rejected by the panel', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { tender, draft, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: [lotOf(1)] });
    const most = '999999999999999.99';
    const visits = ['90.00', '95.00', '100.00', most];
    const bidders = await makeBidders(app, visits.length);
    const bids: Bidding[] = [];
    for (const [i, bidder] of bidders.entries())
      bids.push(await Bidding.submitted(app, bidder, lots[0] ?? '', offered(visits[i] ?? '')));
    const correction = { lots: [lotOf(1000)] };
    const corrected = await draft.send('post', 'actions/correct', { reason: '更正预计数量', correction });
    expect(corrected.status).toBe(200);

    const above = ['price_above_ceiling', 'unit_price_above_ceiling'];
    const dear = bids[3] as Bidding;
    const again = await dear.act('submit', { content: { ...offered(most), price: most } });
    expect([again.status, ...toldOf(again)]).toEqual([200, null, true, null, [...above, 'documents_corrected']]);
    const anew = await dear.act('submit', { content: offered(most) });
    expect(said(anew as unknown as Answer)).toEqual([400, 'validation_failed', null, ['/content/unitPrices']]);
    const [other] = await makeBidders(app, 1);
    const written = await Bidding.begin(app, other as Bidder, lots[0] ?? '', offered(most));
    expect(toldOf({ body: await written.read() }).toSpliced(2, 1)).toEqual([null, false, above]);

    await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).expect(200);
    const read = (body as { lots: [{ bids: { bidder: { id: string }; price: string | null }[] }] }).lots[0].bids;
    const priceOf = (i: number) => read.find(({ bidder }) => bidder.id === bidders[i]?.body)?.price;
    expect([0, 1, 2, 3].map(priceOf)).toEqual(['90000.00', '95000.00', '100000.00', null]);
    expect(((await dear.read()) as Told).notices.map(({ code }) => code)).toEqual([...above, 'documents_corrected']);
    const review = await reviewOpened(app, draft, await makeReviewers(app, ALL_MEMBERS.length));
    const [first] = review.seated() as [TestAccount];
    const refused = await review.post('actions/check-conformity', review.results(), first);
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'offer_above_ceiling']);
    await review.conform([dear.id]);
  });

  it('is told in a draft by what the prices of units come to, before a sum is said', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: [lotOf(1000)] });
    const [bidder] = await makeBidders(app, 1);
    if (!bidder) throw new Error('no bidder');
    const draft = await Bidding.begin(app, bidder, lots[0] ?? '', offered('100.01'));
    // 1 000 × 100.01.
    const { amount, content, notices } = (await draft.read()) as Told;
    expect([amount, content?.price, notices.map(({ code }) => code)]).toEqual([
      '100010.00',
      null,
      ['price_above_ceiling', 'unit_price_above_ceiling'],
    ]);
  });
});
