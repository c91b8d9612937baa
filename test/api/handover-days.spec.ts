import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';
import { ownSteps } from '../support/own-tasks.js';
import { readVersion } from '../support/version.js';

const codeOf = (answer: unknown): unknown => said(answer as Answer)[1];
const REASON = { reason: '续签' };

describe('recipients who were taken over before what follows begins', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let other: { agency: string; manager: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const begin = async (): Promise<Continuing> => {
    await at('2025-12-22');
    parties = await makeParties(app, null);
    ({ officer } = parties.bureau);
    const next = await Continuing.begin(app, parties);
    const item = { serviceLine: parties.bureau.line, kind: 'hand_over', from: NEXT.start, receiver: other.agency };
    const { id } = await next.proposed([item]);
    expect((await next.agree(id)).status).toBe(200);
    return next;
  };
  const acknowledge = (next: Continuing, id: string) => next.onHandover(id, 'acknowledge', {}, other.manager);
  const servedBy = async (by: TestAccount) => {
    const path = `/api/v1/service-lines/${parties.bureau.line}/recipients?limit=200`;
    const { body } = await app.http.get(path).set(by.auth).expect(200);
    return (body as { items: { id: string; servedBy: string; displayName: string | null }[] }).items;
  };
  const visit = (next: Continuing, servedOn: string, recipient: string) =>
    next.work.make(
      'service-records',
      { form: 'visit', minutes: 30, workers: { assistant: 1 }, recipients: [recipient], servedOn },
      parties.manager,
    );
  const handovers = async (next: Continuing) =>
    (await next.contract.read()).facts.filter(({ kind }) => kind === 'handover').map(({ data }) => data);

  it('are served by the former agency until then, stay out of further offers, and pass on that day', async () => {
    const next = await begin();
    const [first, left] = [await next.serve(), await next.serve()];
    const names = [first, left].map((recipient) => ({ recipient, consentOn: '2025-12-20' }));
    const { id } = await next.offered({ receiver: other.agency, names });
    const taken = await acknowledge(next, id);
    expect(taken.body).toMatchObject({ state: 'acknowledged', acknowledgedOn: '2025-12-22' });
    expect(taken.body).toMatchObject({ passesOn: NEXT.start, passedAt: null });
    expect(await handovers(next)).toMatchObject([{ on: '2025-12-22', recipients: 2 }]);
    expect(actionNames((await next.handover(id)).allowedActions)).toEqual(['withdraw']);
    expect((await servedBy(parties.manager)).map((one) => [one.servedBy, one.displayName])).toEqual(
      Array(2).fill([parties.agency, '示例服务对象']),
    );
    expect(await servedBy(other.manager)).toEqual([]);
    await at('2025-12-24');
    expect((await visit(next, '2025-12-24', first)).status).toBe(201);

    // Who comes meanwhile is offered alone.
    const come = await next.serve();
    const more = await next.offered({ receiver: other.agency });
    expect(more).toMatchObject({ recipients: 1 });
    expect((await acknowledge(next, more.id)).body).toMatchObject({ passesOn: NEXT.start, recipients: 1 });
    await next.passOn(RUNS.end);
    expect(await servedBy(other.manager)).toEqual([]);
    await app.dataSource.query(`UPDATE recipient SET until = '2026-12-01' WHERE id = $1`, [left]);

    await next.passOn();
    expect(await next.handover(id)).toMatchObject({ passesOn: NEXT.start, allowedActions: [] });
    expect((await next.handover(id)).passedAt).not.toBeNull();
    // Who left before that day stays with whom they were served by.
    expect((await servedBy(other.manager)).map((one) => one.id).sort()).toEqual([first, come].sort());
    expect((await servedBy(parties.manager)).map((one) => one.id)).toEqual([left]);
    expect((await visit(next, RUNS.end, first)).status).toBe(201);
    expect(await handovers(next)).toMatchObject([{ on: '2025-12-22' }, { on: '2025-12-24' }]);
  });

  it('are taken back by the buyer until they have passed, and offered anew', async () => {
    const next = await begin();
    const served = await next.serve();
    const { id } = await next.offered({ receiver: other.agency });
    expect((await acknowledge(next, id)).status).toBe(200);
    const withdraw = (handover: string) => next.onHandover(handover, 'withdraw', REASON, officer);
    expect((await next.onHandover(id, 'withdraw', REASON, other.manager)).status).toBe(403);
    expect((await withdraw(id)).body).toMatchObject({ state: 'withdrawn', acknowledgedOn: null, passesOn: null });
    expect((await handovers(next)).at(-1)).toMatchObject({ on: '2025-12-22', withdrawnOn: '2025-12-22' });
    await next.passOn();
    expect((await servedBy(parties.manager)).map((one) => one.id)).toEqual([served]);

    await at('2025-12-23');
    const again = await next.offered({ receiver: other.agency });
    expect(again).toMatchObject({ recipients: 1 });
    expect((await acknowledge(next, again.id)).body).toMatchObject({ passesOn: NEXT.start, passedAt: null });
    // The day itself ends it, whether or not anything has touched the row since.
    await at(NEXT.start);
    expect(actionNames((await next.handover(again.id)).allowedActions)).toEqual([]);
    expect(codeOf(await withdraw(again.id))).toBe('recipients_passed');
    await next.passOn();
    expect(codeOf(await withdraw(again.id))).toBe('recipients_passed');
    expect((await servedBy(other.manager)).map((one) => one.id)).toEqual([served]);
  });

  it('pass at once where what follows has begun', async () => {
    const next = await begin();
    await at(NEXT.start);
    const served = await next.serve();
    const { id } = await next.offered({ receiver: other.agency });
    const taken = await acknowledge(next, id);
    expect(taken.body).toMatchObject({ acknowledgedOn: NEXT.start, passesOn: NEXT.start, allowedActions: [] });
    expect((await servedBy(other.manager)).map((one) => one.id)).toEqual([served]);
    expect(codeOf(await next.onHandover(id, 'withdraw', REASON, officer))).toBe('recipients_passed');
  });

  it('are served by nobody once the contract is ended early: a plan says anew who takes them over, and from when', async () => {
    const next = await begin();
    const { id: contract } = next.contract;
    const served = await next.serve();
    const { id } = await next.offered({ receiver: other.agency });
    expect((await acknowledge(next, id)).body).toMatchObject({ passesOn: NEXT.start });
    await at('2026-01-20');
    await next.contract.terminated();
    await at('2026-01-21');
    expect((await visit(next, '2026-01-21', served)).status).toBe(422);
    expect((await servedBy(parties.manager)).map((one) => one.id)).toEqual([served]);
    const [plan] = await next.work.list('continuity-plan');
    const steps = async (kind: string, subject = parties.bureau.line) => ownSteps(app, officer, kind, subject);
    const onPlan = (action: string) => [`contracts/${contract}/continuity-plan/${plan?.id}/actions/${action}`];
    // Who takes them over serves from the planned day on: that the plan was carried out would be untrue until then.
    expect(await steps('continuity_plan_agreed', contract)).toEqual(onPlan('revise'));
    expect(codeOf(await next.act(plan?.id ?? '', 'carry-out'))).toBe('handover_unacknowledged');
    expect(await steps('handover_refused')).toEqual([]);
    const from = '2026-01-25';
    const items = [{ serviceLine: parties.bureau.line, kind: 'hand_over', from, receiver: other.agency }];
    await next.must(plan?.id ?? '', 'revise', { items, reason: '合同提前终止' });
    expect(await steps('handover_refused')).toEqual([]);
    expect((await next.agree(plan?.id ?? '')).status).toBe(200);
    expect(await steps('continuity_plan_agreed', contract)).toEqual(onPlan('carry-out'));

    // For another day than they were taken over for they are offered anew: nobody takes them over sooner than it said.
    expect(await steps('handover_refused')).toEqual([`handovers/${id}/actions/withdraw`]);
    expect(await ownSteps(app, other.manager, 'handover_refused', parties.bureau.line)).toEqual([]);
    expect((await next.onHandover(id, 'withdraw', REASON, officer)).status).toBe(200);
    expect([await steps('handover_refused'), await steps('handover_offer', contract)]).toEqual([
      [],
      [`contracts/${contract}/handovers`],
    ]);
    const again = await next.offered({ receiver: other.agency });
    expect((await acknowledge(next, again.id)).body).toMatchObject({ passesOn: from, passedAt: null });
    expect(await steps('handover_refused')).toEqual([]);
    expect(codeOf(await next.act(plan?.id ?? '', 'carry-out'))).toBe('handover_unacknowledged');
    await next.passOn(from);
    expect((await servedBy(other.manager)).map((one) => one.id)).toEqual([served]);
    expect((await next.act(plan?.id ?? '', 'carry-out')).status).toBe(200);
  });

  it('pass at once where a process of the version before took them over, as it did', async () => {
    const next = await begin();
    await next.serve();
    const { id } = await next.offered({ receiver: other.agency });
    // Test data: what that process writes.
    await app.dataSource.query(
      `UPDATE handover SET state = 'acknowledged', acknowledged_on = '2025-12-22', since = business_now() WHERE id = $1`,
      [id],
    );
    const taken = await next.handover(id);
    expect(taken).toMatchObject({ passesOn: '2025-12-22', passedAt: expect.any(String), allowedActions: [] });
    expect(codeOf(await next.onHandover(id, 'withdraw', REASON, officer))).toBe('recipients_passed');
  });

  /** The receiver's own contract, beside the former agency's days. */
  const following = async (window: { start: string; end: string }) => {
    const successor = await Contracting.signed(
      app,
      { ...parties, ...other },
      {},
      { window, serviceLines: [parties.bureau.line] },
    );
    return new Implementing(app, { ...parties, ...other }, successor);
  };
  const visitBy = (work: Implementing, by: TestAccount, servedOn: string, recipient: string, minutes = 700) =>
    work.make(
      'service-records',
      { form: 'visit', minutes, workers: { assistant: 1 }, recipients: [recipient], servedOn },
      by,
    );

  it('are served by the receiver from their day on, by the clock, and by the former agency until then, whatever is told late', async () => {
    const next = await begin();
    const [named, one] = [await next.serve(), await next.serve()];
    await at('2026-11-20');
    const work = await following({ start: '2026-12-01', end: '2027-11-30' });
    const { id } = await next.offered({
      receiver: other.agency,
      names: [{ recipient: named, consentOn: '2026-11-20' }],
    });
    expect((await acknowledge(next, id)).body).toMatchObject({ passesOn: NEXT.start });
    await at('2026-12-05');
    await work.contract.must('start');
    const stranger = [422, 'recipient_not_served'];
    const codes = async (sent: ReturnType<typeof visitBy>) => {
      const answer = await sent;
      return [answer.status, codeOf(answer)];
    };
    expect(await codes(visitBy(work, other.manager, '2026-12-05', one))).toEqual(stranger);

    // The day has come, and nobody has written it down yet.
    await at(NEXT.start);
    const { body } = await app.http.get('/api/v1/me/work').set(other.manager.auth).expect(200);
    interface Work {
      contract: string;
      lines: { recipients: { id: string; displayName: string | null }[] }[];
    }
    const mine = (body as { contracts: Work[] }).contracts.find(({ contract }) => contract === work.contract.id);
    expect(mine?.lines[0]?.recipients.map((shown) => [shown.id, shown.displayName])).toEqual([
      [named, '示例服务对象'],
      [one, null],
    ]);
    expect((await visitBy(work, other.manager, NEXT.start, one)).status).toBe(201);
    expect(await codes(visitBy(next.work, parties.manager, NEXT.start, one))).toEqual([422, 'record_outside_window']);
    for (const _ of ['by the clock', 'written down']) {
      expect(await codes(visitBy(work, other.manager, '2026-12-05', one))).toEqual(stranger);
      expect((await visitBy(next.work, parties.manager, '2026-12-05', one)).status).toBe(201);
      await next.passOn();
    }

    // From when they were served the former agency said: the receiver makes it no later.
    const told = await app.http
      .patch(`/api/v1/service-lines/${parties.bureau.line}/recipients/${named}`)
      .set({ ...other.manager.auth, 'If-Match': `"${await readVersion(app, 'recipient', named)}"` })
      .send({ since: NEXT.start });
    expect([told.status, told.body.errors?.[0]?.code]).toEqual([400, 'too_late']);
    expect((await visitBy(next.work, parties.manager, '2026-12-10', named)).status).toBe(201);
  });

  it('whom the receiver takes over late were served by it since the former contract was over', async () => {
    const next = await begin();
    const served = await next.serve();
    await at('2026-11-20');
    const work = await following(NEXT);
    await at('2026-12-20');
    await work.contract.must('start');
    const { id } = await next.offered({ receiver: other.agency });
    expect((await acknowledge(next, id)).body).toMatchObject({ passesOn: '2026-12-20' });
    expect((await visitBy(work, other.manager, '2026-12-16', served)).status).toBe(201);
  });
});
