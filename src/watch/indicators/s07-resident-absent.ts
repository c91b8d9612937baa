import { earliestDay, latestDay } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { Rule } from '../../law/rules/rule-types.js';
import type { Basis, Evidence, Finding } from '../runs/assessment-types.js';
import { describeChance } from '../rules/chances/chance.rules.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic, toBasis } from '../rules/policy.rules.js';
import { byKey } from '../rules/practice.rules.js';
import { findBelowLimit, findUnknownLimit } from '../rules/reach.rules.js';
import type { Accepted, ResidentsFacts, SurveyHeld } from '../facts/practice-facts.js';
import { binomialLowerTail } from '../statistics/binomial.js';
import { lessOrEqual, parseRatio, sixDigits, type Ratio } from '../statistics/exact.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEAST_RESPONSE = 30;
const RESPONSE: Ratio = { num: 3n, den: 10n };
/**
 * One in a hundred and not in twenty: whom one worker reaches answer alike, and as if half as many had been asked the answer
 * is still wrong in at most 5 % (`npm run bench -- social-control`).
 */
const LEVEL = '0.01';
/** The most that is meant where the number of answers is too small to be told. */
const MOST_UNTOLD = 4;
/** Of fewer people the share who answered says nothing; whether they were heard is shown by the opinions that they signed. */
const LEAST_POPULATION = 20;
/** Regulation article 15 II: opinions of the public on the demand. Article 45 II: recipients at the acceptance. */
const [DEMAND, ACCEPTANCE] = [getRule('DEMAND-PUBLIC-OPINION'), getRule('ACCEPT-RECIPIENT')];
const toLawBasis = ({ id }: Rule): Basis => toBasis('law', id);
const toParameter = ({ id, effectiveFrom, effectiveTo }: Rule) => ({
  name: id,
  value: 'required',
  unit: 'rule' as const,
  effectiveFrom,
  effectiveTo,
  basis: 'law' as const,
});
const FROM: Readonly<Record<'demand' | 'acceptance', PlainDate>> = {
  demand: DEMAND.effectiveFrom ?? '',
  acceptance: ACCEPTANCE.effectiveFrom ?? '',
};

/**
 * S07: a service to residents is bought or accepted without them on record (a duty), or few of those asked answered (a
 * notice). A response is few where people of whom three in ten answer would leave so few answers in at most one of a hundred
 * surveys of this sample; so many answers as a sample needs for that, and no number for all samples (version 3 asked ten of
 * every survey, and so of a sample of four). Where fewer than twenty are served no response is judged: the duty of article
 * 45 is met by the opinions of the acceptance.
 */
export const S07: Indicator<'residents'> = {
  id: 'S07',
  version: 5,
  severity: 'violation',
  family: 'practice',
  facts: 'residents',
  subjectTypes: ['tender', 'contract'],
  ...TEXTS.S07,
  parameters: [
    toParameter(DEMAND),
    toParameter(ACCEPTANCE),
    policy('response', LEAST_RESPONSE, 'percent'),
    statistic('level', LEVEL, 'p'),
    policy('population', LEAST_POPULATION, 'recipient'),
  ],
  basis: toLawBasis(DEMAND),
  cites: [DEMAND.id, ACCEPTANCE.id],
  uses: [
    'category',
    'publicService',
    'issuedOn',
    'opinions',
    'acceptances',
    'surveys',
    'reach',
  ] satisfies FieldOf<'residents'>[],
  timed: true,
  evaluate(facts) {
    const quarrel = findDispute(facts.conflicts, ['category']);
    if (quarrel !== null) return insufficient(quarrel);
    if (facts.publicService === false)
      return notApplicable({ code: 'not_for_residents', category: facts.category?.code ?? '' });
    if (facts.publicService === null) return insufficient({ missing: ['category'] });
    return facts.subject.type === 'tender' ? demand(facts) : delivery(facts);
  },
};

