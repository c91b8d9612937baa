import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findIndicator } from '../../src/watch/rules/registry.js';
import { createRandom, shuffle } from '../../src/watch/statistics/random.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { plantLot, type PlantedLot } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:unchanged-markets';
const WINNERS = [0, 1, 2, 2, 0, 1, 1, 0];

interface GroupRow {
  id: string;
  answers: number[] | null;
  digest: string | null;
  /** Who registers groups locks their rows, and that stands in them. */
  locked: string;
}

describe('a market that is as it was', () => {
  let app: TestApp;
  let world: RiskWorld;
  let lots: PlantedLot[];
  let firms: string[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, DATASET);
    const buyer = await world.body('采购人');
    firms = [];
    for (let n = 0; n < 6; n++) firms.push(await world.body(`机构${n}`));
    lots = [];
    // Two circles of three, so that who is in one meets the others of it more often than by chance.
    for (let n = 0; n < 8; n++)
      lots.push(
        await plantLot(
          world,
          buyer,
          `2023-0${n + 1}-15`,
          firms.slice((n % 2) * 3, (n % 2) * 3 + 3).map((bidder, i) => ({
            bidder,
            price: `${165_007 + 1_733 * ((n * 7 + i * 5) % 11)}.00`,
            won: i === WINNERS[n],
          })),
        ),
      );
    await world.touchAll(await world.dirty());
  });
  afterAll(() => app.close());

  const readGroups = (): Promise<GroupRow[]> =>
    app.dataSource.query<GroupRow[]>(
      `SELECT g.id, g.answers, g.digest::text AS digest, g.xmax::text || ' ' || g.xmin::text AS locked
       FROM bidder_group g JOIN market m ON m.id = g.market_id WHERE m.dataset = $1 ORDER BY g.id`,
      [DATASET],
    );
  const readStamp = async (): Promise<string | null> => {
    const [row] = await app.dataSource.query<{ stamp: string | null }[]>(
      `SELECT stamp FROM market WHERE dataset = $1`,
      [DATASET],
    );
    return row?.stamp ?? null;
  };
  const withoutLocks = (rows: readonly GroupRow[]): object[] => rows.map((row) => ({ ...row, locked: null }));

  it('is not judged again by a pass, and is where its stamp is gone', async () => {
    const [stamp, before] = [await readStamp(), await readGroups()];
    expect(stamp).toMatch(/^[0-9a-f-]{36}$/);
    expect(before.length).toBeGreaterThan(0);
    expect((await world.reassess()).changed).toBe(0);
    expect(await readGroups()).toEqual(before);
    await app.dataSource.query(`UPDATE market SET stamp = NULL`);
    expect((await world.reassess()).changed).toBe(0);
    const after = await readGroups();
    expect(withoutLocks(after)).toEqual(withoutLocks(before));
    expect(after.map(({ locked }) => locked)).not.toEqual(before.map(({ locked }) => locked));
    expect(await readStamp()).toBe(stamp);
  });

  it('is not judged again where a lot changes in what no market reads, and is where a price changes', async () => {
    const [stamp, before] = [await readStamp(), await readGroups()];
    const [lot] = lots;
    const touch = async (fact: { kind: string; lot: number | null; data: Record<string, unknown> }): Promise<void> => {
      await world.facts(lot?.tender ?? '', [fact]);
      await world.touchAll(await world.dirty());
    };
    await touch({ kind: 'notice', lot: null, data: { publishedOn: '2023-01-02' } });
    expect(await readGroups()).toEqual(before);
    await touch({
      kind: 'bid',
      lot: 1,
      data: { bidder: { organisation: firms[4] }, price: '177000.00', status: 'valid' },
    });
    expect(await readStamp()).not.toBe(stamp);
    expect((await readGroups()).map(({ digest }) => digest)).not.toEqual(before.map(({ digest }) => digest));
    expect((await world.reassess()).changed).toBe(0);
  });

  it('is judged again where somebody else wrote its answers, or a screening or a new name came', async () => {
    const before = await readGroups();
    await app.dataSource.query(`UPDATE bidder_group SET answers = NULL, digest = NULL`);
    expect((await world.reassess()).changed).toBeGreaterThan(0);
    expect(withoutLocks(await readGroups())).toEqual(withoutLocks(before));
    const stamp = await readStamp();
    await world.screen();
    const screened = await readStamp();
    expect(screened).toMatch(/^[0-9a-f-]{36}$/);
    expect(screened).not.toBe(stamp);
    expect((await world.reassess()).changed).toBe(0);
    expect(await readStamp()).toBe(screened);
    await app.dataSource.query(`UPDATE organisation SET name = '机构一号' WHERE id = $1`, [firms[0]]);
    await world.reassess();
    expect(await readStamp()).not.toBe(screened);
  });
});

/** A crowd: of its 26 firms eighteen bid for each of 24 lots, so that more sets of them meet than are looked at. */
describe('a market that is as it was, of which something is said as a whole', () => {
  const CROWD = 'import:crowd';
  let app: TestApp;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2025-03-01');
    world = new RiskWorld(app, CROWD);
    const buyer = await world.body('采购人');
    const firms: string[] = [];
    for (let n = 0; n < 26; n++) firms.push(await world.body(`机构${n}`));
    const random = createRandom('c0'.repeat(16));
    for (let n = 0; n < 24; n++) {
      const bidders = shuffle([...firms], random).slice(0, 18);
      const day = `202${3 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}-15`;
      await plantLot(
        world,
        buyer,
        day,
        bidders.map((bidder, i) => ({ bidder, price: `${165_007 + 1_733 * i}.00`, won: i === n % 18 })),
      );
    }
    await world.touchAll(await world.dirty());
  });
  afterAll(() => app.close());

  const read = async (): Promise<{ stamp: string | null; title: string; said: string }[]> =>
    app.dataSource.query(
      `SELECT m.stamp, a.title ->> 'en' AS title, a.explanation ->> 'en' AS said
       FROM market m JOIN assessment a ON a.subject_type = 'market' AND a.subject_id = m.id WHERE m.dataset = $1`,
      [CROWD],
    );

  it('is judged again by a pass where a release says it in other words, and then stands again', async () => {
    const rule = findIndicator('N03') as NonNullable<ReturnType<typeof findIndicator>>;
    const { evaluate, title } = rule;
    const before = await read();
    expect(before).toEqual([
      { stamp: expect.any(String), title: title.en, said: expect.stringContaining('more sets') },
    ]);
    expect((await world.reassess()).changed).toBe(0);
    try {
      const words = { en: 'In other words.', zh: '换一种说法。' };
      const name = { en: 'Another name', zh: '另一个名称' };
      rule.evaluate = (facts, seed) => ({ ...evaluate(facts, seed), explanation: words });
      expect((await world.reassess()).changed).toBe(1);
      const after = await read();
      expect(after).toEqual([{ stamp: expect.any(String), title: title.en, said: words.en }]);
      expect(after[0]?.stamp).not.toBe(before[0]?.stamp);
      expect((await world.reassess()).changed).toBe(0);
      rule.title = name;
      expect((await world.reassess()).changed).toBe(1);
      expect(await read()).toMatchObject([{ title: name.en }]);
    } finally {
      Object.assign(rule, { evaluate, title });
    }
    expect((await world.reassess()).changed).toBe(1);
    expect(await read()).toEqual(before);
  });
});
