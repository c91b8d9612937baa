import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { Drafting, startBusinessAt, type Bureau } from '../support/drafts.js';
import { actOnLot } from '../support/lots.js';
import { listRefusedTasks, ownSteps } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';

describe('the action of a task', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
  });
  afterAll(() => app.close());

  const isRefused = async (by: TestAccount): Promise<string[]> => listRefusedTasks(app, by);
  const cast = (): TestAccount[] => [bureau.officer, bureau.approver, bureau.finance];
  const steps = (by: TestAccount, kind: string, tender: string) => ownSteps(app, by, kind, tender);

  it('of a draft that the public was not heard on is none of its approver’s, until it was', async () => {
    const draft = await Drafting.unheard(app, bureau);
    await draft.must('post', 'actions/submit', {});
    expect(await steps(bureau.approver, 'tender_approval', draft.id)).toEqual([null]);
    await draft.opinion();
    expect(await steps(bureau.approver, 'tender_approval', draft.id)).toEqual([`tenders/${draft.id}/actions/approve`]);
    for (const by of cast()) expect(await isRefused(by)).toEqual([]);
    await draft.must('post', 'actions/approve', {}, bureau.approver);
    expect(await steps(bureau.officer, 'tender_issue', draft.id)).toEqual([`tenders/${draft.id}/actions/issue`]);
  });

  it('of a purchase whose method needs an approval asks for it, waits for the authority, and issues then', async () => {
    await app.dataSource.query(`UPDATE open_tender_threshold SET amount = 100 WHERE kind = 'open_tender'`);
    const [draft, refused] = [await Drafting.begin(app, bureau), await Drafting.begin(app, bureau)];
    const address = `tenders/${draft.id}/actions`;
    await draft.plan();
    expect(await steps(bureau.officer, 'tender_issue', draft.id)).toEqual([`${address}/request-method-approval`]);
    for (const by of cast()) expect(await isRefused(by)).toEqual([]);
    await draft.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
    expect(await steps(bureau.officer, 'tender_issue', draft.id)).toEqual([]);
    expect(await steps(bureau.finance, 'method_approval', draft.id)).toEqual([`${address}/grant-method-approval`]);
    for (const by of cast()) expect(await isRefused(by)).toEqual([]);
    await draft.must('post', 'actions/grant-method-approval', {}, bureau.finance);
    expect(await steps(bureau.officer, 'tender_issue', draft.id)).toEqual([`${address}/issue`]);
    await draft.must('post', 'actions/issue', { reason: '急需' });
    // What was approved counts no more once the draft was revised: it is asked for anew.
    const revised = await Drafting.begin(app, bureau);
    await revised.plan();
    await revised.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
    await revised.must('post', 'actions/grant-method-approval', {}, bureau.finance);
    await revised.must('post', 'actions/revise', { reason: '调整需求' });
    await revised.plan();
    expect(await steps(bureau.officer, 'tender_issue', revised.id)).toEqual([
      `tenders/${revised.id}/actions/request-method-approval`,
    ]);
    // One that was refused is revised, or goes another way: its officer chooses.
    await refused.plan();
    await refused.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
    await refused.must('post', 'actions/refuse-method-approval', { reason: '应公开招标' }, bureau.finance);
    expect(await steps(bureau.officer, 'tender_issue', refused.id)).toEqual([null]);
    await app.dataSource.query(`UPDATE open_tender_threshold SET amount = 200000000 WHERE kind = 'open_tender'`);
  });

  it('is allowed to whoever has it: from the draft to the result', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('post', 'actions/submit', {});
    for (const by of cast()) expect(await isRefused(by)).toEqual([]);
    await draft.must('post', 'actions/return', { reason: '补充材料' }, bureau.approver);
    expect(await isRefused(bureau.officer)).toEqual([]);
    const reviewers = await makeReviewers(app, 5);
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.appointAll();
    for (const by of [...cast(), ...reviewers]) expect(await isRefused(by)).toEqual([]);
    const result = await Resulting.begin(app, bureau);
    for (const step of [
      () => result.deliver(),
      () => result.must('confirm', { bid: result.bid(0) }),
      () => result.publish(),
    ]) {
      for (const by of cast()) expect(await isRefused(by)).toEqual([]);
      await step();
    }
    for (const by of [...cast(), await result.bidder(0)]) expect(await isRefused(by)).toEqual([]);
    const ending = {
      ground: 'unforeseen_change',
      outcome: 'cancelled',
      reason: '政策变化',
      reference: '财监〔2025〕7号',
    };
    const proposed = await actOnLot(app, result.lots[0]?.id ?? '', 'propose-ending', ending, bureau.officer);
    expect(proposed.status).toBe(200);
    for (const by of [...cast(), await result.bidder(0)]) expect(await isRefused(by)).toEqual([]);
  });
});

describe('the action of a task under a contract', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    await startBusinessAt(app, '2026-01-05T09:00:00+08:00');
  });
  afterAll(() => app.close());

  it('is allowed to whoever has it', async () => {
    const contract = await Contracting.signed(app, parties);
    const { officer, approver, finance } = parties.bureau;
    const everybody = [
      officer,
      approver,
      finance,
      parties.manager,
      await makeUser(app, 'agency_worker', parties.agency),
    ];
    for (const by of everybody) expect(await listRefusedTasks(app, by)).toEqual([]);
    await contract.propose({ content: { requirement: '增加夜间巡访' } });
    for (const by of everybody) expect(await listRefusedTasks(app, by)).toEqual([]);
  });
});