function demand({ issuedOn, opinions, subject, reach }: ResidentsFacts): Finding {
  if (issuedOn === null) return notApplicable({ code: 'not_issued' });
  const issued: Evidence = { record: issuedOn.record, field: 'issuedOn', value: issuedOn.value };
  if (latestDay(issuedOn.value) < FROM.demand)
    return notApplicable({ code: 'rule_not_in_force', inForceFrom: FROM.demand }, [issued]);
  if (earliestDay(issuedOn.value) < FROM.demand)
    return insufficient({ code: 'precision', fields: ['issuedOn'] }, [issued]);
  if (opinions === null) return insufficient({ missing: ['opinions'] }, [issued]);
  const heard = opinions
    .filter(({ participants, heldOn }) => participants !== 0 && heldOn <= latestDay(issuedOn.value))
    .toSorted(byKey);
  const counted = heard.filter(({ participants }) => participants !== null);
  const spoken = { value: String(counted.length), threshold: '1', unit: 'opinion' as const, basis: toLawBasis(DEMAND) };
  if (counted.length > 0)
    return clear({
      ...spoken,
      evidence: counted.map(({ record, heldOn }) => ({ record, field: 'heldOn', value: heldOn })),
      explanation: { en: 'The public was heard on the demand.', zh: '已就采购需求征求社会公众意见。' },
    });
  if (heard.length > 0) return insufficient({ missing: ['opinions.participants'] }, [issued]);
  if (reach.state === 'below') return findBelowLimit(reach, [issued]);
  if (reach.state === 'unknown') return findUnknownLimit(reach, [issued]);
  return triggerFinding({
    ...spoken,
    evidence: [issued, { record: `tender:${subject.id}`, field: 'opinions', value: '0' }],
    explanation: {
      en: `The documents were issued on ${issuedOn.value}; no opinion of the public on the demand is on record by then.`,
      zh: `采购文件于 ${issuedOn.value} 发出，此前没有征求社会公众意见的记录。`,
    },
  });
}

function delivery({ acceptances, surveys: held, reach }: ResidentsFacts): Finding {
  // Below its limit nothing but the survey is asked about: the law of procurement does not bind the purchase.
  const accepted = reach.state === 'below' ? [] : acceptances;
  const surveys = (held ?? []).filter(({ population }) => population >= LEAST_POPULATION);
  const small = (held ?? []).filter(({ population }) => population < LEAST_POPULATION);
  const bound = (accepted ?? [])
    .filter(({ concludedOn }) => concludedOn === null || latestDay(concludedOn) >= FROM.acceptance)
    .toSorted(byKey);
  const alone = bound.find(
    ({ heard, concludedOn }) => heard === false && concludedOn !== null && earliestDay(concludedOn) >= FROM.acceptance,
  );
  const few = surveys.filter((survey) => judgeResponse(survey) === 'few').toSorted(byKey);
  const mute = surveys.filter((survey) => judgeResponse(survey) === 'unknown').toSorted(byKey);
  if (alone !== undefined && reach.state === 'unknown' && few.length === 0)
    return findUnknownLimit(reach, listEvidence([alone]));
  if (alone !== undefined && reach.state === 'applies')
    return triggerFinding({
      value: '0',
      threshold: '1',
      unit: 'opinion',
      basis: toLawBasis(ACCEPTANCE),
      evidence: [{ record: alone.record, field: 'recipientsTookPart', value: 'false' }],
      explanation: {
        en: `The acceptance of ${alone.concludedOn ?? ''} had no recipient in it.`,
        zh: `${alone.concludedOn ?? ''} 的验收没有服务对象参与。`,
      },
    });
  if (few.length > 0) return silent(few);
  const unknown = bound.filter(({ heard, concludedOn }) => heard !== true || concludedOn === null);
  if (unknown.some(({ heard }) => heard !== true))
    return insufficient({ missing: ['acceptance.recipients'] }, listEvidence(unknown));
  if (bound.length === 0 && surveys.length === 0 && small.length > 0)
    return notApplicable(
      { code: 'population_too_small', least: LEAST_POPULATION },
      small.toSorted(byKey).map(toPopulationEvidence),
    );
  if (bound.length === 0 && surveys.length > 0 && mute.length === surveys.length)
    return insufficient({ code: 'too_few_asked' }, mute.map(toResponseEvidence));
  if (reach.state === 'below' && surveys.length === 0) return findBelowLimit(reach);
  if (accepted === null && surveys.length === 0) return insufficient({ missing: ['acceptances'] });
  if (bound.length === 0 && surveys.length === 0) return notApplicable({ code: 'nobody_asked_yet' });
  return clear({
    value: String(bound.length + surveys.length),
    threshold: '1',
    unit: 'opinion',
    basis: bound.length > 0 ? toLawBasis(ACCEPTANCE) : { kind: 'POLICY' },
    evidence: [...listEvidence(bound), ...surveys.toSorted(byKey).map(toResponseEvidence)],
    explanation: {
      en: 'Recipients were heard, as far as it is on record.',
      zh: '就已有记录而言，服务对象的意见已听取。',
    },
  });
}

