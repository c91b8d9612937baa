import { describe, expect, it } from '@jest/globals';
import { BELOW, recorded, reservationFacts, UNKNOWN_REACH } from '../../../test/support/risk-facts.js';
import {
  SME_GROUNDS,
  type SmeGround,
  type SmePolicyKind,
} from '../../purchase/tenders/conducted/terms/sme/sme-types.js';
import type { LotPolicy, ReservationFacts } from '../facts/fact-types.js';
import { assess } from '../runs/assess.rules.js';
import { M02 } from './m02-reserve-unexplained.js';

const judge = (change: Partial<ReservationFacts> = {}) => assess(M02, reservationFacts(change));
const lot = (no: number, kind: SmePolicyKind | null, ground: SmeGround | null = null): LotPolicy => ({
  ...{ key: String(no), no, record: `lot:l${no}` },
  kind,
  ground,
});

describe('M02', () => {
  it.each([null, 'none', 'deduction'] as const)(
    'gives a notice of a lot whose policy is %s without a ground',
    (kind) => {
      expect(judge({ lots: [lot(1, kind)] })).toMatchObject({
        state: 'triggered',
        severity: 'notice',
        value: '1',
        lot: 1,
        basis: { kind: 'law', article: '第七条', confidence: 'B' },
        evidence: [
          { record: 'fact:n1', field: 'startedOn', value: '2025-10-15' },
          { record: 'lot:l1', field: 'terms.sme.kind', value: kind ?? '' },
        ],
      });
    },
  );

  it.each(SME_GROUNDS)('finds nothing where the ground %s is stated, with a deduction or without', (ground) => {
    for (const kind of ['none', 'deduction'] as const)
      expect(judge({ lots: [lot(1, kind, ground)] })).toMatchObject({ state: 'clear', value: '0' });
  });

  it('finds nothing in a reserved lot, and names the lots that say nothing beside it', () => {
    expect(judge({ lots: [lot(1, 'reserved')] }).state).toBe('clear');
    const found = judge({ lots: [lot(3, 'none'), lot(1, 'reserved'), lot(2, null)] });
    expect(found).toMatchObject({ state: 'triggered', value: '2', lot: 2 });
    expect(found.explanation.zh).toContain('第 2、3 包');
  });

  it('never asks for a reservation: its texts say that a ground is enough and whom a reservation shuts out', () => {
    const { explanation, limitation } = judge();
    expect(explanation.en).toContain('nothing has to be reserved');
    expect(explanation.zh).toContain('无须改为专门面向中小企业采购');
    expect(limitation.en).toContain('shuts out social organisations');
    expect(limitation.zh).toContain('不得据此改为专门面向中小企业采购');
  });

  it('does not apply below the purchase limit, and cannot say where the limit is not known', () => {
    expect(judge({ reach: BELOW })).toMatchObject({ state: 'not_applicable', reason: { code: 'below_limit' } });
    expect(judge({ reach: UNKNOWN_REACH })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'limit_unknown', fields: ['limit'] },
    });
  });

  it('speaks of purchases up to 2 000 000 yuan: above it a share of the year is reserved', () => {
    expect(judge({ sum: '200000000' }).state).toBe('triggered');
    expect(judge({ sum: '200000001' })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'reserved_by_year' },
    });
  });

  it('holds from the day of the rule on', () => {
    const began = (day: string) => judge({ startedOn: recorded(day) });
    expect(began('2020-12-31')).toMatchObject({ state: 'not_applicable', reason: { code: 'rule_not_in_force' } });
    expect(began('2021-01-01').state).toBe('triggered');
    expect(judge({ startedOn: null })).toMatchObject({ reason: { missing: ['startedOn'] } });
  });

  it('does not speak of a single source', () => {
    expect(judge({ method: 'SINGLE_SOURCE' })).toMatchObject({ reason: { code: 'single_source' } });
  });
});
