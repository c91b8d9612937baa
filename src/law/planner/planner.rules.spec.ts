import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shippedCalendar } from '../calendars/shipped-calendar.js';
import { getKnownValue } from '../calendars/working-calendar.js';
import { addDays, calendarDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import { latestStart, periodEnd, readPeriod } from '../deadlines/periods.rules.js';
import { earliestStart, planBackward, planForward, possibleIssueForStart, safeIssueForStart } from './planner.rules.js';
import { PLANNABLE_METHODS, type PlannableMethod, type Wanted } from './planner-types.js';
import { getRule } from '../rules/rule-book.js';
import { isLaw } from '../rules/rule-types.js';

const calendar = shippedCalendar();
const backward = (method: PlannableMethod, wanted: Wanted) => planBackward(calendar, { method, wanted });

describe('periods', () => {
  it('the day of the event is not counted and a free last day moves on', () => {
    expect(getKnownValue(periodEnd(calendar, '2017-11-24', { value: 10, unit: 'calendar_day' }))).toBe('2017-12-04');
    expect(getKnownValue(periodEnd(calendar, '2017-11-23', { value: 10, unit: 'calendar_day' }))).toBe('2017-12-04');
    expect(getKnownValue(periodEnd(calendar, '2018-02-09', { value: 7, unit: 'calendar_day' }))).toBe('2018-02-22');
    expect(getKnownValue(periodEnd(calendar, '2017-12-20', { value: 7, unit: 'working_day' }))).toBe('2017-12-29');
    expect(getKnownValue(periodEnd(calendar, '2018-01-31', { value: 1, unit: 'month' }))).toBe('2018-02-28');
    expect(getKnownValue(periodEnd(calendar, '2018-05-01', { value: 3, unit: 'year' }))).toBe('2021-05-06');
  });

  it('beyond the known years end nowhere, without an exception at the last year', () => {
    expect(periodEnd(calendar, '2026-12-30', { value: 10, unit: 'calendar_day' })).toEqual({
      certainty: 'uncertain',
      missingYears: [2027],
    });
    expect(periodEnd(calendar, '9999-12-31', { value: 10, unit: 'calendar_day' })).toEqual({
      certainty: 'uncertain',
      missingYears: [10000],
    });
    expect(periodEnd(calendar, '9999-12-31', { value: 1, unit: 'month' })).toEqual({
      certainty: 'uncertain',
      missingYears: [10000],
    });
  });

  it('are read from rules that state one', () => {
    expect(readPeriod(getRule('CONSULT-PREP-10D'))).toEqual({ value: 10, unit: 'calendar_day' });
    expect(readPeriod(getRule('PERF-BOND-10PCT'))).toBeNull();
    expect(readPeriod(getRule('DEMAND-SURVEY'))).toBeNull();
  });

  it('latestStart is the inverse of periodEnd on working days', () => {
    const day = fc.integer({ min: 0, max: 7500 }).map((n) => addDays('2005-06-01', n));
    const period = fc.record({
      value: fc.integer({ min: 1, max: 40 }),
      unit: fc.constantFrom('calendar_day' as const, 'working_day' as const),
    });
    fc.assert(
      fc.property(day, period, (limit, length) => {
        const start = getKnownValue(latestStart(calendar, limit, length)) ?? '';
        const next = getKnownValue(calendar.nextWorkingDay(start)) ?? '';
        expect((getKnownValue(periodEnd(calendar, start, length)) ?? '') <= limit).toBe(true);
        expect((getKnownValue(periodEnd(calendar, next, length)) ?? '') > limit).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('known answers of the planner', () => {
  it.each([
    ['COMPETITIVE_CONSULTATION', '2017-12-31', '2017-11-24', '2017-10-25', '2017-12-08'],
    ['COMPETITIVE_CONSULTATION', '2026-12-31', '2026-11-27', '2026-10-28', '2026-12-11'],
    ['OPEN_TENDER', '2026-12-31', '2026-11-18', '2026-10-19', '2026-12-01'],
  ] as const)(
    '%s, challenge window closed by %s: documents by %s, intent by %s',
    (method, by, issue, intent, possible) => {
      const plan = backward(method, { challengeClosedBy: by });
      expect(plan.latest).toEqual({ documentIssue: issue, intentPublication: { date: intent, required: null } });
      expect(plan.latestPossible).toEqual({ documentIssue: possible });
      expect(plan.certainty).toBe('known');
    },
  );

  it('a service from 1 January 2018 needs documents by 24 November 2017', () => {
    expect(safeIssueForStart(calendar, 'COMPETITIVE_CONSULTATION', '2018-01-01')).toEqual({
      certainty: 'known',
      value: '2017-11-24',
    });
    expect(possibleIssueForStart(calendar, 'COMPETITIVE_CONSULTATION', '2018-01-01')).toEqual({
      certainty: 'known',
      value: '2017-12-19',
    });
  });

  it('the chain names every step, the rule whose period begins there, and its text', () => {
    const plan = backward('COMPETITIVE_CONSULTATION', { startBy: '2018-01-01' });
    expect(plan.chain.map((step) => [step.event, step.latest, step.rule])).toEqual([
      ['document_issued', '2017-11-24', 'CONSULT-PREP-10D'],
      ['response_deadline', '2017-12-05', 'REPORT-2WD'],
      ['report_delivered', '2017-12-07', 'CONFIRM-5WD'],
      ['result_confirmed', '2017-12-14', 'AWARD-NOTICE-2WD'],
      ['result_published', '2017-12-18', 'RESULT-NOTICE-1WD'],
      ['result_notice_end', '2017-12-19', 'CHALLENGE-7WD'],
      ['challenge_closed', '2017-12-28', null],
      ['contract_signed', '2017-12-29', null],
      ['service_start', '2018-01-01', null],
    ]);
    expect(plan.chain[0]?.basis).toEqual({
      document: '政府采购竞争性磋商采购方式管理暂行办法(财库〔2014〕214号)',
      article: '第十条第一款',
      confidence: 'B',
    });
  });

  it('a service from 1 January 2027 can be planned before 2027 has a calendar', () => {
    expect(safeIssueForStart(calendar, 'COMPETITIVE_CONSULTATION', '2027-01-01')).toEqual({
      certainty: 'known',
      value: '2026-11-27',
    });
  });

  it('around Spring Festival the document period is the later one', () => {
    const plan = backward('COMPETITIVE_CONSULTATION', { contractBy: '2020-02-03' });
    expect(planForward(calendar, 'COMPETITIVE_CONSULTATION', '2019-02-02').deadlines[0]).toMatchObject({
      date: '2019-02-14',
      rule: 'CONSULT-DOC-5WD',
    });
    expect(plan.latestPossible.documentIssue).toBe('2020-01-19');
  });
});

describe('whether the intent must be published', () => {
  const at = (by: PlainDate, budgetLevel?: 'central' | 'provincial' | 'below_provincial') =>
    planBackward(calendar, { method: 'COMPETITIVE_CONSULTATION', wanted: { challengeClosedBy: by }, budgetLevel });

  it('is not asked without a level, and is false before the level’s day', () => {
    expect(at('2026-12-31').latest.intentPublication.required).toBeNull();
    expect(at('2017-12-31', 'provincial').latest.intentPublication).toEqual({ date: '2017-10-25', required: false });
    expect(at('2021-06-30', 'provincial').latest.intentPublication.required).toBe(true);
    expect(at('2021-06-30', 'below_provincial').latest.intentPublication.required).toBe(false);
  });

  it('is a step of the chain only where the rule holds', () => {
    expect(at('2017-12-31').chain[0]?.event).toBe('document_issued');
    expect(at('2021-06-30', 'below_provincial').chain[0]?.event).toBe('document_issued');
    expect(at('2026-12-31').chain[0]).toMatchObject({
      event: 'intent_published',
      latest: '2026-10-28',
      rule: 'INTENT-30D',
    });
  });
});

describe('what cannot be planned', () => {
  it('a year without a calendar is named', () => {
    expect(backward('OPEN_TENDER', { challengeClosedBy: '2027-12-31' })).toEqual({
      latest: { documentIssue: null, intentPublication: { date: null, required: null } },
      latestPossible: { documentIssue: null },
      chain: [],
      warnings: [],
      certainty: 'uncertain',
      missingYears: [2027],
      missingRules: [],
    });
    expect(backward('OPEN_TENDER', { startBy: '9999-12-31' }).missingYears).toEqual([9999]);
    expect(backward('OPEN_TENDER', { startBy: '1000-01-01' }).missingYears).toEqual([999]);
  });

  it('a consultation before there were consultations has no preparation period', () => {
    const plan = backward('COMPETITIVE_CONSULTATION', { contractBy: '2014-12-15' });
    expect(plan.certainty).toBe('uncertain');
    expect(plan.latest.documentIssue).toBeNull();
    expect(plan.latestPossible.documentIssue).toBeNull();
    expect(plan.missingRules.map((missing) => missing.rule)).toContain('CONSULT-PREP-10D');
  });

  it('before Order 87 no rule at hand says how long a result stands', () => {
    const plan = backward('OPEN_TENDER', { challengeClosedBy: '2016-12-31' });
    expect(plan.missingRules).toEqual([{ rule: 'RESULT-NOTICE-1WD', at: '2016-12-20' }]);
    expect(plan.certainty).toBe('uncertain');
  });

  it('an inquiry is planned and told that it is no method for a service', () => {
    const plan = backward('INQUIRY', { challengeClosedBy: '2017-12-31' });
    expect(plan.latest.documentIssue).toBe('2017-12-01');
    expect(plan.warnings.map((warning) => warning.rule)).toEqual(['INQ-NOT-FOR-SERVICE']);
    expect(backward('COMPETITIVE_NEGOTIATION', { challengeClosedBy: '2017-12-31' }).warnings).toEqual([]);
  });
});

describe('forwards from an issue', () => {
  it('of 27 November 2017 the response deadline is 7 December and the window closes in January', () => {
    const plan = planForward(calendar, 'COMPETITIVE_CONSULTATION', '2017-11-27');
    expect(plan.certainty).toBe('known');
    expect(plan.deadlines.map((deadline) => [deadline.event, deadline.date, deadline.rule, deadline.bound])).toEqual([
      ['response_deadline', '2017-12-07', 'CONSULT-PREP-10D', 'earliest'],
      ['report_delivered', '2017-12-11', 'REPORT-2WD', 'latest'],
      ['result_confirmed', '2017-12-18', 'CONFIRM-5WD', 'latest'],
      ['result_published', '2017-12-20', 'AWARD-NOTICE-2WD', 'latest'],
      ['result_notice_end', '2017-12-21', 'RESULT-NOTICE-1WD', 'latest'],
      ['challenge_closed', '2018-01-02', 'CHALLENGE-7WD', 'latest'],
      ['contract_signed', '2018-01-19', 'CONTRACT-30D', 'latest'],
    ]);
  });

  it('goes as far as calendar and rules reach', () => {
    const plan = planForward(calendar, 'OPEN_TENDER', '2026-12-01');
    expect(plan.deadlines.map((deadline) => deadline.event)).toEqual([
      'response_deadline',
      'report_delivered',
      'result_confirmed',
    ]);
    expect([plan.certainty, plan.missingYears]).toEqual(['uncertain', [2027]]);
    expect(planForward(calendar, 'OPEN_TENDER', '9999-12-31')).toMatchObject({
      deadlines: [],
      certainty: 'uncertain',
      missingYears: [10000],
    });
    expect(planForward(calendar, 'COMPETITIVE_CONSULTATION', '2014-01-06').missingRules).toEqual([
      { rule: 'CONSULT-PREP-10D', at: '2014-01-06' },
    ]);
  });

  it('the shortest path starts the service the day after the deadline', () => {
    expect(earliestStart(calendar, 'COMPETITIVE_CONSULTATION', '2017-12-19')).toEqual({
      certainty: 'known',
      value: '2017-12-30',
    });
    expect(earliestStart(calendar, 'COMPETITIVE_CONSULTATION', '2017-12-16')).toEqual({
      certainty: 'known',
      value: '2017-12-29',
    });
  });
});

/** The same procedure walked day by day, with nothing but the question "is this a working day". */
describe('the planner against a day-by-day simulation', () => {
  const works = (day: PlainDate): boolean => getKnownValue(calendar.isWorkingDay(day)) === true;
  const roll = (day: PlainDate): PlainDate => (works(day) ? day : roll(addDays(day, 1)));
  const walk = (day: PlainDate, n: number): PlainDate =>
    n === 0 ? day : walk(addDays(day, 1), works(addDays(day, 1)) ? n - 1 : n);
  const deadline: Record<PlannableMethod, (issue: PlainDate) => PlainDate> = {
    OPEN_TENDER: (issue) => max(roll(addDays(issue, 20)), walk(issue, 5)),
    INVITED_TENDER: (issue) => max(roll(addDays(issue, 20)), walk(issue, 5)),
    COMPETITIVE_CONSULTATION: (issue) => max(roll(addDays(issue, 10)), walk(issue, 5)),
    COMPETITIVE_NEGOTIATION: (issue) => walk(issue, 3),
    INQUIRY: (issue) => walk(issue, 3),
  };
  const max = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b);
  const closed = (published: PlainDate): PlainDate => walk(walk(published, 1), 7);
  const published = (due: PlainDate): PlainDate => walk(walk(walk(due, 2), 5), 2);

  const days = calendarDays('2018-03-01', '2026-09-30');
  const target = fc.integer({ min: 0, max: days - 1 }).map((n) => addDays('2018-03-01', n));

  it('the date it gives is in time, the next working day is not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLANNABLE_METHODS), target, (method, by) => {
        const due = deadline[method];
        const next = (day: PlainDate): PlainDate => walk(day, 1);
        const late = (issue: PlainDate | null, reach: (issue: PlainDate) => PlainDate): boolean[] => {
          expect(issue !== null && works(issue)).toBe(true);
          return issue === null ? [] : [reach(issue) > by, reach(next(issue)) > by];
        };
        const window = backward(method, { challengeClosedBy: by });
        expect(late(window.latest.documentIssue, (issue) => closed(published(due(issue))))).toEqual([false, true]);
        expect(late(window.latestPossible.documentIssue, (issue) => closed(due(issue)))).toEqual([false, true]);
        const contract = backward(method, { contractBy: by });
        expect(late(contract.latest.documentIssue, (issue) => walk(closed(published(due(issue))), 1))).toEqual([
          false,
          true,
        ]);
        expect(late(contract.latestPossible.documentIssue, due)).toEqual([false, true]);
        const start = backward(method, { startBy: by });
        expect(late(start.latest.documentIssue, (issue) => addDays(walk(closed(published(due(issue))), 1), 1))).toEqual(
          [false, true],
        );
        expect(late(start.latestPossible.documentIssue, (issue) => addDays(due(issue), 1))).toEqual([false, true]);
      }),
      { numRuns: 400 },
    );
  });

  it('its chain is in order and cites law only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLANNABLE_METHODS), target, (method, by) => {
        const { chain } = backward(method, { startBy: by });
        expect(chain.map((step) => step.latest)).toEqual(chain.map((step) => step.latest).toSorted());
        expect(chain.every((step) => step.rule === null || isLaw(getRule(step.rule)))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
