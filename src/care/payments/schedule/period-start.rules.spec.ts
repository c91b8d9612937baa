import { describe, expect, it } from '@jest/globals';
import { computePeriodStart, type Judged, type JudgingTerms } from './period-start.rules.js';

const on = '2026-03-20';
const delivered = '2026-03-01';
const start = (judged: Partial<Judged>, terms: JudgingTerms = {}) =>
  computePeriodStart({ trigger: 'milestone', on, delivered, ...judged }, terms);

describe('first day of the period within which a small enterprise is paid', () => {
  it('is the delivery where neither acceptance nor a settlement is agreed on', () => {
    expect(start({})).toBe('2026-03-01');
    expect(start({ on: null })).toBeNull();
  });

  it('is the confirmation of the sum where sums are settled, or a report is what is paid for', () => {
    expect(start({}, { settlement: 'progress', confirmDays: 30 })).toBe('2026-03-20');
    expect(start({}, { settlement: 'period', confirmDays: 19 })).toBe('2026-03-20');
    expect(start({ trigger: 'report' })).toBe('2026-03-20');
    expect(start({ trigger: 'report', on: null })).toBeNull();
  });

  it('is the end of the agreed days where the buyer confirms later, or not at all', () => {
    expect(start({}, { settlement: 'progress', confirmDays: 10 })).toBe('2026-03-11');
    expect(start({ on: null }, { settlement: 'progress', confirmDays: 10 })).toBe('2026-03-11');
    expect(start({ trigger: 'report', on: null }, { confirmDays: 18 })).toBe('2026-03-19');
    // Sent back in time: what is handed in anew begins anew.
    expect(start({ on: null, delivered: null }, { settlement: 'progress', confirmDays: 10 })).toBeNull();
  });

  it('is the acceptance where that is agreed on, or the end of its days', () => {
    expect(start({}, { acceptanceDays: 30 })).toBe('2026-03-20');
    expect(start({}, { acceptanceDays: 9 })).toBe('2026-03-10');
    expect(start({ trigger: 'acceptance' })).toBe('2026-03-20');
    expect(start({ trigger: 'acceptance' }, { acceptanceDays: 9 })).toBe('2026-03-10');
    expect(start({ trigger: 'acceptance', on: null }, { acceptanceDays: 9 })).toBe('2026-03-10');
    expect(start({ trigger: 'acceptance', on: null })).toBeNull();
  });

  it('is none of an advance', () => {
    expect(start({ trigger: 'signing', delivered: null }, { acceptanceDays: 9 })).toBeNull();
  });
});
