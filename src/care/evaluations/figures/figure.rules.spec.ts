import { describe, expect, it } from '@jest/globals';
import type { ToldQuestion } from '../../surveys/results/shares.rules.js';
import type { Question } from '../../surveys/survey-types.js';
import type { LeafSource, PlacedLeaf } from '../schemes/scheme.rules.js';
import { computeDueTarget, computePoints, toFigures, type KnownFigures } from './figure.rules.js';

const text = { zh: '题目', en: null };
const SCALE: Question = { kind: 'scale', text, options: [] };
const RECEIVED: Question = { kind: 'yes_no', text, options: [], about: 'received' };
const CHOICE: Question = { kind: 'choice', text, options: [text, text] };

const known = (change: Partial<KnownFigures> = {}): KnownFigures => ({
  standards: [],
  money: { paid: 0n, whole: 0n },
  survey: null,
  ...change,
});
const leaf = (source: LeafSource | null, max = '100'): PlacedLeaf => ({
  ...{ name: '指标', weight: '100', channel: 'indicators', kind: 'output', max, source },
  ...{ code: '1.1.1', dimension: 0, share: 1n },
});
const figure = (source: LeafSource, given: Partial<KnownFigures>, max?: string) => {
  const [found] = toFigures([leaf(source, max)], known(given));
  return [found?.value, found?.points, found?.reason];
};
const survey = (...questions: [Question, ToldQuestion | null][]): KnownFigures['survey'] => ({
  id: 's',
  responseRate: '62.5',
  questions: questions.map(([question, told]) => ({ question, told })),
});
const share = (values: string[], percent: string, bound: 'at_least' | 'at_most' | null = null) => ({
  values,
  count: bound === null ? 10 : null,
  estimate: { share: percent, bound, low: '0.0', high: '100.0', effective: null },
});
const told = (...answers: ReturnType<typeof share>[]): ToldQuestion => ({ answers, withheld: null });

describe('the figure of a leaf', () => {
  it('is none where its scheme names no source', () => {
    expect(toFigures([leaf(null)], known())).toEqual([]);
  });

  it('of completion is what was done of the target, at most all; by the named standard, else by all alike', () => {
    const standards = [
      { no: 1, due: 100, done: 80 },
      { no: 2, due: 50, done: 70 },
    ];
    expect(figure({ of: 'completion', standard: 1 }, { standards })).toEqual(['80.0', 8000, null]);
    expect(figure({ of: 'completion', standard: 2 }, { standards })).toEqual(['100.0', 10_000, null]);
    expect(figure({ of: 'completion' }, { standards }, '20')).toEqual(['90.0', 1800, null]);
    expect(figure({ of: 'completion', standard: 3 }, { standards })).toEqual([null, null, 'not_measured']);
  });

  it('of completion is none while nothing of the target is due', () => {
    const standards = [
      { no: 1, due: 0, done: 3 },
      { no: 2, due: null, done: 7 },
      { no: 3, due: 10, done: 5 },
    ];
    expect(figure({ of: 'completion', standard: 1 }, { standards })).toEqual([null, null, 'target_not_due']);
    expect(figure({ of: 'completion', standard: 2 }, { standards })).toEqual([null, null, 'target_not_due']);
    expect(figure({ of: 'completion' }, { standards })).toEqual(['50.0', 5000, null]);
  });

  it('is judged at midterm by the share of the target that falls on the days that are over', () => {
    const standard = { no: 1, text: '上门', target: 365, measure: { of: 'visits' as const } };
    expect(computeDueTarget(standard, { all: 365, over: 30 })).toBe(30);
    expect(computeDueTarget(standard, { all: 365, over: 0 })).toBe(0);
    expect(computeDueTarget(standard, null)).toBe(365);
    const people = { ...standard, measure: { of: 'recipients' as const } };
    expect([computeDueTarget(people, { all: 365, over: 30 }), computeDueTarget(people, null)]).toEqual([null, 365]);
  });

  it('of money is what was paid of all that is to be', () => {
    expect(figure({ of: 'money' }, { money: { paid: 6_000_000n, whole: 9_000_000n } })).toEqual(['66.7', 6670, null]);
    expect(figure({ of: 'money' }, {})).toEqual([null, null, 'nothing_to_pay']);
  });

  it('of the response is the rate that is published', () => {
    expect(figure({ of: 'response' }, { survey: survey() })).toEqual(['62.5', 6250, null]);
    const few = { id: 's', responseRate: null, questions: [] };
    expect(figure({ of: 'response' }, { survey: few })).toEqual([null, null, 'few_answers']);
    expect(figure({ of: 'response' }, {})).toEqual([null, null, 'no_survey']);
  });

  it('of satisfaction is the mean of the first scale, steps that are told together at their middle', () => {
    const scale = told(share(['1', '2'], '0.0'), share(['3', '4'], '40.0'), share(['5'], '60.0'));
    // By hand: 0.4 × 2.5/4 + 0.6 × 1 = 0.85.
    const asked = survey([RECEIVED, told(share(['true'], '70.0'), share(['false'], '30.0'))], [SCALE, scale]);
    expect(figure({ of: 'satisfaction' }, { survey: asked }, '5')).toEqual(['85.0', 425, null]);
    expect(figure({ of: 'satisfaction', question: 1 }, { survey: asked })).toEqual(['70.0', 7000, null]);
    expect(figure({ of: 'received' }, { survey: asked })).toEqual(['70.0', 7000, null]);
    expect(figure({ of: 'satisfaction', question: 3 }, { survey: asked })).toEqual([null, null, 'no_such_question']);
    const chosen = survey([CHOICE, told(share(['1'], '50.0'), share(['2'], '50.0'))]);
    expect(figure({ of: 'satisfaction', question: 1 }, { survey: chosen })[2]).toBe('no_such_question');
  });

  it('of answers that were nearly all alike is what is told of them, and of answers that are not told nothing', () => {
    const alike = told(share(['4', '5'], '95.0', 'at_least'), share(['1'], '5.0', 'at_most'));
    const [found] = toFigures([leaf({ of: 'satisfaction' })], known({ survey: survey([SCALE, alike]) }));
    // By hand: 0.95 × 3.5/4 = 0.83125.
    expect(found).toMatchObject({ value: '83.1', bound: 'at_least', points: 8310, survey: 's' });
    const nobody = told(share(['false'], '95.0', 'at_least'), share(['true'], '5.0', 'at_most'));
    const [none] = toFigures([leaf({ of: 'received' })], known({ survey: survey([RECEIVED, nobody]) }));
    expect(none).toMatchObject({ value: '5.0', bound: 'at_most' });
    const withheld: ToldQuestion = { answers: null, withheld: 'all_or_nothing' };
    expect(figure({ of: 'satisfaction' }, { survey: survey([SCALE, withheld]) })).toEqual([
      null,
      null,
      'all_or_nothing',
    ]);
  });

  it('gives points that the shown percent gives, half up', () => {
    expect([computePoints('87.5', '5'), computePoints('33.3', '0.5'), computePoints('100.0', '100')]).toEqual([
      438, 17, 10_000,
    ]);
  });
});
