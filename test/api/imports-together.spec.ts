import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeUser } from '../support/accounts.js';
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

interface ShownFact {
  id: string;
  kind: string;
  lot: number | null;
  data: { amount?: string };
  source: object;
  replacedBy: string | null;
}

describe('a row that comes again in other words', () => {
  it.each(['another source', 'the source of the row'])(
    'takes the place of what a person put there under %s where it says otherwise than before, else leaves it, and nothing stands twice',
    async (how) => {
      const name = how === 'another source' ? 'by-statement' : 'by-notice';
      const amount = (yuan: number) => ({ ...award, follows: 'c1', winning_price_yuan: yuan });
      expect(await importRows(app, name, [row('c1', call), row('c2', amount(5))])).toMatchObject({ accepted: 2 });
      const [found] = await app.dataSource.query<[{ id: string; buyer: string }]>(
        `SELECT id, buyer_id AS buyer FROM tender WHERE dataset = $1`,
        [`import:${name}`],
      );
      const { auth } = await makeUser(app, 'bureau_officer', found.buyer);
      const listAwards = async () => {
        const { body } = await app.http.get(`/api/v1/tenders/${found.id}`).set(auth).expect(200);
        return (body.facts as ShownFact[]).filter((each) => each.kind === 'award' && each.replacedBy === null);
      };
      const [{ id, kind, lot, data, source }] = (await listAwards()) as [ShownFact];
      const correction = {
        ...{ kind, lot, data: { ...data, amount: '6.00' }, replaces: id, reason: '核对' },
        source: how === 'another source' ? { kind: 'statement', reference: '更正单' } : source,
      };
      await app.http
        .post(`/api/v1/tenders/${found.id}/facts`)
        .set({ ...auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [correction] })
        .expect(200);
      const stands = async (yuan: string) =>
        expect((await listAwards()).map((each) => each.data.amount)).toEqual([yuan]);
      await stands('6.00');
      expect(await importRows(app, name, [row('c2', { ...amount(5), note: '重新发布' })])).toMatchObject({
        accepted: 1,
      });
      await stands('6.00');
      expect(await importRows(app, name, [row('c2', amount(7))])).toMatchObject({ accepted: 1 });
      await stands('7.00');
    },
  );
});
