import { describe, expect, it } from '@jest/globals';
import { listCarryOverRules } from './carry-over.rules.js';

const ids = (year: number, source: string | null) => listCarryOverRules(year, source).map(({ id }) => id);

describe('what becomes of money that is left over', () => {
  it('depends on where it comes from, and on the year', () => {
    expect(ids(2018, '省级福彩公益金')).toEqual(['LOTTERY-CARRY', 'BUDGET-CARRY-2Y']);
    expect(ids(2018, '彩票公益金')).toEqual(['LOTTERY-CARRY', 'BUDGET-CARRY-2Y']);
    expect(ids(2018, '一般公共预算')).toEqual(['BUDGET-CARRY-2Y']);
    expect(ids(2018, null)).toEqual(['BUDGET-CARRY-2Y']);
    // The rules of the lottery came in 2012, the budget law's in 2015.
    expect(ids(2014, '彩票公益金')).toEqual(['LOTTERY-CARRY']);
    expect(ids(2011, '彩票公益金')).toEqual([]);
  });
});
