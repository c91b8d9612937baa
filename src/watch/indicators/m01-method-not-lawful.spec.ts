import { describe, expect, it } from '@jest/globals';
import { BELOW, methodFacts, REACHED, recorded, UNKNOWN_REACH } from '../../../test/support/risk-facts.js';
import type { MethodFacts } from '../facts/fact-types.js';
import { assess } from '../runs/assess.rules.js';
import { M01 } from './m01-method-not-lawful.js';

const judge = (change: Partial<MethodFacts>) => assess(M01, methodFacts(change));

describe('M01', () => {
  it('finds an inquiry for a service where the purchase reaches its limit', () => {
    expect(judge({})).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      basis: { kind: 'law', article: expect.stringContaining('第三十二条') },
      evidence: [
        { record: 'tender:t1', field: 'method', value: 'INQUIRY' },
        { record: 'fact:n1', field: 'startedOn', value: '2025-10-15' },
      ],
    });
  });

  it('says nothing of an inquiry below the limit, and of one whose limit is not known', () => {
    expect(judge({ reach: BELOW })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'below_limit', limit: '50000.00' },
    });
    const unknown = judge({ reach: UNKNOWN_REACH });
    expect(unknown).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'limit_unknown', fields: ['limit'], kind: 'procurement', region: '990203', level: 'provincial' },
    });
    expect(unknown.explanation.zh).toContain('POST /api/v1/thresholds');
    expect(unknown.explanation.en).toContain('kind=procurement');
  });

  it('holds from the day of the law on', () => {
    const began = (day: string) => judge({ startedOn: recorded(day) });
    expect(began('2002-12-31')).toMatchObject({ state: 'not_applicable', reason: { code: 'rule_not_in_force' } });
    expect(began('2003-01-01').state).toBe('triggered');
    expect(began('2002')).toMatchObject({ state: 'not_applicable' });
  });

  it('takes no day of an award for the one on which the purchase began', () => {
    const awarded = (day: string | null, change: Partial<MethodFacts> = {}) =>
      judge({ startedOn: null, awardedOn: day === null ? null : recorded(day, 'notice', 'award:a1'), ...change });
    const unknown = { state: 'insufficient_data', reason: { missing: ['startedOn'] } };
    expect(awarded(null)).toMatchObject(unknown);
    expect(awarded('2025-11-03')).toMatchObject({
      ...unknown,
      evidence: [{ field: 'method' }, { record: 'award:a1', field: 'awardedOn', value: '2025-11-03' }],
    });
    // What was awarded before the law came began before it, too.
    const before = { state: 'not_applicable', reason: { code: 'rule_not_in_force' } };
    expect(awarded('2002-12-31')).toMatchObject(before);
    expect(awarded('2002')).toMatchObject(before);
    expect(awarded('2003')).toMatchObject(unknown);
    expect(awarded('2002-12-31', { conflicts: ['awardedOn'] })).toMatchObject(unknown);
  });

  it('asks for an approval of any other method only from the open-tender threshold on', () => {
    const consultation = (reach: MethodFacts['reach']) => judge({ method: 'COMPETITIVE_CONSULTATION', reach });
    expect(consultation(REACHED)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['methodApproval'] },
    });
    expect(consultation({ ...REACHED, openTender: 'below' })).toMatchObject({ state: 'clear' });
    expect(consultation({ ...REACHED, openTender: 'unknown' })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'open_threshold_unknown', kind: 'open_tender' },
    });
  });

  it('finds nothing in an open tender, and does not speak of a method outside the law', () => {
    expect(judge({ method: 'OPEN_TENDER', reach: UNKNOWN_REACH })).toMatchObject({ state: 'clear' });
    expect(judge({ method: 'OTHER' })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'method_outside_law' },
    });
    expect(judge({ method: null })).toMatchObject({ reason: { missing: ['method'] } });
    expect(judge({ conflicts: ['method'] })).toMatchObject({ reason: { code: 'conflict' } });
  });
});
