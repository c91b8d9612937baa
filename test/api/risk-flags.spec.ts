import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { flagLifecycle } from '../../src/watch/flags/flag.lifecycle.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { FlagDesk, REASONED, type Flag } from '../support/flag-desk.js';

const DECISIONS = ['explain', 'confirm', 'mark-data-error', 'dismiss'] as const;

describe('flags', () => {
  let app: TestApp;
  let desk: FlagDesk;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
  });
  afterAll(() => app.close());

  it('says what triggered, why, on what basis and what it cannot know', async () => {
    const flag = await desk.raise();
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
    });
    expect(actionNames(flag.allowedActions)).toEqual([
      ...['start_review', 'assign', 'explain', 'confirm', 'mark_data_error', 'dismiss', 'refer'],
    ]);
    expect(flag.assessments).toHaveLength(1);
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=contract:${flag.subjects.first[0]?.id}&indicator=W01`)
      .set(desk.supervisor.auth)
      .expect(200);
    expect(body.items).toEqual([expect.objectContaining({ id: flag.assessments[0], state: 'triggered', value: '89' })]);
  });

  it('tells a correction of what the rule read from one of anything else, and names it', async () => {
    const record = async (id: string, fact: object): Promise<string> => {
      const { body } = await app.http
        .post(`/api/v1/tenders/${id}/facts`)
        .set(desk.officer.auth)
        .set('Idempotency-Key', randomUUID())
        .send({ facts: [{ kind: 'contract', source: { kind: 'statement' }, ...fact }] })
        .expect(200);
      return (body as { facts: { id: string }[] }).facts.at(-1)?.id ?? '';
    };
    const line = await desk.world.line({ since: '2017-01-01' });
    const purchase = () => desk.world.tender({ buyer: desk.buyer, serviceLines: [line] });
    const [first, second] = [await purchase(), await purchase()];
    const gapped = { start: '2017-01-01', end: '2017-11-15' };
    const fact = await record(first, { data: { window: gapped, amount: '200000.00' } });
    await desk.world.settle();
    const [flag] = (await desk.world.flags('G01')).filter((f) => f.root_id === line);
    const corrected = { window: gapped, amount: '210000.00' };
    await record(first, { data: corrected, replaces: fact, reason: '金额有误' });
    const bridging = await record(second, { data: { window: { start: '2017-11-16', end: '2019-05-31' } } });
    await desk.world.settle();
    const remedied = await desk.read(flag?.id ?? '');
    expect(remedied).toMatchObject({ state: 'remedied', history: [{}, { action: 'remedied', data: {} }] });

    const late = {
      data: { window: { start: '2018-01-05', end: '2019-05-31' } },
      replaces: bridging,
      reason: '日期有误',
    };
    const wrong = await record(second, late);
    await desk.world.settle();
    expect((await desk.read(remedied.id)).state).toBe('open');
    const right = await record(second, { ...late, data: { window: { start: '2017-11-16', end: '2019-05-31' } }, replaces: wrong }); // prettier-ignore
    await desk.world.settle();
    expect(await desk.read(remedied.id)).toMatchObject({
      state: 'cleared',
      history: [{}, {}, {}, { action: 'cleared', data: { correction: { fact: right, audit: expect.any(String) } } }],
    });
  });

  it('quotes a term that is published in words where a window has no dates', async () => {
    const tender = await desk.world.tender({ buyer: desk.buyer, termText: '自合同签订之日起一年' });
    await desk.world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${tender}&indicator=W01`)
      .set(desk.supervisor.auth)
      .set('Accept-Language', 'zh-CN')
      .expect(200);
    expect(body.items).toMatchObject([
      {
        state: 'insufficient_data',
        reason: { missing: ['window'], termText: '自合同签订之日起一年' },
        explanation: '无法判定：服务期不详。服务期限以文字公布：“自合同签订之日起一年”，未换算为起止日期。',
      },
    ]);
  });

  it('speaks Chinese where asked', async () => {
    const flag = await desk.raise();
    const { body } = await app.http
      .get(`/api/v1/risk/flags/${flag.id}`)
      .set(desk.supervisor.auth)
      .set('Accept-Language', 'zh-CN')
      .expect(200);
    expect(body).toMatchObject({ title: '有效实施期过短', explanation: expect.stringContaining('有效工作日') });
  });

  it('one calendar is one case, however many purchases were made by it', async () => {
    const programme = await desk.world.programme(desk.buyer, 2017, {
      code: 'x',
      name: { en: 'x', zh: 'x' },
      steps: [],
    });
    await desk.raise({ programme });
    await desk.raise({ programme });
    const flag = await desk.raise({ programme });
    expect(flag).toMatchObject({
      rootCause: { type: 'programme_calendar', id: programme, label: '2017 年计划' },
      subjects: { count: 3 },
      programme,
      explanation: expect.stringMatching(/^3 objects share this cause/),
    });
    expect(flag.assessments).toHaveLength(3);
    // True of everybody: it is told once, of the programme.
    expect(flag).toMatchObject({ reach: { hit: 3, of: 3, within: 'programme' } });
    expect((await desk.list(`programme=${programme}`)).items.map((f) => f.id)).toEqual([flag.id]);
  });

  it.each(DECISIONS)('%s needs a reason and ends the work', async (action) => {
    const flag = await desk.heard(await desk.raise());
    const bare = await desk.act(flag, action).expect(400);
    expect(bare.body).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/reason', code: 'required' }] });
    await desk.act(flag, action, { reason: '   ' }).expect(400);
    const given = action === 'confirm' ? REASONED : { reason: '项目本就计划五个月' };
    const decided = await desk.done(flag, action, given);
    const state = { explain: 'explained', confirm: 'confirmed', 'mark-data-error': 'data_error', dismiss: 'dismissed' }[
      action
    ];
    expect(decided.state).toBe(state);
    expect(decided.version).toBe(flag.version + 1);
    expect(decided.history.at(-1)).toMatchObject({ to: state, reason: given.reason, by: desk.supervisor.id });
    expect(actionNames(decided.allowedActions)).toEqual(state === 'confirmed' ? ['refer'] : ['reopen']);
    const again = await desk.act(decided, action, { reason: 'x' }).expect(409);
    expect((again.body as { code: string }).code).toBe('wrong_state');
    if (state === 'confirmed') return;
    expect((await desk.done(decided, 'reopen')).state).toBe('open');
  });

  it('walks every edge of the table that a person may take', async () => {
    // What came on paper is recorded of a body without an account (flag-paper.spec).
    const persons = flagLifecycle.transitions.filter(
      (t) => t.who === 'risk.work' && !['respond', 'appeal'].includes(t.action),
    );
    const way: Record<string, string[]> = {
      open: [],
      in_review: ['start_review'],
      explained: ['explain'],
      confirmed: ['confirm'],
      appealed: ['confirm', 'appeal'],
      data_error: ['mark_data_error'],
      dismissed: ['dismiss'],
    };
    const second = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
    const bodies: Record<string, object> = {
      assign: { dueOn: '2018-02-01' },
      refer: { authority: '示例市财政局', reference: '财监移〔2018〕3号' },
    };
    const step = async (flag: Flag, action: string): Promise<Flag> => {
      const by =
        action === 'appeal' ? desk.officer : ['uphold', 'overturn'].includes(action) ? second : desk.supervisor;
      const decides = ['confirm', 'uphold', 'overturn'].includes(action);
      await desk.done(flag, action, bodies[action] ?? (decides ? REASONED : { reason: 'r' }), by);
      return desk.read(flag.id);
    };
    for (const { action, from, to } of persons)
      for (const state of from.filter((s) => s in way)) {
        let flag = await desk.heard(await desk.raise());
        for (const earlier of way[state] ?? []) flag = await step(flag, earlier);
        expect((await step(flag, action)).state).toBe(to ?? state);
      }
  });

  it('takes actions in both spellings and no others; facts alone clear and remedy', async () => {
    const flag = await desk.raise();
    expect((await desk.done(flag, 'start_review')).state).toBe('in_review');
    for (const unknown of ['clear', 'remedy', 'reopen_on_facts', 'nothing'])
      expect((await desk.act(flag, unknown).expect(404)).body).toMatchObject({ code: 'route_not_found' });
  });

  it('a change needs the version it was read at', async () => {
    const flag = await desk.raise();
    await app.http
      .post(`/api/v1/risk/flags/${flag.id}/actions/start-review`)
      .set(desk.supervisor.auth)
      .send({})
      .expect(428);
    await desk.act({ ...flag, version: flag.version + 1 }, 'start-review').expect(412);
    const answer = await desk.act(flag, 'start-review').expect(200);
    expect(answer.headers['etag']).toBe(`"${flag.version + 1}"`);
  });

  it('every change has one audit row and one event', async () => {
    const flag = await desk.raise();
    await desk.done(flag, 'start-review');
    const [row] = await app.dataSource.query<{ audit: number; events: number }[]>(
      `SELECT (SELECT count(*)::int FROM audit_entry WHERE aggregate_type = 'flag' AND aggregate_id = $1) AS audit,
              (SELECT count(*)::int FROM outbox WHERE aggregate_type = 'flag' AND aggregate_id = $1) AS events`,
      [flag.id],
    );
    expect(row).toEqual({ audit: 2, events: 2 });
  });

  describe('who sees what', () => {
    it('nobody without an account, nobody outside the region, nobody without a seat for it', async () => {
      const flag = await desk.raise();
      await app.http.get('/api/v1/risk/flags').expect(401);
      const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(elsewhere.auth).expect(404);
      await desk.act(flag, 'explain', { reason: 'x' }, elsewhere).expect(404);
      expect((await desk.list('', elsewhere)).items).toEqual([]);
      const panel = await makeUser(app, 'panel_member');
      await app.http.get('/api/v1/risk/flags').set(panel.auth).expect(403);
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(panel.auth).expect(403);
      await desk.act(flag, 'respond', { reason: 'x' }, panel).expect(403);
    });

    it('a finance authority works flags too', async () => {
      const finance = await makeUser(app, 'finance_authority', await makeBody(app, { region: '990000' }));
      expect((await desk.done(await desk.raise(), 'start-review', {}, finance)).state).toBe('in_review');
    });
  });

  describe('lists', () => {
    it('filters by indicator, severity, state, region and dataset', async () => {
      const flag = await desk.raise({ region: '990204' });
      const ids = async (query: string) => (await desk.list(`${query}&limit=200`)).items.map((f) => f.id);
      expect(await ids('indicator=W01&severity=risk&state=open&region=990204&dataset=live')).toEqual([flag.id]);
      expect(await ids('region=990200')).toContain(flag.id);
      for (const other of ['indicator=C05', 'severity=violation', 'state=cleared', 'region=990203', 'dataset=study'])
        expect(await ids(other)).not.toContain(flag.id);
      await app.http.get('/api/v1/risk/flags?indicator=X99').set(desk.supervisor.auth).expect(400);
      await app.http.get('/api/v1/risk/flags?assignee=somebody').set(desk.supervisor.auth).expect(400);
    });

    it('pages keep their place when a flag opens in between, and cost the same for many as for one', async () => {
      for (let n = 0; n < 3; n++) await desk.raise();
      const first = await desk.list('limit=2');
      await desk.raise();
      expect(first.next).not.toBeNull();
      const seen = first.items.map((f) => f.id);
      for (let next = first.next; next !== null;) {
        const { body } = await app.http.get(next).set(desk.supervisor.auth).expect(200);
        seen.push(...(body as { items: Flag[] }).items.map((f) => f.id));
        next = (body as { next: string | null }).next;
      }
      expect(new Set(seen).size).toBe(seen.length);
      const one = await countQueries(() => desk.list('limit=1'));
      expect(await countQueries(() => desk.list('limit=200'))).toBe(one);
      await app.http.get('/api/v1/risk/flags?cursor=nonsense').set(desk.supervisor.auth).expect(400);
    });

    it('as CSV holds everything that matches', async () => {
      const flag = await desk.raise({ region: '990299' });
      const { text, headers } = await app.http
        .get('/api/v1/risk/flags?region=990299')
        .set(desk.supervisor.auth)
        .set('Accept', 'text/csv')
        .set('Accept-Language', 'zh')
        .expect(200);
      expect(headers['content-type']).toBe('text/csv; charset=utf-8');
      const [head, row, end] = text.replace(/^\uFEFF/, '').split('\r\n');
      expect(head).toMatch(/^严重程度,状态,依据,标识,版本,指标,数据集,/);
      expect(row).toContain(`,${flag.id},${flag.version},W01,live,采购项目,`);
      expect(row).toContain('有效实施期过短');
      expect(end).toBe('');
      await app.http.get('/api/v1/risk/flags').set('Accept', 'text/csv').expect(401);
    });
  });
});
