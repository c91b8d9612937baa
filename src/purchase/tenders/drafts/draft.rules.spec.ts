import { describe, expect, it } from '@jest/globals';
import {
  bidBondTooHigh,
  forbiddenCriteria,
  hundredths,
  incompleteCriteria,
  incompleteLots,
  unlawfulPriceWeight,
  unquantifiedCriteria,
  type DraftLot,
} from './draft.rules.js';
import { NO_OWN_WORDS } from '../conducted/terms/lot-terms.rules.js';
import { NO_TERMS, type Criterion } from '../conducted/terms/terms-types.js';

const lot = (more: Partial<DraftLot> = {}): DraftLot => ({
  no: 1,
  name: null,
  ceiling: 20_000_000n,
  pricing: 'competitive',
  ...NO_OWN_WORDS,
  ...more,
});
const criterion = (points: string, more: Partial<Criterion> = {}): Criterion => ({
  no: 1,
  name: '服务方案',
  kind: 'professional',
  points,
  levels: '优 10 分，良 6 分',
  ...more,
});
const terms = (...criteria: Criterion[]) => ({ ...NO_TERMS, criteria });
const pointers = (errors: readonly { pointer: string }[]) => errors.map((e) => e.pointer);

describe('a draft that is submitted', () => {
  it('has lots, each with a ceiling above zero and a word on its price', () => {
    expect(pointers(incompleteLots([]))).toEqual(['/lots']);
    expect(incompleteLots([lot()])).toEqual([]);
    expect(pointers(incompleteLots([lot(), lot({ ceiling: null, pricing: null }), lot({ ceiling: 0n })]))).toEqual([
      '/lots/1/ceiling',
      '/lots/1/pricing',
      '/lots/2/ceiling',
    ]);
  });

  it('has criteria of exactly 100 points, to the hundredth', () => {
    expect(hundredths('33.3')).toBe(3330);
    expect(incompleteCriteria(terms(criterion('33.33'), criterion('33.33'), criterion('33.34')))).toEqual([]);
    expect(pointers(incompleteCriteria(terms(criterion('33.33'), criterion('66.66'))))).toEqual(['/criteria']);
    expect(pointers(incompleteCriteria(terms(criterion('100.01'))))).toEqual(['/criteria']);
    expect(incompleteCriteria({ ...NO_TERMS, scoring: 'lowest_price' })).toEqual([]);
  });

  it('gives no points for deeds of one place, and says how points follow', () => {
    expect(pointers(forbiddenCriteria([criterion('1'), criterion('1', { limitedTo: 'region' })]))).toEqual([
      '/criteria/1/limitedTo',
    ]);
    expect(
      pointers(unquantifiedCriteria([criterion('1', { levels: ' ' }), criterion('1', { kind: 'price' })])),
    ).toEqual(['/criteria/0/levels']);
    expect(unquantifiedCriteria([criterion('30', { kind: 'price', levels: null })])).toEqual([]);
  });

  it('asks for a bond of two percent at most, to the fen', () => {
    const bond = (bidBond: string | null) => bidBondTooHigh({ ...NO_TERMS, bidBond }, 20_000_050n);
    expect(bond(null)).toEqual([]);
    expect(bond('4000.01')).toEqual([]);
    expect(pointers(bond('4000.02'))).toEqual(['/bidBond']);
  });
});

describe('the share of the price', () => {
  const price = (points: string) => terms(criterion(points, { kind: 'price' }), criterion('1'));
  const of = (method: 'OPEN_TENDER' | 'COMPETITIVE_CONSULTATION', points: string, pricing: 'fixed' | 'competitive') =>
    unlawfulPriceWeight(method, price(points), pricing).length === 0;

  it('lies between 10 and 30 in a consultation and from 10 up in a tender', () => {
    expect(['9.99', '10', '30', '30.01'].map((p) => of('COMPETITIVE_CONSULTATION', p, 'competitive'))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['9.99', '10', '60'].map((p) => of('OPEN_TENDER', p, 'competitive'))).toEqual([false, true, true]);
  });

  it('is none where the price is fixed', () => {
    expect(of('COMPETITIVE_CONSULTATION', '10', 'fixed')).toBe(false);
    expect(unlawfulPriceWeight('OPEN_TENDER', terms(criterion('100')), 'fixed')).toEqual([]);
  });

  it('is asked of each lot by itself', () => {
    expect(pointers(unlawfulPriceWeight('OPEN_TENDER', price('10'), 'fixed'))).toEqual(['/criteria']);
    expect(pointers(unlawfulPriceWeight('OPEN_TENDER', price('10'), 'competitive'))).toEqual([]);
  });
});
