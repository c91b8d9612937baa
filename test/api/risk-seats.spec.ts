import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, type Ground } from '../support/evaluations.js';
import { SeatsDesk } from '../support/seats-desk.js';

/** A made-up resident id with a right check digit, of nobody. */
const NOBODY = '110101199003077651';

describe('buyer, agency and evaluator are one person (S04)', () => {
  let app: TestApp;
  let desk: SeatsDesk;
  let ground: Ground;
  let evaluation: Evaluating;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await SeatsDesk.open(app);
    ({ ground } = desk);
  });
  afterAll(() => app.close());

  it('does not call clear what is not known', async () => {
    expect(await desk.said()).toMatchObject({ state: 'insufficient_data', reason: { missing: ['relations'] } });
    await desk.register(ground.parties.bureau.id, true);
    expect(await desk.said()).toMatchObject({ state: 'insufficient_data' });
    await desk.register(ground.parties.agency, true);
    expect(await desk.said()).toMatchObject({ state: 'clear', value: '1' });
    expect(await desk.flag()).toBeUndefined();
  });

  it('follows the seats of an account, and tells no login', async () => {
    const { bureau, agency } = ground.parties;
    const { officer } = bureau;
    await desk.seats(officer, ['bureau_officer', bureau.id], ['integrator', agency]);
    const found = await desk.said();
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', basis: { kind: 'POLICY' }, value: '2' });
    expect(found.evidence.map(({ record }) => record)).toEqual(
      expect.arrayContaining([`organisation:${bureau.id}`, `organisation:${agency}`]),
    );
    expect(JSON.stringify(found)).not.toContain(officer.login);
    expect(await desk.flag()).toMatchObject({ state: 'open', severity: 'risk' });
    await desk.endInAgency(officer);
    expect(await desk.said()).toMatchObject({ state: 'clear' });
    expect(await desk.flag()).toMatchObject({ state: 'remedied' });
  });

  it('follows who is registered, and who evaluates', async () => {
    const { agency } = ground.parties;
    const { body, user } = ground.evaluator;
    evaluation = await Evaluating.planned(app, ground);
    await evaluation.must('propose-evaluator', { evaluator: body });
    expect(await desk.said()).toMatchObject({ state: 'clear' });
    await evaluation.must('appoint', {}, ground.parties.bureau.approver);
    expect(await desk.said()).toMatchObject({ state: 'insufficient_data', reason: { missing: ['relations'] } });
    await desk.register(body, true, NOBODY);
    expect(await desk.said()).toMatchObject({ state: 'clear' });
    await desk.register(agency, true, NOBODY);
    expect(await desk.said()).toMatchObject({ state: 'triggered', severity: 'risk', value: '2' });
    await desk.register(agency, true);
    expect(await desk.said()).toMatchObject({ state: 'clear' });

    // Who sits in the agency gives no points here: the seat comes after them, and they turn out to be of a later day.
    await setBusinessTime(app, '2025-12-24T09:00:00+08:00');
    await evaluation.must('declare', { tied: false }, user);
    await evaluation.must('begin-fieldwork', {}, user);
    await evaluation.scored(await evaluation.scores());
    expect(await desk.said()).toMatchObject({ state: 'clear' });
    await desk.seats(user, ['evaluator', body], ['integrator', agency]);
    expect(await desk.said()).toMatchObject({ state: 'triggered', severity: 'risk' });
    // The day of a seat is kept by the wall clock, which did not move with the time of business.
    await app.dataSource.query(
      `UPDATE seat SET created_at = created_at - interval '1 day' WHERE user_id = $1 AND organisation_id = $2`,
      [user.id, agency],
    );
    await desk.world.reassess();
    // Points given by who sits in the agency: Regulation article 9.
    expect(await desk.said()).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      basis: { kind: 'law', article: '第九条' },
    });
    expect(await desk.flag()).toMatchObject({ state: 'open', severity: 'violation' });
  });

  it('asks who evaluates too, who reads the finding and is heard before it is confirmed; not who took no part', async () => {
    const { body, user } = ground.evaluator;
    const { id } = (await desk.flag()) as { id: string };
    const url = `/api/v1/risk/flags/${id}`;
    const stranger = await makeBody(app, { kind: 'evaluator' });
    expect((await desk.act(id, 'assign', { askOrganisations: [stranger] })).body).toMatchObject({
      code: 'organisation_not_concerned',
    });
    await app.http.get(url).set(user.auth).expect(404);
    const confirm = async () => {
      const answer = await desk.confirm(id);
      return (answer.body as { errors?: { text: string }[] }).errors?.map(({ text }) => text).join() ?? '';
    };
    const [{ name }] = await app.dataSource.query<[{ name: string }]>(`SELECT name FROM organisation WHERE id = $1`, [
      body,
    ]);
    // Nobody was asked yet: it is named by the finding, so nothing is confirmed before it was.
    expect(await confirm()).toContain(name);
    expect((await desk.act(id, 'assign', { askOrganisations: [body] })).status).toBe(200);
    const { body: read } = await app.http.get(url).set(user.auth).expect(200);
    expect((read as { evidence: { explanation: string }[] }).evidence[0]?.explanation).toContain('three seats');
    expect(await confirm()).toContain(name);
    expect((await desk.act(id, 'respond', { reason: '该人员已于评分前离任。' }, user)).status).toBe(200);
    expect(await confirm()).not.toContain(name);
  });

  it('does not name who takes the place of the evaluator for points that were scored before', async () => {
    const { approver } = ground.parties.bureau;
    await evaluation.must('replace-evaluator', { reason: '有利害关系' }, approver);
    const body = await makeBody(app, { kind: 'evaluator' });
    const user = await makeUser(app, 'evaluator', body);
    await desk.register(body, true);
    await evaluation.must('propose-evaluator', { evaluator: body });
    await evaluation.must('appoint', {}, approver);
    await evaluation.must('declare', { tied: false }, user);
    await evaluation.must('begin-fieldwork', {}, user);
    expect(await desk.said()).toMatchObject({ state: 'clear' });
    await evaluation.scored(await evaluation.scores(user), user);
    await evaluation.must('submit-scores', {}, user);
    await evaluation.must('confirm', {}, approver);
    await evaluation.must('publish');
    expect(await desk.said()).toMatchObject({ state: 'clear' });
  });
});
