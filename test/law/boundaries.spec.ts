import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { computePeriodStart } from '../../src/care/payments/schedule/period-start.rules.js';
import { lateInterest } from '../../src/care/payments/schedule/interest.rules.js';
import { addDays, addMonths } from '../../src/kernel/clock/plain-date.js';
import { shippedCalendar } from '../../src/law/calendars/shipped-calendar.js';
import { getKnownValue } from '../../src/law/calendars/working-calendar.js';
import type { BudgetLevel } from '../../src/law/code-lists/methods.js';
import { CLOCKS, deriveClocks, deriveClockState } from '../../src/law/deadlines/deadlines.rules.js';
import { earliestEnd, periodEnd, readPeriod } from '../../src/law/deadlines/periods.rules.js';
import { restedEnd } from '../../src/law/deadlines/rested.rules.js';
import { planBackward } from '../../src/law/planner/planner.rules.js';
import type { PlannableMethod } from '../../src/law/planner/planner-types.js';
import { getRule, isInForce, RULES } from '../../src/law/rules/rule-book.js';
import { decisionEnd } from '../../src/purchase/awards/remedies/remedy.rules.js';
import { findLastDay, listComplaintSteps } from '../../src/purchase/awards/remedies/serving/complaint-steps.rules.js';
import { earliestDrawDay, refuseEarlyDraw } from '../../src/purchase/reviews/experts/expert-draw.rules.js';
import { leastSuppliers } from '../../src/purchase/reviews/suppliers-left/least-suppliers.rules.js';
import { judgePanel } from '../../src/purchase/reviews/panel/panel.rules.js';
import { leastMinutes, lowPriceTriggers } from '../../src/purchase/reviews/scoring/low-price.rules.js';
import { tooShort, type ConductedMethod, type Minimum } from '../../src/purchase/tenders/conducted/issue.rules.js';
import { findReservationRule, isLawfulRate } from '../../src/purchase/tenders/conducted/terms/sme/sme-policy.rules.js';
import { computeSuspensionEnd, computeSuspensionStart } from '../../src/purchase/tenders/oversight/suspension.rules.js';
import { bondTooHigh, findTermRefusal } from '../../src/purchase/tenders/conducted/terms/contract-terms.rules.js';
import type { TenderTerms } from '../../src/purchase/tenders/conducted/terms/terms-types.js';
import { bidBondTooHigh, unlawfulPriceWeight } from '../../src/purchase/tenders/drafts/draft.rules.js';
import { deriveKeeping } from '../../src/purchase/tenders/reads/keeping.rules.js';
import { paymentClocks } from '../../src/purchase/tenders/reads/payment-deadlines.view.js';
import { SlowCalendar, type Unit } from './slow-calendar.js';

interface Vector {
  n: number;
  rule: string;
  kind: string;
  start: { event: string; on: string };
  period: { value: number; unit: Unit };
  due: string;
  before: string;
  after: string;
  floor: string;
  level?: BudgetLevel;
  rests: { from: string; to: string }[];
  pauses: { from: string; to: string }[];
  fen: number;
  cases: unknown[];
  method: PlannableMethod;
  wanted: { challengeClosedBy: string };
  documentIssue: string;
  intent: string;
  deadline: string;
}
const { vectors } = JSON.parse(readFileSync(new URL('boundaries.json', import.meta.url), 'utf8')) as {
  vectors: Vector[];
};

/** Periods that are not those of the rule alone: two added up, and the days that a notice states. */
const OF_THEIR_OWN = [63, 69];
/** Limits that only the database decides on, the suite that asks for them over HTTP, and how it is refused there. */
const OVER_HTTP: Readonly<Record<number, readonly [suite: string, word: string]>> = {
  72: ['test/api/contract-halts.spec.ts', 'HALT-DANGER-3WD'],
  75: ['test/api/openings.spec.ts', 'OPEN-AT-DEADLINE'],
  91: ['test/api/tender-drafts.spec.ts', 'METHOD-APPROVAL'],
  92: ['test/api/purchase-limits.spec.ts', 'below_limit'],
  97: ['test/api/contract-actions.spec.ts', 'SUPPLEMENT-10PCT'],
  102: ['test/api/payment-terms.spec.ts', 'PAY-SME-60D-CAP'],
};
const ENOUGH = '2030-01-01';
const calendar = shippedCalendar();
const slow = new SlowCalendar(2004, 2026);

