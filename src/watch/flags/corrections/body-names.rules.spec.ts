import { describe, expect, it } from '@jest/globals';
import { omitBodyNames } from './body-names.rules.js';

describe('facts without the names of bodies', () => {
  it.each<[string, unknown, unknown]>([
    ['a member of a group', { members: [{ key: '91', name: '甲' }] }, { members: [{ key: '91' }] }],
    [
      'a supplier',
      { supplier: { key: '91', name: '甲' }, kind: 'agency' },
      { supplier: { key: '91' }, kind: 'agency' },
    ],
    [
      'a bidder, and whom its bid names',
      { bids: [{ key: '91', bidder: '甲', price: '1', members: [{ key: '92', name: '乙' }] }] },
      { bids: [{ key: '91', price: '1', members: [{ key: '92' }] }] },
    ],
    ['who evaluated', { made: [{ key: '-/91', evaluator: '91', evaluatorName: '甲' }] }, { made: [{ key: '-/91', evaluator: '91' }] }], // prettier-ignore
  ])('leave out that of %s', (_, given, left) => {
    expect(omitBodyNames(given)).toEqual(left);
  });

  it.each<[string, unknown]>([
    ['a key, though it is the name', { members: [{ key: '甲' }] }],
    ['whose bond it is', { bonds: [{ bidder: '91', account: 'a' }] }],
    ['what a criterion is called', { parts: [{ key: '1', name: '服务方案', share: 30 }] }],
  ])('keep %s', (_, given) => {
    expect(omitBodyNames(given)).toEqual(given);
  });
});
