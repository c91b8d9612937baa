import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { addDays } from '../../src/kernel/clock/plain-date.js';
import { registered } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Contracting, creditCode, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeScheme } from '../support/evaluations.js';
import { Implementing } from '../support/implementing.js';
import { RiskWorld } from '../support/risk-world.js';
import { startContracting } from '../support/started.js';

const WINDOW = { start: '2026-01-01', end: '2026-05-31' };

interface Assessment {
  indicator: string;
  state: string;
  value: string | null;
  threshold: string | null;
  reason: { missing?: string[]; code?: string } | null;
  evidence: { field: string; value: string }[];
}

/** What is recorded, judged and paid under contracts that run here, as a supervisor finds it. */
describe('what a contract delivers', () => {
  let app: TestApp;
  let parties: Parties;
  let supervisor: TestAccount;
  let world: RiskWorld;
  let budgetLine: string;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    world = new RiskWorld(app, 'live');
    const made = await app.http
      .post(lines())
      .set(parties.bureau.officer.auth)
      .send({ name: '养老', category: 'ELDERLY_HOME_CARE', amount: '9000000.00', useBy: '2026-04' });
    expect(made.status).toBe(201);
    budgetLine = (made.body as { id: string }).id;
  });
  afterAll(() => app.close());

  const lines = () => `/api/v1/programmes/${parties.bureau.programme}/budget-lines`;
  const begun = async (known: object = {}): Promise<Implementing> => {
    await setBusinessTime(app, '2026-01-01T09:00:00+08:00');
    return Implementing.begin(app, parties, {}, { window: WINDOW, ...known });
  };
  const of = async (indicator: string, { contract }: Implementing): Promise<Assessment | undefined> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?limit=200&indicator=${indicator}&subject=contract:${contract.id}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Assessment[] }).items[0];
  };
  const flags = async (indicator: string, { contract }: Implementing): Promise<string[]> => {
    const { body } = await app.http
      .get(`/api/v1/risk/flags?limit=200&indicator=${indicator}`)
      .set(supervisor.auth)
      .expect(200);
    const { items } = body as { items: { rootCause: { id: string }; state: string }[] };
    return items.filter(({ rootCause }) => rootCause.id === contract.id).map(({ state }) => state);
  };
  const everyThird = (from: string, to: string, minutes: number): object[] => {
    const days: object[] = [];
    for (let day = from; day <= to; day = addDays(day, 3))
      days.push({ servedOn: day, form: 'visit', minutes, workers: { assistant: 1 }, participants: 1 });
    return days;
  };
  const record = async ({ contract }: Implementing, records: object[]): Promise<string[]> => {
    const answer = await app.http
      .post(`/api/v1/contracts/${contract.id}/service-records/batch`)
      .set(parties.manager.auth)
      .send({ records })
      .expect(200);
    const { results } = answer.body as { results: { ok: boolean; id: string }[] };
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    return results.map(({ id }) => id);
  };

  it('W05: the work of the last days is told once the window is over, and one that was done all along is not', async () => {
    const [rushed, steady] = [await begun(), await begun()];
    await setBusinessTime(app, '2026-05-31T20:00:00+08:00');
    await record(rushed, [
      ...everyThird('2026-01-05', '2026-05-08', 30),
      ...everyThird('2026-05-10', '2026-05-31', 400),
    ]);
    await record(steady, everyThird('2026-01-05', '2026-05-31', 60));
    expect(await of('W05', rushed)).toMatchObject({ state: 'not_applicable', reason: { code: 'window_running' } });
    await setBusinessTime(app, '2026-06-01T09:00:00+08:00');
    // 42 services of 30 minutes before 10 May, 8 of 400 from then on: 3 200 of 4 460.
    expect(await of('W05', rushed)).toMatchObject({ state: 'triggered', value: '71.7', threshold: '40' });
    expect(await of('W05', steady)).toMatchObject({ state: 'clear' });
    expect(await flags('W05', rushed)).toEqual(['open']);
    expect(await flags('W05', steady)).toEqual([]);
  });

  it('W05: a correction that takes the late work away puts it right', async () => {
    const contract = await begun();
    await setBusinessTime(app, '2026-05-31T20:00:00+08:00');
    await record(contract, everyThird('2026-01-05', '2026-05-08', 30));
    const late = await record(contract, everyThird('2026-05-10', '2026-05-31', 400));
    await setBusinessTime(app, '2026-06-01T09:00:00+08:00');
    expect(await of('W05', contract)).toMatchObject({ state: 'triggered' });
    for (const id of late) {
      const answer = await app.http
        .post(`/api/v1/contracts/${contract.contract.id}/service-records/${id}/corrections`)
        .set(parties.manager.auth)
        .send({ record: null, reason: '误录' });
      expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    }
    expect(await of('W05', contract)).toMatchObject({ state: 'clear', value: '0.0' });
    expect(await flags('W05', contract)).not.toEqual(['open']);
  });

  it('W04: without accepted contracts of the category nothing is compared', async () => {
    const standards = [{ no: 1, text: '上门服务', target: 900, unit: '人次', measure: { of: 'visits' } }];
    await setBusinessTime(app, '2026-01-01T09:00:00+08:00');
    const counted = await Implementing.begin(app, parties, { standards }, { window: WINDOW });
    expect(await of('W04', counted)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_accepted', accepted: ['0'] },
    });
    const perDay = async () =>
      (await of('W04', counted))?.evidence.find(({ field }) => field === 'perEffectiveDay.visits')?.value;
    const before = await perDay();
    expect(before).toBeDefined();
    await setBusinessTime(app, '2026-01-12T09:00:00+08:00');
    await counted.contract.terminated();
    expect(await perDay()).toBe(before);
    expect(await of('W04', await begun())).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'no_counted_targets' },
    });
  });

  it('S13: money that ends before the last payment, until a later day is granted', async () => {
    const contract = await begun({ programme: parties.bureau.programme });
    expect(await of('S13', contract)).toMatchObject({ state: 'triggered', value: '2026-05-31', threshold: '2026-04' });
    expect(await flags('S13', contract)).toEqual(['open']);
    const extensions = `${lines()}/${budgetLine}/extensions`;
    const asked = await app.http
      .post(extensions)
      .set(parties.bureau.officer.auth)
      .send({ until: '2026-06-30', reason: '项目延期' })
      .expect(201);
    expect(await of('S13', contract)).toMatchObject({ state: 'triggered' });
    await app.http
      .post(`${extensions}/${(asked.body as { id: string }).id}/actions/grant`)
      .set({ ...parties.bureau.finance.auth, 'If-Match': `"${(asked.body as { version: number }).version}"` })
      .send({})
      .expect(200);
    expect(await of('S13', contract)).toMatchObject({ state: 'clear', threshold: '2026-06-30' });
    expect(await flags('S13', contract)).toEqual(['remedied']);
    expect(await of('S13', await begun())).toMatchObject({ reason: { missing: ['budgetLine'] } });
  });

  it('W07: an evaluation that comes after the next purchase has to go out', async () => {
    const [late, early] = [await begun(), await begun()];
    expect(await of('W07', late)).toMatchObject({ reason: { missing: ['finalEvaluation'] } });
    const scheme = await makeScheme(app, parties);
    const evaluator = { body: '', user: supervisor };
    const plan = ({ contract }: Implementing, dueOn: string) =>
      Evaluating.planned(app, { parties, contract: contract.id, scheme, evaluator }, { kind: 'final', dueOn });
    await plan(late, '2026-06-30');
    await plan(early, '2026-03-31');
    expect(await of('W07', late)).toMatchObject({ state: 'triggered', value: '2026-06-30' });
    expect(await of('W07', early)).toMatchObject({ state: 'clear', value: '2026-03-31' });
    expect(await flags('W07', late)).toEqual(['open']);
  });

  /** A line of its own, whose agency had a contract for 2025. */
  const servedIn2025 = async () => {
    const { body } = await app.http
      .post('/api/v1/service-lines')
      .set(parties.bureau.officer.auth)
      .send({ name: '换机构', category: 'ELDERLY_HOME_CARE', since: '2025-01-01', region: '990203' })
      .expect(201);
    const line = (body as { id: string }).id;
    const here = { ...parties, bureau: { ...parties.bureau, line } };
    const old = await Contracting.recorded(
      app,
      here,
      { signedOn: '2024-12-10', window: { start: '2025-01-01', end: '2025-12-31' } },
      {},
      { decidedOn: '2024-12-01', publishedOn: '2024-12-01' },
    );
    return { line, here, old };
  };

  it('G05: another agency follows, with a handover and without one', async () => {
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    const other = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    const changed = async (handedOver: boolean): Promise<string> => {
      const { line, here, old } = await servedIn2025();
      const next = await Contracting.recorded(app, { ...here, agency: other });
      const handover = { toContract: next.id, on: '2025-12-31', recipients: 50 };
      const facts = [{ kind: 'handover', data: handover, source: { kind: 'statement' } }];
      if (handedOver)
        await app.http
          .post(`/api/v1/contracts/${old.id}/facts`)
          .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
          .send({ facts })
          .expect(200);
      return line;
    };
    const [bare, kept] = [await changed(false), await changed(true)];
    await world.settle();
    const states = await world.states('G05');
    expect([states[`service_line:${bare}`], states[`service_line:${kept}`]]).toEqual(['triggered', 'clear']);
    const { body } = await app.http.get('/api/v1/risk/flags?indicator=G05').set(supervisor.auth).expect(200);
    const roots = (body as { items: { rootCause: { id: string } }[] }).items.map(({ rootCause }) => rootCause.id);
    expect(roots).toContain(bare);
    expect(roots).not.toContain(kept);
  });

  it('G05: says of no change that a contract known by its months may undo it', async () => {
    await setBusinessTime(app, '2026-02-05T09:00:00+08:00');
    const [other, third] = [
      await makeBody(app, { kind: 'agency', creditCode: creditCode() }),
      await makeBody(app, { kind: 'agency', creditCode: creditCode() }),
    ];
    const months = { window: { start: '2026-01', end: '2026-12' } };
    const { line, here, old } = await servedIn2025();
    await Contracting.recorded(app, { ...here, agency: other });
    const read = async () => {
      await world.settle();
      const path = `/api/v1/risk/assessments?indicator=G05&subject=service_line:${line}`;
      const { body } = await app.http.get(path).set(supervisor.auth).expect(200);
      return (body as { items: (Assessment & { evidence: { record: string }[] })[] }).items[0];
    };
    // Whoever serves beside them, the agency of before is followed by another.
    await Contracting.recorded(app, { ...here, agency: third }, months);
    expect(await read()).toMatchObject({ state: 'triggered', evidence: [{ record: `contract:${old.id}` }, {}] });
    // It may go on itself.
    const goesOn = await Contracting.recorded(app, here, months);
    const found = await read();
    expect(found).toMatchObject({ state: 'insufficient_data', reason: { code: 'contracts_excluded' } });
    expect(found?.evidence).toContainEqual({
      record: `contract:${goesOn.id}`,
      field: 'window',
      value: '2026-01/2026-12',
    });
  });

  it('G05: an agency that serves nobody for ninety days, and somebody later, has lost everybody', async () => {
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    const manager = await makeUser(app, 'agency_manager', agency);
    const { line, here, old } = await servedIn2025();
    const theirs = { ...here, agency, manager };
    const window = { start: '2026-01-05', end: '2026-12-31' };
    const next = await Implementing.begin(app, theirs, {}, { window, serviceLines: [line] });
    const handover = { toContract: next.contract.id, on: '2025-12-31', recipients: 50 };
    await app.http
      .post(`/api/v1/contracts/${old.id}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [{ kind: 'handover', data: handover, source: { kind: 'statement' } }] })
      .expect(200);
    const said = async () => {
      await world.settle();
      return (await world.states('G05'))[`service_line:${line}`];
    };
    await setBusinessTime(app, '2026-05-20T09:00:00+08:00');
    // No record names anybody: nothing is known of who is served.
    expect(await said()).toBe('insufficient_data');
    const recipient = await registered(app, theirs, next.contract.id);
    const late = await next.record('2026-05-20', { recipients: [recipient] });
    expect(await said()).toBe('triggered');
    const correction = { reason: '误录', record: null };
    const path = next.path('service-records', late);
    await app.http.post(`${path}/corrections`).set(manager.auth).send(correction).expect(201);
    expect(await said()).toBe('insufficient_data');
  });

  it('G06: what follows is not issued by the last day from which it can begin in time, or it is', async () => {
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const served = async (): Promise<string> => {
      const { body } = await app.http
        .post('/api/v1/service-lines')
        .set(parties.bureau.officer.auth)
        .send({ name: '将到期', category: 'ELDERLY_HOME_CARE', since: '2025-06-01', region: '990203' })
        .expect(201);
      const { id: line } = body as { id: string };
      await Contracting.recorded(
        app,
        { ...parties, bureau: { ...parties.bureau, line } },
        { signedOn: '2025-05-20', window: { start: '2025-06-01', end: '2026-05-31' } },
        {},
        { decidedOn: '2025-05-12', publishedOn: '2025-05-12' },
      );
      return line;
    };
    const of = async (line: string): Promise<Assessment | undefined> => {
      await world.settle();
      const { body } = await app.http
        .get(`/api/v1/risk/assessments?limit=200&indicator=G06&subject=service_line:${line}`)
        .set(supervisor.auth)
        .expect(200);
      return (body as { items: Assessment[] }).items[0];
    };
    const cases = async (line: string): Promise<string[]> => {
      const { body } = await app.http
        .get('/api/v1/risk/flags?limit=200&indicator=G06')
        .set(supervisor.auth)
        .expect(200);
      const { items } = body as { items: { rootCause: { id: string }; state: string }[] };
      return items.filter(({ rootCause }) => rootCause.id === line).map(({ state }) => state);
    };
    const issue = async (line: string, publishedOn: string): Promise<void> => {
      const { bureau } = parties;
      const lots = [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }];
      const tender = {
        ...{
          buyer: bureau.id,
          title: '下一年度服务',
          method: 'COMPETITIVE_CONSULTATION',
          category: 'ELDERLY_HOME_CARE',
        },
        ...{ region: '990203', window: { start: '2026-06-01', end: '2027-05-31' }, serviceLines: [line], lots },
      };
      const made = await app.http.post('/api/v1/tenders').set(bureau.officer.auth).send(tender).expect(201);
      const source = { kind: 'notice', publishedOn, reference: randomUUID() };
      await app.http
        .post(`/api/v1/tenders/${(made.body as { id: string }).id}/facts`)
        .set({ ...bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [{ kind: 'notice', data: { publishedOn, documentsFrom: publishedOn }, source }] })
        .expect(200);
    };
    const [bare, bought, late] = [await served(), await served(), await served()];
    const last = (await of(bare))?.threshold ?? '';
    expect(await of(bare)).toMatchObject({ state: 'clear', value: '2026-03-02' });
    // A consultation takes its days of preparation before the deadline, and the service begins on 1 June.
    expect(last > '2026-05-01' && last < '2026-05-31').toBe(true);
    await setBusinessTime(app, `${last}T20:00:00+08:00`);
    await issue(bought, last);
    expect((await of(bare))?.state).toBe('clear');
    expect((await of(bought))?.state).toBe('clear');
    await setBusinessTime(app, `${addDays(last, 1)}T09:00:00+08:00`);
    expect(await of(bare)).toMatchObject({ state: 'triggered', value: addDays(last, 1), threshold: last });
    expect(await of(bought)).toMatchObject({ state: 'clear', value: last, threshold: last });
    await issue(late, addDays(last, 1));
    expect(await of(late)).toMatchObject({ state: 'triggered', value: addDays(last, 1) });
    expect([await cases(bare), await cases(bought), await cases(late)]).toEqual([['open'], [], ['open']]);
  });

  it('a second pass over everything changes nothing', async () => {
    await setBusinessTime(app, '2026-06-02T09:00:00+08:00');
    await world.settle();
    const stored = await world.stored();
    const again = await world.reassess();
    expect(await world.stored()).toEqual(stored);
    expect(again.changed).toBe(0);
    const spoken = new Set(stored.map(({ indicator }) => indicator));
    for (const id of ['W04', 'W05', 'W07', 'G05', 'G06', 'S05', 'S10', 'S13']) expect(spoken).toContain(id);
  });
});
