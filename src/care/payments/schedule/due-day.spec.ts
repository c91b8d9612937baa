import { describe, expect, it } from '@jest/globals';
import type { ContractMoney } from '../contract-money.js';
import { findLastSettlementDay } from './due-day.js';

const money = (more: object = {}, state = 'active'): ContractMoney =>
  ({
    content: { window: { start: '2026-01-01', end: '2026-12-31' }, confirmDays: 10, price: { kind: 'units' }, ...more },
    facts: { state, ended: state === 'terminated' },
    settledTo: null,
  }) as unknown as ContractMoney;

describe('the day for which the last settlement is planned', () => {
  it('is the end of the time for confirming it, after the last day of the contract', () => {
    expect(findLastSettlementDay(money())).toBe('2027-01-10');
    expect(findLastSettlementDay(money({ confirmDays: null }))).toBe('2026-12-31');
    expect(findLastSettlementDay({ ...money(), settledTo: '2026-11-30' })).toBe('2027-01-10');
  });

  it('is none where all is settled, the contract is over, or nothing is paid by the unit', () => {
    expect(findLastSettlementDay({ ...money(), settledTo: '2026-12-31' })).toBeNull();
    for (const state of ['terminated', 'settled', 'archived'])
      expect(findLastSettlementDay(money({}, state))).toBeNull();
    expect(findLastSettlementDay(money({ price: undefined }))).toBeNull();
    expect(findLastSettlementDay(money({ window: { start: '2026-01-01', end: '9999-12-31' } }))).toBeNull();
    expect(findLastSettlementDay(money({ window: { start: null, end: null } }))).toBeNull();
  });
});