const listEvidence = (acceptances: readonly Accepted[]): Evidence[] =>
  acceptances.map(({ record, heard }) => ({
    record,
    field: 'recipientsTookPart',
    value: heard === null ? 'unknown' : String(heard),
  }));

const toPopulationEvidence = ({ record, population }: SurveyHeld): Evidence => ({
  record,
  field: 'population',
  value: String(population),
});

/** p of so few answers, or of the most that can be meant where few answers are not told. */
function computeFewness({ answered, sampled }: SurveyHeld): Ratio {
  return binomialLowerTail(sampled, Math.min(answered ?? MOST_UNTOLD, sampled), RESPONSE);
}

/** `unknown`: so few were asked that no answer at all would say nothing, or so few answered that it cannot be told how few. */
function judgeResponse(survey: SurveyHeld): 'few' | 'enough' | 'unknown' {
  const level = parseRatio(LEVEL);
  if (lessOrEqual(computeFewness(survey), level)) return 'few';
  if (!lessOrEqual(computeFewness({ ...survey, answered: 0 }), level)) return 'unknown';
  return survey.answered === null && lessOrEqual(computeFewness({ ...survey, answered: 1 }), level)
    ? 'unknown'
    : 'enough';
}

const toResponseEvidence = ({ record, answered, sampled }: SurveyHeld): Evidence => ({
  record,
  field: 'answered',
  value: answered === null ? `<5/${sampled}` : `${answered}/${sampled}`,
});

function silent(few: readonly SurveyHeld[]): Finding {
  const [worst] = few.toSorted((a, b) => (a.answered ?? 0) / a.sampled - (b.answered ?? 0) / b.sampled || byKey(a, b));
  if (worst === undefined) throw new Error('no survey');
  const { answered, sampled } = worst;
  const share = answered === null ? null : percent(answered, sampled);
  const pValue = sixDigits(computeFewness(worst));
  const chance = describeChance(pValue, 'survey');
  return triggerFinding({
    severity: 'notice',
    basis: { kind: 'POLICY' },
    value: share ?? '<5',
    threshold: LEAST_RESPONSE.toFixed(1),
    unit: share === null ? 'answer' : 'percent',
    pValue,
    evidence: few.map(toResponseEvidence),
    explanation: {
      en: `Of ${sampled} asked ${answered === null ? 'fewer than 5 answered' : `${answered} answered (${share ?? ''} %)`}. Where three in ten answer, so few of ${sampled} are rare: ${chance.en}`,
      zh: `询问 ${sampled} 人，${answered === null ? '回答不足 5 人' : `回答 ${answered} 人（${share ?? ''}%）`}。若十人中有三人作答，${sampled} 人中作答如此之少并不常见：${chance.zh}`,
      // One survey of each contract is judged: the one that fewest answered.
      chance: { p: pValue, unit: 'contract' },
    },
  });
}
