import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRows, type Sent } from '../support/bulk-rows.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

const send = async (kind: string, row: object, sent: Sent = {}) => {
  const { figures, faults } = await sendRows(app, officer.account, kind, [row], sent);
  return [...figures, ...faults.flat()];
};
const get = async (path: string) => (await officer.get(path)).body;
const source = { kind: 'notice', publishedOn: '2017-12-20', reference: 'N-1' };

describe('rows that name a contract or purchase by our id in capitals', () => {
  it.each([
    ['payments', { reference: 'P1', on: '2024-04-01', amount: '1000' }],
    ['milestones', { reference: 'M1', name: '中期', dueOn: '2024-06-30' }],
    ['facts', { kind: 'payment', reference: 'P2', on: '2024-04-02', amount: '500' }],
  ])('add %s to what is recorded of the contract, and are unchanged when they come again', async (kind, row) => {
    const contract = await officer.contract();
    await officer.contractFacts(contract, [given('delivered', { on: '2018-05-31' })]).expect(200);
    const named = { contract: contract.toUpperCase(), ...row };
    expect(await send(kind, named)).toEqual([1, 0, 0]);
    expect(await send(kind, named)).toEqual([0, 1, 0]);
    const { state, facts } = await get(`/contracts/${contract}`);
    expect([state, facts.length]).toEqual(['delivered', 2]);
  });

  it('add facts to a purchase once', async () => {
    const { id } = await officer.tender();
    const notice = { tender: id.toUpperCase(), kind: 'notice', reference: 'N1', publishedOn: '2024-01-02' };
    expect(await send('facts', notice)).toEqual([1, 0, 0]);
    expect(await send('facts', notice)).toEqual([0, 1, 0]);
    expect((await get(`/tenders/${id}`)).facts).toHaveLength(1);
  });

  it('correct the contract of a purchase with the reason of the file', async () => {
    const { id } = await officer.tender();
    const row = { externalId: 'capitals:c', tender: id.toUpperCase(), amount: '100000', supplierName: '机构甲' };
    expect(await send('contracts', row)).toEqual([1, 0, 0]);
    expect(await send('contracts', row)).toEqual([0, 1, 0]);
    const corrected = { ...row, amount: '90000' };
    expect(await send('contracts', corrected, { query: '&reason=checked' })).toEqual([1, 0, 0]);
  });
});

describe('a body that names objects by our ids in capitals', () => {
  it('corrects the recorded contract of its purchase', async () => {
    const { id } = await officer.tender();
    const put = (data: object, more: object = {}) =>
      app.http
        .put('/api/v1/contracts/by-external-id/capitals/put')
        .set(officer.account.auth)
        .send({ tender: id.toUpperCase(), data, source, ...more });
    await put({ amount: '100000.00' }).expect(200);
    const { body } = await put({ amount: '90000.00' }, { reason: '合同已核对' }).expect(200);
    expect(body).toMatchObject({ amount: '90000.00', tender: id });
  });

  it('has them recorded in small letters, as they are answered elsewhere', async () => {
    const line = await officer.serviceLine();
    const toContract = await officer.contract();
    const contract = await officer.contract({}, { serviceLines: [line] });
    const data = { serviceLine: line.toUpperCase(), toContract: toContract.toUpperCase(), on: '2018-06-01' };
    const { body } = await officer.contractFacts(contract, [given('handover', data)]).expect(200);
    expect(body.facts.at(-1).data).toEqual({ serviceLine: line, toContract, on: '2018-06-01' });
  });
});
