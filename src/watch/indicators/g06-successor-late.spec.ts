import { describe, expect, it } from '@jest/globals';
import { calendar, contractOn, lineFacts, ONE_OFF, plan } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LineContract, LineFacts } from '../facts/fact-types.js';
import { listPurchasePaths } from '../facts/bodies-and-services/line-next.queries.js';
import { G06 } from './g06-successor-late.js';

const running = (change: Partial<LineContract> = {}) =>
  contractOn('2024-01-01', '2024-12-31', { key: 'now', ...change });
/** A consultation that starts on 2025-01-01 is possible until 2024-12-20: ten days and more to the deadline; a tender, with twenty days, until 2024-12-11. */
const POSSIBLE = '2024-12-20';
const judge = (asOf: string, contracts: LineContract[] = [running()], change: Partial<LineFacts> = {}) =>
  assess(
    G06,
    lineFacts(contracts, {
      dataset: 'live',
      knownUntil: null,
      since: '2024-01-01',
      asOf,
      bought: [{ key: 'now', method: 'COMPETITIVE_CONSULTATION' }],
      paths: listPurchasePaths(contracts, asOf, calendar),
      ...change,
    }),
  );
const issued = (issuedOn: string | null, method: string | null = 'COMPETITIVE_CONSULTATION') => ({
  ahead: [{ key: 't', record: 'tender:t', method, issuedOn }],
});

