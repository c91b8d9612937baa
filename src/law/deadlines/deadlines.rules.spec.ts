import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../calendars/shipped-calendar.js';
import { CLOCKS, deriveClocks, deriveClockState, type ClockEvents, type ClockQuestion } from './deadlines.rules.js';
import { readPeriod } from './periods.rules.js';
import { RULES, getRule } from '../rules/rule-book.js';
import { isLaw } from '../rules/rule-types.js';

const calendar = shippedCalendar();
const ask = (events: ClockEvents, more: Partial<ClockQuestion> = {}) =>
  deriveClocks(
    { method: 'COMPETITIVE_CONSULTATION', level: 'provincial', region: '990203', events, told: [], ...more },
    calendar,
  );
const one = (rule: string, events: ClockEvents, more: Partial<ClockQuestion> = {}) => {
  const found = ask(events, more).find((clock) => clock.rule === rule);
  if (found === undefined) throw new Error(`no clock ${rule}`);
  return found;
};
const on = (day: string) => ({ on: day });

describe('every maximum of time in the table of rules', () => {
  /** Worked by hand on the State Council's calendars: start, the last day, and the day after which it is missed. */
  const CASES: [rule: string, start: string, due: string, next: string][] = [
    ['REPORT-2WD', '2017-12-08', '2017-12-12', '2017-12-13'],
    ['CONFIRM-5WD', '2017-12-08', '2017-12-15', '2017-12-16'],
    ['AWARD-NOTICE-2WD', '2018-02-13', '2018-02-22', '2018-02-23'],
    ['CONTRACT-30D', '2017-12-20', '2018-01-19', '2018-01-20'],
    ['CONTRACT-PUBLISH-2WD', '2017-12-28', '2018-01-02', '2018-01-03'],
    ['CONTRACT-FILE-7WD', '2017-12-20', '2017-12-29', '2017-12-30'],
    ['CONTRACT-CHANGE-2WD', '2024-02-07', '2024-02-09', '2024-02-10'],
    ['PAY-30D-2019', '2023-11-10', '2023-12-11', '2023-12-12'],
    ['PAY-10WD', '2024-04-26', '2024-05-13', '2024-05-14'],
    ['INQUIRY-3WD', '2018-03-02', '2018-03-07', '2018-03-08'],
    ['CHALLENGE-REPLY-7WD', '2018-03-02', '2018-03-13', '2018-03-14'],
    ['COMPLAINT-DECIDE-30WD', '2018-03-01', '2018-04-13', '2018-04-14'],
    ['COMPLAINT-EXAMINE-5WD', '2018-03-02', '2018-03-09', '2018-03-10'],
    ['COMPLAINT-CORRECT-5WD', '2018-03-02', '2018-03-09', '2018-03-10'],
    ['COMPLAINT-REFUSE-3WD', '2018-03-02', '2018-03-07', '2018-03-08'],
    ['COMPLAINT-SERVE-8WD', '2018-03-02', '2018-03-14', '2018-03-15'],
    ['COMPLAINT-ANSWER-5WD', '2018-03-02', '2018-03-09', '2018-03-10'],
    ['SUSPEND-30D', '2018-03-01', '2018-04-02', '2018-04-03'],
  ];
  const WITH_CONDITION: [rule: string, start: string, due: string, next: string][] = [
    ['PAY-SME-30D-2020', '2020-09-01', '2020-10-09', '2020-10-10'],
    ['PAY-SME-30D', '2025-06-01', '2025-07-01', '2025-07-02'],
  ];
  const BONDS: [rule: string, start: string, due: string, next: string][] = [
    ['BOND-REFUND-LOSER-5WD', '2018-03-02', '2018-03-09', '2018-03-10'],
    ['BOND-REFUND-WINNER-5WD', '2018-03-02', '2018-03-09', '2018-03-10'],
  ];
  /** Not from one event of a purchase to an act: why it is no clock here. */
  const NOT_ASKED: Record<string, string> = {
    'PAY-SME-60D-CAP': 'a limit of what may be agreed, not of an act',
    'PAY-SME-60D-CAP-2020': 'a limit of what may be agreed, not of an act',
    'GPS-TERM-1Y': 'a length of a term',
    'GPS-TERM-3Y': 'a length of a term',
    'GPS-TERM-3Y-2014': 'a length of a term',
    'BUDGET-CARRY-2Y': 'a rule of budgets',
  };
  const WINDOWS = ['CHALLENGE-7WD', 'COMPLAINT-15WD'];

  it('is among these cases or named as none', () => {
    const maxima = RULES.filter((rule) => rule.op === '<=' && readPeriod(rule) !== null && isLaw(rule)).map(
      (r) => r.id,
    );
    const cases = [...CASES, ...WITH_CONDITION, ...BONDS].map(([rule]) => rule);
    expect([...cases, ...WINDOWS, ...Object.keys(NOT_ASKED)].sort()).toEqual([...maxima].sort());
    for (const rule of Object.keys(NOT_ASKED)) expect(CLOCKS.some((clock) => clock.rule.id === rule)).toBe(false);
  });

  it.each([...CASES, ...WITH_CONDITION, ...BONDS])('%s from %s falls due on %s', (rule, start, due, next) => {
    const clock = CLOCKS.find((each) => each.rule.id === rule);
    if (!clock) throw new Error(rule);
    const more = {
      method: getRule(rule).methods.includes('COMPETITIVE_CONSULTATION')
        ? ('COMPETITIVE_CONSULTATION' as const)
        : ('OPEN_TENDER' as const),
      holding: [rule],
    };
    const at = (done: string | null, told = true) =>
      one(
        rule,
        { [clock.start]: on(start), ...(done && { [clock.end]: on(done) }) },
        { ...more, told: told ? [clock.end] : [] },
      );
    expect([at(null).date, at(null).basis.document]).toEqual([due, getRule(rule).document]);
    expect(deriveClockState(at(due), next)).toBe('met');
    expect(deriveClockState(at(next), next)).toBe('missed');
    expect(deriveClockState(at(null), due)).toBe('due');
    expect(deriveClockState(at(null), next)).toBe('missed');
    // Nobody says that it did not happen.
    expect(deriveClockState(at(null, false), next)).toBe('uncertain');
  });

  it('a right of others ends and is never missed', () => {
    const events = { result_published: on('2017-12-19') };
    const window = one('CHALLENGE-7WD', events);
    // Published on Tuesday, the notice ends on Wednesday, seven working days from there over the new year.
    expect([window.from.on, window.date, window.event]).toEqual(['2017-12-20', '2017-12-29', 'challenge_closed']);
    expect(
      ['2017-12-19', '2017-12-20', '2017-12-29', '2017-12-30'].map((day) => deriveClockState(window, day)),
    ).toEqual(['future', 'due', 'due', 'met']);
    const complaint = one('COMPLAINT-15WD', { challenge_received: on('2018-03-02') });
    expect([complaint.from.on, complaint.date]).toEqual(['2018-03-13', '2018-04-03']);
  });
});

