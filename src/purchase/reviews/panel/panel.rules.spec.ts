import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgePanel, LARGE_BUDGET, type MemberKind, type PanelCase } from './panel.rules.js';

const panel = (experts: number, buyers: number): MemberKind[] => [
  ...Array.from({ length: experts }, (): MemberKind => 'expert'),
  ...Array.from({ length: buyers }, (): MemberKind => 'buyer_representative'),
];
const purchase = (more: Partial<PanelCase> = {}): PanelCase => ({
  method: 'OPEN_TENDER',
  budget: 20_000_000n,
  demanding: false,
  at: '2025-11-24',
  ...more,
});
const said = (experts: number, buyers: number, more: Partial<PanelCase> = {}) => {
  const { state, rule, least, faults } = judgePanel(panel(experts, buyers), purchase(more));
  return [state, rule?.id, least, faults.map(({ code }) => code)];
};

describe('a panel', () => {
  it('of a tender has five, two thirds of them experts', () => {
    expect(said(4, 1)).toEqual(['lawful', 'COMMITTEE-TENDER-5', 5, []]);
    expect(said(5, 0)[0]).toBe('lawful');
    expect(said(3, 2)).toEqual(['unlawful', 'COMMITTEE-TENDER-5', 5, ['experts']]);
    expect(said(2, 1)).toEqual(['unlawful', 'COMMITTEE-TENDER-5', 5, ['too_few']]);
    expect(said(4, 2)).toEqual(['unlawful', 'COMMITTEE-TENDER-5', 5, ['even']]);
    expect(said(0, 0)).toEqual(['unlawful', 'COMMITTEE-TENDER-5', 5, ['too_few', 'even']]);
  });

  it('has seven from ten million yuan on, or where the purchase is demanding', () => {
    expect(said(5, 2, { budget: LARGE_BUDGET - 1n })[0]).toBe('lawful');
    expect(said(4, 1, { budget: LARGE_BUDGET })).toEqual(['unlawful', 'COMMITTEE-TENDER-7', 7, ['too_few']]);
    expect(said(5, 2, { budget: LARGE_BUDGET })[0]).toBe('lawful');
    expect(said(4, 1, { demanding: true })).toEqual(['unlawful', 'COMMITTEE-TENDER-7', 7, ['too_few']]);
  });

  it('of a consultation has three, whatever the budget', () => {
    const method = 'COMPETITIVE_CONSULTATION';
    expect(said(2, 1, { method, budget: LARGE_BUDGET })).toEqual(['lawful', 'COMMITTEE-NONTENDER-3', 3, []]);
    expect(said(1, 2, { method })[3]).toEqual(['experts']);
    expect(said(2, 0, { method })[3]).toEqual(['too_few', 'even']);
  });

  it('before the rule on record is neither lawful nor unlawful', () => {
    expect(said(4, 1, { at: '2017-09-30' })).toEqual(['unknown', undefined, null, []]);
    expect(said(4, 1, { at: '2017-10-01' })[0]).toBe('lawful');
    expect(said(2, 1, { method: 'COMPETITIVE_CONSULTATION', at: '2014-12-30' })[0]).toBe('unknown');
    expect(said(2, 1, { method: 'COMPETITIVE_CONSULTATION', at: '2014-12-31' })[0]).toBe('lawful');
  });

  it('is lawful exactly where size, oddness and share of experts hold', () => {
    fc.assert(
      fc.property(fc.nat(15), fc.nat(15), fc.boolean(), (experts, buyers, demanding) => {
        const size = experts + buyers;
        const lawful = size >= (demanding ? 7 : 5) && size % 2 === 1 && experts / size >= 2 / 3 - 1e-9;
        expect(said(experts, buyers, { demanding })[0]).toBe(lawful ? 'lawful' : 'unlawful');
      }),
    );
  });
});
