import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting } from '../support/contracts.js';
import { Evaluating, makeGround, type Ground } from '../support/evaluations.js';
import { actionNames } from '../support/actions.js';
import { Implementing, makeTied, refusal, type Thing } from '../support/implementing.js';
import { listRefusedTasks, ownSteps } from '../support/own-tasks.js';

interface Visit extends Thing {
  body: string;
  findings: Thing[];
}
const PLAN = { plannedOn: '2025-12-22', purpose: '抽查服务记录' };
const TOLD = { summary: '走访服务点一处', findings: [{ text: '签到表缺页' }, { text: '消防通道堆物' }] };

describe('who was appointed to evaluate', () => {
  let app: TestApp;
  let ground: Ground;
  let work: Implementing;
  let evaluation: Evaluating;
  let user: TestAccount;
  let colleague: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    ground = await makeGround(app);
    const contract = await Contracting.active(app, ground.parties);
    ground = { ...ground, contract: contract.id };
    work = new Implementing(app, ground.parties, contract);
    user = ground.evaluator.user;
    colleague = await makeUser(app, 'evaluator', ground.evaluator.body);
    evaluation = await Evaluating.planned(app, ground);
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
  });
  afterAll(() => app.close());

  const plan = (by: TestAccount) => work.make('visits', PLAN, by);
  const report = (visit: Visit, by: TestAccount) => work.act('visits', visit.id, 'report', TOLD, by);
  const settle = (visit: Visit, no: number, action: string, by: TestAccount) =>
    work.act(`visits/${visit.id}/findings`, visit.findings[no]?.id ?? '', action, { reason: '情况属实' }, by);
  let visit: Visit;

  it('goes to see the work once a person of it has declared to be tied to nobody, and nobody else of it', async () => {
    expect([403, 404]).toContain((await plan(user)).status);
    await evaluation.must('appoint', {}, ground.parties.bureau.approver);
    expect(refusal(await plan(user))).toEqual([403, 'not_permitted', null]);
    await evaluation.must('declare', { tied: true, tie: '配偶在该服务机构任职' }, colleague);
    expect(refusal(await plan(colleague))).toEqual([403, 'not_permitted', null]);
    await evaluation.must('declare', { tied: false }, user);
    expect(refusal(await plan(colleague))).toEqual([403, 'not_permitted', null]);
    const made = await plan(user);
    expect(made.status).toBe(201);
    visit = made.body as Visit;
    expect(visit.body).toBe(ground.evaluator.body);
    expect(refusal(await report(visit, colleague))).toEqual([403, 'not_permitted', null]);
    visit = (await report(visit, user)).body as Visit;
    expect(visit).toMatchObject({ state: 'done', findings: [{ state: 'open' }, { state: 'open' }] });
  });

  it('names the visit as what shows a score; another contract’s, or one that was not made, shows nothing', async () => {
    await evaluation.must('begin-fieldwork', {}, user);
    const [first, second, third] = (await evaluation.scores()) as [object, object, object];
    const by = (id: string) => evaluation.score([{ ...second, evidence: [{ kind: 'visit', id }] }]);
    const elsewhere = new Implementing(app, ground.parties, await Contracting.active(app, ground.parties));
    const { officer } = ground.parties.bureau;
    const foreign = (await elsewhere.make('visits', PLAN, officer)).body as Visit;
    await elsewhere.must('visits', foreign.id, 'report', TOLD, officer);
    const planned = (await plan(user)).body as Visit;
    for (const { id } of [foreign, planned])
      expect(refusal(await by(id))).toEqual([404, 'not_found', '/scores/0/evidence/0/id']);
    expect((await by(visit.id)).status).toBe(200);
    await evaluation.scored([first, third]);
    expect((await evaluation.must('submit-scores', {}, user)).state).toBe('scored');
  });

  it('plans none once it has sent its scores, and still settles what it found', async () => {
    expect(refusal(await plan(user))).toEqual([403, 'not_permitted', null]);
    expect((await settle(visit, 0, 'answer', ground.parties.manager)).status).toBe(200);
    expect(refusal(await settle(visit, 0, 'close', colleague))).toEqual([403, 'not_permitted', null]);
    expect((await settle(visit, 0, 'close', user)).body).toMatchObject({ state: 'closed' });
    // A tie that is found later ends it.
    await evaluation.must('return-scores', { reason: '请补充' }, ground.parties.bureau.approver);
    await evaluation.must('declare', { tied: true, tie: '后来任职' }, user);
    expect(refusal(await settle(visit, 1, 'drop', user))).toEqual([403, 'not_permitted', null]);
    expect(refusal(await plan(user))).toEqual([403, 'not_permitted', null]);
  });

  const steps = (kind: string, by: TestAccount) => ownSteps(app, by, kind, ground.contract);
  const shown = async (id: string, by: TestAccount) => {
    const { allowedActions, findings } = await work.one<Visit>('visits', id, by);
    return [actionNames(allowedActions), findings.map((each) => actionNames(each.allowedActions))];
  };

  it('shows what is planned and found to those of it alone who may act', async () => {
    const contract = await Contracting.active(app, ground.parties);
    ground = { ...ground, contract: contract.id };
    work = new Implementing(app, ground.parties, contract);
    evaluation = await Evaluating.planned(app, ground);
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    await evaluation.must('appoint', {}, ground.parties.bureau.approver);
    user = await makeUser(app, 'evaluator', ground.evaluator.body);
    await evaluation.must('declare', { tied: true, tie: '配偶在该服务机构任职' }, colleague);
    await evaluation.must('declare', { tied: false }, user);
    visit = (await report((await plan(user)).body as Visit, user)).body as Visit;
    await settle(visit, 0, 'answer', ground.parties.manager);
    const planned = (await plan(user)).body as Visit;
    const { officer } = ground.parties.bureau;
    const [at, found] = [`contracts/${ground.contract}/visits`, visit.findings[0]?.id ?? ''];
    expect([await steps('visit_report', user), await steps('visit_finding_answered', user)]).toEqual([
      [`${at}/${planned.id}/actions/report`],
      [`${at}/${visit.id}/findings/${found}/actions/close`],
    ]);
    for (const by of [colleague, officer])
      expect([await steps('visit_report', by), await steps('visit_finding_answered', by)]).toEqual([[], []]);
    expect(await shown(planned.id, user)).toEqual([['report', 'reschedule', 'cancel'], []]);
    expect(await shown(visit.id, user)).toEqual([[], [['close', 'reopen'], ['drop']]]);
    for (const by of [colleague, officer]) {
      expect(await shown(planned.id, by)).toEqual([[], []]);
      expect(await shown(visit.id, by)).toEqual([[], [[], []]]);
    }
    expect(refusal(await work.act('visits', planned.id, 'cancel', { reason: '不再需要' }, officer))).toEqual([
      403,
      'not_permitted',
      null,
    ]);
    expect(refusal(await settle(visit, 0, 'close', officer))).toEqual([422, 'not_who_visited', null]);
  });

  it('leaves it to the buyer to end once nobody of it may act any more', async () => {
    const { officer, approver } = ground.parties.bureau;
    await evaluation.must('replace-evaluator', { reason: '改派' }, approver);
    const planned = (await work.list<Visit>('visits')).find(({ state }) => state === 'planned') as Visit;
    const [at, found] = [`contracts/${ground.contract}/visits`, visit.findings[0]?.id ?? ''];
    const tied = await makeTied(app, ground.parties);
    for (const by of [user, colleague, tied])
      expect([await steps('visit_report', by), await steps('visit_finding_answered', by)]).toEqual([[], []]);
    expect([await steps('visit_report', officer), await steps('visit_finding_answered', officer)]).toEqual([
      [`${at}/${planned.id}/actions/cancel`],
      [`${at}/${visit.id}/findings/${found}/actions/close`],
    ]);
    expect((await listRefusedTasks(app, officer)).filter((task) => task.startsWith('visit'))).toEqual([]);
    expect(await shown(planned.id, officer)).toEqual([['cancel'], []]);
    expect(await shown(visit.id, officer)).toEqual([[], [['close', 'reopen'], ['drop']]]);
    const cancel = (by: TestAccount) => work.act('visits', planned.id, 'cancel', { reason: '评估机构已更换' }, by);
    expect(refusal(await cancel(approver))).toEqual([403, 'not_permitted', null]);
    expect(refusal(await cancel(tied))).toEqual([422, 'visitor_has_interest', null]);
    expect(refusal(await work.act('visits', planned.id, 'report', TOLD, officer))).toEqual([
      403,
      'not_permitted',
      null,
    ]);
    expect((await cancel(officer)).body).toMatchObject({ state: 'cancelled' });
    expect((await settle(visit, 0, 'close', officer)).body).toMatchObject({ state: 'closed' });
    expect((await settle(visit, 1, 'drop', officer)).body).toMatchObject({ state: 'closed' });
    expect([await steps('visit_report', officer), await steps('visit_finding_answered', officer)]).toEqual([[], []]);
  });

  it('which is so too where the one who went to see it has left', async () => {
    const { officer, approver } = ground.parties.bureau;
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    await evaluation.must('appoint', {}, approver);
    await evaluation.must('declare', { tied: false }, user);
    visit = (await report((await plan(user)).body as Visit, user)).body as Visit;
    await settle(visit, 0, 'answer', ground.parties.manager);
    expect(refusal(await settle(visit, 0, 'close', officer))).toEqual([422, 'not_who_visited', null]);
    await app.dataSource.query(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [user.id]);
    expect((await steps('visit_finding_answered', officer)).length).toBe(1);
    expect((await settle(visit, 0, 'close', officer)).body).toMatchObject({ state: 'closed' });
  });
});
