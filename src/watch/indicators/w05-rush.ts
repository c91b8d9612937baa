import { exactDay } from '../../kernel/clock/partial-date.js';
import { addDays, calendarDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';
import type { Finding } from '../runs/assessment-types.js';
import type { DayOfService, DeliveryFacts } from '../facts/delivery-facts.js';
import { describeChance } from '../rules/chances/chance.rules.js';
import { clear, findDispute, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic } from '../rules/policy.rules.js';
import { lessOrEqual, parseRatio, sixDigits, type Ratio } from '../statistics/exact.js';
import { groupRuns, serialRank, smallestTailP, tailP, type Unit } from '../statistics/tail-share.js';
import type { Seed } from '../statistics/random.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const SHARE = 40;
const TAIL = 15;
const LEVEL = '0.01';
/** Weeks differ, so that days of one are no separate witnesses: runs of five are dealt as well as days, and the larger p counts. */
const RUN_DAYS = 5;
/** Above it the days before the end follow one another too closely for runs of five; one standard error is added to what few days show. */
const MOST_ALIKE = 0.3;

/**
 * W05: the work done when the window closes (the study: 只能赶紧结了呗). Minutes of service count; what was done on a day
 * that is not an effective one belongs to the effective day before it.
 */
export const W05: Indicator<'delivery'> = {
  id: 'W05',
  version: 3,
  severity: 'notice',
  family: 'windows',
  facts: 'delivery',
  subjectTypes: ['contract'],
  ...TEXTS.W05,
  parameters: [
    policy('share', SHARE, 'percent'),
    policy('tail', TAIL, 'percent'),
    statistic('serialRank.none', MOST_ALIKE, 'rank_correlation'),
    statistic('run', RUN_DAYS, 'effective_working_day'),
    statistic('level', LEVEL, 'p'),
  ],
  basis: { kind: 'POLICY' },
  uses: ['category', 'window', 'effective', 'output'] satisfies FieldOf<'delivery'>[],
  timed: true,
  evaluate(facts, seed) {
    const { category } = facts;
    if (category !== null && !category.continuous)
      return notApplicable({ code: 'category_not_continuous', category: category.code });
    const quarrel = findDispute(facts.conflicts, ['category', 'window', 'end']);
    if (quarrel !== null) return insufficient(quarrel);
    const [start, end] = [exactDay(facts.window?.value.start), exactDay(facts.window?.value.end)];
    const unknown = missing({ category, 'window.start': start, 'window.end': end });
    if (unknown !== null || start === null || end === null) return insufficient(unknown ?? { missing: ['window'] });
    if (facts.asOf <= end) return notApplicable({ code: 'window_running', end });
    const recorded = facts.output?.filter(({ key, minutes }) => minutes > 0 && start <= key && key <= end) ?? [];
    if (recorded.length === 0) return insufficient({ missing: ['serviceRecords'] });
    if (facts.effective === null) return insufficient({ code: 'calendar_uncertain' });
    return judgeTail({ start, end, effective: facts.effective, recorded }, facts, seed);
  },
};

interface Judged {
  start: PlainDate;
  end: PlainDate;
  effective: readonly PlainDate[];
  recorded: readonly DayOfService[];
}

/** The first day of the last 15 % of the window, whole days, at least one. */
export function computeTailStart(start: PlainDate, end: PlainDate): PlainDate {
  const days = Math.max(1, Math.floor((calendarDays(start, end) * TAIL) / 100));
  return addDays(end, 1 - days);
}

/** Each effective day with what was done on it and on the days after it that are none; the tail keeps to itself. */
export function groupUnits(
  effective: readonly PlainDate[],
  recorded: readonly DayOfService[],
  tail: PlainDate,
): Unit[] {
  const days = effective.toSorted();
  const units = days.map((day) => ({ day, output: 0, tail: day >= tail }));
  const [early, late] = [units.filter((unit) => !unit.tail), units.filter((unit) => unit.tail)];
  for (const { key, minutes } of recorded) {
    const side = key >= tail ? late : early;
    const home = side.findLast(({ day }) => day <= key) ?? side[0];
    if (home !== undefined) home.output += minutes;
  }
  return units.map(({ output, tail: isLate }) => ({ output, tail: isLate }));
}

function judgeTail({ start, end, effective, recorded }: Judged, facts: DeliveryFacts, seed: Seed): Finding {
  const from = computeTailStart(start, end);
  const late = recorded.filter(({ key }) => key >= from).reduce((sum, { minutes }) => sum + minutes, 0);
  const all = recorded.reduce((sum, { minutes }) => sum + minutes, 0);
  const share = percent(late, all) ?? '0.0';
  const units = groupUnits(effective, recorded, from);
  const [days, lateDays] = [units.length, units.filter(({ tail }) => tail).length];
  const record = facts.window?.record ?? `contract:${facts.subject.id}`;
  const evidence = [
    { record, field: 'tail', value: `${from}/${end}` },
    { record, field: 'minutes', value: `${late}/${all}` },
    { record, field: 'effectiveDays', value: `${lateDays}/${days}` },
  ];
  const spoken = { value: share, threshold: String(SHARE), unit: 'percent' as const, evidence };
  const figures = {
    en: `Of ${all} recorded minutes ${late} (${share} %) lie between ${from} and ${end}, which hold ${lateDays} of ${days} effective days.`,
    zh: `记录的 ${all} 分钟服务中，${late} 分钟（${share}%）发生在 ${from} 至 ${end}；该时段占有效工作日 ${days} 天中的 ${lateDays} 天。`,
  };
  if (late * 100 <= SHARE * all) return clear({ ...spoken, explanation: figures });
  if (lateDays === 0 || lateDays === days)
    return insufficient({ code: 'no_effective_days', effectiveDays: [String(lateDays), String(days)] }, evidence);
  const level = parseRatio(LEVEL);
  const early = units.filter(({ tail }) => !tail).map(({ output }) => output);
  const serial = serialRank(early);
  if (serial + 1 / Math.sqrt(early.length) > MOST_ALIKE)
    return insufficient({ code: 'days_alike', serialRank: serial.toFixed(2) }, evidence);
  const dealt = [units, groupRuns(units, RUN_DAYS)];
  const smallest = dealt.map(smallestTailP).reduce(larger);
  if (lessOrEqual(level, smallest))
    return insufficient({ code: 'few_days_of_service', smallestP: sixDigits(smallest) }, evidence, sixDigits(smallest));
  const p = dealt.map((each) => tailP(each, seed)).reduce(larger);
  const pValue = sixDigits(p);
  const chance = describeChance(pValue, 'contract');
  const explanation = {
    en: `${figures.en} Where every effective day is like another, and every run of five: ${chance.en}`,
    zh: `${figures.zh}若各有效工作日之间、各连续五个有效工作日之间均无差别：${chance.zh}`,
    chance: { p: pValue, unit: 'contract' as const },
  };
  return lessOrEqual(level, p)
    ? clear({ ...spoken, pValue, explanation })
    : triggerFinding({ ...spoken, pValue, explanation });
}

const larger = (a: Ratio, b: Ratio): Ratio => (lessOrEqual(a, b) ? b : a);
