import { describe, expect, it } from '@jest/globals';
import { assignCommitments, exceededBy, overruns } from './commitments.rules.js';

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

describe('where a programme is overrun', () => {
  const line = (id: string, category: string | null, amount: bigint) => ({ id, name: id, category, amount });

  it('line by line and as a whole, to the fen', () => {
    const lines = [line('a', 'ELDERLY_HOME_CARE', 10n), line('b', 'DISABILITY', 10n)];
    expect(overruns(lines, [sum('ELDERLY_HOME_CARE', 10n), sum('DISABILITY', 10n)])).toEqual([]);
    expect(overruns(lines, [sum('ELDERLY_HOME_CARE', 11n), sum('DISABILITY', 9n)])).toEqual([
      { line: 'a', name: 'a', amount: 10n, committed: 11n, exceededBy: 1n },
    ]);
    expect(overruns(lines, [sum('ELDERLY_HOME_CARE', 11n), sum('DISABILITY', 10n)]).map((o) => o.line)).toEqual([
      'a',
      null,
    ]);
  });

  it('a deal of no line counts in the whole alone', () => {
    const lines = [line('a', 'ELDERLY_HOME_CARE', 10n)];
    expect(overruns(lines, [sum('OTHER', 11n)])).toEqual([
      { line: null, name: null, amount: 10n, committed: 11n, exceededBy: 1n },
    ]);
  });

  it('without lines nothing is known to be exceeded', () => {
    expect(overruns([], [sum(null, 11n)])).toEqual([]);
  });
});
