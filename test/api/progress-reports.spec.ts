import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import type { TestApp } from '../support/app.js';
import type { TestAccount } from '../support/accounts.js';
import { Contracting, PAYMENTS, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, makeOnlookers, makeTied, refusal, type Refused, type Thing } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

interface Served {
  records: number;
  minutes: number;
  visits: number;
  recipients: number;
}
interface Report extends Thing {
  from: string;
  to: string;
  no: number;
  adjusts: string | null;
  inForce: boolean;
  text: string | null;
  difference: { pointer: string; old: unknown; new: unknown }[] | null;
  figures: Served & {
    withinContract: Served;
    outsideContract: Served;
    forms: (Served & { form: string })[];
    contents: (Served & { content: string | null })[];
    standards: { no: number; target: number | null; done: number | null; total: number | null }[];
  };
  recordsHash: string;
}
const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
const STANDARDS = [
  { no: 1, text: '上门探访', target: 960, unit: '人次', measure: { of: 'visits', form: 'visit' } },
  { no: 2, text: '服务时长', target: 60000, unit: '分钟', measure: { of: 'minutes' } },
  { no: 3, text: '小组活动', target: 24, unit: '次', measure: { of: 'records', form: 'group' } },
  { no: 4, text: '服务人数', target: 40, unit: '人', measure: { of: 'recipients' } },
  { no: 5, text: '满意度', target: 90, unit: '%' },
];

