import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { upload } from '../support/acceptances.js';
import { giveSeat, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type ContractBody, type Parties } from '../support/contracts.js';
import { DRAFT, Drafting, PLAN, setBusinessTime, type Bureau } from '../support/drafts.js';
import { Evaluating, makeScheme, type Ground } from '../support/evaluations.js';
import { setInstant } from '../support/fixed-instant.js';
import { actOnLot, hearWinners, scoredExtremely } from '../support/lots.js';
import { ownSteps, ownTasks, takeOwnTask } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { RiskWorld } from '../support/risk-world.js';
import { startPurchasing } from '../support/started.js';
import { readTitle } from '../support/task-titles.js';
import { readVersion } from '../support/version.js';

const OBJECT = DRAFT.title;

describe('a task of a purchase is taken at the address that it names', () => {
  let app: TestApp;
  let bureau: Bureau;
  let strangers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    strangers = await Promise.all(
      (['bureau_officer', 'bureau_approver', 'agency_manager'] as const).map((role) => makeUser(app, role)),
    );
  });
  afterAll(() => app.close());

  const published = async () => {
    const result = await Resulting.begin(app, bureau);
    return { result, award: await result.published(), lot: result.lots[0]?.id ?? '' };
  };

  it('the next rank after an award that was refused: proposed by the officer, decided by the approver', async () => {
    const { result, award } = await published();
    expect(await ownTasks(app, bureau.officer, 'replacement_proposal', result.id)).toEqual([]);
    await result.onAward(award.id, 'refuse', { reason: '放弃' }, await result.bidder(0));
    expect(await ownTasks(app, bureau.approver, 'award_replacement', result.id)).toEqual([]);
    await takeOwnTask(
      app,
      bureau.officer,
      {
        ...{ kind: 'replacement_proposal', subject: result.id, lot: 1, dueOn: null },
        title: 'Result came to nothing, next rank to be proposed',
        href: `tenders/${result.id}/awards/actions/propose-replacement`,
      },
      {
        body: { lot: 1, reason: '第一中标候选人放弃' },
        version: await result.version(),
        others: [...strangers, bureau.approver, await result.bidder(0), await result.bidder(1)],
      },
    );
    const href = `tenders/${result.id}/awards/actions/replace-award`;
    const task = { kind: 'award_replacement', subject: result.id, title: 'Next rank to be approved', lot: 1 };
    await takeOwnTask(
      app,
      bureau.approver,
      { ...task, dueOn: null, href },
      { body: { lot: 1 }, version: await result.version(), others: [...strangers, bureau.officer] },
    );
    expect((await result.read()).lotState).toBe('confirmed');
  });

  it('the next rank is not approved by who proposed it, nor while it is shared', async () => {
    const both = await makeUser(app, 'bureau_officer', bureau.id);
    await giveSeat(app, both, 'bureau_approver', bureau.id);
    const result = await Resulting.begin(app, bureau, { ranks: [1, 2, 2, 4] });
    const award = await result.published();
    await result.onAward(award.id, 'refuse', { reason: '放弃' }, await result.bidder(0));
    await result.must('propose-replacement', { reason: '第一中标候选人放弃' }, both);
    const steps = (by: TestAccount, kind: string) => ownSteps(app, by, kind, result.id);
    const tie = [`tenders/${result.id}/awards/actions/settle-tie`];
    expect(await steps(bureau.approver, 'award_replacement')).toEqual([]);
    expect(await steps(bureau.approver, 'result_tie')).toEqual(tie);
    expect(await result.code('replace-award', {})).toEqual([422, 'tie_open']);
    await result.must('settle-tie', {});
    expect(await steps(both, 'award_replacement')).toEqual([]);
    expect(await result.code('replace-award', {}, both)).toEqual([422, 'proposer_approves']);
    const replaces = [`tenders/${result.id}/awards/actions/replace-award`];
    expect(await steps(bureau.approver, 'award_replacement')).toEqual(replaces);
    await result.must('replace-award', {});
  });

  it('the report of a panel is delivered by the agent that held the review, else by the buyer', async () => {
    const agency = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agency);
    const steps = ({ id }: Resulting, by: TestAccount) => ownSteps(app, by, 'report_delivery', id);
    const result = await Resulting.begin(app, bureau, { agent: agency });
    expect(await steps(result, bureau.officer)).toEqual([]);
    expect((await result.code('deliver-report', {}, bureau.officer))[0]).toBe(403);
    // It is told that the report is due, and of no step.
    await new RiskWorld(app, 'live').reassess();
    expect(await ownSteps(app, bureau.officer, 'deadline', result.id)).toEqual([null]);
    expect(await steps(result, agent)).toEqual([`tenders/${result.id}/awards/actions/deliver-report`]);
    const own = await Resulting.begin(app, bureau);
    expect(await steps(own, bureau.officer)).toEqual([`tenders/${own.id}/awards/actions/deliver-report`]);
  });

  it.each([
    ['fail', { ground: 'unlawful_acts', outcome: 'failed' }],
    ['cancel', { ground: 'unforeseen_change', outcome: 'cancelled' }],
  ])('the end of a lot that was proposed, once its winner is heard: %s', async (step, given) => {
    const { result, lot } = await published();
    const words = { reason: '违法', reference: '财监〔2025〕7号', ...given };
    expect((await actOnLot(app, lot, 'propose-ending', words, bureau.officer)).text).toContain('"id"');
    await hearWinners(app, lot);
    const task = { kind: 'lot_ending', subject: result.id, title: 'End of a lot to be decided', lot: 1 };
    await takeOwnTask(
      app,
      bureau.approver,
      { ...task, dueOn: null, href: `lots/${lot}/actions/${step}` },
      { body: { reason: '同意' }, version: await result.version(), others: [...strangers, bureau.officer] },
    );
  });

  it.each([
    ['order-rereview', { ground: 'extreme' }],
    ['reconstitute-panel', { ground: 'panel_violation', reference: '财监〔2025〕7号' }],
  ])('another review of an awarded lot: %s', async (step, given) => {
    const { result, lot } = await published();
    await scoredExtremely(app, lot);
    const proposed = await actOnLot(app, lot, 'propose-repetition', { reason: '复核', ...given }, bureau.officer);
    expect([proposed.status, proposed.text]).toEqual([200, proposed.text]);
    const title = 'New review of a lot to be approved';
    await takeOwnTask(
      app,
      bureau.approver,
      { kind: 'lot_repetition', subject: result.id, title, lot: 1, dueOn: null, href: `lots/${lot}/actions/${step}` },
      { body: { reason: '同意' }, version: await result.version(), others: [...strangers, bureau.officer] },
    );
  });

  it('another review before an award is no approver’s to order, whose task then names no address', async () => {
    const result = await Resulting.begin(app, bureau);
    await result.deliver();
    const lot = result.lots[0]?.id ?? '';
    await scoredExtremely(app, lot);
    const words = { ground: 'extreme', reason: '复核' };
    expect((await actOnLot(app, lot, 'propose-repetition', words, bureau.officer)).status).toBe(200);
    expect(await ownSteps(app, bureau.approver, 'lot_repetition', result.id)).toEqual([null]);
  });

  it('what the public says of a draft: by its officer, before the approver may approve', async () => {
    const draft = await Drafting.unheard(app, bureau);
    expect(await ownTasks(app, bureau.officer, 'tender_opinion', draft.id)).toEqual([]);
    await draft.must('post', 'actions/submit', {});
    const body = { kind: 'public', heldOn: '2025-10-20', participants: 41, summary: '居民座谈' };
    const [task] = await ownTasks(app, bureau.officer, 'tender_opinion', draft.id);
    expect(task?.title).toContain(task?.subject.label);
    await takeOwnTask(
      app,
      bureau.officer,
      {
        ...{ kind: 'tender_opinion', subject: draft.id, title: 'Opinions of the public missing', lot: null },
        ...{ dueOn: PLAN.issueOn, href: `tenders/${draft.id}/opinions` },
      },
      { body, version: await readVersion(app, 'tender', draft.id), others: [...strangers, bureau.approver] },
    );
  });

  it('a price that a panel asks about: by its bidder, until the time is over', async () => {
    await setInstant(app, null);
    const reviewers = await makeReviewers(app, 6);
    const review = await Reviewing.begin(app, bureau, reviewers, ['80000.00', '180000.00', '190000.00', '200000.00']);
    await review.checked();
    await setInstant(app, '2026-02-02T01:00:00Z');
    const [bid] = review.bids as [string];
    const asked = { bid, dueAt: '2026-02-02T02:00:00Z', reason: '报价明显偏低' };
    await review.must('explanations', asked, reviewers[0] as TestAccount);
    const bidder = await makeUser(app, 'agency_manager', review.offers[0]?.bidder);
    const rival = await makeUser(app, 'agency_manager', review.offers[1]?.bidder);
    const href = `tenders/${review.id}/review/explanations/${bid}/actions/explain`;
    const found = await ownTasks(app, bidder, 'price_explanation', review.id);
    expect(found.map(({ title }) => title)).toEqual([`Price to be explained: ${OBJECT}, lot 1`]);
    await setInstant(app, '2026-02-02T02:00:00.000001Z');
    expect(await ownTasks(app, bidder, 'price_explanation', review.id)).toEqual([]);
    await setInstant(app, '2026-02-02T01:59:59Z');
    await takeOwnTask(
      app,
      bidder,
      {
        ...{ kind: 'price_explanation', subject: review.id, title: 'Price to be explained', lot: 1 },
        ...{ dueOn: '2026-02-02', href },
      },
      {
        body: { lot: 1, text: '志愿者参与' },
        version: await readVersion(app, 'tender', review.id),
        others: [...strangers, rival, bureau.officer],
      },
    );
    await setInstant(app, null);
  });
});

