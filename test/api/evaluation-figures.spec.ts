import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeKey, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { activateScheme, closeSurvey, Evaluating, makeGround, TREE, type Ground } from '../support/evaluations.js';
import { startContracting } from '../support/started.js';

const SCHEMES = '/api/v1/evaluation-schemes';
const STANDARDS = [{ no: 1, text: '服务人次', target: 100, unit: '人次', measure: { of: 'visits' } }];
const leaf = (weight: string, channel: string, max: string, source: object | null) => ({
  ...{ name: '指标', weight, channel, kind: 'outcome', max, source },
});
const WINDOW = { start: '2025-12-22', end: '2026-12-21' };
const SOURCED = [
  {
    name: '服务效果',
    weight: '60',
    indicators: [
      {
        name: '成效',
        weight: '100',
        leaves: [
          leaf('50', 'indicators', '100', { of: 'completion', standard: 1 }),
          leaf('50', 'indicators', '10', { of: 'money' }),
        ],
      },
    ],
  },
  {
    name: '服务对象',
    weight: '40',
    indicators: [{ name: '满意度', weight: '100', leaves: [leaf('100', 'residents', '5', { of: 'satisfaction' })] }],
  },
];

describe('the sheet of an evaluation', () => {
  let app: TestApp;
  let ground: Ground;
  let at: Evaluating;
  let survey: string;
  const ask = async (
    title: string,
    closesOn: string,
    by = ground.evaluator.user,
    contract = ground.contract,
  ): Promise<string> => {
    const { body } = await app.http
      .post('/api/v1/surveys')
      .set(by.auth)
      .send({
        ...{ contract, purpose: 'evaluation', title, opensOn: '2026-01-20', closesOn },
        questions: [{ kind: 'scale', text: { zh: '您满意吗？' } }],
      })
      .expect(201);
    return (body as { id: string }).id;
  };
  beforeAll(async () => {
    const { app: started, parties } = await startContracting();
    app = started;
    const contract = await Contracting.signed(app, parties, { standards: STANDARDS }, { window: WINDOW });
    await contract.must('start');
    await setBusinessTime(app, '2026-01-20T09:00:00+08:00');
    const body = await makeBody(app, { kind: 'evaluator' });
    const scheme = await app.http
      .post(SCHEMES)
      .set(parties.bureau.officer.auth)
      .send({ name: '评估方案', category: 'ELDERLY_HOME_CARE', dimensions: SOURCED })
      .expect(201);
    const { id } = scheme.body as { id: string };
    await activateScheme(app, parties, id);
    const user = await makeUser(app, 'evaluator', body);
    ground = { parties, contract: contract.id, scheme: id, evaluator: { body, user } };
    await serve(contract.id, 80);
    at = await Evaluating.inField(app, ground, { kind: 'final' });
    survey = await ask('满意度', '2026-06-30');
  });
  afterAll(() => app.close());

  const serve = (contract: string, participants: number) =>
    app.http
      .post(`/api/v1/contracts/${contract}/service-records`)
      .set(ground.parties.manager.auth)
      .send({ servedOn: '2026-01-05', form: 'group', minutes: 60, workers: { assistant: 1 }, participants })
      .expect(201);

  const refused = async (scores: object[]) => {
    const { version } = await at.read(ground.evaluator.user);
    const { status, body } = await at.score(scores);
    expect((await at.read(ground.evaluator.user)).version).toBe(version);
    const { code, errors } = body as { code?: string; errors?: { pointer: string }[] };
    return [status, code, errors?.map(({ pointer }) => pointer)];
  };
  const filled = async () =>
    (await at.read(ground.evaluator.user)).filled?.map((figure) => [
      figure.leaf,
      figure.value,
      figure.points,
      figure.reason,
    ]);

  it('is filled with what the product knows, with its source, when work begins', async () => {
    expect(await filled()).toEqual([
      ['1.1.1', '80.0', '80.00', null],
      ['1.1.2', '0.0', '0.00', null],
      ['2.1.1', null, null, 'no_survey'],
    ]);
    const { scores, progress } = await at.read(ground.evaluator.user);
    expect(scores?.map(({ leaf: code, points }) => [code, points])).toEqual([
      ['1.1.1', '80.00'],
      ['1.1.2', '0.00'],
    ]);
    expect(progress).toMatchObject({ unscored: ['2.1.1'], missingEvidence: ['2.1.1'] });
    // Nobody else sees it before it is sent.
    expect((await at.read()).filled).toBeNull();
  });

  it('judges a midterm by what of the target is due by then, the final by all of it', async () => {
    const midterm = await Evaluating.inField(app, ground);
    const { filled: figures } = await midterm.read(ground.evaluator.user);
    // Of a hundred visits in 365 days eight are due after thirty.
    expect(figures?.map(({ leaf: code, value }) => [code, value])).toEqual([
      ['1.1.1', '100.0'],
      ['1.1.2', '0.0'],
      ['2.1.1', null],
    ]);
    expect((await filled())?.[0]).toEqual(['1.1.1', '80.0', '80.00', null]);
  });

  it('does not count days on which the contract was halted as due', async () => {
    const { parties } = ground;
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const contract = await Contracting.signed(app, parties, { standards: STANDARDS }, { window: WINDOW });
    await contract.must('start');
    await setBusinessTime(app, '2026-01-06T09:00:00+08:00');
    await serve(contract.id, 2);
    await contract.halted();
    await setBusinessTime(app, '2026-01-20T09:00:00+08:00');
    const read = async () =>
      (await (await Evaluating.inField(app, { ...ground, contract: contract.id })).read(ground.evaluator.user)).filled;
    // A hundred visits in 365 days: of thirty days fifteen were halted, so that four are due, and two were made.
    expect((await read())?.[0]).toMatchObject({ leaf: '1.1.1', value: '48.7' });
    await contract.must('resume');
    // The day on which it goes on counts again: due are 100 × 16 / 365.
    expect((await read())?.[0]).toMatchObject({ leaf: '1.1.1', value: '45.6' });
  });

  it('takes other points than the figure gives with a comment alone', async () => {
    expect(await refused([{ leaf: '1.1.1', points: '90' }])).toEqual([422, 'comment_required', ['/scores/0/comment']]);
    expect(await refused([{ leaf: '1.1.1', points: '90', comment: ' ' }])).toEqual([
      422,
      'comment_required',
      ['/scores/0/comment'],
    ]);
    const evidence = [{ kind: 'document', id: await at.document() }];
    await at.scored([{ leaf: '1.1.1', points: '90', comment: '另有二十人次未及录入', evidence }]);
    await at.must('refill', {}, ground.evaluator.user);
    const { scores } = await at.read(ground.evaluator.user);
    expect(scores?.find(({ leaf: code }) => code === '1.1.1')?.points).toBe('90.00');
  });

  it('takes the points of residents from their answers, and refuses what is typed', async () => {
    const meeting = await at.meeting(ground.evaluator.body, { heldAt: '2026-01-10T09:00:00+08:00' });
    await at.scored([{ leaf: '2.1.1', points: '5', evidence: [{ kind: 'meeting', id: meeting }] }]);
    await closeSurvey(app, survey);
    // Fifteen of thirty gave 4, fifteen 5.
    await app.dataSource.query(
      `WITH stratum AS (INSERT INTO survey_stratum (survey_id, no, population, sampled) VALUES ($1, 1, 40, 40) RETURNING no)
       INSERT INTO survey_answer (survey_id, stratum, answers)
       SELECT $1, 1, jsonb_build_array(4 + n % 2) FROM generate_series(1, 30) n`,
      [survey],
    );
    const early = await at.act('submit-scores', {}, ground.evaluator.user);
    expect([early.status, early.body.code, early.body.facts]).toEqual([
      422,
      'points_derived',
      { leaves: ['2.1.1'], action: 'refill' },
    ]);
    await at.must('refill', {}, ground.evaluator.user);
    // By hand: 0.5 × 3/4 + 0.5 = 0.875; of five points 4.375, half up.
    expect((await filled())?.at(-1)).toEqual(['2.1.1', '87.5', '4.38', null]);
    expect((await at.read(ground.evaluator.user)).filled?.at(-1)?.survey).toBe(survey);
    expect(await refused([{ leaf: '2.1.1', points: '5', comment: '代表们说得更好' }])).toEqual([
      422,
      'points_derived',
      ['/scores/0/points'],
    ]);
    // A later survey that nobody answers takes nothing from it.
    const unanswered = await ask('补充调查', '2026-07-31');
    await closeSurvey(app, unanswered);
    const asked = `INSERT INTO survey_stratum (survey_id, no, population, sampled) VALUES ($1, 1, 40, 40)`;
    await app.dataSource.query(asked, [unanswered]);
    await at.must('refill', {}, ground.evaluator.user);
    expect((await filled())?.at(-1)).toEqual(['2.1.1', '87.5', '4.38', null]);
    expect((await at.read(ground.evaluator.user)).filled?.at(-1)?.survey).toBe(survey);
    expect(await refused([{ leaf: '2.1.1', points: '5', comment: '代表们说得更好' }])).toEqual([
      422,
      'points_derived',
      ['/scores/0/points'],
    ]);
    // Who found out to be tied learns nothing of the answers by the sheet.
    const tied = await makeUser(app, 'evaluator', ground.evaluator.body);
    await at.must('declare', { tied: true, tie: '亲属' }, tied);
    const seen = await at.read(tied);
    expect(seen.filled?.map(({ leaf: code }) => code)).toEqual(['1.1.1', '1.1.2']);
    expect(seen.scores?.map(({ leaf: code }) => code)).toEqual(['1.1.1', '1.1.2']);
    const byKey = await at.read(await makeKey(app, tied, ['contract.read', 'evaluation.act']));
    expect([byKey.filled, byKey.scores]).toEqual([seen.filled, seen.scores]);
    const sent = await at.must('submit-scores', {}, ground.evaluator.user);
    // 60 × (90/100 × 50 + 0/10 × 50) % and 40 × 4.38/5.
    expect(sent.state).toBe('scored');
    expect((await at.read()).total).toBe('62.04');
    expect((await at.read()).filled).toHaveLength(3);
  });

  it('keeps the figures of a set that was sent', async () => {
    await at.must('return-scores', { reason: '请补充依据' }, ground.parties.bureau.approver);
    await expect(
      app.dataSource.query(
        `UPDATE evaluation_figure SET points = 1 WHERE evaluation_id = $1 AND set_no = 1 AND leaf = '1.1.1'`,
        [at.id],
      ),
    ).rejects.toThrow('kept as they were');
    expect((await filled())?.map(([code]) => code)).toEqual(['1.1.1', '1.1.2', '2.1.1']);
  });

  it('is held to the answers after an appeal too', async () => {
    const { bureau, manager } = ground.parties;
    await at.must('submit-scores', {}, ground.evaluator.user);
    await at.must('confirm', {}, bureau.approver);
    await at.must('publish');
    await at.must('appeal', { reason: '未计入补录的服务' }, manager);
    const evidence = [{ kind: 'document', id: await at.document() }];
    await at.scored([{ leaf: '1.1.1', points: '95', comment: '补录后重新计算', evidence }]);
    const give = (points: number) =>
      app.dataSource.query(
        `UPDATE evaluation_score SET points = $2 WHERE evaluation_id = $1 AND leaf = '2.1.1'
           AND set_no = (SELECT max(set_no) FROM evaluation_score WHERE evaluation_id = $1)`,
        [at.id, points],
      );
    await give(500);
    const again = { reason: '已重新计算' };
    const other = await at.act('re-evaluate', again, ground.evaluator.user);
    expect([other.status, other.body.code]).toEqual([422, 'points_derived']);
    await give(438);
    expect((await at.must('re-evaluate', again, ground.evaluator.user)).state).toBe('re_evaluated');
  });

  it('takes no points from the survey of an evaluator that was replaced, but from that of the buyer', async () => {
    const { parties, evaluator } = ground;
    const { officer, approver } = parties.bureau;
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const { id: contract } = await Contracting.signed(app, parties);
    await setBusinessTime(app, '2026-01-20T09:00:00+08:00');
    const answered = async (by: TestAccount, closesOn: string): Promise<string> => {
      const id = await ask('满意度', closesOn, by, contract);
      await closeSurvey(app, id);
      await app.dataSource.query(
        `WITH stratum AS (INSERT INTO survey_stratum (survey_id, no, population, sampled) VALUES ($1, 1, 40, 40) RETURNING no)
         INSERT INTO survey_answer (survey_id, stratum, answers)
         SELECT $1, 1, jsonb_build_array(4 + n % 2) FROM generate_series(1, 30) n`,
        [id],
      );
      return id;
    };
    const replaced = await Evaluating.inField(app, { ...ground, contract });
    const own = await answered(evaluator.user, '2026-07-31');
    const residents = async (by: TestAccount) => (await replaced.read(by)).filled?.at(-1);
    await replaced.must('refill', {}, evaluator.user);
    expect(await residents(evaluator.user)).toMatchObject({ points: '4.38', survey: own });
    await replaced.must('declare', { tied: true, tie: '后来任职' }, evaluator.user);
    await replaced.must('replace-evaluator', { reason: '有利害关系' }, approver);
    const body = await makeBody(app, { kind: 'evaluator' });
    const user = await makeUser(app, 'evaluator', body);
    await replaced.must('propose-evaluator', { evaluator: body });
    await replaced.must('appoint', {}, approver);
    await replaced.must('declare', { tied: false }, user);
    await replaced.must('begin-fieldwork', {}, user);
    expect(await residents(user)).toMatchObject({ points: null, reason: 'no_survey', survey: null });
    const bought = await answered(officer, '2026-06-30');
    await replaced.must('refill', {}, user);
    expect(await residents(user)).toMatchObject({ points: '4.38', survey: bought });
  });

  it('is not filled where the scheme names no source', async () => {
    const other = await Evaluating.inField(app, await makeGround(app, null));
    expect((await other.read(other.ground.evaluator.user)).filled).toEqual([]);
  });
});

