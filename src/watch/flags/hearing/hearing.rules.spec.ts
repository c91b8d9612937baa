import { describe, expect, it } from '@jest/globals';
import {
  chooseAnswerDay,
  extendAppealDay,
  isAnswerDayTooSoon,
  listReasonFaults,
  listUnheardBodies,
  type Ask,
} from './hearing.rules.js';

const TODAY = '2026-03-10';
const body = { id: 'b1', name: '甲' };
const ask = (more: Partial<Ask>): Ask => ({
  organisation: 'b1',
  name: '甲',
  dueOn: '2026-03-20',
  answered: false,
  reached: true,
  ...more,
});
const codes = (asks: Ask[]) => listUnheardBodies([body], asks, TODAY).map(({ code }) => code);

describe('whether a body was heard', () => {
  it('not before it was asked', () => {
    expect(codes([])).toEqual(['not_asked']);
    expect(codes([ask({ organisation: 'b2', answered: true })])).toEqual(['not_asked']);
  });
  it('not while it has days left, its last one included, and has not answered', () => {
    expect(codes([ask({})])).toEqual(['not_answered']);
    expect(codes([ask({ dueOn: TODAY })])).toEqual(['not_answered']);
    expect(codes([ask({ dueOn: null })])).toEqual(['not_answered']);
  });
  it('not by days that pass where nothing reached it', () => {
    expect(codes([ask({ reached: false })])).toEqual(['not_reached']);
    expect(codes([ask({ reached: false, dueOn: '2026-03-09' })])).toEqual(['not_reached']);
    expect(codes([ask({ reached: false, answered: true })])).toEqual([]);
  });
  it('once it has answered, or its last day is over', () => {
    expect(codes([ask({ answered: true })])).toEqual([]);
    expect(codes([ask({ dueOn: '2026-03-09' })])).toEqual([]);
    expect(listUnheardBodies([], [], TODAY)).toEqual([]);
  });
});

describe('the day of an answer', () => {
  it('is the one that is named, else ten days on, or that of the flag where it is later', () => {
    expect(chooseAnswerDay('2026-03-16', null, TODAY)).toBe('2026-03-16');
    expect(chooseAnswerDay(null, '2026-04-01', TODAY)).toBeNull();
    expect(chooseAnswerDay(undefined, null, TODAY)).toBe('2026-03-20');
    expect(chooseAnswerDay(undefined, '2026-03-12', TODAY)).toBe('2026-03-20');
    expect(chooseAnswerDay(undefined, '2026-04-01', TODAY)).toBe('2026-04-01');
  });
  it('leaves five days', () => {
    expect(isAnswerDayTooSoon('2026-03-14', TODAY)).toBe(true);
    expect(isAnswerDayTooSoon('2026-03-15', TODAY)).toBe(false);
    expect(isAnswerDayTooSoon(null, TODAY)).toBe(false);
  });
});

describe('the last day of an appeal', () => {
  it('moves by the days that the appeal of another took, and never back', () => {
    expect(extendAppealDay('2026-03-20', '2026-03-07', TODAY)).toBe('2026-03-23');
    expect(extendAppealDay('2026-03-20', TODAY, TODAY)).toBe('2026-03-20');
    expect(extendAppealDay('2026-03-20', '2026-03-12', TODAY)).toBe('2026-03-20');
    expect(extendAppealDay('2026-03-20', null, TODAY)).toBe('2026-03-20');
    expect(extendAppealDay(null, '2026-03-07', TODAY)).toBeNull();
  });
});

describe('the substance of a reason', () => {
  const evidence = [{ record: 'bid:b1', field: 'price' }];
  const faults = (reason: string, restsOn: string[]) =>
    listReasonFaults(reason, restsOn, evidence).map(({ code }) => code);
  const LONG = '两家报价逐分相同，答复未能说明理由';

  it('is a length, which repeated signs and spaces do not make', () => {
    for (const reason of ['x', '属实', 'x'.repeat(400), `属实${' '.repeat(50)}`, '……………………………………'])
      expect(faults(reason, ['price'])).toEqual(['reason_too_short']);
    expect(faults(LONG, ['price'])).toEqual([]);
    expect(faults('The prices are equal to the fen.', ['price'])).toEqual([]);
  });
  it('and evidence of the flag, by record or by field', () => {
    expect(faults(LONG, ['bid:b1', 'price'])).toEqual([]);
    expect(faults(LONG, ['bid:b2'])).toEqual(['not_in_evidence']);
  });
});
