import { describe, expect, it } from '@jest/globals';
import { correctionFits, CORRECTIONS, type CorrectionGround } from './corrections.rules.js';

const fits = (ground: CorrectionGround, old: number, others: number[], points: number) =>
  correctionFits(ground, { old, others, most: 3000, points });

describe('a correction after the reveal', () => {
  it('has one of the four grounds of Order 87 article 64', () => {
    expect(CORRECTIONS).toEqual(['sum_error', 'out_of_range', 'objective_differs', 'extreme']);
  });

  it('of an objective criterion takes what another member gave', () => {
    expect(fits('objective_differs', 2000, [2000, 2500], 2500)).toBe(true);
    expect(fits('objective_differs', 2000, [2000, 2500], 2400)).toBe(false);
    expect(fits('objective_differs', 2000, [2000, 2000], 2500)).toBe(false);
  });

  it('of a score that stands alone above or below all others moves it towards them', () => {
    expect(fits('extreme', 100, [2000, 2500], 1900)).toBe(true);
    expect(fits('extreme', 100, [2000, 2500], 50)).toBe(false);
    expect(fits('extreme', 3000, [2000, 2500], 2600)).toBe(true);
    expect(fits('extreme', 2100, [2000, 2500], 2400)).toBe(false);
    expect(fits('extreme', 100, [], 200)).toBe(false);
  });

  it('never finds a wrong sum here, nor points outside a criterion that were not outside', () => {
    expect(fits('sum_error', 100, [200], 200)).toBe(false);
    expect(fits('out_of_range', 100, [200], 200)).toBe(false);
    expect(fits('out_of_range', 3100, [200], 3000)).toBe(true);
  });

  it('changes something, within the criterion', () => {
    expect(fits('objective_differs', 2500, [2500, 2000], 2500)).toBe(false);
    expect(fits('objective_differs', 2500, [3500], 3500)).toBe(false);
  });
});
