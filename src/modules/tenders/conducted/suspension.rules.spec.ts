import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../../../platform/calendar/shipped-calendar.js';
import { deadlineAfter } from './suspension.rules.js';

const calendar = shippedCalendar();
const after = (deadline: string, suspended: string, now: string): string =>
  deadlineAfter(new Date(deadline), new Date(suspended), new Date(now), calendar).toISOString();

describe('the deadline after a suspension', () => {
  it.each([
    // Eight days and a half hour were left on Thursday the 6th; resumed on Wednesday the 12th at nine.
    ['2025-11-14T09:30:00+08:00', '2025-11-06T09:00:00+08:00', '2025-11-12T09:00:00+08:00', '2025-11-20T01:30:00.000Z'],
    // A minute later: the next day at that hour.
    ['2025-11-14T09:30:00+08:00', '2025-11-06T09:00:00+08:00', '2025-11-12T09:01:00+08:00', '2025-11-21T01:30:00.000Z'],
    // It would be a Saturday.
    ['2025-11-14T09:30:00+08:00', '2025-11-06T09:00:00+08:00', '2025-11-14T08:00:00+08:00', '2025-11-24T01:30:00.000Z'],
    // No time has gone by.
    ['2025-11-14T09:30:00+08:00', '2025-11-06T09:00:00+08:00', '2025-11-06T09:00:00+08:00', '2025-11-14T01:30:00.000Z'],
    // Resumed long after the day that it was to be.
    ['2025-11-14T09:30:00+08:00', '2025-11-14T09:29:59+08:00', '2025-12-14T10:00:00+08:00', '2025-12-15T01:30:00.000Z'],
    // A year that is not on record: no day is skipped.
    ['2031-01-03T09:30:00+08:00', '2031-01-02T09:30:00+08:00', '2031-01-03T09:30:00+08:00', '2031-01-04T01:30:00.000Z'],
  ])('%s, suspended %s, resumed %s: %s', (deadline, suspended, now, expected) => {
    expect(after(deadline, suspended, now)).toBe(expected);
  });

  it('never leaves less time than was left', () => {
    const deadline = new Date('2025-11-14T09:30:00+08:00');
    for (let hours = 1; hours < 24 * 40; hours += 7) {
      const suspended = new Date(deadline.getTime() - 100 * 3_600_000);
      const now = new Date(suspended.getTime() + hours * 3_600_000);
      const left = deadlineAfter(deadline, suspended, now, calendar).getTime() - now.getTime();
      expect(left).toBeGreaterThanOrEqual(100 * 3_600_000);
    }
  });
});
