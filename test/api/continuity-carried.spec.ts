import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSql } from '../../migrations/files.js';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { Accepting } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS, type PlanBody } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { refusal } from '../support/implementing.js';
import { ownTasks } from '../support/own-tasks.js';
import { Surveying } from '../support/surveys.js';

const codeOf = (answer: unknown): unknown => said(answer as Answer)[1];
const factsOf = (answer: unknown) => (answer as Answer).body.facts;

/** Each under a buyer and a line of its own: whatever covers a line afterwards counts. */
describe('a plan that is said to be carried out', () => {
  let app: TestApp;
  let other: { agency: string; manager: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const agreed = async (item: object): Promise<{ parties: Parties; next: Continuing; id: string }> => {
    await at('2025-12-22');
    const parties = await makeParties(app, null);
    const next = await Continuing.begin(app, parties);
    const { id } = await next.proposed([{ serviceLine: parties.bureau.line, from: NEXT.start, ...item }]);
    expect((await next.agree(id)).status).toBe(200);
    return { parties, next, id };
  };
  const taken = async (next: Continuing) => {
    const { id } = await next.offered({ receiver: other.agency });
    expect((await next.onHandover(id, 'acknowledge', {}, other.manager)).status).toBe(200);
  };

  it('recipients of one line whom plans of two contracts pass on are two tasks, on any page and in the inbox', async () => {
    await at('2025-12-22');
    const parties = await makeParties(app, null);
    const { officer } = parties.bureau;
    const contracts: string[] = [];
    for (const _ of [1, 2]) {
      const next = await Continuing.begin(app, parties);
      const item = { serviceLine: parties.bureau.line, kind: 'hand_over', from: NEXT.start, receiver: other.agency };
      const { id } = await next.proposed([item]);
      expect((await next.agree(id)).status).toBe(200);
      contracts.push(next.contract.id);
    }
    await at('2026-12-01');
    for (const sort of ['', '&sort=-since', '&sort=due']) {
      const listed: string[] = [];
      for (let url: string | null = `/api/v1/me/tasks?kind=handover_offer&limit=1${sort}`; url !== null;) {
        const { body } = await app.http.get(url).set(officer.auth).expect(200);
        const page = body as { items: { subject: { id: string } }[]; next: string | null };
        listed.push(...page.items.map(({ subject }) => subject.id));
        url = page.next;
      }
      expect(listed.sort()).toEqual([...contracts].sort());
    }
    await app.http.put('/api/v1/me/inbox').set(officer.auth).send({ muted: [] }).expect(200);
    await app.running.app.get(Inboxes).look();
    const told = await app.http.get('/api/v1/me/notifications?kind=handover_offer').set(officer.auth).expect(200);
    expect(told.body.items).toHaveLength(2);
  });

  it('is not, before its contract is over', async () => {
    const { parties, next, id } = await agreed({ kind: 'hand_over', receiver: other.agency });
    await taken(next);
    for (const day of ['2025-12-22', RUNS.end]) {
      await at(day);
      const early = await next.act(id, 'carry-out');
      expect([codeOf(early), factsOf(early)]).toEqual([
        'contract_not_over',
        { serviceLines: [parties.bureau.line], end: RUNS.end },
      ]);
    }
    await at(NEXT.start);
    expect((await next.must(id, 'carry-out')).state).toBe('carried_out');
  });

  it('is not, before whom it names has taken them over, be it nobody; and passes on who is found later', async () => {
    const { parties, next, id } = await agreed({ kind: 'hand_over', receiver: other.agency });
    await at(NEXT.start);
    const alone = await next.act(id, 'carry-out');
    expect([codeOf(alone), factsOf(alone)]).toEqual([
      'handover_unacknowledged',
      { serviceLines: [parties.bureau.line] },
    ]);
    await taken(next);
    expect((await next.must(id, 'carry-out')).state).toBe('carried_out');
    // Somebody who was served all along and is registered only now.
    await next.serve();
    await taken(next);
  });

  it('needs nobody’s word where nobody is left and the successor of whom it names has signed', async () => {
    const { parties, next, id } = await agreed({ kind: 'hand_over', receiver: other.agency });
    await at(NEXT.start);
    // Another's contract is not that of whom the plan names.
    await Contracting.signed(app, parties, {}, { window: NEXT });
    expect(codeOf(await next.act(id, 'carry-out'))).toBe('handover_unacknowledged');
    await Contracting.signed(app, { ...parties, agency: other.agency, manager: other.manager }, {}, { window: NEXT });
    expect((await next.must(id, 'carry-out')).state).toBe('carried_out');
  });

  it('is no more where the successor falls away: another plan is made', async () => {
    const { parties, next, id } = await agreed({ kind: 'retender' });
    const following = { ...parties, agency: other.agency, manager: other.manager };
    const successor = await Contracting.signed(app, following, {}, { window: NEXT });
    expect((await next.must(id, 'carry-out')).state).toBe('carried_out');
    const item = { serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start };
    expect(refusal(await next.propose([item]))).toEqual([409, 'conflict', null]);
    await at(NEXT.start);
    await successor.must('start');
    await successor.terminated('停止服务');
    const again = await next.proposed([item]);
    expect([again.no, again.state]).toEqual([2, 'proposed']);
    const list = await next.work.list<PlanBody>('continuity-plan');
    expect(list.map(({ state }) => state)).toEqual(['proposed', 'carried_out']);
  });

  it('leaves those whom its contract served among whom it asks, where the same agency goes on under another', async () => {
    const { parties, next, id } = await agreed({ kind: 'retender' });
    const [recipient = '', later = ''] = [await next.serve(), await next.serve()];
    const successor = await Contracting.signed(app, parties, {}, { window: NEXT });
    expect((await next.must(id, 'carry-out')).state).toBe('carried_out');
    const path = `/api/v1/service-lines/${parties.bureau.line}/recipients?contract=${successor.id}`;
    const { items } = (await app.http.get(path).set(parties.manager.auth).expect(200)).body as { items: object[] };
    expect(items).toMatchObject([{ id: recipient }, { id: later }]);
    const population = async (purpose: string) => {
      const survey = await Surveying.of(app, parties, next.contract.id);
      await survey.begin({ purpose, opensOn: '2025-12-22', closesOn: '2026-01-10' });
      return (await survey.act('draw', { size: 2 })).body as { size: number; strata: { population: number }[] };
    };
    expect(await population('acceptance')).toMatchObject({ size: 2, strata: [{ population: 2 }] });
    // As of those who went on before that was kept: the audit says from where.
    await app.dataSource.query(`DELETE FROM former_contract WHERE contract_id = $1`, [next.contract.id]);
    await app.dataSource.query(readSql('told-before/kept.sql'));
    expect(await population('evaluation')).toMatchObject({ size: 2, strata: [{ population: 2 }] });
    await next.contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, next.contract);
    expect((await round.hear(later)).status).toBe(200);
  });

  it('never was: its line is its bureau’s task from the day after its last', async () => {
    const { parties } = await agreed({ kind: 'hand_over', receiver: other.agency });
    const { officer, line } = parties.bureau;
    const next = async (asOf = '') => {
      const { body } = await app.http
        .get(`/api/v1/service-lines/${line}/coverage${asOf && `?asOf=${asOf}`}`)
        .expect(200);
      return (body as { next: { kind: string; plan: { kind: string } | null; by: string | null } }).next;
    };
    await at('2027-01-13');
    expect(await ownTasks(app, officer, 'line_unserved', line)).toEqual([]);
    expect(await next()).toMatchObject({ kind: 'plan', plan: { kind: 'hand_over' } });
    // Whether it will be carried out by then nobody knows yet.
    expect(await next('2027-01-20')).toMatchObject({ kind: 'plan' });
    await at('2027-01-14');
    expect(await ownTasks(app, officer, 'line_unserved', line)).toHaveLength(1);
    expect(await next()).toMatchObject({ kind: 'none', plan: null, by: null });
    expect(await next('2027-01-13')).toMatchObject({ kind: 'plan', plan: { kind: 'hand_over' } });
  });

  it('says who serves until that one has ended as well: then its line is its bureau’s task', async () => {
    const { parties, next, id } = await agreed({ kind: 'hand_over', receiver: other.agency });
    const { officer, line } = parties.bureau;
    await at(NEXT.start);
    await Contracting.signed(app, { ...parties, agency: other.agency, manager: other.manager }, {}, { window: NEXT });
    await next.must(id, 'carry-out');
    await at(NEXT.end);
    expect(await ownTasks(app, officer, 'line_unserved', line)).toEqual([]);
    await at('2027-12-15');
    expect(await ownTasks(app, officer, 'line_unserved', line)).toHaveLength(1);
  });

  it('asks of who has left; and nobody leaves before the last day on which they were served', async () => {
    await at('2026-01-22');
    const parties = await makeParties(app, null);
    const next = await Continuing.begin(app, parties);
    const id = await next.serve();
    const visit = { form: 'visit', minutes: 30, workers: { assistant: 1 }, recipients: [id], servedOn: '2026-01-21' };
    expect((await next.work.make('service-records', visit, parties.manager)).status).toBe(201);
    const leave = (until: string) =>
      app.http
        .patch(`/api/v1/service-lines/${parties.bureau.line}/recipients/${id}`)
        .set({ ...parties.manager.auth, 'If-Match': '"1"' })
        .send({ until });
    const early = await leave('2026-01-20');
    expect(refusal(early)).toEqual([400, 'validation_failed', '/until']);
    expect((early.body as { errors: { code: string }[] }).errors[0]?.code).toBe('too_early');
    expect((await leave('2026-01-21')).status).toBe(200);
  });
});
