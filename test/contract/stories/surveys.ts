import { textsOf } from '../../support/pdf.js';
import { ANSWERS, CODE, DAYS, QUESTIONS, Surveying } from '../../support/surveys.js';
import { makeParties } from '../../support/contracts.js';
import { actor, type Root, type Story } from './story.js';

/** Recipients are asked: drawn by a seed that was said before. */
export const surveys: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const asked = await Surveying.among(app, [12], parties, null);
  const as = parties.bureau.officer.auth;
  const made = await contract.ask<Root>('createSurvey', {
    as,
    body: {
      contract: asked.contract,
      purpose: 'acceptance',
      title: '社区养老服务受益人意见',
      questions: QUESTIONS,
      ...DAYS,
    },
    written: { seed: SEED },
  });
  const path = { id: made.body.id };
  const changed = await contract.ask<Root>('changeSurvey', {
    as,
    path,
    headers: { 'If-Match': made.etag },
    body: { title: '社区养老服务受益人意见（2026 年第一季度）' },
    written: { seed: SEED },
  });
  const begin = actor(contract, path, changed.body.version, { seed: SEED });
  await begin('drawSurveySample', as, { size: 12 });
  await begin('openSurvey', as);
  await begin('extendSurvey', as, { reason: '老人多在月底集中回收', closesOn: '2026-03-31' });
  const one = await contract.ask('getSurvey', { as, path, written: { seed: SEED } });
  await contract.ask('listSurveys', { as, query: { contract: asked.contract }, written: { seed: SEED } });
  await contract.ask('listSurveySample', { as, path, query: { drawn: '1' }, written: { number: 'R000002' } });
  const print = async (etag: string): Promise<string[]> => {
    const printed = await contract.ask('printSurveySlips', { as, path, headers: { 'If-Match': etag } });
    const codes = textsOf(printed.response.body as Buffer).filter((text) => CODE.test(text));
    for (const code of codes) contract.stable.hide(code, '7KQ2-M3V9-XT4H-NBD0');
    return codes;
  };
  const [, ...others] = await print(one.etag);
  const before = await contract.ask<Root>('getSurvey', { as, path, written: { seed: SEED } });
  const replace = actor(contract, path, before.body.version, { seed: SEED });
  const { version } = await replace('endSurveyCodes', as, { slip: 1, reason: '纸条遗失' });
  const codes = [...others, ...(await print(`"${version}"`))];
  await contract.ask('surveyPage');
  for (const code of codes) {
    await contract.ask('askSurveyQuestions', { body: { code } });
    await contract.ask('answerSurvey', {
      body: { code, answers: ANSWERS, ratings: [{ side: 'buyer', stage: 'contract', points: 4 }] },
    });
  }
  const { etag } = await contract.ask('getSurvey', { as, path, written: { seed: SEED } });
  await contract.ask('closeSurvey', { as, path, headers: { 'If-Match': etag }, body: {}, written: { seed: SEED } });
  await contract.ask('getSurveyResults', { as, path, written: { seed: SEED } });
  const second = await contract.ask<Root>('createSurvey', {
    as,
    body: { contract: asked.contract, purpose: 'line', title: '下一年度服务需求', ...DAYS },
    written: { seed: SEED },
  });
  const withdraw = actor(contract, { id: second.body.id }, second.body.version, { seed: SEED });
  await withdraw('cancelSurvey', as, { reason: '并入年度需求调查' });
};

/** A seed is another in each run. */
const SEED = '5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592';
