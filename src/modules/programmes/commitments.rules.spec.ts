import { describe, expect, it } from '@jest/globals';
import { assignCommitments, exceededBy } from './commitments.rules.js';

const sum = (category: string | null, amount: bigint, unknown = 0) => ({
  category,
  deals: 1 + unknown,
  amount,
  unknown,
});

describe('what a budget line is committed to', () => {
  it('a deal belongs to the line of its category', () => {
    const lines = [
      { id: 'a', category: 'ELDERLY_HOME_CARE' },
      { id: 'b', category: 'DISABILITY' },
    ];
    const { byLine, unassigned } = assignCommitments(lines, [sum('ELDERLY_HOME_CARE', 5n), sum('DISABILITY', 7n, 2)]);
    expect(byLine.get('a')).toEqual({ deals: 1, amount: 5n, unknown: 0 });
    expect(byLine.get('b')).toEqual({ deals: 3, amount: 7n, unknown: 2 });
    expect(unassigned.deals).toBe(0);
  });

  it('the one line without a category takes what no other line names, an unknown category too', () => {
    const lines = [
      { id: 'a', category: 'DISABILITY' },
      { id: 'rest', category: null },
    ];
    const { byLine } = assignCommitments(lines, [sum('OTHER', 5n), sum(null, 7n), sum('DISABILITY', 1n)]);
    expect(byLine.get('rest')).toEqual({ deals: 2, amount: 12n, unknown: 0 });
    expect(byLine.get('a')?.amount).toBe(1n);
  });

  it('two lines of one category: nobody said which, so it is neither’s', () => {
    const lines = [
      { id: 'a', category: 'DISABILITY' },
      { id: 'b', category: 'DISABILITY' },
      { id: 'rest', category: null },
    ];
    const { byLine, unassigned } = assignCommitments(lines, [sum('DISABILITY', 5n)]);
    expect([...byLine.values()].every((c) => c.deals === 0)).toBe(true);
    expect(unassigned).toEqual({ deals: 1, amount: 5n, unknown: 0 });
  });

  it('is exceeded only by more than its amount', () => {
    expect([exceededBy(5n, 5n), exceededBy(5n, 6n)]).toEqual([null, 1n]);
  });
});
