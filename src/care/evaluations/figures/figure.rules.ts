import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { hundredths } from '../../../purchase/tenders/drafts/draft.rules.js';
import type { ToldQuestion, Withheld } from '../../surveys/results/shares.rules.js';
import { SCALE_MAX, type Question } from '../../surveys/survey-types.js';
import type { LeafSource, PlacedLeaf } from '../schemes/scheme.rules.js';

/**
 * Why a figure is not known: the standard is not counted here; at midterm none of its target is due, or it counts different
 * people, who do not come at a rate; no survey of the evaluation is over; it has no such question,
 * or one that is answered neither by yes or no nor on a scale; nothing is to be paid; or what keeps answers from being told.
 */
export type FigureReason =
  'not_measured' | 'target_not_due' | 'no_survey' | 'no_such_question' | 'nothing_to_pay' | Withheld;

/** What the product knows of a contract and of the survey of its evaluation, as it is published. */
export interface KnownFigures {
  /**
   * Of the standards that are counted and have a target: what their records come to, and how much of the target is due by now;
   * null where nothing says how much.
   */
  standards: readonly { no: number; due: number | null; done: number }[];
  /** Fen. */
  money: { paid: bigint; whole: bigint };
  survey: {
    id: string;
    responseRate: string | null;
    questions: readonly { question: Question; told: ToldQuestion | null }[];
  } | null;
}

type Bound = 'at_least' | 'at_most' | null;
type Found = { percent: number; bound?: Bound } | { reason: FigureReason };

/** A leaf with its figure. `points` are hundredths, `value` percent with one decimal; both null where `reason` says why. */
export interface Figure {
  leaf: string;
  source: LeafSource;
  value: string | null;
  bound: Bound;
  points: number | null;
  reason: FigureReason | null;
  survey: string | null;
}

/** Points of a leaf with that maximum: the share of it that the shown percent says, half up. */
export const computePoints = (value: string, max: string): number =>
  Math.floor((Math.round(Number(value) * 10) * hundredths(max) + 500) / 1000);

/** Whether the points of a leaf are those of its figure: what residents say is theirs to say. */
export const isDerived = ({ channel }: Pick<PlacedLeaf, 'channel'>): boolean => channel === 'residents';

/** The leaves that name a source, each with what is known. */
export const toFigures = (leaves: readonly PlacedLeaf[], known: KnownFigures): Figure[] =>
  leaves.flatMap(({ code, max, source }): Figure[] => {
    if (!source) return [];
    const found = findFigure(source, known);
    const survey = source.of === 'completion' || source.of === 'money' ? null : (known.survey?.id ?? null);
    if ('reason' in found)
      return [{ leaf: code, source, value: null, bound: null, points: null, reason: found.reason, survey }];
    const value = (Math.round(Math.min(100, found.percent) * 10) / 10).toFixed(1);
    const points = computePoints(value, max);
    return [{ leaf: code, source, value, bound: found.bound ?? null, points, reason: null, survey }];
  });

function findFigure(source: LeafSource, known: KnownFigures): Found {
  switch (source.of) {
    case 'completion':
      return computeCompletion(known.standards, source.standard);
    case 'money':
      return known.money.whole > 0n
        ? { percent: Number((known.money.paid * 100_000n) / known.money.whole) / 1000 }
        : { reason: 'nothing_to_pay' };
    case 'response':
      if (known.survey === null) return { reason: 'no_survey' };
      return known.survey.responseRate === null
        ? { reason: 'few_answers' }
        : { percent: Number(known.survey.responseRate) };
    case 'satisfaction':
    case 'received':
      return known.survey === null ? { reason: 'no_survey' } : computeShare(chooseQuestion(source, known.survey));
  }
}

/** Of the standard that is named, else of all that are counted, alike: what was done of what is due, at most all of it. */
function computeCompletion(standards: KnownFigures['standards'], named: number | null | undefined): Found {
  const counted = standards.filter(({ no }) => no === (named ?? no));
  if (counted.length === 0) return { reason: 'not_measured' };
  const shares = counted.flatMap(({ done, due }) => (due === null || due <= 0 ? [] : [Math.min(1, done / due)]));
  if (shares.length === 0) return { reason: 'target_not_due' };
  return { percent: (100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length };
}

/** Days of a contract's window, and those of them that are over, today with them, and on which it was not halted. */
export interface WindowDays {
  all: number;
  over: number;
}

/**
 * How much of a target is due. At the end all of it; at midterm what falls on the days of the window that are over, since the
 * contract names no other day. Different people do not come at a rate: of them nothing is said at midterm.
 */
export function computeDueTarget({ target, measure }: Standard, days: WindowDays | null): number | null {
  if (!target) return null;
  if (days === null) return target;
  return measure?.of === 'recipients' || days.all <= 0 ? null : (target * days.over) / days.all;
}

type AskedQuestion = NonNullable<KnownFigures['survey']>['questions'][number];

/** The question that the source speaks of; nothing where the survey has none. */
function chooseQuestion(
  { of, question: no }: LeafSource,
  { questions }: NonNullable<KnownFigures['survey']>,
): Partial<AskedQuestion> {
  const chosen =
    of === 'received'
      ? questions.find(({ question }) => question.about === 'received')
      : no
        ? questions[no - 1]
        : questions.find(({ question }) => question.kind === 'scale');
  return chosen ?? {};
}

/**
 * What residents said to one question, from what is published of it: of yes and no the share of yes; of a scale the mean of its
 * steps, the lowest nothing and the highest all, steps that are told together at their middle. Where nearly all chose alike
 * the share that is told at least.
 */
function computeShare({ question, told }: Partial<AskedQuestion>): Found {
  if (!question || !told || question.kind === 'choice' || question.kind === 'text')
    return { reason: 'no_such_question' };
  if (told.answers === null) return { reason: told.withheld ?? 'few_answers' };
  const alike = told.answers.find(({ estimate }) => estimate?.bound === 'at_least');
  const groups = alike === undefined || question.kind === 'yes_no' ? told.answers : [alike];
  let [percent, bound]: [number, Bound] = [0, alike === undefined ? null : 'at_least'];
  for (const { values, estimate } of groups) {
    if (estimate === null) return { reason: told.withheld ?? 'few_answers' };
    if (question.kind === 'scale') percent += Number(estimate.share) * computeMiddle(values);
    else if (values[0] === 'true') [percent, bound] = [Number(estimate.share), estimate.bound];
  }
  return { percent, bound };
}

/** From 0 for the lowest step of the scale to 1 for the highest. */
const computeMiddle = (steps: readonly string[]): number =>
  (steps.reduce((sum, step) => sum + Number(step), 0) / steps.length - 1) / (SCALE_MAX - 1);
