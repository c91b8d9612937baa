import { describe, expect, it } from '@jest/globals';
import { contractFacts, ONE_OFF, plan, recorded } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { ContractFacts } from '../facts/fact-types.js';
import { G04 } from './g04-no-plan.js';

const judge = (change: Partial<ContractFacts>) => assess(G04, contractFacts(change));

describe('G04', () => {
  it('triggers on a contract that runs here without a plan, once its final milestone is over', () => {
    const finalMilestone = recorded('2024-11-30', 'notice', 'fact:m1');
    expect(judge({ finalMilestone, asOf: '2024-11-30' })).toMatchObject({ state: 'clear' });
    expect(judge({ finalMilestone, asOf: '2024-12-01' })).toMatchObject({
      state: 'triggered',
      severity: 'risk',
      threshold: '2024-11-30',
      evidence: [{ record: 'fact:m1', field: 'finalMilestone', value: '2024-11-30' }],
    });
  });

  it('waits for the end where no milestone is known', () => {
    expect(judge({ asOf: '2024-12-31' })).toMatchObject({ state: 'clear' });
    expect(judge({ asOf: '2025-01-01' })).toMatchObject({ state: 'triggered', threshold: '2024-12-31' });
  });

  it('waits no longer than for the end where the contract ends before its final milestone', () => {
    const finalMilestone = recorded('2024-11-30', 'notice', 'fact:m1');
    const ended = { finalMilestone, end: recorded('2024-06-30') };
    expect(judge({ ...ended, asOf: '2024-06-30' })).toMatchObject({ state: 'clear', threshold: '2024-06-30' });
    expect(judge({ ...ended, asOf: '2024-07-01' })).toMatchObject({
      state: 'triggered',
      evidence: [{ record: 'contract:c1', field: 'end', value: '2024-06-30' }],
    });
  });

  it('takes silence about a contract recorded elsewhere for silence', () => {
    expect(judge({ conducted: 'elsewhere', asOf: '2026-01-01' })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['plans'] },
    });
  });

  it('takes an officer at their word who recorded that there is no plan', () => {
    for (const conducted of ['here', 'elsewhere'] as const)
      expect(judge({ conducted, plans: [plan('none')] })).toMatchObject({ state: 'triggered', value: 'none' });
    expect(judge({ plans: [plan('none'), plan('renew')] })).toMatchObject({ state: 'clear' });
  });

  it('gives a plan 30 days after the end to be carried out', () => {
    const plans = [plan('hand_over', { agreedOn: '2024-11-01' })];
    expect(judge({ plans, asOf: '2025-01-30' })).toMatchObject({ state: 'clear', threshold: '2025-01-30' });
    expect(judge({ plans, asOf: '2025-01-31' })).toMatchObject({ state: 'triggered', value: '2025-01-31' });
    expect(judge({ plans, conducted: 'elsewhere', asOf: '2025-01-31' })).toMatchObject({ state: 'triggered' });
  });

  it('is put right by carrying the plan out, even late', () => {
    const plans = [plan('hand_over', { agreedOn: '2024-11-01', carriedOutOn: '2025-03-01' })];
    expect(judge({ plans, asOf: '2025-02-15' })).toMatchObject({ state: 'triggered' });
    expect(judge({ plans, asOf: '2025-03-01' })).toMatchObject({ state: 'clear', value: '2025-03-01' });
  });

  it('does not decide within a month that is all that is known of the end', () => {
    const end = recorded('2024-12');
    expect(judge({ end, asOf: '2024-12-15' })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'precision', fields: ['end'] },
    });
    expect(judge({ end, asOf: '2024-12-01' })).toMatchObject({ state: 'clear' });
    expect(judge({ end, asOf: '2025-01-01' })).toMatchObject({ state: 'triggered' });
    expect(judge({ end, plans: [plan('renew')], asOf: '2025-01-15' })).toMatchObject({ reason: { code: 'precision' } });
  });

  it('does not judge past what the dataset knows, nor past the last day that can be written', () => {
    expect(judge({ knownUntil: '2024-12-31', asOf: '2025-06-01' })).toMatchObject({ state: 'clear' });
    expect(judge({ end: recorded('9999-12-31'), plans: [plan('renew')] })).toMatchObject({ state: 'clear' });
  });

  it('says what is missing, and does not apply to what is not meant to go on', () => {
    expect(judge({ end: null })).toMatchObject({ reason: { missing: ['finalMilestone', 'end'] } });
    expect(judge({ category: null })).toMatchObject({ reason: { missing: ['category'] } });
    expect(judge({ category: ONE_OFF })).toMatchObject({ state: 'not_applicable' });
    expect(judge({ conflicts: ['end'] })).toMatchObject({ reason: { code: 'conflict', fields: ['end'] } });
  });
});
