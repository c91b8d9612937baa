import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting } from '../support/contracts.js';
import { activateScheme, Evaluating, makeGround, makeScheme, type Ground } from '../support/evaluations.js';
import { ownSteps } from '../support/own-tasks.js';

const TIE = { tied: true, tie: '配偶到该服务机构任职' };
const REASON = { reason: '评估机构有利害关系' };

describe('a tie of an evaluator that is found late', () => {
  let app: TestApp;
  let ground: Ground;
  let approver: TestAccount;
  let officer: TestAccount;
  let user: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    ground = await makeGround(app);
    ({ approver, officer } = ground.parties.bureau);
    ({ user } = ground.evaluator);
  });
  afterAll(() => app.close());

  const outcome = ({ status, body }: { status: number; body: unknown }) => {
    const { code, facts } = body as { code?: string; facts?: { ties?: { tie: string }[] } };
    return [status, code ?? null, ...(facts?.ties ?? []).map(({ tie }) => tie)];
  };
  const hold = (body: string) =>
    app.dataSource.query(
      `INSERT INTO organisation_holding (organisation_id, held_by, relation) VALUES ($1, $2, 'founder')`,
      [body, ground.parties.agency],
    );
  const release = (body: string) =>
    app.dataSource.query(`DELETE FROM organisation_holding WHERE organisation_id = $1`, [body]);
  const steps = (evaluation: Evaluating, by: TestAccount) =>
    ownSteps(app, by, 'evaluation', ground.contract).then((all) =>
      all.filter((step) => step?.includes(evaluation.id)).map((step) => step?.split('/').at(-1)),
    );
  const another = async (evaluation: Evaluating) => {
    const body = await makeBody(app, { kind: 'evaluator' });
    const person = await makeUser(app, 'evaluator', body);
    await evaluation.must('propose-evaluator', { evaluator: body });
    await evaluation.must('appoint', {}, approver);
    await evaluation.must('declare', { tied: false }, person);
    await evaluation.must('begin-fieldwork', {}, person);
    await evaluation.scored(await evaluation.scores(person), person);
    return evaluation.must('submit-scores', {}, person);
  };

  it('is declared after the scores were sent, and before and after they are confirmed, and gives it to another', async () => {
    for (const isConfirmed of [false, true]) {
      const evaluation = await Evaluating.sent(app, ground);
      if (isConfirmed) await evaluation.must('confirm', {}, approver);
      expect(actionNames((await evaluation.read(user)).allowedActions)).toEqual(['declare']);
      expect([await steps(evaluation, approver), await steps(evaluation, officer)]).toEqual(
        isConfirmed ? [[], ['publish']] : [['confirm'], []],
      );
      expect(outcome(await evaluation.act('declare', TIE, user))).toEqual([200, null]);
      expect([await steps(evaluation, approver), await steps(evaluation, officer)]).toEqual([
        ['replace-evaluator'],
        [],
      ]);
      const replaced = await evaluation.must('replace-evaluator', REASON, approver);
      expect([replaced.state, replaced.evaluator, replaced.total]).toEqual(['planned', null, null]);
      expect((await another(evaluation)).total).toBe('81.65');
      await evaluation.must('confirm', {}, approver);
      await evaluation.must('publish');
      user = await makeUser(app, 'evaluator', ground.evaluator.body);
      const contract = await Contracting.signed(app, ground.parties);
      ground = { ...ground, contract: contract.id, evaluator: { ...ground.evaluator, user } };
    }
  });

  it('of the body keeps what it sent from being confirmed, first and after an appeal, for as long as it lasts', async () => {
    const { body } = ground.evaluator;
    const evaluation = await Evaluating.sent(app, ground);
    const confirm = async () => outcome(await evaluation.act('confirm', {}, approver));
    await hold(body);
    expect(await confirm()).toEqual([422, 'evaluator_has_interest', 'holding']);
    await release(body);
    expect(await confirm()).toEqual([200, null]);
    await evaluation.must('publish');
    await evaluation.must('appeal', { reason: '计分有误' }, ground.parties.manager);
    await evaluation.must('re-evaluate', { reason: '维持' }, user);
    await hold(body);
    expect(await confirm()).toEqual([422, 'evaluator_has_interest', 'holding']);
    await release(body);
    // A person of it says so after an appeal as well: it is sent back and given to another body.
    await evaluation.must('declare', TIE, user);
    expect(await steps(evaluation, approver)).toEqual(['return-scores']);
    expect((await evaluation.must('return-scores', REASON, approver)).state).toBe('appealed');
    expect(await steps(evaluation, officer)).toEqual(['propose-evaluator']);
  });

  it('as a subcontractor that the buyer consented to keeps it from being proposed and appointed', async () => {
    const contract = await Contracting.active(app, ground.parties);
    const { body } = ground.evaluator;
    const evaluation = await Evaluating.planned(app, { ...ground, contract: contract.id });
    const [{ name }] = await app.dataSource.query<[{ name: string }]>(`SELECT name FROM organisation WHERE id = $1`, [
      body,
    ]);
    const subcontract = { to: name, work: '送餐', amount: '1000.00' };
    const asked = { subcontract, reason: '需要专业力量' };
    expect((await contract.post('actions/ask-subcontract', asked, ground.parties.manager)).status).toBe(200);
    // What is only asked for is none yet.
    expect(outcome(await evaluation.act('propose-evaluator', { evaluator: body }))).toEqual([200, null]);
    expect((await contract.post('actions/consent-subcontract', {})).status).toBe(200);
    const refused = [422, 'evaluator_has_interest', 'subcontractor'];
    expect(outcome(await evaluation.act('appoint', {}, approver))).toEqual(refused);
    expect(outcome(await evaluation.act('propose-evaluator', { evaluator: body }))).toEqual(refused);
    const other = await makeBody(app, { kind: 'evaluator' });
    await evaluation.must('propose-evaluator', { evaluator: other });
    expect((await evaluation.act('appoint', {}, approver)).status).toBe(200);
  });

  it('gives it to another by the version of the scheme with which it began, though a later one is in force', async () => {
    const { bureau } = ground.parties;
    const scheme = await makeScheme(app, ground.parties);
    const body = await makeBody(app, { kind: 'evaluator' });
    const contract = (await Contracting.signed(app, ground.parties)).id;
    const place = { ...ground, contract, scheme, evaluator: { body, user: await makeUser(app, 'evaluator', body) } };
    const evaluation = await Evaluating.sent(app, place);
    const unbegun = await Evaluating.planned(app, place);
    const later = await app.http
      .post('/api/v1/evaluation-schemes')
      .set(bureau.officer.auth)
      .send({ basedOn: scheme })
      .expect(201);
    const { id: version } = later.body as { id: string };
    await activateScheme(app, { bureau }, version);
    await evaluation.must('declare', TIE, place.evaluator.user);
    await evaluation.must('replace-evaluator', REASON, approver);
    const other = await makeBody(app, { kind: 'evaluator' });
    const changed = await evaluation.act('propose-evaluator', { evaluator: other, scheme: version });
    expect(outcome(changed)).toEqual([400, 'validation_failed']);
    expect((await another(evaluation)).total).toBe('81.65');
    // Nothing new begins by it.
    await unbegun.must('propose-evaluator', { evaluator: other });
    expect(outcome(await unbegun.act('appoint', {}, approver))).toEqual([422, 'scheme_not_active']);
    await unbegun.must('propose-evaluator', { evaluator: other, scheme: version });
    expect(outcome(await unbegun.act('appoint', {}, approver))).toEqual([200, null]);
  });

  it('is not asked of a body for which nobody has an account: the buyer is told, until somebody has', async () => {
    const contract = (await Contracting.signed(app, ground.parties)).id;
    const body = await makeBody(app, { kind: 'evaluator' });
    const evaluation = await Evaluating.planned(app, { ...ground, contract });
    const waits = async (by = approver) =>
      (await ownSteps(app, by, 'evaluation', contract)).map((step) => step?.split('/').at(-1));
    await evaluation.must('propose-evaluator', { evaluator: body });
    await evaluation.must('appoint', {}, approver);
    expect(await waits()).toEqual(['replace-evaluator']);
    const person = await makeUser(app, 'evaluator', body);
    expect(await waits()).toEqual([]);
    await evaluation.must('declare', { tied: false }, person);
    const setState = (state: string) =>
      app.dataSource.query(`UPDATE app_user SET state = $2 WHERE id = $1`, [person.id, state]);
    await setState('disabled');
    expect(await waits()).toEqual(['replace-evaluator']);
    await setState('active');
    expect(await waits()).toEqual([]);
    // Who is to look again after an appeal has no account either: the buyer proposes another body.
    await evaluation.must('begin-fieldwork', {}, person);
    await evaluation.scored(await evaluation.scores(person), person);
    await evaluation.must('submit-scores', {}, person);
    await evaluation.must('confirm', {}, approver);
    await evaluation.must('publish');
    await evaluation.must('appeal', { reason: '计分有误' }, ground.parties.manager);
    expect([await waits(officer), await waits()]).toEqual([[], []]);
    await setState('disabled');
    expect([await waits(officer), await waits()]).toEqual([['propose-evaluator'], []]);
    await evaluation.must('propose-evaluator', { evaluator: await makeBody(app, { kind: 'evaluator' }) });
    expect([await waits(officer), await waits()]).toEqual([[], ['reassign']]);
  });
});
