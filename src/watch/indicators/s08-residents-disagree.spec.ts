import { describe, expect, it } from '@jest/globals';
import { lowerLimit } from '../../../bench/clopper-pearson.js';
import { residentsFacts, surveyHeld } from '../../../test/support/practice-facts.js';
import { estimateShare, type Stratum } from '../../care/surveys/results/estimate.rules.js';
import { assess } from '../runs/assess.rules.js';
import type { SurveyHeld } from '../facts/practice-facts.js';
import { createRandom } from '../statistics/random.js';
import { S08 } from './s08-residents-disagree.js';

/** 24 of 40 who answered, of 200, say that they received the service. */
const RECEIVED = { share: '60.0', low: '46.0', high: '72.4', bound: null };
const held = (change: Partial<SurveyHeld>) => surveyHeld({ received: RECEIVED, recorded: '95.0', ...change });
const judge = (...surveys: SurveyHeld[]) => assess(S08, residentsFacts({ surveys }));

describe('S08', () => {
  it('by hand: the records name 95 %, the residents say 46 to 72.4 %: 22.6 points above', () => {
    expect(judge(held({}))).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '95.0',
      threshold: '46.0–72.4',
      unit: 'percent',
      evidence: [
        { record: 'survey:y1', field: 'received', value: '60.0 (46.0–72.4)' },
        { record: 'survey:y1', field: 'recordedRecipients', value: '95.0' },
      ],
    });
  });

  it('allows ten points beyond the interval, on either side', () => {
    expect(judge(held({ recorded: '82.4' }))).toMatchObject({ state: 'clear' });
    expect(judge(held({ recorded: '82.5' }))).toMatchObject({ state: 'triggered' });
    expect(judge(held({ recorded: '36.0' }))).toMatchObject({ state: 'clear' });
    expect(judge(held({ recorded: '35.9' }))).toMatchObject({ state: 'triggered' });
    expect(judge(held({ recorded: '100.0', received: { ...RECEIVED, high: '90.0' } }))).toMatchObject({
      state: 'clear',
    });
  });

  it('asks for 20 answers', () => {
    expect(judge(held({ answered: 20 }))).toMatchObject({ state: 'triggered' });
    expect(judge(held({ answered: 19 }))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_answers', least: 20 },
    });
    expect(judge(held({ answered: null }))).toMatchObject({ reason: { code: 'too_few_answers' } });
  });

  it('counts the latest survey that asked', () => {
    const later = held({ key: 'line/2026-06-25', closesOn: '2026-06-25', recorded: '70.0' });
    expect(judge(held({}), later)).toMatchObject({ state: 'clear', value: '70.0' });
    expect(judge(held({}), { ...later, received: null })).toMatchObject({ state: 'triggered', value: '95.0' });
  });

  it('judges nothing by answers that are not told, and says why', () => {
    expect(judge(held({ received: null, withheld: 'all_or_nothing' }))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'answers_withheld', why: 'all_or_nothing' },
    });
  });

  it('judges by the interval of a share that is told as a bound', () => {
    const received = { share: '95.0', bound: 'at_least', low: '78.2', high: '100.0' } as const;
    expect(judge(held({ received, recorded: '68.2' }))).toMatchObject({ state: 'clear', threshold: '78.2–100.0' });
    const found = judge(held({ received, recorded: '68.1' }));
    expect(found).toMatchObject({ state: 'triggered', evidence: [{ value: '≥ 95.0 (78.2–100.0)' }, {}] });
    expect(found.explanation.en).toContain('by their answers ≥ 95.0 % received the service');
  });

  it('says what is missing', () => {
    expect(judge(held({ received: null, recorded: null }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['surveys.received', 'records'] },
    });
    expect(assess(S08, residentsFacts({ surveys: null }))).toMatchObject({ reason: { missing: ['surveys'] } });
    expect(judge()).toMatchObject({ state: 'not_applicable', reason: { code: 'nobody_asked_yet' } });
  });

  it('holds far below 5 % on agencies that tell the truth, of one, three and eight communities', () => {
    const random = createRandom('08'.repeat(32));
    for (const strata of [1, 3, 8])
      for (const truth of [0.2, 0.6, 0.95]) {
        let [judged, hits] = [0, 0];
        for (let no = 0; no < 400; no += 1) {
          let named = 0;
          const drawn = Array.from({ length: strata }, (_, i): Stratum => {
            const population = 30 + Math.floor(60 * random());
            const people = Array.from({ length: population }, () => random() < truth);
            named += people.filter(Boolean).length;
            const answered = Math.max(3, Math.floor(24 / strata));
            const chosen = people
              .map((yes) => ({ yes, at: random() }))
              .sort((a, b) => a.at - b.at)
              .slice(0, answered);
            return {
              key: String(i),
              population,
              sampled: answered,
              answered,
              yes: chosen.filter(({ yes }) => yes).length,
            };
          });
          const all = drawn.reduce((total, { population }) => total + population, 0);
          const estimate = estimateShare(drawn);
          if ('insufficient' in estimate) continue;
          const { share, low, high, answered } = estimate;
          const survey = held({
            answered,
            recorded: ((100 * named) / all).toFixed(1),
            received: { share, bound: null, low, high },
          });
          const { state } = S08.evaluate(residentsFacts({ surveys: [survey] }), '');
          if (state === 'clear' || state === 'triggered') judged += 1;
          if (state === 'triggered') hits += 1;
        }
        expect(judged).toBeGreaterThan(300);
        expect(lowerLimit(hits, judged)).toBeLessThanOrEqual(0.01);
      }
  });
});
