import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../calendars/shipped-calendar.js';
import { getKnownValue } from '../calendars/working-calendar.js';
import { deriveClocks, deriveClockState } from './deadlines.rules.js';
import { restedEnd, type Rest } from './rested.rules.js';

const calendar = shippedCalendar();
const MONTH = { value: 30, unit: 'calendar_day' } as const;
const end = (rests: Rest[], start = '2025-11-03') => {
  const { end: last, rests: still } = restedEnd(calendar, start, MONTH, rests);
  return [getKnownValue(last), still];
};

/** Worked by hand on the calendar of 2025. */
describe('thirty days that do not run while the law forbids to sign', () => {
  it.each<[string, Rest[], string]>([
    ['nothing', [], '2025-12-03'],
    [
      'ten days; the last one, a Saturday, moves to the Monday',
      [{ from: '2025-11-10', to: '2025-11-20' }],
      '2025-12-15',
    ],
    ['nine days', [{ from: '2025-11-10', to: '2025-11-19' }], '2025-12-12'],
    ['what came and went on one day', [{ from: '2025-11-10', to: '2025-11-10' }], '2025-12-03'],
    [
      'two that overlap count once',
      [
        { from: '2025-11-10', to: '2025-11-17' },
        { from: '2025-11-12', to: '2025-11-19' },
      ],
      '2025-12-12',
    ],
    [
      'one within another adds nothing',
      [
        { from: '2025-11-10', to: '2025-11-19' },
        { from: '2025-11-12', to: '2025-11-13' },
      ],
      '2025-12-12',
    ],
    [
      'two apart, in whatever order',
      [
        { from: '2025-11-25', to: '2025-11-30' },
        { from: '2025-11-05', to: '2025-11-09' },
      ],
      '2025-12-12',
    ],
    ['before the result only its days after it', [{ from: '2025-10-20', to: '2025-11-05' }], '2025-12-05'],
    ['what was over before the result', [{ from: '2025-10-20', to: '2025-10-30' }], '2025-12-03'],
    ['what begins on the last day', [{ from: '2025-12-03', to: '2025-12-05' }], '2025-12-05'],
    ['what begins when they are over', [{ from: '2025-12-04', to: '2025-12-10' }], '2025-12-03'],
    [
      'what begins in the days that were given back',
      [
        { from: '2025-11-10', to: '2025-11-19' },
        { from: '2025-12-10', to: '2025-12-13' },
      ],
      '2025-12-15',
    ],
  ])('%s', (_, rests, last) => {
    expect(end(rests)).toEqual([last, false]);
  });

  it('are working days where the period is one of working days', () => {
    const TEN = { value: 10, unit: 'working_day' } as const;
    const last = (...rests: Rest[]) => getKnownValue(restedEnd(calendar, '2025-12-22', TEN, rests).end);
    expect(last()).toBe('2026-01-06');
    expect(last({ from: '2025-12-29', to: '2026-01-08' })).toBe('2026-01-15');
    // New Year, 1 to 3 January, is free.
    expect(last({ from: '2025-12-31', to: '2026-01-03' })).toBe('2026-01-06');
    expect(last({ from: '2025-12-31', to: '2026-01-04' })).toBe('2026-01-07');
    // Before the invoice only its days after it.
    expect(last({ from: '2025-12-10', to: '2025-12-24' })).toBe('2026-01-08');
    expect(last({ from: '2026-01-07', to: '2026-01-09' })).toBe('2026-01-06');
    // In a year without a calendar no day is invented.
    const unknown = restedEnd(calendar, '2026-12-28', TEN, [{ from: '2026-12-29', to: '2027-01-05' }]);
    expect([unknown.end.certainty, unknown.rests]).toEqual(['uncertain', false]);
  });

  it('has no last day while something that began in time still holds it up', () => {
    expect(end([{ from: '2025-11-10', to: null }])[1]).toBe(true);
    expect(end([{ from: '2025-12-04', to: null }])).toEqual(['2025-12-03', false]);
  });

  it('is the same in the clock of the contract', () => {
    const clock = (rests: Rest[]) =>
      deriveClocks(
        {
          method: 'OPEN_TENDER',
          level: 'provincial',
          region: null,
          events: { result_published: { on: '2025-11-03' } },
          told: ['contract_signed'],
          rests,
        },
        calendar,
      ).find(({ rule }) => rule === 'CONTRACT-30D');
    const open = clock([{ from: '2025-11-10', to: '2025-11-20' }]);
    expect(open?.date).toBe('2025-12-15');
    expect(open && [deriveClockState(open, '2025-12-15'), deriveClockState(open, '2025-12-16')]).toEqual([
      'due',
      'missed',
    ]);
    const running = clock([{ from: '2025-11-10', to: null }]);
    expect(running && [running.date, deriveClockState(running, '2025-12-20')]).toEqual([null, 'uncertain']);
  });
});
