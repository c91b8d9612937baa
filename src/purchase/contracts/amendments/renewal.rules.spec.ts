import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, countDays, fromEpochDay, toEpochDay } from '../../../kernel/clock/plain-date.js';
import { computeRenewalWindow, shiftMilestones } from './renewal.rules.js';

const DAY = fc.integer({ min: toEpochDay('2015-01-01'), max: toEpochDay('2060-12-31') }).map(fromEpochDay);

describe('the window of a renewal', () => {
  it.each([
    ['2026-01-01', '2026-06-30', '2026-07-01', '2026-12-31'],
    ['2026-03-01', '2026-05-31', '2026-06-01', '2026-08-31'],
    ['2025-06-01', '2026-05-31', '2026-06-01', '2027-05-31'],
    ['2027-03-01', '2028-02-29', '2028-03-01', '2029-02-28'],
    ['2023-03-01', '2024-02-29', '2024-03-01', '2025-02-28'],
    ['2025-08-31', '2026-02-27', '2026-02-28', '2026-08-27'],
    // No whole months: as many days.
    ['2026-01-01', '2026-06-14', '2026-06-15', '2026-11-26'],
  ])('of %s to %s is %s to %s', (start, end, from, until) => {
    expect(computeRenewalWindow({ start, end })).toEqual({ start: from, end: until });
  });

  it('has as many months as the contract that is renewed, or as many days', () => {
    fc.assert(
      fc.property(DAY, fc.integer({ min: 1, max: 36 }), (start, months) => {
        const next = addMonths(start, months);
        const renewed = computeRenewalWindow({ start, end: addDays(next, -1) });
        expect(renewed).toEqual({ start: next, end: addDays(addMonths(next, months), -1) });
      }),
    );
    fc.assert(
      fc.property(DAY, fc.integer({ min: 0, max: 1100 }), (start, days) => {
        const end = addDays(start, days);
        const renewed = computeRenewalWindow({ start, end });
        expect(renewed?.start).toBe(addDays(end, 1));
        // Months differ by three days each at most.
        const length = countDays(renewed?.start ?? '', renewed?.end ?? '');
        expect(Math.abs(length - days)).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('holds every milestone, in the order that they had', () => {
    fc.assert(
      fc.property(DAY, fc.integer({ min: 1, max: 1100 }), fc.array(fc.nat(1100)), (start, days, offsets) => {
        const end = addDays(start, days);
        const to = computeRenewalWindow({ start, end });
        if (to === null) throw new Error('No window');
        const due = [0, ...offsets.map((offset) => offset % (days + 1)).sort((a, b) => a - b), days];
        const milestones = due.map((offset, i) => ({ no: i + 1, name: '节点', dueOn: addDays(start, offset) }));
        const shifted = (shiftMilestones(milestones, { start, end }, to) ?? []).map(({ dueOn }) => dueOn);
        expect(shifted).toEqual([...shifted].sort());
        expect([shifted[0], shifted.at(-1)]).toEqual([to.start, to.end]);
      }),
    );
  });
});
