import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { Contracting } from '../support/contracts.js';
import {
  activateScheme,
  answerSurvey,
  closeSurvey,
  Evaluating,
  makeGround,
  makeScheme,
  surveyOf,
  type Ground,
} from '../support/evaluations.js';

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

const said = ({ status, body }: { status: number; body: unknown }) => {
  const { code, errors } = body as { code?: string; errors?: { pointer: string }[] };
  return [status, code ?? null, (errors ?? []).map(({ pointer }) => pointer)];
};
const refused = (code: string, ...pointers: string[]) => [422, code, pointers];

describe('an evaluation', () => {
  it('is secret from the agency and everybody else until it is published, and then a fact of its contract', async () => {
    const evaluation = await Evaluating.sent(app, ground);
    const address = `/api/v1/evaluations/${evaluation.id}`;
    for (const auth of [manager.auth, {} as Record<string, string>, (await makeUser(app, 'evaluator')).auth])
      expect((await app.http.get(address).set(auth)).status).toBe(404);
    expect((await app.http.get(`/api/v1/history?subject=evaluation:${evaluation.id}`).set(manager.auth)).status).toBe(
      404,
    );
    const of = async (auth: Record<string, string>) =>
      (
        (await app.http.get(`/api/v1/contracts/${ground.contract}/evaluations`).set(auth).expect(200)).body as {
          items: { id: string; total: string }[];
        }
      ).items.map(({ id, total }) => [id, total]);
    expect(await of(manager.auth)).toEqual([]);
    expect(await of(approver.auth)).toEqual([[evaluation.id, '81.65']]);
    expect(await evaluation.read(approver)).toMatchObject({
      state: 'scored',
      grade: 'good',
      gradeRule: 'EVAL-GRADE-MOF',
      counts: false,
    });
    await evaluation.must('confirm', {}, approver);
    await evaluation.must('publish');
    const own = await evaluation.read(manager);
    expect(own).toMatchObject({
      total: '81.65',
      counts: true,
      progress: null,
      declarations: null,
    });
    expect(actionNames(own.allowedActions)).toEqual(['appeal']);
    expect(own.scores?.map(({ leaf, points, evidence }) => [leaf, points, evidence])).toEqual([
      ['1.1.1', '8.00', null],
      ['1.1.2', '85.50', null],
      ['2.1.1', '4.00', null],
    ]);
    const open = await evaluation.read(null);
    expect([open.total, open.dimensions?.map(({ total }) => total), open.scores]).toEqual([
      '81.65',
      ['82.75', '80.00'],
      null,
    ]);
    const contract = await app.http.get(`/api/v1/contracts/${ground.contract}`).set(manager.auth).expect(200);
    expect((contract.body as { facts: { kind: string; data: object }[] }).facts).toContainEqual(
      expect.objectContaining({
        kind: 'evaluation',
        data: expect.objectContaining({ kind: 'midterm', score: '81.65', grade: '良' }),
      }),
    );
  });

  it('wants an evaluator whom another proposed, who stands near nobody, and a scheme in force', async () => {
    const scheme = await makeScheme(app, ground.parties, false);
    const evaluation = await Evaluating.planned(app, ground, { scheme });
    const appoint = (by = approver) => evaluation.act('appoint', {}, by);
    expect(said(await appoint())).toEqual(refused('evaluator_not_proposed'));
    const bureau = ground.parties.bureau.id;
    const both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau },
      { role: 'bureau_approver', organisation: bureau },
    );
    expect(said(await evaluation.act('propose-evaluator'))).toEqual([400, 'validation_failed', ['/evaluator']]);
    const supplier = await evaluation.act('propose-evaluator', { evaluator: ground.parties.agency }, both);
    expect(said(supplier)).toEqual(refused('evaluator_has_interest', '/evaluator'));
    expect(supplier.body).toMatchObject({ errors: [{ code: 'supplier' }], rule: 'DESIGNER-BAR' });
    expect(said(await appoint())).toEqual(refused('evaluator_not_proposed'));
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body }, both);
    expect(said(await appoint(both))).toEqual(refused('own_evaluator_proposal'));
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    expect(said(await appoint())).toEqual(refused('scheme_not_active'));
    await activateScheme(app, ground.parties, scheme);
    expect((await appoint()).body).toMatchObject({ state: 'appointed', evaluator: ground.evaluator.body, own: false });
  });

  it('is not made by a body that bid, wrote the documents, or stands with such a body under one person or holder', async () => {
    const evaluation = await Evaluating.planned(app, ground);
    const body = await makeBody(app, { kind: 'evaluator' });
    const holder = await makeBody(app);
    const joint = await makeBody(app);
    const { agency, bureau } = ground.parties;
    const [tender] = await app.dataSource.query<{ id: string; lot: string }[]>(
      `SELECT t.id, l.id AS lot FROM contract c JOIN tender t ON t.id = c.tender_id JOIN lot l ON l.tender_id = t.id WHERE c.id = $1`,
      [ground.contract],
    );
    const person = `INSERT INTO organisation_person (organisation_id, relation, person_key, name) VALUES ($1, 'head', 'k', '甲'), ($2, 'founder', 'k', '甲')`;
    const held = `INSERT INTO organisation_holding (organisation_id, held_by, relation) VALUES ($1, $2, 'founder')`;
    const user = await makeUser(app, 'integrator', body);
    const seated = `INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'integrator')`;
    type Step = [string, unknown[]];
    const ties: [string, Step[], Step[]][] = [
      ['bidder', [[`INSERT INTO bid (id, tender_id, lot_id, bidder_id) VALUES ($1, $2, $3, $4)`, [randomUUID(), tender?.id, tender?.lot, body]]], [[`DELETE FROM bid WHERE bidder_id = $1`, [body]]]],
      ['designer', [[`UPDATE tender SET agent_id = $2 WHERE id = $1`, [tender?.id, body]]], [[`UPDATE tender SET agent_id = NULL WHERE id = $1`, [tender?.id]]]],
      ['person', [[person, [body, agency]]], [[`DELETE FROM organisation_person`, []]]],
      ['holding', [[held, [agency, body]]], [[`DELETE FROM organisation_holding`, []]]],
      ['holding', [[held, [body, agency]]], [[`DELETE FROM organisation_holding`, []]]],
      ['holder', [[held, [body, holder]], [held, [agency, holder]]], [[`DELETE FROM organisation_holding`, []]]],
      ['seat', [[seated, [user.id, agency]]], [[`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [user.id, agency]]]],
      ['seat', [[seated, [user.id, bureau.id]]], [[`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [user.id, bureau.id]]]],
      ['seat', [[`UPDATE tender SET terms = coalesce(terms, '{}') || $2 WHERE id = $1`, [tender?.id, { jointBuyers: [joint] }]], [seated, [user.id, joint]]], [[`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [user.id, joint]]]],
    ]; // prettier-ignore
    const run = async (steps: Step[]) => {
      for (const [sql, parameters] of steps) await app.dataSource.query(sql, parameters);
    };
    await evaluation.must('propose-evaluator', { evaluator: body });
    for (const [tie, before, after] of ties) {
      await run(before);
      const answer = await evaluation.act('appoint', {}, approver);
      expect([tie, said(answer)]).toEqual([tie, refused('evaluator_has_interest')]);
      expect((answer.body as { facts: { ties: { tie: string }[] } }).facts.ties.map((t) => t.tie)).toContain(tie);
      const proposed = await evaluation.act('propose-evaluator', { evaluator: body });
      expect([tie, (proposed.body as { errors: { code: string }[] }).errors.map(({ code }) => code)]).toEqual([
        tie,
        [tie],
      ]);
      await run(after);
    }
    expect((await evaluation.act('appoint', {}, approver)).status).toBe(200);
  });

  it('is acted on by persons who declared to be tied to nobody; a tie is not taken back and sends it to another', async () => {
    const evaluation = await Evaluating.planned(app, ground);
    const colleague = await makeUser(app, 'evaluator', ground.evaluator.body);
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    await evaluation.must('appoint', {}, approver);
    expect(said(await evaluation.act('declare', {}, evaluator))).toEqual([400, 'validation_failed', ['/tied']]);
    expect(said(await evaluation.act('declare', { tied: true }, evaluator))).toEqual([
      400,
      'validation_failed',
      ['/tie'],
    ]);
    await evaluation.must('declare', { tied: true, tie: '曾在该机构任职' }, colleague);
    expect(said(await evaluation.act('begin-fieldwork', {}, colleague))).toEqual(refused('evaluator_tied'));
    expect(said(await evaluation.act('declare', { tied: false }, colleague))).toEqual([409, 'tie_declared', []]);
    // Who has declared a tie has nothing left to declare; who has not may find one until the end.
    const offers = async (by: TestAccount) => actionNames((await evaluation.read(by)).allowedActions);
    expect(await offers(colleague)).not.toContain('declare');
    expect(await offers(evaluator)).toContain('declare');
    // Another of them has said nothing yet.
    expect(said(await evaluation.act('begin-fieldwork', {}, evaluator))).toEqual(refused('evaluator_tied'));
    await evaluation.must('declare', { tied: false }, evaluator);
    await evaluation.must('begin-fieldwork', {}, evaluator);
    expect(said(await evaluation.score(await evaluation.scores(colleague), colleague))).toEqual(
      refused('evaluator_tied'),
    );
    const back = await evaluation.must('replace-evaluator', { reason: '存在利害关系' }, approver);
    expect(back).toMatchObject({ state: 'planned', evaluator: null });
    expect((await app.http.get(`/api/v1/evaluations/${evaluation.id}`).set(evaluator.auth)).status).toBe(404);
    // Given to the same body again: who said to be tied to this agency still is, and another of its people acts.
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    await evaluation.must('appoint', {}, approver);
    expect(said(await evaluation.act('declare', { tied: false }, colleague))).toEqual([409, 'tie_declared', []]);
    await evaluation.must('declare', { tied: false }, evaluator);
    expect(said(await evaluation.act('declare', { tied: false }, colleague))).toEqual([409, 'tie_declared', []]);
    expect((await evaluation.act('declare', { tied: true, tie: '近亲属任职' }, colleague)).status).toBe(200);
    await evaluation.must('cancel', { reason: '不再评估' }, approver);
  });

  it('is sent whole, each leaf with points up to its maximum and what shows them, by who is untied', async () => {
    const evaluation = await Evaluating.inField(app, ground);
    const send = (by = evaluator) => evaluation.act('submit-scores', {}, by);
    const colleague = await makeUser(app, 'evaluator', ground.evaluator.body);
    expect(said(await send(colleague))).toEqual(refused('evaluator_tied'));
    const [first, second, third] = await evaluation.scores();
    expect(said(await evaluation.score([{ ...first, points: '10.01' }]))).toEqual(
      refused('score_above_maximum', '/scores/0/points'),
    );
    expect(said(await evaluation.score([{ ...first, leaf: '9.1.1' }]))).toEqual([
      400,
      'validation_failed',
      ['/scores/0/leaf'],
    ]);
    const strange = [{ kind: 'record', id: randomUUID() }];
    expect(said(await evaluation.score([{ ...first, evidence: strange }]))).toEqual([
      404,
      'not_found',
      ['/scores/0/evidence/0/id'],
    ]);
    const unread = [{ kind: 'document', id: await evaluation.document(manager) }];
    expect(said(await evaluation.score([{ ...first, evidence: unread }]))).toEqual([
      404,
      'not_found',
      ['/scores/0/evidence/0/id'],
    ]);
    expect((await evaluation.read()).progress).toMatchObject({ leaves: 3, scored: 0 });
    await evaluation.scored([first as object, { ...second, evidence: [] }]);
    expect((await evaluation.read(evaluator)).progress).toEqual({
      leaves: 3,
      scored: 2,
      unscored: ['2.1.1'],
      missingEvidence: ['1.1.2', '2.1.1'],
      unheard: [],
    });
    // The buyer sees how far it is, and nothing of what is given.
    expect((await evaluation.read()).scores).toBeNull();
    expect(said(await send())).toEqual(refused('scores_incomplete'));
    await evaluation.scored([third as object]);
    expect(said(await send())).toEqual(refused('score_evidence_missing'));
    await evaluation.scored([second as object]);
    expect((await send()).body).toMatchObject({ state: 'scored', total: '81.65' });
    expect(said(await evaluation.score([first as object]))).toEqual([409, 'wrong_state', []]);
    const raw = `UPDATE evaluation_score SET points = 1 WHERE evaluation_id = $1`;
    await expect(app.dataSource.query(raw, [evaluation.id])).rejects.toThrow('kept as they were');
    // Sent back, the set that was sent stays as it was.
    await evaluation.must('return-scores', { reason: '请补充说明' }, approver);
    await evaluation.scored([{ ...first, points: '9' }]);
    expect((await send()).body).toMatchObject({ total: '84.65' });
    const kept = await app.dataSource.query<{ points: number }[]>(
      `SELECT points FROM evaluation_score WHERE evaluation_id = $1 AND leaf = '1.1.1' ORDER BY set_no`,
      [evaluation.id],
    );
    expect(kept.map(({ points }) => points)).toEqual([800, 900]);
  });

  it('asks the residents by a survey of its own, and waits until they have answered', async () => {
    const evaluation = await Evaluating.planned(app, ground);
    const survey = () => surveyOf(app, ground.contract, evaluator);
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    // Who was not appointed may not, nor sees an unpublished contract that it never evaluated.
    expect([403, 404]).toContain((await survey()).status);
    await evaluation.must('appoint', {}, approver);
    await evaluation.must('declare', { tied: false }, evaluator);
    const made = await survey();
    expect(made.status).toBe(201);
    await evaluation.must('begin-fieldwork', {}, evaluator);
    const [first, second, third] = await evaluation.scores();
    const { id } = made.body as { id: string };
    const foreign = { ...third, evidence: [{ kind: 'survey', id: randomUUID() }] };
    expect(said(await evaluation.score([foreign]))).toEqual([404, 'not_found', ['/scores/0/evidence/0/id']]);
    await evaluation.scored([first as object, second as object, { ...third, evidence: [{ kind: 'survey', id }] }]);
    expect(said(await evaluation.act('submit-scores', {}, evaluator))).toEqual(refused('survey_unfinished'));
    await closeSurvey(app, id);
    // It is over, and nobody answered.
    expect(said(await evaluation.act('submit-scores', {}, evaluator))).toEqual(refused('residents_unheard'));
    await answerSurvey(app, id);
    expect((await evaluation.act('submit-scores', {}, evaluator)).status).toBe(200);
  });

  it('shows what residents say by what they said: no document, nor a meeting without them, without minutes or elsewhere', async () => {
    const evaluation = await Evaluating.inField(app, ground);
    const other = await Evaluating.planned(app, await makeGround(app, null));
    const { body } = ground.evaluator;
    const [first, second, third] = (await evaluation.scores()) as [{ evidence: object[] }, object, object];
    await evaluation.scored([first, second]);
    const by = (...evidence: object[]) => evaluation.score([{ ...third, evidence }]);
    const send = () => evaluation.act('submit-scores', {}, evaluator);
    const meeting = (id: string) => ({ kind: 'meeting', id });
    for (const id of [await other.meeting(body), await evaluation.meeting(ground.parties.agency), randomUUID()])
      expect(said(await by(meeting(id)))).toEqual([404, 'not_found', ['/scores/0/evidence/0/id']]);
    const tender = async ({ ground: { contract } }: Evaluating) => {
      const [row] = await app.dataSource.query<{ tender_id: string }[]>(
        `SELECT tender_id FROM contract WHERE id = $1`,
        [contract],
      );
      return { subject: { type: 'tender', id: row?.tender_id } };
    };
    // Before the contract was signed nobody was served.
    expect(said(await by(meeting(await evaluation.meeting(body, await tender(evaluation)))))[0]).toBe(404);
    expect((await by(...first.evidence)).status).toBe(200);
    const refusal = await send();
    expect(said(refusal)).toEqual(refused('residents_unheard'));
    expect(refusal.body).toMatchObject({ facts: { leaves: ['2.1.1'] } });
    // Whoever reads how far it is reads it before it is sent.
    const progress = async () => (await evaluation.read(evaluator)).progress;
    expect(await progress()).toMatchObject({ unscored: [], missingEvidence: [], unheard: ['2.1.1'] });
    const alone = await evaluation.called(body);
    await alone.act('hold', { attended: [{ side: 'residents', count: 0 }, { side: 'agency', count: 3 }] }); // prettier-ignore
    await alone.act('minute', { minutes: '记录' });
    const unminuted = await evaluation.called(body);
    await unminuted.act('hold', { attended: [{ side: 'residents', count: 3 }] });
    for (const { id } of [alone, unminuted]) {
      expect((await by(...first.evidence, meeting(id))).status).toBe(200);
      expect(said(await send())).toEqual(refused('residents_unheard'));
    }
    await unminuted.act('minute', { minutes: '居民评议记录' });
    expect(await progress()).toMatchObject({ unscored: [], missingEvidence: [], unheard: [] });
    expect((await send()).status).toBe(200);
  });

  it('by the buyer itself is marked as its own, and not confirmed by who scored', async () => {
    const bureau = ground.parties.bureau.id;
    const self = await makeAccount(
      app,
      { role: 'evaluator', organisation: bureau },
      { role: 'bureau_approver', organisation: bureau },
    );
    const evaluation = await Evaluating.planned(app, ground);
    await evaluation.must('propose-evaluator', { evaluator: bureau });
    expect(await evaluation.must('appoint', {}, approver)).toMatchObject({ own: true });
    await evaluation.must('declare', { tied: false }, self);
    await evaluation.must('begin-fieldwork', {}, self);
    await evaluation.scored(await evaluation.scores(self), self);
    await evaluation.must('submit-scores', {}, self);
    expect(said(await evaluation.act('confirm', {}, self))).toEqual(refused('own_scores'));
    expect((await evaluation.act('confirm', {}, approver)).status).toBe(200);
  });

  it('is planned by the buyer, for a day to come, with a scheme of its own, and finally once', async () => {
    const plan = (body: object, by = ground.parties.bureau.officer, contract = ground.contract) =>
      app.http
        .post(`/api/v1/contracts/${contract}/evaluations`)
        .set(by.auth)
        .send({ kind: 'final', scheme: ground.scheme, dueOn: '2026-06-30', ...body });
    expect(said(await plan({ dueOn: '2025-12-01' }))).toEqual([400, 'validation_failed', ['/dueOn']]);
    expect(said(await plan({ scheme: randomUUID() }))).toEqual([404, 'not_found', ['/scheme']]);
    expect((await plan({}, manager)).status).toBe(403);
    const draft = await Contracting.drafted(app, ground.parties);
    expect(said(await plan({}, undefined, draft.id))).toEqual(refused('contract_not_running'));
    const answers = await Promise.all([plan({}), plan({}), plan({})]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(said(await plan({}))).toEqual([409, 'evaluation_planned', []]);
  });

  it('of 40 projects is a work list by due day in one statement, with what is missing in each', async () => {
    const mine = await makeGround(app, null);
    const open = await Evaluating.inField(app, mine);
    const [first] = await open.scores();
    await open.scored([first as object]);
    const ask = (query: string) =>
      app.http.get(`/api/v1/evaluations?assignee=me${query}`).set(mine.evaluator.user.auth).expect(200);
    const few = await countQueries(() => ask(''));
    await app.dataSource.query(
      `INSERT INTO evaluation (dataset, contract_id, buyer_id, supplier_id, region, kind, scheme_id, due_on, state, evaluator_id, round)
       SELECT dataset, contract_id, buyer_id, supplier_id, region, kind, scheme_id, date '2026-03-01' + n, 'appointed', evaluator_id, 1
       FROM evaluation, generate_series(1, 39) AS n WHERE id = $1`,
      [open.id],
    );
    expect(await countQueries(() => ask('&limit=200'))).toBe(few);
    interface Page {
      items: { id: string; dueOn: string; progress: { leaves: number; missingEvidence: string[] } }[];
      next: string | null;
    }
    const all = (await ask('&limit=200')).body as Page;
    expect([all.items.length, all.next]).toEqual([40, null]);
    expect(all.items.map(({ dueOn }) => dueOn)).toEqual(all.items.map(({ dueOn }) => dueOn).sort());
    expect(all.items.at(-1)).toMatchObject({
      id: open.id,
      progress: { leaves: 3, missingEvidence: ['1.1.2', '2.1.1'] },
    });
    expect(((await ask('&due=2026-03-11')).body as Page).items).toHaveLength(10);
    const paged: string[] = [];
    for (let url: string | null = '/api/v1/evaluations?assignee=me&limit=7'; url !== null;) {
      const page = (await app.http.get(url).set(mine.evaluator.user.auth).expect(200)).body as Page;
      paged.push(...page.items.map(({ id }) => id));
      url = page.next;
    }
    expect(paged).toEqual(all.items.map(({ id }) => id));
    expect(said(await app.http.get('/api/v1/evaluations?assignee=me'))[1]).toBe('not_signed_in');
  });

  it('leaves the open work list when it is published or cancelled, and comes back with an appeal', async () => {
    const mine = await makeGround(app, null);
    const done = await Evaluating.published(app, mine, { dueOn: '2026-03-01' });
    const gone = await Evaluating.inField(app, mine, { dueOn: '2026-03-02' });
    await gone.must('cancel', { reason: '虚构：合同变更' }, mine.parties.bureau.approver);
    const rest: string[] = [];
    for (const dueOn of ['2026-03-03', '2026-03-04', '2026-03-05'])
      rest.push((await Evaluating.inField(app, mine, { dueOn })).id);
    const find = async (query: string, by: TestAccount | null = mine.evaluator.user): Promise<string[]> => {
      const ids: string[] = [];
      for (let next: string | null = `/api/v1/${query}&limit=1`; next !== null;) {
        const { body } = await app.http
          .get(next)
          .set(by?.auth ?? {})
          .expect(200);
        const page = body as { items: { id: string }[]; next: string | null };
        ids.push(...page.items.map(({ id }) => id));
        ({ next } = page);
      }
      return ids;
    };
    const own = 'evaluations?assignee=me';
    const inContract = `contracts/${mine.contract}/evaluations?`;
    expect(await find(own)).toEqual([done.id, gone.id, ...rest]);
    for (const list of [`${own}&open=true`, `${inContract}open=true`]) expect(await find(list)).toEqual(rest);
    // Behind one day, until another.
    for (const list of [own, inContract])
      expect(await find(`${list}&dueAfter=2026-03-03&due=2026-03-04`)).toEqual(rest.slice(1, 2));
    expect(await find(`${own}&open=true&dueAfter=2026-02-28&due=2026-03-03`)).toEqual(rest.slice(0, 1));
    // Neither the agency nor anybody else finds by it what is not published yet.
    const ours = async () =>
      (await find('evaluations?open=true', null)).filter((id) => [done.id, ...rest].includes(id));
    expect([await find(`${inContract}open=true`, mine.parties.manager), await ours()]).toEqual([[], []]);
    await done.must('appeal', { reason: '虚构：周末服务未计入' }, mine.parties.manager);
    expect(await find(`${own}&open=true`)).toEqual([done.id, ...rest]);
    expect(await find(`${inContract}open=true`, mine.parties.manager)).toEqual([done.id]);
    expect(await ours()).toEqual([done.id]);
    for (const wrong of ['open=false', 'open=', 'dueAfter=2026-02-30', 'dueAfter=soon'])
      expect(said(await app.http.get(`/api/v1/evaluations?${wrong}`))).toEqual([
        400,
        'validation_failed',
        [`/${wrong.split('=')[0]}`],
      ]);
    expect(said(await app.http.get(`/api/v1/${inContract}assignee=me`))[1]).toBe('not_found');
  });

  it('is found open by an index of what is open alone', async () => {
    const plan = await app.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL enable_seqscan = off`);
      return manager.query<object[]>(
        `EXPLAIN SELECT id FROM evaluation r WHERE r.evaluator_id = ANY ($1::uuid[]) AND r.due_on > $2
           AND r.state NOT IN ('published', 'cancelled') ORDER BY r.due_on, r.id LIMIT 50`,
        [[randomUUID()], '2026-01-01'],
      );
    });
    expect(JSON.stringify(plan)).toContain('evaluation_open');
  });
});
