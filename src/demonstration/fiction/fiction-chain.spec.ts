import { describe, expect, it } from '@jest/globals';
import { contractData, tenderData } from '../../../test/support/demo-facts.js';
import { parseYuan, sumFen } from '../../kernel/money/money.js';
import { fictionChain, fictionDataset } from './fiction-dataset.js';

const market = fictionDataset();

describe('the complete chain', () => {
  const chain = fictionChain();
  const purchase = market.purchases.find(({ id }) => id === chain.tender);
  const contract = purchase?.contracts.find(({ id }) => id === chain.contract);

  it('goes from the need to what comes next, every id one that exists', () => {
    const [need] = market.needs;
    expect([need].map((one) => [one?.id, one?.serviceLine, one?.community])).toEqual([
      [chain.need, chain.serviceLine, chain.community],
    ]);
    expect(market.serviceLines.find(({ id }) => id === chain.serviceLine)?.communities).toEqual([chain.community]);
    expect(purchase?.tender).toMatchObject({
      buyer: chain.buyer,
      programme: chain.programme,
      serviceLines: [chain.serviceLine],
    });
    // Beside it there is money for one other category.
    expect(
      market.programmes
        .find(({ id }) => id === chain.programme)
        ?.budgetLines.map(({ id, category }) => [category, id === chain.budgetLine]),
    ).toEqual([
      [null, true],
      ['CHILD_PROTECTION', false],
    ]);
    const bodies = new Set(market.organisations.map(({ id }) => id));
    for (const id of [chain.buyer, chain.agency, chain.nextAgency, chain.evaluator]) expect(bodies.has(id)).toBe(true);
    expect(market.purchases.find(({ id }) => id === chain.nextTender)?.contracts[0]?.id).toBe(chain.nextContract);
    expect(chain.nextAgency).not.toBe(chain.agency);
  });

  it('has every kind of fact on its way', () => {
    expect([...new Set(purchase?.facts.map(({ kind }) => kind))]).toEqual([
      'intention',
      'notice',
      'opening',
      'bid',
      'award',
      'contract',
    ]);
    expect([...new Set(contract?.facts.map(({ kind }) => kind))].sort()).toEqual([
      'acceptance',
      'delivered',
      'evaluation',
      'handover',
      'milestone',
      'payment',
      'plan',
      'started',
    ]);
  });

  it('pays exactly the contract, the first part before the service begins', () => {
    if (purchase === undefined || contract === undefined) throw new Error('no chain');
    const payments = contractData(contract, 'payment');
    const [signed] = tenderData(purchase, 'contract', 1);
    expect(sumFen(payments.map(({ amount }) => parseYuan(amount ?? '')))).toBe(parseYuan(signed?.amount ?? ''));
    const first = payments[0]?.on ?? '';
    expect(first > (signed?.signedOn ?? '') && first < '2024-01-01').toBe(true);
  });

  it('every other contract, too, is paid its first part between signing and service', () => {
    for (const other of market.purchases)
      for (const { lot, facts } of other.contracts) {
        const [signed] = tenderData(other, 'contract', lot);
        const [first] = contractData({ facts }, 'payment');
        expect((first?.on ?? '') > (signed?.signedOn ?? '')).toBe(true);
        expect((first?.on ?? '9') < (signed?.window?.start ?? '')).toBe(true);
      }
  });

  it('agrees on its plan before the final milestone', () => {
    if (contract === undefined) throw new Error('no chain');
    const final = contractData(contract, 'milestone').find((milestone) => milestone.final)?.dueOn ?? '';
    expect((contractData(contract, 'plan')[0]?.agreedOn ?? '') < final).toBe(true);
  });
});
