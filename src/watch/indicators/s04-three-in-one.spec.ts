import { describe, expect, it } from '@jest/globals';
import { holds, seatedBody, seatedPerson, seatsFacts, took } from '../../../test/support/seats-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { SeatedBody, SeatedPerson, SeatsFacts } from '../facts/seat-facts.js';
import { S04 } from './s04-three-in-one.js';

const judge = (change: Partial<SeatsFacts> = {}) => assess(S04, seatsFacts(change));
const persons = (...list: SeatedPerson[]) => judge({ persons: list });
const bodies = (...list: SeatedBody[]) => judge({ bodies: list });
const [BUYER, AGENCY, EVALUATOR] = [holds('buyer'), holds('agency'), holds('evaluator')];

describe('S04 of persons', () => {
  it('by hand: one who sits with the buyer and in the agency has two of three', () => {
    expect(persons(seatedPerson([BUYER, AGENCY]))).toMatchObject({
      state: 'triggered',
      severity: 'risk',
      basis: { kind: 'POLICY' },
      value: '2',
      threshold: '2',
      explanation: {
        en: '甲* has 2 of the three seats (agency, buyer).',
        zh: '甲*占据三个席位中的 2 个（承接机构、购买方）。',
      },
      evidence: [
        { record: 'organisation:agency', field: 'seat', value: '甲* agency' },
        { record: 'organisation:buyer', field: 'seat', value: '甲* buyer' },
      ],
    });
    expect(persons(seatedPerson([BUYER, AGENCY, EVALUATOR]))).toMatchObject({ value: '3', severity: 'risk' });
    expect(persons(seatedPerson([AGENCY, EVALUATOR]), seatedPerson([BUYER, AGENCY], [], 'user:b'))).toMatchObject({
      explanation: { en: '甲* has 2 of the three seats (agency, evaluator); 1 more.' },
    });
  });

  it('is clear below two, and where two seats are one body', () => {
    expect(persons(seatedPerson([AGENCY]))).toMatchObject({ state: 'clear', value: '1' });
    expect(persons(seatedPerson([holds('buyer', { body: 'x' }), holds('evaluator', { body: 'x' })]))).toMatchObject({
      state: 'clear',
    });
    expect(judge()).toMatchObject({ state: 'clear' });
  });

  it('is a violation of article 9 where who sat in the agency took part', () => {
    const signed = (since: string, on: string) =>
      persons(seatedPerson([holds('agency', { since })], [took('signed', on)]));
    expect(signed('2025-12-21', '2025-12-22')).toMatchObject({
      severity: 'violation',
      basis: { kind: 'law', article: '第九条', confidence: 'A' },
      explanation: { zh: '甲*占据三个席位中的 2 个（承接机构、购买方），在承接机构任职期间签署合同。' },
    });
    // Who changed over later did not sit there when it was signed.
    expect(signed('2025-12-23', '2025-12-22')).toMatchObject({ state: 'triggered', severity: 'risk' });
    expect(signed('2025-12-22', '2025-12-22')).toMatchObject({ severity: 'risk' });
    // The article is law from 2015-03-01 on.
    expect(signed('2014-01-01', '2015-02-28')).toMatchObject({ severity: 'risk' });
    expect(signed('2014-01-01', '2015-03-01')).toMatchObject({ severity: 'violation' });
    const evaluated = took('evaluated', '2026-03-01', 'evaluator');
    expect(persons(seatedPerson([AGENCY], [evaluated]))).toMatchObject({ severity: 'violation' });
    expect(persons(seatedPerson([AGENCY], [took('reviewed', '2025-12-01')]))).toMatchObject({ severity: 'violation' });
    // A person known by its registration alone is in two places; that it took part is not known.
    expect(persons(seatedPerson([holds('agency', { as: 'head', since: null }), BUYER]))).toMatchObject({
      severity: 'risk',
    });
  });

  it('does not hold a review against an expert who evaluates later', () => {
    expect(persons(seatedPerson([EVALUATOR], [took('reviewed', '2025-12-01')]))).toMatchObject({ state: 'clear' });
    expect(persons(seatedPerson([EVALUATOR], [took('signed', '2025-12-01')]))).toMatchObject({ severity: 'risk' });
  });
});

describe('S04 of bodies', () => {
  const three = [seatedBody('buyer'), seatedBody('agency'), seatedBody('evaluator')];

  it('is a violation of article 18 II to deliver or evaluate what one wrote the documents for', () => {
    for (const body of ['agency', 'evaluator'])
      expect(bodies(...three, seatedBody('designer', body))).toMatchObject({
        severity: 'violation',
        basis: { kind: 'law', article: '第十八条第二款' },
        explanation: { en: expect.stringContaining('who wrote the documents') },
      });
    const same = [...three, seatedBody('designer', 'agency')];
    expect(judge({ bodies: same, method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'clear' });
    expect(judge({ bodies: same, signedOn: '2015-02-28' })).toMatchObject({ state: 'clear' });
    expect(judge({ bodies: same, signedOn: '2015-03-01' })).toMatchObject({ severity: 'violation' });
    expect(bodies(...three, seatedBody('designer', 'another'))).toMatchObject({ state: 'clear' });
  });

  it('is a risk that one body sits twice, but the buyer may evaluate itself', () => {
    const [buyer, agency] = [seatedBody('buyer'), seatedBody('agency')];
    expect(bodies(buyer, agency, seatedBody('evaluator', 'agency'))).toMatchObject({ severity: 'risk', value: '2' });
    expect(bodies(buyer, agency, seatedBody('community', 'agency'))).toMatchObject({ severity: 'risk' });
    expect(bodies(buyer, agency, seatedBody('evaluator', 'buyer'))).toMatchObject({ state: 'clear' });
    expect(bodies(buyer, agency, seatedBody('community', 'buyer'))).toMatchObject({ state: 'clear' });
  });

  it('does not call clear what it does not know', () => {
    const [buyer, agency] = [seatedBody('buyer'), seatedBody('agency')];
    expect(bodies(buyer, seatedBody('agency', 'agency', { relationsKnown: false }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['relations'] },
    });
    expect(bodies(buyer)).toMatchObject({ reason: { missing: ['supplier'] } });
    expect(bodies(agency)).toMatchObject({ reason: { missing: ['buyer'] } });
    expect(judge({ evaluatorsKnown: false })).toMatchObject({ reason: { missing: ['evaluation.evaluator'] } });
    // Who wrote the documents has no seat of the three.
    expect(bodies(buyer, agency, seatedBody('designer', 'x', { relationsKnown: false }))).toMatchObject({
      state: 'clear',
    });
    // What is known is said all the same.
    const found = judge({ evaluatorsKnown: false, persons: [seatedPerson([holds('buyer'), holds('agency')])] });
    expect(found).toMatchObject({ state: 'triggered' });
  });
});
