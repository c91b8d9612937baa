import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRows, type Sent } from '../support/bulk-rows.js';
import { creditCode } from '../support/contracts.js';

interface ShownFact {
  id: string;
  kind: string;
  data: object;
  source: object;
  replacedBy: string | null;
}

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  const organisation = await makeBody(app, { name: '虚构区民政局' });
  officer = await makeAccount(app, { role: 'bureau_officer', organisation });
});
afterAll(() => app.close());

const WITH_REASON: Sent = { query: `&reason=${encodeURIComponent('核对')}` };
const send = async (kind: string, rows: readonly object[], sent: Sent = {}) => {
  const { figures, faults } = await sendRows(app, officer, kind, rows, sent);
  return [figures, faults];
};
const get = (path: string) => app.http.get(`/api/v1/${path}`).set(officer.auth).expect(200);
const find = async (list: string, externalId: string) => {
  const { body } = await get(`${list}?externalId=${externalId}`);
  return (await get(`${list}/${body.items[0].id}`)).body as { id: string; facts: ShownFact[] };
};
const listStanding = async (list: string, externalId: string) =>
  (await find(list, externalId)).facts.filter(({ replacedBy }) => replacedBy === null);
const listStandingData = async (list: string, externalId: string) =>
  (await listStanding(list, externalId)).map(({ data }) => data);

const LINE = { category: 'ELDERLY_HOME_CARE', since: '2018-01-01' };

/** A contract of a recorded purchase, by the name that its system has for it. */
let count = 0;
async function makeContract(): Promise<string> {
  const name = `again${++count}`;
  await send('purchases', [{ externalId: `${name}:p`, title: '居家养老' }]);
  const row = { externalId: `${name}:c`, tender: `${name}:p`, lot: 1, amount: '5000', supplierName: '机构甲' };
  expect(await send('contracts', [row])).toEqual([[1, 0, 0], []]);
  return `${name}:c`;
}

/** Corrects the only fact in force of a contract by the route that takes one alone. */
async function correctByHand(contract: string, kind: string, data: object, reference: string): Promise<void> {
  const { id, facts } = await find('contracts', contract);
  const replaces = facts.find(({ replacedBy }) => replacedBy === null)?.id;
  const fact = { kind, data, source: { kind: 'statement', reference }, replaces, reason: '更正' };
  await app.http
    .post(`/api/v1/contracts/${id}/facts`)
    .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
    .send({ facts: [fact] })
    .expect(200);
}

describe('a fact that was corrected under another number', () => {
  it('is the entry of the file still: the first words again want a reason, and never stand beside the correction', async () => {
    const contract = await makeContract();
    const paid = { contract, reference: 'P1', on: '2024-04-01', amount: '1000' };
    expect(await send('payments', [paid])).toEqual([[1, 0, 0], []]);
    await correctByHand(contract, 'payment', { on: '2024-04-01', amount: '900' }, '更正单1');
    for (const query of ['&dryRun=true', ''])
      expect(await send('payments', [paid], { query })).toEqual([[0, 0, 1], [[1, '?reason required']]]);
    expect(await listStandingData('contracts', contract)).toEqual([{ on: '2024-04-01', amount: '900' }]);
    // What the correction says is nothing new, whoever says it.
    expect(await send('payments', [{ ...paid, amount: '900.00' }])).toEqual([[0, 1, 0], []]);
    expect(await send('payments', [paid], WITH_REASON)).toEqual([[1, 0, 0], []]);
    expect(await listStanding('contracts', contract)).toMatchObject([
      { data: { on: '2024-04-01', amount: '1000.00' }, source: { kind: 'file', reference: 'P1' } },
    ]);
    expect(await send('payments', [paid])).toEqual([[0, 1, 0], []]);
  });

  it('is so for a milestone, and through several corrections', async () => {
    const contract = await makeContract();
    const milestone = { contract, reference: 'M1', name: '中期', dueOn: '2024-06-01' };
    expect(await send('milestones', [milestone])).toEqual([[1, 0, 0], []]);
    await correctByHand(contract, 'milestone', { name: '中期', dueOn: '2024-06-15' }, '补充协议1');
    await correctByHand(contract, 'milestone', { name: '中期', dueOn: '2024-06-30' }, '补充协议2');
    expect(await send('milestones', [milestone])).toEqual([[0, 0, 1], [[1, '?reason required']]]);
    expect(await send('milestones', [{ ...milestone, dueOn: '2024-07-01' }], WITH_REASON)).toEqual([[1, 0, 0], []]);
    expect(await listStandingData('contracts', contract)).toEqual([{ name: '中期', dueOn: '2024-07-01' }]);
  });
});

