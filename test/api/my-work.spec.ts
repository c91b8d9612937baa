import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';
import { countQueries } from '../support/statements.js';

interface Work {
  on: string;
  next: string | null;
  contracts: {
    contract: string;
    state: string;
    agency: string;
    from: string;
    to: string;
    promised: { kind: string; no: number; target: number | null; done: number | null; doneOn: number | null }[];
    lines: {
      serviceLine: string;
      recipients: { id: string; number: string; displayName: string; servedOn: number; lastServedOn: string | null }[];
      next: string | null;
    }[];
    recorded: { id: string; clientToken: string | null; servedOn: string; stands: boolean }[];
    due: { kind: string; title: string | null; state: string; dueOn: string | null; href: string }[];
    actions: { action: string; method: string; href: string }[];
  }[];
}
const STANDARDS = [
  { no: 1, text: '上门服务', target: 1400, unit: '人次', measure: { of: 'visits', form: 'visit' } },
  { no: 2, text: '服务老人', target: 20, unit: '人', measure: { of: 'recipients' } },
  { no: 3, text: '满意度', target: 90, unit: '%' },
];
const WINDOW = { start: '2025-12-15', end: '2026-12-14' };
const MILESTONES = [
  { no: 1, name: '首季服务到位', dueOn: '2026-03-31' },
  { no: 2, name: '全年服务完成', dueOn: '2026-11-30' },
];

