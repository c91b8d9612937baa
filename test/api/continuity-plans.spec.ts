import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { upload } from '../support/acceptances.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS, type PlanBody, renewalMoney } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { Implementing, makeOnlookers, refusal } from '../support/implementing.js';
import { PlansKeeper } from '../../src/care/continuity/plans-keeper.js';

const TERM = {
  years: 1,
  contentFixed: true,
  continuous: true,
  fundingStable: true,
  priceStable: true,
  budgetAssured: true,
};
const codeOf = (answer: unknown): unknown[] => said(answer as Answer).slice(0, 3);
const factsOf = (answer: unknown) => (answer as Answer).body.facts;
const pointersOf = (answer: unknown) => (answer as Answer).body.errors?.map((error) => error.pointer) ?? [];

describe('a continuity plan', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let approver: TestAccount;
  let both: TestAccount;
  let other: { agency: string; manager: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    ({ officer, approver } = parties.bureau);
    both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: parties.bureau.id },
      { role: 'bureau_approver', organisation: parties.bureau.id },
    );
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const line = async (): Promise<string> => {
    const body = {
      name: `服务线${randomUUID()}`,
      category: 'ELDERLY_HOME_CARE',
      since: '2018-01-01',
      region: '990203',
    };
    return (
      (await app.http.post('/api/v1/service-lines').set(officer.auth).send(body).expect(201)).body as { id: string }
    ).id;
  };
  const hear = async (id: string, heldOn: string) => {
    const documents = [await upload(app, officer)];
    const body = { form: 'hearing', heldOn, heard: 20, summary: '多数同意', documents };
    await app.http.post(`/api/v1/service-lines/${id}/opinions`).set(officer.auth).send(body).expect(201);
  };
  const onLine = async (id: string, action: string, body: object, by: TestAccount) => {
    const { body: read } = await app.http.get(`/api/v1/service-lines/${id}`).expect(200);
    const version = `"${(read as { version: number }).version}"`;
    const path = `/api/v1/service-lines/${id}/actions/${action}`;
    const answer = await app.http
      .post(path)
      .set({ ...by.auth, 'If-Match': version })
      .send(body);
    expect([action, answer.status, answer.body]).toEqual([action, 200, expect.anything()]);
  };
  const programmeOf = (year: number, amount: string) => renewalMoney(app, parties, year, amount);
  const set = (sql: string, params: unknown[]) => app.dataSource.query(sql, params);
  /** As `settlements.spec.ts` leaves it: what is between is not asked of here. */
  const settled = async ({ contract }: Continuing) => {
    await app.dataSource.query(`ALTER TABLE contract DISABLE TRIGGER USER`);
    await set(`UPDATE payment SET state = 'cancelled' WHERE contract_id = $1`, [contract.id]);
    await set(`UPDATE contract SET state = 'settled' WHERE id = $1`, [contract.id]);
    await app.dataSource.query(`ALTER TABLE contract ENABLE TRIGGER USER`);
  };
  const plansOf = async (next: Continuing) =>
    (await next.contract.read()).facts.filter(({ kind }) => kind === 'plan').map(({ data }) => data);

  it('is agreed to by another, for every line, renewed as announced and paid for, ended as residents say; then carried out', async () => {
    await at('2025-12-22');
    const [ending, passing] = [await line(), await line()];
    const renewing = parties.bureau.line;
    const next = await Continuing.begin(app, parties, [ending, passing]);
    const { id: contract } = next.contract;
    const renew = { serviceLine: renewing, kind: 'renew', from: NEXT.start, until: NEXT.end };
    const end = { serviceLine: ending, kind: 'end', from: NEXT.start };
    const pass = {
      serviceLine: passing,
      kind: 'hand_over',
      from: NEXT.start,
      receiver: other.agency,
      handsOver: '服务档案',
    };
    const { id } = await next.proposed([renew], both);
    expect((await next.contract.read()).facts.some(({ kind }) => kind === 'plan')).toBe(false);
    expect(codeOf(await next.act(id, 'agree', {}, both))).toEqual([422, 'own_proposal', null]);
    const part = await next.agree(id);
    expect(codeOf(part)).toEqual([422, 'lines_without_plan', null]);
    expect(factsOf(part)).toEqual({ serviceLines: [ending, passing].sort() });
    expect(refusal(await next.act(id, 'revise', {}, officer))).toEqual([400, 'validation_failed', '/reason']);
    await next.must(id, 'revise', { reason: '补充', items: [renew, end, pass] });
    // Whoever wrote any of it agrees to none of it.
    expect(codeOf(await next.act(id, 'agree', {}, both))).toEqual([422, 'own_proposal', null]);
    const unannounced = await next.agree(id);
    expect(codeOf(unannounced)).toEqual([422, 'renewal_not_announced', 'GPS-TERM-3Y']);
    expect(pointersOf(unannounced)).toEqual([`/items/${renewing}/kind`]);
    await set(`UPDATE contract SET content = jsonb_set(content, '{term}', $2) WHERE id = $1`, [contract, TERM]);
    const beyond = await next.agree(id);
    expect(codeOf(beyond)).toEqual([422, 'renewal_beyond_term', 'GPS-TERM-3Y']);
    expect(pointersOf(beyond)).toEqual([`/items/${renewing}/until`]);
    // What was announced, and never more than three years in all.
    await set(`UPDATE contract SET content = jsonb_set(content, '{term,years}', '3') WHERE id = $1`, [contract]);
    const longer = { reason: '三年', items: [{ ...renew, until: '2028-12-15' }, end, pass] };
    expect(refusal(await next.act(id, 'revise', longer))).toEqual([400, 'validation_failed', '/items/0/until']);
    const { programme, budgetLine } = await programmeOf(2026, '179999.99');
    const paid = { ...renew, until: '2028-12-14', budgetLine };
    await next.must(id, 'revise', { reason: '两年', items: [{ ...paid, budgetLine: null }, end, pass] });
    expect(codeOf(await next.agree(id))).toEqual([422, 'budget_not_assured', null]);
    await next.must(id, 'revise', { reason: '指明经费', items: [paid, end, pass] });
    const short = await next.agree(id);
    expect([codeOf(short)[1], pointersOf(short), factsOf(short)]).toEqual([
      'budget_not_assured',
      [`/items/${renewing}/budgetLine`],
      { amount: '180000.00' },
    ]);
    await set(`UPDATE budget_line SET amount = 18000000 WHERE id = $1`, [budgetLine]);
    for (const [field, wrong, right] of [
      ['state', 'draft', 'approved'],
      ['year', 2025, 2026],
    ] as const) {
      await set(`UPDATE programme SET ${field} = $2 WHERE id = $1`, [programme, wrong]);
      expect(codeOf(await next.agree(id))[1]).toBe('budget_not_assured');
      await set(`UPDATE programme SET ${field} = $2 WHERE id = $1`, [programme, right]);
    }
    // What residents said before this contract began was said of something else.
    await hear(ending, '2025-12-01');
    const unheard = await next.agree(id);
    expect(codeOf(unheard)).toEqual([422, 'residents_opinion_missing', null]);
    expect(factsOf(unheard)).toEqual({ serviceLines: [ending], since: '2025-12-22' });
    await hear(ending, '2025-12-22');
    expect(refusal(await next.act(id, 'agree', {}, officer))).toEqual([403, 'not_permitted', null]);
    const agreed = (await next.agree(id)).body as PlanBody;
    expect([agreed.state, agreed.agreedOn, agreed.lapsesAfter]).toEqual(['agreed', '2025-12-22', '2027-01-13']);
    expect(await plansOf(next)).toHaveLength(3);
    // Written anew it is agreed to anew.
    await next.must(id, 'revise', { reason: '再议' });
    expect((await plansOf(next)).filter((fact) => fact['withdrawnOn'] === undefined)).toHaveLength(3);
    expect((await plansOf(next)).filter((fact) => fact['withdrawnOn'] === '2025-12-22')).toHaveLength(3);
    expect((await next.agree(id)).status).toBe(200);

    await at('2026-12-15');
    const carry = () => next.act(id, 'carry-out');
    const nobody = await carry();
    expect([codeOf(nobody)[1], factsOf(nobody)]).toEqual(['successor_missing', { serviceLines: [renewing] }]);
    await Contracting.signed(app, parties, {}, { window: NEXT });
    const body = { contract, displayName: '示例服务对象' };
    await app.http.post(`/api/v1/service-lines/${passing}/recipients`).set(parties.manager.auth).send(body).expect(201);
    const served = await carry();
    expect([codeOf(served)[1], factsOf(served)]).toEqual(['handover_unacknowledged', { serviceLines: [passing] }]);
    const handover = await next.offered({ serviceLine: passing, receiver: other.agency });
    expect((await next.onHandover(handover.id, 'acknowledge', {}, other.manager)).status).toBe(200);
    const lasting = await carry();
    expect([codeOf(lasting)[1], factsOf(lasting)]).toEqual(['lines_not_ended', { serviceLines: [ending] }]);
    await onLine(ending, 'propose-end', { reason: '需求已满足' }, officer);
    await hear(ending, '2026-12-15');
    await onLine(ending, 'end', { reason: '居民同意' }, approver);
    expect((await carry()).body).toMatchObject({
      state: 'carried_out',
      carriedOutOn: '2026-12-15',
      allowedActions: [],
    });
    expect((await plansOf(next)).filter((fact) => fact['carriedOutOn'] === '2026-12-15')).toHaveLength(3);
    expect(refusal(await next.propose([end]))).toEqual([409, 'conflict', null]);
  });

  it('is carried out by a renewal too, where both have prolonged the contract within its announced term', async () => {
    await at('2025-12-22');
    const known = { window: RUNS, serviceLines: [parties.bureau.line] };
    const next = new Continuing(await Implementing.begin(app, parties, { term: { ...TERM, years: 2 } }, known));
    const { budgetLine } = await programmeOf(2026, '180000.00');
    const renew = { serviceLine: parties.bureau.line, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine };
    const { id } = await next.proposed([renew]);
    await next.agree(id);
    // Nothing that others signed for the line follows it.
    await app.dataSource.query(`DELETE FROM contract_service_line WHERE contract_id <> $1 AND service_line_id = $2`, [
      next.contract.id,
      parties.bureau.line,
    ]);
    expect(codeOf(await next.act(id, 'carry-out'))[1]).toBe('successor_missing');
    await next.contract.amended({ content: { window: { ...RUNS, end: NEXT.end } } });
    expect((await next.act(id, 'carry-out')).body).toMatchObject({ state: 'carried_out' });
  });

  it('names lines of its contract, who takes them and until when', async () => {
    await at('2025-12-22');
    const next = await Continuing.begin(app, parties);
    const { line: own } = parties.bureau;
    const from = NEXT.start;
    const committee = await makeBody(app, { kind: 'community_committee' });
    for (const [item, pointer] of [
      [{ serviceLine: await line(), kind: 'retender', from }, '/items/0/serviceLine'],
      [{ serviceLine: own, kind: 'renew', from: RUNS.end, until: NEXT.end }, '/items/0/from'],
      ...(['retender', 'hand_over', 'absorb', 'end'] as const).map(
        (kind) => [{ serviceLine: own, kind, from: RUNS.end }, '/items/0/from'] as const,
      ),
      [{ serviceLine: own, kind: 'retender', from: '2027-12-16' }, '/items/0/from'],
      [{ serviceLine: own, kind: 'end', from: '9999-12-31' }, '/items/0/from'],
      [{ serviceLine: own, kind: 'renew', from, until: '2028-12-15' }, '/items/0/until'],
      [{ serviceLine: own, kind: 'renew', from, until: '9999-12-31' }, '/items/0/until'],
      [{ serviceLine: own, kind: 'renew', from }, '/items/0/until'],
      [{ serviceLine: own, kind: 'renew', from, until: RUNS.end }, '/items/0/until'],
      [{ serviceLine: own, kind: 'retender', from, receiver: other.agency }, '/items/0/receiver'],
      [{ serviceLine: own, kind: 'hand_over', from }, '/items/0/receiver'],
      [{ serviceLine: own, kind: 'hand_over', from, receiver: parties.agency }, '/items/0/receiver'],
      [{ serviceLine: own, kind: 'absorb', from, receiver: committee }, '/items/0/receiver'],
      [{ serviceLine: own, kind: 'retender', from, budgetLine: randomUUID() }, '/items'],
      [{ serviceLine: own, kind: 'none', from }, '/items/0/kind'],
    ] as const)
      expect(refusal(await next.propose([item]))).toEqual([400, 'validation_failed', pointer]);
    for (const item of [
      { serviceLine: own, kind: 'end', from: '2027-12-15' },
      { serviceLine: own, kind: 'renew', from, until: '2028-12-14' },
    ])
      await next.must((await next.proposed([item])).id, 'withdraw', { reason: '仅试填' });
    const strange = { serviceLine: own, kind: 'hand_over', from, receiver: randomUUID() };
    expect(refusal(await next.propose([strange]))).toEqual([422, 'dataset_mismatch', '/items/0/receiver']);
    const draft = await Contracting.drafted(app, parties, {}, { window: RUNS });
    const early = new Continuing(new Implementing(app, parties, draft));
    expect(refusal(await early.propose([{ serviceLine: own, kind: 'retender', from }]))[1]).toBe(
      'contract_not_running',
    );
  });

  it('stands alone, is withdrawn with a reason, and lapses thirty days after the end, as whoever reads it sees', async () => {
    await at('2025-12-22');
    const next = await Continuing.begin(app, parties);
    const item = { serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start };
    const first = await next.proposed([item]);
    expect([first.no, first.dueOn, actionNames(first.allowedActions)]).toEqual([1, RUNS.end, ['revise', 'withdraw']]);
    expect(refusal(await next.propose([item]))).toEqual([409, 'conflict', null]);
    expect(refusal(await next.act(first.id, 'withdraw', {}))).toEqual([400, 'validation_failed', '/reason']);
    expect((await next.must(first.id, 'withdraw', { reason: '重拟' })).state).toBe('withdrawn');
    const second = await next.proposed([item]);
    await at('2027-01-13');
    expect((await next.plan(second.id)).state).toBe('proposed');
    await at('2027-01-14');
    expect(await next.plan(second.id)).toMatchObject({ state: 'lapsed', allowedActions: [], version: 1 });
    // Refused by the day, before anything has written it down.
    expect(refusal(await next.agree(second.id))).toEqual([409, 'wrong_state', null]);
    await app.running.app.get(PlansKeeper).sweep();
    const [row] = await app.dataSource.query<object[]>(
      `SELECT p.state, p.version, (SELECT count(*)::int FROM audit_entry a WHERE a.aggregate_id = p.id::text AND a.action = 'lapse') AS said
       FROM continuity_plan p WHERE p.id = $1`,
      [second.id],
    );
    expect(row).toEqual({ state: 'lapsed', version: 1, said: 1 });
    // A late one has thirty days of its own.
    const late = await next.proposed([item]);
    expect([late.no, late.lapsesAfter]).toEqual([3, '2027-02-13']);
    const list = await next.work.list<PlanBody>('continuity-plan');
    expect(list.map(({ no, state }) => [no, state])).toEqual([
      [3, 'proposed'],
      [2, 'lapsed'],
      [1, 'withdrawn'],
    ]);
  });

  it('is due before the final milestone of its contract, by a choice of ours, and the contract says how that stands', async () => {
    await at('2025-12-22');
    const next = await Continuing.begin(app, parties);
    const due = async () => (await next.contract.read()).deadlines.filter(({ event }) => event === 'plan_agreed');
    const shown = { date: RUNS.end, rule: 'PLAN-BEFORE-FINAL-MILESTONE', basis: { confidence: 'POLICY' } };
    expect(await due()).toMatchObject([{ ...shown, state: 'due', doneOn: null }]);
    await at(RUNS.end);
    expect(await due()).toMatchObject([{ state: 'due' }]);
    await at('2026-12-15');
    expect(await due()).toMatchObject([{ state: 'missed', doneOn: null }]);
    // What is missed is not told to everybody.
    await set(`UPDATE contract SET published = true WHERE id = $1`, [next.contract.id]);
    const { body } = await app.http.get(`/api/v1/contracts/${next.contract.id}`).expect(200);
    expect((body as { deadlines: { event: string }[] }).deadlines.map(({ event }) => event)).not.toContain(
      'plan_agreed',
    );
    const item = { serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start };
    const { id } = await next.proposed([item]);
    expect(await due()).toMatchObject([{ state: 'missed', doneOn: null }]);
    await next.agree(id);
    expect(await due()).toMatchObject([{ state: 'missed', doneOn: '2026-12-15' }]);
    await at('2025-12-22');
    const early = await Continuing.begin(app, parties);
    const plan = await early.proposed([item]);
    await early.agree(plan.id);
    const agreed = (await early.contract.read()).deadlines.filter(({ event }) => event === 'plan_agreed');
    expect(agreed).toMatchObject([{ state: 'met', doneOn: '2025-12-22' }]);
    await early.must(plan.id, 'revise', { reason: '再议' });
    expect((await early.contract.read()).deadlines.filter(({ event }) => event === 'plan_agreed')).toMatchObject([
      { state: 'due', doneOn: null },
    ]);
  });

  it('is due on the day of that milestone from the signing on, to the public and on every list of tasks', async () => {
    await at('2025-12-22');
    const final = '2026-11-30';
    const milestones = [
      { no: 1, name: '终期小结', dueOn: final },
      { no: 2, name: '中期小结', dueOn: '2026-06-30' },
    ];
    const contract = await Contracting.signed(app, parties, { milestones }, { window: RUNS });
    const work = new Implementing(app, parties, contract);
    const next = new Continuing(work);
    const due = async (by?: TestAccount) => {
      const { body } = await app.http
        .get(`/api/v1/contracts/${contract.id}`)
        .set(by?.auth ?? {})
        .expect(200);
      const { deadlines } = body as { deadlines: { event: string; date: string }[] };
      return deadlines.filter(({ event }) => event === 'plan_agreed').map(({ date }) => date);
    };
    await contract.must('publish');
    expect([await due(), await due(officer)]).toEqual([[final], [final]]);
    await at('2026-09-01');
    const days = async (kind: string, by: TestAccount) => (await work.tasks(kind, by)).map(({ dueOn }) => dueOn);
    expect(await days('continuity_plan', officer)).toEqual([final]);
    await contract.must('start');
    expect([await due(), await days('continuity_plan', officer)]).toEqual([[final], [final]]);
    const plan = await next.proposed([{ serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start }]);
    expect([plan.dueOn, await days('continuity_plan_proposed', approver)]).toEqual([final, [final]]);
    // What is overdue is still agreed on until it lapses.
    await at('2026-12-01');
    expect((await work.tasks('continuity_plan_proposed', approver)).map(({ overdue }) => overdue)).toEqual([true]);
    await next.must(plan.id, 'agree', {}, approver);
    await at('2026-12-15');
    expect(await days('continuity_plan_agreed', officer)).toEqual(['2027-01-13']);
  });

  it('of a contract that goes on elsewhere is recorded as a fact, where its task says', async () => {
    await at('2026-11-02');
    const { id } = await Contracting.recorded(app, parties);
    const task = async () => (await ownTasks(app, officer, 'continuity_plan', id)).map(({ action }) => action);
    const record = (href: string, body: object) =>
      app.http
        .post(href)
        .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
        .send(body);
    const [action] = await task();
    expect(action).toEqual({ method: 'POST', href: `/api/v1/contracts/${id}/facts` });
    const plan = { agreedOn: '2026-11-01', kind: 'retender', from: '2027-01-01' };
    const answer = await record(action?.href ?? '', {
      facts: [{ kind: 'plan', data: plan, source: { kind: 'statement' } }],
    });
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    expect(await task()).toEqual([]);
  });

  it('is settled before its contract is put away', async () => {
    await at('2025-12-22');
    const [next, without] = [await Continuing.begin(app, parties), await Continuing.begin(app, parties)];
    const item = { serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start };
    expect(refusal(await next.contract.act('archive'))).toEqual([409, 'wrong_state', null]);
    await settled(next);
    await settled(without);
    /** Which of the two are tasks: what the action would refuse is none. */
    const tasks = async () => {
      const found = [next, without].map(({ contract }) => ownTasks(app, officer, 'contract_archive', contract.id));
      return (await Promise.all(found)).map(({ length }) => length);
    };
    const none = await next.contract.act('archive');
    expect([codeOf(none)[1], factsOf(none)]).toEqual(['plan_open', { plan: null }]);
    const { id } = await next.proposed([item]);
    expect(factsOf(await next.contract.act('archive'))).toEqual({ plan: 'proposed' });
    await next.agree(id);
    expect(factsOf(await next.contract.act('archive'))).toEqual({ plan: 'agreed' });
    await at('2027-01-13');
    expect([await tasks(), codeOf(await without.contract.act('archive'))[1]]).toEqual([[0, 0], 'plan_open']);
    await at('2027-01-14');
    expect(await tasks()).toEqual([1, 1]);
    expect((await without.contract.must('archive')).state).toBe('archived');
    const archived = await next.contract.must('archive');
    const late = ['publish', 'file', 'publish_amendment', 'answer_objection'];
    expect([archived.state, actionNames(archived.allowedActions)]).toEqual(['archived', late]);
    expect((await next.plan(id)).state).toBe('lapsed');
    expect(refusal(await next.propose([item]))[1]).toBe('contract_not_running');
    expect(await tasks()).toEqual([0, 0]);
    // A service that is not meant to go on waits for no plan.
    await at('2025-12-22');
    const once = await Continuing.begin(app, parties);
    await settled(once);
    await set(`UPDATE contract SET category = 'ORG_STAFF_TRAINING' WHERE id = $1`, [once.contract.id]);
    expect((await once.contract.must('archive')).state).toBe('archived');
  });

  it('is a task of who proposes, who agrees and who carries it out, and is seen by whom it concerns', async () => {
    await at('2025-12-22');
    const who = await makeOnlookers(app, parties);
    const next = await Continuing.begin(app, parties);
    const item = { serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start };
    const has = async (kind: string, by: TestAccount) =>
      (await next.work.tasks(kind, by)).map(({ dueOn, overdue }) => [dueOn, overdue]);
    expect(await has('continuity_plan', officer)).toEqual([]);
    await at('2026-09-15');
    expect(await has('continuity_plan', officer)).toEqual([[RUNS.end, false]]);
    const { id } = await next.proposed([item], both);
    expect([
      await has('continuity_plan', officer),
      await has('continuity_plan_proposed', approver),
      await has('continuity_plan_proposed', both),
    ]).toEqual([[], [[RUNS.end, false]], []]);
    await next.agree(id);
    expect([await has('continuity_plan_proposed', approver), await has('continuity_plan_agreed', officer)]).toEqual([
      [],
      [],
    ]);
    await at('2026-12-15');
    expect(await has('continuity_plan_agreed', officer)).toEqual([['2027-01-13', false]]);
    await next.must(id, 'revise', { reason: '再议' });
    expect(await has('continuity_plan_agreed', officer)).toEqual([]);
    const status = async (by: TestAccount) =>
      (await app.http.get(next.work.path('continuity-plan', id)).set(by.auth)).status;
    for (const by of [parties.manager, who.neighbour, who.watcher]) expect(await status(by)).toBe(200);
    for (const by of [who.elsewhere, who.otherNeighbour, who.otherBureau, who.rival])
      expect(await status(by)).toBe(404);
    await app.http.get(next.work.path('continuity-plan', randomUUID())).set(officer.auth).expect(404);
  });
});
