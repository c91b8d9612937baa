import { describe, expect, it } from '@jest/globals';
import { fact, tenderOf } from '../../../../test/support/facts.js';
import { findMissingFacts } from './completeness.rules.js';
import type { TenderBase, TenderFact } from './purchase-types.js';

const known: Partial<TenderBase> = {
  buyer: 'b',
  method: 'COMPETITIVE_CONSULTATION',
  category: 'ELDERLY_HOME_CARE',
  region: '990203',
  window: { start: '2018-01-01', end: '2018-05-31' },
  serviceLines: 1,
};
const base = tenderOf([{ no: 1, ceiling: 1n }], known);
const fields = (facts: readonly TenderFact[], of = base) => findMissingFacts(of, facts).map((m) => m.field);
const notice = fact('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04' });

describe('what no fact says', () => {
  it('a tender of which only buyer and title are known lacks everything else', () => {
    expect(fields([], tenderOf([1], { buyer: 'b' }))).toEqual([
      'method',
      'category',
      'region',
      'window.start',
      'window.end',
      'serviceLines',
      'ceiling',
      'notice.publishedOn',
      'notice.deadline',
    ]);
  });

  it('what is still to come is not missing', () => {
    expect(fields([notice])).toEqual([]);
  });

  it('an award is asked for where a contract is known', () => {
    const contract = fact('contract', { signedOn: '2017-12-20', amount: '1.00', window: known.window });
    expect(fields([notice, contract])).toEqual(['award']);
  });

  it('an award lacks what it does not say, a list of bids what it leaves out', () => {
    expect(fields([notice, fact('award')])).toEqual([
      'award.supplier',
      'award.amount',
      'award.decidedOn',
      'bidCount',
      'bids',
    ]);
    const award = fact('award', { supplier: { name: '甲' }, amount: '1.00', decidedOn: '2017-12', bidCount: 2 });
    const bid = (name: string, price?: string) => fact('bid', { bidder: { name }, ...(price && { price }) });
    expect(fields([notice, award, bid('甲', '1.00')])).toEqual(['bids']);
    expect(fields([notice, award, bid('甲', '1.00'), bid('乙')])).toEqual(['bids.price']);
    expect(fields([notice, award, bid('甲', '1.00'), bid('乙', '2.00')])).toEqual([]);
  });

  it('facts complete each other', () => {
    const parts = [
      fact('award', { supplier: { name: '甲' } }),
      fact('award', { amount: '1.00', decidedOn: '2017-12' }),
      fact('award', { bidCount: 1 }),
      fact('bid', { bidder: { name: '甲' }, price: '1.00' }),
    ];
    expect(fields([notice, ...parts])).toEqual([]);
  });

  it('a single source has neither deadline nor bids', () => {
    const single = { ...base, method: 'SINGLE_SOURCE' };
    const award = fact('award', { supplier: { name: '甲' }, amount: '1.00', decidedOn: '2017-12' });
    expect(fields([fact('notice', { publishedOn: '2017-11-24' }), award], single)).toEqual([]);
  });

  it('each contract of a lot is asked for its own', () => {
    const contracts = ['1', '2'].map((number) => fact('contract', { number, signedOn: '2017-12-20' }));
    expect(fields([notice, ...contracts]).filter((f) => f.startsWith('contract'))).toEqual([
      'contract.amount',
      'contract.window',
      'contract.amount',
      'contract.window',
    ]);
  });

  it('says which lot', () => {
    const missing = findMissingFacts(tenderOf([{ no: 1, ceiling: 1n }, 2], known), [notice]);
    expect(missing).toEqual([{ field: 'ceiling', lot: 2 }]);
  });
});
