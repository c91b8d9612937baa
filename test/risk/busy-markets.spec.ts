import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { JobQueues } from '../../src/kernel/queue/jobs/job-queues.js';
import { OwedSweep } from '../../src/kernel/queue/owed-sweep.js';
import { markSubjects } from '../../src/kernel/queue/subject-ledger.js';
import { runSubject } from '../../src/kernel/queue/subject-runner.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { assessMarket } from '../../src/watch/runs/risk-jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { plantLot, type PlantedLot } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

/** From so many lots on a market is looked at when its first change is late, not at each. */
const LARGE = 300;

describe('lots and their markets', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
  });
  afterAll(() => app.close());

  async function begin(dataset: string, size: number) {
    const world = new RiskWorld(app, dataset);
    const buyer = await world.body('采购人');
    const firms = [await world.body('机构一'), await world.body('机构二'), await world.body('机构三')];
    const plant = (day: string): Promise<PlantedLot> =>
      plantLot(
        world,
        buyer,
        day,
        firms.map((bidder, i) => ({ bidder, price: `${170_000 + 931 * i}.00`, won: i === 0 })),
      );
    const lots: PlantedLot[] = [];
    for (let n = 0; n < size; n++) lots.push(await plant(`2023-0${n + 1}-15`));
    await world.touchAll(await world.dirty());
    return { world, lots };
  }
  const readMarket = async (lot: string): Promise<{ id: string; first_year: number } | undefined> => {
    const [row] = await app.dataSource.query<{ id: string; first_year: number }[]>(
      `SELECT m.id, m.first_year FROM market_lot l JOIN market m ON m.id = l.market_id WHERE l.lot_id = $1`,
      [lot],
    );
    return row;
  };
  const readOwed = async (market: string): Promise<{ wanted: number; at: Date } | undefined> => {
    const [row] = await app.dataSource.query<{ wanted: number; at: Date }[]>(
      `SELECT wanted::integer AS wanted, wanted_at AS at FROM job_subject
       WHERE job = 'assess-market' AND subject = $1 AND done < wanted`,
      [`market:${market}`],
    );
    return row;
  };
  const change = async (world: RiskWorld, tender: string, n: number): Promise<void> => {
    await world.facts(tender, [
      { kind: 'notice', lot: null, data: { publishedOn: `2023-01-${String(n + 1).padStart(2, '0')}` } },
    ]);
    const roots = await world.dirty();
    for (const root of roots)
      await app.running.app
        .get(Transactions)
        .run(SYSTEM, (tx) => app.running.app.get(Assessor).assessTouchedSubjects(tx, root));
  };
  const work = (market: string): Promise<void> =>
    runSubject(
      app.running.app.get(Transactions),
      assessMarket,
      (tx, subject) => app.running.app.get(Assessor).one(tx, subject, assessMarket),
      `market:${market}`,
    );
  /** Lots of which nothing is known but where they compete. */
  const enlarge = (market: string) =>
    app.dataSource.query(
      `INSERT INTO market_lot (lot_id, market_id) SELECT gen_random_uuid(), $1 FROM generate_series(1, ${LARGE})`,
      [market],
    );

  it('a large market that changes all the time is late by its first change', async () => {
    const { world, lots } = await begin('import:busy', 3);
    const market = (await readMarket(lots[0]?.lot ?? ''))?.id ?? '';
    await enlarge(market);
    await change(world, lots[0]?.tender ?? '', 0);
    const first = await readOwed(market);
    expect(first?.wanted).toBeGreaterThan(0);
    const addAll = jest.spyOn(app.running.app.get(JobQueues), 'addAll').mockResolvedValue(undefined);
    for (let n = 1; n <= 4; n++) {
      await pause(400);
      await change(world, lots[n % 3]?.tender ?? '', n);
    }
    const later = await readOwed(market);
    expect(later?.wanted).toBeGreaterThan(first?.wanted ?? 0);
    expect(later?.at).toEqual(first?.at);
    // The last change is fresher than a second, the first is not.
    await app.running.app.get(OwedSweep).run(1);
    expect(JSON.stringify(addAll.mock.calls)).toContain(`market:${market}`);
    addAll.mockRestore();
    await work(market);
    expect(await readOwed(market)).toBeUndefined();
    await change(world, lots[0]?.tender ?? '', 5);
    expect((await readOwed(market))?.at.getTime()).toBeGreaterThan(later?.at.getTime() ?? 0);
  });

  it('a large market loses no change that comes while it is looked at, and counts it from the end of the look', async () => {
    const { world, lots } = await begin('import:busy-race', 3);
    const market = (await readMarket(lots[0]?.lot ?? ''))?.id ?? '';
    await enlarge(market);
    const addAll = jest.spyOn(app.running.app.get(JobQueues), 'addAll').mockResolvedValue(undefined);
    await Promise.all([
      ...lots.map(({ tender }, n) => change(world, tender, 10 + n)),
      ...Array.from({ length: 3 }, () => work(market)),
      ...Array.from({ length: 3 }, () => app.running.app.get(OwedSweep).run(0)),
    ]);
    const begun = new Date(
      (await app.dataSource.query<{ now: Date }[]>(`SELECT clock_timestamp() AS now`))[0]?.now ?? 0,
    );
    await markSubjects(app.dataSource, [{ job: assessMarket.name, subject: `market:${market}` }]);
    await runSubject(
      app.running.app.get(Transactions),
      assessMarket,
      async (tx, subject) => {
        await markSubjects(app.dataSource, [{ job: assessMarket.name, subject }]);
        await app.running.app.get(Assessor).one(tx, subject, assessMarket);
      },
      `market:${market}`,
    );
    expect((await readOwed(market))?.at.getTime()).toBeGreaterThanOrEqual(begun.getTime());
    while ((await readOwed(market)) !== undefined) await work(market);
    addAll.mockRestore();
    expect((await world.reassess()).changed).toBe(0);
  });

  it('a lot that is read from very many roots goes to the market where a change puts it, and that market is owed', async () => {
    const { world, lots } = await begin('import:hub-lot', 2);
    const [lot] = lots;
    const before = await readMarket(lot?.lot ?? '');
    expect(before?.first_year).toBe(2021);
    await app.dataSource.query(
      `UPDATE risk_subject SET uses = uses || ARRAY(SELECT gen_random_uuid() FROM generate_series(1, 120))
       WHERE subject_type = 'lot' AND subject_id = $1`,
      [lot?.lot],
    );
    await world.facts(lot?.tender ?? '', [{ kind: 'notice', lot: null, data: { publishedOn: '2019-01-02' } }]);
    for (const root of await world.dirty())
      await app.running.app
        .get(Transactions)
        .run(SYSTEM, (tx) => app.running.app.get(Assessor).assessTouchedSubjects(tx, root));
    const after = await readMarket(lot?.lot ?? '');
    expect(after?.first_year).toBe(2016);
    const rows = await app.dataSource.query<{ subject: string }[]>(
      `SELECT subject FROM job_subject WHERE job IN ('assess-hub', 'assess-market') AND done < wanted AND subject = ANY ($1::text[]) ORDER BY 1`,
      [[`lot:${lot?.lot}`, `market:${before?.id}`, `market:${after?.id}`]],
    );
    expect(rows).toHaveLength(3);
  });
});
