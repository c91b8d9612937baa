import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { PersonNumbers } from '../../src/people/organisations/persons/person-numbers.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fetchXlsxTemplate, fillTemplate, sendRows, XLSX } from '../support/bulk-rows.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';

interface Person {
  id: string;
  version: number;
  name?: string | null;
  displayName?: string | null;
}

let app: TestApp;
let parties: Parties;
let contract: Contracting;
let manager: TestAccount;
let worker: TestAccount;
let second: TestAccount;
let line: string;
beforeAll(async () => {
  const key = (name: string): string => `${name}:${randomBytes(32).toString('base64')}`;
  // Of the keys of identity one is older.
  app = await startTestApp({
    env: { TOKEN_KEYS: key('t'), AUDIT_KEYS: key('a'), IDENTITY_KEYS: `${key('new')},${key('old')}` },
  });
  parties = await makeParties(app);
  contract = await Contracting.signed(app, parties);
  line = parties.bureau.line;
  worker = await makeUser(app, 'agency_worker', parties.agency);
  manager = await makeUser(app, 'agency_manager', parties.agency);
  second = await makeUser(app, 'agency_manager', parties.agency);
  await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
  await contract.act('start');
});
afterAll(() => app.close());

let count = 0;
/** A system that no other test has. */
const fresh = (): string => `s${++count}`;
const workersOf = (body: string) => `organisations/${body}/workers`;
const recipientsOf = () => `service-lines/${line}/recipients`;
const register = async (path: string, body: object, as = manager): Promise<Person> =>
  (await app.http.post(`/api/v1/${path}`).set(as.auth).send(body).expect(201)).body as Person;
const registerWorker = (name: string, as = manager, body = parties.agency) =>
  register(workersOf(body), { name, kind: 'assistant', since: '2026-01-05' }, as);
const registerRecipient = (displayName: string) => register(recipientsOf(), { contract: contract.id, displayName });
const list = async (path: string): Promise<Person[]> =>
  ((await app.http.get(`/api/v1/${path}?limit=200`).set(manager.auth).expect(200)).body as { items: Person[] }).items;
const send = (kind: string, rows: readonly object[], as = manager) => sendRows(app, as, kind, rows);
const attach = (path: string, id: string, number: object, as = manager, headers: object = {}) =>
  app.http
    .post(`/api/v1/${path}/${id}/external-ids`)
    .set({ ...as.auth, ...headers })
    .send(number);
const told = ({ status, body }: { status: number; body: unknown }) => {
  const { code, errors } = body as { code?: string; errors?: { pointer: string }[] };
  return [status, code, errors?.[0]?.pointer];
};
const workerRow = (externalId: string, name: string, more: object = {}) => ({
  ...{ externalId, name, kind: 'assistant', ...more },
});
const recipientRow = (externalId: string, displayName: string, more: object = {}) => ({
  ...{ externalId, displayName, contract: contract.id, serviceLine: line, ...more },
});
const countNamed = async (path: string, name: string): Promise<number> =>
  (await list(path)).filter((each) => (each.name ?? each.displayName) === name).length;

