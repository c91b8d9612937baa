import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

const lot = { lot: 1 };
const A = { name: '甲社会工作服务中心' };
const B = { name: '乙养老服务中心' };

describe('contracts follow from the facts of their tender', () => {
  it('in one call with the award, lot by lot', async () => {
    const { id } = await officer.tender({
      lots: [{ no: 1 }, { no: 2 }],
      region: '990203',
      category: 'ELDERLY_HOME_CARE',
    });
    const facts = [1, 2].flatMap((no) => [
      given('award', { supplier: no === 1 ? A : B, amount: `${no}00.00` }, { lot: no }),
      given('contract', { supplier: no === 1 ? A : B, amount: `${no}00.00` }, { lot: no }),
    ]);
    const { body } = await officer.facts(id, facts).expect(200);
    expect(body.contracts).toMatchObject([
      { lot: 1, state: 'signed' },
      { lot: 2, state: 'signed' },
    ]);
    const { body: second } = await officer.get(`/contracts/${body.contracts[1].id}`).expect(200);
    expect(second).toMatchObject({
      version: 1,
      tender: id,
      lot: 2,
      buyer: { id: officer.body },
      supplier: { name: B.name },
      award: body.lots[1].award.id,
      amount: '200.00',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      conducted: 'elsewhere',
      allowedActions: [{ action: 'record_facts' }, { action: 'take_over' }],
    });
  });

  it('without a known award, and say so', async () => {
    const contract = await officer.contract({ supplier: A });
    const { body } = await officer.get(`/contracts/${contract}`).expect(200);
    expect(body).toMatchObject({ award: null, supplier: { name: A.name } });
    expect(body.completeness).toContainEqual({ field: 'award', lot: null });
  });

  it('an award that becomes known later is theirs', async () => {
    const contract = await officer.contract();
    const { tender } = (await officer.get(`/contracts/${contract}`)).body;
    await officer.facts(tender, [given('award', { supplier: A, amount: '7.00' }, lot)]).expect(200);
    const { body } = await officer.get(`/contracts/${contract}`).expect(200);
    expect(body).toMatchObject({
      supplier: { name: A.name },
      completeness: expect.not.arrayContaining([{ field: 'award', lot: null }]),
    });
    expect(body.award).not.toBeNull();
  });

  it('a contract that a correction shows to be the other one is void', async () => {
    const { id } = await officer.tender();
    const contract = (number: string, rest = {}) => given('contract', { number }, { ...lot, ...rest });
    const { body } = await officer.facts(id, [contract('HT-1'), contract('HT-2')]).expect(200);
    expect(body.contracts).toHaveLength(2);
    const second = body.facts.find((f: { data: { number: string } }) => f.data.number === 'HT-2');
    const same = contract('HT-1', { replaces: second.id, reason: '同一合同' });
    const ids = body.contracts.map((c: { id: string }) => c.id);
    const after = await officer.facts(id, [same]).expect(200);
    expect(after.body.contracts).toHaveLength(1);
    const gone = ids.find((c: string) => c !== after.body.contracts[0].id);
    expect((await officer.get(`/contracts/${gone}`).expect(200)).body.state).toBe('void');
    expect((await officer.contractFacts(gone, [given('started')]).expect(409)).body.code).toBe('wrong_state');
  });

  it('but not where facts are recorded of it', async () => {
    const { id } = await officer.tender();
    const contract = (number: string, rest = {}) => given('contract', { number }, { ...lot, ...rest });
    const { body } = await officer.facts(id, [contract('HT-1'), contract('HT-2')]).expect(200);
    for (const c of body.contracts) await officer.contractFacts(c.id, [given('started')]).expect(200);
    const same = contract('HT-1', { replaces: body.facts[1].id, reason: '同一合同' });
    expect((await officer.facts(id, [same]).expect(409)).body.code).toBe('conflict');
    expect((await officer.get(`/tenders/${id}`)).body.contracts).toHaveLength(2);
  });
});
