import { describe, expect, it } from '@jest/globals';
import { demandFacts, residentsFacts, surveyHeld } from '../../../test/support/practice-facts.js';
import { BELOW, ONE_OFF, recorded, UNKNOWN_REACH } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { Accepted, ResidentsFacts, SurveyHeld } from '../facts/practice-facts.js';
import { S07 } from './s07-resident-absent.js';

const demand = (change: Partial<ResidentsFacts>) => assess(S07, demandFacts(change));
const opinion = (heldOn: string, participants: number | null) => ({
  key: heldOn,
  record: `tender_opinion:${heldOn}`,
  heldOn,
  participants,
});
const survey = (change: Partial<SurveyHeld>) => assess(S07, residentsFacts({ surveys: [surveyHeld(change)] }));
const accepted = (concludedOn: string | null, heard: boolean | null): Accepted => ({
  key: `${concludedOn}`,
  record: 'acceptance:a1',
  concludedOn,
  heard,
});
const delivery = (...acceptances: Accepted[]) => assess(S07, residentsFacts({ acceptances }));

describe('S07 of the demand: Regulation article 15 II', () => {
  it('by hand: issued on 20 November 2025, and nobody of the public was heard by then', () => {
    const found = demand({ opinions: [opinion('2025-11-21', 40), opinion('2025-11-01', 0)] });
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      value: '0',
      threshold: '1',
      basis: { kind: 'law', article: '第十五条第二款', confidence: 'A' },
    });
    expect(found.evidence[0]).toEqual({ record: 'fact:n1', field: 'issuedOn', value: '2025-11-20' });
  });

  it('is content with one who took part, up to the day of issue', () => {
    expect(demand({ opinions: [opinion('2025-11-20', 1)] })).toMatchObject({ state: 'clear', value: '1' });
    expect(demand({ opinions: [] })).toMatchObject({ state: 'triggered' });
  });

  it('is law from 2015-03-01 on', () => {
    const before = demand({ issuedOn: recorded('2015-02-28'), opinions: [] });
    expect(before).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'rule_not_in_force', inForceFrom: '2015-03-01' },
    });
    expect(demand({ issuedOn: recorded('2015-03-01'), opinions: [] })).toMatchObject({ state: 'triggered' });
    expect(demand({ issuedOn: recorded('2015'), opinions: [] })).toMatchObject({ reason: { code: 'precision' } });
  });

  it('says what is missing, and does not apply where residents receive nothing or nothing was issued', () => {
    expect(demand({ opinions: null })).toMatchObject({ state: 'insufficient_data', reason: { missing: ['opinions'] } });
    expect(demand({ opinions: [opinion('2025-11-01', null)] })).toMatchObject({
      reason: { missing: ['opinions.participants'] },
    });
    expect(demand({ publicService: null, category: null })).toMatchObject({ reason: { missing: ['category'] } });
    expect(demand({ conflicts: ['category'] })).toMatchObject({ reason: { code: 'conflict' } });
    expect(demand({ publicService: false, category: ONE_OFF })).toMatchObject({
      reason: { code: 'not_for_residents' },
    });
    expect(demand({ issuedOn: null })).toMatchObject({ state: 'not_applicable', reason: { code: 'not_issued' } });
  });
});

describe('S07 of the acceptance: Regulation article 45 II', () => {
  it('by hand: accepted without any recipient', () => {
    expect(delivery(accepted('2026-06-20', true), accepted('2026-06-28', false))).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      basis: { kind: 'law', article: '第四十五条第二款; 财库〔2021〕22号第二十四条' },
      evidence: [{ record: 'acceptance:a1', field: 'recipientsTookPart', value: 'false' }],
    });
  });

  it('is clear where recipients took part, and law from 2015-03-01 on', () => {
    expect(delivery(accepted('2026-06-28', true))).toMatchObject({ state: 'clear' });
    expect(delivery(accepted('2015-02-28', false))).toMatchObject({ state: 'not_applicable' });
    expect(delivery(accepted('2015-03-01', false))).toMatchObject({ state: 'triggered' });
  });

  it('cannot say where nobody wrote whether they did', () => {
    expect(delivery(accepted('2026-06-28', null))).toMatchObject({ reason: { missing: ['acceptance.recipients'] } });
    expect(delivery(accepted(null, false))).toMatchObject({ reason: { missing: ['acceptance.recipients'] } });
    expect(assess(S07, residentsFacts({ acceptances: null, surveys: null }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['acceptances'] },
    });
    expect(delivery()).toMatchObject({ state: 'not_applicable', reason: { code: 'nobody_asked_yet' } });
  });
});