describe('the work of a day', () => {
  let app: TestApp;
  let parties: Parties;
  let work: Implementing;
  let worker: TestAccount;
  const someone: string[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    worker = await makeUser(app, 'agency_worker', parties.agency);
    work = await begin(parties, { standards: STANDARDS, milestones: MILESTONES });
    await at('2026-03-02T09:00:00');
    for (const name of ['示例对象甲', '示例对象乙']) someone.push(await register(work, name));
  });
  afterAll(() => app.close());

  /** A contract that has begun in December. */
  const begin = async (of: Parties, content: object = {}): Promise<Implementing> => {
    await at('2025-12-22T09:00:00');
    return Implementing.begin(app, of, content, { window: WINDOW });
  };
  const at = (instant: string) => setBusinessTime(app, `${instant}+08:00`);
  const register = async (under: Implementing, displayName: string): Promise<string> => {
    const answer = await app.http
      .post(`/api/v1/service-lines/${under.parties.bureau.line}/recipients`)
      .set(under.parties.manager.auth)
      .send({ contract: under.contract.id, displayName, since: '2026-01-05' });
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as { id: string }).id;
  };
  const read = async (by: TestAccount = worker, query = ''): Promise<Work> =>
    (await app.http.get(`/api/v1/me/work${query}`).set(by.auth).expect(200)).body as Work;
  const only = async (by?: TestAccount, query?: string) => {
    const { contracts } = await read(by, query);
    expect(contracts).toHaveLength(1);
    return contracts[0] as Work['contracts'][number];
  };
  const send = (more: object, by: TestAccount = worker) =>
    work
      .make(
        'service-records',
        { servedOn: '2026-03-02', form: 'visit', minutes: 60, workers: { assistant: 1 }, ...more },
        by,
      )
      .expect(201);
  const done = (promised: Work['contracts'][number]['promised']) =>
    promised.map(({ no, target, done: all, doneOn }) => [no, target, all, doneOn]);
  const numbers = ({ lines }: Work['contracts'][number]) =>
    lines.flatMap(({ recipients }) => recipients.map(({ number }) => number));

  it('is one answer: whom to serve, what is promised, what is done, what was sent, what is due and where to record', async () => {
    await send({ recipients: [someone[0]], clientToken: 'a-1' });
    const { on, next } = await read();
    expect([on, next]).toEqual(['2026-03-02', null]);
    const day = await only();
    expect(day).toMatchObject({ contract: work.contract.id, state: 'active', agency: parties.agency });
    expect([day.from, day.to]).toEqual(['2025-12-15', '2026-12-14']);
    expect(day.lines).toMatchObject([
      {
        serviceLine: parties.bureau.line,
        next: null,
        recipients: [
          { id: someone[0], number: 'R000001', displayName: '示例对象甲', servedOn: 1, lastServedOn: '2026-03-02' },
          { id: someone[1], number: 'R000002', displayName: '示例对象乙', servedOn: 0, lastServedOn: null },
        ],
      },
    ]);
    expect(done(day.promised)).toEqual([
      [1, 1400, 1, 1],
      [2, 20, 1, 1],
      [3, 90, null, null],
    ]);
    expect(day.recorded).toMatchObject([{ clientToken: 'a-1', servedOn: '2026-03-02', stands: true }]);
    const under = `/api/v1/contracts/${work.contract.id}`;
    const milestone = day.due.at(-1);
    expect(day.due.map(({ kind, title, state, dueOn }) => [kind, title, state, dueOn])).toEqual([
      ['report', '2025-12-15/2025-12-31', 'open', null],
      ['report', '2026-01-01/2026-01-31', 'open', null],
      ['report', '2026-02-01/2026-02-28', 'open', null],
      ['milestone', '首季服务到位', 'scheduled', '2026-03-31'],
    ]);
    expect(day.due[0]?.href).toBe(`${under}/reports`);
    await app.http
      .get(milestone?.href ?? '')
      .set(worker.auth)
      .expect(200);
    expect(day.actions).toEqual([
      { action: 'record', method: 'POST', href: `${under}/service-records` },
      { action: 'record_batch', method: 'POST', href: `${under}/service-records/batch` },
      { action: 'upload_photo', method: 'POST', href: '/api/v1/documents' },
    ]);
  });

  it('notes whom it named, once for each line', async () => {
    const noted = () =>
      app.dataSource.query<{ object: string; people: number }[]>(
        `SELECT object, people FROM personal_read WHERE actor_id = $1 ORDER BY id`,
        [worker.id],
      );
    const before = await noted();
    await read();
    const after = (await noted()).slice(before.length);
    expect(after).toEqual([{ object: `service_line:${parties.bureau.line}`, people: 2 }]);
  });

  it('says of the own records alone that they were sent', async () => {
    const { recorded, promised } = await only(parties.manager);
    expect([recorded, promised[0]?.done]).toEqual([[], 1]);
  });

  it('begins at midnight in Shanghai, and holds what was told late on the day on which it was sent', async () => {
    await at('2026-03-02T23:30:00');
    expect((await read()).on).toBe('2026-03-02');
    await send({ recipients: [someone[1]], clientToken: 'a-2' });
    expect((await only()).recorded.map(({ clientToken }) => clientToken)).toEqual(['a-2', 'a-1']);
    await at('2026-03-03T00:30:00');
    expect((await read()).on).toBe('2026-03-03');
    const next = await only();
    expect([next.recorded, done(next.promised)[0]]).toEqual([[], [1, 1400, 2, 0]]);
    expect(next.lines[0]?.recipients).toMatchObject([
      { servedOn: 0, lastServedOn: '2026-03-02' },
      { servedOn: 0, lastServedOn: '2026-03-02' },
    ]);
    await send({ recipients: [someone[1]], clientToken: 'late', servedOn: '2026-03-02' });
    const late = await only();
    expect(late.recorded).toMatchObject([{ clientToken: 'late', servedOn: '2026-03-02' }]);
    expect(done(late.promised)[0]).toEqual([1, 1400, 3, 0]);
    const asked = await only(worker, '?on=2026-03-02');
    expect(asked.recorded.map(({ clientToken }) => clientToken)).toEqual(['late', 'a-2', 'a-1']);
    expect(done(asked.promised)[0]).toEqual([1, 1400, 3, 3]);
    expect((await app.http.get('/api/v1/me/work?on=2026-02-30').set(worker.auth)).status).toBe(400);
  });

  it('says of a record that was corrected that it stands no more', async () => {
    const [late] = (await only()).recorded;
    await app.http
      .post(`${work.path('service-records', late?.id)}/corrections`)
      .set(worker.auth)
      .send({ reason: '重复', record: null })
      .expect(201);
    const { recorded } = await only();
    expect(recorded.find(({ id }) => id === late?.id)).toMatchObject({ clientToken: 'late', stands: false });
  });

  it('leaves out who is served no more and who is not yet', async () => {
    const third = await register(work, '示例对象丙');
    await app.dataSource.query(`UPDATE recipient SET until = '2026-03-02' WHERE id = $1`, [someone[0]]);
    await app.dataSource.query(`UPDATE recipient SET since = '2026-03-04' WHERE id = $1`, [third]);
    expect(numbers(await only())).toEqual(['R000002']);
    expect(numbers(await only(worker, '?on=2026-03-02'))).toEqual(['R000001', 'R000002']);
    expect(numbers(await only(worker, '?on=2026-03-04'))).toEqual(['R000002', 'R000003']);
    expect(numbers(await only(worker, '?on=2025-12-14'))).toEqual([]);
    expect(numbers(await only(worker, '?on=2026-12-15'))).toEqual([]);
  });

  it('is nobody’s while the contract is halted, and none once it has ended', async () => {
    const state = (sql: string) => app.dataSource.query(`UPDATE contract SET ${sql} WHERE id = $1`, [work.contract.id]);
    await state(`state = 'halted', halted_from = 'active'`);
    const halted = await only();
    expect([halted.state, numbers(halted), halted.lines.length]).toEqual(['halted', [], 1]);
    expect(halted.promised[0]?.done).toBe(2);
    await state(`state = 'terminated', halted_from = NULL, terminated_on = '2026-03-02'`);
    expect((await read()).contracts).toEqual([]);
    await state(`state = 'active', terminated_on = NULL`);
    expect(numbers(await only())).toEqual(['R000002']);
  });

  it('is empty for who records no services there, and refused to who is not signed in', async () => {
    const rival = await makeUser(app, 'agency_worker', await makeBody(app, { kind: 'agency' }));
    for (const stranger of [rival, parties.bureau.officer, parties.bureau.approver])
      expect(await read(stranger)).toEqual({ on: '2026-03-03', contracts: [], next: null });
    expect((await app.http.get('/api/v1/me/work')).status).toBe(401);
  });

  describe('of several contracts', () => {
    let other: Parties;
    let both: TestAccount;
    beforeAll(async () => {
      const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
      other = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
      both = await makeAccount(
        app,
        { role: 'agency_worker', organisation: parties.agency },
        { role: 'agency_worker', organisation: agency },
      );
      const under = await begin(other);
      await at('2026-03-03T09:00:00');
      await register(under, '示例对象丁');
    });

    it('is of both bodies for who serves in two, each with its own recipients', async () => {
      const { contracts } = await read(both);
      expect(contracts.map((each) => [each.agency, numbers(each)])).toEqual([
        [parties.agency, ['R000002']],
        [other.agency, ['R000004']],
      ]);
      expect((await read(worker)).contracts.map(({ agency }) => agency)).toEqual([parties.agency]);
    });

    it('goes on page by page', async () => {
      const first = await read(both, '?limit=1');
      expect(first.contracts.map(({ agency }) => agency)).toEqual([parties.agency]);
      const { body } = await app.http
        .get(first.next ?? '')
        .set(both.auth)
        .expect(200);
      expect([(body as Work).contracts.map(({ agency }) => agency), (body as Work).next]).toEqual([
        [other.agency],
        null,
      ]);
    });

    it('shows two hundred of a line, and where its list goes on', async () => {
      await app.dataSource.query(
        `INSERT INTO recipient (id, dataset, service_line_id, no, holder_id, contract_id, since)
         SELECT gen_random_uuid(), dataset, service_line_id, 100 + n, holder_id, contract_id, since
         FROM recipient r, generate_series(1, 202) n WHERE r.no = 2 AND r.service_line_id = $1`,
        [parties.bureau.line],
      );
      const [line] = (await only()).lines;
      expect([line?.recipients.length, line?.recipients.at(-1)?.number]).toEqual([200, 'R000299']);
      const { body } = await app.http
        .get(line?.next ?? '')
        .set(worker.auth)
        .expect(200);
      expect((body as { items: { number: string }[] }).items.map(({ number }) => number)).toEqual([
        ...['R000300', 'R000301', 'R000302'],
      ]);
    });

    it('costs as many statements for twenty contracts of twenty recipients as for one of one', async () => {
      const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
      const many = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
      const person = await makeUser(app, 'agency_worker', agency);
      const first = await begin(many);
      await at('2026-03-03T09:00:00');
      await register(first, '示例对象戊');
      await read(person);
      const one = await countQueries(() => read(person));
      for (let n = 1; n < 20; n++) await begin(many);
      await at('2026-03-03T09:00:00');
      for (let n = 1; n < 20; n++) await register(first, `示例对象 ${randomUUID()}`);
      const { contracts } = await read(person);
      expect([contracts.length, ...new Set(contracts.map((each) => numbers(each).length))]).toEqual([20, 20]);
      expect(await countQueries(() => read(person))).toBe(one);
    });
  });
});
