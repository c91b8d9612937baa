import { describe, expect, it } from '@jest/globals';
import { corrected, fact, tenderOf } from '../../../../test/support/facts.js';
import { findConflicts } from './conflicts.rules.js';
import { CONFLICT_CODES, type TenderBase, type TenderFact } from './purchase-types.js';
import { A, B, CONFLICT_CASES as CASES } from '../../../../test/support/conflict-cases.js';

const codes = (facts: readonly TenderFact[], base: TenderBase = tenderOf()) =>
  findConflicts(base, facts).map((c) => c.code);

describe('facts that cannot both be true', () => {
  it.each(CASES)('$code: $story', ({ code, contradicts, base = tenderOf(), fields }) => {
    const found = findConflicts(base, contradicts);
    expect(found.map((c) => c.code)).toEqual([code]);
    const ids = new Set(contradicts.map((f) => f.id));
    for (const { facts } of found) {
      expect(facts.length).toBeGreaterThan(0);
      for (const id of facts) expect(ids).toContain(id);
    }
    if (fields) expect(found[0]?.fields).toEqual(fields);
  });

  it.each(CASES)('$code, not quite: $story', ({ neighbour, base = tenderOf() }) => {
    expect(codes(neighbour, base)).toEqual([]);
  });

  it.each(CASES)(
    '$code does not depend on the order of recording: $story',
    ({ code, contradicts, base = tenderOf() }) => {
      expect(codes([...contradicts].reverse(), base)).toEqual([code]);
    },
  );

  it('every code of a tender has a case', () => {
    const ofContracts = [
      'payments_above_contract',
      'delivered_before_start',
      'acceptance_before_delivery',
      'start_before_signing',
      'terminated_before_signing',
      'acceptance_before_signing',
      'terminated_before_start',
      'terminated_before_delivery',
      'budget_exceeded',
    ];
    const covered = new Set<string>([...CASES.map((c) => c.code), ...ofContracts]);
    expect(CONFLICT_CODES.filter((code) => !covered.has(code))).toEqual([]);
  });
});

describe('conflicts', () => {
  it('an award is not held to an offer that is not known, was rejected, or is talked over', () => {
    const award = fact('award', { supplier: A, amount: '200000.00' });
    expect(codes([award, fact('bid', { bidder: A })])).toEqual([]);
    expect(codes([award, fact('bid', { bidder: B, price: '198000.00' })])).toEqual([]);
    const other = fact('bid', { bidder: A, price: '198000.00' });
    for (const method of ['SINGLE_SOURCE', 'FRAMEWORK'])
      expect(codes([award, other], tenderOf([1], { method }))).toEqual([]);
    for (const method of [null, 'OPEN_TENDER', 'COMPETITIVE_CONSULTATION'])
      expect(codes([award, other], tenderOf([1], { method }))).toEqual(['award_differs_from_bid']);
  });

  it('offers and ranks of two lots have nothing to do with each other', () => {
    const facts = [
      fact('bid', { bidder: A, price: '198000.00', rank: 1 }, { lot: 1 }),
      fact('bid', { bidder: B, price: '150000.00', rank: 1 }, { lot: 2 }),
      fact('award', { supplier: A, amount: '120000.00' }, { lot: 2 }),
    ];
    expect(codes(facts, tenderOf([1, 2]))).toEqual([]);
  });

  it('name the facts on both sides', () => {
    const facts = [
      fact('award', { amount: '200000.00' }, { id: 'award' }),
      fact('contract', { amount: '210000.00' }, { id: 'contract' }),
    ];
    expect(findConflicts(tenderOf(), facts)).toEqual([
      { code: 'contract_amount_differs', facts: ['contract', 'award'], fields: ['amount'] },
    ]);
  });

  it('of a fact about every lot with itself are named once', () => {
    const facts = [fact('notice', { publishedOn: '2017-11-24', deadline: '2017-11-23' })];
    expect(codes(facts, tenderOf([1, 2, 3]))).toEqual(['deadline_before_notice']);
  });

  it('stay within one lot', () => {
    const facts = [
      fact('award', { amount: '200000.00' }, { lot: 1 }),
      fact('contract', { amount: '210000.00' }, { lot: 2 }),
    ];
    expect(codes(facts, tenderOf([1, 2]))).toEqual([]);
  });

  it('a result of the whole is no award of a lot', () => {
    const facts = [fact('award', { amount: '300000.00' }), fact('contract', { amount: '210000.00' }, { lot: 1 })];
    expect(codes(facts, tenderOf([1, 2]))).toEqual([]);
  });

  it('are over once one side is corrected', () => {
    const facts = [
      fact('award', { amount: '200000.00' }, { id: 'award' }),
      fact('contract', { amount: '210000.00' }, { id: 'contract' }),
    ];
    expect(codes(corrected(facts, 'contract', { amount: '200000.00' }))).toEqual([]);
  });

  it('two times of one instant agree, however they are written', () => {
    const facts = [
      fact('notice', { deadline: '2017-12-04T09:30:00+08:00' }),
      fact('notice', { deadline: '2017-12-04T01:30:00Z' }),
    ];
    expect(codes(facts)).toEqual([]);
  });

  it('a body is its organisation, whatever it is called', () => {
    const named = (name: string, organisation: string) => fact('award', { supplier: { name, organisation } });
    expect(codes([named('甲', 'x'), named('甲中心', 'x')])).toEqual([]);
    expect(codes([named('甲', 'x'), named('甲', 'y')])).toEqual(['fact_disagrees']);
  });
});
