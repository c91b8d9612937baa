import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { estimateShare, type Estimate } from '../../src/care/surveys/results/estimate.rules.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { ASKED_AT, Surveying } from '../support/surveys.js';

interface Share {
  values: string[];
  count: number | null;
  estimate: { share: string; bound: string | null; low: string; high: string } | null;
}
interface Results {
  code?: string;
  population: number;
  sampled: number;
  answered: number | null;
  responseRate: string | null;
  strata:
    { communities: string[]; population: number; sampled: number; answered: number; responseRate: string }[] | null;
  questions: { no: number; answers: Share[] | null; words: string[] | null }[];
  suppressed: { what: string; no: number | null; reason: string; least: number }[];
}
const OVER = '2026-03-21T00:00:01+08:00';

describe('what a survey came to', () => {
  let app: TestApp;
  let survey: Surveying;
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    // 20, 12 and 6 are asked in three communities; 20, 11 and 2 of them answer.
    survey = await Surveying.among(app, [20, 12, 6]);
    stranger = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    await survey.opened(38);
    const codes = await survey.codes();
    const slips = await app.dataSource.query<{ no: number; community: string }[]>(
      `SELECT s.no, t.community_id AS community FROM survey_slip s
       JOIN survey_stratum t ON t.survey_id = s.survey_id AND t.no = s.stratum WHERE s.survey_id = $1 ORDER BY s.no`,
      [survey.id],
    );
    const answering = [20, 11, 2];
    for (const [c, community] of survey.communities.entries()) {
      const own = slips.filter((slip) => slip.community === community).slice(0, answering[c]);
      for (const [i, { no }] of own.entries()) {
        const answers = [
          // No: ten of twenty, five of eleven, none of two.
          { question: 1, value: i % 2 === 0 || c === 2 },
          { question: 2, value: c === 0 ? 5 : 4 },
          { question: 3, value: c === 2 ? 3 : (i % 2) + 1 },
          { question: 4, value: i < 2 ? `意见 ${c}${i}` : '' },
        ];
        await survey.answer(codes[no - 1] ?? '', answers).expect(201);
      }
    }
  });
  afterAll(() => app.close());

  const asked = async (by: TestAccount | null) => {
    const answer = await app.http.get(`/api/v1/surveys/${survey.id}/results`).set(by?.auth ?? {});
    return { status: answer.status, body: answer.body as Results };
  };

  it('is shown to nobody while answers are taken', async () => {
    for (const by of [survey.officer, survey.parties.manager]) {
      const { status, body } = await asked(by);
      expect([status, body.code]).toEqual([422, 'survey_running']);
    }
    expect((await asked(null)).status).toBe(404);
    expect((await asked(stranger)).status).toBe(404);
  });

  it('is shown to the bodies concerned when its last day has passed, to everybody where the contract is published', async () => {
    await setBusinessTime(app, OVER);
    expect((await asked(survey.officer)).status).toBe(200);
    expect((await asked(survey.parties.manager)).status).toBe(200);
    expect((await asked(null)).status).toBe(404);
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [survey.contract]);
    expect((await asked(null)).status).toBe(200);
    expect((await asked(stranger)).status).toBe(200);
    await app.dataSource.query(`UPDATE contract SET category = 'ORG_STAFF_TRAINING' WHERE id = $1`, [survey.contract]);
    expect((await asked(null)).status).toBe(404);
    await app.dataSource.query(`UPDATE contract SET category = 'ELDERLY_HOME_CARE' WHERE id = $1`, [survey.contract]);
  });

  it('states who did not answer, and hides a community from which few did behind another', async () => {
    const { body } = await asked(null);
    expect([body.population, body.sampled, body.answered, body.responseRate]).toEqual([38, 38, 33, '86.8']);
    const told = (body.strata ?? []).map((s) => [
      s.communities.length,
      s.population,
      s.sampled,
      s.answered,
      s.responseRate,
    ]);
    expect(told.sort()).toEqual([
      [1, 20, 20, 20, '100.0'],
      // Twelve and six asked; eleven and two answered.
      [2, 18, 18, 13, '72.2'],
    ]);
    // Whoever subtracts what is told from the total is left with nobody.
    expect((body.answered ?? 0) - (body.strata ?? []).reduce((n, s) => n + s.answered, 0)).toBe(0);
    for (const { answered } of body.strata ?? []) expect(answered).toBeGreaterThanOrEqual(5);
  });

  it('weighs each community as in the population, and tells no answer that few gave', async () => {
    const { body } = await asked(null);
    const [received, satisfied, needed, words] = body.questions;
    // Yes: 10 of 20, and 8 of the 13 whose communities are told together, by 20 and 18 of 38: 55.5 %, where 18 of 33 are 54.5 %.
    const yes = received?.answers?.find((a) => a.values[0] === 'true');
    const apart = estimateShare([
      { key: '0', population: 20, sampled: 20, answered: 20, yes: 10 },
      { key: '1', population: 18, sampled: 18, answered: 13, yes: 8 },
    ]) as Estimate;
    expect([yes?.count, yes?.estimate?.share]).toEqual([18, '55.5']);
    // Eleven of twelve and two of six weigh as 13 of 18: at most 8.5 points either way, told as ten.
    expect([yes?.estimate?.low, yes?.estimate?.high]).toEqual([
      (Number(apart.low) - 10).toFixed(1),
      (Number(apart.high) + 10).toFixed(1),
    ]);
    expect(received?.answers?.map((a) => [a.values, a.count])).toEqual([
      [['true'], 18],
      [['false'], 15],
    ]);
    expect(satisfied?.answers?.map((a) => [a.values.join(), a.count])).toEqual([
      ['1', 0],
      ['2', 0],
      ['3', 0],
      ['4', 13],
      ['5', 20],
    ]);
    // The whole first community gave one answer, the others the other: weighed apart, share and counts would say so.
    expect(satisfied?.answers?.map((a) => a.estimate?.share)).toEqual(['0.0', '0.0', '0.0', '39.4', '60.6']);
    // Sixteen and fifteen, and two who said the third: told with one of the others.
    expect(needed?.answers?.map((a) => a.count).sort()).toEqual([16, 17]);
    expect(needed?.answers?.flatMap((a) => a.values).sort()).toEqual(['1', '2', '3']);
    for (const { answers } of body.questions)
      for (const { count } of answers ?? []) expect(count === 0 || Number(count) >= 5).toBe(true);
    expect(body.suppressed).toEqual([{ what: 'strata', no: null, reason: 'few_of_stratum', least: 5 }]);
    expect([words?.answers, words?.words]).toEqual([null, null]);
    // Words are for the body that asked, in an order that says nothing.
    const own = (await asked(survey.officer)).body.questions[3]?.words;
    expect(own).toEqual(['意见 00', '意见 01', '意见 10', '意见 11', '意见 20', '意见 21']);
    expect((await asked(survey.parties.manager)).body.questions[3]?.words).toBeNull();
  });

  it('of which few answered says so and nothing else', async () => {
    await setBusinessTime(app, ASKED_AT);
    const other = await Surveying.among(app, [4, 4], survey.parties);
    await other.opened(8);
    const codes = await other.codes();
    for (const code of codes.slice(2, 5)) await other.answer(code).expect(201);
    await setBusinessTime(app, OVER);
    const answer = await app.http.get(`/api/v1/surveys/${other.id}/results`).set(other.officer.auth).expect(200);
    const { answered, responseRate, strata, questions, suppressed } = answer.body as Results;
    expect(suppressed).toEqual([
      { what: 'response', no: null, reason: 'few_answers', least: 5 },
      { what: 'strata', no: null, reason: 'few_answers', least: 5 },
      ...[1, 2, 3].map((no) => ({ what: 'question', no, reason: 'few_answers', least: 10 })),
    ]);
    expect([answered, responseRate, strata]).toEqual([null, null, null]);
    expect(questions.map((q) => [q.answers, q.words?.length ?? null])).toEqual([
      [null, null],
      [null, null],
      [null, null],
      [null, 0],
    ]);
    // A draft has none.
    await setBusinessTime(app, ASKED_AT);
    const draft = (await other.make({ purpose: 'line' })).body as { id: string };
    expect((await app.http.get(`/api/v1/surveys/${draft.id}/results`).set(other.officer.auth)).status).toBe(404);
  });

  it('does not say of fewer than 20 that all answered alike, and of 20 that at least 95 % did', async () => {
    await setBusinessTime(app, ASKED_AT);
    const other = await Surveying.among(app, [24], survey.parties);
    await other.opened(24);
    const codes = await other.codes();
    const ask = async () =>
      (await app.http.get(`/api/v1/surveys/${other.id}/results`).set(other.officer.auth).expect(200)).body as Results;
    for (const [i, code] of codes.slice(0, 19).entries())
      await other
        .answer(code, [
          { question: 1, value: true },
          { question: 2, value: i === 0 ? 4 : 5 },
          { question: 3, value: (i % 2) + 1 },
        ])
        .expect(201);
    await setBusinessTime(app, OVER);
    const fewer = await ask();
    expect(fewer.questions.map(({ answers }) => answers === null)).toEqual([true, true, false, true]);
    expect(fewer.suppressed).toEqual(
      [1, 2].map((no) => ({ what: 'question', no, reason: 'all_or_nothing', least: 20 })),
    );

    await setBusinessTime(app, ASKED_AT);
    await other.answer(codes[19] ?? '', [{ question: 1, value: false }, { question: 2, value: 5 }, { question: 3, value: 1 }]).expect(201); // prettier-ignore
    await setBusinessTime(app, OVER);
    const { questions, suppressed } = await ask();
    expect(questions[0]?.answers).toEqual([
      {
        values: ['true'],
        count: null,
        estimate: expect.objectContaining({ share: '95.0', bound: 'at_least', high: '100.0', effective: null }),
      },
      {
        values: ['false'],
        count: null,
        estimate: expect.objectContaining({ share: '5.0', bound: 'at_most', low: '0.0', effective: null }),
      },
    ]);
    expect(suppressed.map(({ no, reason }) => [no, reason])).toEqual([
      [1, 'all_or_nothing'],
      [2, 'all_or_nothing'],
    ]);
  });
});
