import { describe, expect, it } from '@jest/globals';
import { addDaysInRange, judgeDay, listTurns, listOnsets } from './judging.rules.js';

const input = { today: '2018-05-10', learnedOn: '2018-01-20', knownUntil: null };

describe('the day a subject is judged at', () => {
  it('is the last day on which anything was learned or fell due', () => {
    expect(judgeDay({ ...input, turns: ['2018-03-01', '2018-06-01'] })).toEqual({
      asOf: '2018-03-01',
      dueOn: '2018-06-01',
    });
    expect(judgeDay({ ...input, learnedOn: '2018-04-02', turns: ['2018-03-01'] })).toEqual({
      asOf: '2018-04-02',
      dueOn: null,
    });
    expect(judgeDay({ ...input, turns: [] })).toEqual({ asOf: '2018-01-20', dueOn: null });
  });

  it('is every day while every day counts', () => {
    expect(judgeDay({ ...input, turns: [], daily: true })).toEqual({ asOf: '2018-05-10', dueOn: '2018-05-11' });
  });

  it('never passes what the dataset knows', () => {
    const known = { ...input, knownUntil: '2018-04-30' };
    expect(judgeDay({ ...known, turns: [], daily: true })).toEqual({ asOf: '2018-04-30', dueOn: null });
    expect(judgeDay({ ...known, learnedOn: '2026-01-01', turns: ['2018-06-01'] })).toEqual({
      asOf: '2018-04-30',
      dueOn: null,
    });
  });

  it('does not move between two turns', () => {
    const turns = ['2018-02-01', '2018-06-01'];
    const days = ['2018-02-01', '2018-03-15', '2018-05-31'];
    expect(new Set(days.map((today) => judgeDay({ ...input, today, turns }).asOf))).toEqual(new Set(['2018-02-01']));
    expect(judgeDay({ ...input, today: '2018-06-01', turns }).asOf).toBe('2018-06-01');
  });

  it('counts a month from its first and its last day, and stops at the end of time', () => {
    expect(listTurns('2018-02')).toEqual(['2018-02-02', '2018-03-01']);
    expect(listTurns('2018-05-31', 30)).toEqual(['2018-07-01', '2018-07-01']);
    expect(listOnsets('2018-02')).toEqual(['2018-02-01', '2018-02-28']);
    expect(listTurns('9999-12-31')).toEqual([null, null]);
    expect(addDaysInRange('9999-12-01', 31)).toBeNull();
    expect(addDaysInRange('1000-01-05', -90)).toBeNull();
  });
});
