import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { sayAgain } from '../../src/purchase/tenders/conducted/action-facts.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, type Flag } from '../support/flag-desk.js';
import { plantMarket, scoreBid, type PlantedLot } from '../support/markets.js';
import { setBusinessDay, type RiskWorld } from '../support/risk-world.js';

const STEPS = ['180123.45', '183835.80', '187548.15', '191260.50', '194972.85'];
const CORRECTED = ['184000.00', '184500.00'];

describe('a flag that cites a bid whose fact was replaced since', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let world: RiskWorld;

  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    await setBusinessDay(app, '2024-03-01');
    world = desk.world;
  });
  afterAll(() => app.close());

  const listPieces = ({ evidence }: Flag): (readonly [string, string, string])[] =>
    (evidence?.[0]?.evidence ?? []).map(({ record, field, value }) => [record, field, value] as const);
  const listReplacements = (flag: Flag) => listPieces(flag).filter(([, field]) => field === 'replacedBy');
  const ask = (id: string, body: string) =>
    desk.read(id).then((flag) => desk.done(flag, 'assign', { askOrganisations: [body] }));

  const bid = (
    price: string,
    organisation: string,
    more: { replaces?: string; source?: { kind: 'statement' | 'reconstruction' } } = {},
  ) => ({
    kind: 'bid',
    lot: 1,
    data: { bidder: { organisation }, price, status: 'valid' },
    ...more,
  });

  /** A lot whose prices rise in even steps, of which its winner was asked. The winner's bid was told, not published. */
  async function plantSteps() {
    const bodies: string[] = [];
    for (let n = 0; n < STEPS.length; n++) bodies.push(await makeBody(app, { kind: 'agency' }));
    const lots = [{ no: 1, ceiling: '200000.00', pricing: 'competitive' as const }];
    const tender = await world.tender({ buyer: desk.buyer, lots });
    const [, ...bids] = await world.facts(tender, [
      { kind: 'notice', data: { publishedOn: '2023-10-01' } },
      ...STEPS.map((price, n) => bid(price, bodies[n] ?? '', n === 0 ? { source: { kind: 'statement' } } : {})),
      { kind: 'award', lot: 1, data: { supplier: { organisation: bodies[0] }, amount: STEPS[0], bidCount: 5 } },
    ]);
    await world.settle();
    const [{ id } = { id: '' }] = (await world.flags('C05')).filter(({ root_id: root }) => root === tender);
    await ask(id, bodies[0] ?? '');
    return { tender, bodies, bids, id, asked: await makeUser(app, 'agency_manager', bodies[0]) };
  }

  describe('of one lot', () => {
    let tender: string;
    let bids: string[];
    let id: string;
    let asked: TestAccount;
    let other: TestAccount;
    let before: Flag;
    let bodies: string[];

    beforeAll(async () => {
      ({ tender, bodies, bids, id, asked } = await plantSteps());
      other = await makeUser(app, 'agency_manager', bodies[1]);
      before = await desk.read(id, asked);
    });

    /** The second bid and its own are said anew, one of them twice. */
    const replace = async (): Promise<string[]> => {
      const [own, first] = await world.facts(tender, [
        bid('181000.00', bodies[0] ?? '', { replaces: bids[0] }),
        bid(CORRECTED[0] ?? '', bodies[1] ?? '', { replaces: bids[1] }),
      ]);
      const [last] = await world.facts(tender, [bid(CORRECTED[1] ?? '', bodies[1] ?? '', { replaces: first })]);
      return [own ?? '', last ?? ''];
    };

    it('is read by the body that was asked as it was, with what stands in its place', async () => {
      expect(before.evidence?.[0]?.withheld).toEqual([]);
      expect(listReplacements(before)).toEqual([]);
      const [own, last] = await replace();
      const expected = [
        ...listPieces(before),
        [`bid:${bids[0]}`, 'replacedBy', `bid:${own}`],
        [`bid:${own}`, 'price', '181000.00'],
        [`bid:${bids[1]}`, 'replacedBy', `bid:${last}`],
        [`bid:${last}`, 'price', CORRECTED[1]],
      ];
      expect(listPieces(before)).toContainEqual([`bid:${bids[1]}`, 'price', STEPS[1]]);
      const check = async () => {
        const read = await desk.read(id, asked);
        expect(listPieces(read)).toEqual(expect.arrayContaining(expected));
        expect(listPieces(read)).toHaveLength(expected.length);
        expect(read.evidence?.[0]).toMatchObject({ withheld: [], explanation: before.evidence?.[0]?.explanation });
        expect(listPieces(await desk.read(id))).toEqual(listPieces(read));
      };
      await check();
      // So it is once the rule has looked at it again and finds nothing any more.
      await world.settle();
      expect((await desk.read(id)).state).toBe('cleared');
      await check();
      await app.http.get(`/api/v1/risk/flags/${id}`).set(other.auth).expect(404);
      const report = await app.http.get(`/api/v1/risk/flags/${id}/report?lang=en`).set(asked.auth).expect(200);
      expect(report.text).toContain('Corrected since; on record now');
      expect(report.text).not.toContain(last);
    });

    it('stays secret where the prices of its lot may not be told yet', async () => {
      await app.dataSource.query(
        `UPDATE tender SET conducted = 'here', state = 'issued', terms = '{}', plan = '{}' WHERE id = $1`,
        [tender],
      );
      await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, [tender]);
      await app.dataSource.query(`UPDATE bid SET state = 'opened' WHERE tender_id = $1`, [tender]);
      const read = await desk.read(id, asked);
      const told = listPieces(read).map(([record]) => record);
      expect(told).toContain(`bid:${bids[0]}`);
      for (const n of [1, 2]) expect(told).not.toContain(`bid:${bids[n]}`);
      expect(JSON.stringify(read)).not.toContain(CORRECTED[1]);
      expect(read.evidence?.[0]?.withheld.map(({ why }) => why)).toContain('unopened_bid');
    });

    it('stands itself where it was opened here and said anew, and is read by all who were asked', async () => {
      await app.dataSource.query(`UPDATE lot SET state = 'result_published' WHERE tender_id = $1`, [tender]);
      const again = { bidder: { organisation: bodies[2] ?? '' }, price: STEPS[2] ?? '' };
      await world.get(Transactions).run(SYSTEM, (tx) => sayAgain(tx, tender, bids[2] ?? '', again, '副本与回执一致'));
      const read = await desk.read(id, asked);
      expect(listPieces(read)).toContainEqual([`bid:${bids[2]}`, 'price', STEPS[2]]);
      expect(listReplacements(read).map(([record]) => record)).not.toContain(`bid:${bids[2]}`);
      expect(read.evidence?.[0]).toMatchObject({ withheld: [], explanation: before.evidence?.[0]?.explanation });
    });
  });

  it('over many lots is read so too, and nobody reads another’s points', async () => {
    const market = await plantMarket(world, await makeBody(app, { region: '990203' }), '5c'.repeat(32));
    const [lot] = market.ringLots as [PlantedLot];
    const asked = await makeUser(app, 'agency_manager', market.ring[0]);
    const [own = '', other = ''] = market.ring;
    await scoreBid(world, lot, own, '71.25');
    await scoreBid(world, lot, other, '82.5');
    await world.touchAll(await world.dirty());
    await world.screen();
    const [flag] = await world.flags('N12');
    await ask(flag?.id ?? '', own);
    const before = await desk.read(flag?.id ?? '', asked);
    expect(JSON.stringify(before)).toContain('technical 71.25');
    expect(JSON.stringify(before)).not.toContain('82.5');
    // Both are said anew, from the facts that say them now.
    const rows = await app.dataSource.query<{ id: string; data: Record<string, unknown> }[]>(
      `SELECT id, data FROM fact WHERE subject_id = $1 AND data ? 'technicalScore' ORDER BY data ->> 'technicalScore'`,
      [lot.tender],
    );
    const facts = rows.map(({ id: replaces, data }) => ({
      kind: 'bid',
      lot: 1,
      data: { ...data, price: '199000.00' },
      replaces,
    }));
    const ids = await world.facts(lot.tender, facts);
    const after = await desk.read(flag?.id ?? '', asked);
    const added = ids.flatMap((id, n) => [
      [`bid:${rows[n]?.id}`, 'replacedBy', `bid:${id}`],
      [`bid:${id}`, 'price', '199000.00'],
    ]);
    expect(listPieces(after).slice(0, listPieces(before).length)).toEqual(listPieces(before));
    expect(listPieces(after).slice(listPieces(before).length).toSorted()).toEqual(added.toSorted());
    expect(after.evidence?.[0]?.withheld).toEqual(before.evidence?.[0]?.withheld);
    expect(after.explanation).toBe(before.explanation);
    expect(JSON.stringify(after)).not.toContain('82.5');
    // Its bid was another body's: what it was named for wrongly, it reads no more of than anybody who was asked.
    expect(JSON.stringify(after)).toContain('technical 71.25');
    const [wrong] = rows;
    const data = { ...wrong?.data, bidder: { organisation: await makeBody(app, { kind: 'agency' }) } };
    await world.facts(lot.tender, [{ kind: 'bid', lot: 1, data, replaces: ids[0] }]);
    const given = await desk.read(flag?.id ?? '', asked);
    expect(JSON.stringify(given)).not.toContain('technical 71.25');
    expect(given.evidence?.[0]?.withheld).toContainEqual(
      expect.objectContaining({ record: 'bid', field: 'technical', count: 2, why: 'other_body' }),
    );
    expect(listPieces(given)).toContainEqual([`bid:${wrong?.id}`, 'replacedBy', expect.any(String)]);
  });

  it('of which several facts speak is read with the bid that they make, by its own body also before prices are told', async () => {
    const { tender, bodies, bids, id, asked } = await plantSteps();
    // Published since what was only told: the bid has the id of the fact that was published.
    const [own, other] = await world.facts(tender, [
      bid(STEPS[0] ?? '', bodies[0] ?? ''),
      bid(STEPS[1] ?? '', bodies[1] ?? '', { source: { kind: 'reconstruction' } }),
    ]);
    await world.facts(tender, [
      bid(STEPS[1] ?? '', bodies[1] ?? '', { replaces: bids[1], source: { kind: 'statement' } }),
    ]);
    expect([own, other]).toEqual([expect.any(String), expect.any(String)]);
    const told = listPieces(await desk.read(id, asked));
    expect(told).toContainEqual([`bid:${bids[0]}`, 'replacedBy', `bid:${own}`]);
    expect(told).toContainEqual([`bid:${bids[1]}`, 'replacedBy', `bid:${other}`]);
    expect(told).toContainEqual([`bid:${other}`, 'price', STEPS[1]]);
    await app.dataSource.query(
      `UPDATE tender SET conducted = 'here', state = 'issued', terms = '{}', plan = '{}' WHERE id = $1`,
      [tender],
    );
    await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, [tender]);
    await app.dataSource.query(`UPDATE bid SET state = 'opened' WHERE tender_id = $1`, [tender]);
    const early = listPieces(await desk.read(id, asked));
    expect(early).toContainEqual([`bid:${bids[0]}`, 'price', STEPS[0]]);
    for (const n of [1, 2, 3, 4]) expect(early.map(([record]) => record)).not.toContain(`bid:${bids[n]}`);
  });
});
