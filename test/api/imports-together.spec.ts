import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { holdings, importRows, row } from '../support/imports.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const call = { notice_date: '2022-11-01', bid_deadline: '2022-11-21' };
const award = { notice_type: 'award', winner: '机构A', award_date: '2022-12-01', winning_price_yuan: 5 };
const of = (title: string, more: object = {}) => ({ project_title: title, ...more });

describe('rows that are taken together', () => {
  /** What is said of the rows themselves: their notices, and the bids that they tell of. */
  const loadNoticesAndBids = (name: string) =>
    app.dataSource.query<object[]>(
      `SELECT n.reference, n.title, n.kind, n.published_on, n.deadline_at, n.buyer_name, n.search_text, n.method, n.raw, t.round, t.title AS tender,
         (SELECT jsonb_agg(jsonb_build_array(o.name, b.price, b.rank) ORDER BY o.name) FROM bid b JOIN organisation o ON o.id = b.bidder_id
          WHERE b.tender_id = t.id) AS bids
       FROM notice n JOIN tender t ON t.id = n.tender_id WHERE n.dataset = $1 ORDER BY n.reference`,
      [`import:${name}`],
    );

  it('have the notices and bids that they have one by one, also where the next row asks for what the last one said', async () => {
    const bidders = (...prices: number[]) => prices.map((price, i) => ({ name: `机构${i}`, price_yuan: price }));
    const rows = [
      row('p1', of('by number', { ...call, project_no: 'P-1' })),
      row('p2', of('by number', { ...award, project_no: 'P-1', bidders: bidders(5, 6) })),
      // A second call of a round that has one opens another.
      row('p3', of('by number', { ...call, project_no: 'P-1' })),
      row('q1', of('named later', { ...call, buyer: null })),
      row('q2', of('named later', { ...award, follows: 'q1', budget_yuan: 9, bidders: bidders(5, 7) })),
      row('q3', of('named later', { ...award, follows: 'q1', winner: '机构A', bidders: bidders(5, 8, 9) })),
    ];
    const [together, alone] = ['together', 'alone'];
    expect(await importRows(app, together, rows)).toMatchObject({ accepted: 6 });
    for (const one of rows) expect(await importRows(app, alone, [one])).toMatchObject({ accepted: 1 });
    const stored = await loadNoticesAndBids(together);
    expect(stored).toEqual(await loadNoticesAndBids(alone));
    expect(await holdings(app, together)).toEqual(await holdings(app, alone));
    expect(stored).toMatchObject([
      ...[{ round: 1 }, { round: 1, bids: [{}, {}] }, { round: 2, bids: null }],
      ...[{ buyer_name: '采购人A' }, { bids: [{}, {}, {}] }, { bids: [{}, {}, {}] }],
    ]);
  });
});
