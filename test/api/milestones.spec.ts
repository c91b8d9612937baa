import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MilestonesKeeper } from '../../src/care/delivery/milestones/milestones-keeper.js';
import type { TestApp } from '../support/app.js';
import type { TestAccount } from '../support/accounts.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, makeOnlookers, makeTied, refusal, type Thing } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

interface Milestone extends Thing {
  no: number;
  name: string;
  dueOn: string;
  final: boolean;
  dropped: boolean;
  decisionReason: string | null;
  evidence: { documents: string[]; records: { count: number; minutes: number; recipients: number } | null } | null;
}
const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
const term = (no: number, dueOn: string, more: object = {}) => ({ no, name: `目标${no}`, dueOn, ...more });
const TERMS = [term(1, '2026-01-31', { shownBy: '服务记录' }), term(2, '2026-06-30'), term(3, '2026-11-30')];

describe('milestones', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let approver: TestAccount;
  let manager: TestAccount;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    manager = parties.manager;
    ({ officer, approver } = parties.bureau);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const begin = async (milestones: object[] = TERMS) => {
    await at('2025-12-22');
    return Implementing.begin(app, parties, { milestones }, { window: WINDOW });
  };
  const all = (work: Implementing, by?: TestAccount) => work.list<Milestone>('milestones', by);
  const nth = async (work: Implementing, no: number): Promise<string> =>
    (await all(work)).find((m) => m.no === no && !m.dropped)?.id ?? '';
  const brief = async (work: Implementing) =>
    (await all(work)).map(({ no, dueOn, state, final, dropped }) => [no, dueOn, state, final, dropped]);
  const factsOf = async (work: Implementing) =>
    (await work.contract.read()).facts.filter((f) => f.kind === 'milestone').map((f) => f.data);
  const inForce = async (work: Implementing) => {
    const { facts } = await work.contract.read();
    const replaced = (facts as unknown as { replacedBy: string | null }[]).map((f) => f.replacedBy !== null);
    return facts.filter((f, i) => f.kind === 'milestone' && !replaced[i]).map((f) => f.data);
  };
  const document = async (by: TestAccount): Promise<string> => {
    const answer = await app.http
      .post('/api/v1/documents')
      .set(by.auth)
      .attach('file', Buffer.from(`%PDF-1.4\n%${randomUUID()}\n%%EOF\n`), { filename: '小结.pdf' });
    return (answer.body as { id: string }).id;
  };
  const settled = async (work: Implementing, no: number): Promise<void> => {
    const id = await nth(work, no);
    await work.must('milestones', id, 'submit', { documents: [await document(manager)] }, manager);
    await work.must('milestones', id, 'accept', {}, officer);
  };

  it('are made of what both have signed, once the contract starts', async () => {
    await at('2025-12-22');
    const contract = await Contracting.signed(app, parties, { milestones: TERMS }, { window: WINDOW });
    const work = new Implementing(app, parties, contract);
    expect(await all(work)).toEqual([]);
    await contract.must('start');
    expect(await brief(work)).toEqual([
      [1, '2026-01-31', 'scheduled', false, false],
      [2, '2026-06-30', 'scheduled', false, false],
      [3, '2026-11-30', 'scheduled', true, false],
    ]);
    expect(await factsOf(work)).toEqual([
      { name: '目标1', dueOn: '2026-01-31' },
      { name: '目标2', dueOn: '2026-06-30' },
      { name: '目标3', dueOn: '2026-11-30', final: true },
    ]);
    const { text } = await app.http.get(`/api/v1/contracts/${contract.id}/text`).set(officer.auth).expect(200);
    expect(text).toContain('1. 目标1：2026年1月31日前完成，以服务记录为证。');
  });

  it('lie in the window of their contract', async () => {
    const outside = await Contracting.drafted(
      app,
      parties,
      { milestones: [term(1, '2026-12-14'), term(2, '2026-12-15')] },
      { window: WINDOW },
    );
    expect(refusal(await outside.sign(manager))).toEqual([422, 'content_incomplete', '/milestones/1/dueOn']);
    await outside.must('redraft', { reason: '更正', content: { milestones: [term(1, '2026-12-14')] } });
    expect((await outside.sign(manager)).status).toBe(200);
  });

  it.each<[string, object[], string]>([
    ['two of one number', [term(1, '2026-01-31'), term(1, '2026-02-28')], '/milestones'],
    ['no name', [{ no: 1, dueOn: '2026-01-31' }], '/milestones/0/name'],
    ['no day', [term(1, '2026-02-30')], '/milestones/0/dueOn'],
    ['the number nought', [term(0, '2026-01-31')], '/milestones/0/no'],
  ])('are refused with %s', async (_, milestones, pointer) => {
    const { award } = await Contracting.awarded(app, parties);
    const made = await app.http.post('/api/v1/contracts').set(officer.auth).send({ award, milestones });
    expect(refusal(made)).toEqual([400, 'validation_failed', pointer]);
  });

  it('need something that shows them: a document, or records of service', async () => {
    const work = await begin();
    const id = await nth(work, 1);
    await at('2026-01-20');
    const submit = (body: object) => work.act('milestones', id, 'submit', body, manager);
    const days = { records: { from: '2026-01-01', to: '2026-01-20' } };
    expect(refusal(await submit({ note: '已完成' }))).toEqual([422, 'evidence_missing', '/documents']);
    expect(refusal(await submit(days))).toEqual([422, 'evidence_missing', '/documents']);
    // What the contract does not ask for shows nothing of it.
    await work.record('2026-01-14', { withinContract: false });
    expect(refusal(await submit(days))).toEqual([422, 'evidence_missing', '/documents']);
    // Days on which nothing can have been recorded show nothing, whatever lies between them.
    const between = async (from: string, to: string) => refusal(await submit({ records: { from, to } }));
    expect(await between('2025-12-14', '2026-01-20')).toEqual([422, 'record_outside_window', '/records/from']);
    expect(await between('2026-01-01', '2026-12-15')).toEqual([422, 'record_outside_window', '/records/to']);
    expect(await between('2026-01-01', '2026-01-21')).toEqual([422, 'record_in_future', '/records/to']);
    await work.record('2026-01-12');
    await work.record('2026-01-13', { minutes: 30 });
    const done = await submit(days);
    expect([done.status, (done.body as Milestone).evidence?.records]).toEqual([
      200,
      { ...days.records, count: 2, minutes: 90, recipients: 0 },
    ]);
    await work.must('milestones', id, 'return', { reason: '请补充签到表' }, officer);
    expect(refusal(await submit({ documents: [randomUUID()] }))).toEqual([404, 'not_found', '/documents/0']);
    const stranger = await document((await makeOnlookers(app, parties)).rival);
    expect(refusal(await submit({ documents: [stranger] }))).toEqual([404, 'not_found', '/documents/0']);
    // Nor is one that shows another contract's work.
    const other = await begin();
    await at('2026-01-20');
    const used = { documents: [await document(manager)] };
    await other.must('milestones', await nth(other, 1), 'submit', used, manager);
    expect(refusal(await submit(used))).toEqual([400, 'validation_failed', '/documents/0']);
    const paper = await document(manager);
    const read = () => app.http.get(`/api/v1/documents/${paper}`).set(officer.auth);
    expect((await read()).status).toBe(404);
    expect((await submit({ documents: [paper] })).status).toBe(200);
    expect((await read()).status).toBe(200);
  });

  it('are shown by days of the window that was agreed on these days, whatever was agreed later', async () => {
    const work = await begin();
    const id = await nth(work, 1);
    await at('2026-01-20');
    await work.record('2026-01-12');
    const window = { start: '2026-01-19', end: '2026-11-30' };
    await work.contract.amended({ content: { window } });
    await at('2026-12-10');
    const submit = (from: string, to: string) =>
      work.act('milestones', id, 'submit', { records: { from, to } }, manager);
    // Before any window; and after the end, which the amendment had brought forward before that day came.
    expect(refusal(await submit('2025-12-14', '2026-01-20'))).toEqual([422, 'record_outside_window', '/records/from']);
    expect(refusal(await submit('2026-01-12', '2026-12-01'))).toEqual([422, 'record_outside_window', '/records/to']);
    const done = await submit('2026-01-12', '2026-01-20');
    expect([done.status, (done.body as Milestone).evidence?.records?.count]).toEqual([200, 1]);
  });

  it('are judged by the buyer, and what is settled is said as a fact', async () => {
    const work = await begin();
    await at('2026-01-20');
    const [first, second, third] = [await nth(work, 1), await nth(work, 2), await nth(work, 3)];
    const paper = { documents: [await document(manager)] };
    expect(refusal(await work.act('milestones', first, 'accept', {}, officer))).toEqual([409, 'wrong_state', null]);
    for (const id of [first, second]) await work.must('milestones', id, 'submit', paper, manager);
    for (const action of ['accept-in-part', 'return'])
      expect(refusal(await work.act('milestones', first, action, {}, officer))).toEqual([
        400,
        'validation_failed',
        '/reason',
      ]);
    for (const by of [manager, approver])
      expect(refusal(await work.act('milestones', first, 'accept', {}, by))).toEqual([403, 'not_permitted', null]);
    await at('2026-01-25');
    expect((await work.must('milestones', first, 'accept', {}, officer)).state).toBe('accepted');
    const part = await work.must<Milestone>('milestones', second, 'accept-in-part', { reason: '完成八成' }, officer);
    expect([part.state, part.decisionReason, part.allowedActions]).toEqual(['partially_accepted', '完成八成', []]);
    expect(refusal(await work.act('milestones', third, 'waive', { reason: '不再需要' }, officer))).toEqual([
      403,
      'not_permitted',
      null,
    ]);
    expect((await work.must('milestones', third, 'waive', { reason: '不再需要' }, approver)).state).toBe('waived');
    expect(await inForce(work)).toEqual([
      { name: '目标3', dueOn: '2026-11-30', final: true },
      { name: '目标1', dueOn: '2026-01-31', doneOn: '2026-01-20' },
      { name: '目标2', dueOn: '2026-06-30', doneOn: '2026-01-20' },
    ]);
    const stale = await work.act('milestones', first, 'accept', {}, officer, 1);
    expect(refusal(stale)).toEqual([412, 'stale_version', null]);
  });

  it('are judged by nobody who sits in the agency', async () => {
    const work = await begin();
    const tied = await makeTied(app, parties);
    const paper = { documents: [await document(manager)] };
    const why = { reason: '说明' };
    const judge = async (id: string, action: string, mine: TestAccount, other: TestAccount) => {
      const waits = action === 'waive' ? [] : [id];
      const tasks = async (by: TestAccount) =>
        (await work.tasks('milestone_submitted', by)).flatMap((task) => (task.id === id ? [id] : []));
      expect([await tasks(mine), await tasks(other)]).toEqual([waits, []]);
      expect(refusal(await work.act('milestones', id, action, why, other))).toEqual([422, 'judge_has_interest', null]);
      return (await work.must('milestones', id, action, why, mine)).state;
    };
    const [first, second, third] = [await nth(work, 1), await nth(work, 2), await nth(work, 3)];
    for (const id of [first, second]) await work.must('milestones', id, 'submit', paper, manager);
    // Nor by a program that one of them has made.
    const scopes = ['contract.read', 'milestone.accept'];
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(tied.auth)
      .send({ name: '验收', organisation: parties.bureau.id, scopes })
      .expect(201);
    const program = { ...tied, auth: { Authorization: `Bearer ${(made.body as { key: string }).key}` } };
    expect(refusal(await work.act('milestones', first, 'accept', {}, program))).toEqual([
      422,
      'judge_has_interest',
      null,
    ]);
    expect(await judge(first, 'return', officer, tied)).toBe('returned');
    await work.must('milestones', first, 'submit', paper, manager);
    expect(await judge(first, 'accept', officer, tied)).toBe('accepted');
    expect(await judge(second, 'accept-in-part', officer, tied)).toBe('partially_accepted');
    expect(await judge(third, 'waive', approver, await makeTied(app, parties, 'bureau_approver'))).toBe('waived');
  });

  it('wait while the contract is halted', async () => {
    const work = await begin();
    const id = await nth(work, 1);
    const paper = { documents: [await document(manager)] };
    const asks: [string, object, TestAccount][] = [
      ['submit', paper, manager],
      ['waive', { reason: '不再需要' }, approver],
    ];
    await work.contract.halted('防汛');
    for (const [action, body, by] of asks)
      expect(refusal(await work.act('milestones', id, action, body, by))).toEqual([422, 'contract_not_running', null]);
    // Nothing is owed meanwhile, and it is missed at once when the contract goes on.
    await at('2026-02-10');
    expect((await work.one('milestones', id)).state).toBe('scheduled');
    await work.contract.must('resume');
    expect((await work.one('milestones', id)).state).toBe('missed');
    expect((await work.must('milestones', id, 'submit', paper, manager)).state).toBe('submitted');
    await work.must('milestones', id, 'return', { reason: '材料不全' }, officer);
    expect((await work.must('milestones', id, 'waive', { reason: '不再需要' }, approver)).state).toBe('waived');
  });

  it('lapse with a contract that ends before them; what was submitted is still judged', async () => {
    const work = await begin();
    const paper = { documents: [await document(manager)] };
    const first = await nth(work, 1);
    await work.must('milestones', first, 'submit', paper, manager);
    await at('2026-04-01');
    await work.contract.terminated('人员不足，无法继续');
    const states = (await all(work)).map(({ no, state }) => [no, state]);
    expect(states.filter(([no]) => no !== 1).map(([, state]) => state)).toEqual(TERMS.slice(1).map(() => 'lapsed'));
    expect((await work.one('milestones', first)).state).toBe('submitted');
    const last = await nth(work, 2);
    const asks: [string, object, TestAccount][] = [
      ['submit', paper, manager],
      ['waive', { reason: '不再需要' }, approver],
    ];
    for (const [action, body, by] of asks)
      expect(refusal(await work.act('milestones', last, action, body, by))[1]).toBe('wrong_state');
    // Nobody can mend it any more.
    await work.must('milestones', first, 'return', { reason: '材料不全' }, officer);
    expect((await work.one('milestones', first)).state).toBe('lapsed');
    const rows = await app.dataSource.query<{ action: string; actor_kind: string }[]>(
      `SELECT action, actor_kind FROM audit_entry WHERE aggregate_type = 'milestone' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 2`,
      [first],
    );
    expect(rows).toEqual([
      { action: 'lapse', actor_kind: 'system' },
      { action: 'return', actor_kind: 'user' },
    ]);
  });

  it('are missed when their day in Shanghai has passed, whoever writes it down', async () => {
    const work = await begin();
    const id = await nth(work, 1);
    const state = async () => (await work.one('milestones', id)).state;
    const sweep = () => app.running.app.get(MilestonesKeeper).sweep();
    await setBusinessTime(app, '2026-01-31T23:59:00+08:00');
    await sweep();
    expect(await state()).toBe('scheduled');
    await setBusinessTime(app, '2026-02-01T00:00:01+08:00');
    expect(await state()).toBe('missed');
    // A contract that is halted before any sweep has missed what was due by then.
    await work.contract.halted('防汛');
    expect(await state()).toBe('missed');
    await sweep();
    const rows = await app.dataSource.query<{ action: string; actor_kind: string }[]>(
      `SELECT action, actor_kind FROM audit_entry WHERE aggregate_type = 'milestone' AND aggregate_id = $1 ORDER BY seq`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'schedule', actor_kind: 'system' },
      { action: 'miss', actor_kind: 'system' },
    ]);
    await work.contract.must('resume');
    await at('2026-07-01');
    await Promise.all([sweep(), sweep(), sweep()]);
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_entry a JOIN milestone m ON m.id::text = a.aggregate_id
       WHERE m.contract_id = $1 AND a.action = 'miss'`,
      [work.contract.id],
    );
    expect(row).toEqual({ n: 2 });
  });

  it('change with an amendment of both; what is settled stays', async () => {
    const work = await begin();
    await at('2026-02-10');
    await settled(work, 2);
    const moved = [term(1, '2026-03-31'), { ...term(2, '2026-07-31'), name: '另一目标' }, term(4, '2026-09-30')];
    const proposed = await work.contract.propose({ content: { milestones: moved } });
    expect(proposed.status).toBe(200);
    expect((await brief(work))[0]).toEqual([1, '2026-01-31', 'missed', false, false]);
    const { here } = await work.contract.read();
    const words = { amendment: here.amendments[0]?.id, hash: here.amendments[0]?.hash };
    await work.contract.must('amend', words, manager);
    expect((await brief(work)).map(([no]) => no)).toEqual([1, 2, 3]);
    await work.contract.must('amend', words, approver);
    expect(await brief(work)).toEqual([
      [1, '2026-03-31', 'scheduled', false, false],
      [2, '2026-06-30', 'accepted', false, false],
      [3, '2026-11-30', 'waived', true, true],
      [4, '2026-09-30', 'scheduled', true, false],
    ]);
    expect((await inForce(work)).filter((f) => f.final)).toEqual([{ name: '目标4', dueOn: '2026-09-30', final: true }]);
    // A number that was taken out may come again.
    await work.contract.amended({ content: { milestones: [...moved, term(3, '2026-10-31')] } });
    expect((await brief(work)).filter(([no]) => no === 3)).toEqual(
      expect.arrayContaining([
        [3, '2026-11-30', 'waived', true, true],
        [3, '2026-10-31', 'scheduled', true, false],
      ]),
    );
  });

  it('are settled before the contract is delivered', async () => {
    const work = await begin([term(1, '2026-01-31'), term(2, '2026-02-28')]);
    const deliver = () => work.contract.act('deliver', {}, manager);
    await settled(work, 1);
    expect(refusal(await deliver())).toEqual([422, 'milestones_open', null]);
    const second = await nth(work, 2);
    await work.must('milestones', second, 'submit', { documents: [await document(manager)] }, manager);
    expect((await deliver()).body.facts).toEqual({ milestones: [{ no: 2, state: 'submitted' }] });
    await work.must('milestones', second, 'accept', {}, officer);
    expect((await deliver()).status).toBe(200);
  });

  it('of a contract that was taken over follow once both have confirmed its content', async () => {
    await at('2025-12-22');
    const contract = await Contracting.recorded(app, parties, { window: WINDOW });
    const work = new Implementing(app, parties, contract);
    const payments = [{ no: 1, trigger: 'acceptance', share: 10_000 }];
    const content = { milestones: [term(1, '2025-12-20'), term(2, '2026-06-30')], standards: [], payments };
    await contract.must('take-over', { reason: '转入本系统', content });
    await contract.must('start');
    expect(await all(work)).toEqual([]);
    await contract.signBoth('confirm-content');
    // What was due before it was agreed here is missed, and may be shown all the same.
    expect((await brief(work)).map(([no, , state]) => [no, state])).toEqual([
      [1, 'missed'],
      [2, 'scheduled'],
    ]);
  });

  it('of a contract that was taken over as delivered are shown or waived all the same', async () => {
    await at('2025-12-22');
    const contract = await Contracting.recorded(app, parties, { window: WINDOW });
    const fact = (kind: string, on: string) => ({ kind, data: { on }, source: { kind: 'statement' } });
    await app.http
      .post(`/api/v1/contracts/${contract.id}/facts`)
      .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [fact('started', '2025-12-15'), fact('delivered', '2025-12-20')] })
      .expect(200);
    const payments = [{ no: 1, trigger: 'milestone', of: 1, share: 10_000 }];
    const content = { milestones: [term(1, '2025-12-18'), term(2, '2025-12-19')], standards: [], payments };
    await contract.must('take-over', { content });
    const confirmed = await contract.signBoth('confirm-content');
    expect([confirmed.state, confirmed.here?.deliveredOn]).toEqual(['delivered', '2025-12-20']);
    const work = new Implementing(app, parties, contract);
    const paper = { documents: [await document(manager)] };
    expect((await work.must('milestones', await nth(work, 1), 'submit', paper, manager)).state).toBe('submitted');
    const why = { reason: '未能开展' };
    expect((await work.must('milestones', await nth(work, 2), 'waive', why, approver)).state).toBe('waived');
  });

  it('are seen by the parties, the communities of the lines and who watches over them', async () => {
    const work = await begin();
    const id = await nth(work, 1);
    const who = await makeOnlookers(app, parties);
    const ask = async (by: TestAccount) => [
      (await app.http.get(work.path('milestones')).set(by.auth)).status,
      (await app.http.get(work.path('milestones', id)).set(by.auth)).status,
      (await work.act('milestones', id, 'waive', { reason: 'x' }, by, 1)).status,
    ];
    expect(await ask(manager)).toEqual([200, 200, 403]);
    for (const by of [who.neighbour, who.watcher]) expect(await ask(by)).toEqual([200, 200, 403]);
    for (const by of [who.elsewhere, who.otherNeighbour, who.otherBureau, who.rival])
      expect(await ask(by)).toEqual([404, 404, 404]);
    const other = await begin();
    expect((await app.http.get(other.path('milestones', id)).set(officer.auth)).status).toBe(404);
    const page = await app.http.get(`${work.path('milestones')}?limit=2`).set(who.neighbour.auth);
    const { items, next } = page.body as { items: Milestone[]; next: string };
    const rest = await app.http.get(next).set(who.neighbour.auth);
    expect([...items, ...(rest.body as { items: Milestone[] }).items].map((m) => m.no)).toEqual([1, 2, 3]);
  });

  it('stand in the tasks of whoever has to do something about them', async () => {
    const OBJECT = '社区居家养老服务项目, lot 1';
    const work = await begin();
    const titles = async (kind: string, by: TestAccount) =>
      (await work.tasks(kind, by)).map((t) => [t.title.split(': ')[1], t.dueOn, t.overdue]);
    await at('2025-12-31');
    expect(await titles('milestone', manager)).toEqual([]);
    await at('2026-01-01');
    expect(await titles('milestone', manager)).toEqual([[`目标1 (${OBJECT})`, '2026-01-31', false]]);
    await at('2026-02-01');
    expect(await titles('milestone', manager)).toEqual([[`目标1 (${OBJECT})`, '2026-01-31', true]]);
    expect(await titles('milestone', officer)).toEqual([]);
    await work.must('milestones', await nth(work, 1), 'submit', { documents: [await document(manager)] }, manager);
    expect(await titles('milestone', manager)).toEqual([]);
    expect(await titles('milestone_submitted', officer)).toEqual([[`目标1 (${OBJECT})`, null, false]]);
    expect(await titles('milestone_submitted', approver)).toEqual([]);
  });
});