const next = (day: string): string => addDays(day, 1);
const previous = (day: string): string => addDays(day, -1);
const endOf = ({ start, period }: Vector) => getKnownValue(periodEnd(calendar, start.on, period));

/** The state of a rule's clock on a day, with what was done by then. */
function stateOfClock({ rule: id, start: { on } }: Vector, done: string | null, today: string): string {
  const clock = CLOCKS.find(({ rule }) => rule.id === id);
  if (clock === undefined) return 'no clock';
  const { methods } = clock.rule;
  const method = methods.includes('OPEN_TENDER') ? 'OPEN_TENDER' : (methods[0] ?? 'OPEN_TENDER');
  const ended = done === null || clock.end === clock.start ? {} : { [clock.end]: { on: done } };
  const events = { [clock.start]: { on }, ...ended };
  const question = { method, level: 'provincial', region: null, events, told: [clock.end], holding: [id] } as const;
  const found = deriveClocks(question, calendar).find(({ rule }) => rule === id);
  return found === undefined ? 'not in force' : deriveClockState(found, today);
}

const MINIMA: readonly [RegExp, Minimum][] = [
  [/-PREP-/, 'preparation'],
  [/-DOC-/, 'documents'],
  [/-NOTICE-/, 'notice'],
  [/-CLARIFY-/, 'clarification'],
];
/** Whether an issue with this day is refused; null where the rule is of no method that is conducted here. */
function isIssueRefused({ rule, start: { on } }: Vector, end: string): boolean | null {
  const minimum = MINIMA.find(([shape]) => shape.test(rule))?.[1];
  const method: ConductedMethod | null = /^TENDER-/.test(rule)
    ? 'OPEN_TENDER'
    : /^CONSULT-/.test(rule)
      ? 'COMPETITIVE_CONSULTATION'
      : null;
  if (minimum === undefined || method === null) return null;
  return tooShort(method, minimum, { start: on, end, pointer: '/plan' }, calendar) !== null;
}

const of = (...kinds: string[]): Vector[] => vectors.filter(({ kind }) => kinds.includes(kind));
const isAsked = ({ n }: Vector): boolean => !(n in OVER_HTTP);
const TITLE = '$n $rule';

