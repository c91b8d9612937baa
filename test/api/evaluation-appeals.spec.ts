import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/kernel/clock/plain-date.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { answerSurvey, closeSurvey, Evaluating, makeGround, surveyOf, type Ground } from '../support/evaluations.js';
import { ownTasks } from '../support/own-tasks.js';
import { RiskWorld } from '../support/risk-world.js';

let app: TestApp;
let ground: Ground;
let approver: TestAccount;
let manager: TestAccount;
let evaluator: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  ground = await makeGround(app);
  ({ manager } = ground.parties);
  ({ approver } = ground.parties.bureau);
  evaluator = ground.evaluator.user;
});
afterAll(() => app.close());

const said = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { code?: string }).code ?? null,
];
const refused = (code: string) => [422, code];
const GROUNDS = { reason: '服务对象满意度抽样有误' };
/** What somebody reads in its history: each action with its reason. */
const told = async ({ id }: Evaluating, by: TestAccount): Promise<[string, string | null][]> => {
  const path = `/api/v1/history?subject=evaluation:${id}&limit=200`;
  const { body } = await app.http.get(path).set(by.auth).expect(200);
  const { items } = body as { items: { action: string; reason: string | null }[] };
  return items.map(({ action, reason }) => [action, reason]);
};
/** The agency, of an evaluation that is looked at again. */
const UNTIL_APPEAL = [
  ['publish', null],
  ['appeal', GROUNDS.reason],
];

