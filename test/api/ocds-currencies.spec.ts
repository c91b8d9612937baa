import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { text } from '../support/imports.js';
import { CNY, contractsOf, figures, fresh, importOcds, inForce, losses, PARTIES, refer, release, TENDER, tenderOf } from '../support/ocds-files.js'; // prettier-ignore

type Json = Record<string, unknown>;
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('a release of OCDS', () => {
  it('that is in euro says so of each sum, records what else it says, and takes no total in euro for the sum of its lots', async () => {
    const name = fresh();
    const EUR = (amount: number) => ({ amount, currency: 'EUR' });
    const given = release({
      parties: PARTIES,
      buyer: refer(0),
      planning: { budget: { amount: EUR(300_000) } },
      tender: {
        ...TENDER,
        value: EUR(250_000.5),
        lots: [
          { id: 'a', title: '城区', value: CNY(200_000) },
          { id: 'b', title: '乡镇', value: CNY(50_000.5) },
        ],
      },
      bids: { details: [{ id: '1', status: 'valid', tenderers: [refer(1)], value: EUR(21_000), relatedLots: ['a'] }] },
      awards: [{ id: 'aw', status: 'active', suppliers: [refer(1)], value: EUR(20_000), relatedLots: ['a'] }],
      contracts: [
        {
          ...{ id: 'c', awardID: 'aw', status: 'active', value: EUR(20_000), dateSigned: '2024-04-20T00:00:00+08:00' },
          implementation: {
            transactions: [{ id: 'p', date: '2024-06-01T00:00:00+08:00', value: EUR(1_000) }],
          },
        },
      ],
    });
    const done = await importOcds(app, name, text([given]));
    expect(figures(done)).toEqual([1, 1, 0, 0]);
    const reported = Object.entries(losses(done)).filter(([field]) => field.endsWith('currency'));
    expect(Object.fromEntries(reported)).toEqual({
      'awards.value other_currency': 1,
      'bids.details.value other_currency': 1,
      'contracts.implementation.transactions.value other_currency': 1,
      'contracts.value other_currency': 1,
      'planning.budget.amount other_currency': 1,
      'tender.value other_currency': 1,
    });
    const tender = await tenderOf(app, name, given.ocid);
    expect(tender).toMatchObject({ budget: null, lots: [{ ceiling: '200000.00' }, { ceiling: '50000.50' }] });
    const [award] = inForce(tender).filter(({ kind }) => kind === 'award');
    expect(award?.data).toMatchObject({ supplier: { name: '机构乙' } });
    expect(award?.data).not.toHaveProperty('amount');
    const [contract] = await contractsOf(app, tender.id);
    expect(contract).toMatchObject({ signedOn: '2024-04-20', amount: null });
    expect(inForce(contract as { facts: Json[] }).map(({ kind, data }) => [kind, data])).toEqual([
      ['payment', { on: '2024-06-01' }],
    ]);
  });

  it.each([
    ['in another currency than its lots', { amount: 30, currency: 'EUR' }, 'tender.value other_currency'],
    ['without a currency', { amount: 30 }, 'tender.value no_currency'],
    ['of lots of which one is in euro', { amount: 30, currency: 'CNY' }, 'tender.value.amount no_counterpart'],
  ])('that has a total %s counts it', async (_, value, loss) => {
    const second = loss.includes('counterpart') ? { amount: 10, currency: 'EUR' } : CNY(10);
    const lots = [
      { id: 'a', title: '城区', value: CNY(20) },
      { id: 'b', title: '乡镇', value: second },
    ];
    const name = fresh();
    const done = await importOcds(app, name, text([release({ parties: PARTIES, tender: { ...TENDER, value, lots } })]));
    expect(losses(done)).toMatchObject({
      [loss]: 1,
      ...(second.currency === 'EUR' && { 'tender.lots.value other_currency': 1 }),
    });
    const tender = await tenderOf(app, name, 'ocds-made00-1');
    expect(tender.lots).toMatchObject([{ ceiling: '20.00' }, { ceiling: second.currency === 'EUR' ? null : '10.00' }]);
  });
});