describe('the boundaries of the law', () => {
  it('are at least sixty, and none waits for its part of the product', () => {
    expect(vectors.map(({ n }) => n)).toEqual(vectors.map((_, i) => i + 1));
    expect(vectors.length).toBeGreaterThanOrEqual(60);
    expect(vectors.filter(isAsked).length).toBeGreaterThanOrEqual(85);
    const named = vectors.filter(({ kind, rule }) => kind !== 'planner' && RULES.some(({ id }) => id === rule));
    expect(named.length).toBeGreaterThanOrEqual(95);
    for (const [suite, word] of Object.values(OVER_HTTP))
      expect(readFileSync(new URL(`../../${suite}`, import.meta.url), 'utf8')).toContain(word);
  });

  it('stand in docs/boundaries.md with the same days', () => {
    const page = readFileSync(new URL('../../docs/boundaries.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line));
    expect(rows).toHaveLength(vectors.length);
    vectors.forEach(({ n, rule, due, before, after, start, documentIssue }, i) => {
      const row = rows[i] ?? '';
      expect(row).toContain(`| ${n} | ${rule} |`);
      const days = [start?.on, due, before, after, documentIssue].filter((day) => /^\d{4}-\d\d-\d\d$/.test(day ?? ''));
      for (const day of days) expect([n, day, row.includes(day ?? '')]).toEqual([n, day, true]);
    });
  });
});

describe('a period that ends', () => {
  it.each(of('minimum', 'maximum', 'window'))(`by days walked one by one and by the product: ${TITLE}`, (vector) => {
    const { start, period, due } = vector;
    expect(slow.end(start.on, period.value, period.unit)).toBe(due);
    expect(endOf(vector)).toBe(due);
    if (vector.kind !== 'minimum') expect(vector.after).toBe(next(due));
    const rule = RULES.find(({ id }) => id === vector.rule);
    // The notice of a suspension states its own days; a refusal without a day of examination adds up two periods.
    if (rule !== undefined && !OF_THEIR_OWN.includes(vector.n)) expect(readPeriod(rule)).toEqual(period);
  });

  it.each(of('minimum').filter(isAsked))(`is not over before, and is on the day: ${TITLE}`, (vector) => {
    const { before, due, floor } = vector;
    expect(stateOfClock(vector, due, ENOUGH)).toBe('met');
    expect(stateOfClock(vector, before, ENOUGH)).toBe(before < floor ? 'missed' : 'uncertain');
    const refused = [isIssueRefused(vector, before), isIssueRefused(vector, due)];
    expect(refused).toEqual(refused[0] === null ? [null, null] : [true, false]);
  });

  const isClock = ({ rule }: Vector): boolean => CLOCKS.some((clock) => clock.rule.id === rule);
  it.each(of('maximum').filter((v) => isAsked(v) && isClock(v) && !OF_THEIR_OWN.includes(v.n)))(
    `is kept on the day, missed after it: ${TITLE}`,
    (v) => {
      expect([stateOfClock(v, v.due, ENOUGH), stateOfClock(v, v.after, ENOUGH)]).toEqual(['met', 'missed']);
      expect([stateOfClock(v, null, v.due), stateOfClock(v, null, v.after)]).toEqual(['due', 'missed']);
    },
  );

  it('of a refusal whose examination nobody dated adds up both periods', () => {
    const { start, due, after } = vectors[62] as Vector;
    const days = {
      received: start.on,
      examined: null,
      correctionAsked: null,
      corrected: null,
      copiesSent: null,
      answers: [],
    };
    const step = listComplaintSteps({ ...days, state: 'refused', refused: after }, calendar).find(
      ({ rule }) => rule === 'COMPLAINT-REFUSE-3WD',
    );
    expect(step && findLastDay(step)).toBe(due);
  });

  it('is that of the notice of a suspension, which ends by itself on the day after', () => {
    const { start, period, due } = vectors[68] as Vector;
    const began = new Date(`${start.on}T15:00:00+08:00`);
    expect(computeSuspensionEnd(computeSuspensionStart(began, period.value), calendar)).toBe(due);
  });

  it.each(of('window'))(`is open on the day, closed after it: ${TITLE}`, (v) => {
    expect([stateOfClock(v, null, v.due), stateOfClock(v, null, v.after)]).toEqual(['due', 'met']);
  });

  it.each(of('uncertain'))(`in a year without a calendar is not known, nor before its floor: ${TITLE}`, (vector) => {
    const { start, period, floor, before } = vector;
    expect(periodEnd(calendar, start.on, period).certainty).toBe('uncertain');
    expect(earliestEnd(calendar, start.on, period)).toBe(floor);
    expect(new SlowCalendar(2004, 2026, 'worked').end(start.on, period.value, period.unit)).toBe(floor);
    const refused = before && isIssueRefused(vector, before);
    if (typeof refused === 'boolean') expect([refused, isIssueRefused(vector, floor)]).toEqual([true, false]);
  });

  it.each(of('plain_minimum'))(`is days or years alone: ${TITLE}`, (vector) => {
    const { start, period, due, before, rule } = vector;
    const { on } = start;
    expect(period.unit === 'year' ? addMonths(on, 12 * period.value) : addDays(on, period.value)).toBe(due);
    expect(before).toBe(previous(due));
    if (rule === 'ARCHIVE-15Y') expect(deriveKeeping([on], on)).toMatchObject({ endedOn: on, keepUntil: due });
    if (!isAsked(vector) || !isClock(vector)) return;
    expect(stateOfClock(vector, before, ENOUGH)).toBe('missed');
    expect(stateOfClock(vector, due, ENOUGH)).toBe(due < '2027-01-01' ? 'met' : 'uncertain');
  });

  it.each(of('rested'))(`later by the days on which it rested: ${TITLE}`, ({ start, period, rests, due, after }) => {
    const held = rests.reduce((sum, { from, to }) => sum + slow.between(from, to).length - 1, 0);
    expect(slow.end(start.on, period.value + held, period.unit)).toBe(due);
    expect(getKnownValue(restedEnd(calendar, start.on, period, rests).end)).toBe(due);
    expect(after).toBe(next(due));
  });

  it.each(of('paused'))(`later by the working days that do not count: ${TITLE}`, ({ start, period, pauses, due }) => {
    const held = pauses.reduce((sum, { from, to }) => sum + slow.count(next(from), to), 0);
    expect(slow.end(start.on, period.value + held, period.unit)).toBe(due);
    expect(getKnownValue(decisionEnd(start.on, pauses, calendar).end)).toBe(due);
  });

  it.each(of('not_before'))(`backwards: ${TITLE}`, ({ rule, start, period, due, before }) => {
    expect([rule, earliestDrawDay(calendar, start.on)]).toEqual(['EXPERT-DRAW-2WD', due]);
    const isEarly = (drawnOn: string) =>
      refuseEarlyDraw(calendar, { drawnOn, reviewOn: start.on, pointer: '/drawnOn' }) !== null;
    expect([before, due, next(due)].map(isEarly)).toEqual([true, false, false]);
    expect(slow.workedDays(start.on, -period.value, -1)).toBe(due);
    expect(getKnownValue(calendar.addWorkingDays(start.on, period.value))).toBe(due);
    expect(before).toBe(previous(due));
  });
});

describe('a term', () => {
  const conditions = {
    contentFixed: true,
    continuous: true,
    fundingStable: true,
    priceStable: true,
    budgetAssured: true,
  };
  it.each(of('term'))(`is lawful to its last day: ${TITLE}`, ({ rule, start, due, after }) => {
    const years = getRule(rule).id === 'GPS-TERM-1Y' ? 1 : 3;
    const term = years === 3 ? ({ years: 3, ...conditions } as const) : null;
    const judge = (end: string) =>
      findTermRefusal({ window: { start: start.on, end }, term }, '2026-01-01')?.code ?? null;
    expect([judge(due), judge(after)]).toEqual([null, years === 3 ? 'term_too_long' : 'term_conditions_missing']);
    expect(after).toBe(next(due));
  });

  it.each(of('back_month'))(`a month before: ${TITLE}`, ({ rule, start, period, due }) => {
    expect(addMonths(start.on, -period.value)).toBe(due);
    expect([start.on, '2024-09-04', '2024-09-05'].map((end) => isInForce(getRule(rule), end))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('to explain a price is thirty minutes, to the second', () => {
    const [{ start, due, before }] = of('moment') as [Vector];
    const least = new Date(start.on).getTime() + (leastMinutes(start.on.slice(0, 10)) ?? 0) * 60_000;
    expect([least, least - 1000]).toEqual([new Date(due).getTime(), new Date(before).getTime()]);
  });
});

describe('money', () => {
  it.each(of('interest'))(`paid late bears interest from the day after: ${TITLE}`, ({ rule, fen, start, cases }) => {
    for (const { paid, fen: owed } of cases as { paid: string; fen: number }[]) {
      const days = Math.max(0, slow.between(start.on, paid).length - 1);
      expect(Math.round(fen * 0.0005 * days)).toBe(owed);
      expect(lateInterest(BigInt(fen), Number(getRule(rule).value), start.on, paid).fen).toBe(BigInt(owed));
    }
  });

  it('owed by what was confirmed, accepted or accepted late runs from the day that the law names', () => {
    const [delivered, accepted, late] = ['2026-03-02', '2026-03-10', '2026-03-31'];
    const acceptance = { acceptanceDays: 15 };
    const starts = {
      52: computePeriodStart(
        { trigger: 'report', delivered: '2026-03-01', on: '2026-03-20' },
        { settlement: 'period', confirmDays: 30 },
      ),
      53: computePeriodStart({ trigger: 'acceptance', delivered, on: late }, acceptance),
      54: computePeriodStart({ trigger: 'acceptance', delivered, on: accepted }, acceptance),
    };
    const byHand = Object.keys(starts).map((n) => [n, vectors[Number(n) - 1]?.start.on]);
    expect(starts).toEqual(Object.fromEntries(byHand));
  });

  const dueOf = (delivered: string, agreedDays: number | null) =>
    paymentClocks(
      { method: 'OPEN_TENDER', budget_level: 'provincial', region: null },
      [{ id: 'p', claimed: null, delivered, agreedDays, rests: [], paid: null }],
      calendar,
    ).map(({ rule, date }) => [rule, date]);
  it.each(vectors.filter(({ rule, kind }) => rule.startsWith('PAY-SME-') && kind === 'maximum'))(
    `owed to a small enterprise is due by the order of its day, and never later than sixty days: ${TITLE}`,
    ({ rule, start, due }) => {
      const id = rule.replace('-60D-CAP', '-30D');
      const days = rule === id ? [null] : [60, 61, 90];
      for (const agreed of days) expect(dueOf(start.on, agreed)).toEqual([[id, due]]);
    },
  );
});

describe('a day', () => {
  it.each(of('day_kind'))(`is worked or free: ${TITLE}`, ({ cases }) => {
    for (const { on, working } of cases as { on: string; working: boolean }[]) {
      expect([on, slow.between(on, on)[0]?.works]).toEqual([on, working]);
      expect([on, getKnownValue(calendar.isWorkingDay(on))]).toEqual([on, working]);
    }
  });

  it.each(of('in_force'))(`is the first or the last of a rule: ${TITLE}`, ({ rule, level, cases }) => {
    for (const [day, holds] of cases as [string, boolean][])
      expect([day, isInForce(getRule(rule), day, level)]).toEqual([day, holds]);
  });

  it.each(of('planner'))(
    `is the last for an issue: ${TITLE}`,
    ({ method, wanted, documentIssue, intent, deadline }) => {
      const steps = [7, 1, 2, 5, 2].reduce(
        (day, days) => slow.workedDays(day, days, -1) as string,
        slow.worked(wanted.challengeClosedBy, -1) as string,
      );
      expect(steps).toBe(deadline);
      const least = method === 'OPEN_TENDER' ? 20 : 10;
      const prepared = slow.worked(addDays(deadline, -least), -1) as string;
      const given = slow.workedDays(deadline, 5, -1) as string;
      expect(prepared < given ? prepared : given).toBe(documentIssue);
      const { latest } = planBackward(calendar, { method, wanted });
      expect([latest.documentIssue, latest.intentPublication?.date]).toEqual([documentIssue, intent]);
      expect(addDays(documentIssue, -30)).toBe(intent);
    },
  );
});

describe('a limit of content', () => {
  const weighs = (method: ConductedMethod, points: string): boolean => {
    const terms = { scoring: 'comprehensive', criteria: [{ kind: 'price', points }] } as unknown as TenderTerms;
    return unlawfulPriceWeight(method, terms, 'competitive').length === 0;
  };
  /** What the product says of a value, as the row has it. */
  const JUDGES: Readonly<Record<string, (value: string) => unknown>> = {
    'PRICE-WEIGHT-CONSULT': (points) => weighs('COMPETITIVE_CONSULTATION', points),
    'PRICE-WEIGHT-TENDER': (points) => weighs('OPEN_TENDER', points),
    'SME-DEDUCT-10-20': (share) => isLawfulRate(Math.round(Number(share) * 10_000), getRule('SME-DEDUCT-10-20')),
    'SME-DEDUCT-6-10': (share) => isLawfulRate(Math.round(Number(share) * 10_000), getRule('SME-DEDUCT-6-10')),
    'SME-RESERVE-SMALL': (yuan) => findReservationRule(BigInt(yuan.replace('.', ''))).id === 'SME-RESERVE-SMALL',
    'BID-BOND-2PCT': (bidBond) => bidBondTooHigh({ bidBond } as TenderTerms, 20_000_000n).length === 0,
    'PERF-BOND-10PCT': (points) => bondTooHigh({ performanceBond: Number(points) }, '2026-01-01') === null,
    'COMMITTEE-TENDER-7': (yuan) => {
      const budget = BigInt(yuan.replace('.', ''));
      return judgePanel([], { method: 'OPEN_TENDER', budget, demanding: false, at: '2026-01-01' }).least;
    },
    'MIN-SUPPLIERS-3': (left) => Number(left) >= leastSuppliers({ method: 'OPEN_TENDER', today: '2026-01-01' }),
    'CONSULT-2-EXCEPTION': (left) =>
      Number(left) >= leastSuppliers({ method: 'COMPETITIVE_CONSULTATION', today: '2026-01-01' }),
    'LOWPRICE-CEIL-45': (yuan) =>
      lowPriceTriggers([{ bid: 'b', price: BigInt(yuan.replace('.', '')) }], 20_000_000n, '2026-02-01')
        .get('b')
        ?.includes('LOWPRICE-CEIL-45') ?? false,
  };

  it.each(of('content').filter(isAsked))(`is to the last digit: ${TITLE}`, ({ rule, cases }) => {
    const answers = (cases as [string, unknown][]).map(([value]) => [value, JUDGES[rule]?.(value)]);
    expect(answers).toEqual(cases);
  });
});
