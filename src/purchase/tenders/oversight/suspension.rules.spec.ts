import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../../../law/calendars/shipped-calendar.js';
import { computeResumedDeadline, computeResumedLastDay } from './suspension.rules.js';

const calendar = shippedCalendar();
const after = (deadline: string, suspended: string, now: string): string =>
  computeResumedDeadline(new Date(deadline), new Date(suspended), new Date(now), calendar).toISOString();

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
      const left = computeResumedDeadline(deadline, suspended, now, calendar).getTime() - now.getTime();
      expect(left).toBeGreaterThanOrEqual(100 * 3_600_000);
    }
  });
});

describe('the time to fetch the documents after a suspension', () => {
  const last = (day: string, suspended: string, resumed: string, deadline = '2025-12-31T09:30:00+08:00') =>
    computeResumedLastDay(
      day,
      { suspended: new Date(suspended), resumed: new Date(resumed), deadline: new Date(deadline) },
      calendar,
    );
  it.each([
    // Four days were left on Thursday the 6th: the 21st is a Friday.
    ['2025-11-10', '2025-11-06T09:00:00+08:00', '2025-11-17T09:00:00+08:00', '2025-11-21'],
    // Four working days; over a weekend they take six.
    ['2025-11-07', '2025-11-03T09:00:00+08:00', '2025-11-13T09:00:00+08:00', '2025-11-19'],
    // The last day itself.
    ['2025-11-06', '2025-11-06T09:00:00+08:00', '2025-11-17T09:00:00+08:00', '2025-11-17'],
    // It was over, and so it stays.
    ['2025-11-05', '2025-11-06T09:00:00+08:00', '2025-11-17T09:00:00+08:00', '2025-11-05'],
    // Resumed on the same day.
    ['2025-11-10', '2025-11-06T09:00:00+08:00', '2025-11-06T17:00:00+08:00', '2025-11-10'],
    // It would be a Saturday.
    ['2025-11-08', '2025-11-06T09:00:00+08:00', '2025-11-20T09:00:00+08:00', '2025-11-24'],
  ])('to %s, suspended %s, resumed %s: %s', (day, suspended, resumed, expected) => {
    expect(last(day, suspended, resumed)).toBe(expected);
  });

  it('ends with the deadline', () => {
    const resumed = '2025-11-17T09:00:00+08:00';
    expect(last('2025-11-10', '2025-11-06T09:00:00+08:00', resumed, '2025-11-20T09:30:00+08:00')).toBe('2025-11-20');
  });
});
