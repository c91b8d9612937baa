import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBiddingParties } from '../support/bidding-parties.js';
import { Bidding, issueTender, OPEN_TENDER, openTenderBids, type Bidder } from '../support/bidding.js';
import { Consulting, FINAL, PANEL } from '../support/consultation.js';
import { Contracting, said } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { Settling } from '../support/settling.js';
import { asked, awardCheapest, BY_VISIT, reviewOpened, UNIT_LOT } from '../support/unit-prices.js';

interface Awards {
  items: [{ awards: { id: string; amount: string }[] }];
}

describe('a lot that is paid by the unit', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    ({ bureau, bidders, reviewers } = await makeBiddingParties(app, 4));
  });
  afterAll(() => app.close());

  const notice = async (tender: string, kind: string): Promise<string> =>
    (await app.http.get(`/api/v1/tenders/${tender}/notices/${kind}/text`).set(bureau.officer.auth).expect(200)).text;

  it('goes from unit prices in sealed bids over ranking, notices and contract to a settlement', async () => {
    const { tender, draft, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: [UNIT_LOT] });
    const announced = await notice(tender, 'tender');
    expect(announced).toContain(
      '计价项目1：每人次 40.00 元，按服务记录的服务人次计，限探访，预计 4000 人次；超过 3000 人次的部分每人次 35.00 元。',
    );

    const [lot = ''] = lots;
    const prices = [
      ['36.00', '30.00'],
      ['35.00', '34.00'],
      // More than the documents allow for a visit, and yet below the ceiling of the lot.
      ['41.00', '30.00'],
      ['38', '35'],
    ] as const;
    const bids: Bidding[] = [];
    for (const [i, [visit, above]] of prices.entries())
      bids.push(await Bidding.submitted(app, bidders[i] as Bidder, lot, asked(visit, above)));
    // What is submitted is sealed for its bidder, too; sent again it is the same bid.
    const before = await bids[0]?.read();
    expect(before).toMatchObject({ state: 'submitted', content: null });
    const again = await bids[0]?.act('submit', { content: asked('36', '30') });
    expect(again?.body).toMatchObject({ sha256: before?.sha256, version: before?.version });

    await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);
    const opened = await app.http.get(`/api/v1/tenders/${tender}/opening`).expect(200);
    const read = (opened.body as { lots: [{ bids: { price: string }[] }] }).lots[0].bids;
    // 3 000 at the first price and 1 000 at the second.
    expect(read.map(({ price }) => price).sort()).toEqual(['138000.00', '139000.00', '149000.00', '153000.00']);
    expect((await bids[2]?.read())?.notices.map(({ code }) => code)).toContain('unit_price_above_ceiling');

    const review = await reviewOpened(app, draft, reviewers);
    const dear = review.offers[3]?.bid ?? '';
    const [first] = review.seated() as [TestAccount];
    const refused = await review.post('actions/check-conformity', review.results(), first);
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({
        code: 'offer_above_ceiling',
        errors: [expect.objectContaining({ pointer: '/results/3/passed' })],
      }),
    ]);
    await review.conform([dear]);
    review.offers.pop();
    await review.scored(() => ['40', '24']);
    for (const by of review.seated()) await review.must('signatures', {}, by);
    await review.must('actions/report', {}, first);

    const { candidates, award } = await awardCheapest(review, bureau);
    // 20 points of the price: all, 20 × 138 / 139, 20 × 138 / 149.
    expect(candidates.map(({ rank, price, total }) => [rank, price, total])).toEqual([
      [1, '138000.00', '84.00'],
      [2, '139000.00', '83.86'],
      [3, '149000.00', '82.52'],
    ]);
    expect(await draft.read()).toMatchObject({
      lots: [{ award: { amount: '138000.00', unitPrice: '36.00', unit: '人次' } }],
    });
    const result = await notice(tender, 'result');
    expect(result).toContain('中标金额：138000.00 元');
    expect(result).toContain('中标单价：36.00 元／人次');

    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, standards: [{ no: 1, text: '上门服务' }], confirmDays: 10 });
    if (made.status !== 201) throw new Error(made.text);
    const parties = { bureau, agency: bidders[0]?.body ?? '', manager: bidders[0]?.user as TestAccount };
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    const { here, amount } = await contract.read();
    const price = {
      ...BY_VISIT,
      items: [{ ...BY_VISIT.items[0], unitPrice: '36.00', bands: [{ above: 3000, unitPrice: '30.00' }] }],
    };
    expect([amount, here.content.price, here.content.payments]).toEqual(['138000.00', price, []]);
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const dearer = { ...price, items: [{ ...price.items[0], unitPrice: '37.00' }] };
    await contract.must('redraft', { reason: '更正', content: { price: dearer } });
    expect(said(await contract.sign(parties.manager))).toEqual([422, 'contract_departs', 'CONTRACT-MATCH', ['/price']]);
    await contract.must('redraft', { reason: '更正', content: { price } });
    await contract.signBoth();
    await contract.must('publish', { url: 'https://example.org/contract' });
    expect(await notice(tender, 'contract')).toContain('合同单价：36.00 元／人次');

    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    await contract.must('start');
    const work = new Settling(app, contract);
    await setBusinessTime(app, '2026-02-03T09:00:00+08:00');
    await work.served('2026-01-06', 120);
    expect(await work.proposed()).toMatchObject({ items: [{ unitPrice: '36.00', units: 120 }], total: '4320.00' });
    const { body: tasks } = await app.http.get('/api/v1/me/tasks?kind=settlement').set(bureau.officer.auth).expect(200);
    expect(tasks).toMatchObject({ items: [{ kind: 'settlement', lot: 1 }] });
  });

  it('is offered for by unit prices in the last offers of a consultation too', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    await allowFixedInstant(app);
    const lot = await Consulting.sealed(app, bureau, reviewers.slice(0, PANEL.length), [], {
      lots: [UNIT_LOT],
      offers: [asked('39', '35'), asked('38', '35'), asked('40', '35')],
    });
    expect((await lot.request()).status).toBe(200);
    expect(said(await lot.send(0, { ...asked('38', '34'), price: '1.00' }))).toEqual([
      400,
      'validation_failed',
      null,
      ['/content/price'],
    ]);
    for (const [i, [visit, above]] of (
      [
        ['37', '30'],
        ['36', '34'],
        ['40.01', '30'],
      ] as const
    ).entries())
      expect((await lot.send(i, asked(visit, above))).status).toBe(200);
    await setInstant(app, FINAL);
    await lot.close();
    const { bids } = await lot.lot();
    expect(bids.map(({ status }) => status).sort()).toEqual(['rejected', 'valid', 'valid']);
    const rows = await app.dataSource.query<{ price: string }[]>(
      `SELECT price::text FROM final_offer WHERE bid_id = ANY ($1::uuid[]) ORDER BY price`,
      [bids.map(({ id }) => id)],
    );
    expect(rows.map(({ price }) => price)).toEqual(['14100000', '14200000', '15003000']);
    await lot.reported();
    await lot.published();
    const { body } = await app.http.get(`/api/v1/tenders/${lot.review.id}/awards`).set(bureau.officer.auth).expect(200);
    const [awarded] = (body as Awards).items[0].awards;
    expect(awarded?.amount).toBe('141000.00');
    const made = await app.http.post('/api/v1/contracts').set(bureau.officer.auth).send({ award: awarded?.id });
    expect(made.body).toMatchObject({
      here: { content: { price: { items: [{ unitPrice: '37.00', bands: [{ above: 3000, unitPrice: '30.00' }] }] } } },
    });
  });
});
