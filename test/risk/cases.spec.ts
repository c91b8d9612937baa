import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findTouchedSubjects } from '../../src/watch/runs/expansion.queries.js';
import { ActionEngine } from '../../src/kernel/actions/engine.js';
import { FLAG_ACTIONS, type FlagWork } from '../../src/watch/flags/actions/flag-actions.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { TenderChangesService } from '../../src/purchase/tenders/tender-changes.service.js';
import { CalendarService } from '../../src/law/calendars/calendar.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { statePurchaseLimit } from '../support/limits.js';
import { RiskWorld, setBusinessDay, type StoredFlag } from '../support/risk-world.js';

const SHORT = { start: '2018-01-01', end: '2018-05-31' };
const LONG = { start: '2018-01-01', end: '2018-12-31' };
const WORKS = { ...SYSTEM, permissions: new Set(['risk.work', 'risk.read']) };

describe('what becomes of a case', () => {
  let app: TestApp;
  let world: RiskWorld;
  let n = 0;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-01-10');
  });
  beforeEach(() => {
    world = new RiskWorld(app, `import:case-${++n}`);
  });
  afterAll(() => app.close());

  const only = async (indicator: string): Promise<StoredFlag> => {
    const flags = await world.flags(indicator);
    expect(flags).toHaveLength(1);
    return flags[0] as StoredFlag;
  };
  const contract = async (tender: string, data: object, replaces: string | null = null): Promise<string> => {
    const [fact] = await world.facts(tender, [{ kind: 'contract', data, replaces }]);
    return fact as string;
  };
  const act = async (flag: StoredFlag, name: string): Promise<string> => {
    const action = FLAG_ACTIONS.find((each) => each.action.name === name)?.action as FlagWork;
    const given = { reason: '服务期确为五个月，未见其他安排', restsOn: ['window'] };
    return (await world.get(ActionEngine).perform(WORKS, action, { id: flag.id }, undefined, given)).state;
  };

  /** As if every body that it is about had been asked and had answered. */
  const answer = (flag: StoredFlag) =>
    app.dataSource.query(
      `INSERT INTO flag_ask (flag_id, organisation_id, asked_at, answered_at)
       SELECT DISTINCT $1::uuid, unnest(bodies), now(), now() FROM flag_subject WHERE flag_id = $1`,
      [flag.id],
    );

  it('is opened by a change, and a second pass changes nothing', async () => {
    const tender = await world.tender({ window: SHORT });
    await world.settle();
    expect(await only('W01')).toMatchObject({ state: 'open', root_type: 'tender', root_id: tender, active: 1 });
    const stored = await app.dataSource.query(`SELECT * FROM assessments WHERE dataset = $1 ORDER BY id`, [
      world.dataset,
    ]);
    const flags = await world.flags();
    const [before] = await app.dataSource.query(`SELECT max(id) AS id FROM outbox WHERE aggregate_type = 'flag'`);
    await world.touch(`tender:${tender}`);
    expect((await world.reassess()).changed).toBe(0);
    expect(
      await app.dataSource.query(`SELECT * FROM assessments WHERE dataset = $1 ORDER BY id`, [world.dataset]),
    ).toEqual(stored);
    expect(await world.flags()).toEqual(flags);
    expect((await app.dataSource.query(`SELECT max(id) AS id FROM outbox WHERE aggregate_type = 'flag'`))[0]).toEqual(
      before,
    );
  });

  it('is cleared when the facts were corrected, and names the correction', async () => {
    const tender = await world.tender();
    const wrong = await contract(tender, { window: SHORT });
    await world.settle();
    const right = await contract(tender, { window: LONG }, wrong);
    await world.settle();
    const flag = await only('W01');
    expect(flag).toMatchObject({ state: 'cleared', active: 0 });
    const [audit] = await app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM audit_entry WHERE aggregate_type = 'tender' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
      [tender],
    );
    expect(flag.events.at(-1)).toMatchObject({
      action: 'cleared',
      data: { correction: { fact: right, audit: audit?.id } },
    });
  });

  it('is remedied when later facts put it right, and opened again when they are undone', async () => {
    const line = await world.line({ since: '2017-01-01' });
    const first = await world.tender({ serviceLines: [line] });
    await contract(first, { window: { start: '2017-01-01', end: '2017-11-30' } });
    await world.settle();
    expect(await only('G01')).toMatchObject({ state: 'open', root_id: line });
    const second = await world.tender({ serviceLines: [line] });
    const bridging = await contract(second, { window: { start: '2017-12-01', end: '2018-12-31' } });
    await world.settle();
    expect(await only('G01')).toMatchObject({ state: 'remedied', active: 0 });
    await contract(second, { window: { start: '2018-09-01', end: '2018-12-31' } }, bridging);
    await world.settle();
    const flag = await only('G01');
    expect(flag.state).toBe('open');
    expect(flag.events.map((e) => e.action)).toEqual(['opened', 'remedied', 'reopened']);
  });

  it('is remedied, not cleared, where a correction changed what the rule does not read', async () => {
    const line = await world.line({ since: '2017-01-01' });
    const first = await world.tender({ serviceLines: [line] });
    const window = { start: '2017-01-01', end: '2017-11-30' };
    const fact = await contract(first, { window, amount: '200000.00' });
    await world.settle();
    expect(await only('G01')).toMatchObject({ state: 'open' });
    await contract(first, { window, amount: '210000.00' }, fact);
    const second = await world.tender({ serviceLines: [line] });
    await contract(second, { window: { start: '2017-12-01', end: '2018-12-31' } });
    await world.settle();
    const flag = await only('G01');
    expect(flag).toMatchObject({ state: 'remedied', active: 0 });
    expect(flag.events.at(-1)).toMatchObject({ action: 'remedied', data: {} });
  });

  it('is cleared by the correction that took its ground away, not by the last one', async () => {
    const tender = await world.tender();
    const wrong = await contract(tender, { window: SHORT, amount: '1.00' });
    await world.settle();
    const right = await contract(tender, { window: LONG, amount: '1.00' }, wrong);
    await contract(tender, { window: LONG, amount: '2.00' }, right);
    await world.settle();
    const flag = await only('W01');
    expect(flag.state).toBe('cleared');
    expect(flag.events.at(-1)?.data).toMatchObject({ correction: { fact: right } });
  });

  it('is cleared by a correction that no clock puts after it', async () => {
    const tender = await world.tender();
    const wrong = await contract(tender, { window: SHORT });
    await world.settle();
    const right = await contract(tender, { window: LONG }, wrong);
    // Its transaction had begun, and took its time, before the job stored what it had read.
    await app.dataSource.query(`UPDATE flag_subject SET since = since + interval '1 hour' WHERE flag_id = $1`, [
      (await only('W01')).id,
    ]);
    await world.settle();
    const flag = await only('W01');
    expect(flag.state).toBe('cleared');
    expect(flag.events.at(-1)?.data).toMatchObject({ correction: { fact: right } });
  });

  it('is cleared when a contract turns out to be none, and names why', async () => {
    const tender = await world.tender();
    await contract(tender, { number: '甲', window: LONG });
    const second = await contract(tender, { number: '乙', window: SHORT });
    await world.settle();
    expect(await only('W01')).toMatchObject({ state: 'open', active: 1 });
    const right = await contract(tender, { number: '甲', window: LONG }, second);
    await world.settle();
    const flag = await only('W01');
    expect(flag).toMatchObject({ state: 'cleared', active: 0 });
    expect(flag.events.at(-1)?.data).toMatchObject({ correction: { fact: right } });
  });

  it('is cleared when the tender’s own window was corrected', async () => {
    const tender = await world.tender({ window: SHORT });
    await world.settle();
    const changes = world.get(TenderChangesService);
    await changes.change({ ...SYSTEM, permissions: new Set(['tender.record']) }, tender, 1, {
      window: { end: LONG.end },
    });
    await world.settle();
    const flag = await only('W01');
    expect(flag).toMatchObject({ state: 'cleared', active: 0 });
    expect(flag.events.at(-1)?.data).toMatchObject({ correction: { fact: null, audit: expect.any(String) } });
  });

  it('is cleared when a calendar of which the audit quotes nothing was corrected', async () => {
    const buyer = await world.body('采购人');
    const calendar = (to: string) => ({
      code: 'x',
      name: { en: 'x', zh: 'x' },
      steps: [{ event: 'implementation', from: { year: 1, date: '01-01' }, to: { year: 1, date: to } }],
    });
    const programme = await world.programme(buyer, 2017, calendar('05-31'));
    await app.dataSource.query(
      `INSERT INTO budget_line (programme_id, name, category, amount) VALUES ($1, '居家养老', 'ELDERLY_HOME_CARE', 1)`,
      [programme],
    );
    await world.touch(`programme:${programme}`);
    expect(await only('W01')).toMatchObject({ state: 'open', root_id: programme });
    await world.change('programme', programme, 'calendar', JSON.stringify(calendar('12-31')));
    await world.settle();
    expect(await only('W01')).toMatchObject({ state: 'cleared' });
  });

  it('what was explained stays; another object that triggers later is the next part of the case', async () => {
    const buyer = await world.body('采购人');
    const programme = await world.programme(buyer, 2017, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
    const first = await world.tender({ programme });
    const fact = await contract(first, { window: SHORT });
    await world.settle();
    await act(await only('W01'), 'explain');
    await contract(first, { window: { ...SHORT, end: '2018-05-30' } }, fact);
    await world.settle();
    expect((await only('W01')).state).toBe('explained');
    const second = await world.tender({ programme });
    await contract(second, { window: SHORT });
    await world.settle();
    const third = await world.tender({ programme });
    await contract(third, { window: SHORT });
    await world.settle();
    const parts = (await world.flags('W01')).toSorted((a, b) => a.part - b.part);
    expect(parts).toMatchObject([
      { part: 1, state: 'explained', active: 1, root_id: programme },
      { part: 2, state: 'open', active: 2, root_id: programme },
    ]);
    expect(parts[1]?.explanation.zh).toContain('共有 2 个对象出于同一原因');
    await world.reassess();
    expect(await world.flags('W01')).toHaveLength(2);
  });

  it('a data error stays until it is corrected, and is open again if it still triggers', async () => {
    const tender = await world.tender();
    const fact = await contract(tender, { window: SHORT });
    await world.settle();
    await act(await only('W01'), 'mark_data_error');
    await world.reassess();
    expect((await only('W01')).state).toBe('data_error');
    await contract(tender, { window: { ...SHORT, end: '2018-05-15' } }, fact);
    await world.settle();
    expect((await only('W01')).state).toBe('open');
  });

  it('what was confirmed is opened by a correction of what it rests on, and cleared where nothing is left', async () => {
    const tender = await world.tender();
    const fact = await contract(tender, { window: SHORT });
    await world.settle();
    await answer(await only('W01'));
    await act(await only('W01'), 'confirm');
    await contract(tender, { window: LONG }, fact);
    await world.settle();
    expect(await only('W01')).toMatchObject({ state: 'cleared', active: 0 });
    const steps = await app.dataSource.query<{ action: string }[]>(
      `SELECT action FROM flag_event WHERE flag_id = $1 ORDER BY id DESC LIMIT 2`,
      [(await only('W01')).id],
    );
    expect(steps.map(({ action }) => action)).toEqual(['cleared', 'reopened']);
  });

  it('a contract takes the place of its tender', async () => {
    const tender = await world.tender({ window: SHORT });
    await world.settle();
    expect(Object.keys(await world.states('W01'))).toEqual([`tender:${tender}`]);
    await contract(tender, { window: SHORT });
    await world.settle();
    const [id] = await world.contractsOf(tender);
    expect(Object.keys(await world.states('W01'))).toEqual([`contract:${id}`]);
    expect(await only('W01')).toMatchObject({ state: 'open', active: 1, root_id: tender });
  });

  it('a contract that a correction makes no contract any more leaves its case', async () => {
    const tender = await world.tender();
    await contract(tender, { number: '甲', window: SHORT });
    const second = await contract(tender, { number: '乙', window: SHORT });
    await world.settle();
    expect(await only('W01')).toMatchObject({ state: 'open', active: 2 });
    await contract(tender, { number: '甲', window: SHORT }, second);
    await world.settle();
    expect(Object.values(await world.states('W01'))).toEqual(['triggered']);
    expect(await only('W01')).toMatchObject({ state: 'open', active: 1 });
    expect((await world.reassess()).changed).toBe(0);
  });

  it('a contract that is void covers no day, and a handover to it explains no other’s overlap', async () => {
    const line = await world.line({ since: '2017-01-01' });
    const window = { start: '2017-01-01', end: '2018-12-31' };
    const tender = await world.tender({ serviceLines: [line] });
    const supplier = (name: string) => ({ supplier: { name } });
    await contract(tender, { number: '甲', window, ...supplier('甲机构') });
    const second = await contract(tender, { number: '乙', window, ...supplier('乙机构') });
    const [kept, voided] = (await world.contractsOf(tender)) as [string, string];
    await world.settle();
    expect(await only('G07')).toMatchObject({ state: 'open', root_id: line });
    await world.contractFacts(kept, [{ kind: 'handover', data: { toContract: voided, on: '2018-01-01' } }]);
    await world.settle();
    expect((await only('G07')).state).toBe('remedied');
    await contract(tender, { number: '甲', window, ...supplier('甲机构') }, second);
    const third = await world.tender({ serviceLines: [line] });
    await contract(third, { window: { start: '2018-01-01', end: '2018-12-31' }, ...supplier('丙机构') });
    await world.settle();
    expect(await only('G07')).toMatchObject({ state: 'open' });
    const states = await world.states('W01');
    expect(Object.keys(states)).not.toContain(`contract:${voided}`);
    expect((await world.reassess()).changed).toBe(0);
  });

  it('a purchase that joins a programme leaves its own case for the calendar’s', async () => {
    const buyer = await world.body('采购人');
    const programme = await world.programme(buyer, 2017, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
    const tender = await world.tender({ window: SHORT });
    await world.settle();
    await app.dataSource.query(`UPDATE tender SET programme_id = $2 WHERE id = $1`, [tender, programme]);
    await world.touch(`tender:${tender}`);
    const flags = await world.flags('W01');
    expect(flags.find((f) => f.root_id === tender)).toMatchObject({ active: 0, state: 'remedied' });
    expect(flags.find((f) => f.root_id === programme)).toMatchObject({ active: 1, state: 'open' });
  });

  it('facts that are history when they enter open one summary flag and no task', async () => {
    const buyer = await world.body('采购人');
    const programme = await world.programme(buyer, 2015, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
    const past = { start: '2016-01-01', end: '2016-05-31' };
    for (let i = 0; i < 2; i++) await contract(await world.tender({ programme }), { window: past });
    await world.settle();
    expect(await only('W01')).toMatchObject({ summary: true, active: 2, state: 'open' });
    await contract(await world.tender({ programme }), { window: SHORT });
    await world.settle();
    expect(await only('W01')).toMatchObject({ summary: false, active: 3 });
  });

  it('keeps the facts the rule was given', async () => {
    const tender = await world.tender();
    await contract(tender, { window: SHORT });
    await world.settle();
    const [row] = await app.dataSource.query<{ inputs: { window: { value: object } } }[]>(
      `SELECT s.inputs FROM flag_subject s JOIN flag f ON f.id = s.flag_id WHERE f.dataset = $1`,
      [world.dataset],
    );
    expect(row?.inputs.window.value).toEqual(SHORT);
  });

  describe('a change touches', () => {
    const reader = () => ({ query: <T>(sql: string, params: unknown[]) => app.dataSource.query<T[]>(sql, params) });
    const touched = async (type: Parameters<typeof findTouchedSubjects>[1], id: string) =>
      (await findTouchedSubjects(reader(), type, [id])).map((s) => `${s.type}:${s.id}`);

    it('exactly its own lots, contracts, lines and the lots a body bid on, and nothing else', async () => {
      const buyer = await world.body('采购人');
      const bidder = await world.body('投标人');
      const programme = await world.programme(buyer, 2017, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
      const [a, b] = [await world.line({ since: '2017-01-01' }), await world.line({ since: '2017-01-01' })];
      const tender = await world.tender({ programme, serviceLines: [a] });
      const other = await world.tender({ serviceLines: [b] });
      await world.facts(tender, [
        { kind: 'bid', lot: 1, data: { bidder: { organisation: bidder }, price: '1.00' } },
        { kind: 'contract', data: { window: SHORT } },
      ]);
      await contract(other, { window: SHORT });
      await world.settle();
      const [[own], [foreign]] = [await world.contractsOf(tender), await world.contractsOf(other)];
      const [lot] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [tender]);
      expect(await touched('tender', tender)).toEqual(
        [`contract:${own}`, `lot:${lot?.id}`, `programme:${programme}`, `service_line:${a}`, `tender:${tender}`].sort(),
      );
      expect(await touched('contract', own ?? '')).toEqual(
        [`contract:${own}`, `service_line:${a}`, `tender:${tender}`].sort(),
      );
      const [served] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [other]);
      expect(await touched('service_line', b)).toEqual(
        [`contract:${foreign}`, `lot:${served?.id}`, `service_line:${b}`].sort(),
      );
      expect(await touched('organisation', bidder)).toEqual([`lot:${lot?.id}`]);
      expect(await touched('programme', programme)).toEqual(
        [`contract:${own}`, `programme:${programme}`, `tender:${tender}`].sort(),
      );
    });

    it('of a buyer what another place oversees from now on, and what an award is of', async () => {
      const buyer = await world.body('采购人');
      await app.dataSource.query(`UPDATE organisation SET region = NULL WHERE id = $1`, [buyer]);
      const programme = await world.programme(buyer, 2017, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
      const tender = await world.tender({ buyer, region: null });
      const placed = await world.tender({ buyer, programme, region: '990203' });
      await world.facts(tender, [
        { kind: 'award', lot: 1, data: { supplier: { name: '示例机构' }, decidedOn: '2018-01-05' } },
      ]);
      await contract(placed, { window: SHORT });
      await world.settle();
      const [lot] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [tender]);
      const [award] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM award WHERE tender_id = $1`, [
        tender,
      ]);
      expect(await touched('award', award?.id ?? '')).toEqual(
        [`buyer:${buyer}`, `lot:${lot?.id}`, `tender:${tender}`].sort(),
      );
      const before = await touched('organisation', buyer);
      expect(before).not.toContain(`tender:${tender}`);
      const found = (region: string) =>
        app.dataSource.query<{ subject_id: string }[]>(
          `SELECT subject_id FROM risk_subject WHERE dataset = $1 AND region = $2 AND subject_id = ANY ($3)`,
          [world.dataset, region, [tender, lot?.id]],
        );
      expect(await found('990203')).toEqual([]);
      await app.dataSource.query(`UPDATE organisation SET region = '990203' WHERE id = $1`, [buyer]);
      expect(await touched('organisation', buyer)).toEqual([...before, `lot:${lot?.id}`, `tender:${tender}`].sort());
      await world.touch(`organisation:${buyer}`);
      expect(await found('990203')).toHaveLength(2);
      expect(await touched('organisation', buyer)).toEqual(before);
      await app.dataSource.query(`UPDATE organisation SET region = '990204' WHERE id = $1`, [buyer]);
      expect(await touched('organisation', buyer)).toEqual(
        expect.arrayContaining([`tender:${placed}`, `contract:${(await world.contractsOf(placed))[0]}`]),
      );
    });

    it('a line that a contract has left', async () => {
      const line = await world.line({ since: '2017-01-01' });
      const tender = await world.tender({ serviceLines: [line] });
      await contract(tender, { window: { start: '2017-01-01', end: '2018-12-31' } });
      await world.settle();
      const [id] = (await world.contractsOf(tender)) as [string];
      expect(await world.states('G01')).toEqual({ [`service_line:${line}`]: 'clear' });
      await app.dataSource.query(`DELETE FROM contract_service_line WHERE contract_id = $1`, [id]);
      await world.touch(`contract:${id}`);
      expect(await world.states('G01')).toEqual({ [`service_line:${line}`]: 'insufficient_data' });
    });

    it('the lots of bidders whose persons become known', async () => {
      const [x, y] = [await world.body('甲机构'), await world.body('乙机构')];
      await statePurchaseLimit(app, '990203', '50000.00');
      const tender = await world.tender({ method: 'OPEN_TENDER', budget: '50000.00' });
      await world.facts(tender, [
        { kind: 'bid', lot: 1, data: { bidder: { organisation: x }, price: '10.00' } },
        { kind: 'bid', lot: 1, data: { bidder: { organisation: y }, price: '12.00' } },
        { kind: 'award', lot: 1, data: { bidCount: 2, decidedOn: '2018-01-05' } },
      ]);
      await world.settle();
      expect(Object.values(await world.states('C08'))).toEqual(['insufficient_data']);
      await world.relations(x, ['person-1'], true);
      await world.relations(y, ['person-1'], true);
      await world.settle();
      expect(await only('C08')).toMatchObject({ severity: 'risk', root_type: 'tender', root_id: tender });
      await world.relations(y, ['person-2'], true);
      await world.settle();
      expect(await only('C08')).toMatchObject({ state: 'cleared' });
    });

    it('the windows of a year whose calendar is loaded', async () => {
      const tender = await world.tender({ window: { start: '2031-01-01', end: '2031-06-30' } });
      const beside = await world.tender({ window: { start: '2018-01-01', end: '2018-12-31' } });
      // Of what was signed before, without a window, the year alone is known.
      const dated = await world.tender({ method: 'OPEN_TENDER' });
      await contract(dated, { signedOn: '2030' });
      await world.settle();
      expect((await world.states('W01'))[`tender:${tender}`]).toBe('insufficient_data');
      await world
        .get(CalendarService)
        .load(SYSTEM, { year: 2031, source: '测试', days: [{ date: '2031-01-01', kind: 'holiday', name: '元旦' }] });
      const roots = await world.dirty();
      expect(roots).toContain('working_calendar:2031');
      expect(await touched('working_calendar', '2031')).toContain(`tender:${tender}`);
      expect(await touched('working_calendar', '2031')).not.toContain(`tender:${beside}`);
      expect(await touched('working_calendar', '2031')).toContain(`contract:${(await world.contractsOf(dated))[0]}`);
      for (const root of roots) await world.touch(root);
      expect((await world.states('W01'))[`tender:${tender}`]).toBe('triggered');
    });
  });
});