describe('a task of what follows a purchase is taken at the address that it names', () => {
  let app: TestApp;
  let parties: Parties;
  let strangers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    strangers = await Promise.all(
      (['bureau_officer', 'bureau_approver', 'agency_manager', 'evaluator'] as const).map((role) =>
        makeUser(app, role),
      ),
    );
  });
  afterAll(() => app.close());

  it('an amendment that one side has signed: by the other', async () => {
    const contract = await Contracting.signed(app, parties);
    const proposed = await contract.propose({ content: { requirement: '增加夜间巡访' } });
    const amendment = (proposed.body as ContractBody).here.amendments.at(-1);
    const body = { amendment: amendment?.id, hash: amendment?.hash };
    const { approver, officer } = parties.bureau;
    for (const [signer, others] of [
      [parties.manager, strangers],
      [approver, [...strangers, parties.manager, officer]],
    ] as const)
      await takeOwnTask(
        app,
        signer,
        {
          ...{
            kind: 'amendment_signature',
            subject: contract.id,
            title: 'Amendment to be signed: Amendment 1',
            lot: 1,
          },
          ...{ dueOn: null, href: `contracts/${contract.id}/actions/amend` },
        },
        { body, version: await readVersion(app, 'contract', contract.id), others },
      );
  });

  it('an amendment that can be signed no more: withdrawn by who proposed it, and signed by nobody', async () => {
    const contract = await Contracting.signed(app, parties);
    const { approver, officer } = parties.bureau;
    const late = await contract.propose({ content: { requirement: '增加夜间巡访' } });
    const more = await contract.propose({ reasonCode: 'supplement', supplement: '10000.00' });
    const [first, second] = [late, more].map(({ body }) => (body as ContractBody).here.amendments.at(-1));
    const signatures = async () =>
      Promise.all(
        [parties.manager, approver].map(
          async (by) => (await ownTasks(app, by, 'amendment_signature', contract.id)).length,
        ),
      );
    expect(await signatures()).toEqual([2, 2]);
    const take = async (amendment: typeof first) =>
      takeOwnTask(
        app,
        officer,
        {
          ...{ kind: 'amendment_unsignable', subject: contract.id },
          title: `Amendment that cannot be signed any more, to be withdrawn: Amendment ${amendment?.no}`,
          ...{ lot: 1, dueOn: null, href: `contracts/${contract.id}/actions/withdraw-amendment` },
        },
        {
          body: { amendment: amendment?.id, reason: '已被代替' },
          version: await readVersion(app, 'contract', contract.id),
          others: [...strangers, parties.manager, approver],
        },
      );
    await contract.amended({ content: { requirement: '增加日间巡访' } });
    expect(await signatures()).toEqual([1, 1]);
    await take(first);
    // Of the ten percent that all supplements may come to together nothing is left for it.
    await contract.amended({ reasonCode: 'supplement', supplement: '9000.00' });
    expect(await signatures()).toEqual([0, 0]);
    await take(second);
  });

  it('a meeting whose hour has come: held and minuted by who called it; what it resolved: by the body that is to do it', async () => {
    const committee = await makeBody(app, { kind: 'community_committee' });
    const worker = await makeUser(app, 'community_worker', committee);
    const { officer } = parties.bureau;
    const { tender } = await Contracting.awarded(app, parties);
    const called = await app.http
      .post('/api/v1/meetings')
      .set(officer.auth)
      .send({
        ...{ kind: 'joint', subject: { type: 'tender', id: tender }, title: '社区工作联席会' },
        ...{ heldAt: '2026-01-04T14:00:00+08:00', invited: [committee] },
      })
      .expect(201);
    const { id } = called.body as { id: string };
    const version = () => readVersion(app, 'meeting', id);
    const resolutions = [{ text: '增加助浴服务', owner: committee, dueOn: '2026-02-28' }];
    for (const [action, title, body] of [
      ['hold', 'Meeting: to be held', { attended: [{ side: 'residents', count: 12 }] }],
      ['minute', 'Meeting: minutes', { minutes: '居民希望增加助浴', resolutions }],
    ] as const) {
      const [task, ...more] = await ownTasks(app, officer, 'meeting', tender);
      expect([task && readTitle(task), task?.dueOn, more]).toEqual([title, '2026-01-04', []]);
      expect(task?.action?.href).toBe(`/api/v1/meetings/${id}/actions/${action}`);
      for (const other of [...strangers, worker]) expect(await ownTasks(app, other, 'meeting', tender)).toEqual([]);
      await app.http
        .post(task?.action?.href ?? '')
        .set({ ...officer.auth, 'If-Match': `"${await version()}"` })
        .send(body)
        .expect(200);
    }
    expect(await ownTasks(app, officer, 'meeting', tender)).toEqual([]);
    const [found] = await ownTasks(app, worker, 'resolution', tender);
    await takeOwnTask(
      app,
      worker,
      {
        ...{ kind: 'resolution', subject: tender, title: 'Resolved by a meeting', lot: null },
        ...{ dueOn: '2026-02-28', href: `meetings/${id}/resolutions/${found?.id}/actions/finish` },
      },
      { version: await version(), others: [...strangers, officer] },
    );
  });

  it('a line that is to end: by who did not propose it, once its residents were heard', async () => {
    const { officer, approver } = parties.bureau;
    const body = { name: `服务线${randomUUID()}`, category: 'ELDERLY_HOME_CARE', since: '2018-01-01' };
    const line = (await app.http.post('/api/v1/service-lines').set(officer.auth).send(body).expect(201)).body as {
      id: string;
    };
    const version = () => readVersion(app, 'service_line', line.id);
    await app.http
      .post(`/api/v1/service-lines/${line.id}/actions/propose-end`)
      .set({ ...officer.auth, 'If-Match': `"${await version()}"` })
      .send({ reason: '并入综合中心', on: '2026-03-31' })
      .expect(200);
    const documents = [await upload(app, officer)];
    const heard = { form: 'meeting', heard: 30, agreed: 26, summary: '多数居民同意', heldOn: '2026-01-05', documents };
    await app.http.post(`/api/v1/service-lines/${line.id}/opinions`).set(officer.auth).send(heard).expect(201);
    await takeOwnTask(
      app,
      approver,
      {
        ...{ kind: 'line_end', subject: line.id, title: 'End of a service line to be decided', lot: null },
        ...{ dueOn: '2026-03-31', href: `service-lines/${line.id}/actions/end` },
      },
      { body: { reason: '居民同意' }, version: await version(), others: [...strangers, officer] },
    );
  });

  it('an evaluation whose evaluators are all tied: the buyer’s, and theirs no more', async () => {
    const evaluator = await makeBody(app, { kind: 'evaluator' });
    const user = await makeUser(app, 'evaluator', evaluator);
    const { approver, officer } = parties.bureau;
    const ground: Ground = {
      ...{ parties, contract: (await Contracting.signed(app, parties)).id },
      ...{ scheme: await makeScheme(app, parties), evaluator: { body: evaluator, user } },
    };
    const evaluation = await Evaluating.planned(app, ground);
    await evaluation.must('propose-evaluator', { evaluator });
    await evaluation.must('appoint', {}, approver);
    await evaluation.must('declare', { tied: true, tie: '曾在该机构任职' }, user);
    await takeOwnTask(
      app,
      approver,
      {
        ...{ kind: 'evaluation', subject: ground.contract, lot: 1, dueOn: '2026-06-30' },
        title: 'Evaluation: replace the evaluator, which is tied',
        href: `evaluations/${evaluation.id}/actions/replace-evaluator`,
      },
      {
        body: { reason: '存在利害关系' },
        version: await readVersion(app, 'evaluation', evaluation.id),
        others: [...strangers, user, officer],
      },
    );
    expect(await ownSteps(app, officer, 'evaluation', ground.contract)).toEqual([
      `evaluations/${evaluation.id}/actions/propose-evaluator`,
    ]);
  });
});
