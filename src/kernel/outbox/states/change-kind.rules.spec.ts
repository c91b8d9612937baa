import { describe, expect, it } from '@jest/globals';
import { deriveChangeKind } from './change-kind.rules.js';

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
    expect(deriveChangeKind(action, data)).toBe(kind);
  });
});
