import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeScheme } from '../support/evaluations.js';
import { ownSteps } from '../support/own-tasks.js';
import { RiskWorld } from '../support/risk-world.js';
import { Surveying } from '../support/surveys.js';

describe('residents are asked for an evaluation', () => {
  let app: TestApp;
  let surveying: Surveying;
  let evaluation: Evaluating;
  let untied: TestAccount;
  let tied: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    surveying = await Surveying.among(app, [6]);
    const { parties, contract } = surveying;
    const body = await makeBody(app, { kind: 'evaluator' });
    untied = await makeUser(app, 'evaluator', body);
    tied = await makeUser(app, 'evaluator', body);
    const ground = { parties, contract, scheme: await makeScheme(app, parties), evaluator: { body, user: untied } };
    evaluation = await Evaluating.planned(app, ground);
    await evaluation.must('propose-evaluator', { evaluator: body });
    await evaluation.must('appoint', {}, parties.bureau.approver);
  });
  afterAll(() => app.close());

  const make = (by: TestAccount) => surveying.make({ purpose: 'evaluation' }, by);
  const act = async (action: string, body: object, by: TestAccount) => {
    const { version } = await surveying.read(untied);
    return app.http
      .post(`/api/v1/surveys/${surveying.id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  };
  const code = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

  it('by those of its people who declared to be tied to nobody, from the first word to the last slip', async () => {
    await evaluation.must('declare', { tied: true, tie: '配偶在该服务机构任职' }, tied);
    expect([403, 404]).toContain((await make(tied)).status);
    expect([403, 404]).toContain((await make(untied)).status);
    await evaluation.must('declare', { tied: false }, untied);
    expect([403, 404]).toContain((await make(tied)).status);
    const made = await make(untied);
    expect(made.status).toBe(201);
    surveying.id = (made.body as { id: string }).id;
    // To those alone who may: the others may end what was begun, and nothing else.
    const waits = async (by: TestAccount) => ownSteps(app, by, 'survey_draft', surveying.contract);
    const allowed = async (by: TestAccount) => actionNames((await surveying.read(by)).allowedActions);
    expect([await waits(untied), await waits(tied)]).toEqual([[`surveys/${surveying.id}/actions/draw`], []]);
    expect([await allowed(untied), await allowed(tied)]).toEqual([['draw', 'open', 'cancel'], ['cancel']]);
    expect(code(await surveying.change({ title: '另一份' }, tied))).toEqual([422, 'evaluator_tied']);
    expect((await surveying.change({ title: '满意度' }, untied)).status).toBe(200);
    const steps: [string, object][] = [
      ['draw', { size: 4 }],
      ['open', {}],
      ['extend', { closesOn: '2026-04-10', reason: '回收不足' }],
    ];
    for (const [action, body] of steps) {
      expect([action, ...code(await act(action, body, tied))]).toEqual([action, 422, 'evaluator_tied']);
      expect([action, (await act(action, body, untied)).status]).toEqual([action, 200]);
    }
    expect([await allowed(untied), await allowed(tied)]).toEqual([
      ['print_again', 'extend', 'close', 'cancel'],
      ['close', 'cancel'],
    ]);
    const print = async (by: TestAccount) => {
      const { version } = await surveying.read(untied);
      return app.http.post(`/api/v1/surveys/${surveying.id}/slips`).set({ ...by.auth, 'If-Match': `"${version}"` });
    };
    expect(code(await print(tied))).toEqual([422, 'evaluator_tied']);
    expect((await print(untied)).status).toBe(200);
    const lost = { slip: 1, reason: '纸条遗失' };
    expect(code(await act('print-again', lost, tied))).toEqual([422, 'evaluator_tied']);
    expect((await act('print-again', lost, untied)).status).toBe(200);
    // Whom it drew, by which seed, and what they answered is theirs to know who are tied to nobody.
    const read = (path: string, by: TestAccount) =>
      app.http.get(`/api/v1/surveys/${surveying.id}${path}`).set({ ...by.auth, 'Accept-Language': 'zh-CN' });
    const seed = async (by: TestAccount) => ((await read('', by)).body as { seed: string | null }).seed;
    const known = async (by: TestAccount) => [
      (await read('/sample', by)).status,
      (await read('/results', by)).status,
      (await seed(by)) !== null,
    ];
    expect([await known(untied), await known(tied)]).toEqual([
      [200, 422, true],
      [404, 404, false],
    ]);
    expect(await known(surveying.officer)).toEqual([200, 422, true]);
    await setBusinessTime(app, '2026-04-11T09:00:00+08:00');
    expect([(await read('/results', untied)).status, (await read('/results', tied)).status]).toEqual([200, 404]);
    // What is everybody's is theirs as it is everybody's: without the words that residents wrote to who asked.
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [surveying.contract]);
    const words = async (by: TestAccount) => {
      const { status, body } = await read('/results', by);
      return [
        status,
        (body as { questions: { kind: string; words: unknown }[] }).questions.find((q) => q.kind === 'text')?.words,
      ];
    };
    expect([await words(untied), await words(tied), (await read('/sample', tied)).status]).toEqual([
      [200, []],
      [200, null],
      404,
    ]);
    // A tie that is found later ends it for this person too, by a key of theirs as well.
    const key = await app.http
      .post('/api/v1/api-keys')
      .set(untied.auth)
      .send({ name: '平板', scopes: ['contract.read'] });
    const bearer = { ...untied, auth: { Authorization: `Bearer ${(key.body as { key: string }).key}` } };
    expect((await read('/sample', bearer)).status).toBe(200);
    await evaluation.must('declare', { tied: true, tie: '后来任职' }, untied);
    expect(code(await print(untied))).toEqual([422, 'evaluator_tied']);
    for (const by of [untied, bearer]) expect((await read('/sample', by)).status).toBe(404);
    // Nor is it theirs to know once their body is replaced, or appointed again.
    const { approver } = surveying.parties.bureau;
    const { body } = evaluation.ground.evaluator;
    await evaluation.must('replace-evaluator', { reason: '有利害关系' }, approver);
    const unknown = async () => {
      for (const by of [tied, untied, bearer])
        expect([await words(by), (await read('/sample', by)).status]).toEqual([[200, null], 404]);
    };
    await unknown();
    await evaluation.must('propose-evaluator', { evaluator: body });
    await evaluation.must('appoint', {}, approver);
    await unknown();
    // Another of its people, who is tied to nobody, knows.
    const third = await makeUser(app, 'evaluator', body);
    await evaluation.must('declare', { tied: false }, third);
    expect([await words(third), (await read('/sample', third)).status]).toEqual([[200, []], 200]);
    await unknown();
  });

  /** An evaluator at work on a contract of its own, with a survey of it for each purpose. */
  const evaluateAnew = async (...purposes: string[]) => {
    const { parties } = surveying;
    const asking = await Surveying.among(app, [6], parties);
    const body = await makeBody(app, { kind: 'evaluator' });
    const user = await makeUser(app, 'evaluator', body);
    const { scheme } = evaluation.ground;
    const work = await Evaluating.inField(app, {
      ...{ parties, contract: asking.contract, scheme, evaluator: { body, user } },
    });
    const surveys: string[] = [];
    for (const purpose of purposes) {
      const made = await asking.make({ purpose }, user);
      expect(made.status).toBe(201);
      surveys.push((made.body as { id: string }).id);
    }
    return { asking, user, work, surveys };
  };
  const REPLACED = { reason: '评估机构不再承担该项工作' };

  it('by an evaluator that is replaced: the buyer may end what it began, and nothing else', async () => {
    const { asking, user, work, surveys } = await evaluateAnew('line', 'evaluation');
    const { officer, parties } = asking;
    const [open = '', draft = ''] = surveys;
    const at = (id: string) => {
      asking.id = id;
      return asking;
    };
    for (const [action, body] of [
      ['draw', { size: 4 }],
      ['open', {}],
    ] as const)
      // prettier-ignore
      expect([action, (await at(open).act(action, body, user)).status]).toEqual([action, 200]);
    const steps = async (by: TestAccount) => [
      ...(await ownSteps(app, by, 'survey_draft', asking.contract)),
      ...(await ownSteps(app, by, 'survey_closing', asking.contract)),
    ];
    const allowed = async (id: string) => actionNames((await at(id).read(officer)).allowedActions);
    const end = async (id: string, action = 'cancel') => code(await at(id).act(action, REPLACED, officer));
    // While it is at work its surveys are its own.
    expect([await steps(officer), await allowed(draft), await allowed(open)]).toEqual([[], [], []]);
    for (const id of surveys) expect(await end(id)).toEqual([403, 'not_permitted']);
    await work.must('replace-evaluator', REPLACED, parties.bureau.approver);
    expect([await allowed(draft), await allowed(open)]).toEqual([['cancel'], ['close', 'cancel']]);
    for (const by of [officer, user]) expect(await steps(by)).toEqual([`surveys/${draft}/actions/cancel`]);
    expect(await end(draft, 'draw')).toEqual([403, 'not_permitted']);
    expect(await end(draft)).toEqual([200, undefined]);
    expect(await end(open, 'close')).toEqual([422, 'survey_running']);
    await setBusinessTime(app, '2026-03-21T09:00:00+08:00');
    for (const by of [officer, user]) expect(await steps(by)).toEqual([`surveys/${open}/actions/close`]);
    expect(await end(open)).toEqual([422, 'survey_over']);
    expect(await end(open, 'close')).toEqual([200, undefined]);
    expect(await steps(officer)).toEqual([]);
  });

  it('by an evaluator that is replaced: no rule reads what they said to it', async () => {
    const { asking, user, work, surveys } = await evaluateAnew('evaluation');
    [asking.id = ''] = surveys;
    for (const [action, body] of [
      ['draw', { size: 6 }],
      ['open', {}],
    ] as const)
      // prettier-ignore
      expect([action, (await asking.act(action, body, user)).status]).toEqual([action, 200]);
    expect((await asking.slips(user)).status).toBe(200);
    await setBusinessTime(app, '2026-03-21T09:00:00+08:00');
    const world = new RiskWorld(app, 'live');
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    const judge = async (): Promise<unknown> => {
      await world.settle();
      const path = `/api/v1/risk/assessments?limit=200&indicator=S08&subject=contract:${asking.contract}`;
      const { body } = await app.http.get(path).set(supervisor.auth).expect(200);
      return (body as { items: { reason: { code: string } }[] }).items.map(({ reason }) => reason.code);
    };
    expect(await judge()).toEqual(['too_few_answers']);
    await work.must('replace-evaluator', REPLACED, asking.parties.bureau.approver);
    expect(await judge()).toEqual(['nobody_asked_yet']);
  });
});
