import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';
import { ownSteps } from '../support/own-tasks.js';
import { Surveying } from '../support/surveys.js';

interface Agency {
  agency: string;
  manager: TestAccount;
}
const codeOf = (answer: unknown): unknown => said(answer as Answer)[1];
const TERM = { years: 2, contentFixed: true, continuous: true, fundingStable: true, priceStable: true };

describe('recipients who are taken over while something else comes to hold', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let other: Agency;
  let third: Agency;
  beforeAll(async () => {
    app = await startTestApp();
    const make = async (): Promise<Agency> => {
      const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
      return { agency, manager: await makeUser(app, 'agency_manager', agency) };
    };
    [other, third] = [await make(), await make()];
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  /** Under a contract of its own, whose agreed plan says this of its line; with somebody who is served. */
  const begin = async (item: object) => {
    await at('2025-12-22');
    parties = await makeParties(app, null);
    ({ officer } = parties.bureau);
    const known = { window: RUNS, serviceLines: [parties.bureau.line] };
    const next = new Continuing(
      await Implementing.begin(app, parties, { term: { ...TERM, budgetAssured: true } }, known),
    );
    const { id } = await next.proposed([{ serviceLine: parties.bureau.line, from: NEXT.start, ...item }]);
    expect((await next.agree(id)).status).toBe(200);
    return { next, plan: id, served: await next.serve() };
  };
  const handOver = (receiver = other.agency) => ({ kind: 'hand_over', receiver });
  const following = (window: { start: string; end: string }) =>
    Contracting.signed(
      app,
      { ...parties, agency: other.agency, manager: other.manager },
      {},
      {
        ...{ window, serviceLines: [parties.bureau.line] },
      },
    );
  const take = async (next: Continuing, more: object = {}) => {
    const { id } = await next.offered({ receiver: other.agency, ...more });
    const taken = await next.onHandover(id, 'acknowledge', {}, other.manager);
    expect([taken.status, taken.body.code]).toEqual([200, undefined]);
    return next.handover(id);
  };
  const served = async (by: TestAccount) => {
    const path = `/api/v1/service-lines/${parties.bureau.line}/recipients?limit=200`;
    const { body } = await app.http.get(path).set(by.auth).expect(200);
    return (body as { items: { id: string; contract: string }[] }).items;
  };
  const visit = (work: Implementing, by: TestAccount, servedOn: string, recipient: string) =>
    work.make(
      'service-records',
      { form: 'visit', minutes: 30, workers: { assistant: 1 }, recipients: [recipient], servedOn },
      by,
    );
  const steps = (kind: string, subject = parties.bureau.line) => ownSteps(app, officer, kind, subject);
  const REASON = { reason: '重新移交' };

  it('pass at once where the contract was ended early since the plan was agreed on', async () => {
    const { next, plan, served: one } = await begin(handOver());
    await at('2026-06-10');
    await next.contract.terminated();
    await at('2026-06-11');
    const { id: contract } = next.contract;
    expect(await steps('handover_offer', contract)).toEqual([`contracts/${contract}/handovers`]);
    expect(await steps('continuity_plan_agreed', contract)).toEqual([
      `contracts/${contract}/continuity-plan/${plan}/actions/carry-out`,
    ]);
    expect(codeOf(await next.act(plan, 'carry-out'))).toBe('handover_unacknowledged');
    expect(await take(next)).toMatchObject({ passesOn: '2026-06-11', passedAt: expect.any(String) });
    expect(await served(other.manager)).toMatchObject([{ id: one }]);
    expect((await next.act(plan, 'carry-out')).status).toBe(200);
    expect(await steps('continuity_plan_agreed', contract)).toEqual([]);
  });

  it('pass to a successor on its first day where the contract was ended early', async () => {
    const { next, plan, served: one } = await begin({ kind: 'retender' });
    await at('2026-06-10');
    await next.contract.terminated();
    await at('2026-06-11');
    const successor = await following({ start: '2026-07-01', end: '2027-06-30' });
    expect(await take(next, { toContract: successor.id })).toMatchObject({ passesOn: '2026-07-01', passedAt: null });
    expect(codeOf(await next.act(plan, 'carry-out'))).toBe('handover_unacknowledged');
    await next.passOn('2026-07-01');
    expect(await served(other.manager)).toMatchObject([{ id: one, contract: successor.id }]);
    expect((await next.act(plan, 'carry-out')).status).toBe(200);
  });

  it('pass to nobody whom the plan does not name any more: the buyer takes them back and offers them anew', async () => {
    const { next, plan, served: one } = await begin(handOver());
    await at('2026-11-20');
    const { id } = await take(next);
    const items = [{ serviceLine: parties.bureau.line, from: NEXT.start, ...handOver(third.agency) }];
    await next.must(plan, 'revise', { reason: '改由他机构', items });
    // While the plan waits to be agreed on nobody knows who takes them over.
    expect(await steps('handover_refused')).toEqual([]);
    expect((await next.agree(plan)).status).toBe(200);
    expect(await steps('handover_refused')).toEqual([`handovers/${id}/actions/withdraw`]);
    await next.passOn();
    expect([await served(other.manager), await served(parties.manager)]).toMatchObject([[], [{ id: one }]]);
    expect(await steps('handover_refused')).toEqual([`handovers/${id}/actions/withdraw`]);
    expect(actionNames((await next.handover(id)).allowedActions)).toEqual(['withdraw']);
    expect((await next.onHandover(id, 'withdraw', REASON, officer)).status).toBe(200);
    expect(await steps('handover_refused')).toEqual([]);
    const again = await next.offered({ receiver: third.agency });
    const taken = await next.onHandover(again.id, 'acknowledge', {}, third.manager);
    expect(taken.body).toMatchObject({ passesOn: NEXT.start, passedAt: expect.any(String) });
    expect(await served(third.manager)).toMatchObject([{ id: one }]);
  });

  it('stay with the agency whose contract is prolonged, and pass once that is over', async () => {
    const { next, served: one } = await begin(handOver());
    await at('2026-11-20');
    const { id } = await take(next);
    await next.contract.amended({ content: { window: { ...RUNS, end: '2027-03-14' } } });
    expect(await steps('handover_refused')).toEqual([`handovers/${id}/actions/withdraw`]);
    await next.passOn('2026-12-20');
    expect(await served(parties.manager)).toMatchObject([{ id: one }]);
    expect((await visit(next.work, parties.manager, '2026-12-20', one)).status).toBe(201);
    await next.passOn('2027-03-15');
    expect(await served(other.manager)).toMatchObject([{ id: one }]);
    expect(await next.handover(id)).toMatchObject({ passesOn: '2027-03-15', allowedActions: [] });
    expect((await visit(next.work, parties.manager, '2027-03-14', one)).status).toBe(201);
    expect(await steps('handover_refused')).toEqual([]);
  });

  it('do not pass under a contract of the receiver that was ended before', async () => {
    const { next, plan, served: one } = await begin({ kind: 'retender' });
    await at('2026-11-20');
    const successor = await following(NEXT);
    const { id } = await take(next, { toContract: successor.id });
    expect((await next.act(plan, 'carry-out')).status).toBe(200);
    await at('2026-12-01');
    expect(await steps('handover_refused')).toEqual([]);
    await successor.terminated('无力履行');
    expect(await steps('handover_refused')).toEqual([`handovers/${id}/actions/withdraw`]);
    await next.passOn();
    expect([await served(other.manager), await served(parties.manager)]).toMatchObject([[], [{ id: one }]]);
    expect((await next.onHandover(id, 'withdraw', REASON, officer)).status).toBe(200);
  });

  it('are taken over under no contract of the receiver that was ended since they were offered', async () => {
    const { next } = await begin(handOver());
    await at('2026-11-20');
    const successor = await following(NEXT);
    const { id } = await next.offered({ receiver: other.agency, toContract: successor.id });
    const waiting = async () => [
      await ownSteps(app, other.manager, 'handover', parties.bureau.line),
      await steps('handover_refused'),
    ];
    expect(await waiting()).toEqual([[`handovers/${id}/actions/acknowledge`], []]);
    await successor.terminated('无力履行');
    expect(await waiting()).toEqual([[], [`handovers/${id}/actions/offer`]]);
    const taken = await next.onHandover(id, 'acknowledge', {}, other.manager);
    expect(taken.body).toMatchObject({ code: 'receiver_unfit', facts: { fallen: successor.id } });
    const anew = (more: object = {}) => next.onHandover(id, 'offer', { ...REASON, ...more }, officer);
    expect(codeOf(await anew())).toBe('validation_failed');
    expect((await anew({ toContract: null })).status).toBe(200);
    expect(await waiting()).toEqual([[`handovers/${id}/actions/acknowledge`], []]);
    expect((await next.onHandover(id, 'acknowledge', {}, other.manager)).status).toBe(200);
  });

  it('pass under the contract of the receiver that follows, and on its first day, also where the offer names none', async () => {
    const { next, served: one } = await begin({ kind: 'retender' });
    await at('2026-12-01');
    const { id: contract } = next.contract;
    expect(await steps('handover_offer', contract)).toEqual([]);
    const successor = await following({ start: '2027-03-01', end: '2028-02-28' });
    expect(await steps('handover_offer', contract)).toEqual([`contracts/${contract}/handovers`]);
    expect(await take(next)).toMatchObject({ passesOn: '2027-03-01', toContract: successor.id });
    expect((await next.contract.read()).facts.find(({ kind }) => kind === 'handover')?.data).toMatchObject({
      toContract: successor.id,
    });
    // The plan has lapsed by then; nobody has said another thing since.
    await next.passOn('2027-03-01');
    expect(await served(other.manager)).toMatchObject([{ id: one, contract: successor.id }]);
    await successor.must('start');
    const work = new Implementing(app, { ...parties, ...other }, successor);
    expect((await visit(work, other.manager, '2027-03-01', one)).status).toBe(201);
    const item = { serviceLine: parties.bureau.line, kind: 'retender', from: '2028-02-29' };
    expect((await work.make('continuity-plan', { items: [item] }, officer)).body).toMatchObject({
      items: [{ served: 1 }],
    });
  });

  /** As settlements leave it: what is between is not asked of here. */
  const settle = async (contract: string) => {
    await app.dataSource.query(`ALTER TABLE contract DISABLE TRIGGER USER`);
    await app.dataSource.query(`UPDATE payment SET state = 'cancelled' WHERE contract_id = $1`, [contract]);
    await app.dataSource.query(`UPDATE contract SET state = 'settled' WHERE id = $1`, [contract]);
    await app.dataSource.query(`ALTER TABLE contract ENABLE TRIGGER USER`);
  };
  const RETENDER = { kind: 'retender' };

  it('are planned and offered anew where the plan lapsed before anybody took them over, and their contract is not put away before', async () => {
    const { next, served: one } = await begin(RETENDER);
    const { id: contract } = next.contract;
    await at('2026-12-01');
    await following(NEXT);
    const { id } = await next.offered({ receiver: other.agency });
    await settle(contract);
    const refused = async () => {
      const { status, body } = await next.contract.act('archive');
      return [status, body.code, body.facts];
    };
    expect(await refused()).toEqual([422, 'plan_open', { plan: 'agreed' }]);
    await at('2027-01-13');
    expect(await steps('continuity_plan', contract)).toEqual([]);
    expect(await ownSteps(app, other.manager, 'handover')).toEqual([`handovers/${id}/actions/acknowledge`]);
    // The plan has lapsed: nobody may take them over by it.
    await at('2027-01-14');
    const left = [422, 'recipients_left', { serviceLines: [parties.bureau.line] }];
    expect(await refused()).toEqual(left);
    expect(await steps('contract_archive', contract)).toEqual([]);
    expect(await steps('continuity_plan', contract)).toEqual([`contracts/${contract}/continuity-plan`]);
    expect(await steps('handover_refused')).toEqual([`handovers/${id}/actions/withdraw`]);
    expect((await next.onHandover(id, 'withdraw', REASON, officer)).status).toBe(200);
    expect([await refused(), await steps('handover_refused')]).toEqual([left, []]);

    const again = await next.proposed([{ serviceLine: parties.bureau.line, from: '2027-01-15', ...RETENDER }]);
    expect(await steps('continuity_plan', contract)).toEqual([]);
    expect((await next.agree(again.id)).status).toBe(200);
    expect(await steps('handover_offer', contract)).toEqual([`contracts/${contract}/handovers`]);
    await at('2027-01-15');
    expect(await take(next)).toMatchObject({ passesOn: '2027-01-15', passedAt: expect.any(String) });
    expect(await served(other.manager)).toMatchObject([{ id: one }]);
    expect((await next.act(again.id, 'carry-out')).status).toBe(200);
    expect(await steps('contract_archive', contract)).toEqual([`contracts/${contract}/actions/archive`]);
    expect((await next.contract.act('archive')).status).toBe(200);
    expect(await steps('continuity_plan', contract)).toEqual([]);
  });

  it('are offered as well who come, or come back, after the others were taken over', async () => {
    const { next, plan, served: one } = await begin(RETENDER);
    const { id: contract } = next.contract;
    const gone = await next.serve();
    await at('2026-11-20');
    await following(NEXT);
    await take(next);
    expect((await next.act(plan, 'carry-out')).status).toBe(200);
    expect(await steps('handover_offer', contract)).toEqual([]);
    const tell = async (until: string | null) => {
      const version = (
        await app.dataSource.query<{ version: number }[]>(`SELECT version FROM recipient WHERE id = $1`, [gone])
      )[0]?.version;
      const path = `/api/v1/service-lines/${parties.bureau.line}/recipients/${gone}`;
      const told = await app.http
        .patch(path)
        .set({ ...parties.manager.auth, 'If-Match': `"${version}"` })
        .send({ until });
      expect([told.status, told.text]).toEqual([200, told.text]);
    };
    await at('2026-12-01');
    await tell('2026-12-01');
    const late = await next.serve();
    expect(await steps('handover_offer', contract)).toEqual([`contracts/${contract}/handovers`]);
    expect(await take(next)).toMatchObject({ recipients: 1, passesOn: NEXT.start });
    expect(await steps('handover_offer', contract)).toEqual([]);
    await next.passOn();
    expect((await served(other.manager)).map(({ id }) => id).sort()).toEqual([one, late].sort());
    await settle(contract);
    expect((await next.contract.act('archive')).status).toBe(200);
    // That they had left was a mistake: they are served by nobody, and their contract is put away.
    await tell(null);
    expect(await steps('handover_offer', contract)).toEqual([`contracts/${contract}/handovers`]);
    expect(await take(next)).toMatchObject({ recipients: 1, passedAt: expect.any(String) });
    expect((await served(other.manager)).map(({ id }) => id).sort()).toEqual([one, late, gone].sort());
    expect([await steps('handover_offer', contract), await steps('continuity_plan', contract)]).toEqual([[], []]);
  });

  it('are planned for also once their contract is put away, where the plan has lapsed', async () => {
    const { next } = await begin(handOver());
    const { id: contract } = next.contract;
    const item = { serviceLine: parties.bureau.line, kind: 'hand_over', from: '2027-02-01', receiver: other.agency };
    await at('2026-12-01');
    await next.contract.must('deliver', {}, parties.manager);
    await at('2027-01-14');
    await settle(contract);
    expect((await next.contract.act('archive')).body).toMatchObject({ code: 'recipients_left' });
    await app.dataSource.query(`UPDATE recipient SET until = since WHERE contract_id = $1`, [contract]);
    expect((await next.contract.act('archive')).status).toBe(200);
    expect((await next.propose([item])).body).toMatchObject({ code: 'contract_not_running' });
    await app.dataSource.query(`UPDATE recipient SET until = NULL WHERE contract_id = $1`, [contract]);
    expect(await steps('continuity_plan', contract)).toEqual([`contracts/${contract}/continuity-plan`]);
    const { id } = await next.proposed([item]);
    expect((await next.agree(id)).status).toBe(200);
    await at('2027-02-01');
    expect(await take(next)).toMatchObject({ passedAt: expect.any(String) });
    expect((await next.act(id, 'carry-out')).status).toBe(200);
  });

  /** How many people a survey of the contract asks among. */
  const population = async (contract: string, day: string) => {
    const survey = await Surveying.of(app, { ...parties, ...other }, contract);
    await survey.begin({ opensOn: day, closesOn: day });
    const { body } = await survey.act('draw', { size: 9 });
    return (
      (body as { strata?: { population: number }[]; code?: string }).strata?.map((one) => one.population) ?? body.code
    );
  };

  it('belong to the contract of the receiver that runs when they pass, also where it was signed since they were taken over', async () => {
    const { next, served: one } = await begin(handOver());
    const two = await next.serve();
    await at('2026-10-20');
    const { id } = await take(next);
    expect(await next.handover(id)).toMatchObject({ toContract: null });
    await at('2026-11-20');
    const successor = await following(NEXT);
    await next.passOn();
    expect(await next.handover(id)).toMatchObject({ toContract: successor.id });
    expect(await served(other.manager)).toMatchObject([
      { id: one, contract: successor.id },
      { id: two, contract: successor.id },
    ]);
    // Nobody has recorded that they were served, and they are asked all the same.
    await successor.must('start');
    expect(await population(successor.id, NEXT.start)).toEqual([2]);
    expect(await population(next.contract.id, NEXT.start)).toEqual([2]);
    await at('2027-12-15');
    await successor.must('deliver', {}, other.manager);
    expect((await (await Accepting.of(app, successor)).hear(two, 'dissatisfied')).status).toBe(200);
  });

  it('are asked under the contract of the receiver also where that was signed after they passed, and passed on from it', async () => {
    const { next } = await begin(handOver());
    await at('2026-11-20');
    await take(next);
    await next.passOn();
    await at('2027-01-04');
    const successor = await following({ start: '2027-01-01', end: '2027-12-31' });
    await successor.must('start');
    expect(await population(successor.id, '2027-01-04')).toEqual([1]);
    await at('2028-01-01');
    const { id: contract } = successor;
    expect(await steps('continuity_plan', contract)).toEqual([`contracts/${contract}/continuity-plan`]);
    const after = new Continuing(new Implementing(app, { ...parties, ...other }, successor));
    const item = { serviceLine: parties.bureau.line, kind: 'hand_over', from: '2028-01-02', receiver: third.agency };
    const { id: plan } = await after.proposed([item]);
    expect((await after.agree(plan)).status).toBe(200);
    expect((await after.offered({ receiver: third.agency })).recipients).toBe(1);
  });
});
