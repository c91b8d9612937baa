import { describe, expect, it } from '@jest/globals';
import { corrected, fact, lotsOf, tenderOf } from '../../../../test/support/facts.js';
import type { TenderFactData } from '../recording/fact-types.js';
import { findConflicts } from './conflicts.rules.js';
import { deriveTender, findAwardOfContract } from './purchase.rules.js';
import type { TenderFact } from './purchase-types.js';

const A = { organisation: 'a', name: '甲' };
const B = { organisation: 'b', name: '乙' };
const C = { organisation: 'c', name: '丙' };
const PLACES = { no: 1, suppliersMost: 2 };
const award = (data: TenderFactData['award'], rest: object = {}) => fact('award', data, rest);
const derive = (facts: readonly TenderFact[], lot = PLACES) => deriveTender(lotsOf(lot), facts);
const suppliers = (facts: readonly TenderFact[]) => derive(facts).awards.map(({ data }) => data.supplier?.name ?? null);
const codes = (facts: readonly TenderFact[]) => findConflicts(tenderOf([PLACES]), facts).map(({ code }) => code);

describe('awards of a lot with several suppliers', () => {
  it('are one for each supplier, whatever number of facts speak of it, in the order of their ranks', () => {
    const facts = [
      award({ supplier: B, rank: 2 }),
      award({ supplier: A, share: 6000 }),
      award({ supplier: A, rank: 1, amount: '1.00' }),
    ];
    expect(suppliers(facts)).toEqual(['甲', '乙']);
    expect(derive(facts).awards[0]?.data).toEqual({ supplier: A, share: 6000, rank: 1, amount: '1.00' });
    expect(codes(facts)).toEqual([]);
  });

  it('keep the order of their facts where they have no rank, those without one after the others', () => {
    expect(suppliers([award({ supplier: B }), award({ supplier: A })])).toEqual(['乙', '甲']);
    expect(suppliers([award({ supplier: B }), award({ supplier: A, rank: 7 })])).toEqual(['甲', '乙']);
  });

  it('are somebody each time where nobody is named', () => {
    expect(suppliers([award({ amount: '1.00' }), award({ amount: '2.00' })])).toEqual([null, null]);
  });

  it('are the first as many as there are places; the others are a conflict', () => {
    const facts = [award({ supplier: A }), award({ supplier: B }), award({ supplier: C })];
    expect(suppliers(facts)).toEqual(['甲', '乙']);
    expect(codes(facts)).toEqual(['suppliers_above_places']);
    expect(suppliers(facts.map((f) => ({ ...f, data: { ...f.data, places: 3 } })))).toEqual(['甲', '乙', '丙']);
  });

  it('share the whole and no more', () => {
    const shares = (a: number, b: number) => [award({ supplier: A, share: a }), award({ supplier: B, share: b })];
    expect(codes(shares(6000, 4000))).toEqual([]);
    expect(codes(shares(6000, 4001))).toEqual(['shares_above_whole']);
  });

  it('contradict each other within one supplier and in what they say of the lot alone', () => {
    expect(codes([award({ supplier: A, amount: '1.00' }), award({ supplier: A, amount: '2.00' })])).toEqual([
      'fact_disagrees',
    ]);
    expect(codes([award({ supplier: A, amount: '1.00' }), award({ supplier: B, amount: '2.00' })])).toEqual([]);
    expect(codes([award({ supplier: A, bidCount: 3 }), award({ supplier: B, bidCount: 4 })])).toEqual([
      'fact_disagrees',
    ]);
  });

  it('are contracted one by one', () => {
    const facts = [award({ supplier: A }), award({ supplier: B }), fact('contract', { supplier: B })];
    const { awards, lots } = derive(facts);
    expect(awards.map(({ state }) => state)).toEqual(['active', 'contracted']);
    expect(lots[0]?.state).toBe('contracted');
  });

  it('follow a correction of their supplier, as if it had been named at once', () => {
    const facts = [award({ supplier: A }, { id: 'first' }), award({ supplier: B })];
    expect(suppliers(corrected(facts, 'first', { supplier: C }))).toEqual(['丙', '乙']);
  });
});

describe('contracts of a lot with several suppliers', () => {
  const contracts = (facts: readonly TenderFact[]) => derive(facts).contracts.map(({ data }) => data);

  it('are one for each supplier, even under one number', () => {
    const facts = [
      fact('contract', { supplier: A, number: '1' }),
      fact('contract', { supplier: B, number: '1' }),
      fact('contract', { supplier: A, amount: '1.00' }),
    ];
    expect(contracts(facts)).toEqual([
      { supplier: A, number: '1', amount: '1.00' },
      { supplier: B, number: '1' },
    ]);
    expect(codes(facts)).toEqual([]);
  });

  it('are known by their number where nobody is named, else somebody’s each time', () => {
    expect(
      contracts([fact('contract', { supplier: A, number: '1' }), fact('contract', { number: '1', amount: '1.00' })]),
    ).toHaveLength(1);
    expect(contracts([fact('contract', { supplier: A }), fact('contract', { amount: '1.00' })])).toHaveLength(2);
  });

  it('carry out the award of their supplier; one that names nobody the only one', () => {
    const whose = (...facts: TenderFact[]) => {
      const { awards, contracts: derived, lots } = derive(facts);
      return derived.map((contract) => findAwardOfContract(contract, awards, lots)?.data.supplier?.name ?? null);
    };
    expect(whose(award({ supplier: A }), award({ supplier: B }), fact('contract', { supplier: B }))).toEqual(['乙']);
    expect(whose(award({ supplier: A }), award({ supplier: B }), fact('contract', {}))).toEqual([null]);
    expect(whose(award({ supplier: A }), fact('contract', {}))).toEqual(['甲']);
    expect(whose(award({ supplier: A }), fact('contract', { supplier: C }))).toEqual([null]);
  });

  it('are held to their own award', () => {
    const awards = [
      award({ supplier: A, amount: '1.00', decidedOn: '2018-01-05' }),
      award({ supplier: B, amount: '2.00' }),
    ];
    expect(codes([...awards, fact('contract', { supplier: B, amount: '2.00', signedOn: '2018-01-03' })])).toEqual([]);
    expect(codes([...awards, fact('contract', { supplier: A, amount: '2.00', signedOn: '2018-01-03' })])).toEqual([
      'contract_before_award',
      'contract_amount_differs',
    ]);
    expect(codes([...awards, fact('contract', { supplier: C })])).toEqual(['contract_supplier_differs']);
  });
});