describe('an empty cell of a fact that is known', () => {
  it('takes nothing away from a milestone or a payment', async () => {
    const contract = await makeContract();
    const milestone = { contract, reference: 'M1', name: '中期' };
    await send('milestones', [{ ...milestone, dueOn: '2024-06-01', sourceUrl: 'https://example.org/1' }]);
    const done = { ...milestone, doneOn: '2024-06-03' };
    expect(await send('milestones', [done], WITH_REASON)).toEqual([[1, 0, 0], []]);
    const standing = [{ name: '中期', dueOn: '2024-06-01', doneOn: '2024-06-03' }];
    expect(await listStandingData('contracts', contract)).toEqual(standing);
    expect(await listStanding('contracts', contract)).toMatchObject([{ source: { url: 'https://example.org/1' } }]);
    // Less than what stands says nothing else.
    expect(await send('milestones', [milestone, done])).toEqual([[0, 2, 0], []]);
    const other = await makeContract();
    await send('payments', [{ contract: other, reference: 'P1', on: '2024-04-01', amount: '1000' }]);
    const later = { contract: other, reference: 'P1', on: '2024-05-01', amount: '' };
    expect(await send('payments', [later], WITH_REASON)).toEqual([[1, 0, 0], []]);
    expect(await listStandingData('contracts', other)).toEqual([{ on: '2024-05-01', amount: '1000.00' }]);
  });

  it('takes nothing away from facts of a purchase: amount, source, the start of a window', async () => {
    await send('purchases', [{ externalId: 'again:t', title: '居家养老' }]);
    const award = { tender: 'again:t', lot: 1, kind: 'award', reference: 'A1', supplierName: '机构甲' };
    const call = {
      tender: 'again:t',
      kind: 'notice',
      reference: 'N1',
      publishedOn: '2024-01-02',
      sourceKind: 'notice',
    };
    const bid = { tender: 'again:t', lot: 1, kind: 'bid', reference: 'B1', bidderName: '机构乙' };
    const rejected = { ...bid, status: 'rejected', rejectedFor: '报价超过最高限价' };
    expect(await send('facts', [{ ...award, amount: '5000' }, call, rejected])).toEqual([[3, 0, 0], []]);
    const changed = [
      { ...award, decidedOn: '2024-02-02' },
      { ...call, sourceKind: null, deadline: '2024-02-01 09:30' },
      { ...bid, status: 'valid' },
    ];
    expect(await send('facts', changed, WITH_REASON)).toEqual([[3, 0, 0], []]);
    expect(await listStanding('tenders', 'again:t')).toMatchObject([
      { kind: 'award', data: { amount: '5000.00', decidedOn: '2024-02-02', supplier: { name: '机构甲' } } },
      { kind: 'notice', data: { publishedOn: '2024-01-02' }, source: { kind: 'notice', reference: 'N1' } },
      { kind: 'bid', data: { status: 'valid' } },
    ]);
    const [, , { data } = { data: {} }] = await listStanding('tenders', 'again:t');
    expect(data).not.toHaveProperty('rejectedFor');
    expect(await send('facts', changed)).toEqual([[0, 3, 0], []]);
  });
});

