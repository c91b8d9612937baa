import { describe, expect, it } from '@jest/globals';
import { supplyFacts } from '../../../test/support/practice-facts.js';
import { ONE_OFF } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { SupplyFacts } from '../facts/practice-facts.js';
import { S01 } from './s01-supply-does-not-fit.js';

const judge = (change: Partial<SupplyFacts> = {}) => assess(S01, supplyFacts(change));

describe('S01', () => {
  it('by hand: 3 of 12 full-time staff are licensed, 25 %, where a third would be 4', () => {
    const found = judge({ licensed: 3 });
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '25.0',
      threshold: '33.3',
      unit: 'percent',
      basis: { kind: 'POLICY' },
    });
    expect(found.evidence).toContainEqual({ record: 'organisation:o1', field: 'fullTimeStaff', value: '12' });
  });

  it('is content with a third', () => {
    expect(judge({ licensed: 4 })).toMatchObject({ state: 'clear', value: '33.3' });
    expect(judge({ licensed: 333, staff: 1_000 })).toMatchObject({ state: 'triggered' });
  });

  it('triggers where the register names other categories, or a kind that supplies nothing', () => {
    expect(judge({ fields: ['ORG_INCUBATION'] })).toMatchObject({ state: 'triggered', value: 'ORG_INCUBATION' });
    expect(judge({ kind: 'community_committee' })).toMatchObject({ state: 'triggered', value: 'community_committee' });
    expect(judge({ kind: 'agent', fields: null, licensed: null, staff: null })).toMatchObject({ state: 'triggered' });
  });

  it('asks the share of social-work agencies alone', () => {
    expect(judge({ kind: 'enterprise', licensed: null, staff: null })).toMatchObject({ state: 'clear' });
    expect(judge({ kind: 'agency', licensed: null, staff: null })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['licensedWorkers', 'fullTimeStaff'] },
    });
  });

  it('says what the register does not', () => {
    expect(judge({ fields: null })).toMatchObject({ reason: { missing: ['supplier.categories'] } });
    expect(judge({ fields: null, licensed: 1 })).toMatchObject({ state: 'triggered' });
    expect(judge({ kind: null, fields: null })).toMatchObject({
      reason: { missing: ['supplier.kind', 'supplier.categories'] },
    });
    expect(judge({ supplier: null })).toMatchObject({ reason: { missing: ['supplier'] } });
    expect(judge({ category: null, publicService: null })).toMatchObject({ reason: { missing: ['category'] } });
    expect(judge({ conflicts: ['category'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('does not apply to what residents do not receive', () => {
    expect(judge({ category: ONE_OFF, publicService: false })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'not_for_residents' },
    });
  });
});