describe('an appeal', () => {
  it('is made once, by the agency, and lets the grade count for nothing until it is published again', async () => {
    const evaluation = await Evaluating.published(app, ground);
    expect(said(await evaluation.act('appeal', {}, manager))).toEqual([400, 'validation_failed']);
    expect(said(await evaluation.act('appeal', GROUNDS))).toEqual([403, 'not_permitted']);
    const open = await evaluation.must('appeal', GROUNDS, manager);
    // What was published stays to be read while it is looked at again.
    expect(open).toMatchObject({
      state: 'appealed',
      counts: false,
      total: '81.65',
      appeal: { grounds: GROUNDS.reason },
    });
    expect((await evaluation.read(null)).appeal).toMatchObject({ grounds: null, answer: null });
    const [first] = await evaluation.scores();
    await evaluation.scored([{ ...first, points: '10' }]);
    expect((await evaluation.read(manager)).scores?.[0]?.points).toBe('8.00');
    await evaluation.must('re-evaluate', { reason: '已重新抽样' }, evaluator);
    expect(await evaluation.read(manager)).toMatchObject({ state: 're_evaluated', total: '81.65' });
    expect(await told(evaluation, manager)).toEqual(UNTIL_APPEAL);
    expect(said(await evaluation.act('publish'))).toEqual(refused('re_evaluation_unconfirmed'));
    // The approver may want another look; then what comes of it is confirmed anew.
    await evaluation.must('confirm', {}, approver);
    await evaluation.must('return-scores', { reason: '请说明抽样方法' }, approver);
    await evaluation.must('re-evaluate', { reason: '抽样方法见附件' }, evaluator);
    expect(await told(evaluation, manager)).toEqual(UNTIL_APPEAL);
    for (const by of [approver, evaluator])
      expect(await told(evaluation, by)).toEqual(
        expect.arrayContaining([
          ['re_evaluate', '已重新抽样'],
          ['return_scores', '请说明抽样方法'],
          ['re_evaluate', '抽样方法见附件'],
        ]),
      );
    expect(said(await evaluation.act('publish'))).toEqual(refused('re_evaluation_unconfirmed'));
    await evaluation.must('confirm', {}, approver);
    await evaluation.must('publish');
    expect(await evaluation.read(null)).toMatchObject({
      state: 'published',
      total: '87.65',
      counts: true,
      appeal: { grounds: null, answer: '抽样方法见附件' },
    });
    expect(await told(evaluation, manager)).toEqual([...UNTIL_APPEAL, ['publish', null]]);
    const facts = (
      (await app.http.get(`/api/v1/contracts/${ground.contract}`).set(manager.auth).expect(200)).body as {
        facts: { kind: string; data: { score: string }; replacedBy: string | null }[];
      }
    ).facts.filter(({ kind }) => kind === 'evaluation');
    expect(facts.map(({ data, replacedBy }) => [data.score, replacedBy !== null])).toEqual([
      ['81.65', true],
      ['87.65', false],
    ]);
    expect(said(await evaluation.act('appeal', GROUNDS, manager))).toEqual(refused('appealed_already'));
  });

  it('may be given to another body, by the rules of an appointment; who scored is asked anew', async () => {
    const evaluation = await Evaluating.published(app, ground);
    await evaluation.must('appeal', GROUNDS, manager);
    const reassign = (by = approver) => evaluation.act('reassign', { reason: '更换评估机构' }, by);
    expect(said(await reassign())).toEqual(refused('evaluator_not_proposed'));
    const bureau = ground.parties.bureau.id;
    const both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau },
      { role: 'bureau_approver', organisation: bureau },
    );
    const supplier = await evaluation.act('propose-evaluator', { evaluator: ground.parties.agency }, both);
    expect(said(supplier)).toEqual(refused('evaluator_has_interest'));
    const body = await makeBody(app, { kind: 'evaluator' });
    const other = await makeUser(app, 'evaluator', body);
    expect(said(await evaluation.act('propose-evaluator', { evaluator: body, scheme: ground.scheme }))).toEqual([
      400,
      'validation_failed',
    ]);
    await evaluation.must('propose-evaluator', { evaluator: body }, both);
    expect(said(await reassign(both))).toEqual(refused('own_evaluator_proposal'));
    // What ties them afterwards stops the appointment as well.
    const seat = [(await makeUser(app, 'integrator', body)).id, ground.parties.agency];
    await app.dataSource.query(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'integrator')`, seat);
    expect(said(await reassign())).toEqual(refused('evaluator_has_interest'));
    await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, seat);
    expect((await reassign()).body).toMatchObject({ state: 'appealed', evaluator: body });
    expect(await told(evaluation, approver)).toContainEqual(['reassign', '更换评估机构']);
    expect(await told(evaluation, manager)).toEqual(UNTIL_APPEAL);
    // Until it is published anew, its points are those of the body that gave them.
    const shown = async (by: TestAccount | null) => {
      const { evaluator: of, total } = await evaluation.read(by);
      return [of, total];
    };
    for (const by of [null, manager, evaluator]) expect(await shown(by)).toEqual([ground.evaluator.body, '81.65']);
    for (const by of [approver, other]) expect((await shown(by))[0]).toBe(body);
    const [named] = await app.dataSource.query<[{ name: string }]>(`SELECT name FROM organisation WHERE id = $1`, [
      ground.evaluator.body,
    ]);
    expect(await evaluation.read(manager)).toMatchObject({ evaluatorName: named.name, own: false });
    const again = () => evaluation.act('re-evaluate', { reason: '重新评估' }, other);
    expect(said(await again())).toEqual(refused('evaluator_tied'));
    await evaluation.must('declare', { tied: false }, other);
    expect(said(await again())).toEqual(refused('scores_incomplete'));
    const scores = await evaluation.scores(other);
    await evaluation.scored(scores.map((score, i) => (i === 0 ? { ...score, evidence: [] } : score)), other); // prettier-ignore
    expect(said(await again())).toEqual(refused('score_evidence_missing'));
    const made = await surveyOf(app, ground.contract, other);
    const { id: survey } = made.body as { id: string };
    const asked = scores.map((score, i) =>
      i === 2 ? { ...score, evidence: [{ kind: 'survey', id: survey }] } : score,
    );
    await evaluation.scored(asked, other);
    expect(said(await again())).toEqual(refused('survey_unfinished'));
    await closeSurvey(app, survey);
    expect(said(await again())).toEqual(refused('residents_unheard'));
    await answerSurvey(app, survey);
    expect((await again()).status).toBe(200);
    // That nothing changed is an answer too.
    await evaluation.must('confirm', {}, approver);
    expect(await evaluation.must('publish')).toMatchObject({ state: 'published', total: '81.65' });
    for (const by of [null, manager, evaluator]) expect((await shown(by))[0]).toBe(body);
  });

  it('and everything else that happens twice at once happens once', async () => {
    const evaluation = await Evaluating.sent(app, ground);
    const once = async (action: string, body: object, by: TestAccount) => {
      const { version } = await evaluation.read();
      const answers = await Promise.all([1, 2, 3].map(() => evaluation.act(action, body, by, version)));
      expect([action, answers.map(({ status }) => status).sort()]).toEqual([action, [200, 412, 412]]);
    };
    await once('confirm', {}, approver);
    const { version } = await evaluation.read();
    // An appeal beside the publication sees nothing yet, or comes with a version that is no more.
    const [published, appealed] = await Promise.all([
      evaluation.act('publish', {}, undefined, version),
      evaluation.act('appeal', GROUNDS, manager, version),
    ]);
    expect(published.status).toBe(200);
    expect([404, 412]).toContain(appealed.status);
    await once('appeal', GROUNDS, manager);
    expect((await evaluation.read()).state).toBe('appealed');
  });

  it('makes no evaluation late that was published in time', async () => {
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    const heldOn = async (): Promise<string[]> => {
      await world.settle();
      const path = `/api/v1/risk/assessments?limit=200&indicator=W07&subject=contract:${ground.contract}`;
      const { body } = await app.http.get(path).set(supervisor.auth).expect(200);
      const [item] = (body as { items: { evidence: { field: string; value: string }[] }[] }).items;
      return (item?.evidence ?? []).filter(({ field }) => field === 'heldOn').map(({ value }) => value);
    };
    const world = new RiskWorld(app, 'live');
    const evaluation = await Evaluating.published(app, ground, { kind: 'final' });
    const [day = ''] = await heldOn();
    await evaluation.must('appeal', GROUNDS, manager);
    await setBusinessTime(app, `${addDays(day, 20)}T09:00:00+08:00`);
    await evaluation.scored([{ ...(await evaluation.scores())[0], points: '10' }]);
    await evaluation.must('re-evaluate', { reason: '已重新抽样' }, evaluator);
    await evaluation.must('confirm', {}, approver);
    expect((await evaluation.must('publish')).state).toBe('published');
    expect(await heldOn()).toEqual([day]);
  });

  it('is looked at by no day, nor is what comes after scores that were sent, as the list of evaluations says too', async () => {
    const mine = await makeGround(app, null);
    const { bureau, manager: agency } = mine.parties;
    const { user } = mine.evaluator;
    const evaluation = await Evaluating.inField(app, mine);
    const listDays = async (by: TestAccount) =>
      (await ownTasks(app, by, 'evaluation', mine.contract)).map(({ dueOn }) => dueOn);
    expect(await listDays(user)).toEqual(['2026-06-30']);
    await evaluation.scored(await evaluation.scores());
    await evaluation.must('submit-scores', {}, user);
    expect(await listDays(bureau.approver)).toEqual([null]);
    await evaluation.must('confirm', {}, bureau.approver);
    await evaluation.must('publish');
    await evaluation.must('appeal', GROUNDS, agency);
    expect(await listDays(user)).toEqual([null]);
  });
});