describe('a body of which a row names only a part', () => {
  it('stays as it is known, and is another one where the row says so', async () => {
    await send('purchases', [{ externalId: 'again:body', title: '居家养老' }]);
    const [code, other] = [creditCode(), creditCode()];
    const award = { tender: 'again:body', lot: 1, kind: 'award', reference: 'A1', amount: '5000' };
    const known = { supplierName: '机构丙', supplierCreditCode: code };
    expect(await send('facts', [{ ...award, ...known }])).toEqual([[1, 0, 0], []]);
    const [data] = (await listStandingData('tenders', 'again:body')) as [{ supplier: object }];
    for (const part of [{ supplierName: '机构丙' }, { supplierCreditCode: code }])
      expect(await send('facts', [{ ...award, ...part }])).toEqual([[0, 1, 0], []]);
    expect(await send('facts', [{ ...award, supplierName: '机构丙', amount: '6000' }], WITH_REASON)).toEqual([
      [1, 0, 0],
      [],
    ]);
    expect(await listStandingData('tenders', 'again:body')).toEqual([{ ...data, amount: '6000.00' }]);
    expect(data.supplier).toMatchObject({ name: '机构丙', creditCode: code });
    expect(await send('facts', [{ ...award, supplierName: '机构丁', amount: '6000' }], WITH_REASON)).toEqual([
      [1, 0, 0],
      [],
    ]);
    const [{ supplier }] = (await listStandingData('tenders', 'again:body')) as [{ supplier: object }];
    expect(supplier).toEqual({ name: '机构丁', organisation: expect.any(String) });
    // A code that nobody had said tells which body of that name is meant.
    const coded = { ...award, supplierName: '机构丁', supplierCreditCode: other, amount: '6000' };
    expect(await send('facts', [coded], WITH_REASON)).toEqual([[1, 0, 0], []]);
    expect(await listStandingData('tenders', 'again:body')).toMatchObject([
      { supplier: { name: '机构丁', creditCode: other } },
    ]);
  });
});

describe('a contract that is known', () => {
  it('keeps its source, the body and the amount that a row leaves out, also where a person corrected it meanwhile', async () => {
    await send('purchases', [{ externalId: 'again:kept', title: '居家养老' }]);
    const row = { externalId: 'again:kept:c', tender: 'again:kept', lot: 1 };
    const source = { sourceKind: 'notice', sourceUrl: 'https://example.org/c1', reference: '合同公告1' };
    const supplier = { supplierName: '机构戊', supplierCreditCode: creditCode() };
    const whole = { ...row, ...source, ...supplier, amount: '5000' };
    expect(await send('contracts', [whole])).toEqual([[1, 0, 0], []]);
    for (const less of [{ ...row, amount: '5000' }, { ...row, supplierName: '机构戊' }, whole])
      expect(await send('contracts', [less])).toEqual([[0, 1, 0], []]);
    expect(await send('contracts', [{ ...row, amount: '6000', supplierName: '机构戊' }], WITH_REASON)).toEqual([
      [1, 0, 0],
      [],
    ]);
    const stood = { kind: 'notice', url: 'https://example.org/c1', reference: '合同公告1' };
    const listContracts = async () =>
      (await listStanding('tenders', 'again:kept')).filter(({ kind }) => kind === 'contract');
    const said = { amount: '6000.00', supplier: { name: '机构戊', creditCode: supplier.supplierCreditCode } };
    expect(await listContracts()).toMatchObject([{ data: said, source: stood }]);
    const [{ id, data }] = (await listContracts()) as [ShownFact];
    const { id: tender } = await find('tenders', 'again:kept');
    const byHand = {
      kind: 'contract',
      lot: 1,
      data: { ...data, amount: '6500' },
      source: { kind: 'statement' },
      replaces: id,
      reason: '更正',
    };
    await app.http
      .post(`/api/v1/tenders/${tender}/facts`)
      .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [byHand] })
      .expect(200);
    expect(await send('contracts', [{ ...whole, amount: '6500.00' }])).toEqual([[0, 1, 0], []]);
    expect(await send('contracts', [{ ...whole, amount: '6000' }])).toEqual([[0, 0, 1], [[1, '?reason required']]]);
    expect(await send('contracts', [{ ...whole, amount: '6000' }], WITH_REASON)).toEqual([[1, 0, 0], []]);
    expect(await listContracts()).toMatchObject([{ data: said, source: stood }]);
  });
});

