import { describe, expect, it } from '@jest/globals';
import { assignCommitments, computeExcess, overruns, overrunsHere } from './commitments.rules.js';

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
    expect([computeExcess(5n, 5n), computeExcess(5n, 6n)]).toEqual([null, 1n]);
  });
});

describe('where a programme is overrun', () => {
  const line = (id: string, category: string | null, amount: bigint) => ({ id, name: id, category, amount });

  it('line by line and as a whole, to the fen', () => {
    const lines = [line('a', 'ELDERLY_HOME_CARE', 10n), line('b', 'DISABILITY', 10n)];
    expect(overruns(lines, [sum('ELDERLY_HOME_CARE', 10n), sum('DISABILITY', 10n)])).toEqual([]);
    expect(overruns(lines, [sum('ELDERLY_HOME_CARE', 11n), sum('DISABILITY', 9n)])).toEqual([
      { pool: 'a', line: 'a', lines: ['a'], name: 'a', amount: 10n, committed: 11n, exceededBy: 1n },
    ]);
    expect(overruns(lines, [sum('ELDERLY_HOME_CARE', 11n), sum('DISABILITY', 10n)]).map((o) => o.line)).toEqual([
      'a',
      null,
    ]);
  });

  it('a deal of no line counts in the whole alone', () => {
    const lines = [line('a', 'ELDERLY_HOME_CARE', 10n)];
    expect(overruns(lines, [sum('OTHER', 11n)])).toEqual([
      { pool: 'all', line: null, lines: ['a'], name: null, amount: 10n, committed: 11n, exceededBy: 1n },
    ]);
  });

  it('what is decided here: lines of one category hold together what is bought of it, to the fen', () => {
    const lines = [
      line('a', 'ELDERLY_HOME_CARE', 10n),
      line('b', 'ELDERLY_HOME_CARE', 5n),
      line('c', 'DISABILITY', 40n),
    ];
    const spent = (amount: bigint) => [sum('ELDERLY_HOME_CARE', 8n), sum('ELDERLY_HOME_CARE', amount - 8n)];
    expect(overrunsHere(lines, spent(15n))).toEqual([]);
    expect(overrunsHere(lines, spent(16n))).toEqual([
      { pool: 'a,b', line: null, lines: ['a', 'b'], name: 'a、b', amount: 15n, committed: 16n, exceededBy: 1n },
    ]);
    // Of what was decided elsewhere nobody said which line it is from.
    expect(overruns(lines, spent(16n))).toEqual([]);
  });

  it('what is decided here: a category without a line draws on those that have none, else it has nothing', () => {
    const lines = [line('a', 'ELDERLY_HOME_CARE', 50n), line('rest', null, 10n)];
    const spending = { category: 'DISABILITY' };
    expect(overrunsHere(lines, [sum('DISABILITY', 10n)], spending)).toEqual([]);
    expect(overrunsHere(lines, [sum('DISABILITY', 11n)], spending).map(({ pool }) => pool)).toEqual(['rest']);
    const none = { pool: '', line: null, lines: [], name: null, amount: 0n, committed: 1n, exceededBy: 1n };
    expect(overrunsHere(lines.slice(0, 1), [sum('DISABILITY', 1n)], spending)).toEqual([none]);
    expect(overrunsHere([], [sum('DISABILITY', 1n)], spending)).toEqual([none]);
    // What somebody else is short of stands in nobody's way.
    expect(overrunsHere(lines.slice(0, 1), [sum('DISABILITY', 1n)], { category: 'ELDERLY_HOME_CARE' })).toEqual([]);
  });

  it('without lines nothing is known to be exceeded', () => {
    expect(overruns([], [sum(null, 11n)])).toEqual([]);
  });
});
