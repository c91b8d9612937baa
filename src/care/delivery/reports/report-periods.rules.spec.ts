import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../../kernel/clock/plain-date.js';
import { openPeriods, listReportPeriods, type Period } from './report-periods.rules.js';

const days = ({ from, to }: Period): string[] => {
  const all: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) all.push(day);
  return all;
};
const short = (periods: Period[]): string[] => periods.map(({ from, to }) => `${from}/${to}`);

describe('periods of a contract', () => {
  it.each<[string, string, number, string[]]>([
    ['2026-01-01', '2026-03-31', 1, ['2026-01-01/2026-01-31', '2026-02-01/2026-02-28', '2026-03-01/2026-03-31']],
    ['2025-12-15', '2026-02-10', 1, ['2025-12-15/2025-12-31', '2026-01-01/2026-01-31', '2026-02-01/2026-02-10']],
    ['2026-01-31', '2026-01-31', 1, ['2026-01-31/2026-01-31']],
    ['2026-01-31', '2026-02-01', 1, ['2026-01-31/2026-01-31', '2026-02-01/2026-02-01']],
    ['2026-01-15', '2026-08-31', 3, ['2026-01-15/2026-03-31', '2026-04-01/2026-06-30', '2026-07-01/2026-08-31']],
    ['2026-01-15', '2026-08-31', 12, ['2026-01-15/2026-08-31']],
    ['2026-02-01', '2026-01-31', 1, []],
  ])('%s to %s by %i months', (from, to, months, expected) => {
    expect(short(listReportPeriods({ from, to }, months))).toEqual(expected);
  });

  it.each([1, 2, 3, 6, 12])('of %i months are every day of the window once', (months) => {
    const window = { from: '2025-11-17', to: '2028-11-16' };
    expect(listReportPeriods(window, months).flatMap(days)).toEqual(days(window));
  });

  it('leave out what is reported on, whatever the periods were then', () => {
    const window = { from: '2026-01-01', to: '2026-12-31' };
    const taken = [
      { from: '2026-01-01', to: '2026-01-31' },
      { from: '2026-03-01', to: '2026-03-31' },
    ];
    const open = openPeriods(window, 3, taken);
    expect(short(open).slice(0, 2)).toEqual(['2026-02-01/2026-02-28', '2026-04-01/2026-06-30']);
    expect([...open, ...taken].flatMap(days).sort()).toEqual(days(window));
  });
});
