import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const SHORT = { start: '2018-01-01', end: '2018-05-31' };

describe('indicators, assessments, runs and tasks', () => {
  let app: TestApp;
  let world: RiskWorld;
  let supervisor: TestAccount;
  let admin: TestAccount;
  let buyer: string;
  let tender: string;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-01-10');
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    admin = await makeUser(app, 'admin');
    buyer = await makeBody(app, { region: '990203' });
    tender = await world.tender({ buyer, window: SHORT });
    await world.reassess();
  });
  afterAll(() => app.close());

  const get = async (path: string, by?: TestAccount) =>
    (
      await app.http
        .get(path)
        .set(by?.auth ?? {})
        .expect(200)
    ).body as { items: Record<string, unknown>[]; next: string | null };

  it('lists every rule without an account, each with text, parameters, basis, limits and coverage', async () => {
    const { items } = await get('/api/v1/risk/indicators');
    expect(items.map((i) => i['id'])).toEqual([...INDICATOR_IDS]);
    for (const item of items)
      expect(item).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
        limitation: expect.any(String),
        basis: { kind: expect.stringMatching(/^(law|statistic|POLICY)$/) },
        parameters: expect.any(Array),
      });
    expect(items[0]).toMatchObject({
      coverage: [{ dataset: 'live', triggered: 1, clear: 0, insufficientData: 0, notApplicable: 0 }],
      precision: [],
    });
    const coverage = items.flatMap((item) => item['coverage'] as { insufficientData: number; missing: object[] }[]);
    expect(coverage.some(({ missing }) => missing.length > 0)).toBe(true);
    for (const { insufficientData, missing } of coverage)
      for (const one of missing as { field: string; count: number }[]) {
        expect(one.field).not.toBe('');
        expect(one.count).toBeLessThanOrEqual(insufficientData);
      }
    expect(items.find(({ id }) => id === 'C05')?.['measured']).toMatchObject({ of: 'lot', stated: '0.01' });
    expect(items.find(({ id }) => id === 'G01')?.['measured']).toBeNull();
    const { body } = await app.http.get('/api/v1/risk/indicators').set('Accept-Language', 'zh').expect(200);
    expect(body.items[0].title).toBe('有效实施期过短');
  });

  it('shows what reviewers made of an indicator’s flags', async () => {
    const [flag] = await world.flags('W01');
    // As if every body that it is about had been asked and had answered.
    await app.dataSource.query(
      `INSERT INTO flag_ask (flag_id, organisation_id, asked_at, answered_at)
       SELECT DISTINCT $1::uuid, unnest(bodies), now(), now() FROM flag_subject WHERE flag_id = $1`,
      [flag?.id],
    );
    await app.http
      .post(`/api/v1/risk/flags/${flag?.id}/actions/confirm`)
      .set(supervisor.auth)
      .set('If-Match', `"${flag?.version}"`)
      .send({ reason: '服务期确为五个月，答复未说明理由', restsOn: ['window'] })
      .expect(200);
    await pause(2100); // the figures are kept for two seconds
    const { items } = await get('/api/v1/risk/indicators');
    expect(items[0]?.['precision']).toEqual([
      { dataset: 'live', confirmed: 1, explained: 0, dataError: 0, dismissed: 0, precision: '100.0' },
    ]);
  });

  it('assessments are filtered by subject, indicator, state and dataset, for the own region alone', async () => {
    const all = await get(`/api/v1/risk/assessments?subject=tender:${tender}`, supervisor);
    expect(all.items.map((a) => [a['indicator'], a['state']])).toEqual([
      // Of what was recorded from elsewhere neither the limit of its place nor issue nor criteria are known.
      ['M01', 'insufficient_data'],
      ['S07', 'not_applicable'],
      ['S12', 'insufficient_data'],
      ['W01', 'triggered'],
      ['W02', 'not_applicable'],
      ['W03', 'insufficient_data'],
    ]);
    expect(all.items[3]).toMatchObject({
      subject: { type: 'tender', id: tender, label: '社区居家养老服务采购' },
      evidence: [{ record: `tender:${tender}`, field: 'window', value: '2018-01-01/2018-05-31' }],
      inputsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await get(`/api/v1/risk/assessments?indicator=W01&state=clear&dataset=live`, supervisor)).items).toEqual(
      [],
    );
    const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
    expect((await get(`/api/v1/risk/assessments`, elsewhere)).items).toEqual([]);
    const officer = await makeUser(app, 'bureau_officer', buyer);
    await app.http.get('/api/v1/risk/assessments').set(officer.auth).expect(403);
    await app.http.get('/api/v1/risk/assessments').expect(401);
    await app.http.get('/api/v1/risk/assessments?subject=tender').set(supervisor.auth).expect(400);
  });

  it('pages of assessments cost the same for many as for one', async () => {
    await world.tender({ buyer, window: SHORT });
    await world.reassess();
    const first = await get('/api/v1/risk/assessments?limit=3', supervisor);
    const second = await get(first.next ?? '', supervisor);
    expect(new Set([...first.items, ...second.items].map((a) => a['id'])).size).toBe(
      first.items.length + second.items.length,
    );
    // What found nothing is told anew from the facts: so many statements a kind of subject, however many of it are on the page.
    const ofTenders = '/api/v1/risk/assessments?indicator=M01';
    const one = await countQueries(() => get(`${ofTenders}&limit=1`, supervisor));
    expect(await countQueries(() => get(`${ofTenders}&limit=200`, supervisor))).toBe(one);
    const few = await countQueries(() => get('/api/v1/risk/assessments?limit=200', supervisor));
    for (let more = 0; more < 3; more += 1) await world.tender({ buyer, window: SHORT });
    await world.reassess();
    expect(await countQueries(() => get('/api/v1/risk/assessments?limit=200', supervisor))).toBe(few);
    // What triggered is told as it was stored.
    const triggered = await countQueries(() => get('/api/v1/risk/assessments?state=triggered&limit=1', supervisor));
    expect(await countQueries(() => get('/api/v1/risk/assessments?state=triggered', supervisor))).toBe(triggered);
  });

  it('an administrator asks for a full pass; a second one changes nothing', async () => {
    await app.http.post('/api/v1/risk/runs').set(supervisor.auth).send({}).expect(403);
    await app.http.post('/api/v1/risk/runs').set(admin.auth).send({ dataset: 'Live' }).expect(400);
    const { body } = await app.http.post('/api/v1/risk/runs').set(admin.auth).send({ dataset: 'live' }).expect(202);
    expect(body).toMatchObject({ state: 'requested', dataset: 'live', finishedAt: null });
    const id = (body as { id: string }).id;
    const reassessment = app.running.app.get(Reassessment);
    await reassessment.perform(id);
    await reassessment.perform(id); // a job that comes twice
    const run = (await get('/api/v1/risk/runs?limit=5', admin)).items.find((r) => r['id'] === id);
    expect(run).toMatchObject({ state: 'finished', changed: 0, subjects: expect.any(Number) });
    const one = await countQueries(() => get('/api/v1/risk/runs?limit=1', admin));
    expect(await countQueries(() => get('/api/v1/risk/runs?limit=50', admin))).toBe(one);
  });

  describe('GET /me/tasks', () => {
    const tasks = async (by: TestAccount, query = '') => (await get(`/api/v1/me/tasks${query}`, by)).items;

    it('a continuity plan is due from 90 days before the final milestone, until there is one', async () => {
      const officer = await makeUser(app, 'bureau_officer', buyer);
      const id = await world.tender({ buyer });
      await world.facts(id, [{ kind: 'contract', data: { window: { start: '2018-01-05', end: '2018-06-30' } } }]);
      const [contract] = (await world.contractsOf(id)) as [string];
      expect(await tasks(officer, '?kind=continuity_plan')).toEqual([]);
      await world.contractFacts(contract, [
        { kind: 'milestone', data: { name: '终期', dueOn: '2018-03-31', final: true } },
      ]);
      expect(await tasks(officer, '?kind=continuity_plan')).toMatchObject([
        {
          kind: 'continuity_plan',
          id: contract,
          title: 'Continuity plan due: 社区居家养老服务采购, lot 1',
          subject: { type: 'contract', id: contract },
          dueOn: '2018-03-31',
          overdue: false,
        },
      ]);
      await world.contractFacts(contract, [{ kind: 'plan', data: { kind: 'none' } }]);
      expect(await tasks(officer, '?kind=continuity_plan')).toHaveLength(1);
      await world.contractFacts(contract, [{ kind: 'plan', data: { kind: 'renew', agreedOn: '2018-01-09' } }]);
      expect(await tasks(officer, '?kind=continuity_plan')).toEqual([]);
    });

    it('a contract that was over before it was recorded is history, and no task', async () => {
      const past = await makeBody(app);
      const officer = await makeUser(app, 'bureau_officer', past);
      const id = await world.tender({ buyer: past });
      await world.facts(id, [{ kind: 'contract', data: { window: { start: '2016-01-01', end: '2016-12-31' } } }]);
      expect(await tasks(officer)).toEqual([]);
    });

    it('a registration waits for an administrator, five working days at most by our own choice', async () => {
      const sent = await app.http.post('/api/v1/registrations').send({
        agencyName: '示例社会工作服务中心',
        creditCode: '52150200MJ0000018P',
        region: '990203',
        contactName: '李明',
        phone: '13800138000',
        login: 'agency-li',
      });
      expect(sent.status).toBe(201);
      const found = await tasks(admin, '?kind=registration');
      expect(found).toMatchObject([
        {
          kind: 'registration',
          title: 'Registration to be confirmed: 示例社会工作服务中心',
          subject: { label: '示例社会工作服务中心' },
        },
      ]);
      expect(found[0]).toHaveProperty('dueOn');
      // Flags that nobody has are theirs, and nothing else.
      expect((await tasks(supervisor)).filter(({ kind }) => kind !== 'flag_unassigned')).toEqual([]);
    });

    it('is asked by one statement however long it is, and for the signed in', async () => {
      const busy = await makeBody(app);
      const officer = await makeUser(app, 'bureau_officer', busy);
      const end = { start: '2018-01-05', end: '2018-02-28' };
      for (let n = 0; n < 3; n++) {
        const id = await world.tender({ buyer: busy });
        await world.facts(id, [{ kind: 'contract', data: { window: end } }]);
      }
      const first = await get('/api/v1/me/tasks?limit=2', officer);
      expect((await get(first.next ?? '', officer)).items).toHaveLength(1);
      const one = await countQueries(() => get('/api/v1/me/tasks?limit=1', officer));
      expect(await countQueries(() => get('/api/v1/me/tasks?limit=50', officer))).toBe(one);
      await app.http.get('/api/v1/me/tasks').expect(401);
      await app.http.get('/api/v1/me/tasks?kind=other').set(officer.auth).expect(400);
    });
  });
});
import { INDICATOR_IDS } from '../../src/watch/rules/registry.js';
