import { describe, expect, it } from '@jest/globals';
import type { Correction } from '../corrections/correction.rules.js';
import type { FlagState } from '../flag.lifecycle.js';
import { isNews, isSettled, listFlagSteps, listUnheardTurns, type Turn } from './flag-steps.rules.js';

const correction = (audit: string): Correction => ({
  audit,
  fact: `fact ${audit}`,
  replaced: 'old',
  root: 'tender:t1',
  before: {},
  after: {},
  unquoted: [],
  conflicts: [],
});
const turn = (change: Partial<Turn>): Turn => ({
  flag: 'f1',
  type: 'contract',
  id: 'c1',
  was_active: true,
  was_hash: 'a',
  held: true,
  was_unjudged: false,
  state: 'triggered',
  hash: 'a',
  waits: false,
  newcomers: [],
  correction: undefined,
  joined: undefined,
  awaits: false,
  was_version: 1,
  version: 1,
  timed: false,
  ...change,
});
const mended = turn({ hash: 'b', correction: correction('7') });
const later = turn({ id: 'c2', hash: 'b' });
const fresh = turn({ id: 'c3', was_active: null, was_hash: null, held: false });
const joined = turn({ id: 'c4', newcomers: ['b2'], joined: correction('8') });
const waiting = turn({ state: 'insufficient_data', hash: 'b', waits: true });
const gone = turn({ state: 'clear', hash: 'b', correction: correction('9') });
const steps = (state: FlagState, asked: boolean, turns: Turn[], active = 1) =>
  listFlagSteps({ state, asked }, false, turns, active).map(({ action, to, data }) => ({ action, to, data }));

describe('the steps that facts take with a flag', () => {
  it('tell bodies that were asked anew of a correction, and nobody of later facts or of a run that is awaited', () => {
    const data = { correction: { audit: '7', fact: 'fact 7' } };
    expect(steps('open', true, [mended, later])).toEqual([{ action: 'restated', to: 'open', data }]);
    expect(steps('in_review', true, [mended])).toEqual([{ action: 'restated', to: 'in_review', data }]);
    expect(steps('open', false, [mended])).toEqual([]);
    expect(steps('open', true, [later])).toEqual([]);
    expect(steps('open', true, [waiting])).toEqual([]);
  });

  it('open what was decided on facts that were corrected, and clear it where nothing is left', () => {
    for (const state of ['confirmed', 'appealed'] as const) {
      expect(steps(state, true, [mended])).toMatchObject([{ action: 'reopened', to: 'open' }]);
      expect(steps(state, true, [gone], 0).map(({ action }) => action)).toEqual(['reopened', 'cleared']);
      expect(steps(state, true, [later, waiting])).toEqual([]);
    }
  });

  it('open what was confirmed, or said to be wrong data, where a body came to it by a correction, and nothing that went against nobody', () => {
    const data = { correction: { audit: '8', fact: 'fact 8' } };
    for (const state of ['confirmed', 'appealed', 'data_error'] as const)
      expect(steps(state, true, [joined])).toEqual([{ action: 'reopened', to: 'open', data }]);
    for (const state of ['open', 'in_review', 'explained', 'dismissed'] as const)
      expect(steps(state, true, [joined])).toEqual([]);
    expect(listUnheardTurns([joined], true)).toEqual([joined]);
    expect(listUnheardTurns([joined], false)).toEqual([]);
  });

  it('end no question that a group was asked, unless a correction takes away what it rests on', () => {
    const later = turn({ type: 'bidder_group', state: 'clear', hash: 'b' });
    expect(steps('open', false, [later], 0)).toMatchObject([{ action: 'remedied' }]);
    for (const state of ['open', 'in_review'] as const) {
      const asked = { ...later, awaits: true };
      expect(isSettled(asked)).toBe(false);
      expect(steps(state, true, [asked])).toEqual([]);
      const corrected = { ...gone, type: 'bidder_group' as const, awaits: true };
      expect(isSettled(corrected)).toBe(true);
      expect(steps(state, true, [corrected], 0)).toMatchObject([{ action: 'cleared' }]);
    }
    expect(isNews({ ...later, awaits: true })).toBe(false);
  });

  it('are news to a reader unless what was asked stands', () => {
    expect([mended, fresh, gone].map(isNews)).toEqual([true, true, true]);
    expect([later, waiting].map(isNews)).toEqual([false, false]);
    expect(isNews({ ...later, held: false })).toBe(true);
  });

  it('ask the bodies of what changed, and of a flag that opens again of all that triggers anew', () => {
    expect(listUnheardTurns([mended, later, fresh, gone], false)).toEqual([mended]);
    expect(listUnheardTurns([mended, later, fresh, gone], true)).toEqual([mended, later, fresh]);
  });
});
