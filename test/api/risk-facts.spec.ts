import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder } from '../support/purchases.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

describe('what indicators read of recorded facts', () => {
  let app: TestApp;
  let world: RiskWorld;
  let recorder: Recorder;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-06-01');
    world = new RiskWorld(app, 'live');
    recorder = await Recorder.of(app);
    supervisor = await makeUser(app, 'supervisor');
  });
  afterAll(() => app.close());

  /** The answer of an indicator on a subject, as a supervisor reads it. */
  const read = async (indicator: string, subject: string) => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=${subject}&indicator=${indicator}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Record<string, unknown>[] }).items[0];
  };

  it('G04 counts its 30 days from the end of the window, whatever is terminated after it', async () => {
    const window = { start: '2023-05-01', end: '2024-04-15' };
    const contract = await recorder.contract({ window }, { category: 'ELDERLY_HOME_CARE' });
    await recorder.contractFacts(contract, [given('plan', { kind: 'hand_over', agreedOn: '2024-03-01' })]).expect(200);
    const late = { state: 'triggered', threshold: '2024-05-15' };
    expect(await read('G04', `contract:${contract}`)).toMatchObject(late);
    await recorder.contractFacts(contract, [given('termination', { on: '2024-05-31' })]).expect(200);
    expect(await read('G04', `contract:${contract}`)).toMatchObject(late);
  });

  it('W07 keeps the planned end of a contract that is terminated before it', async () => {
    const contract = await recorder.contract(
      { window: { start: '2023-05-01', end: '2024-04-15' } },
      { category: 'ELDERLY_HOME_CARE', method: 'COMPETITIVE_CONSULTATION' },
    );
    await recorder.contractFacts(contract, [given('evaluation', { kind: 'final', on: '2024-02-20' })]).expect(200);
    const before = await read('W07', `contract:${contract}`);
    expect(before).toMatchObject({ state: 'clear', value: '2024-02-20' });
    await recorder.contractFacts(contract, [given('termination', { on: '2024-03-05' })]).expect(200);
    expect(await read('W07', `contract:${contract}`)).toMatchObject({ state: 'clear', threshold: before?.threshold });
  });

  it('C14 does not apply to a lot that failed because one bid came', async () => {
    const { id, lots } = await recorder.tender({ method: 'OPEN_TENDER', lots: [{ no: 1 }] });
    const lot = `lot:${(lots as { id: string }[])[0]?.id}`;
    await recorder.facts(id, [given('opening', { bidCount: 1 }, { lot: 1 })]).expect(200);
    expect(await read('C14', lot)).toMatchObject({ state: 'triggered', value: '1' });
    await recorder
      .facts(id, [given('failure', { on: '2024-03-01', reason: '供应商不足三家' }, { lot: 1 })])
      .expect(200);
    expect(await read('C14', lot)).toMatchObject({ state: 'not_applicable', reason: { code: 'lot_ended' } });
  });

  it('C15 does not apply to a lot whose failure says that nobody bid, and nobody is recorded beside it', async () => {
    const { id, lots } = await recorder.tender({ method: 'OPEN_TENDER', lots: [{ no: 1 }] });
    const lot = `lot:${(lots as { id: string }[])[0]?.id}`;
    const at = { lot: 1 };
    await recorder.facts(id, [given('notice', { deadline: '2024-02-20' }, at)]).expect(200);
    expect(await read('C15', lot)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['bids'] } });
    const { body } = await recorder.facts(id, [given('failure', { on: '2024-03-01', bidCount: 0 }, at)]).expect(200);
    expect(body.lots).toMatchObject([{ state: 'failed', bidCount: 0 }]);
    expect(await read('C15', lot)).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
    const refused = await recorder.facts(id, [given('bid', { bidder: { name: '甲' } }, at)]).expect(409);
    expect(refused.body.facts.contradictions[0].code).toBe('bid_count_below_bids');
    await recorder.facts(id, [given('cancellation', { on: '2024-03-01', bidCount: 0 }, at)]).expect(400);
  });

  it('G06 does not say that nothing is issued while a purchase elsewhere is awarded', async () => {
    const line = await world.line({ since: '2023-06-01' });
    const known = { category: 'ELDERLY_HOME_CARE', method: 'COMPETITIVE_CONSULTATION', serviceLines: [line] };
    await recorder.contract({ window: { start: '2023-06-01', end: '2024-06-05' } }, known);
    expect(await read('G06', `service_line:${line}`)).toMatchObject({ state: 'triggered' });
    const { id } = await recorder.tender(known);
    await recorder
      .facts(id, [given('award', { decidedOn: '2024-05-20', supplier: { name: '甲机构' } }, { lot: 1 })])
      .expect(200);
    expect(await read('G06', `service_line:${line}`)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['document_issued'] },
    });
  });

  it('G07 takes contracts of one framework for what was meant, those of two for an overlap', async () => {
    const framework = async (line: string, ...suppliers: string[]) => {
      const { id } = await recorder.tender({
        ...{ category: 'ELDERLY_HOME_CARE', method: 'FRAMEWORK', serviceLines: [line] },
        lots: [{ no: 1, suppliersMost: 3 }],
      });
      const window = { start: '2024-01-01', end: '2024-12-31' };
      const facts = suppliers.flatMap((name) => [
        given('award', { supplier: { name } }, { lot: 1 }),
        given('contract', { supplier: { name }, window }, { lot: 1 }),
      ]);
      await recorder.facts(id, facts).expect(200);
    };
    const line = await world.line({ since: '2024-01-01' });
    await framework(line, '甲机构', '乙机构');
    expect(await read('G07', `service_line:${line}`)).toMatchObject({ state: 'clear' });
    await framework(line, '丙机构');
    expect(await read('G07', `service_line:${line}`)).toMatchObject({ state: 'triggered' });
  });

  it('C10 takes the day of an award for the last on which a purchase began', async () => {
    await setBusinessDay(app, '2026-08-20');
    const awarded = async (decidedOn: string) => {
      const { id, lots } = await recorder.tender({
        method: 'COMPETITIVE_CONSULTATION',
        lots: [{ no: 1, pricing: 'competitive', ceiling: '1000.00' }],
      });
      const bids = ['甲', '乙'].map((name, i) =>
        given('bid', { bidder: { name }, price: `${i === 0 ? 100 : 900}.00`, status: 'valid' }, { lot: 1 }),
      );
      const award = given('award', { decidedOn, supplier: { name: '甲' }, bidCount: 2 }, { lot: 1 });
      await recorder.facts(id, [...bids, award]).expect(200);
      return `lot:${(lots as { id: string }[])[0]?.id}`;
    };
    expect(await read('C10', await awarded('2026-02-10'))).toMatchObject({ reason: { code: 'rule_not_in_force' } });
    expect(await read('C10', await awarded('2026-02-20'))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'precision', fields: ['startedOn'] },
    });
    expect(await read('C10', await awarded('2026-07-31'))).toMatchObject({ state: 'triggered' });
  });
});
