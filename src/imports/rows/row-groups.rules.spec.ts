import { describe, expect, it } from '@jest/globals';
import { groupByKeys } from './row-groups.rules.js';

describe('groupByKeys', () => {
  it('keeps rows apart that share nothing', () => {
    expect(groupByKeys(['a', 'b'], [['1'], ['2']])).toEqual([['a'], ['b']]);
  });

  it('joins what a later row has in common with two that had nothing, in the order of the rows', () => {
    const keys = [['1'], ['2'], ['3'], ['2', '1'], ['1']];
    expect(groupByKeys(['a', 'b', 'c', 'd', 'e'], keys)).toEqual([['a', 'b', 'd', 'e'], ['c']]);
  });

  it('leaves a row without keys alone', () => {
    expect(groupByKeys(['a', 'b'], [[], []])).toEqual([['a'], ['b']]);
  });
});
