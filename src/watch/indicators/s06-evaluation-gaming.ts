import { percent } from '../../kernel/money/money.js';
import { hundredths } from '../../purchase/tenders/drafts/draft.rules.js';
import type { Finding, Severity, SubjectType, Text } from '../runs/assessment-types.js';
import type { Published } from '../facts/practice-facts.js';
import { describeChance } from '../rules/chances/chance.rules.js';
import { clear, insufficient, notApplicable, tellFigure, triggerFinding } from '../rules/finding.rules.js';
import type { FactsFamily, FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { byKey } from '../rules/practice.rules.js';
import { binomialUpperTail } from '../statistics/binomial.js';
import { lessOrEqual, parseRatio, sixDigits } from '../statistics/exact.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Where a grade begins. */
const BANDS = [60, 80, 90] as const;
const LEVEL = '0.01';
const LEAST_SCORES = 40;
/** What an honest evaluator may give just above a band: points rise or fall across it, by a half at most. */
const HONEST = { num: 3n, den: 5n };
const OF_LAST = 5;
const LATE = 20;
const LEAST_EVIDENCE = 5;

interface Part<K extends FactsFamily> extends Pick<
  Indicator<K>,
  'id' | 'facts' | 'title' | 'description' | 'parameters' | 'limitation' | 'uses' | 'evaluate'
> {
  subjectTypes: readonly SubjectType[];
  severity?: Severity;
  basis?: Indicator['basis'];
  timed?: boolean;
  version?: number;
}

/** The four parts of S06, each an assessment of its own. */
const part = <K extends FactsFamily>({
  severity = 'notice',
  basis,
  timed = false,
  version = 1,
  ...rest
}: Part<K>): Indicator<K> => ({
  ...rest,
  version,
  severity,
  family: 'practice',
  basis: basis ?? { kind: 'POLICY' },
  timed,
});

/**
 * S06A: points heap just above the bands where a grade begins. Each score within a point of a band lies above it or below;
 * honest points may be more frequent on one side, so that the exact binomial asks for more than three in five.
 */
export const S06A: Indicator<'evaluating'> = part({
  id: 'S06A',
  version: 2,
  facts: 'evaluating',
  subjectTypes: ['evaluator'],
  ...TEXTS.S06A,
  parameters: [
    policy('bands', BANDS.join(','), 'point'),
    policy('leastScores', LEAST_SCORES, 'score'),
    { ...policy('level', LEVEL, 'p'), basis: 'statistic' },
    { ...policy('honestShare', '3/5', 'share'), basis: 'statistic' },
  ],
  basis: { kind: 'statistic' },
  uses: ['made'] satisfies FieldOf<'evaluating'>[],
  evaluate({ made, subject }) {
    if (made.length === 0) return notApplicable({ code: 'evaluates_nothing' });
    const scores = made.flatMap(({ score }) => (score === null ? [] : [hundredths(score)]));
    const countNearScores = (from: number): number =>
      scores.filter((score) => BANDS.some((b) => score >= b * 100 + from && score < b * 100 + from + 100)).length;
    const [above, below] = [countNearScores(0), countNearScores(-100)];
    const n = above + below;
    if (n < LEAST_SCORES) {
      const unknown = made.length - scores.length;
      return n + unknown >= LEAST_SCORES
        ? insufficient({ missing: ['score'] })
        : insufficient({ code: 'too_few_scores', scores: n, least: LEAST_SCORES });
    }
    if (computeScoreGrid(scores) > 100) return insufficient({ code: 'coarse_scores' });
    const p = binomialUpperTail(n, above, HONEST);
    const chance = describeChance(sixDigits(p), 'evaluator');
    const spoken = {
      value: sixDigits(p),
      threshold: LEVEL,
      unit: 'p' as const,
      pValue: sixDigits(p),
      evidence: [
        { record: `organisation:${subject.id}`, field: 'scoresAboveBand', value: String(above) },
        { record: `organisation:${subject.id}`, field: 'scoresBelowBand', value: String(below) },
      ],
      explanation: {
        en: `Of ${n} totals within a point of 60, 80 or 90, ${above} lie at the band or just above it and ${below} just below. Held against three in five at it or above: ${chance.en}`,
        zh: `距 60、80、90 分一分以内的 ${n} 个总分中，${above} 个位于线上，${below} 个位于线下。以五分之三位于线上为基准，${chance.zh}`,
        chance: { p: sixDigits(p), unit: 'evaluator' as const },
      },
    };
    return lessOrEqual(p, parseRatio(LEVEL)) ? triggerFinding(spoken) : clear(spoken);
  },
});

/** The step in which all of them were given, in hundredths of a point. */
function computeScoreGrid(scores: readonly number[]): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  return scores.reduce(gcd, 0);
}

/**
 * S06B: how many of an agency's last five evaluations one body made. A figure and no flag: evaluations are bought in
 * packages, so that those of a year are one draw and not several, and a county has one evaluator or two. Version 1 triggered
 * at four: on every agency of a county with one evaluator, on 38 to 50 % where there are two, and on 20 % where there are five
 * of which one is chosen for all of a year (`npm run bench -- social-control`).
 */
