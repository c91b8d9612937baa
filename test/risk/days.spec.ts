import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay, type StoredFlag } from '../support/risk-world.js';

describe('days pass', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-02-01');
  });
  afterAll(() => app.close());

  it('a cliff comes near, nobody averts it, it becomes a gap; a plan lapses', async () => {
    const world = new RiskWorld(app, 'live');
    const line = await world.line({ since: '2018-01-01' });
    const tender = await world.tender({ serviceLines: [line] });
    await world.facts(tender, [{ kind: 'contract', data: { window: { start: '2018-01-01', end: '2018-08-31' } } }]);
    const [contract] = (await world.contractsOf(tender)) as [string];
    await world.contractFacts(contract, [{ kind: 'plan', data: { kind: 'retender', agreedOn: '2018-01-15' } }]);
    await world.settle();
    const due = async (day: string) => {
      await setBusinessDay(app, day);
      const passed = await app.running.app.get(Assessor).due();
      expect((await app.running.app.get(Assessor).due()).subjects).toBe(0);
      const [state] = Object.values(await world.states('G02'));
      return { ...passed, state };
    };
    expect(await due('2018-06-01')).toMatchObject({ state: 'not_applicable' });
    expect(await world.flags()).toEqual([]);
    expect(await due('2018-06-02')).toMatchObject({ state: 'triggered' });
    expect(await world.flags('G02')).toMatchObject([
      { state: 'open', severity: 'notice', root_id: line, summary: false },
    ]);
    const { version } = (await world.flags('G02'))[0] as StoredFlag;
    await due('2018-08-10');
    expect(await world.flags('G02')).toMatchObject([{ state: 'open', severity: 'risk', version }]);
    expect(await world.flags('G04')).toEqual([]);

    // The day after the end G02 no longer looks; the case is not put right by that.
    expect(await due('2018-09-15')).toMatchObject({ state: 'not_applicable' });
    expect(await world.flags('G02')).toMatchObject([{ state: 'open', active: 1 }]);
    await due('2018-10-01');
    expect(await world.flags('G01')).toMatchObject([
      { state: 'open', explanation: { en: expect.stringContaining('2018-10-01') } },
    ]);
    await due('2018-10-05');
    expect(await world.flags('G01')).toMatchObject([
      { version: 1, explanation: { en: expect.stringContaining('2018-10-05') } },
    ]);
    expect(await world.flags('G04')).toMatchObject([{ state: 'open', root_type: 'contract', root_id: contract }]);

    // A successor that was signed in time, recorded late.
    const next = await world.tender({ serviceLines: [line] });
    await world.facts(next, [{ kind: 'contract', data: { window: { start: '2018-09-01', end: '2019-08-31' } } }]);
    await world.contractFacts(contract, [
      { kind: 'plan', data: { kind: 'retender', agreedOn: '2018-01-15', carriedOutOn: '2018-09-01' } },
    ]);
    await world.settle();
    for (const indicator of ['G01', 'G02', 'G04'])
      expect(await world.flags(indicator)).toMatchObject([{ state: 'remedied' }]);
    expect((await world.reassess()).changed).toBe(0);
  });

  it('a cliff is seen in time where of the contract’s end only the month is known', async () => {
    await setBusinessDay(app, '2019-02-01');
    const world = new RiskWorld(app, 'import:month-of-end');
    const line = await world.line({ since: '2019-01-01' });
    const tender = await world.tender({ serviceLines: [line] });
    await world.facts(tender, [{ kind: 'contract', data: { window: { start: '2019-01-01', end: '2019-12' } } }]);
    await world.settle();
    // 90 days before the first and before the last day on which it may end.
    for (const day of ['2019-09-02', '2019-10-02', '2019-10-14']) {
      await setBusinessDay(app, day);
      await app.running.app.get(Assessor).due();
      expect([day, (await world.reassess()).changed]).toEqual([day, 0]);
    }
  });

  it('the first and the last day that can be written break nothing', async () => {
    const world = new RiskWorld(app, 'import:ends-of-time');
    const line = await world.line({ since: '1000-01-01' });
    const windows = [
      { start: '1000-01-01', end: '9999-12-31' },
      { start: '9999-12-31', end: '9999-12-31' },
      { start: '1000', end: '1000-01' },
      { start: '9999', end: '9999' },
      { start: '2018-01-01' },
      { end: '9999-12' },
    ];
    for (const window of windows) {
      const tender = await world.tender({ serviceLines: [line] });
      await world.facts(tender, [{ kind: 'contract', data: { signedOn: '9999', window } }]);
      const [contract] = (await world.contractsOf(tender)) as [string];
      await world.contractFacts(contract, [
        { kind: 'plan', data: { kind: 'renew', agreedOn: '9999-12-31', carriedOutOn: '9999-12-31' } },
        { kind: 'milestone', data: { name: '终期', dueOn: '9999-12-31', final: true } },
        { kind: 'payment', data: { on: '1000-01-01' } },
      ]);
    }
    await world.settle();
    expect((await world.reassess()).changed).toBe(0);
    expect(Object.keys(await world.states('G04'))).toHaveLength(windows.length);
  });
});
