import { describe, expect, it } from '@jest/globals';
import { declareChangeKinds, deriveChangeKind } from './change-kind.rules.js';

describe('the kind of a change', () => {
  it.each([
    ['recorded', {}, 'change'],
    ['facts_recorded', { facts: [{ id: 'a', replaces: null }] }, 'change'],
    [
      'facts_recorded',
      {
        facts: [
          { id: 'a', replaces: null },
          { id: 'b', replaces: 'c' },
        ],
      },
      'correction',
    ],
    ['corrected', { by: 'a' }, 'correction'],
    ['withdrawn', { by: 'a' }, 'withdrawal'],
    ['withdraw', {}, 'withdrawal'],
    ['voided', {}, 'withdrawal'],
    ['withdraw_halt_proposal', {}, 'change'],
    ['erase', { ground: 'asked' }, 'deletion'],
    ['facts_recorded', { facts: 'none' }, 'change'],
    ['facts_recorded', { facts: [null] }, 'change'],
  ])('of %s %j is %s', (action, data, kind) => {
    expect(deriveChangeKind('anything', action, data)).toBe(kind);
  });

  it('is what the room of the object says of the action, which stands once', () => {
    declareChangeKinds('thing', { lose: 'deletion' });
    declareChangeKinds('thing', { lose: 'deletion' });
    expect(deriveChangeKind('thing', 'lose', {})).toBe('deletion');
    expect(deriveChangeKind('other', 'lose', {})).toBe('change');
    expect(() => declareChangeKinds('thing', { lose: 'correction' })).toThrow('thing.lose');
  });
});
