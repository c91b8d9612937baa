import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { importRows, rejectsOf, row } from '../support/imports.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

let count = 0;
const fresh = () => `lots-${++count}`;
async function take(name: string, rows: readonly object[]) {
  const done = await importRows(app, name, rows);
  expect(await rejectsOf(app, done.id)).toEqual([]);
  return done;
}
async function readTender(name: string, reference = 'a') {
  const found = await app.http.get(`/api/v1/notices?externalId=${name}:${reference}`).expect(200);
  return (await app.http.get(`/api/v1/tenders/${found.body.items[0].tender}`).expect(200)).body;
}
/** What the rows of a purchase say and nobody reads. */
const readUnread = (tender: { completeness: { field: string }[] }) =>
  tender.completeness.map(({ field }) => field).filter((field) => field.startsWith('file.'));
const award = { notice_type: 'award', notice_date: '2025-12-20', award_date: '2025-12-18' };
const contract = { notice_type: 'contract', notice_date: '2025-12-28', contract_signed_date: '2025-12-26' };

describe('a bidder of an imported notice', () => {
  it('was rejected where the row says so or why', async () => {
    const name = fresh();
    await take(name, [
      row('a', {
        ...award,
        winner: '机构A',
        winning_price_yuan: 90,
        bidders: [
          { name: '机构A', price_yuan: 90, score: 91.5, rank: 1, status: '有效' },
          { name: '机构B', price_yuan: 80, rejected_reason: '资格审查未通过' },
        ],
      }),
    ]);
    const [lot] = (await readTender(name)).lots;
    expect(lot.bids).toMatchObject([
      { bidder: { name: '机构A' }, price: '90.00', score: '91.5', rank: 1, status: 'valid', rejectedFor: null },
      { bidder: { name: '机构B' }, price: '80.00', rank: null, status: 'rejected', rejectedFor: '资格审查未通过' },
    ]);
  });
});