describe('G06', () => {
  it('is worked by hand: nothing issued on the day after the last possible one', () => {
    expect(listPurchasePaths([running()], '2024-06-01', calendar)).toContainEqual({
      key: 'now/COMPETITIVE_CONSULTATION',
      contract: 'now',
      method: 'COMPETITIVE_CONSULTATION',
      possible: POSSIBLE,
    });
    expect(judge('2024-12-21')).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '2024-12-21',
      threshold: POSSIBLE,
      unit: 'date',
    });
    expect(judge(POSSIBLE)).toMatchObject({ state: 'clear' });
  });

  it('looks at the day on which the next purchase was issued, and at its own method', () => {
    expect(judge('2024-12-28', undefined, issued('2024-12-20'))).toMatchObject({ state: 'clear' });
    expect(judge('2024-12-28', undefined, issued('2024-12-23'))).toMatchObject({
      state: 'triggered',
      value: '2024-12-23',
    });
    expect(judge('2024-12-12', undefined, issued('2024-12-12', 'OPEN_TENDER'))).toMatchObject({ state: 'triggered' });
    expect(judge('2024-12-10', undefined, issued('2024-12-10', null))).toMatchObject({
      reason: { missing: ['method'] },
    });
    // What is written and not issued is not on its way, nor is what was issued before the contract began.
    expect(judge('2024-12-21', undefined, issued(null))).toMatchObject({ state: 'triggered' });
    expect(judge('2024-12-21', undefined, issued('2023-06-01'))).toMatchObject({ state: 'triggered' });
    expect(judge('2024-12-28', undefined, issued('2024-12'))).toMatchObject({ reason: { code: 'precision' } });
  });

  it('does not say that nothing is issued where a purchase is on its way of which nobody knows the day', () => {
    const underway = (awardedOn: string | null, change = {}) => ({
      ahead: [{ key: 't', record: 'tender:t', method: null, issuedOn: null, underway: { awardedOn }, ...change }],
    });
    const unknown = { state: 'insufficient_data', reason: { missing: ['document_issued'] } };
    expect(judge('2024-12-21', undefined, underway(null))).toMatchObject(unknown);
    expect(judge('2024-12-21', undefined, underway('2024-12-15'))).toMatchObject(unknown);
    expect(judge('2024-12-21', undefined, underway('2024'))).toMatchObject(unknown);
    // In time whatever is on its way; and what was awarded before the contract began was another purchase.
    expect(judge(POSSIBLE, undefined, underway(null))).toMatchObject({ state: 'clear' });
    expect(judge('2024-12-21', undefined, underway('2023-12-15'))).toMatchObject({ state: 'triggered' });
    const late = issued('2024-12-23').ahead;
    expect(judge('2024-12-28', undefined, { ahead: [...late, ...underway(null).ahead] })).toMatchObject(unknown);
  });

  it('does not apply where what follows is signed or agreed, or nothing shall follow', () => {
    expect(judge('2024-12-28', [running(), contractOn('2025-03-01', '2025-12-31')])).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'successor_signed' },
    });
    const agreed = running({ plans: [plan('renew', { agreedOn: '2024-11-01' })] });
    expect(judge('2024-12-28', [agreed])).toMatchObject({ reason: { code: 'settled_by_plan' } });
    const hoped = running({ plans: [plan('retender', { agreedOn: '2024-11-01' })] });
    expect(judge('2024-12-28', [hoped])).toMatchObject({ state: 'triggered' });
    expect(judge('2024-12-28', undefined, { until: '2024-12-31' })).toMatchObject({
      reason: { code: 'line_ends_with_contract' },
    });
    expect(judge('2025-01-01')).toMatchObject({ state: 'not_applicable', reason: { code: 'no_running_coverage' } });
    expect(judge('2024-12-28', undefined, { category: ONE_OFF })).toMatchObject({ state: 'not_applicable' });
  });

  it('is settled by a handover that is agreed once somebody has taken them over, not before', () => {
    const handed = (on: string | null) => [{ key: 'h', toKey: null, on }];
    for (const kind of ['hand_over', 'absorb'] as const) {
      const plans = [plan(kind, { agreedOn: '2024-11-01' })];
      expect(judge('2024-12-28', [running({ plans })])).toMatchObject({ state: 'triggered', value: '2024-12-28' });
      expect(judge('2024-12-28', [running({ plans })]).explanation.en).toContain('nobody has taken them over');
      expect(judge(POSSIBLE, [running({ plans })])).toMatchObject({ state: 'clear' });
      const taken = (on: string | null) => judge('2024-12-28', [running({ plans, handovers: handed(on) })]);
      for (const on of ['2024-12-28', '2024-11', null])
        expect(taken(on)).toMatchObject({ reason: { code: 'settled_by_plan' } });
      expect(taken('2024-12-29')).toMatchObject({ state: 'triggered' });
      expect(taken('2024-12')).toMatchObject({ reason: { code: 'precision', fields: ['handovers.on'] } });
    }
    // That they were handed over says nothing of what is to be bought where nothing is agreed.
    expect(judge('2024-12-28', [running({ handovers: handed('2024-12-20') })])).toMatchObject({ state: 'triggered' });
    for (const kind of ['renew', 'end'] as const)
      expect(judge('2024-12-28', [running({ plans: [plan(kind, { agreedOn: '2024-11-01' })] })])).toMatchObject({
        reason: { code: 'settled_by_plan' },
      });
  });

  it('names what is missing', () => {
    expect(judge('2024-12-28', undefined, { bought: [] })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['method'] },
    });
    const bought = (method: string) => ({ bought: [{ key: 'now', method }] });
    expect(judge('2024-12-28', undefined, bought('SINGLE_SOURCE'))).toMatchObject({ state: 'not_applicable' });
    const paths = [{ key: 'now/INQUIRY', contract: 'now', method: 'INQUIRY', possible: null }];
    expect(judge('2024-12-28', undefined, { ...bought('INQUIRY'), paths })).toMatchObject({
      reason: { code: 'calendar_uncertain' },
    });
    const unsure = running({ plans: [plan('renew')] });
    expect(judge('2024-12-28', [unsure])).toMatchObject({ reason: { missing: ['plans.agreedOn'] } });
    expect(judge('2024-12-28', [running(), contractOn('2024-12', '2025-12')])).toMatchObject({
      reason: { code: 'contracts_excluded' },
    });
    expect(judge('2024-12-28', undefined, { conflicts: ['plans'] })).toMatchObject({ reason: { code: 'conflict' } });
  });
});
