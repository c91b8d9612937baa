import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeKey, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting } from '../support/contracts.js';
import { Evaluating, makeGround, type Ground } from '../support/evaluations.js';
import { ownSteps } from '../support/own-tasks.js';
import { userDesk } from '../support/users.js';

interface Grade {
  contract: string;
  score: string;
  grade: string;
  reason: string;
  supplier: string;
}

describe('a grade goes on', () => {
  let app: TestApp;
  let ground: Ground;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    ground = await makeGround(app);
    ({ officer } = ground.parties.bureau);
  });
  afterAll(() => app.close());

  const post = async (path: string, body: object): Promise<string> => {
    const answer = await app.http.post(`/api/v1/${path}`).set(officer.auth).send(body);
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as { id: string }).id;
  };
  const get = async <T>(path: string, by: TestAccount = officer): Promise<T> =>
    (
      await app.http
        .get(`/api/v1/${path}`)
        .set({ ...by.auth, 'Accept-Language': 'zh-CN' })
        .expect(200)
    ).body as T;
  const draft = (lines: string[]) =>
    post('tenders', {
      conducted: 'here',
      buyer: ground.parties.bureau.id,
      title: '下一年度居家养老服务',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      serviceLines: lines,
    });

  it('to the next tender of its line, with the reason, and to the next programme; not while it is appealed against', async () => {
    const evaluation = await Evaluating.sent(app, ground);
    const next = await draft([ground.parties.bureau.line]);
    const line = await post('service-lines', {
      name: '助浴',
      category: 'ELDERLY_HOME_CARE',
      since: '2018-01-01',
      region: '990203',
    });
    const other = await draft([line]);
    const programme = (year: number) =>
      post('programmes', { name: '计划', year, buyer: ground.parties.bureau.id, source: { kind: 'statement' } });
    const [near, far] = [await programme(2026), await programme(2028)];
    const ofTender = async (id: string, by = officer) =>
      (await get<{ here: { earlierGrades: Grade[] } }>(`tenders/${id}`, by)).here.earlierGrades;
    const ofProgramme = async (id: string) => (await get<{ earlierGrades: Grade[] }>(`programmes/${id}`)).earlierGrades;
    // Sent and not published: it is nobody's to know.
    expect([await ofTender(next), await ofProgramme(near)]).toEqual([[], []]);
    const { approver } = ground.parties.bureau;
    await evaluation.must('confirm', {}, approver);
    await evaluation.must('publish');
    const shown = { contract: ground.contract, score: '81.65', grade: '良', supplier: ground.parties.agency };
    expect(await ofTender(next)).toEqual([
      expect.objectContaining({ ...shown, reason: '此前服务同一服务线：社区养老' }),
    ]);
    expect(await ofTender(next, approver)).toHaveLength(1);
    expect(await ofTender(other)).toEqual([]);
    expect(await ofProgramme(near)).toEqual([
      expect.objectContaining({ ...shown, reason: '同一购买方 2025 年的评估结果' }),
    ]);
    expect(await ofProgramme(far)).toEqual([]);
    await evaluation.must('appeal', { reason: '抽样有误' }, ground.parties.manager);
    expect([await ofTender(next), await ofProgramme(near)]).toEqual([[], []]);
  });

  it('also where it was published elsewhere and is on record', async () => {
    const next = await draft([ground.parties.bureau.line]);
    const recorded = await Contracting.recorded(app, ground.parties);
    const told = await recorded.post('facts', {
      facts: [
        {
          kind: 'evaluation',
          data: { kind: 'final', on: '2025-12-20', score: '58.00', grade: '差' },
          source: { kind: 'statement' },
        },
      ],
    });
    expect(told.status).toBe(200);
    const { here } = await get<{ here: { earlierGrades: Grade[] } }>(`tenders/${next}`);
    expect(here.earlierGrades.map(({ score, grade }) => [score, grade])).toContainEqual(['58.00', '差']);
  });

  it('and what waits is a task of who has to do it', async () => {
    const evaluation = await Evaluating.planned(app, ground);
    const tasks = async (by: TestAccount) =>
      (await get<{ items: { id: string; title: string }[] }>('me/tasks?kind=evaluation&limit=200', by)).items
        .filter(({ id }) => id === evaluation.id)
        .map(({ title }) => title);
    const about = ' (社区居家养老服务项目 第 1 包)';
    const { approver } = ground.parties.bureau;
    const { user, body } = ground.evaluator;
    expect(await tasks(officer)).toEqual([`绩效评估: 提出评估机构${about}`]);
    await evaluation.must('propose-evaluator', { evaluator: body });
    expect([await tasks(officer), await tasks(approver)]).toEqual([[], [`绩效评估: 确定评估机构${about}`]]);
    await evaluation.must('appoint', {}, approver);
    expect([await tasks(approver), await tasks(user)]).toEqual([[], [`绩效评估: 声明利害关系${about}`]]);
    await evaluation.must('declare', { tied: false }, user);
    expect(await tasks(user)).toEqual([`绩效评估: 开始评估${about}`]);
    expect(await tasks(ground.parties.manager)).toEqual([]);
  });

  it('is worked on by a key of whoever declared to be tied to nobody, and by no other key', async () => {
    const evaluation = await Evaluating.planned(app, ground);
    const { body } = ground.evaluator;
    const people = [await makeUser(app, 'evaluator', body), await makeUser(app, 'evaluator', body)] as const;
    const [first, second] = people;
    const keys = await Promise.all(people.map((one) => makeKey(app, one, ['contract.read', 'evaluation.act'])));
    const [free, tied] = keys as [TestAccount, TestAccount];
    const waits = async () =>
      Promise.all(
        [free, tied].map(async (by) =>
          (await ownSteps(app, by, 'evaluation'))
            .filter((step) => step?.includes(evaluation.id))
            .map((step) => step?.split('/').at(-1)),
        ),
      );
    const mayDeclare = async (by: TestAccount) =>
      actionNames((await evaluation.read(by)).allowedActions).includes('declare');
    const codeOf = async (action: string, by: TestAccount) =>
      ((await evaluation.act(action, {}, by)).body as { code: string }).code;
    await evaluation.must('propose-evaluator', { evaluator: body });
    await evaluation.must('appoint', {}, ground.parties.bureau.approver);
    // Whether they are tied is said by persons.
    expect(await waits()).toEqual([[], []]);
    expect([await mayDeclare(first), await mayDeclare(free)]).toEqual([true, false]);
    expect((await evaluation.act('declare', { tied: false }, free)).status).toBe(403);
    await evaluation.must('declare', { tied: false }, first);
    expect(await waits()).toEqual([['begin-fieldwork'], []]);
    expect(await codeOf('begin-fieldwork', tied)).toBe('evaluator_tied');
    await evaluation.must('begin-fieldwork', {}, free);
    await evaluation.must('declare', { tied: true, tie: '近亲属任职' }, second);
    expect(await waits()).toEqual([['submit-scores'], []]);
    expect(await codeOf('refill', tied)).toBe('evaluator_tied');
    await evaluation.must('refill', {}, free);
  });

  it('waits for a colleague who declares once the only person who had is gone, and for the buyer once all are tied', async () => {
    const evaluation = await Evaluating.planned(app, ground);
    const { approver } = ground.parties.bureau;
    const { body } = ground.evaluator;
    const people = [];
    for (let n = 0; n < 3; n++) people.push(await makeUser(app, 'evaluator', body));
    const [first, second, third] = people as [TestAccount, TestAccount, TestAccount];
    const steps = async (...by: TestAccount[]) =>
      Promise.all(
        by.map(async (one) =>
          (await ownSteps(app, one, 'evaluation'))
            .filter((step) => step?.includes(evaluation.id))
            .map((step) => step?.split('/').at(-1)),
        ),
      );
    const users = userDesk(
      app,
      await makeAccount(app, { role: 'admin', organisation: null }),
      ground.parties.bureau.id,
    );
    const leave = async ({ id }: TestAccount) => users.act(await users.read(id), 'disable').expect(200);
    await evaluation.must('propose-evaluator', { evaluator: body });
    await evaluation.must('appoint', {}, approver);
    await evaluation.must('declare', { tied: false }, first);
    expect(await steps(first, second, approver)).toEqual([['begin-fieldwork'], [], []]);
    await leave(first);
    expect(await steps(second, third, approver)).toEqual([['declare'], ['declare'], []]);
    await evaluation.must('declare', { tied: false }, second);
    expect(await steps(second, third, approver)).toEqual([['begin-fieldwork'], [], []]);
    await evaluation.must('begin-fieldwork', {}, second);
    expect(await steps(second, third, approver)).toEqual([['submit-scores'], [], []]);
    await leave(second);
    expect(await steps(third, approver)).toEqual([['declare'], []]);
    await evaluation.must('declare', { tied: true, tie: '近亲属任职' }, third);
    expect(await steps(third, approver)).toEqual([[], ['replace-evaluator']]);
  });
});
