import { endOfMonth, fromEpochDay, toEpochDay } from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';
import type { Finding, Text } from '../runs/assessment-types.js';
import { clear, triggerFinding } from '../rules/finding.rules.js';
import type { Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { getLength, type Interval } from '../rules/intervals.rules.js';
import {
  coveredDays,
  excludedContracts,
  GAP_DAYS,
  holeEvidence,
  listHoles,
  type Line,
  lineRecord,
  LIVE_LINE_FIELDS,
  liveLine,
} from '../rules/line.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEAST_YEARS = 2;
/** Months around the same time of the year; December and January are neighbours. */
const AROUND = 1;

/** G03: the same hole every year, because the calendar of the purchase has one (the study: June to December). */
export const G03: Indicator<'service_line'> = {
  id: 'G03',
  // Version 1 took a contract of which no day is certain for one that never ran, and told the share of the longest reading alone.
  version: 2,
  severity: 'risk',
  family: 'continuity',
  facts: 'service_line',
  subjectTypes: ['service_line'],
  ...TEXTS.G03,
  parameters: [
    policy('gap', GAP_DAYS, 'calendar_day'),
    policy('years', LEAST_YEARS, 'year'),
    policy('around', AROUND, 'month'),
  ],
  basis: { kind: 'POLICY' },
  cites: ['CONTINUITY-GAP'],
  uses: LIVE_LINE_FIELDS,
  timed: true,
  evaluate(facts) {
    const line = liveLine(facts);
    if ('state' in line) return line;
    const [few, many] = [listHoles(line, 'possible'), listHoles(line, 'certain')];
    const found = findCycle(few);
    const [shown, kept, conceivable] = [found, findCycle(many), findCycle(listPossibleHoles(many, few))].map(
      (holes) => calendarYears(holes) >= LEAST_YEARS,
    );
    if (shown !== kept || shown !== conceivable) return excludedContracts(line);
    return shown === true ? cycle(line, found, computeShares(line)) : steady(line, found, computeShares(line));
  },
};

/**
 * Where holes may begin, month by month: a hole that both readings have in common begins on its day; one that reaches further
 * where contracts are short may begin later, or be divided by a contract of which no day is certain.
 */
function listPossibleHoles(many: readonly Interval[], few: readonly Interval[]): Interval[] {
  return many.flatMap((hole) => {
    const last = few.find(({ to }) => to === hole.to)?.from ?? hole.to - GAP_DAYS;
    const starts = [hole.from];
    for (let next = findNextMonth(hole.from); next <= last; next = findNextMonth(next)) starts.push(next);
    return starts.map((from) => ({ from, to: hole.to }));
  });
}

const findNextMonth = (day: number): number => toEpochDay(endOfMonth(fromEpochDay(day))) + 1;

/** The share of the days that is covered, as evidence and in words; two figures where vague dates change it. */
interface Shares {
  value: string;
  words: Text;
}

function computeShares(line: Line): Shares {
  const [least, most] = (['certain', 'possible'] as const).map(
    (reading) => percent(coveredDays(line, reading), getLength(line.domain)) ?? '0.0',
  ) as [string, string];
  if (least === most) return { value: most, words: { en: `${most} % were covered`, zh: `合同覆盖的天数占 ${most}%` } };
  return {
    value: `${least}–${most}`,
    words: {
      en: `between ${least} % and ${most} % were covered`,
      zh: `合同覆盖的天数占 ${least}% 至 ${most}%`,
    },
  };
}

/**
 * The largest set of holes around one month, one for each turn of the year: their months are a whole number of years
 * apart, give or take one (so a December and the January after it are the same turn), and it counts calendar years.
 */
function findCycle(holes: readonly Interval[]): Interval[] {
  return holes.reduce<Interval[]>((best, anchor) => {
    const turns = new Map<number, { hole: Interval; off: number }>();
    for (const hole of holes) {
      const apart = toMonthNumber(hole) - toMonthNumber(anchor);
      const turn = Math.round(apart / 12);
      const off = Math.abs(apart - 12 * turn);
      if (off <= AROUND && off < (turns.get(turn)?.off ?? Infinity)) turns.set(turn, { hole, off });
    }
    const found = [...turns.values()].map(({ hole }) => hole).sort((a, b) => a.from - b.from);
    return calendarYears(found) > calendarYears(best) ? found : best;
  }, []);
}

function calendarYears(holes: readonly Interval[]): number {
  return new Set(holes.map((hole) => Math.floor(toMonthNumber(hole) / 12))).size;
}

/** Months since year 0 of the day on which the hole starts. */
function toMonthNumber({ from }: Interval): number {
  const day = fromEpochDay(from);
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function cycle(line: Line, holes: readonly Interval[], { value: share, words }: Shares): Finding {
  const starts = holes.map(({ from }) => fromEpochDay(from)).join(', ');
  const years = calendarYears(holes);
  return triggerFinding({
    value: String(years),
    threshold: String(LEAST_YEARS),
    unit: 'year',
    evidence: [...holeEvidence(line, holes), { record: lineRecord(line), field: 'coverageRatio', value: share }],
    explanation: {
      en: `In ${years} years a hole of more than ${GAP_DAYS} days starts at the same time of the year (${starts}). Of all days up to ${line.asOf}, ${words.en}.`,
      zh: `有 ${years} 个年度在相同时段开始出现超过 ${GAP_DAYS} 天的空档（${starts}）。截至 ${line.asOf}，${words.zh}。`,
    },
  });
}

function steady(line: Line, holes: readonly Interval[], { value: share, words }: Shares): Finding {
  return clear({
    value: String(calendarYears(holes)),
    threshold: String(LEAST_YEARS),
    unit: 'year',
    evidence: [...holeEvidence(line, holes), { record: lineRecord(line), field: 'coverageRatio', value: share }],
    explanation: {
      en: `No hole of more than ${GAP_DAYS} days comes back at the same time of the year. Of all days up to ${line.asOf}, ${words.en}.`,
      zh: `未见超过 ${GAP_DAYS} 天的空档逐年同期重复出现。截至 ${line.asOf}，${words.zh}。`,
    },
  });
}
