import { describe, expect, it } from '@jest/globals';
import { lowerLimit } from '../../../bench/clopper-pearson.js';
import { evaluatedFacts, evaluatingFacts, evaluationMade, published } from '../../../test/support/practice-facts.js';
import { assess } from '../runs/assess.rules.js';
import { createRandom } from '../statistics/random.js';
import { S06A, S06B, S06C, S06D } from './s06-evaluation-gaming.js';

const scores = (...given: readonly (readonly [times: number, score: string | null])[]) =>
  assess(
    S06A,
    evaluatingFacts({ made: given.flatMap(([times, score]) => Array.from({ length: times }, () => published(score))) }),
  );

describe('S06A, scores at the bands of grades', () => {
  it('by hand: 34 of 40 at 80 or 90 and just above; against 3 in 5 that is p = 0.000594830', () => {
    // Σ C(40, i) 3^i 2^(40 − i) / 5^40 for i = 34 … 40.
    const found = scores([20, '80.40'], [14, '90.00'], [6, '79.90'], [30, '85.25']);
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', threshold: '0.01', unit: 'p' });
    expect(found.pValue).toBe('0.000594830');
    expect(Number(found.pValue)).toBeCloseTo(tail(40, 34, 0.6), 8);
    expect(found.evidence).toEqual([
      { record: 'organisation:o1', field: 'scoresAboveBand', value: '34' },
      { record: 'organisation:o1', field: 'scoresBelowBand', value: '6' },
    ]);
  });

  it('triggers at 32 of 40 and not at 31', () => {
    expect(tail(40, 32, 0.6)).toBeLessThan(0.01);
    expect(tail(40, 31, 0.6)).toBeGreaterThan(0.01);
    expect(scores([32, '80.50'], [8, '79.51'])).toMatchObject({ state: 'triggered' });
    expect(scores([31, '80.50'], [9, '79.51'])).toMatchObject({ state: 'clear' });
  });

  it('counts [b, b + 1) against [b − 1, b)', () => {
    expect(scores([40, '80.00'], [40, '79.00'], [9, '81.00'], [9, '78.99'])).toMatchObject({
      state: 'clear',
      evidence: [{ value: '40' }, { value: '40' }],
    });
  });

  it('asks for 40 scores near a band, given in steps of a point at most', () => {
    expect(scores([39, '80.50'])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_scores', scores: 39, least: 40 },
    });
    expect(scores([40, '80.00'], [60, '85.00'])).toMatchObject({ reason: { code: 'coarse_scores' } });
    expect(scores([39, '80.50'], [1, null])).toMatchObject({ reason: { missing: ['score'] } });
    expect(scores()).toMatchObject({ state: 'not_applicable', reason: { code: 'evaluates_nothing' } });
  });

  it('holds its level on honest evaluators: spreads from 4 to 12 points, means from 65 to 90, on grids of 0.01 to 1', () => {
    const random = createRandom('5e'.repeat(32));
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    for (const spread of [4, 8, 12])
      for (const mean of [65, 78, 85, 90])
        for (const grid of [0.01, 1]) {
          let [judged, hits] = [0, 0];
          for (let no = 0; no < 120; no += 1) {
            const made = Array.from({ length: 300 }, () => {
              const score = Math.min(100, Math.max(0, mean + spread * normal()));
              return published((Math.round(score / grid) * grid).toFixed(2));
            });
            const { state } = S06A.evaluate(evaluatingFacts({ made }), '');
            if (state === 'triggered' || state === 'clear') judged += 1;
            if (state === 'triggered') hits += 1;
          }
          if (judged > 0)
            expect({ spread, mean, grid, above: lowerLimit(hits, judged) > 0.01 }).toMatchObject({ above: false });
        }
  });

  it('finds an evaluator who lifts four of five that fall just short', () => {
    const random = createRandom('6f'.repeat(32));
    let found = 0;
    for (let no = 0; no < 50; no += 1) {
      const made = Array.from({ length: 400 }, () => {
        const score = 70 + 25 * random();
        const short = [80, 90].find((band) => score >= band - 1 && score < band);
        return published((short !== undefined && random() < 0.8 ? short + 0.2 : score).toFixed(2));
      });
      if (S06A.evaluate(evaluatingFacts({ made }), '').state === 'triggered') found += 1;
    }
    expect(found).toBeGreaterThan(45);
  });
});

