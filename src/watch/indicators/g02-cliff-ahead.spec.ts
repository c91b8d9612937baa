import { describe, expect, it } from '@jest/globals';
import { contractOn, lineFacts, plan } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LineContract, PlanFact } from '../facts/fact-types.js';
import { G02 } from './g02-cliff-ahead.js';

const LIVE = { dataset: 'live', knownUntil: null, since: '2024-01-01' };
const running = (change: Partial<LineContract> = {}) =>
  contractOn('2024-01-01', '2024-12-31', { key: 'now', ...change });
const judge = (asOf: string, contracts: readonly LineContract[] = [running()], change = {}) =>
  assess(G02, lineFacts(contracts, { ...LIVE, asOf, ...change }));

describe('G02', () => {
  it('grows from a notice at 90 and 60 days to a risk at 30', () => {
    expect(judge('2024-10-02')).toMatchObject({ state: 'triggered', severity: 'notice', value: '90', threshold: '90' });
    expect(judge('2024-11-01')).toMatchObject({ severity: 'notice', value: '60' });
    expect(judge('2024-12-01')).toMatchObject({ severity: 'risk', value: '30' });
    expect(judge('2024-12-31')).toMatchObject({ state: 'triggered', value: '30' });
    expect(judge('2024-12-01').explanation.en).toContain('in 30 days');
    // Words and value name the step: both are as true a week later as on the day of the step.
    for (const [asOf, step] of [
      ['2024-10-02', '90'],
      ['2024-11-17', '60'],
      ['2024-12-20', '30'],
    ] as const) {
      const { value, explanation } = judge(asOf);
      expect([value, explanation.en, explanation.zh]).toEqual([
        step,
        expect.stringContaining(`ends on 2024-12-31, within ${step} days,`),
        expect.stringContaining(`2024-12-31 到期，已进入到期前 ${step} 天以内`),
      ]);
    }
  });

  it('is looked at only while the end is at most 90 days off, and a contract runs', () => {
    expect(judge('2024-10-01')).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'not_due', end: '2024-12-31' },
    });
    expect(judge('2025-01-01')).toMatchObject({ state: 'not_applicable', reason: { code: 'no_running_coverage' } });
  });

  it('is clear where a successor starts within 30 days, not where it starts later', () => {
    const next = (start: string) => judge('2024-12-01', [running(), contractOn(start, '2025-12-31')]);
    expect(next('2025-01-31')).toMatchObject({ state: 'clear' });
    expect(next('2025-02-01')).toMatchObject({ state: 'triggered' });
    expect(next('2025-02-01').explanation.en).toContain('The next contract starts on 2025-02-01');
  });

  it('looks to the end of contracts that follow each other without a hole', () => {
    expect(judge('2024-12-01', [running(), contractOn('2025-01-01', '2025-12-31')])).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'not_due', end: '2025-12-31' },
    });
  });

  it('is settled by an agreed renewal, a handover, or an end on purpose; a new tender is only a hope', () => {
    const planned = (...plans: LineContract['plans']) => judge('2024-12-01', [running({ plans })]);
    expect(planned(plan('renew', { agreedOn: '2024-11-30' }))).toMatchObject({ state: 'clear' });
    expect(planned(plan('end', { agreedOn: '2024-11' }))).toMatchObject({ state: 'clear' });
    expect(planned(plan('retender', { agreedOn: '2024-11-30' }))).toMatchObject({ state: 'triggered' });
    expect(planned(plan('none'))).toMatchObject({ state: 'triggered' });
    const handovers = [{ key: 'h', toKey: null, on: '2024-11-30' }];
    expect(judge('2024-12-01', [running({ handovers })])).toMatchObject({ state: 'clear' });
  });

  it('is not settled by what is agreed to follow more than 30 days later', () => {
    const planned = (kind: PlanFact['kind'], from: string | null) =>
      judge('2024-12-01', [running({ plans: [plan(kind, { agreedOn: '2024-11-30', from })] })]);
    for (const kind of ['renew', 'hand_over', 'absorb', 'end'] as const) {
      expect(planned(kind, '2025-01-31')).toMatchObject({ state: 'clear' });
      expect(planned(kind, '2025-02-01')).toMatchObject({ state: 'triggered', value: '30' });
    }
    expect(planned('renew', '2025-02-01').explanation.en).toContain('What is agreed begins on 2025-02-01');
    expect(planned('renew', '2025-01')).toMatchObject({ state: 'clear' });
    expect(planned('renew', '2025-02')).toMatchObject({ state: 'triggered' });
    expect(planned('renew', '2025')).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'precision', fields: ['plans.from'] },
    });
    // Whoever recorded that it is agreed, and not from when, said that nothing lies between.
    expect(planned('renew', null)).toMatchObject({ state: 'clear' });
  });

  it('does not take a plan for agreed whose day is not known or is still to come', () => {
    const planned = (agreedOn: string | null) =>
      judge('2024-12-01', [running({ plans: [plan('renew', { agreedOn })] })]);
    expect(planned(null)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['plans.agreedOn'] } });
    expect(planned('2024-12')).toMatchObject({ state: 'insufficient_data' });
    expect(planned('2024-12-20')).toMatchObject({ state: 'triggered' });
  });

  it('cannot say where a contract with vague dates may be the successor', () => {
    expect(judge('2024-12-01', [running(), contractOn('2025-01', '2025-12')])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'contracts_excluded' },
    });
    expect(judge('2024-12-01', [contractOn('2024-01', '2024-12')])).toMatchObject({
      reason: { code: 'contracts_excluded' },
    });
  });

  it('counts to the day of termination', () => {
    expect(judge('2024-05-01', [running({ terminatedOn: '2024-06-30' })])).toMatchObject({
      state: 'triggered',
      value: '60',
    });
  });
});
