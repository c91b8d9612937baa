import { describe, expect, it } from '@jest/globals';
import { STUDY_CALENDAR, type CalendarTemplate } from '../../programmes/calendar-template.js';
import { plannedYear } from './calendar-plan.rules.js';
import { NO_PLAN } from '../conducted/terms/terms-types.js';

describe('a cycle laid on a year', () => {
  it('of the study gives the window, and no day of a notice in some day of November', () => {
    expect(plannedYear(STUDY_CALENDAR, 2025)).toEqual({
      window: { start: '2026-01-01', end: '2026-05-31' },
      plan: NO_PLAN,
    });
  });

  it('gives every day that it names, and none that the year does not have', () => {
    const name = { en: 'x', zh: 'x' };
    const template: CalendarTemplate = {
      code: 'june_to_june',
      name,
      steps: [
        { event: 'intent', name, from: { year: 0, date: '04-01' }, to: null },
        { event: 'notice', name, from: { year: 0, date: '05-06' }, to: { year: 0, date: '05-13' } },
        { event: 'implementation', name, from: { year: 0, date: '07-01' }, to: { year: 1, date: '02-29' } },
      ],
    };
    expect(plannedYear(template, 2026)).toEqual({
      window: { start: '2026-07-01', end: null },
      plan: { ...NO_PLAN, intentOn: '2026-04-01', issueOn: '2026-05-06' },
    });
    expect(plannedYear(template, 2027).window.end).toBe('2028-02-29');
    expect(plannedYear({ ...template, steps: [] }, 2026).window).toEqual({ start: null, end: null });
  });
});