/** In floating point, to hold the exact one against. */
function tail(n: number, k: number, p: number): number {
  let [total, term] = [0, (1 - p) ** n];
  for (let i = 0; i <= n; i += 1) {
    if (i >= k) total += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return total;
}

describe('S06B, evaluations by one body', () => {
  const judge = (...evaluators: (string | null)[]) =>
    assess(
      S06B,
      evaluatingFacts({ received: evaluators.map((evaluator, i) => published('85.00', `202${i}-07-01`, evaluator)) }),
    );

  it('by hand: of six, the last five are a a a b a', () => {
    const found = judge('b', 'a', 'a', 'a', 'b', 'a');
    expect(found).toMatchObject({
      state: 'clear',
      severity: 'notice',
      value: '4',
      threshold: null,
      unit: 'evaluation',
    });
    expect(found.evidence).toHaveLength(4);
  });

  it('is a figure: all five by the one evaluator of a county are no finding; it looks at the last alone', () => {
    expect(judge('a', 'a', 'a', 'a', 'a')).toMatchObject({ state: 'clear', value: '5', threshold: null });
    expect(judge('a', 'a', 'b', 'a', 'b')).toMatchObject({ state: 'clear', value: '3' });
    expect(judge('a', 'a', 'a', 'a', 'b', 'c')).toMatchObject({ state: 'clear', value: '3' });
  });

  it('says what is missing', () => {
    expect(judge('a', 'a', 'a', 'a')).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_evaluations', evaluations: 4, least: 5 },
    });
    expect(judge('a', 'a', 'a', null, 'b')).toMatchObject({ reason: { missing: ['evaluation.evaluator'] } });
    expect(judge('a', 'a', 'b', null, 'b')).toMatchObject({ reason: { missing: ['evaluation.evaluator'] } });
    const undated = [null, '1', '2', '3', '4'].map((on) => published('85.00', on));
    expect(assess(S06B, evaluatingFacts({ received: undated }))).toMatchObject({
      reason: { missing: ['evaluation.on'] },
    });
    expect(judge()).toMatchObject({ state: 'not_applicable', reason: { code: 'evaluated_never' } });
  });
});

describe('S06C, evidence made after delivery', () => {
  const judge = (inTime: number, late: number) =>
    assess(S06C, evaluatedFacts({ evaluations: [evaluationMade(inTime, late)] }));

  it('by hand: 3 of 12 pieces were recorded on the day after the last day of delivery, 25 %', () => {
    const found = judge(9, 3);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '25.0',
      threshold: '20.0',
      unit: 'percent',
    });
    expect(found.evidence).toHaveLength(4);
    expect(found.evidence[0]).toEqual({ record: 'contract:c1', field: 'deliveredOn', value: '2026-06-30' });
  });

  it('triggers at a fifth and not below', () => {
    expect(judge(8, 2)).toMatchObject({ state: 'triggered', value: '20.0' });
    expect(judge(81, 19)).toMatchObject({ state: 'clear', value: '19.0' });
  });

  it('counts a piece once, whichever evaluation names it', () => {
    const evaluations = [evaluationMade(4, 1), evaluationMade(4, 1, { key: 'midterm' })];
    expect(assess(S06C, evaluatedFacts({ evaluations }))).toMatchObject({ state: 'triggered', value: '20.0' });
  });

  it('says what is missing', () => {
    expect(judge(4, 0)).toMatchObject({ reason: { code: 'too_little_evidence', pieces: 4, least: 5 } });
    expect(assess(S06C, evaluatedFacts({ deliveredOn: null }))).toMatchObject({ reason: { missing: ['deliveredOn'] } });
    expect(assess(S06C, evaluatedFacts({ evaluations: [], elsewhere: 1 }))).toMatchObject({
      reason: { missing: ['evidence'] },
    });
    expect(assess(S06C, evaluatedFacts({ evaluations: [] }))).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'not_evaluated' },
    });
  });
});

describe('S06D, a sample that was not drawn here', () => {
  const judge = (...evaluations: Parameters<typeof evaluationMade>[2][]) =>
    assess(S06D, evaluatedFacts({ evaluations: evaluations.map((change) => evaluationMade(5, 0, change)) }));

  it('by hand: points for what residents say, and no survey named', () => {
    expect(judge({ surveys: [] })).toMatchObject({
      state: 'triggered',
      severity: 'risk',
      value: '1',
      threshold: '0',
      unit: 'evaluation',
      evidence: [{ record: 'evaluation:e1', field: 'survey', value: 'none' }],
    });
  });

  it('is clear of each evaluation that names one', () => {
    expect(judge({}, { key: 'midterm' })).toMatchObject({ state: 'clear', value: '0' });
    expect(judge({}, { key: 'midterm', surveys: [] })).toMatchObject({ state: 'triggered', value: '1' });
  });

  it('does not apply where residents weigh nothing, nor before an evaluation, and cannot say of one made elsewhere', () => {
    expect(judge({ asksResidents: false, surveys: [] })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'residents_weigh_nothing' },
    });
    expect(judge()).toMatchObject({ state: 'not_applicable', reason: { code: 'not_evaluated' } });
    expect(assess(S06D, evaluatedFacts({ evaluations: [], elsewhere: 2 }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['surveys'] },
    });
  });
});
