import { describe, expect, it } from '@jest/globals';
import type { LoadedFact } from '../loading/sourced.rules.js';
import { finalMilestone, splitPlans } from './plan-facts.js';

const fact = (kind: string, data: Record<string, unknown>): LoadedFact => ({
  ...{ id: `${kind}-1`, kind, lot: null, data, source: 'statement' },
});
const planned = fact('plan', { kind: 'renew', from: '2026-12-15', agreedOn: '2025-12-22', carriedOutOn: '2026-12-16' });
const final = (dueOn: string) => fact('milestone', { dueOn, final: true });

describe('plans for what follows a contract', () => {
  it('count for its end as it stands by now: prolonged by what was planned it needs another plan', () => {
    const kinds = (end: string | null, conducted: 'here' | 'elsewhere' = 'here') => {
      const { plans, prolonged } = splitPlans([planned, fact('plan', { kind: 'none' })], conducted, end);
      return [plans.map(({ kind }) => kind), prolonged];
    };
    expect(kinds('2026-12-14')).toEqual([['renew', 'none'], '']);
    expect(kinds('2027-12-14')).toEqual([['none'], '2026-12-15']);
    expect(kinds(null)).toEqual([['renew', 'none'], '']);
    // When a contract elsewhere was prolonged is not on record: what is recorded of its plans stands.
    expect(kinds('2027-12-14', 'elsewhere')).toEqual([['renew', 'none'], '']);
  });

  it('leave only milestones of the further time to be final', () => {
    const milestones = [final('2026-12-10'), final('2027-12-10')];
    expect(finalMilestone(milestones, '2026-12-15')?.value).toBe('2027-12-10');
    expect(finalMilestone([final('2026-12-10')], '2026-12-15')).toBeNull();
    expect(finalMilestone([final('2026-12-10')], '')?.value).toBe('2026-12-10');
  });
});
