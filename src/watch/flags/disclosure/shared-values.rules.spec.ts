import { describe, expect, it } from '@jest/globals';
import { haveSharedValuesChanged } from './shared-values.rules.js';

const CONTRACT = { key: 'C1', from: '2018-01-01', agency: null };

describe('facts that two versions of a rule were given', () => {
  it.each<[string, unknown, unknown]>([
    ['are the same', { contracts: [CONTRACT] }, { contracts: [CONTRACT] }],
    [
      'stand in another order',
      { contracts: [{ key: 'a' }, { key: 'b' }] },
      { contracts: [{ key: 'b' }, { key: 'a' }] },
    ],
    ['got a field', { window: '1' }, { window: '1', performers: ['a'] }],
    ['lost a field', { window: '1', performers: ['a'] }, { window: '1' }],
    ['got a field in a list', { contracts: [CONTRACT] }, { contracts: [{ ...CONTRACT, credit: '91' }] }],
    ['got a field in a list without keys', { terms: [{ days: 1 }] }, { terms: [{ days: 1, hours: 2 }] }],
    [
      'got a field in a list that some members have',
      [{ a: 1 }, { a: 2, b: 3 }],
      [
        { a: 1, c: 0 },
        { a: 2, b: 3, c: 0 },
      ],
    ],
  ])('have not changed where they %s', (_, was, now) => {
    expect(haveSharedValuesChanged(was, now)).toBe(false);
  });

  it.each<[string, unknown, unknown]>([
    ['a value is another', { window: '1' }, { window: '2', performers: [] }],
    ['a value came to be known', { agency: null }, { agency: 'a' }],
    ['a value in a list is another', [CONTRACT], [{ ...CONTRACT, from: '2018-02-01', credit: '91' }]],
    ['a member of a list came', { contracts: [CONTRACT] }, { contracts: [CONTRACT, { ...CONTRACT, key: 'C2' }] }],
    ['the first member of a list came', { contracts: [] }, { contracts: [CONTRACT] }],
    ['the last member of a list went', { contracts: [CONTRACT] }, { contracts: [] }],
    ['an object stands for a value', { window: '1' }, { window: { from: '1' } }],
  ])('have changed where %s', (_, was, now) => {
    expect(haveSharedValuesChanged(was, now)).toBe(true);
  });
});
