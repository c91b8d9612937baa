import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { sendRows, type Sent } from '../support/bulk-rows.js';
import { Contracting } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { startContracting } from '../support/started.js';

let app: TestApp;
let contract: string;
let worker: TestAccount;
let officer: TestAccount;
beforeAll(async () => {
  const { app: started, parties } = await startContracting();
  app = started;
  ({ id: contract } = await Contracting.active(app, parties));
  worker = await makeUser(app, 'agency_worker', parties.agency);
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: parties.bureau.id });
  await setBusinessTime(app, '2026-12-10T09:00:00+08:00');
});
afterAll(() => app.close());

const CSV = 'text/csv';
const send = (kind: string, rows: Parameters<typeof sendRows>[3], sent: Sent = {}) =>
  sendRows(app, kind === 'records' ? worker : officer, kind, rows, sent);

describe('a fact that contradicts others', () => {
  beforeAll(async () => {
    await send('purchases', [{ externalId: 'cells:p', title: '居家养老', lots: [{ no: 1 }, { no: 2 }] }]);
    const facts = [
      { kind: 'notice', reference: 'N1', publishedOn: '2024-01-05' },
      { kind: 'award', lot: 1, reference: 'A1', amount: '5000', supplierName: '机构甲' },
    ];
    expect((await send('facts', facts.map((fact) => ({ tender: 'cells:p', ...fact })))).faults).toEqual([]); // prettier-ignore
  });

  it('is returned with the cells that do, each row as it came', async () => {
    const rows = [
      'tender,lot,kind,reference,deadline,publishedOn,金额（元）,supplierName',
      'cells:p,,correction,K1,,2023-12-01,,',
      'cells:p,1,award,A2,,,7000,机构甲',
      'cells:p,,notice,N2,2024-01-01,,,',
    ];
    const { figures, faults, raws } = await send('facts', rows.join('\n'), { type: CSV });
    expect(faults).toEqual([
      [2, '/publishedOn correction_before_notice'],
      [3, '/amount fact_disagrees'],
      [4, '/deadline deadline_before_notice'],
    ]);
    expect(figures).toEqual([0, 0, 3]);
    expect(raws).toEqual(rows.slice(1));
  });

  it('or says nothing is returned with its kind', async () => {
    await send('purchases', [{ externalId: 'cells:q', title: '居家养老' }]);
    await send('contracts', [
      { externalId: 'cells:q', tender: 'cells:q', lot: 1, amount: '5000', signedOn: '2024-03' },
    ]);
    const row = { contract: 'cells:q', kind: 'handover', reference: 'H1' };
    expect((await send('facts', [row])).faults).toEqual([[1, '/kind says_nothing']]);
  });

  it('as a contract is returned with the cells of the contract, and with its purchase where all of it does', async () => {
    const failure = { tender: 'cells:p', lot: 1, kind: 'failure', reference: 'F1', on: '2024-03-01' };
    expect((await send('facts', [failure])).faults).toEqual([]);
    const row = { externalId: 'cells:c', tender: 'cells:p', lot: 1, amount: '9000', supplierName: '机构乙' };
    const { faults } = await send('contracts', [row]);
    expect(faults).toEqual([
      [1, '/tender failed_and_awarded', '/supplierName contract_supplier_differs', '/amount contract_amount_differs'],
    ]);
  });
});

describe('a record of service', () => {
  const record = { contract, servedOn: '2026-02-01', form: 'group', minutes: 1, participants: 12 };
  it('without those who served is returned with the column in which they are counted', async () => {
    const rows = [{ ...record, contract, externalId: 'cells:1' }];
    expect((await send('records', rows)).faults).toEqual([[1, '/licensed required']]);
  });

  it('whose id stands for another record is returned with its id', async () => {
    const row = { ...record, contract, externalId: 'cells:2', assistants: 1 };
    expect((await send('records', [row])).figures).toEqual([1, 0, 0]);
    expect((await send('records', [{ ...row, minutes: 2 }])).faults).toEqual([[1, '/externalId not_unique']]);
  });
});