describe('two rows of a file under one number', () => {
  it('say alike what both say, however far they stand apart: the second is refused, with a reason too, and stays refused', async () => {
    const contract = await makeContract();
    const paid = { contract, reference: '凭证1', on: '2024-04-01', amount: '1000' };
    const others = Array.from({ length: 501 }, (_, i) => ({ ...paid, reference: `P${i}`, amount: '2' }));
    const rows = [
      paid,
      ...others,
      { ...paid, on: '2024-05-01', amount: '700' },
      { contract, reference: '凭证1', on: '2024-04-01' },
    ];
    const faults = [[503, '/on rows_differ', '/amount rows_differ']];
    expect(await send('payments', rows, WITH_REASON)).toEqual([[502, 1, 1], faults]);
    expect(await send('payments', rows, WITH_REASON)).toEqual([[0, 503, 1], faults]);
    expect(await listStandingData('contracts', contract)).toContainEqual({ on: '2024-04-01', amount: '1000.00' });
    expect((await find('contracts', contract)).facts).toHaveLength(502);
  });

  it('are one entry of a purchase of one lot, whether or not they name it', async () => {
    await send('purchases', [{ externalId: 'again:one', title: '居家养老' }]);
    const award = { tender: 'again:one', kind: 'award', reference: '1', supplierName: '机构甲', amount: '5000' };
    expect(await send('facts', [award, { ...award, lot: 1 }])).toEqual([[1, 1, 0], []]);
    expect(await send('facts', [{ ...award, lot: 1, amount: '6000' }], WITH_REASON)).toEqual([[1, 0, 0], []]);
    expect(await send('facts', [{ ...award, amount: '6000' }])).toEqual([[0, 1, 0], []]);
    expect(await listStanding('tenders', 'again:one')).toMatchObject([{ data: { amount: '6000.00' } }]);
    // Nor do they say otherwise of it with a reason, however far they stand apart.
    const others = Array.from({ length: 501 }, (_, i) => ({
      ...award,
      kind: 'bid',
      reference: `B${i}`,
      bidderName: '机构乙',
    }));
    const bids = others.map(({ supplierName: _, amount: __, ...bid }) => bid);
    const rows = [
      { ...award, amount: '7000' },
      ...bids,
      { ...award, lot: 1, amount: '8000' },
      { ...award, amount: '7000', lot: 1 },
    ];
    expect(await send('facts', rows, WITH_REASON)).toEqual([[502, 1, 1], [[503, '/amount rows_differ']]]);
  });

  it('or external id say alike what both say of a contract or a line too', async () => {
    await send('purchases', [{ externalId: 'again:twice', title: '居家养老' }]);
    const row = { externalId: 'again:twice:c', tender: 'again:twice', lot: 1, supplierName: '机构甲' };
    const others = Array.from({ length: 501 }, (_, i) => ({ externalId: `again:l${i}`, ...LINE, name: `服务线${i}` }));
    const contracts = [{ ...row, amount: '5000' }, { ...row, amount: '6000' }, row];
    expect(await send('contracts', contracts, WITH_REASON)).toEqual([[1, 1, 1], [[2, '/amount rows_differ']]]);
    expect((await find('contracts', 'again:twice:c')).facts).toHaveLength(0);
    expect(await listStandingData('tenders', 'again:twice')).toMatchObject([{ amount: '5000.00' }]);
    const line = { externalId: 'again:line', ...LINE, name: '助餐' };
    const lines = [line, ...others, { ...line, name: '送餐' }];
    expect(await send('service-lines', lines)).toEqual([[502, 0, 1], [[503, '/name rows_differ']]]);
  });

  it('are two entries where they are of two contracts, lots or kinds', async () => {
    await send('purchases', [{ externalId: 'again:lots', title: '居家养老', lots: [{ no: 1 }, { no: 2 }] }]);
    const award = { tender: 'again:lots', kind: 'award', reference: '1', supplierName: '机构甲', amount: '5000' };
    const rows = [
      { ...award, lot: 1 },
      { ...award, lot: 2, amount: '6000' },
      { tender: 'again:lots', kind: 'notice', reference: '1', publishedOn: '2024-01-02' },
    ];
    expect(await send('facts', rows)).toEqual([[3, 0, 0], []]);
    const [one, other] = [await makeContract(), await makeContract()];
    const paid = { reference: '1', on: '2024-04-01' };
    const payments = [
      { contract: one, ...paid, amount: '1' },
      { contract: other, ...paid, amount: '2' },
    ];
    expect(await send('payments', payments)).toEqual([[2, 0, 0], []]);
  });
});