describe('progress reports', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let manager: TestAccount;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    manager = parties.manager;
    officer = parties.bureau.officer;
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const begin = async (content: object = {}) => {
    await at('2025-12-22');
    const agreed = { standards: STANDARDS, payments: PAYMENTS, ...content };
    return Implementing.begin(app, parties, agreed, { window: WINDOW });
  };
  const drafted = async (work: Implementing, body: object = {}): Promise<Report> => {
    const answer = await work.make('reports', body, manager);
    if (answer.status !== 201) throw new Error(answer.text);
    expect(answer.headers.location).toBe(work.path('reports', (answer.body as Report).id));
    return answer.body as Report;
  };
  const act = (work: Implementing, id: string, action: string, body: object = {}, by = manager) =>
    work.act('reports', id, action, body, by);
  const must = (work: Implementing, id: string, action: string, body: object = {}, by = manager) =>
    work.must<Report>('reports', id, action, body, by);
  const write = async (work: Implementing, id: string, text: unknown, by = manager) =>
    app.http
      .patch(work.path('reports', id))
      .set({ ...by.auth, 'If-Match': `"${(await work.one('reports', id)).version}"` })
      .send({ text });
  const recipient = async (work: Implementing): Promise<string> => {
    const answer = await app.http
      .post(`/api/v1/service-lines/${parties.bureau.line}/recipients`)
      .set(manager.auth)
      .send({ contract: work.contract.id, displayName: '示例对象' });
    return (answer.body as { id: string }).id;
  };
  const correct = (work: Implementing, record: string, body: object) =>
    work.make(`service-records/${record}/corrections`, { reason: '误填', ...body }, manager);
  /** A report of the days until the end of 2025, submitted with these words. */
  const submitted = async (work: Implementing): Promise<Report> => {
    const { id } = await drafted(work);
    expect((await write(work, id, '本期服务按计划开展')).status).toBe(200);
    return must(work, id, 'submit');
  };
  const approved = async (work: Implementing): Promise<Report> =>
    must(work, (await submitted(work)).id, 'approve', {}, officer);

  it('are filled from the records: counts, minutes, recipients, within the contract or not, against the targets', async () => {
    const work = await begin();
    await at('2026-03-02');
    const [one, two] = [await recipient(work), await recipient(work)];
    await work.record('2025-12-30', { minutes: 45, recipients: [one] });
    await work.record('2026-01-05', { minutes: 60, recipients: [one], content: 'CARE_ARRANGEMENT' });
    await work.record('2026-01-06', { minutes: 30, recipients: [one, two] });
    // Twelve took part, one of them by name: so many were served.
    await work.record('2026-01-07', { form: 'group', minutes: 90, recipients: [two], participants: 12 });
    await work.record('2026-01-08', { form: 'administrative', minutes: 120, withinContract: false });
    const wrong = await work.record('2026-01-09', { minutes: 600, recipients: [one] });
    await correct(work, wrong, { record: null });
    await work.record('2026-02-01', { minutes: 10 });
    const report = await drafted(work, { from: '2026-01-01' });
    expect([report.from, report.to, report.state, report.inForce, report.no]).toEqual([
      '2026-01-01',
      '2026-01-31',
      'draft',
      false,
      0,
    ]);
    const counts = (records: number, minutes: number, visits: number, recipients: number) => ({
      records,
      minutes,
      visits,
      recipients,
    });
    expect(report.figures).toEqual({
      ...counts(4, 300, 15, 2),
      withinContract: counts(3, 180, 15, 2),
      outsideContract: counts(1, 120, 0, 0),
      forms: [
        { form: 'administrative', ...counts(1, 120, 0, 0) },
        { form: 'group', ...counts(1, 90, 12, 1) },
        { form: 'visit', ...counts(2, 90, 3, 2) },
      ],
      contents: expect.arrayContaining([
        { content: 'CARE_ARRANGEMENT', ...counts(1, 60, 1, 1) },
        { content: null, ...counts(3, 240, 14, 2) },
      ]),
      standards: [
        { no: 1, text: '上门探访', target: 960, unit: '人次', done: 3, total: 4 },
        { no: 2, text: '服务时长', target: 60000, unit: '分钟', done: 180, total: 225 },
        { no: 3, text: '小组活动', target: 24, unit: '次', done: 1, total: 1 },
        { no: 4, text: '服务人数', target: 40, unit: '人', done: 2, total: 2 },
        { no: 5, text: '满意度', target: 90, unit: '%', done: null, total: null },
      ],
    });
  });

  it('of a period without records say so', async () => {
    const work = await begin();
    const report = await drafted(work);
    expect([report.from, report.to, report.figures.records]).toEqual(['2025-12-15', '2025-12-31', 0]);
    expect(report.figures.forms).toEqual([]);
  });

  it('are one for each period, in the months that the contract says', async () => {
    const work = await begin();
    await at('2026-02-10');
    const [first, second] = [await drafted(work), await drafted(work)];
    expect([first.from, second.from]).toEqual(['2025-12-15', '2026-01-01']);
    const ask = async (body: object) => refusal(await work.make('reports', body, manager));
    // The report that a period has is named with its address.
    for (const from of ['2026-01-01', '2026-01-02']) {
      const { status, body } = (await work.make('reports', { from }, manager)) as Refused;
      expect([status, body.code]).toEqual([422, 'period_reported']);
      expect(body.facts).toMatchObject({ report: second.id, href: work.path('reports', second.id) });
    }
    for (const from of ['2026-02-02', '2026-03-01'])
      expect(await ask({ from })).toEqual([422, 'no_such_period', '/from']);
    const both = await Promise.all([1, 2].map(() => work.make('reports', { from: '2026-02-01' }, manager)));
    expect(both.map((a) => a.status).sort()).toEqual([201, 422]);
    expect(await ask({})).toEqual([422, 'no_period_open', null]);
    expect(await ask({ from: '2026-02-30' })).toEqual([400, 'validation_failed', '/from']);
    // The parties agree on quarters: what is reported on is not reported on again.
    await work.contract.amended({ content: { reportMonths: 3 } });
    const quarter = await drafted(work, {}).catch((error: Error) => error.message);
    expect(quarter).toContain('no_period_open');
    await at('2026-04-01');
    const next = await drafted(work);
    expect([next.from, next.to]).toEqual(['2026-03-01', '2026-05-31']);
    const yearly = await begin({ reportMonths: 12 });
    expect(await drafted(yearly)).toMatchObject({ from: '2025-12-15', to: '2026-11-30' });
  });

  it('wait for the contract to start, and are told of one that was ended', async () => {
    await at('2025-12-22');
    const contract = await Contracting.signed(app, parties, {}, { window: WINDOW });
    const work = new Implementing(app, parties, contract);
    expect(refusal(await work.make('reports', {}, manager))).toEqual([422, 'contract_not_running', null]);
    await contract.must('start');
    const { id } = await drafted(work);
    await write(work, id, '提前终止');
    expect(refusal(await act(work, id, 'submit'))).toEqual([422, 'period_not_over', null]);
    await contract.terminated('停止服务');
    // Its last day is today; tomorrow nothing of the period is left to wait for.
    expect(refusal(await act(work, id, 'submit'))).toEqual([422, 'period_not_over', null]);
    await at('2025-12-23');
    expect((await must(work, id, 'submit')).state).toBe('submitted');
  });

  it('are submitted when the period is over, with words, of the records as they stand', async () => {
    const work = await begin();
    const { id } = await drafted(work);
    expect(refusal(await act(work, id, 'submit'))).toEqual([422, 'period_not_over', null]);
    await setBusinessTime(app, '2026-01-01T00:00:01+08:00');
    expect(refusal(await act(work, id, 'submit'))).toEqual([422, 'report_text_missing', '/text']);
    for (const text of ['', ' ', 1]) expect((await write(work, id, text)).status).toBe(400);
    await write(work, id, '本期服务按计划开展');
    const record = await work.record('2025-12-30');
    expect(refusal(await act(work, id, 'submit'))).toEqual([422, 'report_outdated', null]);
    expect((await must(work, id, 'refill')).figures.records).toBe(1);
    await correct(work, record, {
      record: { servedOn: '2025-12-30', form: 'visit', minutes: 59, workers: { assistant: 1 }, participants: 1 },
    });
    expect(refusal(await act(work, id, 'submit'))).toEqual([422, 'report_outdated', null]);
    // A record of another period is none of this one's.
    await must(work, id, 'refill');
    await work.record('2026-01-01');
    expect((await must(work, id, 'submit')).state).toBe('submitted');
    expect(refusal(await write(work, id, '改写'))).toEqual([409, 'wrong_state', null]);
  });

  it('are filled anew where a total or a target is another one by now, though no record of the period changed', async () => {
    const work = await begin();
    await at('2026-02-02');
    await work.record('2025-12-22', { minutes: 40 });
    const december = await approved(work);
    const { id, figures } = await drafted(work, { from: '2026-01-01' });
    expect(figures.standards[1]).toMatchObject({ done: 0, total: 40 });
    await write(work, id, '一月无服务');
    await work.record('2025-12-29', { minutes: 20 });
    const late = (await act(work, id, 'submit')) as Refused;
    expect([...refusal(late), late.body.facts?.['standards'], late.body.facts?.['action']]).toEqual([
      ...[422, 'report_outdated', null],
      [1, 2],
      'refill',
    ]);
    expect((await must(work, id, 'refill')).figures.standards[1]).toMatchObject({ done: 0, total: 60 });
    await must(work, id, 'submit');
    const standards = STANDARDS.map((standard) => (standard.no === 3 ? { ...standard, target: 12 } : standard));
    const step = async () =>
      (await work.tasks('progress_report_submitted', officer))[0]?.action?.href.split('/').at(-1);
    expect(await step()).toBe('approve');
    await work.contract.amended({ content: { standards } });
    expect(await step()).toBe('return');
    const other = (await act(work, id, 'approve', {}, officer)) as Refused;
    expect([...refusal(other), other.body.facts?.['standards'], other.body.facts?.['action']]).toEqual([
      ...[422, 'report_outdated', null],
      [3],
      'return',
    ]);
    await must(work, id, 'return', { reason: '目标已变更' }, officer);
    await must(work, id, 'refill');
    await must(work, id, 'submit');
    expect((await must(work, id, 'approve', {}, officer)).figures.standards[2]).toMatchObject({ target: 12 });
    // The approved one is adjusted to the target too.
    expect((await must(work, december.id, 'adjust', { reason: '目标变更' })).figures.standards[2]).toMatchObject({
      target: 12,
    });
  });

  it('are approved by the buyer as they were submitted, and never change again', async () => {
    const work = await begin();
    await at('2026-01-05');
    const { id } = await submitted(work);
    expect(refusal(await act(work, id, 'approve'))).toEqual([403, 'not_permitted', null]);
    expect(refusal(await act(work, id, 'return', {}, officer))).toEqual([400, 'validation_failed', '/reason']);
    await work.record('2025-12-29');
    const outdated = (await act(work, id, 'approve', {}, officer)) as Refused;
    expect([...refusal(outdated), outdated.body.facts?.['action']]).toEqual([422, 'report_outdated', null, 'return']);
    await must(work, id, 'return', { reason: '记录有变动' }, officer);
    const again = await must(work, id, 'refill');
    expect([again.state, again.figures.records]).toEqual(['returned', 1]);
    await must(work, id, 'submit');
    const done = await must(work, id, 'approve', {}, officer);
    expect([done.state, done.inForce, done.allowedActions]).toEqual(['approved', true, []]);
    for (const change of [`text = 'x'`, `figures = '{}'`, `state = 'draft'`])
      await expect(app.dataSource.query(`UPDATE progress_report SET ${change} WHERE id = $1`, [id])).rejects.toThrow(
        'never changed',
      );
    await expect(app.dataSource.query(`DELETE FROM progress_report WHERE id = $1`, [id])).rejects.toThrow(
      'never changed',
    );
    for (const [action, by] of [
      ['refill', manager],
      ['submit', manager],
      ['approve', officer],
      ['return', officer],
    ] as const)
      expect(refusal(await act(work, id, action, { reason: 'x' }, by))).toEqual([409, 'wrong_state', null]);
    expect((await write(work, id, '改写')).status).toBe(409);
  });

  it('are judged by nobody who sits in the agency', async () => {
    const work = await begin();
    await at('2026-01-05');
    const { id } = await submitted(work);
    const tied = await makeTied(app, parties);
    for (const [action, state] of [
      ['return', 'returned'],
      ['approve', 'approved'],
    ] as const) {
      const why = { reason: '说明' };
      const waits = await Promise.all([officer, tied].map((by) => work.tasks('progress_report_submitted', by)));
      expect(waits.map((tasks) => tasks.map((task) => task.id))).toEqual([[id], []]);
      expect(refusal(await act(work, id, action, why, tied))).toEqual([422, 'judge_has_interest', null]);
      expect((await must(work, id, action, why, officer)).state).toBe(state);
      if (action === 'return') await must(work, id, 'submit');
    }
  });

  it('are adjusted by a report that names them and says what it changes', async () => {
    const work = await begin();
    await at('2026-01-05');
    const report = await approved(work);
    const why = { reason: '补录服务记录' };
    expect(refusal(await act(work, report.id, 'adjust', why))).toEqual([422, 'adjustment_empty', null]);
    expect(refusal(await act(work, report.id, 'adjust', { ...why, text: report.text }))).toEqual([
      422,
      'adjustment_empty',
      null,
    ]);
    expect(refusal(await act(work, report.id, 'adjust'))).toEqual([400, 'validation_failed', '/reason']);
    await work.record('2025-12-20', { minutes: 40 });
    const made = await must(work, report.id, 'adjust', why);
    expect([made.adjusts, made.no, made.state, made.from, made.text]).toEqual([
      report.id,
      1,
      'draft',
      '2025-12-15',
      '本期服务按计划开展',
    ]);
    expect(made.difference).toEqual(
      expect.arrayContaining([
        { pointer: '/figures/records', old: 0, new: 1 },
        { pointer: '/figures/standards/1/done', old: 0, new: 40 },
      ]),
    );
    expect(refusal(await act(work, report.id, 'adjust', { ...why, text: '另一说法' }))).toEqual([
      422,
      'adjustment_open',
      null,
    ]);
    await must(work, made.id, 'submit');
    expect((await work.one<Report>('reports', report.id)).inForce).toBe(true);
    await must(work, made.id, 'approve', {}, officer);
    expect((await work.list<Report>('reports')).map((r) => [r.no, r.state, r.inForce])).toEqual([
      [0, 'approved', false],
      [1, 'approved', true],
    ]);
    // The next one stands in the place of the one that counts, whichever was asked.
    const words = await must(work, report.id, 'adjust', { ...why, text: '更正表述' });
    expect([words.adjusts, words.no, words.difference]).toEqual([
      made.id,
      2,
      [{ pointer: '/text', old: '本期服务按计划开展', new: '更正表述' }],
    ]);
    await write(work, words.id, '再次更正');
    expect((await work.one<Report>('reports', words.id, manager)).difference?.[0]?.new).toBe('再次更正');
  });

  it('are seen by the parties, the communities of the lines and who watches over them', async () => {
    const work = await begin();
    const { id } = await drafted(work);
    const who = await makeOnlookers(app, parties);
    const ask = async (by: TestAccount) => [
      (await app.http.get(work.path('reports')).set(by.auth)).status,
      (await app.http.get(work.path('reports', id)).set(by.auth)).status,
      (await work.act('reports', id, 'approve', {}, by, 1)).status,
    ];
    for (const by of [who.neighbour, who.watcher]) expect(await ask(by)).toEqual([200, 200, 403]);
    for (const by of [who.elsewhere, who.otherNeighbour, who.otherBureau, who.rival])
      expect(await ask(by)).toEqual([404, 404, 404]);
    expect((await work.make('reports', {}, who.rival)).status).toBe(404);
    expect((await work.make('reports', {}, officer)).status).toBe(403);
    expect((await write(work, id, 'x', who.rival)).status).toBe(404);
    const other = await begin();
    expect((await app.http.get(other.path('reports', id)).set(officer.auth)).status).toBe(404);
    expect((await other.act('reports', id, 'refill', {}, manager, 1)).status).toBe(404);
    expect((await app.http.get(work.path('reports', randomUUID())).set(officer.auth)).status).toBe(404);
  });

  it('are the agency’s own until they are submitted: others see that there is a draft, and of what was returned what they read', async () => {
    const work = await begin();
    await at('2026-01-05');
    await work.record('2025-12-20', { minutes: 40 });
    const { id } = await drafted(work);
    await write(work, id, '未定稿');
    const who = await makeOnlookers(app, parties);
    const others = [officer, parties.bureau.approver, who.neighbour, who.watcher];
    const told = async (report: string, by: TestAccount) => {
      const one = await work.one<Report & { asOf: string | null }>('reports', report, by);
      expect((await work.list<Report>('reports', by)).find((r) => r.id === report)).toEqual(one);
      return [one.state, one.text, one.figures?.minutes ?? null, one.recordsHash === null, one.asOf === null];
    };
    const readBy = async (report: string, expected: unknown[], by = others) => {
      for (const each of by) expect(await told(report, each)).toEqual(expected);
    };
    await readBy(id, ['draft', null, null, true, true]);
    expect(await work.one<Report>('reports', id)).toMatchObject({ from: '2025-12-15', to: '2025-12-31', no: 0 });
    await readBy(id, ['draft', '未定稿', 40, false, false], [manager]);
    await write(work, id, '定稿');
    await must(work, id, 'submit');
    await readBy(id, ['submitted', '定稿', 40, false, false], [...others, manager]);
    await must(work, id, 'return', { reason: '请补充' }, officer);
    await write(work, id, '改写中');
    await work.record('2025-12-21', { minutes: 5 });
    await must(work, id, 'refill');
    await readBy(id, ['returned', '改写中', 45, false, false], [manager]);
    await readBy(id, ['returned', '定稿', 40, false, false]);
    await must(work, id, 'submit');
    await readBy(id, ['submitted', '改写中', 45, false, false], [...others, manager]);
    await must(work, id, 'approve', {}, officer);
    const adjustment = await must(work, id, 'adjust', { reason: '更正', text: '更正稿' });
    await readBy(adjustment.id, ['draft', null, null, true, true]);
    const shown = await work.one<Report>('reports', adjustment.id);
    expect([shown.adjusts, shown.difference]).toEqual([id, null]);
    expect((await work.one<Report>('reports', adjustment.id, manager)).difference).toHaveLength(1);
    await must(work, adjustment.id, 'submit');
    expect((await work.one<Report>('reports', adjustment.id)).difference).toHaveLength(1);
  });

  it('stand in the tasks of whoever has to do something about them', async () => {
    const work = await begin();
    const periods = async (kind: string, by: TestAccount) =>
      (await work.tasks(kind, by)).map((t) => t.title.split(': ')[1]?.replace(' (社区居家养老服务项目, lot 1)', ''));
    await at('2025-12-31');
    expect(await periods('progress_report', manager)).toEqual([]);
    await at('2026-02-01');
    expect(await periods('progress_report', manager)).toEqual(['2025-12-15/2025-12-31', '2026-01-01/2026-01-31']);
    expect(await periods('progress_report', officer)).toEqual([]);
    const { id } = await submitted(work);
    expect(await periods('progress_report', manager)).toEqual(['2026-01-01/2026-01-31']);
    expect(await periods('progress_report_submitted', officer)).toEqual(['2025-12-15/2025-12-31']);
    const step = async () => {
      const [task] = await work.tasks('progress_report_submitted', officer);
      return [task?.title.includes('figures out of date'), task?.action?.href.split('/').at(-1)];
    };
    expect(await step()).toEqual([false, 'approve']);
    await work.record('2025-12-21', { minutes: 5 });
    expect(await step()).toEqual([true, 'return']);
    await must(work, id, 'return', { reason: '请补充' }, officer);
    expect((await periods('progress_report', manager)).sort()).toEqual([
      '2025-12-15/2025-12-31',
      '2026-01-01/2026-01-31',
    ]);
    expect(await periods('progress_report_submitted', officer)).toEqual([]);
  });

  it('are told one by one: each period that is over is a notification of its own', async () => {
    const work = await begin();
    await app.http.put('/api/v1/me/inbox').set(manager.auth).send({ muted: [] }).expect(200);
    const told = async (): Promise<(string | null)[]> => {
      await app.dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
      await app.running.app.get(Inboxes).look();
      const rows = await app.dataSource.query<{ part: string; ended: boolean }[]>(
        `SELECT part, ended_at IS NOT NULL AS ended FROM notification
         WHERE user_id = $1 AND kind = 'progress_report' AND task_id = $2 ORDER BY part`,
        [manager.id, work.contract.id],
      );
      return rows.map(({ part, ended }) => `${part}${ended ? ' ended' : ''}`);
    };
    await at('2026-01-02');
    expect(await told()).toEqual(['2025-12-15/2025-12-31']);
    await app.dataSource.query(`UPDATE notification SET read_at = clock_timestamp() WHERE user_id = $1`, [manager.id]);
    await at('2026-02-01');
    expect(await told()).toEqual(['2025-12-15/2025-12-31', '2026-01-01/2026-01-31']);
    const { body } = await app.http
      .get('/api/v1/me/notifications?kind=progress_report&unread=true&limit=200')
      .set(manager.auth)
      .expect(200);
    const { items } = body as { items: { task: string }[] };
    expect(items.filter(({ task }) => task === work.contract.id)).toHaveLength(1);
    await submitted(work);
    expect(await told()).toEqual(['2025-12-15/2025-12-31 ended', '2026-01-01/2026-01-31']);
  });
});