describe('S07 of a purchase recorded from elsewhere', () => {
  const alone = accepted('2026-06-28', false);
  const judgeDelivery = (reach: typeof BELOW, acceptances: Accepted[] = [alone]) =>
    assess(S07, residentsFacts({ acceptances, surveys: null, reach }));

  it('finds no violation below the purchase limit, nor where that limit is not known', () => {
    expect(demand({ opinions: [], reach: BELOW })).toMatchObject({ reason: { code: 'below_limit' } });
    expect(demand({ opinions: [], reach: UNKNOWN_REACH })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'limit_unknown' },
    });
    expect(judgeDelivery(BELOW)).toMatchObject({ state: 'not_applicable', reason: { code: 'below_limit' } });
    expect(judgeDelivery(UNKNOWN_REACH)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'limit_unknown' },
      evidence: [{ record: 'acceptance:a1', field: 'recipientsTookPart', value: 'false' }],
    });
  });

  it('is still asked how many answered its survey', () => {
    for (const reach of [BELOW, UNKNOWN_REACH]) {
      const facts = residentsFacts({ acceptances: [alone], surveys: [surveyHeld({ answered: 1 })], reach });
      expect(assess(S07, facts)).toMatchObject({ state: 'triggered', severity: 'notice' });
    }
  });

  it('that heard its recipients is clear where the limit is not known', () => {
    expect(judgeDelivery(UNKNOWN_REACH, [accepted('2026-06-28', true)])).toMatchObject({ state: 'clear' });
  });
});

describe('S07 of a survey', () => {
  it('by hand: 9 of 60 answered, 15 %: where three in ten answer, once in two hundred', () => {
    const found = survey({ answered: 9 });
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '15.0',
      threshold: '30.0',
      unit: 'percent',
      basis: { kind: 'POLICY' },
      evidence: [{ record: 'survey:y1', field: 'answered', value: '9/60' }],
    });
    expect(Number(found.pValue)).toBeLessThan(0.01);
    expect(found.explanation.en).toMatch(
      /^Of 60 asked 9 answered \(15\.0 %\)\. Where three in ten answer, so few of 60/,
    );
    expect(found.title.en).not.toMatch(/absent/i);
    expect(found.title.zh).not.toContain('缺位');
  });

  it('is content with what chance leaves of three in ten', () => {
    for (const answered of [10, 15, 17, 18, 40]) expect(survey({ answered })).toMatchObject({ state: 'clear' });
    expect(survey({ answered: 60, sampled: 600 })).toMatchObject({ state: 'triggered', value: '10.0' });
    expect(survey({ answered: 170, sampled: 600 })).toMatchObject({ state: 'clear' });
    expect(survey({ answered: 9_000, sampled: 33_000, population: 40_000 })).toMatchObject({ state: 'triggered' });
  });

  it('does not say of a small sample of whom most answered that few did', () => {
    // Three of four answered, which may not be told; nine of twelve.
    expect(survey({ answered: null, sampled: 4 })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_asked' },
      evidence: [{ value: '<5/4' }],
    });
    expect(survey({ answered: 9, sampled: 12 })).toMatchObject({ state: 'insufficient_data' });
    // Thirteen is the least sample of which nobody is once in a hundred: 0.7¹³ = 0.0097.
    expect(survey({ answered: 0, sampled: 12 })).toMatchObject({ state: 'insufficient_data' });
    expect(survey({ answered: 0, sampled: 13 })).toMatchObject({ state: 'triggered', value: '0.0' });
    expect(survey({ answered: 9, sampled: 13 })).toMatchObject({ state: 'clear' });
  });

  it('takes an untold number for what it may be: one would be few, and four would not', () => {
    expect(survey({ answered: null, sampled: 15 })).toMatchObject({ state: 'clear' });
    expect(survey({ answered: null, sampled: 24 })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_asked' },
    });
    expect(survey({ answered: null, sampled: 40 })).toMatchObject({ state: 'triggered', value: '<5' });
  });

  it('judges no response of fewer than 20 people, and says so', () => {
    const small = surveyHeld({ answered: null, sampled: 12, population: 12 });
    expect(survey(small)).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'population_too_small', least: 20 },
      evidence: [{ record: 'survey:y1', field: 'population', value: '12' }],
    });
    expect(survey({ answered: 9, sampled: 19, population: 19 })).toMatchObject({ state: 'not_applicable' });
    expect(survey({ answered: 0, sampled: 20, population: 20 })).toMatchObject({ state: 'triggered' });
    expect(S07.parameters).toContainEqual(
      expect.objectContaining({ name: 'population', value: '20', basis: 'POLICY' }),
    );
    expect(S07.version).toBe(5);
  });

  it('of few people does not hide whether the acceptance heard them', () => {
    const surveys = [surveyHeld({ answered: null, sampled: 12, population: 12 })];
    const judge = (...acceptances: Accepted[]) => assess(S07, residentsFacts({ acceptances, surveys }));
    expect(judge(accepted('2026-06-28', true))).toMatchObject({ state: 'clear', value: '1' });
    expect(judge(accepted('2026-06-28', false))).toMatchObject({ state: 'triggered', severity: 'violation' });
    expect(judge(accepted('2026-06-28', null))).toMatchObject({ reason: { missing: ['acceptance.recipients'] } });
  });

  it('tells no number below five', () => {
    const found = survey({ answered: null });
    expect(found).toMatchObject({ state: 'triggered', value: '<5', evidence: [{ value: '<5/60' }] });
    expect(found.explanation.en).toContain('Of 60 asked fewer than 5 answered.');
  });

  it('does not hide an acceptance without recipients', () => {
    const facts = residentsFacts({
      acceptances: [accepted('2026-06-28', false)],
      surveys: [surveyHeld({ answered: 1 })],
    });
    expect(assess(S07, facts)).toMatchObject({ severity: 'violation' });
  });
});
