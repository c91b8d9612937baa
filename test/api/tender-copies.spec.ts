import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STUDY_CALENDAR } from '../../src/purchase/programmes/calendar-template.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, PLAN, setBusinessTime, type Bureau } from '../support/drafts.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';

const TENDERS = '/api/v1/tenders';
interface Change {
  path: string;
  before?: unknown;
  after?: unknown;
}
interface Copy {
  id: string;
  state: string;
  title: string;
  window: { start: string | null; end: string | null };
  programme: string | null;
  serviceLines: string[];
  lots: { no: number; ceiling: string | null }[];
  here: {
    copiedFrom: string | null;
    changes: Change[];
    plan: object;
    terms: { criteria: unknown[] };
    agent: string | null;
  };
}

describe('a copy of an earlier purchase', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  const copy = (id: string, body: object = {}, by = bureau.officer) =>
    app.http.post(`${TENDERS}/${id}/copies`).set(by.auth).send(body);
  const programme = async (year: number, more: object = {}) => {
    const { body } = await app.http
      .post('/api/v1/programmes')
      .set(bureau.officer.auth)
      .send({ name: `${year}`, year, buyer: bureau.id, source: { kind: 'statement' }, ...more })
      .expect(201);
    return (body as { id: string }).id;
  };
  const changesOf = ({ here }: Copy) => Object.fromEntries(here.changes.map((c) => [c.path, [c.before, c.after]]));

  it('says that nothing was planned where its programme has no calendar, until somebody plans', async () => {
    const origin = await Drafting.begin(app, bureau, { window: { start: '2025-01-01', end: '2025-05-31' } });
    const codes = async (id: string): Promise<string[]> => {
      const { body } = await app.http.get(`${TENDERS}/${id}`).set(bureau.officer.auth).expect(200);
      return (body as { here: { warnings: { code: string }[] } }).here.warnings.map(({ code }) => code);
    };
    expect(await codes(origin.id)).not.toContain('no_calendar');
    const planned = await copy(origin.id, { programme: await programme(2026, { calendar: STUDY_CALENDAR }) });
    expect(await codes((planned.body as Copy).id)).not.toContain('no_calendar');
    for (const body of [{ programme: await programme(2026) }, {}]) {
      const { body: made } = await copy(origin.id, body);
      const { id, window } = made as Copy;
      expect([window, await codes(id)]).toEqual([{ start: null, end: null }, expect.arrayContaining(['no_calendar'])]);
    }
    const { body: last } = await copy(origin.id);
    const { id } = last as Copy;
    const write = async (path: string, body: object) => {
      const { version } = (await app.http.get(`${TENDERS}/${id}`).set(bureau.officer.auth)).body as { version: number };
      await app.http
        .patch(`${TENDERS}/${id}${path}`)
        .set({ ...bureau.officer.auth, 'If-Match': `"${version}"` })
        .send(body)
        .expect(200);
    };
    await write('', { window: { start: '2027-01-01', end: '2027-05-31' } });
    // The window alone is half of it: when the documents are to be issued nobody has planned yet.
    expect(await codes(id)).toContain('no_calendar');
    await write('/plan', { issueOn: '2026-09-01' });
    expect(await codes(id)).not.toContain('no_calendar');
  });

  it('says what it said but for its dates, which the calendar of the programme plans', async () => {
    const origin = await Drafting.begin(app, bureau, { window: { start: '2025-01-01', end: '2025-05-31' } });
    await origin.must('patch', 'terms', { requirement: '上门服务' });
    const next = await programme(2026, { calendar: STUDY_CALENDAR });
    const made = await copy(origin.id, { programme: next, title: '社区老人居家养老服务（2027年）' });
    expect([made.status, made.headers.location]).toEqual([201, `${TENDERS}/${(made.body as Copy).id}`]);
    const draft = made.body as Copy;
    expect(draft).toMatchObject({
      state: 'draft',
      programme: next,
      serviceLines: [bureau.line],
      lots: [{ no: 1, ceiling: '200000.00' }],
      window: { start: '2027-01-01', end: '2027-05-31' },
      here: { copiedFrom: origin.id, agent: null, terms: { requirement: '上门服务' } },
    });
    // The cycle names November and no day of it.
    expect(draft.here.plan).toEqual({
      intentOn: null,
      issueOn: null,
      documentsTo: null,
      noticeTo: null,
      deadlineAt: null,
    });
    expect(changesOf(draft)).toEqual({
      '/title': ['社区老人居家养老服务', '社区老人居家养老服务（2027年）'],
      '/window/start': ['2025-01-01', '2027-01-01'],
      '/window/end': ['2025-05-31', '2027-05-31'],
      '/plan/issueOn': [PLAN.issueOn, undefined],
      '/plan/documentsTo': [PLAN.documentsTo, undefined],
      '/plan/noticeTo': [PLAN.noticeTo, undefined],
      '/plan/deadlineAt': [PLAN.deadlineAt, undefined],
    });
  });

  it('shows the approver what was changed since', async () => {
    const origin = await Drafting.begin(app, bureau);
    const { id, version } = (await copy(origin.id, {}).expect(201)).body as Copy & { version: number };
    await app.http
      .put(`${TENDERS}/${id}/lots`)
      .set(bureau.officer.auth)
      .set('If-Match', `"${version}"`)
      .send({
        lots: [
          { no: 2, ceiling: '90000.00', pricing: 'fixed' },
          { no: 1, name: '第一包', ceiling: '180000.00', pricing: 'competitive' },
        ],
      })
      .expect(200);
    const seen = await app.http.get(`${TENDERS}/${id}`).set(bureau.approver.auth).expect(200);
    const changes = changesOf(seen.body as Copy);
    expect(changes['/lots/0/ceiling']).toEqual(['200000.00', '180000.00']);
    expect(changes['/lots/1']).toEqual([undefined, { no: 2, name: null, ceiling: '90000.00', pricing: 'fixed' }]);
    expect((await app.http.get(`${TENDERS}/${id}`)).status).toBe(404);
  });

  it('of a recorded purchase takes what is known of it, a year after its programme', async () => {
    const old = await programme(2024, {
      calendar: {
        code: 'july_to_july',
        name: { en: 'x', zh: '七月至七月' },
        steps: [
          { event: 'notice', name: { en: 'x', zh: '公告' }, from: { year: 0, date: '05-06' }, to: null },
          {
            event: 'implementation',
            name: { en: 'x', zh: '实施' },
            from: { year: 0, date: '07-01' },
            to: { year: 1, date: '06-30' },
          },
        ],
      },
    });
    const { body } = await app.http
      .post(TENDERS)
      .set(bureau.officer.auth)
      .send({ title: '代理机构执行的采购', buyer: bureau.id, programme: old, lots: [{ no: 3, ceiling: '1000.00' }] })
      .expect(201);
    const recorded = (body as { id: string }).id;
    const draft = (await copy(recorded).expect(201)).body as Copy;
    expect(draft).toMatchObject({
      programme: null,
      window: { start: '2025-07-01', end: '2026-06-30' },
      lots: [{ no: 3, ceiling: '1000.00' }],
      here: { copiedFrom: recorded, plan: { issueOn: '2025-05-06' }, terms: { criteria: [] } },
    });
    const later = (await copy(recorded, { year: 2027 }).expect(201)).body as Copy;
    expect(later.window).toEqual({ start: '2027-07-01', end: '2028-06-30' });
  });

  it('plans nothing without a calendar', async () => {
    const nothing = { start: null, end: null };
    const origin = await Drafting.begin(app, bureau, { programme: null });
    expect(((await copy(origin.id, { year: 2026 }).expect(201)).body as Copy).window).toEqual(nothing);
    const without = await programme(2026);
    const planned = await copy(origin.id, { programme: without, year: 2026 }).expect(201);
    expect(planned.body).toMatchObject({ programme: without, window: nothing, here: { plan: { issueOn: null } } });
  });

  it('is made of one’s own purchases alone, by who writes drafts', async () => {
    const origin = await Drafting.begin(app, bureau);
    const stranger = await makeUser(app, 'bureau_officer');
    expect((await copy(origin.id, {}, stranger)).status).toBe(404);
    const { body } = await app.http
      .post(TENDERS)
      .set(bureau.officer.auth)
      .send({ title: 'x', buyer: bureau.id })
      .expect(201);
    const { id } = body as { id: string };
    await app.dataSource.query(`UPDATE tender SET published = true WHERE id = $1`, [id]);
    const seen = await copy(id, {}, stranger);
    expect([seen.status, seen.body.code]).toEqual([403, 'not_permitted']);
    expect((await copy(origin.id, {}, bureau.approver)).status).toBe(403);
    const bad = await copy(origin.id, { year: 1999 });
    expect([bad.status, bad.body.errors[0].pointer]).toEqual([400, '/year']);
    const elsewhere = await copy(origin.id, { programme: stranger.id });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'dataset_mismatch']);
  });

  it('that was approved in spite of a finding opens its flag with the approver’s reason', async () => {
    const window = { start: '2026-01-01', end: '2026-05-31' };
    const draft = await Drafting.begin(app, bureau, { window });
    await draft.must('post', 'actions/submit', {});
    // Under a programme its calendar would be the cause, and the case one of all that it plans.
    await app.dataSource.query(`UPDATE tender SET programme_id = NULL WHERE id = $1`, [draft.id]);
    const flags = async () => {
      await app.running.app.get(Reassessment).reassessAll();
      const supervisor = await makeUser(
        app,
        'supervisor',
        await makeBody(app, { kind: 'supervisor', region: '990200' }),
      );
      const { body } = await app.http.get('/api/v1/risk/flags?indicator=W01').set(supervisor.auth).expect(200);
      return (
        body as { items: { rootCause: { id: string }; state: string; history: Record<string, unknown>[] }[] }
      ).items.filter((flag) => flag.rootCause.id === draft.id);
    };
    // What is still written is no case.
    expect(await flags()).toEqual([]);
    const { here } = await draft.read();
    const findings = here.findings
      .filter((f) => f.state === 'triggered' && f.severity !== 'notice')
      .map((f) => ({ indicator: f.indicator, reason: `资金须在六月底前支付（${f.indicator}）` }));
    await draft.must('post', 'actions/approve', { findings }, bureau.approver);
    const [flag, ...others] = await flags();
    expect(others).toEqual([]);
    expect(flag).toMatchObject({
      state: 'open',
      history: [
        { action: 'opened' },
        { action: 'explanation', reason: '资金须在六月底前支付（W01）', organisation: bureau.id },
      ],
    });
  });
});