export const S06B: Indicator<'evaluating'> = part({
  id: 'S06B',
  version: 2,
  facts: 'evaluating',
  subjectTypes: ['agency'],
  ...TEXTS.S06B,
  parameters: [policy('last', OF_LAST, 'evaluation')],
  uses: ['received'] satisfies FieldOf<'evaluating'>[],
  evaluate({ received }) {
    if (received.length === 0) return notApplicable({ code: 'evaluated_never' });
    if (received.length < OF_LAST)
      return insufficient({ code: 'too_few_evaluations', evaluations: received.length, least: OF_LAST });
    const undated = received.filter(({ on }) => on === null);
    if (undated.length > 0) return insufficient({ missing: ['evaluation.on'] });
    const last = received
      .toSorted((a, b) => (a.on === b.on ? byKey(b, a) : (a.on ?? '') < (b.on ?? '') ? 1 : -1))
      .slice(0, OF_LAST);
    const counts = new Map<string, Published[]>();
    for (const one of last)
      if (one.evaluator !== null) counts.set(one.evaluator, [...(counts.get(one.evaluator) ?? []), one]);
    const most = [...counts.values()].reduce<Published[]>((a, b) => (b.length > a.length ? b : a), []);
    const unknown = last.filter(({ evaluator }) => evaluator === null).length;
    if (unknown > 0) return insufficient({ missing: ['evaluation.evaluator'] });
    const name = most[0]?.evaluatorName ?? '';
    const spoken = {
      value: String(most.length),
      unit: 'evaluation' as const,
      evidence: most.map(({ record, evaluatorName }) => ({ record, field: 'evaluator', value: evaluatorName ?? '' })),
      explanation: {
        en: `Of the last ${OF_LAST} evaluations ${most.length} were made by one body (${name}). This is a figure; where few bodies evaluate, it is high for everybody.`,
        zh: `最近 ${OF_LAST} 次评估中有 ${most.length} 次由同一评估方（${name}）作出。此为数据；评估机构少的地方，各机构均会偏高。`,
      },
    };
    return tellFigure(spoken);
  },
});

/** S06C: what the agency lays before its evaluator was written when the service was over. */
export const S06C: Indicator<'evaluated'> = part({
  id: 'S06C',
  facts: 'evaluated',
  subjectTypes: ['contract'],
  ...TEXTS.S06C,
  parameters: [policy('late', LATE, 'percent'), policy('leastEvidence', LEAST_EVIDENCE, 'piece')],
  uses: ['deliveredOn', 'elsewhere', 'evaluations'] satisfies FieldOf<'evaluated'>[],
  evaluate({ deliveredOn, elsewhere, evaluations }) {
    const silence = judgeMissingEvaluation(evaluations.length, elsewhere, 'evidence');
    if (silence !== null) return silence;
    if (deliveredOn === null) return insufficient({ missing: ['deliveredOn'] });
    const all = [...new Map(evaluations.flatMap(({ evidence }) => evidence).map((one) => [one.record, one])).values()];
    if (all.length < LEAST_EVIDENCE)
      return insufficient({ code: 'too_little_evidence', pieces: all.length, least: LEAST_EVIDENCE });
    const late = all.filter(({ createdOn }) => createdOn > deliveredOn.value).toSorted(byKey);
    const share = percent(late.length, all.length) ?? '0.0';
    const spoken = {
      value: share,
      threshold: LATE.toFixed(1),
      unit: 'percent' as const,
      evidence: [
        { record: deliveredOn.record, field: 'deliveredOn', value: deliveredOn.value },
        ...late.slice(0, SHOWN).map(({ record, createdOn }) => ({ record, field: 'recordedOn', value: createdOn })),
      ],
      explanation: {
        en: `Of ${all.length} pieces of evidence from the agency ${late.length} (${share} %) were recorded after ${deliveredOn.value}.`,
        zh: `机构提供的 ${all.length} 件证据中，${late.length} 件（${share}%）录入于 ${deliveredOn.value} 之后。`,
      },
    };
    return late.length * 100 >= LATE * all.length ? triggerFinding(spoken) : clear(spoken);
  },
});
const SHOWN = 20;

/** S06D: points for what residents say, and nobody here drew whom to ask. */
export const S06D: Indicator<'evaluated'> = part({
  id: 'S06D',
  facts: 'evaluated',
  subjectTypes: ['contract'],
  severity: 'risk',
  ...TEXTS.S06D,
  parameters: [policy('surveys', 1, 'survey')],
  uses: ['elsewhere', 'evaluations'] satisfies FieldOf<'evaluated'>[],
  evaluate({ elsewhere, evaluations }) {
    const silence = judgeMissingEvaluation(evaluations.length, elsewhere, 'surveys');
    if (silence !== null) return silence;
    const asking = evaluations.filter(({ asksResidents }) => asksResidents).toSorted(byKey);
    if (asking.length === 0) return notApplicable({ code: 'residents_weigh_nothing' });
    const blind = asking.filter(({ surveys }) => surveys.length === 0);
    const spoken = {
      value: String(blind.length),
      threshold: '0',
      unit: 'evaluation' as const,
      evidence:
        blind.length > 0
          ? blind.map(({ record }) => ({ record, field: 'survey', value: 'none' }))
          : asking.flatMap(({ surveys }) => surveys.map(({ record }) => ({ record, field: 'drawn', value: 'here' }))),
      explanation: blind.length > 0 ? BLIND : DRAWN,
    };
    return blind.length > 0 ? triggerFinding(spoken) : clear(spoken);
  },
});
const BLIND: Text = {
  en: 'Points were given for what residents say without a survey whose sample was drawn here.',
  zh: '对居民意见的打分未引用由本系统抽样的问卷调查。',
};
const DRAWN: Text = {
  en: 'What residents say was judged by a survey whose sample was drawn here.',
  zh: '对居民意见的打分引用了由本系统抽样的问卷调查。',
};

/** Of an evaluation made elsewhere nothing but the total is on record. */
function judgeMissingEvaluation(here: number, elsewhere: number, field: string): Finding | null {
  if (here > 0) return null;
  return elsewhere > 0 ? insufficient({ missing: [field] }) : notApplicable({ code: 'not_evaluated' });
}
