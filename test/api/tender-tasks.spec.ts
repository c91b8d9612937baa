import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, PLAN, setBusinessTime, type Bureau } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';

interface Task {
  kind: string;
  id: string;
  title: string;
  lot: number | null;
  subject: { type: string; id: string; label: string };
  dueOn: string | null;
  overdue: boolean;
}
interface Deadline {
  rule: string;
  event: string;
  date: string | null;
  state: string;
  lot?: number | null;
}

describe('what waits in a purchase', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await app.dataSource.query(
      `INSERT INTO open_tender_threshold (kind, region, level, object, amount, effective_from, source, confidence)
       SELECT kind, '990203', 'below_provincial', 'services', amount, '2020-01-01', '示例目录', 'B'
       FROM (VALUES ('open_tender', 20000000), ('procurement', 5000000)) AS v(kind, amount)`,
    );
  });
  afterAll(() => app.close());

  const tasks = async (by: TestAccount, kind: string, subject: string): Promise<Task[]> => {
    const { body } = await app.http.get(`/api/v1/me/tasks?kind=${kind}&limit=200`).set(by.auth).expect(200);
    return (body as { items: Task[] }).items.filter((task) => task.subject.id === subject);
  };
  const deadlines = async (path: string, by: TestAccount | null = bureau.officer): Promise<Deadline[]> => {
    const answer = await app.http
      .get(`/api/v1/${path}`)
      .set(by?.auth ?? {})
      .expect(200);
    return (answer.body as { items?: Deadline[] }).items ?? (answer.body as { deadlines: Deadline[] }).deadlines;
  };

  it('waits for the approver of its buyer alone, then for the authority that decides on the method', async () => {
    const draft = await Drafting.begin(app, bureau);
    expect(await tasks(bureau.approver, 'tender_approval', draft.id)).toEqual([]);
    await draft.must('post', 'actions/submit', {});
    expect(await tasks(bureau.approver, 'tender_approval', draft.id)).toEqual([
      expect.objectContaining({
        id: draft.id,
        title: 'Draft to be approved: 社区老人居家养老服务',
        dueOn: PLAN.issueOn,
        overdue: false,
      }),
    ]);
    const other = await makeUser(app, 'bureau_approver');
    expect(await tasks(other, 'tender_approval', draft.id)).toEqual([]);
    expect(await tasks(bureau.officer, 'tender_approval', draft.id)).toEqual([]);
    await draft.must('post', 'actions/return', { reason: '补充材料' }, bureau.approver);
    expect(await tasks(bureau.approver, 'tender_approval', draft.id)).toEqual([]);
    await draft.plan();
    await draft.must('post', 'actions/request-method-approval', { reason: '政府购买服务' });
    expect(await tasks(bureau.finance, 'method_approval', draft.id)).toHaveLength(1);
    // A county does not decide it, and is not asked.
    const county = await makeBody(app, { kind: 'finance_authority', region: '990203' });
    expect(await tasks(await makeUser(app, 'finance_authority', county), 'method_approval', draft.id)).toEqual([]);
    // That of the place of its buyer decides it as well, and is told.
    const moveBuyer = (region: string) =>
      app.dataSource.query(`UPDATE organisation SET region = $2 WHERE id = $1`, [bureau.id, region]);
    const place = await makeBody(app, { kind: 'finance_authority', region: '990400' });
    const authority = await makeUser(app, 'finance_authority', place);
    expect(await tasks(authority, 'method_approval', draft.id)).toEqual([]);
    await moveBuyer('990400');
    expect(await tasks(authority, 'method_approval', draft.id)).toHaveLength(1);
    await draft.must('post', 'actions/grant-method-approval', {}, authority);
    expect(await tasks(bureau.finance, 'method_approval', draft.id)).toEqual([]);
    await moveBuyer('990203');
  });

  it('shows a draft what the law asks of its plan, and a question to who answers it', async () => {
    const draft = await Drafting.begin(app, bureau, { lots: [{ no: 1, ceiling: '100.00', pricing: 'competitive' }] });
    const planned = await deadlines(`tenders/${draft.id}/deadlines`);
    const { body } = await app.http.get(`/api/v1/tenders/${draft.id}/deadlines`).set(bureau.officer.auth);
    expect(body.countedBy).toEqual(['PERIOD-EXCLUDE-FIRST']);
    expect(planned.map(({ rule, date, state }) => [rule, date, state])).toEqual([
      ['CONSULT-NOTICE-3WD', '2025-11-06', 'future'],
      ['CONSULT-DOC-5WD', '2025-11-10', 'future'],
      ['CONSULT-PREP-10D', '2025-11-13', 'future'],
    ]);
    await draft.must('patch', 'plan', { deadlineAt: '2025-11-12T09:30:00+08:00' });
    expect((await deadlines(`tenders/${draft.id}`)).find((d) => d.rule === 'CONSULT-PREP-10D')?.state).toBe('missed');
    await draft.must('patch', 'plan', PLAN);
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    expect((await deadlines(`tenders/${draft.id}`)).map(({ state }) => state)).toEqual(['met', 'met', 'met']);
    expect(await deadlines(`tenders/${draft.id}`, null)).toEqual([]);
    const agency = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    await app.http
      .post(`/api/v1/tenders/${draft.id}/clarifications`)
      .set(agency.auth)
      .send({ question: '是否含周末？' })
      .expect(200);
    expect(await tasks(bureau.officer, 'question', draft.id)).toEqual([
      expect.objectContaining({
        dueOn: '2025-11-06',
        subject: expect.objectContaining({ label: '社区老人居家养老服务' }),
      }),
    ]);
  });

  it('asks for an answer to a question within three working days, and refuses none that is late', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const draft = await Drafting.begin(app, bureau, { lots: [{ no: 1, ceiling: '100.00', pricing: 'competitive' }] });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const assessor = app.running.app.get(Assessor);
    await app.running.app.get(Reassessment).reassessAll();
    const agency = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const clarifications = `/api/v1/tenders/${draft.id}/clarifications`;
    const asked = await app.http.post(clarifications).set(agency.auth).send({ question: '是否含周末？' }).expect(200);
    const [question] = (asked.body as { items: { id: string }[] }).items;
    const answerDue = async (by: TestAccount | null = bureau.officer) =>
      (await deadlines(`tenders/${draft.id}/deadlines`, by))
        .filter(({ event }) => event === 'inquiry_answered')
        .map(({ rule, date, state }) => [rule, date, state]);
    const missed = async () => {
      await assessor.due();
      const rows = await app.dataSource.query<{ clock: boolean }[]>(
        `SELECT explanation::text LIKE '%INQUIRY-3WD%' OR basis::text LIKE '%INQUIRY-3WD%' OR evidence::text LIKE '%clarification%' AS clock
         FROM assessments WHERE indicator = 'W06' AND subject_id = $1 AND state = 'triggered'`,
        [draft.id],
      );
      return rows.map(({ clock }) => clock);
    };
    expect(await answerDue()).toEqual([['INQUIRY-3WD', '2025-11-06', 'due']]);
    // That somebody asked is between who asks and who answers.
    expect(await answerDue(null)).toEqual([]);
    await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
    expect(await missed()).toEqual([]);
    await setBusinessTime(app, '2025-11-07T09:00:00+08:00');
    expect(await missed()).toEqual([true]);
    expect(await tasks(bureau.officer, 'question', draft.id)).toEqual([
      expect.objectContaining({ dueOn: '2025-11-06', overdue: true }),
    ]);
    // After the deadline it is still answered, and nothing is prepared anew.
    await setBusinessTime(app, '2025-11-17T09:00:00+08:00');
    expect(await answerDue()).toEqual([['INQUIRY-3WD', '2025-11-06', 'missed']]);
    const answer = (affectsPreparation: boolean) =>
      app.http
        .post(`${clarifications}/${question?.id}/answer`)
        .set(bureau.officer.auth)
        .send({ answer: '含周末。', affectsPreparation });
    expect((await answer(true)).body.code).toBe('wrong_state');
    await answer(false).expect(200);
    expect(await tasks(bureau.officer, 'question', draft.id)).toEqual([]);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('tells what the law makes due in a recorded purchase, until it is not known any more', async () => {
    const post = (path: string, body: object) =>
      app.http
        .post(path)
        .set({ ...bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send(body);
    const made = await post('/api/v1/tenders', {
      title: '代理机构执行的采购',
      buyer: bureau.id,
      method: 'COMPETITIVE_CONSULTATION',
      region: '990203',
      budgetLevel: 'below_provincial',
      budget: '50000.00',
      lots: [{ no: 1 }, { no: 2 }],
    });
    const { id } = made.body as { id: string };
    const source = { kind: 'notice', url: 'https://example.org/r', publishedOn: '2025-11-03' };
    await post(`/api/v1/tenders/${id}/facts`, {
      facts: [
        { kind: 'notice', data: { publishedOn: '2025-10-09', deadline: '2025-10-18' }, source },
        { kind: 'award', lot: 1, data: { decidedOn: '2025-10-29', publishedOn: '2025-11-03' }, source },
      ],
    }).expect(200);
    const all = await deadlines(`tenders/${id}`);
    const of = (rule: string) => all.filter((d) => d.rule === rule).map(({ date, state, lot }) => [date, state, lot]);
    // The documents were not out before the notice: nine days are too few whenever they were.
    expect(of('CONSULT-PREP-10D')).toEqual([[null, 'missed', null]]);
    expect(of('AWARD-NOTICE-2WD')).toEqual([['2025-10-31', 'missed', 1]]);
    expect(of('CONTRACT-30D')).toEqual([['2025-12-03', 'due', 1]]);
    expect(of('CHALLENGE-7WD')).toEqual([['2025-11-13', 'future', 1]]);
    // What was not kept is a finding about a body, and not public.
    expect((await deadlines(`tenders/${id}`, null)).map(({ state }) => state).sort()).toEqual(['due', 'due', 'future']);
    const { body } = await app.http.get(`/api/v1/tenders/${id}`).set(bureau.officer.auth).expect(200);
    const [first, second] = (body as { lots: { deadlines: Deadline[] }[] }).lots;
    expect([first?.deadlines.length, second?.deadlines.map((d) => d.rule).sort()]).toEqual([
      all.length,
      ['CONSULT-DOC-5WD', 'CONSULT-NOTICE-3WD', 'CONSULT-PREP-10D'],
    ]);

    const { running } = app;
    await running.app.get(Reassessment).reassessAll();
    const due = () => tasks(bureau.officer, 'deadline', id);
    expect(await due()).toEqual([
      expect.objectContaining({
        dueOn: '2025-12-03',
        overdue: false,
        title: expect.stringMatching(/^Due by law: .+, lot 1\)$/),
        lot: 1,
      }),
    ]);
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    const found = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${id}&indicator=W06`)
      .set(supervisor.auth)
      .expect(200);
    expect(found.body.items).toEqual([
      expect.objectContaining({ state: 'triggered', severity: 'violation', value: '2' }),
    ]);
    // Two lots whose days are the same are two lines, each of its lot.
    await post(`/api/v1/tenders/${id}/facts`, {
      facts: [{ kind: 'award', lot: 2, data: { decidedOn: '2025-10-29', publishedOn: '2025-11-03' }, source }],
    }).expect(200);
    await running.app.get(Reassessment).reassessAll();
    expect((await ownTasks(app, bureau.officer, 'deadline', id)).map(({ lot }) => lot).sort()).toEqual([1, 2]);
    await setBusinessTime(app, '2025-12-04T09:00:00+08:00');
    expect(await due()).toEqual([]);
    expect((await deadlines(`tenders/${id}`)).find((d) => d.rule === 'CONTRACT-30D')?.state).toBe('uncertain');
  });
});
