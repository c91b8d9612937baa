import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, makeOnlookers, makeTied, refusal, type Thing } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

interface Finding extends Thing {
  no: number;
  answer: string | null;
  decisionReason: string | null;
}
interface Visit extends Thing {
  body: string;
  visitedOn: string | null;
  summary: string | null;
  documents: string[];
  findings: Finding[];
}
const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
const PLAN = { plannedOn: '2026-01-20', purpose: '查看助餐服务' };
const TOLD = {
  summary: '走访服务点一处',
  findings: [{ text: '签到表缺页', answerBy: '2026-01-31' }, { text: '消防通道堆物' }],
};

describe('visits', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let manager: TestAccount;
  let who: Awaited<ReturnType<typeof makeOnlookers>>;
  let work: Implementing;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    manager = parties.manager;
    officer = parties.bureau.officer;
    who = await makeOnlookers(app, parties);
    work = await Implementing.begin(app, parties, {}, { window: WINDOW });
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const planned = async (by = officer, more: object = {}): Promise<Visit> => {
    const answer = await work.make('visits', { ...PLAN, ...more }, by);
    if (answer.status !== 201) throw new Error(answer.text);
    expect(answer.headers.location).toBe(work.path('visits', (answer.body as Visit).id));
    return answer.body as Visit;
  };
  const told = async (by = officer): Promise<Visit> => {
    await at('2026-01-20');
    return work.must<Visit>('visits', (await planned(by)).id, 'report', TOLD, by);
  };
  /** What is asked of a finding of a visit. */
  const onFinding = (visit: Visit, no: number, action: string, body: object, by: TestAccount) =>
    work.act(`visits/${visit.id}/findings`, visit.findings[no]?.id ?? '', action, body, by);

  it('are told on their day and not before, with what was found', async () => {
    await at('2026-01-19');
    const visit = await planned();
    expect([visit.state, visit.body, actionNames(visit.allowedActions)]).toEqual([
      'planned',
      parties.bureau.id,
      ['report', 'reschedule', 'cancel'],
    ]);
    const report = (body: object) => work.act('visits', visit.id, 'report', body, officer);
    expect(refusal(await report(TOLD))).toEqual([422, 'visit_ahead', null]);
    expect(refusal(await report({ ...TOLD, visitedOn: '2026-01-20' }))).toEqual([422, 'visit_ahead', null]);
    await at('2026-01-20');
    expect(refusal(await report({}))).toEqual([400, 'validation_failed', '/summary']);
    expect(refusal(await report({ ...TOLD, documents: [randomUUID()] }))).toEqual([404, 'not_found', '/documents/0']);
    const stale = [TOLD.findings[1], { text: '签到表缺页', answerBy: '2026-01-19' }];
    const late = [400, 'validation_failed', '/findings/1/answerBy'];
    expect(refusal(await report({ ...TOLD, findings: stale }))).toEqual(late);
    const done = await work.must<Visit>('visits', visit.id, 'report', TOLD, officer);
    expect([done.state, done.visitedOn, done.summary, done.allowedActions]).toEqual([
      'done',
      '2026-01-20',
      '走访服务点一处',
      [],
    ]);
    expect(done.findings.map(({ no, state, answer }) => [no, state, answer])).toEqual([
      [1, 'open', null],
      [2, 'open', null],
    ]);
  });

  it('earlier than planned are told of their own day, or cancelled with a reason', async () => {
    await at('2026-01-10');
    const visit = await planned();
    const before = { summary: '提前走访', visitedOn: '2025-12-14' };
    expect(refusal(await work.act('visits', visit.id, 'report', before, officer))).toEqual([
      400,
      'validation_failed',
      '/visitedOn',
    ]);
    const done = await work.must<Visit>(
      'visits',
      visit.id,
      'report',
      { summary: '提前走访', visitedOn: '2026-01-09' },
      officer,
    );
    expect([done.visitedOn, done.findings]).toEqual(['2026-01-09', []]);
    const other = await planned();
    expect(refusal(await work.act('visits', other.id, 'cancel', {}, officer))).toEqual([
      400,
      'validation_failed',
      '/reason',
    ]);
    expect((await work.must('visits', other.id, 'cancel', { reason: '改期' }, officer)).state).toBe('cancelled');
    expect(refusal(await work.act('visits', other.id, 'report', TOLD, officer))).toEqual([409, 'wrong_state', null]);
  });

  it('are moved to another day with a reason, as long as they are planned, by who makes them', async () => {
    await at('2026-01-12');
    const visit = await planned();
    const move = (given: object, by = officer) => work.act('visits', visit.id, 'reschedule', given, by);
    expect(refusal(await move({ plannedOn: '2026-01-15' }))).toEqual([400, 'validation_failed', '/reason']);
    expect(refusal(await move({ reason: '停电' }))).toEqual([400, 'validation_failed', '/plannedOn']);
    const moved = await work.must<Visit>(
      'visits',
      visit.id,
      'reschedule',
      { plannedOn: '2026-01-15', reason: '停电' },
      officer,
    );
    expect(moved).toMatchObject({ state: 'planned', plannedOn: '2026-01-15' });
    await work.must('visits', visit.id, 'cancel', { reason: '合并走访' }, officer);
    expect(refusal(await move({ plannedOn: '2026-01-16', reason: '停电' }))).toEqual([409, 'wrong_state', null]);
  });

  it('are made by nobody who sits in the agency', async () => {
    await at('2026-01-20');
    const both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: parties.bureau.id },
      { role: 'integrator', organisation: parties.agency },
    );
    const visit = await planned();
    expect(refusal(await work.act('visits', visit.id, 'report', TOLD, both))).toEqual([
      422,
      'visitor_has_interest',
      null,
    ]);
    const done = await work.must<Visit>('visits', visit.id, 'report', TOLD, officer);
    expect(done.state).toBe('done');
    // Nor is one given up by them.
    const other = await planned();
    const cancel = (by: TestAccount) => work.act('visits', other.id, 'cancel', { reason: '改期' }, by);
    expect(refusal(await cancel(both))).toEqual([422, 'visitor_has_interest', null]);
    // Nor moved by them.
    const move = (by: TestAccount) =>
      work.act('visits', other.id, 'reschedule', { plannedOn: '2026-01-22', reason: '停电' }, by);
    expect(refusal(await move(both))).toEqual([422, 'visitor_has_interest', null]);
    expect((await move(officer)).body).toMatchObject({ state: 'planned', plannedOn: '2026-01-22' });
    expect((await cancel(officer)).body).toMatchObject({ state: 'cancelled' });
    // Nor is what was found settled by them.
    const settle = async (no: number, action: string, state: string) => {
      const why = { reason: '情况属实' };
      expect(refusal(await onFinding(done, no, action, why, both))).toEqual([422, 'visitor_has_interest', null]);
      expect((await onFinding(done, no, action, why, officer)).body).toMatchObject({ state });
    };
    const answer = () => onFinding(done, 0, 'answer', { reason: '已补齐' }, manager);
    expect((await answer()).status).toBe(200);
    await settle(0, 'reopen', 'open');
    expect((await answer()).status).toBe(200);
    await settle(0, 'close', 'closed');
    await settle(1, 'drop', 'closed');
  });

  it('are made for the buyer or a community of a line, by its own people', async () => {
    await at('2026-01-20');
    const visit = await planned(who.neighbour);
    expect(visit.body).not.toBe(parties.bureau.id);
    expect(refusal(await work.act('visits', visit.id, 'report', TOLD, officer))).toEqual([403, 'not_permitted', null]);
    expect((await work.must('visits', visit.id, 'report', TOLD, who.neighbour)).state).toBe('done');
    for (const [by, status] of [
      [manager, 403],
      [parties.bureau.approver, 403],
      [who.watcher, 403],
      [who.otherNeighbour, 404],
      [who.otherBureau, 404],
      [await makeUser(app, 'evaluator'), 404],
    ] as const)
      expect((await work.make('visits', PLAN, by)).status).toBe(status);
    expect((await work.make('visits', { ...PLAN, body: parties.agency }, officer)).status).toBe(403);
    const draft = await Contracting.drafted(app, parties, {}, { window: WINDOW });
    const early = await new Implementing(app, parties, draft).make('visits', PLAN, officer);
    expect(refusal(early)).toEqual([422, 'contract_not_running', null]);
  });

  it('find what the agency answers and who visited closes, drops or asks again', async () => {
    const visit = await told();
    expect(refusal(await onFinding(visit, 0, 'answer', { reason: 'x' }, officer))).toEqual([
      403,
      'not_permitted',
      null,
    ]);
    expect(refusal(await onFinding(visit, 0, 'answer', {}, manager))).toEqual([400, 'validation_failed', '/reason']);
    const answer = await onFinding(visit, 0, 'answer', { reason: '已补齐' }, manager);
    expect([answer.status, (answer.body as Finding).state, (answer.body as Finding).answer]).toEqual([
      200,
      'answered',
      '已补齐',
    ]);
    for (const action of ['close', 'reopen'])
      expect(refusal(await onFinding(visit, 0, action, { reason: 'x' }, who.neighbour))).toEqual([
        422,
        'not_who_visited',
        null,
      ]);
    expect(refusal(await onFinding(visit, 0, 'close', {}, manager))).toEqual([403, 'not_permitted', null]);
    const again = await onFinding(visit, 0, 'reopen', { reason: '仍缺一页' }, officer);
    expect([again.status, (again.body as Finding).state, (again.body as Finding).decisionReason]).toEqual([
      200,
      'open',
      '仍缺一页',
    ]);
    await onFinding(visit, 0, 'answer', { reason: '全部补齐' }, manager);
    expect((await onFinding(visit, 0, 'close', {}, officer)).status).toBe(200);
    expect(refusal(await onFinding(visit, 1, 'drop', { reason: '误记' }, who.neighbour))).toEqual([
      422,
      'not_who_visited',
      null,
    ]);
    expect((await onFinding(visit, 1, 'drop', { reason: '误记' }, officer)).status).toBe(200);
    const { findings } = await work.one<Visit>('visits', visit.id);
    expect(findings.map(({ state }) => state)).toEqual(['closed', 'closed']);
    // Two answers at once: one is what was said.
    const other = await told();
    const both = await Promise.all(
      ['甲', '乙'].map((reason) =>
        work.act(`visits/${other.id}/findings`, other.findings[0]?.id ?? '', 'answer', { reason }, manager, 1),
      ),
    );
    expect(both.map((a) => a.status).sort()).toEqual([200, 412]);
  });

  it('are seen by the parties, the communities of the lines and who watches over them', async () => {
    const visit = await told();
    const finding = `visits/${visit.id}/findings`;
    const ask = async (by: TestAccount) =>
      Promise.all(
        [work.path('visits'), work.path('visits', visit.id), work.path(finding, visit.findings[0]?.id)].map(
          async (path) => (await app.http.get(path).set(by.auth)).status,
        ),
      );
    for (const by of [manager, who.neighbour, who.watcher]) expect(await ask(by)).toEqual([200, 200, 200]);
    for (const by of [who.elsewhere, who.otherNeighbour, who.otherBureau, who.rival])
      expect(await ask(by)).toEqual([404, 404, 404]);
    expect((await app.http.get(work.path(finding, randomUUID())).set(officer.auth)).status).toBe(404);
    const page = await app.http
      .get(`${work.path('visits')}?limit=1`)
      .set(manager.auth)
      .expect(200);
    const { items, next } = page.body as { items: Visit[]; next: string };
    const rest = (await app.http.get(`${next}`).set(manager.auth).expect(200)).body as { items: Visit[] };
    expect(rest.items[0]?.id).not.toBe(items[0]?.id);
  });

  it('stand in the tasks of whoever has to answer or to look at the answer', async () => {
    const visit = await told();
    const [first] = visit.findings;
    const has = async (kind: string, by: TestAccount) =>
      (await work.tasks(kind, by)).filter(({ id }) => id === first?.id).map((t) => [t.dueOn, t.overdue]);
    expect([await has('visit_finding', manager), await has('visit_finding_answered', officer)]).toEqual([
      [['2026-01-31', false]],
      [],
    ]);
    await at('2026-02-01');
    expect(await has('visit_finding', manager)).toEqual([['2026-01-31', true]]);
    await onFinding(visit, 0, 'answer', { reason: '已补齐' }, manager);
    expect([await has('visit_finding', manager), await has('visit_finding_answered', officer)]).toEqual([
      [],
      [[null, false]],
    ]);
    for (const by of [who.neighbour, await makeTied(app, parties)])
      expect(await has('visit_finding_answered', by)).toEqual([]);
  });
});
