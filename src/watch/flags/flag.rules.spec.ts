import { describe, expect, it } from '@jest/globals';
import { FLAG_STATES, flagLifecycle } from './flag.lifecycle.js';
import { explainFlag, staysActive, deriveFlagTurn, type FlagTurn } from './flag.rules.js';
import { isNewlyUnjudged, isStillUnjudged } from './keeping/flag-steps.rules.js';
import { deriveRootCause } from './root-cause.rules.js';

const none: FlagTurn = { active: 0, fresh: 0, restated: 0, corrected: false, joined: 0 };
const active = { active: true, inputsHash: 'a' };

describe('whether a subject still belongs to its case', () => {
  it.each([
    ['triggers as before', { was: active, now: { state: 'triggered', inputsHash: 'a' }, corrected: false }, true],
    ['triggers anew', { was: null, now: { state: 'triggered', inputsHash: 'a' }, corrected: false }, true],
    ['is clear', { was: active, now: { state: 'clear', inputsHash: 'b' }, corrected: false }, false],
    [
      'a screening cannot judge the group any more, though facts were corrected',
      { was: active, now: { state: 'insufficient_data', inputsHash: 'b' }, corrected: true, screened: true },
      true,
    ],
    [
      'no rule speaks of the group any more',
      { was: active, now: { state: 'not_applicable', inputsHash: 'b' }, corrected: false, screened: true },
      true,
    ],
    ['the group left its market', { was: active, now: null, corrected: true, screened: true }, true],
    [
      'a member goes by another record',
      { was: active, now: null, corrected: true, screened: true, merged: true },
      false,
    ],
    [
      'a screening finds the group clear',
      { was: active, now: { state: 'clear', inputsHash: 'b' }, corrected: false, screened: true },
      false,
    ],
    ['is no more', { was: active, now: null, corrected: false }, false],
    [
      'days alone took the cliff out of sight',
      { was: active, now: { state: 'not_applicable', inputsHash: 'a' }, corrected: false },
      true,
    ],
    [
      'later facts took it out of the rule',
      { was: active, now: { state: 'not_applicable', inputsHash: 'b' }, corrected: false },
      false,
    ],
    [
      'new facts made it doubtful',
      { was: active, now: { state: 'insufficient_data', inputsHash: 'b' }, corrected: false },
      true,
    ],
    [
      'a correction made it unknown',
      { was: active, now: { state: 'insufficient_data', inputsHash: 'b' }, corrected: true },
      false,
    ],
    [
      'later facts put right what bodies were asked about',
      { was: active, now: { state: 'clear', inputsHash: 'b' }, corrected: false, awaits: true },
      false,
    ],
    [
      'later lots took a group that was asked out of the rule',
      {
        was: active,
        now: { state: 'not_applicable', inputsHash: 'b' },
        corrected: false,
        screened: true,
        awaits: true,
      },
      true,
    ],
    [
      'a screening finds a group clear that was asked',
      { was: active, now: { state: 'clear', inputsHash: 'b' }, corrected: false, screened: true, awaits: true },
      true,
    ],
    [
      'a correction takes away what a group was asked about',
      { was: active, now: { state: 'clear', inputsHash: 'b' }, corrected: true, screened: true, awaits: true },
      false,
    ],
    [
      'a group that was asked is no more',
      { was: active, now: null, corrected: false, screened: true, awaits: true },
      true,
    ],
    [
      'another version of a rule over groups cannot judge it by the same facts',
      {
        was: active,
        now: { state: 'insufficient_data', inputsHash: 'a' },
        corrected: false,
        screened: true,
        reread: true,
      },
      false,
    ],
    [
      'another version finds nothing in the facts that bodies were asked about',
      { was: active, now: { state: 'clear', inputsHash: 'a' }, corrected: false, awaits: true, reread: true },
      true,
    ],
    ['was never in it', { was: null, now: { state: 'insufficient_data', inputsHash: 'a' }, corrected: false }, false],
  ] as const)('%s', (_, turn, expected) => {
    expect(staysActive(turn)).toBe(expected);
  });
});