describe('a minimum of time', () => {
  const of = (deadline: string | null, more: ClockEvents = {}) =>
    one('CONSULT-PREP-10D', {
      document_issued: on('2017-11-24'),
      ...(deadline && { response_deadline: on(deadline) }),
      ...more,
    });

  it('is the earliest day, and is broken the day before', () => {
    expect(of('2017-12-04').date).toBe('2017-12-04');
    expect(['2017-12-03', '2017-12-04', '2017-12-05'].map((d) => deriveClockState(of(d), '2018-01-01'))).toEqual([
      'missed',
      'met',
      'met',
    ]);
  });

  it('that ends on a free day is certainly broken only before that day', () => {
    const sunday = (deadline: string) =>
      deriveClockState(
        one('CONSULT-PREP-10D', { document_issued: on('2017-11-23'), response_deadline: on(deadline) }),
        '2018-01-01',
      );
    expect(['2017-12-02', '2017-12-03', '2017-12-04'].map(sunday)).toEqual(['missed', 'uncertain', 'met']);
  });

  it('from a day before which the documents were not issued is broken for certain or not known', () => {
    const since = { on: '2017-11-24', notBefore: true } as const;
    const state = (deadline: string) => deriveClockState(of(deadline, { document_issued: since }), '2018-01-01');
    expect(['2017-12-03', '2017-12-20'].map(state)).toEqual(['missed', 'uncertain']);
    expect(of('2017-12-20', { document_issued: since }).date).toBeNull();
  });

  it('of a plan is to come, unless the plan breaks it', () => {
    const planned = (day: string) => ({ on: day, planned: true }) as const;
    const state = (deadline: string) =>
      deriveClockState(
        of(null, { document_issued: planned('2017-11-24'), response_deadline: planned(deadline) }),
        '2017-11-01',
      );
    expect(['2017-12-03', '2017-12-04'].map(state)).toEqual(['missed', 'future']);
  });
});

describe('what is not known', () => {
  it('starts no clock', () => {
    expect(ask({})).toEqual([]);
    expect(ask({ contract_signed: on('2018-01-05') }, { method: null })).toEqual([]);
    expect(ask({ contract_signed: on('2018-01-05') }, { method: 'OTHER' })).toEqual([]);
  });

  it('to the day is judged for every day it can mean', () => {
    const signed = (start: string, done: string) =>
      deriveClockState(one('CONTRACT-30D', { result_published: on(start), contract_signed: on(done) }), '2019-01-01');
    expect(signed('2017-12', '2018-03')).toBe('missed');
    expect(signed('2017-12', '2018-01')).toBe('uncertain');
    expect(signed('2017-12', '2017-12')).toBe('met');
    expect(one('CONTRACT-30D', { result_published: on('2017-12') }).date).toBeNull();
  });

  it('because the calendar ends is uncertain, but for what every calendar would say', () => {
    const published = (done: string) =>
      one('CONTRACT-PUBLISH-2WD', { contract_signed: on('2026-12-31'), contract_published: on(done) });
    expect(published('2027-01-01').date).toBeNull();
    expect(['2027-01-01', '2027-01-02', '2027-01-03'].map((d) => deriveClockState(published(d), '2027-06-01'))).toEqual(
      ['met', 'met', 'uncertain'],
    );
    const prepared = (deadline: string) =>
      deriveClockState(
        one('CONSULT-PREP-10D', { document_issued: on('2026-12-28'), response_deadline: on(deadline) }),
        '2027-06-01',
      );
    expect(['2027-01-06', '2027-01-07'].map(prepared)).toEqual(['missed', 'uncertain']);
  });
});

describe('the rule', () => {
  it('is the one in force on the day its period begins, at the level and in the place', () => {
    const rules = (start: string) => ask({ invoice_received: on(start) }).map((c) => c.rule);
    expect(['2019-08-31', '2019-09-01', '2023-12-14', '2023-12-15'].map(rules)).toEqual([
      [],
      ['PAY-30D-2019'],
      ['PAY-30D-2019'],
      ['PAY-10WD'],
    ]);
    const intent = (level: ClockQuestion['level'], day: string) => ask({ intent_published: on(day) }, { level }).length;
    expect([
      intent('central', '2020-07-01'),
      intent('provincial', '2020-12-31'),
      intent('below_provincial', '2022-01-01'),
      intent(null, '2021-12-31'),
      intent(null, '2022-01-01'),
    ]).toEqual([1, 0, 1, 0, 1]);
  });
});
