import { describe, expect, it } from '@jest/globals';
import type { ContractContent } from '../../../purchase/contracts/content/content-types.js';
import { isAfterUse, computePlannedDay } from './planned.rules.js';

const content = {
  window: { start: '2026-01-01', end: '2026-12-31' },
  milestones: [
    { no: 1, name: '末期', dueOn: '2026-11-30' },
    { no: 2, name: '中期', dueOn: '2026-05-31' },
  ],
} as unknown as ContractContent;

describe('the day for which an instalment is planned', () => {
  it.each([
    ['signing', null, 1, '2025-12-22'],
    ['milestone', 1, 1, '2026-11-30'],
    ['milestone', null, 1, '2026-05-31'],
    ['milestone', null, 2, '2026-11-30'],
    // A milestone that the contract does not have.
    ['milestone', null, 3, '2026-12-31'],
    ['report', 2, 1, '2026-12-31'],
    ['acceptance', null, 1, '2026-12-31'],
  ] as const)('%s of %s, the %s: %s', (trigger, of, nth, day) => {
    expect(computePlannedDay({ trigger, of, nth, named: [] }, content, '2025-12-22')).toBe(day);
  });

  it('is not that of a milestone on which another instalment waits', () => {
    const unnamed = (nth: number) =>
      computePlannedDay({ trigger: 'milestone', of: null, nth, named: [2] }, content, '2025-12-22');
    expect([unnamed(1), unnamed(2)]).toEqual(['2026-11-30', '2026-12-31']);
  });

  it('is compared with the last day that a use-by date can mean', () => {
    expect(isAfterUse('2026-05-31', '2026-05')).toBe(false);
    expect(isAfterUse('2026-06-01', '2026-05')).toBe(true);
    expect(isAfterUse('2026-12-31', '2026')).toBe(false);
    expect(isAfterUse('2026-06-01', '2026-05-31')).toBe(true);
    expect([isAfterUse(null, '2026-05-31'), isAfterUse('2026-06-01', null)]).toEqual([false, false]);
  });
});