describe('a scheme that an evaluator drafts', () => {
  let app: TestApp;
  let ground: Ground;
  beforeAll(async () => {
    app = await startTestApp();
    ground = await makeGround(app);
  });
  afterAll(() => app.close());

  const draft = (body: object, by = ground.evaluator.user) => app.http.post(SCHEMES).set(by.auth).send(body);
  const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

  it('is drafted for a buyer that appointed it, and put in force by another person of that buyer', async () => {
    const { bureau } = ground.parties;
    const given = { owner: bureau.id, name: '第三方拟定的方案', category: 'ELDERLY_HOME_CARE', dimensions: TREE };
    expect((await draft(given)).status).toBe(400);
    expect(codeOf(await draft({ ...given, owner: undefined }))).toEqual([403, 'not_permitted']);
    const evaluation = await Evaluating.inField(app, ground);
    expect(evaluation.id).toBeDefined();
    const made = await draft(given).expect(201);
    const scheme = made.body as { id: string; version: number };
    expect(made.body).toMatchObject({ owner: bureau.id, draftedBy: ground.evaluator.body, state: 'draft' });
    const send = (verb: 'patch' | 'post', path: string, body: object, by = ground.evaluator.user, version = 1) =>
      app.http[verb](`${SCHEMES}/${scheme.id}${path}`)
        .set({ ...by.auth, 'If-Match': `"${version}"` })
        .send(body);
    await send('patch', '', { name: '改过的方案' }).expect(200);
    expect((await send('post', '/actions/activate', {}, ground.evaluator.user, 2)).status).toBe(403);
    const stranger = await makeUser(app, 'evaluator', await makeBody(app, { kind: 'evaluator' }));
    expect((await app.http.get(`${SCHEMES}/${scheme.id}`).set(stranger.auth)).status).toBe(404);
    const active = await send('post', '/actions/activate', {}, bureau.approver, 2).expect(200);
    expect(active.body).toMatchObject({ state: 'active', draftedBy: ground.evaluator.body });
    expect(codeOf(await send('patch', '', { name: 'x' }, ground.evaluator.user, 3))).toEqual([409, 'wrong_state']);
    const next = await draft({ owner: bureau.id, basedOn: scheme.id }).expect(201);
    expect(next.body).toMatchObject({ no: 2, owner: bureau.id, draftedBy: ground.evaluator.body });
  });

  it('begins with nothing that its buyer has not shown, and by nobody who is tied', async () => {
    const { bureau } = ground.parties;
    const own = await draft({ template: 'ELDERLY_HOME_CARE' }, bureau.officer).expect(201);
    const hidden = await draft({ owner: bureau.id, basedOn: (own.body as { id: string }).id });
    expect(codeOf(hidden)).toEqual([404, 'not_found']);
    const other = await makeGround(app, null);
    const tied = await Evaluating.planned(app, other);
    await tied.must('propose-evaluator', { evaluator: other.evaluator.body });
    await tied.must('appoint', {}, other.parties.bureau.approver);
    await tied.must('declare', { tied: true, tie: '曾任职' }, other.evaluator.user);
    const refused = await draft(
      { owner: other.parties.bureau.id, template: 'ELDERLY_HOME_CARE' },
      other.evaluator.user,
    );
    expect(refused.status).toBe(400);
  });

  it('is refused where a source does not fit its leaf', async () => {
    const [first, second] = SOURCED;
    const wrong = [
      first,
      {
        ...second,
        indicators: [
          { name: '满意度', weight: '100', leaves: [leaf('100', 'residents', '5', { of: 'money', question: 1 })] },
        ],
      },
    ];
    const answer = await draft({ name: '方案', dimensions: wrong }, ground.parties.bureau.officer);
    expect(codeOf(answer)).toEqual([422, 'source_unfit']);
    expect((answer.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toEqual([
      '/dimensions/1/indicators/0/leaves/0/source/question',
      '/dimensions/1/indicators/0/leaves/0/source/of',
    ]);
  });
});