const REOPENED = { action: 'reopen_on_facts', to: 'open' };
describe('where facts lead a flag', () => {
  it('corrected facts clear it, later facts remedy it', () => {
    for (const state of ['open', 'in_review'] as const) {
      expect(deriveFlagTurn(state, { ...none, corrected: true })).toEqual({ action: 'clear', to: 'cleared' });
      expect(deriveFlagTurn(state, none)).toEqual({ action: 'remedy', to: 'remedied' });
      expect(deriveFlagTurn(state, { ...none, active: 1 })).toBeNull();
    }
  });

  it('what was put right and happens again is open again', () => {
    for (const state of ['cleared', 'remedied'] as const) {
      expect(deriveFlagTurn(state, { ...none, active: 1, fresh: 1 })).toEqual({
        action: 'reopen_on_facts',
        to: 'open',
      });
      expect(deriveFlagTurn(state, none)).toBeNull();
    }
  });

  it('what a person explained or dismissed stays, whatever triggers later', () => {
    for (const state of ['explained', 'dismissed'] as const) {
      expect(deriveFlagTurn(state, { ...none, active: 2, restated: 1 })).toBeNull();
      expect(deriveFlagTurn(state, none)).toBeNull();
      expect(deriveFlagTurn(state, { ...none, active: 3, fresh: 1 })).toBeNull();
    }
  });

  it('a data error that was corrected and still triggers is open again', () => {
    expect(deriveFlagTurn('data_error', { ...none, active: 1 })).toBeNull();
    expect(deriveFlagTurn('data_error', { ...none, active: 1, restated: 1 })?.to).toBe('open');
    expect(deriveFlagTurn('data_error', { ...none, active: 1, joined: 1 })?.to).toBe('open');
  });

  it('what was confirmed stays, until a correction changes the facts that it rests on', () => {
    for (const state of ['confirmed', 'appealed'] as const) {
      expect(deriveFlagTurn(state, { ...none, active: 5, fresh: 5 })).toBeNull();
      expect(deriveFlagTurn(state, { ...none, active: 5, restated: 1 })).toBeNull();
      expect(deriveFlagTurn(state, none)).toBeNull();
      for (const turn of [{ active: 5, restated: 1 }, { active: 0 }])
        expect(deriveFlagTurn(state, { ...none, ...turn, corrected: true })).toEqual(REOPENED);
    }
  });

  it('what was explained or dismissed opens again where the facts that it rests on were corrected', () => {
    for (const state of ['explained', 'dismissed'] as const) {
      expect(deriveFlagTurn(state, { ...none, active: 1, restated: 1, corrected: true })).toEqual(REOPENED);
      expect(deriveFlagTurn(state, { ...none, active: 1, restated: 1 })).toBeNull();
    }
  });

  it('takes only steps that the lifecycle knows', () => {
    const turns = [
      none,
      { ...none, corrected: true },
      { ...none, active: 1, fresh: 1 },
      { ...none, active: 1, restated: 1 },
    ];
    for (const state of FLAG_STATES)
      for (const turn of turns) {
        const next = deriveFlagTurn(state, turn);
        if (next === null) continue;
        const edge = flagLifecycle.transitions.find((t) => t.action === next.action);
        expect(edge?.from).toContain(state);
        expect(edge?.to).toBe(next.to);
      }
  });

  it('says how many share the cause', () => {
    const text = { en: 'Short.', zh: '过短。' };
    expect(explainFlag(1, text)).toEqual(text);
    expect(explainFlag(90, text).en).toBe('90 objects share this cause. For example: Short.');
  });
});

describe('the root cause', () => {
  const place = (
    type: 'tender' | 'lot' | 'contract' | 'service_line' | 'programme',
    calendar: string | null = 'p',
  ) => ({
    subject: { type, id: 's' },
    calendar,
    tender: type === 'service_line' || type === 'programme' ? null : 't',
  });

  it.each([
    ['W01', 'contract', 'p', { type: 'programme_calendar', id: 'p' }],
    ['W03', 'tender', 'p', { type: 'programme_calendar', id: 'p' }],
    ['W01', 'programme', null, { type: 'programme_calendar', id: 's' }],
    ['W01', 'contract', null, { type: 'tender', id: 't' }],
    ['W02', 'contract', 'p', { type: 'contract', id: 's' }],
    ['W02', 'tender', 'p', { type: 'tender', id: 't' }],
    ['G01', 'service_line', null, { type: 'service_line', id: 's' }],
    ['G02', 'service_line', null, { type: 'service_line', id: 's' }],
    ['G07', 'service_line', null, { type: 'service_line', id: 's' }],
    ['G04', 'contract', 'p', { type: 'contract', id: 's' }],
    ['C05', 'lot', 'p', { type: 'tender', id: 't' }],
    ['C14', 'lot', null, { type: 'tender', id: 't' }],
  ] as const)('of %s on a %s', (indicator, type, calendar, expected) => {
    expect(deriveRootCause(indicator, place(type, calendar))).toEqual(expected);
  });
});

describe('a group that a screening cannot judge any more', () => {
  const turn = {
    flag: 'f',
    type: 'bidder_group',
    id: 'g',
    was_active: true,
    was_hash: 'a',
    hash: null,
    was_version: 1,
    version: 1,
    held: false,
    waits: false,
    bodies: null,
    newcomers: [] as string[],
  } as const;

  it.each([
    ['for the first time', { state: null, was_unjudged: false }, [true, false]],
    ['nor could the one before', { state: 'insufficient_data', was_unjudged: true }, [false, true]],
    ['but is found clear', { state: 'clear', was_unjudged: true }, [false, false]],
    ['but triggers', { state: 'triggered', was_unjudged: true }, [false, false]],
  ] as const)('%s', (_, change, expected) => {
    const row = { ...turn, ...change };
    expect([isNewlyUnjudged(row), isStillUnjudged(row)]).toEqual(expected);
  });
});
