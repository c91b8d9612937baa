import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Finding {
  indicator: string;
  version: number;
  severity: string;
  state: string;
  value: string | null;
  threshold: string | null;
  unit: string | null;
  title: string;
  explanation: string;
  basis: { kind: string };
  limitation: string;
  reason: { missing?: string[]; code?: string } | null;
  evidence: { record: string; field: string; value: string }[];
  subject: { type: string; id: string };
}
interface Preview {
  assessments: Finding[];
  deadlines: { event: string; date: string; rule: string }[];
  certainty: string;
  missingYears: number[];
  missingRules: { rule: string; at: string }[];
  suggestions: { change: string; to: string; clears: string[]; window?: object; rule?: string; conditions?: string }[];
}

/** The study's tender, as `POST /risk/previews` is documented. */
const STUDY = {
  method: 'COMPETITIVE_CONSULTATION',
  category: 'ELDERLY_HOME_CARE',
  plannedIssue: '2017-11-27',
  window: { start: '2018-01-01', end: '2018-05-31' },
  lots: [{ ceiling: '200000.00', pricing: 'fixed' }],
  budgetLevel: 'provincial',
};

describe('POST /risk/previews', () => {
  let app: TestApp;
  let world: RiskWorld;
  let officer: TestAccount;
  let buyer: string;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2017-11-01');
    world = new RiskWorld(app, 'live');
    buyer = await makeBody(app, { region: '990203' });
    officer = await makeUser(app, 'bureau_officer', buyer);
  });
  afterAll(() => app.close());

  const post = (body: object) => app.http.post('/api/v1/risk/previews').set(officer.auth).send(body);
  const preview = async (tender: object): Promise<Preview> => (await post({ tender }).expect(200)).body as Preview;
  const of = (found: Preview, indicator: string) => found.assessments.filter((a) => a.indicator === indicator);

  it('answers the study’s tender to the letter', async () => {
    const found = await preview(STUDY);
    expect(of(found, 'W01')[0]).toMatchObject({
      version: 1,
      severity: 'risk',
      state: 'triggered',
      value: '89',
      threshold: '90',
      unit: 'effective_working_day',
      basis: { kind: 'POLICY' },
      evidence: [{ record: 'tender:draft', field: 'window', value: '2018-01-01/2018-05-31' }],
    });
    expect(of(found, 'W02')[0]).toMatchObject({ state: 'triggered', value: '2017-11-27', threshold: '2017-11-24' });
    for (const line of ['G01', 'G03', 'G07'])
      expect(of(found, line)[0]).toMatchObject({ state: 'insufficient_data', reason: { missing: ['serviceLines'] } });
    expect(found.deadlines[0]).toMatchObject({
      event: 'response_deadline',
      date: '2017-12-07',
      rule: 'CONSULT-PREP-10D',
    });
    expect(found.suggestions).toEqual([
      { change: 'window.end', to: '2018-07-31', clears: ['W01'] },
      { change: 'plannedIssue', to: '2017-11-24', clears: ['W02'] },
    ]);
  });

  it('suggests no day of issue that has passed, unless the planned day and the start have passed too', async () => {
    const suggestIssue = async (plannedIssue: string, start = '2017-12-01') => {
      const found = await preview({
        ...STUDY,
        plannedIssue,
        window: { start, end: '2018-11-30' },
      });
      expect(of(found, 'W02')[0]?.state).toBe('triggered');
      const threshold = of(found, 'W02')[0]?.threshold ?? '';
      expect(threshold < '2017-11-01').toBe(true);
      const issue = found.suggestions.find(({ change }) => change === 'plannedIssue');
      return issue === undefined ? null : issue.to === threshold;
    };
    expect(await suggestIssue('2017-11-20')).toBeNull();
    expect(await suggestIssue('2017-11-01')).toBeNull();
    expect(await suggestIssue('2017-10-31')).toBeNull();
    expect(await suggestIssue('2017-09-26', '2017-10-31')).toBe(true);
  });

  it('says that the deadlines end where the calendar does, and of which years there is none', async () => {
    const whole = await preview(STUDY);
    expect([whole.certainty, whole.missingYears, whole.deadlines.at(-1)?.event]).toEqual([
      'known',
      [],
      'contract_signed',
    ]);
    const cut = await preview({ ...STUDY, plannedIssue: '2026-12-21' });
    expect([cut.certainty, cut.missingYears]).toEqual(['uncertain', [2027]]);
    expect(cut.deadlines.map(({ event }) => event)).not.toContain('contract_signed');
  });

  it('names the rules that are not known of the planned day, where the deadlines end', async () => {
    const ends = async (method: string, plannedIssue: string) => {
      const { certainty, missingRules, missingYears, deadlines } = await preview({ ...STUDY, method, plannedIssue });
      return [certainty, missingRules, missingYears, deadlines.at(-1)?.event ?? null];
    };
    expect(await ends('COMPETITIVE_CONSULTATION', '2017-11-27')).toEqual(['known', [], [], 'contract_signed']);
    // Before there were consultations nothing says how long they prepare.
    const preparing = [{ rule: 'CONSULT-PREP-10D', at: '2014-01-06' }];
    expect(await ends('COMPETITIVE_CONSULTATION', '2014-01-06')).toEqual(['uncertain', preparing, [], null]);
    // Before Order 87 nothing says how long a result stands; what comes before it is known.
    const standing = [{ rule: 'RESULT-NOTICE-1WD', at: expect.stringMatching(/^2016-/) }];
    expect(await ends('OPEN_TENDER', '2016-10-10')).toEqual(['uncertain', standing, [], 'result_published']);
    // Of no day nothing is missing.
    const found = await preview({ ...STUDY, plannedIssue: null });
    expect([found.certainty, found.missingRules]).toEqual(['known', []]);
  });

  it('every suggestion, taken up, is clear', async () => {
    const found = await preview(STUDY);
    for (const { change, to, clears } of found.suggestions) {
      const changed = change === 'plannedIssue' ? { plannedIssue: to } : { window: { ...STUDY.window, end: to } };
      const after = await preview({ ...STUDY, ...changed });
      for (const id of clears) expect(of(after, id).map((a) => a.state)).toEqual(['clear']);
    }
  });

  it('speaks the caller’s language', async () => {
    const { body } = await post({ tender: STUDY }).set('Accept-Language', 'zh-CN').expect(200);
    expect(of(body as Preview, 'W01')[0]?.title).toBe('有效实施期过短');
  });

  it('an empty draft has nothing known of it', async () => {
    const found = await preview({});
    expect(found.assessments.every((a) => a.state === 'insufficient_data')).toBe(true);
    expect(found).toMatchObject({ deadlines: [], suggestions: [] });
  });

  it('a year without a calendar is uncertain, 9999 too', async () => {
    for (const year of [2027, 9999]) {
      const found = await preview({
        ...STUDY,
        plannedIssue: null,
        window: { start: `${year}-01-01`, end: `${year}-06-30` },
      });
      expect(of(found, 'W01')[0]).toMatchObject({ state: 'insufficient_data', reason: { code: 'calendar_uncertain' } });
    }
    const last = await preview({ ...STUDY, window: { start: '9999-12-01', end: '9999-12-31' } });
    expect(of(last, 'W01')[0]?.state).toBe('triggered');
  });

  it('takes the known coverage of the lines it names, as of the end of the window’s year', async () => {
    const line = await world.line({ since: '2017-01-01', name: '预览线' });
    const earlier = await world.tender({ serviceLines: [line] });
    await world.facts(earlier, [
      { kind: 'contract', data: { signedOn: '2016-12-20', window: { start: '2017-01-01', end: '2017-05-31' } } },
    ]);
    const found = await preview({ ...STUDY, serviceLines: [line] });
    expect(of(found, 'G01')[0]).toMatchObject({
      state: 'triggered',
      value: '214',
      subject: { type: 'service_line', id: line },
    });
    expect(of(found, 'G03')[0]).toMatchObject({ state: 'triggered', value: '2' });
    expect(of(found, 'G07')[0]?.state).toBe('clear');
    const term = found.suggestions.find((s) => s.change === 'term');
    expect(term).toMatchObject({ to: expect.stringMatching(/^P[123]Y$/), clears: expect.arrayContaining(['G03']) });
    expect(found.suggestions.find((s) => s.change === 'window.end')?.clears).toContain('W01');
  });

  it('reads a stored tender, its notice’s day as the day of issue, and leaves its own contract aside', async () => {
    const line = await world.line({ since: '2018-01-01', name: '已存线' });
    const id = await world.tender({ buyer, serviceLines: [line], window: STUDY.window });
    await world.facts(id, [
      { kind: 'notice', data: { publishedOn: '2017-11-27' } },
      { kind: 'contract', data: { signedOn: '2017-12-20', window: STUDY.window } },
    ]);
    const { body } = await post({ tenderId: id }).expect(200);
    const found = body as Preview;
    expect(of(found, 'W01')[0]).toMatchObject({
      state: 'triggered',
      value: '89',
      evidence: [{ record: `tender:${id}` }],
    });
    expect(of(found, 'W02')[0]).toMatchObject({ value: '2017-11-27', threshold: '2017-11-24' });
    expect(of(found, 'G07')[0]?.state).toBe('clear');
    // What is published is not issued on another day.
    expect(found.suggestions.map(({ change }) => change)).not.toContain('plannedIssue');
  });

  it('stores nothing', async () => {
    const count = async () =>
      app.dataSource.query(
        `SELECT (SELECT count(*) FROM assessments) AS a, (SELECT count(*) FROM flag) AS f, (SELECT count(*) FROM outbox) AS o,
           (SELECT count(*) FROM tender) AS t`,
      );
    const before = await count();
    await preview(STUDY);
    expect(await count()).toEqual(before);
  });

  it('refuses what is no draft', async () => {
    const code = async (body: object, status: number) =>
      ((await post(body).expect(status)).body as { code: string }).code;
    expect(await code({}, 400)).toBe('validation_failed');
    expect(await code({ tender: STUDY, tenderId: buyer }, 400)).toBe('validation_failed');
    expect(await code({ tender: { ...STUDY, plannedIssue: '2018-02-30' } }, 400)).toBe('validation_failed');
    expect(await code({ tender: { ...STUDY, colour: 'red' } }, 400)).toBe('validation_failed');
    expect(await code({ tender: { window: { start: '2018-06-01', end: '2018-05-31' } } }, 422)).toBe(
      'end_before_start',
    );
    expect(await code({ tenderId: buyer }, 404)).toBe('not_found');
    expect(await code({ tender: { serviceLines: [buyer] } }, 404)).toBe('not_found');
  });

  it('is for who prepares or oversees purchases', async () => {
    await app.http.post('/api/v1/risk/previews').send({ tender: STUDY }).expect(401);
    const panel = await makeUser(app, 'panel_member');
    await app.http.post('/api/v1/risk/previews').set(panel.auth).send({ tender: STUDY }).expect(403);
    const supervisor = await makeUser(app, 'supervisor');
    await app.http.post('/api/v1/risk/previews').set(supervisor.auth).send({ tender: STUDY }).expect(200);
  });

  it('another body’s unpublished tender is not there', async () => {
    const other = await world.tender({ buyer: await makeBody(app) });
    await post({ tenderId: other }).expect(404);
  });
});