describe('a lot of an imported notice', () => {
  it('has its own price, number of bids and way of pricing', async () => {
    const name = fresh();
    await take(name, [
      row('a', {
        ...award,
        lots: [
          { lot_no: '1', winner: '机构A', price_yuan: 120000, bid_count: 4, pricing: 'competitive' },
          { lot_no: '2', winner: '机构B', price_yuan: 80000, bid_count: 3, pricing: '固定' },
        ],
      }),
    ]);
    expect((await readTender(name)).lots).toMatchObject([
      { no: 1, pricing: 'competitive', bidCount: 4, award: { supplier: { name: '机构A' }, amount: '120000.00' } },
      { no: 2, pricing: 'fixed', bidCount: 3, award: { supplier: { name: '机构B' }, amount: '80000.00' } },
    ]);
  });

  it.each([
    ['numbers', (no: number) => ({ lot_no: String(no) })],
    ['labels', (no: number) => ({ lot_no: `第${no}包`, name: no === 1 ? '甲区' : '乙区' })],
    ['names', (no: number) => ({ name: `第${no}包` })],
  ])(
    'keeps its own winner and budget where its notice lists the lots by their %s in another order',
    async (_, call) => {
      const name = fresh();
      const tender = row('a', {
        ...{ notice_type: 'tender', project_no: 'P-1', notice_date: '2025-11-02' },
        lots: [
          { ...call(1), budget_yuan: 100 },
          { ...call(2), budget_yuan: 900 },
        ],
      });
      const result = row('b', {
        ...{ notice_type: 'result', project_no: 'P-1', follows: 'a', notice_date: '2025-12-20' },
        lots: [
          { ...call(1), winner: '机构A', winning_price_yuan: 90 },
          { ...call(2), winner: '机构B', winning_price_yuan: 800 },
        ],
      });
      const readLots = async () =>
        (await readTender(name)).lots.map((lot: { no: number; budget: string; award: { supplier: object } }) => [
          ...[lot.no, lot.budget, lot.award.supplier],
        ]);
      await take(name, [tender, result]);
      const before = await readLots();
      expect(before).toMatchObject([
        [1, '100.00', { name: '机构A' }],
        [2, '900.00', { name: '机构B' }],
      ]);
      for (const each of [tender, result])
        await take(name, [{ ...each, lots: [...(each as unknown as { lots: object[] }).lots].reverse() }]);
      expect(await readLots()).toEqual(before);
    },
  );

  it('says to everybody how many bid on it where it failed, also that nobody did', async () => {
    const name = fresh();
    await take(name, [
      row('a', {
        notice_type: 'failure',
        notice_date: '2025-12-20',
        lots: [
          { lot_no: '1', name: '日托', bid_count: 2 },
          { lot_no: '2', name: '夜间照护', bid_count: 0 },
          { lot_no: '3', name: '助餐' },
        ],
      }),
    ]);
    const { lots, facts } = await readTender(name);
    expect(lots).toMatchObject([2, 0, null].map((bidCount) => ({ state: 'failed', bidCount, award: null })));
    expect(facts.map(({ data }: { data: object }) => data)).toMatchObject([{ bidCount: 2 }, { bidCount: 0 }, {}]);
    const single = fresh();
    await take(single, [row('a', { notice_type: 'failure', notice_date: '2025-12-20', bid_count: 2 })]);
    const { ocid } = await readTender(single);
    const release = await app.http.get(`/api/v1/ocds/releases/${ocid}`).expect(200);
    expect(release.body.releases[0].tender).toMatchObject({ status: 'unsuccessful', numberOfTenderers: 2 });
  });

  it('has a contract of its own days', async () => {
    const name = fresh();
    await take(name, [
      row('a', {
        ...contract,
        service_start: '2026-01-01',
        service_end: '2026-12-31',
        lots: [
          { lot_no: '1', winner: '机构A', price_yuan: 120000 },
          { lot_no: '2', winner: '机构B', price_yuan: 80000, service_start: '2026-03', service_end: '2026-08-31' },
        ],
      }),
    ]);
    const { contracts } = await readTender(name);
    const windows = await Promise.all(
      contracts.map(
        async ({ id }: { id: string }) => (await app.http.get(`/api/v1/contracts/${id}`).expect(200)).body.window,
      ),
    );
    expect(windows).toEqual([
      { start: '2026-01-01', end: '2026-12-31' },
      { start: '2026-03', end: '2026-08-31' },
    ]);
  });

  it('has days of its own where the call says them, and those of the whole where it does not', async () => {
    const name = fresh();
    const call = (start: string, pricing: string) =>
      row('a', {
        notice_date: '2025-11-20',
        service_start: '2026-01-01',
        service_end: '2026-12-31',
        pricing: 'competitive',
        lots: [
          { lot_no: '1', name: '日托' },
          {
            lot_no: '2',
            name: '夜间照护',
            service_start: start,
            service_end: '2026-08',
            pricing,
            service_term_text: '半年',
          },
        ],
      });
    await take(name, [call('2026-03', '固定')]);
    const read = async () => (await readTender(name)).lots;
    expect(await read()).toMatchObject([
      { window: { start: '2026-01-01', end: '2026-12-31' }, own: [], pricing: 'competitive' },
      { window: { start: '2026-03', end: '2026-08' }, termText: '半年', own: ['window', 'termText'], pricing: 'fixed' },
    ]);
    await take(name, [call('2026-04', 'competitive')]);
    expect((await read())[1]).toMatchObject({ window: { start: '2026-04', end: '2026-08' }, pricing: 'competitive' });
    const own = { lot_no: '1', service_start: '2026-02-01', winner: '机构A' };
    await take(name, [row('b', { ...award, follows: 'a', lots: [own] })]);
    expect((await read())[0]).toMatchObject({
      window: { start: '2026-02-01', end: '2026-12-31' },
      award: { supplier: { name: '机构A' } },
    });
  });

  it('that ends before it starts is a fault of its row', async () => {
    const lots = [{ lot_no: '1', service_start: '2026-05', service_end: '2026-03' }, { lot_no: '2' }];
    const done = await importRows(app, fresh(), [row('a', { lots })]);
    expect(await rejectsOf(app, done.id)).toMatchObject([
      { errors: [{ pointer: '/lots/0/service_end', code: 'end_before_start' }] },
    ]);
  });

  it('has a unit price, and says of what', async () => {
    const name = fresh();
    await take(name, [
      row('a', { ...award, winner: '机构A', unit_price_yuan: 35, unit: '人次' }),
      row('b', { ...award, winner: '机构A', winning_price_yuan: 7, unit_price_yuan: 35 }),
    ]);
    const [lot] = (await readTender(name)).lots;
    expect(lot.award).toMatchObject({ supplier: { name: '机构A' }, amount: null, unitPrice: '35.00', unit: '人次' });
    const [other] = (await readTender(name, 'b')).lots;
    expect(other.award).toMatchObject({ amount: '7.00', unitPrice: null, unit: null });
  });

  it('has several suppliers, each with its award and its contract', async () => {
    const name = fresh();
    const suppliers = [
      { name: '机构A', share: 60, rank: 1, unit_price_yuan: 35, unit: '人次' },
      { name: '机构B', share: 40, rank: 2, unit_price_yuan: 33.5, unit: '人次' },
    ];
    const lots = [{ lot_no: '1', suppliers, bid_count: 5 }];
    await take(name, [
      row('a', { notice_date: '2025-11-20', method: 'framework', lots: [{ lot_no: '1' }] }),
      row('b', { ...award, follows: 'a', lots }),
      row('c', {
        ...contract,
        follows: 'a',
        lots: [
          {
            lot_no: '1',
            suppliers: [
              { name: '机构A', price_yuan: 60 },
              { name: '机构B', price_yuan: 40 },
            ],
          },
        ],
      }),
      row('d', { notice_type: 'acceptance', notice_date: '2026-12-20', follows: 'a', winner: '机构B' }),
      row('e', { notice_type: 'evaluation', notice_date: '2026-12-21', follows: 'a' }),
    ]);
    const tender = await readTender(name);
    expect(tender).toMatchObject({ conflicts: [], method: 'FRAMEWORK', contracts: [{ lot: 1 }, { lot: 1 }] });
    expect(tender.lots[0]).toMatchObject({
      suppliersMost: 2,
      bidCount: 5,
      awards: [
        { supplier: { name: '机构A' }, share: 6000, rank: 1, unitPrice: '35.00', unit: '人次' },
        { supplier: { name: '机构B' }, share: 4000, rank: 2, unitPrice: '33.50', unit: '人次' },
      ],
    });
    const read = async ({ id }: { id: string }) => (await app.http.get(`/api/v1/contracts/${id}`).expect(200)).body;
    const contracts = await Promise.all(tender.contracts.map(read));
    const brief = contracts.map(({ supplier, amount, facts }) => ({
      supplier: supplier.name,
      amount,
      own: facts.filter(({ kind }: { kind: string }) => kind === 'acceptance').length,
    }));
    expect(brief.sort((a, b) => (a.supplier < b.supplier ? -1 : 1))).toEqual([
      { supplier: '机构A', amount: '60.00', own: 0 },
      { supplier: '机构B', amount: '40.00', own: 1 },
    ]);
  });

  it('has as many suppliers as the notice says, though it names fewer', async () => {
    const name = fresh();
    await take(name, [
      row('a', { ...award, lots: [{ lot_no: '1', suppliers: ['机构A', '机构B'], supplier_count: 3 }] }),
    ]);
    const [lot] = (await readTender(name)).lots;
    expect(lot.suppliersMost).toBe(3);
    expect(lot.awards.map(({ supplier }: { supplier: { name: string } }) => supplier.name)).toEqual(['机构A', '机构B']);
  });

  it('has another supplier where the row comes again with one; the award of the first is no more', async () => {
    const name = fresh();
    const of = (...suppliers: string[]) => row('a', { ...award, lots: [{ lot_no: '1', suppliers }] });
    await take(name, [of('机构A', '机构B')]);
    await take(name, [of('机构A', '机构C')]);
    const [lot] = (await readTender(name)).lots;
    expect(lot.awards.map(({ supplier }: { supplier: { name: string } }) => supplier.name)).toEqual(['机构A', '机构C']);
  });

  it('keeps what it says under other keys, and completeness lists them once', async () => {
    const name = fresh();
    const lots = [
      { lot_no: '1', winner: '机构A', warranty: '一年' },
      { lot_no: '2', winner: '机构B', warranty: '两年' },
    ];
    await take(name, [row('a', { ...award, lots, bidders: [{ name: '机构A', lot_no: '1', phone: '1' }] })]);
    const { completeness } = await readTender(name);
    expect(completeness.filter(({ field }: { field: string }) => field.startsWith('file.'))).toEqual([
      { field: 'file.lots.warranty', lot: null },
      { field: 'file.bidders.phone', lot: null },
    ]);
  });

  it('that its round lacks stays with the row, as a bidder of none does, and completeness lists them once', async () => {
    const name = fresh();
    const lots = [{ lot_no: '1' }, { lot_no: '2' }];
    const results = [
      { lot_no: '第2包', winner: '机构B' },
      { lot_no: '3', winner: '机构C' },
      { name: '助餐', bid_count: 2 },
      {},
    ];
    const bidders = [
      { name: '机构A', lot_no: '一标段' },
      { name: '机构C', lot_no: '3' },
      { name: '机构D', lot_no: '3' },
      { name: '机构E' },
    ];
    const call = { notice_type: 'tender', notice_date: '2025-11-20', lots, bidders: [{ name: '机构F', lot_no: '9' }] };
    const follows = { follows: 'a', lots: results, bidders };
    await take(name, [row('a', call), row('b', { ...award, ...follows }), row('c', { ...award, ...follows })]);
    const tender = await readTender(name);
    expect(tender.lots.map(({ award: of }: { award: { supplier: object } | null }) => of?.supplier ?? null)).toEqual([
      null,
      expect.objectContaining({ name: '机构B' }),
    ]);
    expect(tender.lots.map(({ bids }: { bids: unknown[] }) => bids.length)).toEqual([0, 0]);
    expect(readUnread(tender)).toEqual([
      'file.lots.lot_no=3',
      'file.lots.name=助餐',
      'file.lots.lot_no',
      'file.bidders.lot_no=一标段',
      'file.bidders.lot_no=3',
      'file.bidders.lot_no',
    ]);
  });

  it('without a label is one of the round that its row opens', async () => {
    const name = fresh();
    const lots = [{ winner: '机构A' }, { winner: '机构B' }];
    await take(name, [
      row('a', {
        ...award,
        lots,
        bidders: [
          { name: '机构A', lot_no: '2' },
          { name: '机构C', lot_no: '4' },
        ],
      }),
    ]);
    const tender = await readTender(name);
    expect(tender.lots).toMatchObject([{ bids: [] }, { bids: [{ bidder: { name: '机构A' } }] }]);
    expect(readUnread(tender)).toEqual(['file.bidders.lot_no=4']);
  });

  it('is found by the number of its label, however the label is written', async () => {
    const name = fresh();
    const call = { notice_type: 'tender', notice_date: '2025-11-20' };
    const lots = [
      { lot_no: '1', name: '日间照料' },
      { lot_no: '二标段', name: '上门服务' },
      { lot_no: 'A包', name: '助餐' },
    ];
    const results = [
      { lot_no: '第2包', winner: '机构B' },
      { lot_no: '包组１', winner: '机构A' },
    ];
    const bidders = [
      { name: '机构A', lot_no: '一标段', price_yuan: 3 },
      { name: '机构C', lot_no: '2', price_yuan: 4 },
      { name: '机构D', lot_no: '第12包', price_yuan: 5 },
    ];
    await take(name, [row('a', { ...call, lots }), row('b', { ...award, follows: 'a', lots: results, bidders })]);
    const told = (await readTender(name)).lots.map(
      (lot: { no: number; award: { supplier: object } | null; bids: { bidder: object }[] }) => [
        lot.no,
        lot.award?.supplier ?? null,
        lot.bids.map(({ bidder }) => bidder),
      ],
    );
    const named = (body: string) => expect.objectContaining({ name: body });
    expect(told).toEqual([
      [1, named('机构A'), [named('机构A')]],
      [2, named('机构B'), [named('机构C')]],
      [3, null, []],
    ]);
  });

  it('is not taken for the one at the place that its label counts', async () => {
    const name = fresh();
    const lots = [{ lot_no: '包2' }, { lot_no: '包1' }];
    const results = [{ lot_no: '2', winner: '机构B' }];
    const bidders = [{ name: '机构C', lot_no: '２', price_yuan: 4 }];
    await take(name, [
      row('a', { notice_type: 'tender', notice_date: '2025-11-20', lots }),
      row('b', { ...award, follows: 'a', lots: results, bidders }),
    ]);
    expect((await readTender(name)).lots).toMatchObject([
      { name: '包2', award: { supplier: { name: '机构B' } }, bids: [{ bidder: { name: '机构C' } }] },
      { name: '包1', award: null, bids: [] },
    ]);
  });

  it('follows a row that comes again with another status, price or number of bids', async () => {
    const name = fresh();
    const of = (price: number, bids: number, status: string) =>
      row('a', {
        ...award,
        lots: [{ lot_no: '1', winner: '机构A', price_yuan: price, bid_count: bids }],
        bidders: [{ name: '机构A', lot_no: '1', status }],
      });
    await take(name, [of(10, 3, '有效')]);
    expect(await take(name, [of(12, 4, '无效')])).toMatchObject({ accepted: 1, unchanged: 0 });
    const [lot] = (await readTender(name)).lots;
    expect(lot).toMatchObject({ bidCount: 4, award: { amount: '12.00' }, bids: [{ status: 'rejected' }] });
    expect(await take(name, [of(12, 4, '无效')])).toMatchObject({ accepted: 0, unchanged: 1 });
  });
});