describe('people who were registered without a number', () => {
  it('are given it by a file that names them, and by the next file found under it', async () => {
    const system = fresh();
    const [one, other] = [await registerRecipient('虚构早登记者'), await registerWorker('虚构早员工')];
    const people = [recipientRow(`${system}:1`, '虚构早登记者', { recipient: one.id })];
    const workers = [workerRow(`${system}:1`, '虚构早员工', { worker: other.id.toUpperCase() })];
    for (const figures of [
      [1, 0, 0],
      [0, 1, 0],
    ]) {
      expect(await send('recipients', people, worker)).toMatchObject({ figures, faults: [] });
      expect(await send('workers', workers)).toMatchObject({ figures, faults: [] });
    }
    await send('recipients', [recipientRow(`${system}:1`, '虚构后改名者')]);
    await send('workers', [workerRow(`${system}:1`, '虚构后改员工')]);
    for (const [path, name, id] of [
      [recipientsOf(), '虚构后改名者', one.id],
      [workersOf(parties.agency), '虚构后改员工', other.id],
    ] as const)
      expect((await list(path)).filter((each) => (each.name ?? each.displayName) === name)).toMatchObject([{ id }]);
    expect(await countNamed(recipientsOf(), '虚构早登记者')).toBe(0);
    const kept = JSON.stringify(
      await app.dataSource.query(`SELECT value FROM external_id WHERE root_id = ANY ($1::uuid[])`, [
        [one.id, other.id],
      ]),
    );
    expect(kept).not.toContain(system);
  });

  it('come from the template with the column of our ids', async () => {
    const system = fresh();
    const { id } = await registerWorker('虚构模板旧员工');
    const template = await fetchXlsxTemplate(app, manager, 'workers', 'zh');
    const file = await fillTemplate(template, [
      {
        '外部编号*': `${system}:1`,
        '姓名*': '虚构模板旧员工',
        '类别*': '持证社会工作者',
        证书编号: '证-3',
        工作人员在本系统的标识: id,
      },
    ]);
    const { figures, faults } = await sendRows(app, manager, 'workers', file, { type: XLSX });
    expect([figures, faults]).toEqual([[1, 0, 0], []]);
    expect(await countNamed(workersOf(parties.agency), '虚构模板旧员工')).toBe(1);
  });

  it('are left as they are by a row that errs: another number, another’s number, of another body, of nobody', async () => {
    const system = fresh();
    const [one, other, plain] = [
      await registerWorker('虚构甲员工'),
      await registerWorker('虚构乙员工'),
      await registerWorker('虚构丙员工'),
    ];
    const foreign = await makeBody(app, { kind: 'agency' });
    const rival = await makeUser(app, 'agency_manager', foreign);
    const theirs = await registerWorker('虚构他处员工', rival, foreign);
    await send('workers', [
      workerRow(`${system}:1`, '虚构甲员工', { worker: one.id }),
      workerRow(`${system}:2`, '虚构乙员工', { worker: other.id }),
    ]);
    const { figures, faults } = await send('workers', [
      workerRow(`${system}:3`, '虚构改甲', { worker: one.id }),
      workerRow(`${system}:2`, '虚构改丙', { worker: plain.id }),
      workerRow(`${system}:4`, '虚构改他', { worker: theirs.id }),
      workerRow(`${system}:5`, '虚构改无', { worker: randomUUID() }),
      workerRow(`${system}:6`, '虚构改错', { worker: `${system}:1` }),
      workerRow(`${system}:7`, '虚构改丙', { worker: plain.id }),
    ]);
    expect([figures, faults]).toEqual([
      [1, 0, 5],
      [
        [1, '/externalId other_number'],
        [2, '/externalId external_id_taken'],
        [3, '/worker not_found'],
        [4, '/worker not_found'],
        [5, '/worker not_an_id'],
      ],
    ]);
    const names = (await list(workersOf(parties.agency))).map(({ name }) => name);
    expect(['虚构甲员工', '虚构乙员工', '虚构改丙'].map((name) => names.includes(name))).toEqual([true, true, true]);
    expect(names.filter((name) => name?.startsWith('虚构改'))).toHaveLength(1);

    const [served, named] = [await registerRecipient('虚构甲老人'), await registerRecipient('虚构乙老人')];
    await send('recipients', [recipientRow(`${system}:1`, '虚构甲老人', { recipient: served.id })]);
    const rows = [
      recipientRow(`${system}:2`, '虚构改老人', { recipient: served.id }),
      recipientRow(`${system}:1`, '虚构改老人', { recipient: named.id }),
      recipientRow(`${system}:3`, '虚构改老人', { recipient: randomUUID() }),
    ];
    expect((await send('recipients', rows)).faults).toEqual([
      [1, '/externalId other_number'],
      [2, '/externalId external_id_taken'],
      [3, '/recipient not_found'],
    ]);
    expect(await countNamed(recipientsOf(), '虚构改老人')).toBe(0);
  });

  it('are given it one by one, said twice is once, and a file finds them by it', async () => {
    const system = fresh();
    for (const [path, kind, { id }, row] of [
      [
        recipientsOf(),
        'recipients',
        await registerRecipient('虚构单个老人'),
        recipientRow(`${system}:1`, '虚构文件老人'),
      ],
      [
        workersOf(parties.agency),
        'workers',
        await registerWorker('虚构单个员工'),
        workerRow(`${system}:1`, '虚构文件员工'),
      ],
    ] as const) {
      const number = { system, id: '1' };
      for (let i = 0; i < 2; i += 1) expect((await attach(path, id, number).expect(200)).body).toMatchObject({ id });
      expect((await send(kind, [row])).figures).toEqual([1, 0, 0]);
      const [found] = (await list(path)).filter((each) => each.id === id);
      expect(found?.name ?? found?.displayName).toContain('虚构文件');
      const events = await app.dataSource.query<{ data: unknown }[]>(
        `SELECT o.payload -> 'data' AS data FROM audit_entry a JOIN outbox o ON o.audit_id = a.id
         WHERE a.aggregate_id = $1 AND a.action = 'external_id_attached'`,
        [id],
      );
      expect(events).toHaveLength(1);
      expect(JSON.stringify(events)).not.toContain(system);
      expect(told(await attach(path, id, { system, id: '2' }))).toEqual([409, 'other_number', '/id']);
    }
  });

  it('are not given another’s number, by others, of an old version, or once they are erased; else they are', async () => {
    const system = fresh();
    const [path, people] = [workersOf(parties.agency), recipientsOf()];
    const [one, other, served, beside] = [
      await registerWorker('虚构壹员工'),
      await registerWorker('虚构贰员工'),
      await registerRecipient('虚构壹老人'),
      await registerRecipient('虚构贰老人'),
    ];
    const number = { system, id: '1' };
    await attach(path, one.id, number).expect(200);
    await attach(people, served.id, number, worker).expect(200);
    expect(told(await attach(path, other.id, number))).toEqual([409, 'external_id_taken', '/id']);
    expect(told(await attach(people, beside.id, number))).toEqual([409, 'external_id_taken', '/id']);
    const more = { system, id: '2' };
    expect(told(await attach(path, other.id, more, worker)).slice(0, 2)).toEqual([403, 'not_permitted']);
    expect(told(await attach(path, other.id, more, manager, { 'If-Match': '"9"' }))[1]).toBe('stale_version');
    expect(told(await attach(people, beside.id, more, manager, { 'If-Match': '"9"' }))[1]).toBe('stale_version');
    expect(told(await attach(people, beside.id, more, parties.bureau.officer))[1]).toBe('not_permitted');
    const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    expect(told(await attach(path, other.id, more, rival))[0]).toBe(404);
    expect(told(await attach(people, beside.id, more, rival))[0]).toBe(404);
    expect(told(await attach(path, other.id, { system: 'No system', id: '' }))).toEqual([
      ...[400, 'validation_failed', '/system'],
    ]);
    await attach(path, other.id, more, manager, { 'If-Match': '"1"' }).expect(200);
    await attach(people, beside.id, more, manager, { 'If-Match': '"1"' }).expect(200);
    await app.http
      .patch(`/api/v1/${people}/${beside.id}`)
      .set({ ...manager.auth, 'If-Match': '"1"' })
      .send({ until: '2026-03-01' })
      .expect(200);
    const request = (
      await app.http
        .post('/api/v1/personal-data/requests')
        .set(manager.auth)
        .send({ wants: 'erasure', kind: 'recipient', id: beside.id })
        .expect(201)
    ).body as { id: string; version: number };
    await app.http
      .post(`/api/v1/personal-data/requests/${request.id}/actions/block`)
      .set({ ...second.auth, 'If-Match': `"${request.version}"`, 'Idempotency-Key': randomUUID() })
      .send({ reason: '虚构理由' })
      .expect(200);
    expect(told(await attach(people, beside.id, more)).slice(0, 2)).toEqual([422, 'person_erased']);
    const row = recipientRow(`${system}:2`, '虚构再来者', { recipient: beside.id });
    expect((await send('recipients', [row])).faults).toEqual([[1, '/recipient person_erased']]);
  });

  it('are reached by an erasure in rows that were not taken, under whatever key their number stands there', async () => {
    const [system, body] = [fresh(), await makeBody(app, { kind: 'agency' })];
    const [own, other] = [await makeUser(app, 'agency_manager', body), await makeUser(app, 'agency_manager', body)];
    const path = workersOf(body);
    const { id } = await registerWorker('虚构旧键员工', own, body);
    await attach(path, id, { system, id: '1' }, own).expect(200);
    const [, old] = app.running.app.get(PersonNumbers).listHashes({ system, id: '1' });
    await app.dataSource.query(`UPDATE external_id SET value = $2 WHERE root_id = $1`, [id, old]);
    // Found by the older key; rejected rows stand under the newer one.
    const late = { since: '2026-01-06' };
    const { faults } = await send(
      'workers',
      [workerRow(`${system}:1`, '甲', late), workerRow(`${system}:2`, '乙', { since: '2099-01-01' })],
      own,
    );
    expect(faults).toEqual([
      [1, '/since cannot_change'],
      [2, '/since in_future'],
    ]);
    // What names them by our id says who they are, under whatever number.
    const alias = workerRow(`${system}:3`, '丙', { worker: id.toUpperCase() });
    expect((await send('workers', [alias], own)).faults).toEqual([[1, '/externalId other_number']]);
    const kept = async (): Promise<(string | null)[]> =>
      (
        await app.dataSource.query<{ row_id: string | null }[]>(
          `SELECT r.row_id FROM import_reject r JOIN import i ON i.id = r.import_id WHERE i.created_by = $1`,
          [own.id],
        )
      ).map(({ row_id }) => row_id);
    const before = await kept();
    expect(before).toHaveLength(3);
    expect(before).not.toContain(old);
    await app.http
      .post(`/api/v1/${path}/${id}/actions/leave`)
      .set({ ...own.auth, 'If-Match': '"1"' })
      .send({})
      .expect(200);
    const asked = { wants: 'erasure', kind: 'worker', id };
    const { body: request } = await app.http
      .post('/api/v1/personal-data/requests')
      .set(own.auth)
      .send(asked)
      .expect(201);
    await app.http
      .post(`/api/v1/personal-data/requests/${request.id}/actions/erase`)
      .set({ ...other.auth, 'If-Match': `"${request.version}"`, 'Idempotency-Key': randomUUID() })
      .send({ ground: 'other' })
      .expect(200);
    expect(await kept()).toHaveLength(1);
    // Nobody is called so any more.
    expect(told(await attach(path, id, { system, id: '1' }, own)).slice(0, 2)).toEqual([422, 'person_erased']);
    const again = await send('workers', [workerRow(`${system}:1`, '虚构再来员工', { worker: id })], own);
    expect(again.faults).toEqual([[1, '/worker person_erased']]);
  });

  it('of one number are one, however many say it at once', async () => {
    const system = fresh();
    const some = await Promise.all([1, 2, 3, 4].map((no) => registerWorker(`虚构同号${no}`)));
    const answers = await Promise.all(some.map(({ id }) => attach(workersOf(parties.agency), id, { system, id: '1' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });
});
