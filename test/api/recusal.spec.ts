import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, registered, upload } from '../support/acceptances.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT } from '../support/continuity.js';
import { Contracting, creditCode, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeGround, type Ground } from '../support/evaluations.js';
import { makeTied } from '../support/implementing.js';
import { Paying } from '../support/paying.js';
import { Surveying } from '../support/surveys.js';

const START = '2025-12-22T09:00:00+08:00';
const REASON = { reason: '重新核对' };

/** Regulation article 9: whoever sits in a body does not act for the buyer on what that body delivers, is owed or takes over. */
describe('who has a seat in the agency', () => {
  let app: TestApp;
  let ground: Ground;
  let parties: Parties;
  let approver: TestAccount;
  let tied: { officer: TestAccount; approver: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    ground = await makeGround(app);
    ({ parties } = ground);
    ({ approver } = parties.bureau);
    tied = { officer: await makeTied(app, parties), approver: await makeTied(app, parties, 'bureau_approver') };
  });
  afterAll(() => app.close());

  const outcome = ({ status, body }: { status: number; body: unknown }) => {
    const { code, rule } = body as { code?: string; rule?: string };
    return status === 200 ? [status] : [status, code ?? null, rule ?? null];
  };
  const REFUSED = [422, 'acts_with_interest', 'RECUSE-3Y'];
  type Send = (by: TestAccount) => PromiseLike<{ status: number; body: unknown }>;
  /** Refused to one of them, and then done by somebody without a tie. */
  const recused = async (what: string, send: Send, [barred, free]: readonly [TestAccount, TestAccount]) => {
    expect([what, ...outcome(await send(barred))]).toEqual([what, ...REFUSED]);
    expect([what, ...outcome(await send(free))]).toEqual([what, 200]);
  };
  const officers = () => [tied.officer, parties.bureau.officer] as const;
  const approvers = () => [tied.approver, approver] as const;

  it('has no hand in its evaluation: not who evaluates, not what is sent back, confirmed and published', async () => {
    const evaluation = await Evaluating.planned(app, ground);
    const { body, user } = ground.evaluator;
    const act = (action: string, given: object, who: readonly [TestAccount, TestAccount]) =>
      recused(action, (by) => evaluation.act(action, given, by), who);
    const appointed = async () => {
      await act('propose-evaluator', { evaluator: body }, officers());
      await act('appoint', {}, approvers());
    };
    await appointed();
    await act('replace-evaluator', REASON, approvers());
    await appointed();
    await evaluation.must('declare', { tied: false }, user);
    // Of its evaluator too: a seat in the agency is a tie, whatever was declared.
    const makeSeated = () =>
      makeAccount(app, { role: 'evaluator', organisation: body }, { role: 'integrator', organisation: parties.agency });
    const seated = await makeSeated();
    await evaluation.must('declare', { tied: false }, seated);
    const scorers = [seated, user] as const;
    await act('begin-fieldwork', {}, scorers);
    await act('refill', {}, scorers);
    const scores = await evaluation.scores();
    await recused('scores', (by) => evaluation.score(scores, by), scorers);
    await act('submit-scores', {}, scorers);
    await act('return-scores', REASON, approvers());
    await evaluation.must('submit-scores', {}, user);
    // While somebody sits in both, what the evaluator sent is not confirmed at all.
    expect(outcome(await evaluation.act('confirm', {}, approver))).toEqual([
      422,
      'evaluator_has_interest',
      'DESIGNER-BAR',
    ]);
    await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [
      seated.id,
      parties.agency,
    ]);
    await act('confirm', {}, approvers());
    await act('publish', {}, officers());
    await evaluation.must('appeal', { reason: '计分有误' }, parties.manager);
    await act('re-evaluate', REASON, [await makeSeated(), user]);
    await evaluation.must('return-scores', REASON, approver);
    const other = await makeBody(app, { kind: 'evaluator' });
    await act('propose-evaluator', { evaluator: other }, officers());
    await act('reassign', REASON, approvers());
    const second = await Evaluating.planned(app, ground);
    const plan = (by: TestAccount) =>
      app.http
        .post(`/api/v1/contracts/${ground.contract}/evaluations`)
        .set(by.auth)
        .send({ kind: 'final', scheme: ground.scheme, dueOn: '2027-01-31' });
    const refused = await plan(tied.officer);
    expect(outcome(refused)).toEqual(REFUSED);
    expect((await plan(parties.bureau.officer)).status).toBe(201);
    await recused('cancel', (by) => second.act('cancel', REASON, by), approvers());
  });

  it('nor in its acceptance: is no member, hears nobody, and signs nothing', async () => {
    const round = await Accepting.begin(app, parties);
    const paper = await upload(app, round.officer);
    const recipient = await registered(app, parties, round.contract.id);
    expect((await round.tick('met', 'met')).status).toBe(200);
    const members = [
      { user: round.officer.id, capacity: 'buyer' },
      { name: '虚构专家甲', capacity: 'expert' },
    ];
    const named = await round.name({ user: tied.officer.id, capacity: 'buyer' });
    expect([...outcome(named), (named.body as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([
      ...REFUSED,
      '/members/0/user',
    ]);
    await recused('members', (by) => round.send('put', 'members', { members }, by), officers());
    await round.must('itemise');
    await recused('opinions', (by) => round.hear(recipient, 'satisfied', by), officers());
    await recused('take-opinions', (by) => round.act('take-opinions', {}, by), officers());
    await recused('sign', (by) => round.act('sign', { member: 2, document: paper }, by), officers());
  });

  it('nor in asking its recipients: draws nobody and prints no code', async () => {
    const survey = await Surveying.among(app, [6], parties);
    await survey.begin();
    const act = (action: string, given: object) => recused(action, (by) => survey.act(action, given, by), officers());
    await act('draw', { size: 4 });
    await act('open', {});
    await recused('slips', (by) => survey.slips(by), officers());
    await act('print-again', { slip: 1, ...REASON });
    await act('extend', { closesOn: '2026-03-25', ...REASON });
    await setBusinessTime(app, START);
  });

  it('nor in what it is owed', async () => {
    const contract = await Contracting.signed(app, parties);
    const money = new Paying(app, contract);
    const { id } = (await money.invoice(1)).body as { id: string };
    await recused('accept', (by) => money.onInvoice(id, 'accept', {}, by), officers());
    await recused('request', (by) => money.act(1, 'request', {}, by), officers());
  });

  it('or in the one that takes over does not agree to that', async () => {
    const next = await Continuing.begin(app, parties);
    const receiver = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    await makeUser(app, 'agency_manager', receiver);
    const gains = await makeAccount(
      app,
      { role: 'bureau_approver', organisation: parties.bureau.id },
      { role: 'integrator', organisation: receiver },
    );
    const item = { serviceLine: parties.bureau.line, kind: 'hand_over', from: NEXT.start, receiver, handsOver: '名册' };
    const { id } = await next.proposed([item]);
    await recused('agree', (by) => next.act(id, 'agree', {}, by), [gains, approver]);
    await next.must(id, 'revise', REASON);
    await recused('agree', (by) => next.act(id, 'agree', {}, by), approvers());
  });
});
