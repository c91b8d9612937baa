import { describe, expect, it } from '@jest/globals';
import { correctionFits, CORRECTIONS, isObjective, type CorrectionGround } from './corrections.rules.js';

const fits = (ground: CorrectionGround, old: number, others: number[], points: number, objective = true) =>
  correctionFits(ground, { old, others, most: 3000, points, objective });

describe('a correction after the reveal', () => {
  it('has one of the four grounds of Order 87 article 64', () => {
    expect(CORRECTIONS).toEqual(['sum_error', 'out_of_range', 'objective_differs', 'extreme']);
  });

  it('of an objective criterion takes what more than half of the others gave', () => {
    expect(fits('objective_differs', 2000, [2500, 2500, 2400], 2500)).toBe(true);
    expect(fits('objective_differs', 2000, [2500, 2500, 2400], 2500, false)).toBe(false);
    expect(fits('objective_differs', 2000, [2500, 2500, 2400], 2400)).toBe(false);
    expect(fits('objective_differs', 2000, [2000, 2500], 2500)).toBe(false);
    expect(fits('objective_differs', 2000, [2000, 2000], 2500)).toBe(false);
    expect(fits('objective_differs', 2000, [], 2500)).toBe(false);
  });

  it('knows an objective criterion by its formula', () => {
    expect(isObjective('每名持证社工 6 分，最高 30 分')).toBe(true);
    expect(isObjective('每提供一份业绩得2.5分')).toBe(true);
    for (const judged of ['优 50，良 35，一般 20', '每项方案合理得 5 分', '每名 8', '最高 30 分', '', null, undefined])
      expect(isObjective(judged)).toBe(false);
  });

  it('of a score that stands far beyond all others moves it into their range', () => {
    expect(fits('extreme', 100, [2000, 2500], 2000)).toBe(true);
    expect(fits('extreme', 100, [2000, 2500], 2500)).toBe(true);
    expect(fits('extreme', 100, [2000, 2500], 1900)).toBe(false);
    expect(fits('extreme', 100, [2000, 2500], 2600)).toBe(false);
    expect(fits('extreme', 3000, [2000, 2500], 2400)).toBe(true);
    expect(fits('extreme', 3000, [2000, 2500], 0)).toBe(false);
    expect(fits('extreme', 2100, [2000, 2500], 2400)).toBe(false);
    expect(fits('extreme', 100, [], 200)).toBe(false);
  });

  it('is no matter of a step: a tenth of the criterion, and no less than the others differ', () => {
    expect(fits('extreme', 2799, [2500, 2500], 2500)).toBe(false);
    expect(fits('extreme', 2800, [2500, 2500], 2500)).toBe(true);
    expect(fits('extreme', 2201, [2500, 2500], 2500)).toBe(false);
    expect(fits('extreme', 2999, [2000, 2500], 2500)).toBe(false);
  });

  it('never finds a wrong sum here, nor points outside a criterion that were not outside', () => {
    expect(fits('sum_error', 100, [200], 200)).toBe(false);
    expect(fits('out_of_range', 100, [200], 200)).toBe(false);
    expect(fits('out_of_range', 3100, [200], 3000)).toBe(true);
  });

  it('changes something, within the criterion', () => {
    expect(fits('objective_differs', 2500, [2500, 2500], 2500)).toBe(false);
    expect(fits('objective_differs', 2500, [3500], 3500)).toBe(false);
  });
});
