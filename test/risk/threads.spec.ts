import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { RiskEngine } from '../../src/watch/runs/risk-engine.js';
import { MarketScreenings } from '../../src/watch/screening/markets/market-screenings.js';
import { isStoreOutage } from '../../src/kernel/queue/outage.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { plantLot } from '../support/markets.js';
import { RiskWorld, setBusinessDay, type StoredFlag } from '../support/risk-world.js';

describe('a full pass on threads of its own', () => {
  let app: TestApp;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-06-01');
    world = new RiskWorld(app, 'import:threads');
    const [buyer, agency] = [await world.body('采购人'), await world.body('机构')];
    const line = await world.line({ since: '2017-01-01' });
    for (const year of [2015, 2016, 2017]) {
      const tender = await world.tender({
        buyer,
        serviceLines: [line],
        window: { start: `${year}-06-01`, end: `${year}-10-31` },
        lots: [{ no: 1, ceiling: '101000.00', pricing: 'competitive' }],
      });
      const said = { bidder: { organisation: agency }, status: 'valid' };
      await world.facts(tender, [
        { kind: 'bid', lot: 1, data: { ...said, price: '100000.00' } },
        {
          kind: 'award',
          lot: 1,
          data: { decidedOn: `${year}-05-01`, bidCount: 1, supplier: { organisation: agency } },
        },
        { kind: 'contract', lot: 1, data: { window: { start: `${year}-06-01`, end: `${year}-10-31` } } },
      ]);
    }
  });
  afterAll(() => app.close());

  it('finds what a pass in this process finds, and leaves this process to others', async () => {
    const assessor = app.running.app.get(Assessor);
    const here = await assessor.all(world.dataset);
    const [stored, flags] = [await world.stored(), await world.flags()];
    expect(flags.length).toBeGreaterThan(0);
    await world.forget();
    const inThisProcess = jest.spyOn(app.running.app.get(RiskEngine), 'assess');
    const anew = await assessor.all(world.dataset, null, 0);
    expect(inThisProcess).not.toHaveBeenCalled();
    inThisProcess.mockRestore();
    expect(anew).toEqual(here);
    expect(await world.stored()).toEqual(stored);
    const sum = ({ indicator, root_id: root, active }: StoredFlag) => [indicator, root, active];
    expect((await world.flags()).map(sum)).toEqual(flags.map(sum));
  });

  it('says of a store that takes no writes that it is an outage', async () => {
    const [row] = await app.dataSource.query<{ name: string }[]>(`SELECT quote_ident(current_database()) AS name`);
    await app.dataSource.query(`ALTER DATABASE ${row?.name} SET default_transaction_read_only = on`);
    try {
      // sessions of the threads begin after it
      const failed = await app.running.app
        .get(Assessor)
        .all(world.dataset, null, 0)
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect([String(failed), isStoreOutage(failed)]).toEqual([expect.stringContaining('read-only'), true]);
    } finally {
      await app.dataSource.query(`SET default_transaction_read_only = off`);
      await app.dataSource.query(`ALTER DATABASE ${row?.name} RESET default_transaction_read_only`);
    }
  });

  it('and a screening find what they find in this process, and leave it to others', async () => {
    const markets = app.running.app.get(MarketScreenings);
    const engine = app.running.app.get(RiskEngine);
    const [buyer, ...firms] = await Promise.all(
      ['采购人甲', '机构一', '机构二', '机构三'].map((name) => world.body(name)),
    );
    for (const month of ['02', '03', '04'])
      await plantLot(
        world,
        buyer ?? '',
        `2017-${month}-15`,
        firms.map((bidder, i) => ({ bidder, price: `${170_000 + 931 * i}.00`, won: i === 0 })),
      );
    await world.reassess();
    const request = await world.screen();
    expect(request.subjects).toBeGreaterThan(0);
    const judged = async () => [await world.stored(), (await world.flags()).length];
    const here = await judged();
    const unscreen = async () => {
      await app.dataSource.query(`DELETE FROM screening_run`);
      await world.forget();
      await world.reassess();
    };
    await unscreen();
    const inThisProcess = jest.spyOn(engine, 'screen');
    const anew = await markets.screen(world.dataset, request.run, 1);
    expect(inThisProcess).not.toHaveBeenCalled();
    expect(anew).toEqual({ subjects: request.subjects, changed: expect.any(Number) });
    expect(anew.changed).toBeGreaterThan(0);
    expect(await judged()).toEqual(here);
    // A few lots are screened sooner than a thread starts.
    expect((await world.screen()).changed).toBe(0);
    expect(inThisProcess).toHaveBeenCalledTimes(request.subjects);
    inThisProcess.mockRestore();
  });

  it('tells why a thread could not go on', async () => {
    const assessor = app.running.app.get(Assessor);
    await app.dataSource.query(`ALTER TABLE risk_subject RENAME TO risk_subject_away`);
    try {
      await expect(assessor.all(world.dataset, null, 0)).rejects.toThrow('risk_subject');
    } finally {
      await app.dataSource.query(`ALTER TABLE risk_subject_away RENAME TO risk_subject`);
    }
    expect(await assessor.all(world.dataset)).toMatchObject({ changed: 0 });
  });
});
