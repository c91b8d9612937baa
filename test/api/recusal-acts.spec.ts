import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import { makeAccount, makeBody, makeKey, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeGround } from '../support/evaluations.js';
import { makeTied } from '../support/implementing.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { ACCOUNT, makePayers, Paying, stateAccount, type Payers } from '../support/paying.js';
import { DAYS, QUESTIONS, Surveying } from '../support/surveys.js';

const START = '2025-12-22T09:00:00+08:00';
const REASON = { reason: '重新核对' };

type Answer = { status: number; body: unknown };
type Send = (by: TestAccount) => PromiseLike<Answer>;

/** Regulation article 9, of what is done beside the decisions themselves: what is sent back, given up, asked again or written. */
describe('who has a seat in the agency', () => {
  let app: TestApp;
  let parties: Parties;
  let payers: Payers;
  let officers: readonly [TestAccount, TestAccount];
  let approvers: readonly [TestAccount, TestAccount];
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    payers = await makePayers(app, parties);
    await stateAccount(app, parties);
    const tied = [await makeTied(app, parties), await makeTied(app, parties, 'bureau_approver')] as const;
    officers = [tied[0], parties.bureau.officer];
    approvers = [tied[1], payers.approver];
  });
  beforeEach(() => setBusinessTime(app, START));
  afterAll(() => app.close());

  const outcome = ({ status, body }: Answer) => {
    const { code, rule } = body as { code?: string; rule?: string };
    return status < 300 ? [status] : [status, code ?? null, rule ?? null];
  };
  /** Refused to one of them, and then done by somebody without a tie; answers what came of it. */
  const recused = async (what: string, send: Send, [barred, free]: readonly [TestAccount, TestAccount], done = 200) => {
    expect([what, ...outcome(await send(barred))]).toEqual([what, 422, 'acts_with_interest', 'RECUSE-3Y']);
    const { status, body } = await send(free);
    expect([what, ...outcome({ status, body })]).toEqual([what, done]);
    return body as { id: string };
  };

  /** Waits once for somebody without a tie, and for none of those who have one. */
  const waits = async (kind: string, subject: string, [free, ...barred]: readonly TestAccount[]) => {
    const found = await Promise.all(
      [free, ...barred].map(async (by) => by && (await ownTasks(app, by, kind, subject)).length),
    );
    expect([kind, ...found]).toEqual([kind, 1, ...barred.map(() => 0)]);
  };

  /** A key of somebody for the buyer, by which the same may be done. */
  const keyOf = (holder: TestAccount) =>
    makeKey(app, holder, ['contract.read', 'survey.run', 'plan.propose'], { organisation: parties.bureau.id });

  it('sends back, takes back, gives up and asks again for none of its money', async () => {
    const money = new Paying(app, await Contracting.signed(app, parties, {}, { window: RUNS }));
    const act = (action: string, given: object, who = officers) =>
      recused(action, (by) => money.act(1, action, given, by), who);
    const approved = async () => {
      await money.must(1, 'request');
      await money.must(1, 'approve', {}, parties.bureau.approver);
    };
    await money.invoiced(1);
    await money.must(1, 'request');
    await act('refuse', REASON, approvers);
    await money.must(1, 'request');
    await act('withdraw', REASON);
    await approved();
    await act('fail', REASON);
    await act('retry', REASON);
    await money.must(1, 'approve', {}, parties.bureau.approver);
    await money.must(1, 'pay', { account: ACCOUNT });
    await act('reverse', REASON);
    await act('reopen', REASON);
    await money.must(1, 'withdraw', REASON);
    await money.contract.must('start');
    await money.contract.terminated('严重违约');
    await act('cancel', REASON, approvers);
  });

  it('sends back and voids none of its invoices', async () => {
    const money = new Paying(app, await Contracting.signed(app, parties));
    const { id } = (await money.invoice(1)).body as { id: string };
    const act = (action: string) => recused(action, (by) => money.onInvoice(id, action, REASON, by), officers);
    await act('return');
    expect((await money.onInvoice(id, 'submit', {}, parties.manager)).status).toBe(200);
    expect((await money.onInvoice(id, 'accept')).status).toBe(200);
    await act('void');
  });

  it('opens no round of its acceptance, ticks nothing, asks nobody, sends nothing back and publishes nothing', async () => {
    const contract = await Contracting.signed(app, parties, {}, { window: RUNS });
    await contract.must('start');
    await contract.must('deliver', {}, parties.manager);
    const { id } = await recused('open', (by) => Accepting.open(app, contract, by), officers, 201);
    const round = new Accepting(app, contract, id);
    const items = (await round.read()).items.map(({ no }) => ({ no, result: 'met', measured: '0', documents: [] }));
    await recused('tick', (by) => round.send('put', 'items', { items }, by), officers);
    await recused('invite', (by) => round.act('invite', { until: '2025-12-22' }, by), officers);
    await setBusinessTime(app, '2025-12-23T09:00:00+08:00');
    await round.prepared();
    await recused('return', (by) => round.act('return', REASON, by), approvers);
    await recused('correct-items', (by) => round.act('correct-items', REASON, by), officers);
    await round.must('itemise');
    await round.must('take-opinions');
    await round.must('sign');
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    await recused('publish', (by) => round.act('publish', {}, by), officers);
  });

  it('writes no survey of its recipients, and neither ends nor cancels one', async () => {
    const survey = await Surveying.among(app, [6], parties);
    const act = (action: string, given: object) => recused(action, (by) => survey.act(action, given, by), officers);
    survey.id = (await recused('create', (by) => survey.make({}, by), officers, 201)).id;
    await recused('change', (by) => survey.change({ questions: QUESTIONS.slice(0, 2) }, by), officers);
    const keys = await Promise.all(officers.map(keyOf));
    await waits('survey_draft', survey.contract, [officers[1], officers[0]]);
    // A key is its holder's hand, also where it acts for the buyer alone.
    await waits('survey_draft', survey.contract, [keys[1], keys[0]] as TestAccount[]);
    await act('cancel', REASON);
    await survey.opened(4);
    await act('cancel', REASON);
    await survey.opened(4);
    await setBusinessTime(app, '2026-03-21T09:00:00+08:00');
    expect(DAYS.closesOn < '2026-03-21').toBe(true);
    await waits('survey_closing', survey.contract, [officers[1], officers[0]]);
    await act('close', {});
  });

  it('is asked for no step of the buyer in an evaluation of its work', async () => {
    const ground = await makeGround(app, null);
    const { bureau } = ground.parties;
    const evaluation = await Evaluating.planned(app, ground);
    const tied = [await makeTied(app, ground.parties), await makeTied(app, ground.parties, 'bureau_approver')];
    await waits('evaluation', ground.contract, [bureau.officer, ...tied]);
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    await waits('evaluation', ground.contract, [bureau.approver, ...tied]);
    await evaluation.must('appoint', {}, bureau.approver);
    // Who evaluates says by itself whether it is tied.
    await waits('evaluation', ground.contract, [ground.evaluator.user, ...tied]);
    // Who sits in the agency scores nothing, whatever was declared: somebody else of the evaluator is still to declare.
    const seated = await makeAccount(
      app,
      { role: 'evaluator', organisation: ground.evaluator.body },
      { role: 'integrator', organisation: ground.parties.agency },
    );
    await evaluation.must('declare', { tied: false }, seated);
    expect(await ownSteps(app, ground.evaluator.user, 'evaluation', ground.contract)).toEqual([
      `evaluations/${evaluation.id}/actions/declare`,
    ]);
    await evaluation.must('declare', { tied: false }, ground.evaluator.user);
    await waits('evaluation', ground.contract, [ground.evaluator.user, seated, ...tied]);
  });

  it('is asked for nothing of what follows, as is who sits in the agency that takes over', async () => {
    const next = await Continuing.begin(app, parties);
    const { id: contract } = next.contract;
    const { line, officer, approver } = parties.bureau;
    const receiver = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    const takes = await makeUser(app, 'agency_manager', receiver);
    const [ofReceiver, approves] = await Promise.all(
      (['bureau_officer', 'bureau_approver'] as const).map((role) =>
        makeAccount(app, { role, organisation: parties.bureau.id }, { role: 'integrator', organisation: receiver }),
      ),
    );
    const barred = [officers[0], ofReceiver as TestAccount];
    await setBusinessTime(app, '2026-12-01T09:00:00+08:00');
    await waits('continuity_plan', contract, [officer, officers[0]]);
    const item = { serviceLine: line, kind: 'hand_over', from: NEXT.start, receiver, handsOver: '名册' };
    const { id: plan } = await next.proposed([item]);
    await waits('continuity_plan_proposed', contract, [approver, approvers[0], approves as TestAccount]);
    expect((await next.agree(plan)).status).toBe(200);
    await next.serve();
    await waits('handover_offer', contract, [officer, ...barred]);
    const [key, ...others] = await Promise.all([officer, ...barred].map(keyOf));
    await waits('handover_offer', contract, [key as TestAccount, ...others]);
    const { id } = await next.offered({ receiver });
    expect((await next.onHandover(id, 'refuse', REASON, takes)).status).toBe(200);
    const refused = async (by: TestAccount) =>
      (await ownTasks(app, by, 'handover_refused', line)).filter((task) => task.id === id).length;
    expect(await Promise.all([officer, ...barred].map(refused))).toEqual([1, 0, 0]);
    expect(await Promise.all([key as TestAccount, ...others].map(refused))).toEqual([1, 0, 0]);
    await setBusinessTime(app, '2026-12-15T09:00:00+08:00');
    await waits('continuity_plan_agreed', contract, [officer, ...barred]);
  });

  it('proposes nothing of what follows, takes nothing back, and hands nobody over', async () => {
    const next = await Continuing.begin(app, parties);
    const { line } = parties.bureau;
    const receiver = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    const takes = await makeUser(app, 'agency_manager', receiver);
    const items = [{ serviceLine: line, kind: 'hand_over', from: NEXT.start, receiver, handsOver: '名册' }];
    const first = await recused('propose', (by) => next.propose(items, by), officers, 201);
    await recused('withdraw', (by) => next.act(first.id, 'withdraw', REASON, by), officers);
    const { id: plan } = await next.proposed(items);
    await recused('revise', (by) => next.act(plan, 'revise', REASON, by), officers);
    expect((await next.agree(plan)).status).toBe(200);
    await next.serve();
    // What the agency had delivered under its contract before is over by then.
    await setBusinessTime(app, '2026-12-01T09:00:00+08:00');
    const { id } = await recused('offer', (by) => next.offer({ receiver }, by), officers, 201);
    const again = (action: string) => recused(action, (by) => next.onHandover(id, action, REASON, by), officers);
    await again('offer');
    await again('withdraw');
    const { id: second } = await next.offered({ receiver });
    expect((await next.onHandover(second, 'acknowledge', {}, takes)).status).toBe(200);
    await setBusinessTime(app, '2026-12-15T09:00:00+08:00');
    await recused('carry-out', (by) => next.act(plan, 'carry-out', {}, by), officers);
  });
});
