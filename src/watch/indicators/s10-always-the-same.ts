import { earliestDay, latestDay } from '../../kernel/clock/partial-date.js';
import { getYear } from '../../kernel/clock/plain-date.js';
import { ratio } from '../../kernel/money/money.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import type { AwardFact, BuyerFacts } from '../facts/body-facts.js';
import { describeChance } from '../rules/chances/chance.rules.js';
import { clear, findDispute, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic } from '../rules/policy.rules.js';
import { lessOrEqual, parseRatio, sixDigits } from '../statistics/exact.js';
import { fisherAtMost } from '../statistics/fisher.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEVEL = '0.01';
const LEAST_AWARDS = 20;
/** Percentage points. */
const DROP = 20;
/** An agency that won nothing from the buyer in so many years before comes for the first time. */
const LOOK_BACK = 2;

/**
 * S10: the same agencies every year (the study: 雪中送炭 became 锦上添花). Counted are agencies, not awards: an agency that
 * wins three times a year has come once. Both years look back equally far, or the first recorded years would be full of
 * newcomers and every record would seem to close itself.
 */
export const S10: Indicator<'buyer'> = {
  id: 'S10',
  version: 3,
  severity: 'notice',
  family: 'practice',
  facts: 'buyer',
  subjectTypes: ['buyer'],
  ...TEXTS.S10,
  parameters: [
    policy('drop', DROP, 'percentage_point'),
    statistic('level', LEVEL, 'p'),
    policy('leastAwards', LEAST_AWARDS, 'award'),
    policy('lookBack', LOOK_BACK, 'year'),
  ],
  basis: { kind: 'POLICY' },
  uses: ['awards'] satisfies FieldOf<'buyer'>[],
  timed: true,
  evaluate(facts) {
    const quarrel = findDispute(facts.conflicts, ['awardedOn']);
    if (quarrel !== null) return insufficient(quarrel);
    const year = getYear(facts.asOf) - 1;
    const first = year - 1 - LOOK_BACK;
    const looked = facts.awards.filter(({ on }) => on === null || mayFallInYears(on, first, year));
    const dateless = looked.filter(({ on }) => on === null || getYear(earliestDay(on)) !== getYear(latestDay(on)));
    const nameless = looked.filter(({ supplier }) => supplier === null);
    const counts = [year, year - 1].map((each) => selectAwards(looked, each).length);
    if (dateless.length === 0 && counts.some((count) => count < LEAST_AWARDS))
      return insufficient({ code: 'few_awards', years: [year, year - 1], awards: counts.map(String) });
    if (dateless.length > 0) return insufficient({ missing: ['awardedOn'] }, listEvidence(dateless));
    if (nameless.length > 0) return insufficient({ missing: ['agency'] }, listEvidence(nameless));
    const unwritten = Array.from({ length: LOOK_BACK }, (_, i) => first + i).filter(
      (each) => selectAwards(looked, each).length === 0,
    );
    if (unwritten.length > 0) return insufficient({ code: 'history_short', years: unwritten });
    return compareYears(facts, looked, year);
  },
};

const mayFallInYears = (on: string, from: number, to: number): boolean =>
  getYear(latestDay(on)) >= from && getYear(earliestDay(on)) <= to;

const selectAwards = (awards: readonly AwardFact[], year: number): AwardFact[] =>
  awards.filter(({ on }) => on !== null && getYear(earliestDay(on)) === year);

const listEvidence = (awards: readonly AwardFact[]): Evidence[] =>
  awards
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, 20)
    .map(({ record, on }) => ({ record, field: 'awardedOn', value: on ?? '' }));

/** The agencies of one year, and how many of them won nothing in the years before. */
interface YearOfAgencies {
  agencies: number;
  newcomers: number;
}

function yearOfAgencies(awards: readonly AwardFact[], year: number): YearOfAgencies {
  const listAgencies = (each: number): string[] =>
    selectAwards(awards, each).flatMap(({ supplier }) => supplier?.key ?? []);
  const known = new Set(Array.from({ length: LOOK_BACK }, (_, i) => listAgencies(year - 1 - i)).flat());
  const agencies = new Set(listAgencies(year));
  return { agencies: agencies.size, newcomers: [...agencies].filter((key) => !known.has(key)).length };
}

function compareYears(facts: BuyerFacts, awards: readonly AwardFact[], year: number): Finding {
  const [now, before] = [yearOfAgencies(awards, year), yearOfAgencies(awards, year - 1)];
  const all = now.agencies + before.agencies;
  const marked = now.newcomers + before.newcomers;
  const level = parseRatio(LEVEL);
  const least = Math.max(0, now.agencies + marked - all);
  const smallest = fisherAtMost(least, now.agencies, marked, all);
  const record = `buyer:${facts.subject.id}`;
  const [share, was] = [computeNewcomerShare(now), computeNewcomerShare(before)];
  const evidence = [
    { record, field: `newcomers.${year}`, value: `${now.newcomers}/${now.agencies}` },
    { record, field: `newcomers.${year - 1}`, value: `${before.newcomers}/${before.agencies}` },
  ];
  if (!lessOrEqual(smallest, level))
    return insufficient(
      {
        code: 'no_power_awards',
        agencies: [String(now.agencies), String(before.agencies)],
        smallestP: sixDigits(smallest),
      },
      evidence,
      sixDigits(smallest),
    );
  const p = fisherAtMost(now.newcomers, now.agencies, marked, all);
  // Points lost, over the common denominator: before − now > 20 / 100.
  const lost = before.newcomers * now.agencies - now.newcomers * before.agencies;
  const drop = lost <= 0 ? '0.0' : (ratio(BigInt(lost) * 100n, BigInt(now.agencies * before.agencies), 1) ?? '0.0');
  const pValue = sixDigits(p);
  const chance = describeChance(pValue, 'buyer');
  const spoken = { value: drop, threshold: String(DROP), unit: 'percentage_point' as const, pValue, evidence };
  const explanation = {
    en: `In ${year} ${now.newcomers} of ${now.agencies} agencies (${share} %) came for the first time in ${LOOK_BACK} years, in ${year - 1} ${before.newcomers} of ${before.agencies} (${was} %). ${chance.en}`,
    zh: `${year} 年成交的 ${now.agencies} 家机构中，${now.newcomers} 家（${share}%）为两年来首次；${year - 1} 年为 ${before.agencies} 家中的 ${before.newcomers} 家（${was}%）。${chance.zh}`,
    chance: { p: pValue, unit: 'buyer' as const },
  };
  const falls = lost * 100 > DROP * now.agencies * before.agencies;
  return falls && lessOrEqual(p, level)
    ? triggerFinding({ ...spoken, explanation })
    : clear({ ...spoken, explanation });
}

const computeNewcomerShare = ({ newcomers, agencies }: YearOfAgencies): string =>
  ratio(BigInt(newcomers) * 100n, BigInt(agencies), 1) ?? '0.0';
