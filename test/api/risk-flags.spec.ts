import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { flagLifecycle } from '../../src/modules/risk/flag.lifecycle.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { countQueries, startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Flag {
  id: string;
  version: number;
  indicator: string;
  state: string;
  summary: boolean;
  rootCause: { type: string; id: string; label: string };
  subjects: { count: number; first: { type: string; id: string; label: string }[] };
  assessments: string[];
  assignee: string | null;
  dueOn: string | null;
  asked: { organisation: string; answeredAt: string | null }[];
  history: { action: string; to: string; reason: string | null; organisation: string | null; by: string | null }[];
  allowedActions: string[];
}

const SHORT = { start: '2018-01-01', end: '2018-05-31' };
const DECISIONS = ['explain', 'confirm', 'mark-data-error', 'dismiss'] as const;

describe('flags', () => {
  let app: TestApp;
  let world: RiskWorld;
  let supervisor: TestAccount;
  let buyer: string;
  let supplier: string;
  let officer: TestAccount;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-01-10');
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
    buyer = await makeBody(app, { region: '990203' });
    supplier = await makeBody(app, { region: '990203', kind: 'agency' });
    officer = await makeUser(app, 'bureau_officer', buyer);
  });
  afterAll(() => app.close());

  /** A contract with a window that is too short, assessed. Answers its flag. */
  async function raise(more: { region?: string; programme?: string } = {}): Promise<Flag> {
    const tender = await world.tender({ buyer, window: SHORT, ...more });
    await world.facts(tender, [
      {
        kind: 'contract',
        data: { window: SHORT, number: `合同-${randomUUID()}`, supplier: { organisation: supplier } },
      },
    ]);
    await world.settle();
    const [flag] = (await world.flags('W01')).filter((f) => f.root_id === (more.programme ?? tender));
    return read((flag as { id: string }).id);
  }
  const read = async (id: string, by = supervisor): Promise<Flag> =>
    (await app.http.get(`/api/v1/risk/flags/${id}`).set(by.auth).expect(200)).body as Flag;
  const list = async (query: string, by = supervisor) =>
    (await app.http.get(`/api/v1/risk/flags?${query}`).set(by.auth).expect(200)).body as {
      items: Flag[];
      next: string | null;
    };
  const act = (flag: Pick<Flag, 'id' | 'version'>, action: string, body: object = {}, by = supervisor) =>
    app.http
      .post(`/api/v1/risk/flags/${flag.id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${flag.version}"`)
      .send(body);
  const done = async (...given: Parameters<typeof act>): Promise<Flag> =>
    (await act(...given).expect(200)).body as Flag;

  it('says what triggered, why, on what basis and what it cannot know', async () => {
    const flag = await raise();
    expect(flag).toMatchObject({
      indicator: 'W01',
      severity: 'risk',
      state: 'open',
      dataset: 'live',
      rootCause: { type: 'tender', label: '社区居家养老服务采购' },
      subjects: { count: 1, first: [{ type: 'contract' }] },
      title: 'Short effective window',
      explanation: expect.stringContaining('89 are effective working days'),
      limitation: expect.stringContaining('not law'),
      basis: { kind: 'POLICY' },
      assignee: null,
      dueOn: null,
      summary: false,
      history: [{ action: 'opened', from: null, to: 'open', by: null }],
      allowedActions: ['start_review', 'assign', 'explain', 'confirm', 'mark_data_error', 'dismiss'],
    });
    expect(flag.assessments).toHaveLength(1);
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=contract:${flag.subjects.first[0]?.id}&indicator=W01`)
      .set(supervisor.auth)
      .expect(200);
    expect(body.items).toEqual([expect.objectContaining({ id: flag.assessments[0], state: 'triggered', value: '89' })]);
  });

  it('speaks Chinese where asked', async () => {
    const flag = await raise();
    const { body } = await app.http
      .get(`/api/v1/risk/flags/${flag.id}`)
      .set(supervisor.auth)
      .set('Accept-Language', 'zh-CN')
      .expect(200);
    expect(body).toMatchObject({ title: '有效实施期过短', explanation: expect.stringContaining('有效工作日') });
  });

  it('one calendar is one case, however many purchases were made by it', async () => {
    const programme = await world.programme(buyer, 2017, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
    await raise({ programme });
    await raise({ programme });
    const flag = await raise({ programme });
    expect(flag).toMatchObject({
      rootCause: { type: 'programme_calendar', id: programme, label: '2017 年计划' },
      subjects: { count: 3 },
      programme,
      explanation: expect.stringMatching(/^3 objects share this cause/),
    });
    expect(flag.assessments).toHaveLength(3);
    expect((await list(`programme=${programme}`)).items.map((f) => f.id)).toEqual([flag.id]);
  });

  it.each(DECISIONS)('%s needs a reason and ends the work', async (action) => {
    const flag = await raise();
    const bare = await act(flag, action).expect(400);
    expect(bare.body).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/reason', code: 'required' }] });
    await act(flag, action, { reason: '   ' }).expect(400);
    const decided = await done(flag, action, { reason: '项目本就计划五个月' });
    const state = { explain: 'explained', confirm: 'confirmed', 'mark-data-error': 'data_error', dismiss: 'dismissed' }[
      action
    ];
    expect(decided.state).toBe(state);
    expect(decided.version).toBe(flag.version + 1);
    expect(decided.history.at(-1)).toMatchObject({ to: state, reason: '项目本就计划五个月', by: supervisor.id });
    expect(decided.allowedActions).toEqual(state === 'confirmed' ? [] : ['reopen']);
    const again = await act(decided, action, { reason: 'x' }).expect(409);
    expect(again.body).toMatchObject({ code: 'wrong_state', allowedActions: decided.allowedActions });
    if (state === 'confirmed') return;
    expect((await done(decided, 'reopen')).state).toBe('open');
  });

  it('walks every edge of the table that a person may take', async () => {
    const persons = flagLifecycle.transitions.filter((t) => t.who === 'risk.work');
    const way: Record<string, string[]> = {
      open: [],
      in_review: ['start_review'],
      explained: ['explain'],
      confirmed: ['confirm'],
      data_error: ['mark_data_error'],
      dismissed: ['dismiss'],
    };
    for (const { action, from, to } of persons)
      for (const state of from.filter((s) => s in way)) {
        let flag = await raise();
        for (const earlier of way[state] ?? []) flag = await done(flag, earlier, { reason: 'r' });
        const body = action === 'assign' ? { dueOn: '2018-02-01' } : { reason: 'r' };
        expect((await done(flag, action, body)).state).toBe(to ?? state);
      }
  });

  it('takes actions in both spellings and no others; facts alone clear and remedy', async () => {
    const flag = await raise();
    expect((await done(flag, 'start_review')).state).toBe('in_review');
    for (const unknown of ['clear', 'remedy', 'reopen_on_facts', 'nothing'])
      expect((await act(flag, unknown).expect(404)).body).toMatchObject({ code: 'route_not_found' });
  });

  it('a change needs the version it was read at', async () => {
    const flag = await raise();
    await app.http.post(`/api/v1/risk/flags/${flag.id}/actions/start-review`).set(supervisor.auth).send({}).expect(428);
    await act({ ...flag, version: flag.version + 1 }, 'start-review').expect(412);
    const answer = await act(flag, 'start-review').expect(200);
    expect(answer.headers['etag']).toBe(`"${flag.version + 1}"`);
  });

  it('every change has one audit row and one event', async () => {
    const flag = await raise();
    await done(flag, 'start-review');
    const [row] = await app.dataSource.query<{ audit: number; events: number }[]>(
      `SELECT (SELECT count(*)::int FROM audit_entry WHERE aggregate_type = 'flag' AND aggregate_id = $1) AS audit,
              (SELECT count(*)::int FROM outbox WHERE aggregate_type = 'flag' AND aggregate_id = $1) AS events`,
      [flag.id],
    );
    expect(row).toEqual({ audit: 2, events: 2 });
  });

  describe('assigning', () => {
    it('gives the case to somebody, with a day, and a task', async () => {
      const flag = await raise();
      const given = await done(flag, 'assign', { assignee: supervisor.id, dueOn: '2018-01-05' });
      expect(given).toMatchObject({ state: 'open', assignee: supervisor.id, dueOn: '2018-01-05' });
      expect((await list('assignee=me&state=open')).items.map((f) => f.id)).toContain(flag.id);
      expect((await list('assignee=none')).items.map((f) => f.id)).not.toContain(flag.id);
      const { body } = await app.http.get('/api/v1/me/tasks?kind=flag').set(supervisor.auth).expect(200);
      expect(body.items).toContainEqual(
        expect.objectContaining({
          kind: 'flag',
          id: flag.id,
          dueOn: '2018-01-05',
          overdue: true,
          title: 'Short effective window',
        }),
      );
      expect(await done(given, 'assign', { assignee: null })).toMatchObject({ assignee: null, dueOn: '2018-01-05' });
    });

    it('only to an active user who oversees the region', async () => {
      const flag = await raise();
      const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
      for (const assignee of [officer.id, elsewhere.id, randomUUID()])
        expect((await act(flag, 'assign', { assignee }).expect(422)).body).toMatchObject({
          code: 'assignee_not_eligible',
          errors: [{ pointer: '/assignee' }],
        });
    });

    it('only bodies that the flag is about are asked', async () => {
      const flag = await raise();
      const stranger = await makeBody(app);
      const { body } = await act(flag, 'assign', { askOrganisations: [buyer, stranger] }).expect(422);
      expect(body).toMatchObject({ code: 'organisation_not_concerned', errors: [{ pointer: '/askOrganisations/1' }] });
      expect((await read(flag.id)).asked).toEqual([]);
    });

    it('names something; other actions take none of it', async () => {
      const flag = await raise();
      await act(flag, 'assign', {}).expect(400);
      await act(flag, 'start-review', { dueOn: '2018-02-01' }).expect(400);
      await act(flag, 'assign', { dueOn: '2018-02-30' }).expect(400);
    });
  });

  describe('the body concerned', () => {
    it('sees a flag about itself only when asked, and may only respond', async () => {
      const flag = await raise();
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(officer.auth).expect(404);
      expect((await list('', officer)).items.map((f) => f.id)).not.toContain(flag.id);
      const asked = await done(flag, 'assign', {
        askOrganisations: [buyer],
        dueOn: '2018-02-01',
        assignee: supervisor.id,
      });
      expect(asked.asked).toMatchObject([{ organisation: buyer, answeredAt: null }]);
      expect(asked.allowedActions).not.toContain('respond');

      const seen = await read(flag.id, officer);
      expect(seen).toMatchObject({ allowedActions: ['respond'], assignee: null, dueOn: '2018-02-01', history: [] });
      const tasks = await app.http.get('/api/v1/me/tasks').set(officer.auth).expect(200);
      expect(tasks.body.items).toContainEqual(
        expect.objectContaining({ kind: 'flag_response', id: flag.id, dueOn: '2018-02-01' }),
      );
      for (const action of ['explain', 'confirm', 'start-review', 'assign'])
        expect((await act(seen, action, { reason: 'x' }, officer).expect(403)).body).toMatchObject({
          code: 'not_permitted',
        });

      await act(seen, 'respond', {}, officer).expect(400);
      const answered = await done(seen, 'respond', { reason: '拨款到账晚' }, officer);
      expect(answered.history).toMatchObject([{ action: 'respond', reason: '拨款到账晚', organisation: buyer }]);
      expect((await read(flag.id)).asked[0]?.answeredAt).not.toBeNull();
      const after = await app.http.get('/api/v1/me/tasks?kind=flag_response').set(officer.auth).expect(200);
      expect((after.body.items as { id: string }[]).map((t) => t.id)).not.toContain(flag.id);
    });

    it('does not see the other bodies of one cause', async () => {
      const programme = await world.programme(buyer, 2019, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
      const rival = await makeBody(app, { kind: 'agency' });
      const manager = await makeUser(app, 'agency_manager', rival);
      await raise({ programme });
      const tender = await world.tender({ buyer, programme, window: SHORT });
      await world.facts(tender, [{ kind: 'contract', data: { window: SHORT, supplier: { organisation: rival } } }]);
      await world.settle();
      const [flag] = (await list(`programme=${programme}`)).items as [Flag];
      expect(flag.subjects.count).toBe(2);
      await done(flag, 'assign', { askOrganisations: [rival] });
      const seen = await read(flag.id, manager);
      expect(seen.subjects).toMatchObject({ count: 1, first: [{ type: 'contract' }] });
      expect(seen.assessments).toHaveLength(1);
    });
  });

  describe('who sees what', () => {
    it('nobody without an account, nobody outside the region, nobody without a seat for it', async () => {
      const flag = await raise();
      await app.http.get('/api/v1/risk/flags').expect(401);
      const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(elsewhere.auth).expect(404);
      await act(flag, 'explain', { reason: 'x' }, elsewhere).expect(404);
      expect((await list('', elsewhere)).items).toEqual([]);
      const panel = await makeUser(app, 'panel_member');
      await app.http.get('/api/v1/risk/flags').set(panel.auth).expect(403);
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(panel.auth).expect(403);
      await act(flag, 'respond', { reason: 'x' }, panel).expect(403);
    });

    it('a finance authority works flags too', async () => {
      const finance = await makeUser(app, 'finance_authority', await makeBody(app, { region: '990000' }));
      expect((await done(await raise(), 'start-review', {}, finance)).state).toBe('in_review');
    });
  });

  describe('lists', () => {
    it('filters by indicator, severity, state, region and dataset', async () => {
      const flag = await raise({ region: '990204' });
      const ids = async (query: string) => (await list(`${query}&limit=200`)).items.map((f) => f.id);
      expect(await ids('indicator=W01&severity=risk&state=open&region=990204&dataset=live')).toEqual([flag.id]);
      expect(await ids('region=990200')).toContain(flag.id);
      for (const other of ['indicator=C05', 'severity=violation', 'state=cleared', 'region=990203', 'dataset=study'])
        expect(await ids(other)).not.toContain(flag.id);
      await app.http.get('/api/v1/risk/flags?indicator=X99').set(supervisor.auth).expect(400);
      await app.http.get('/api/v1/risk/flags?assignee=somebody').set(supervisor.auth).expect(400);
    });

    it('pages keep their place when a flag opens in between, and cost the same for many as for one', async () => {
      for (let n = 0; n < 3; n++) await raise();
      const first = await list('limit=2');
      await raise();
      expect(first.next).not.toBeNull();
      const seen = first.items.map((f) => f.id);
      for (let next = first.next; next !== null;) {
        const { body } = await app.http.get(next).set(supervisor.auth).expect(200);
        seen.push(...(body as { items: Flag[] }).items.map((f) => f.id));
        next = (body as { next: string | null }).next;
      }
      expect(new Set(seen).size).toBe(seen.length);
      const one = await countQueries(() => list('limit=1'));
      expect(await countQueries(() => list('limit=200'))).toBe(one);
      await app.http.get('/api/v1/risk/flags?cursor=nonsense').set(supervisor.auth).expect(400);
    });

    it('as CSV holds everything that matches', async () => {
      const flag = await raise({ region: '990299' });
      const { text, headers } = await app.http
        .get('/api/v1/risk/flags?region=990299')
        .set(supervisor.auth)
        .set('Accept', 'text/csv')
        .set('Accept-Language', 'zh')
        .expect(200);
      expect(headers['content-type']).toBe('text/csv; charset=utf-8');
      const [head, row, end] = text.replace(/^\uFEFF/, '').split('\r\n');
      expect(head).toBe(
        'id,indicator,severity,state,dataset,region,rootCauseType,rootCause,subjects,title,explanation,limitation,assignee,dueOn,openedAt',
      );
      expect(row).toMatch(new RegExp(`^${flag.id},W01,risk,open,live,990299,tender,`));
      expect(row).toContain('有效实施期过短');
      expect(end).toBe('');
      await app.http.get('/api/v1/risk/flags').set('Accept', 'text/csv').expect(401);
    });
  });

  describe('many at once', () => {
    const bulk = (action: string, body: object, by = supervisor) =>
      app.http.post(`/api/v1/risk/flags/actions/${action}`).set(by.auth).send(body);

    it('each stands alone', async () => {
      const [a, b] = [await raise(), await raise()];
      const settled = await done(await raise(), 'confirm', { reason: 'r' });
      const hidden = randomUUID();
      const { body } = await bulk('dismiss', { ids: [b.id, settled.id, hidden, a.id], reason: '同一原因' }).expect(200);
      expect(body).toEqual({
        results: [
          { id: b.id, ok: true, state: 'dismissed' },
          { id: settled.id, ok: false, problem: expect.objectContaining({ code: 'wrong_state', status: 409 }) },
          { id: hidden, ok: false, problem: expect.objectContaining({ code: 'not_found', status: 404 }) },
          { id: a.id, ok: true, state: 'dismissed' },
        ],
      });
      expect((await read(a.id)).history.at(-1)).toMatchObject({ action: 'dismiss', reason: '同一原因' });
      expect((await read(settled.id)).state).toBe('confirmed');
    });

    it('assigns many to one', async () => {
      const flags = [await raise(), await raise()];
      await bulk('assign', { ids: flags.map((f) => f.id), assignee: supervisor.id, dueOn: '2018-03-01' }).expect(200);
      for (const { id } of flags)
        expect(await read(id)).toMatchObject({ assignee: supervisor.id, dueOn: '2018-03-01' });
    });

    it('takes 200 and no more, none twice, and is for who works flags', async () => {
      await bulk('dismiss', { ids: Array.from({ length: 201 }, () => randomUUID()), reason: 'x' }).expect(400);
      const id = randomUUID();
      await bulk('dismiss', { ids: [id, id], reason: 'x' }).expect(400);
      await bulk('dismiss', { ids: [], reason: 'x' }).expect(400);
      await bulk('nothing', { ids: [id] }).expect(404);
      await bulk('dismiss', { ids: [id], reason: 'x' }, officer).expect(403);
      const { body } = await bulk('dismiss', {
        ids: Array.from({ length: 200 }, () => randomUUID()),
        reason: 'x',
      }).expect(200);
      expect((body as { results: { ok: boolean }[] }).results.filter((r) => r.ok)).toEqual([]);
    });
  });
});
