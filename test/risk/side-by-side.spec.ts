import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { assessSubject } from '../../src/watch/runs/risk-jobs.js';
import { RiskEngine } from '../../src/watch/runs/risk-engine.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const SHORT = { start: '2018-01-01', end: '2018-05-31' };
const LONG = { start: '2018-01-01', end: '2018-12-31' };

describe('jobs side by side', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-01-10');
  });
  afterAll(() => app.close());

  it('the later of two on one subject waits, and stores what it then reads', async () => {
    const world = new RiskWorld(app, 'import:waits');
    const tender = await world.tender();
    const [wrong] = await world.facts(tender, [{ kind: 'contract', data: { window: SHORT } }]);
    const [contract] = (await world.contractsOf(tender)) as [string];
    const subject = { type: 'contract' as const, id: contract };

    const transactions = app.running.app.get(Transactions);
    const engine = app.running.app.get(RiskEngine);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let assessed = (): void => undefined;
    const ready = new Promise<void>((resolve) => (assessed = resolve));
    const first = transactions.run(SYSTEM, async (tx) => {
      await engine.assess(tx, [subject]);
      assessed();
      await held;
    });
    await ready;
    await world.facts(tender, [{ kind: 'contract', data: { window: LONG }, replaces: wrong ?? null }]);
    let over = false;
    const second = world.touch(`contract:${contract}`).then(() => (over = true));
    await pause(300);
    expect(over).toBe(false);
    release();
    await Promise.all([first, second]);
    expect((await world.states('W01'))[`contract:${contract}`]).toBe('clear');
    expect(await world.flags('W01')).toMatchObject([{ state: 'cleared', active: 0 }]);
  });

  it('many of one cause make one flag that lists each once', async () => {
    const world = new RiskWorld(app, 'import:one-cause');
    const buyer = await world.body('采购人');
    const programme = await world.programme(buyer, 2017, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
    for (let n = 0; n < 12; n++) {
      const tender = await world.tender({ programme });
      await world.facts(tender, [{ kind: 'contract', data: { window: SHORT } }]);
    }
    const roots = await world.dirty();
    await Promise.all([...roots, ...roots].map((root) => world.touch(root)));
    const flags = await world.flags('W01');
    expect(flags).toMatchObject([{ root_id: programme, state: 'open', active: 12 }]);
    expect(flags[0]?.events.map((e) => e.action)).toEqual(['opened']);
    expect(flags[0]?.explanation.en).toMatch(/^12 objects share this cause/);
  });

  it('a change that touches more than one transaction takes leaves the rest owed, not lost', async () => {
    const world = new RiskWorld(app, 'import:wide');
    const buyer = await world.body('采购人');
    const programme = await world.programme(buyer, 2017, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
    await app.dataSource.query(
      `INSERT INTO tender (dataset, ocid, purchase_id, conducted, title, programme_id, category, window_start, window_end)
       SELECT 'import:wide', 'ocds-wide-' || n, gen_random_uuid(), 'elsewhere', 'n', $1, 'ELDERLY_HOME_CARE', '2018-01-01', '2018-05-31'
       FROM generate_series(1, 230) n`,
      [programme],
    );
    await app.dataSource.query(
      `INSERT INTO lot (tender_id, no) SELECT id, 1 FROM tender WHERE dataset = 'import:wide'`,
    );
    await world.touch(`programme:${programme}`);
    const owed = await app.dataSource.query<{ subject: string }[]>(
      `SELECT subject FROM job_subject WHERE job = 'assess-subject' AND done < wanted ORDER BY subject`,
    );
    expect(Object.keys(await world.states('W01')).length + owed.length).toBe(231);
    for (const { subject } of owed)
      await app.running.app
        .get(Transactions)
        .run(SYSTEM, (tx) => app.running.app.get(Assessor).one(tx, subject, assessSubject));
    expect(await world.flags('W01')).toMatchObject([{ active: 230 }]);
  });
});
