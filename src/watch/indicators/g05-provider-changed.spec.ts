import { describe, expect, it } from '@jest/globals';
import { contractOn, lineFacts, ONE_OFF } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LineContract, LineFacts } from '../facts/fact-types.js';
import { G05 } from './g05-provider-changed.js';

const first = (change: Partial<LineContract> = {}) =>
  contractOn('2018-01-01', '2018-12-31', { key: 'a', agency: 'x', ...change });
const second = (change: Partial<LineContract> = {}) =>
  contractOn('2019-01-01', '2019-12-31', { key: 'b', agency: 'y', ...change });
const judge = (contracts: LineContract[], change: Partial<LineFacts> = {}) => assess(G05, lineFacts(contracts, change));
const HANDOVER = { handovers: [{ key: 'h', toKey: 'b', on: '2018-12-31' }] };
const served = (before: number | null, after: number | null) => ({
  served: [
    { key: 'a', first: null, last: before },
    { key: 'b', first: after, last: null },
  ],
});

describe('G05', () => {
  it('triggers on another agency that follows without a handover, from its first day on', () => {
    const found = judge([first(), second()], { asOf: '2019-01-01' });
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '1', threshold: '0', unit: 'change' });
    expect(found.evidence).toEqual([
      { record: 'contract:a', field: 'window.end', value: '2018-12-31' },
      { record: 'contract:b', field: 'window.start', value: '2019-01-01' },
    ]);
    expect(judge([first(), second()], { asOf: '2018-12-31' })).toMatchObject({ state: 'clear' });
  });

  it('has a hash that sees who performs a contract, and no row id', () => {
    const hash = (facts: LineFacts): string => assess(G05, facts).inputsHash;
    const known = lineFacts([first(), second()]);
    expect(hash(lineFacts([first(), second({ agency: 'x' })]))).not.toBe(hash(known));
    const performers = known.performers.map((one) => ({ ...one, body: one.body && { ...one.body, record: 'other' } }));
    expect(hash({ ...known, performers })).toBe(hash(known));
  });

  it('takes a handover on either side, or to somebody not named; not one to another', () => {
    const counts = served(100, 100);
    expect(judge([first(HANDOVER), second()], counts)).toMatchObject({ state: 'clear', value: '0' });
    const unnamed = { handovers: [{ key: 'h', toKey: null, on: null }] };
    expect(judge([first(unnamed), second()], counts)).toMatchObject({ state: 'clear' });
    const back = { handovers: [{ key: 'h', toKey: 'a', on: null }] };
    expect(judge([first(), second(back)], counts)).toMatchObject({ state: 'clear' });
    const other = { handovers: [{ key: 'h', toKey: 'c', on: null }] };
    expect(judge([first(other), second()], counts)).toMatchObject({ state: 'triggered' });
  });

  it('asks a handover of each agency that is replaced', () => {
    const beside = (change: Partial<LineContract> = {}) =>
      contractOn('2018-03-01', '2018-12-31', { key: 'c', agency: 'z', ...change });
    const counts = {
      served: [...served(60, 100).served, { key: 'c', first: null, last: 40 }],
    };
    const one = judge([first(HANDOVER), beside(), second()], counts);
    expect(one).toMatchObject({ state: 'triggered', value: '1', unit: 'change' });
    expect(judge([first(), beside(HANDOVER), second()], counts)).toMatchObject({ state: 'triggered' });
    expect(judge([first(HANDOVER), beside(HANDOVER), second()], counts)).toMatchObject({ state: 'clear' });
  });

  it('does not ask a handover of an agency that goes on under another contract', () => {
    const beside = contractOn('2018-01-01', '2018-12-31', { key: 'c', agency: 'z', ...HANDOVER });
    const renewed = (start: string) => contractOn(start, '2019-12-31', { key: 'd', agency: 'x' });
    const counts = { served: [...served(60, 40).served, { key: 'c', first: null, last: 40 }] };
    for (const start of ['2019-01-01', '2019-01-31'])
      expect(judge([first(), beside, second(), renewed(start)], counts)).toMatchObject({ state: 'clear', value: '0' });
    // Who comes back later was gone.
    expect(judge([first(), beside, second(), renewed('2019-02-01')], counts)).toMatchObject({ state: 'triggered' });
    expect(judge([first(), { ...beside, handovers: [] }, second(), renewed('2019-01-01')], counts)).toMatchObject({
      state: 'triggered',
      evidence: [{ record: 'contract:c' }, { record: 'contract:b' }, { field: 'recipients' }],
    });
  });

  it('counts with an agency that goes on beside none of those that it served before', () => {
    const beside = contractOn('2018-01-01', '2020-12-31', { key: 'c', agency: 'z' });
    const further = contractOn('2019-01-01', '2019-12-31', { key: 'd', agency: 'z' });
    const counts = { served: [...served(30, 10).served, { key: 'd', first: 40, last: 40 }] };
    const unnamed = { handovers: [{ key: 'h', toKey: null, on: null }] };
    const found = judge([first(unnamed), beside, second(), further], counts);
    expect(found.evidence).toContainEqual({ record: 'contract:b', field: 'recipients', value: '30/10' });
    expect(found).toMatchObject({ state: 'triggered', unit: 'percent' });
    // But for those whom it was handed.
    const split = { handovers: ['b', 'd'].map((toKey) => ({ key: toKey, toKey, on: null })) };
    const shared = { served: [...served(30, 15).served, { key: 'd', first: 15, last: 15 }] };
    expect(judge([first(split), beside, second(), further], shared)).toMatchObject({ state: 'clear' });
    // Of two agencies that nobody knows none is the other.
    const unknown = { ...beside, agency: null };
    expect(judge([first(split), unknown, second(), { ...further, agency: null }], shared)).not.toMatchObject({
      ...{ state: 'triggered', unit: 'percent' },
    });
  });

  it('is worked by hand: of 100 recipients 69 are 31 % fewer, 70 are 30 % and no more', () => {
    const found = judge([first(HANDOVER), second()], served(100, 69));
    expect(found).toMatchObject({ state: 'triggered', value: '31.0', threshold: '30', unit: 'percent' });
    expect(found.evidence).toContainEqual({ record: 'contract:b', field: 'recipients', value: '100/69' });
    expect(judge([first(HANDOVER), second()], served(100, 70))).toMatchObject({ state: 'clear' });
    expect(judge([first(HANDOVER), second()], served(100, 140))).toMatchObject({ state: 'clear' });
  });

  it('counts those of the new agency when its first 90 days are over', () => {
    const on = (asOf: string) => judge([first(HANDOVER), second()], { ...served(100, 10), asOf });
    expect(on('2019-03-31')).toMatchObject({ state: 'clear' });
    expect(on('2019-04-01')).toMatchObject({ state: 'triggered', value: '90.0' });
  });

  it('without records takes what handovers counted, and does not call clear what was not counted', () => {
    const counted = [first({ ...HANDOVER, recipients: 50 }), second({ recipients: 30 })];
    expect(judge(counted)).toMatchObject({ state: 'triggered', value: '40.0' });
    expect(judge([first(HANDOVER), second()])).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['recipients'] },
    });
    expect(judge([first(HANDOVER), second()], served(100, null))).toMatchObject({
      reason: { missing: ['recipients'] },
    });
  });

  it('sees no change where the agency stays, is joined by another, or one of two stays', () => {
    expect(judge([first(), second({ agency: 'x' })])).toMatchObject({ state: 'clear' });
    const beside = contractOn('2018-06-01', '2019-12-31', { key: 'c', agency: 'z' });
    expect(judge([first({ window: { start: '2018-01-01', end: '2019-12-31' } }), beside])).toMatchObject({
      state: 'clear',
    });
    const together = contractOn('2018-01-15', '2018-12-31', { key: 'c', agency: 'y' });
    expect(judge([first(), together, second()])).toMatchObject({ state: 'clear' });
  });

  it('names the agency that is not known, and the contract whose days are not', () => {
    expect(judge([first({ agency: null }), second()])).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['agency'] },
    });
    expect(judge([first(), second({ agency: null })])).toMatchObject({ reason: { missing: ['agency'] } });
    expect(judge([first(), second({ agency: 'x', window: { start: '2019-01', end: '2019-12' } })])).toMatchObject({
      reason: { code: 'contracts_excluded' },
    });
  });

  describe('where a contract is not known to the day', () => {
    const vague = (start: string | null, end: string | null, agency: string | null, change = {}) =>
      contractOn(start, end, { key: 'v', agency, ...change });
    const beside = (other: LineContract, change: Partial<LineFacts> = {}) => judge([first(), second(), other], change);
    const excluded = { state: 'insufficient_data', reason: { code: 'contracts_excluded', contracts: ['v'] } };

    it('finds no change that it may undo: the old agency may go on, the new one have been there, or nobody knows whose it is', () => {
      expect(beside(vague('2019-01', '2019-12', 'x'))).toMatchObject(excluded);
      expect(beside(vague('2018-10', '2018-12', 'y'))).toMatchObject(excluded);
      expect(beside(vague('2018-10', '2018-12', null))).toMatchObject(excluded);
      // Its window is in words alone.
      for (const agency of ['x', 'y', null]) expect(beside(vague(null, null, agency))).toMatchObject(excluded);
    });

    it('finds the change all the same where it may not', () => {
      const triggered = { state: 'triggered', value: '1', unit: 'change' };
      // Another agency beside them, one that was gone before, one that comes later.
      expect(beside(vague('2018-10', '2019-03', 'z'))).toMatchObject(triggered);
      expect(beside(vague(null, null, 'z'))).toMatchObject(triggered);
      expect(beside(vague('2018-03', '2018-11', 'y'))).toMatchObject(triggered);
      expect(beside(vague('2019-03', '2019-12', 'x'))).toMatchObject(triggered);
      expect(beside(vague('2019-01', '2019-12', 'y', { window: { start: '2019-02', end: '2019-12' } }))).toMatchObject(
        triggered,
      );
    });

    it('does not know who was replaced where it may fill the days between them', () => {
      const later = second({ window: { start: '2019-02-15', end: '2019-12-31' } });
      const between = vague('2019-01', '2019-02', 'z', { handovers: [{ key: 'h', toKey: 'b', on: null }] });
      expect(judge([first(), later, between])).toMatchObject(excluded);
      expect(judge([first(), later, vague('2019-03', '2019-10', 'z')])).toMatchObject({ state: 'triggered' });
    });

    it('finds no fall where recipients may be with it', () => {
      const counts = served(100, 60);
      const handed = (other: LineContract) => judge([first(HANDOVER), second(), other], counts);
      expect(handed(vague('2019-01', '2019-12', 'z'))).toMatchObject(excluded);
      expect(handed(vague('2019-04', '2019-12', 'z'))).toMatchObject({ state: 'triggered', value: '40.0' });
    });

    it('does not ask for one that has not begun', () => {
      expect(beside(vague('2020-03', '2020-12', 'x'))).toMatchObject({ state: 'triggered' });
      const counts = served(100, 100);
      expect(judge([first(HANDOVER), second(), vague('2020-03', '2020-12', 'z')], counts)).toMatchObject({
        state: 'clear',
      });
    });
  });

  it('counts the recipients of all that begin on one day together', () => {
    const handovers = ['b', 'c'].map((toKey) => ({ key: toKey, toKey, on: null }));
    const shared = (agency: string, after: number) =>
      judge([first({ handovers }), second(), contractOn('2019-01-01', '2019-12-31', { key: 'c', agency })], {
        served: [...served(100, 50).served, { key: 'c', first: after, last: null }],
      });
    for (const agency of ['y', 'z']) expect(shared(agency, 50)).toMatchObject({ state: 'clear' });
    expect(shared('z', 10)).toMatchObject({ state: 'triggered', value: '40.0' });
  });

  it('does not apply to an ended line or a category that is not meant to go on', () => {
    expect(judge([first(), second()], { status: 'ended' })).toMatchObject({ state: 'not_applicable' });
    expect(judge([first(), second()], { category: ONE_OFF })).toMatchObject({ state: 'not_applicable' });
    expect(judge([])).toMatchObject({ state: 'insufficient_data', reason: { missing: ['contracts'] } });
  });
});
