import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  fetchXlsxTemplate,
  fillTemplate,
  postRows,
  readOutcome,
  sendRows,
  XLSX,
  type RowsFile,
  type Sent,
} from '../support/bulk-rows.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { importsOf } from '../support/imports.js';

interface Person {
  id: string;
  version: number;
  number: string;
  name?: string | null;
  displayName?: string | null;
  since: string;
}

let app: TestApp;
let parties: Parties;
let contract: Contracting;
let worker: TestAccount;
let manager: TestAccount;
let second: TestAccount;
let line: string;
beforeAll(async () => {
  app = await startTestApp();
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

const send = (kind: string, content: RowsFile, { as = manager, ...sent }: Sent & { as?: TestAccount } = {}) =>
  sendRows(app, as, kind, content, sent);
const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const get = async (path: string, as: TestAccount): Promise<Person[]> =>
  ((await app.http.get(`/api/v1/${path}?limit=200`).set(as.auth).expect(200)).body as { items: Person[] }).items;
const listWorkers = (as = manager, body = parties.agency) => get(`organisations/${body}/workers`, as);
const listRecipients = (as = manager) => get(`service-lines/${line}/recipients`, as);

let count = 0;
/** A system that no other test has. */
const fresh = (): string => `s${++count}`;
const workerRow = (id: string, more: object = {}) => ({
  ...{ externalId: id, name: `虚构员工${id}`, kind: 'assistant', since: '2026-01-05', ...more },
});
const recipientRow = (id: string, more: object = {}) => ({
  ...{ externalId: id, contract: contract.id, serviceLine: line, displayName: `虚构老人${id}`, ...more },
});

describe('workers in bulk', () => {
  it('are registered, unchanged when they come again, and changed where a row says otherwise', async () => {
    const system = fresh();
    const rows = [workerRow(`${system}:1`), workerRow(`${system}:2`), workerRow(`${system}:3`)];
    expect((await send('workers', rows)).figures).toEqual([3, 0, 0]);
    expect((await send('workers', rows)).figures).toEqual([0, 3, 0]);
    const licensed = { kind: 'licensed_social_worker', licence: '证-1' };
    const changed = [
      workerRow(`${system}:1`, { name: '虚构改名员工' }),
      workerRow(`${system}:2`, licensed),
      workerRow(`${system}:3`, { since: '2026-01-06' }),
      workerRow(`${system}:4`, { kind: 'licensed_social_worker' }),
      workerRow(`${system}:5`, { since: '2026-03-03' }),
      workerRow(`${system}:6`, { name: '—' }),
    ];
    const { figures, faults } = await send('workers', changed);
    expect([figures, faults]).toEqual([
      [2, 0, 4],
      [
        [3, '/since cannot_change'],
        [4, '/licence required'],
        [5, '/since in_future'],
        [6, '/name stands_for_erased'],
      ],
    ]);
    const [one, two] = (await listWorkers()).filter(
      ({ name }) => name === '虚构改名员工' || name?.endsWith(`${system}:2`),
    );
    expect([one, two]).toMatchObject([
      { version: 2, since: '2026-01-05' },
      { version: 2, ...licensed },
    ]);
    // What is given no more stays.
    expect((await send('workers', [workerRow(`${system}:2`, { kind: licensed.kind })])).figures).toEqual([0, 1, 0]);
    const told = await sql(`SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY id`, [one?.id]);
    expect(told).toMatchObject([
      { payload: { data: { kind: 'assistant' } } },
      { payload: { data: { fields: ['name'] } } },
    ]);
    expect(JSON.stringify(told)).not.toContain('虚构');
  });

  it('come from the template that the product gives, with its words', async () => {
    const system = fresh();
    const template = await fetchXlsxTemplate(app, manager, 'workers', 'zh');
    const row = {
      '外部编号*': `${system}:1`,
      '姓名*': `虚构模板${system}`,
      '类别*': '持证社会工作者',
      证书编号: '证-2',
    };
    const file = await fillTemplate(template, [row]);
    const { figures, faults } = await send('workers', file, { type: XLSX });
    expect([figures, faults]).toEqual([[1, 0, 0], []]);
    expect((await listWorkers()).find(({ name }) => name === `虚构模板${system}`)).toMatchObject({
      kind: 'licensed_social_worker',
    });
  });

  it('are taken from whoever registers one, of the own body; two bodies may have the same numbers', async () => {
    const system = fresh();
    const rows = [workerRow(`${system}:1`)];
    expect((await postRows(app, worker, 'workers', rows)).body.code).toBe('not_permitted');
    expect((await postRows(app, parties.bureau.officer, 'workers', rows)).body.code).toBe('not_permitted');
    const body = await makeBody(app, { kind: 'agency' });
    const rival = await makeUser(app, 'agency_manager', body);
    expect((await send('workers', rows)).figures).toEqual([1, 0, 0]);
    expect((await send('workers', rows, { as: rival })).figures).toEqual([1, 0, 0]);
    expect(await listWorkers(rival, body)).toHaveLength(1);
    const foreign = await send('workers', [workerRow(`${system}:1`, { organisation: parties.agency })], { as: rival });
    expect(foreign.faults).toEqual([[1, '/organisation not_your_organisation']]);
  });

  it('of one number are one, however many files say it at once', async () => {
    const [system, name] = [fresh(), `虚构一人${randomUUID()}`];
    const posted = await Promise.all(
      [1, 2, 3, 4].map(() => postRows(app, manager, 'workers', [workerRow(`${system}:1`, { name })]).expect(202)),
    );
    const ids = posted.map(({ body }) => (body as { id: string }).id);
    await Promise.all(ids.map((id) => importsOf(app).run(id)));
    expect((await listWorkers()).filter((each) => each.name === name)).toHaveLength(1);
    const outcomes = await Promise.all(ids.map((id) => readOutcome(app, manager, id)));
    expect(outcomes.map(({ figures }) => figures[0]).sort()).toEqual([0, 0, 0, 1]);
  });
});

describe('recipients in bulk', () => {
  it('are registered under a contract and on its line, and changed where a row says otherwise', async () => {
    const system = fresh();
    const rows = [recipientRow(`${system}:1`), recipientRow(`${system}:2`), recipientRow(`${system}:3`)];
    expect((await send('recipients', rows, { as: worker })).figures).toEqual([3, 0, 0]);
    expect((await send('recipients', rows, { as: worker })).figures).toEqual([0, 3, 0]);
    const other = await Contracting.signed(app, parties);
    await other.act('start');
    const changed = [
      recipientRow(`${system}:1`, { displayName: '虚构改名老人', since: '2026-02-01' }),
      recipientRow(`${system}:2`, { contract: other.id }),
      recipientRow(`${system}:3`, { since: '2026-03-03' }),
      recipientRow(`${system}:4`, { serviceLine: 'nobody:1' }),
      recipientRow(`${system}:5`, { displayName: null }),
    ];
    const { figures, faults } = await send('recipients', changed);
    expect([figures, faults]).toEqual([
      [1, 0, 4],
      [
        [2, '/contract cannot_change'],
        [3, '/since in_future'],
        [4, '/contract not_found'],
        [5, '/displayName required'],
      ],
    ]);
    const found = (await listRecipients()).find(({ displayName }) => displayName === '虚构改名老人');
    expect(found).toMatchObject({ version: 2, since: '2026-02-01', contract: contract.id });
  });

  it('are named by those numbers in records of service, as workers are', async () => {
    const system = fresh();
    await send('recipients', [recipientRow(`${system}:1`), recipientRow(`${system}:2`)]);
    await send('workers', [workerRow(`${system}:1`)]);
    const record = (id: string, more: object = {}) => ({
      ...{ externalId: `${system}:${id}`, contract: contract.id, servedOn: '2026-02-10', form: 'group', minutes: 30 },
      ...{ recipients: `${system}:1; ${system}:2`, servedBy: [`${system}:1`], participants: 2, ...more },
    });
    const unknown = [record('r2', { recipients: `${system}:9` }), record('r3', { servedBy: `${system}:9` })];
    const { figures, faults } = await send('records', [record('r1'), ...unknown], { as: worker });
    expect([figures, faults.map(([no, fault]) => [no, String(fault).split(' ')[0]])]).toEqual([
      [1, 0, 2],
      [
        [2, '/recipients'],
        [3, '/servedBy'],
      ],
    ]);
    const [stored] = await sql(
      `SELECT (SELECT count(*)::int FROM service_record_recipient p WHERE p.record_id = s.id) AS recipients,
         (SELECT count(*)::int FROM service_record_worker w WHERE w.record_id = s.id) AS workers
       FROM service_record s WHERE s.client_token = $1`,
      [`${system}:r1`],
    );
    expect(stored).toEqual({ recipients: 2, workers: 1 });
  });

  it('of others are neither changed nor found out by whoever guesses their numbers', async () => {
    const system = fresh();
    await send('recipients', [recipientRow(`${system}:1`)]);
    const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const { figures, faults } = await send('recipients', [recipientRow(`${system}:1`), recipientRow(`${system}:2`)], {
      as: rival,
    });
    expect(figures).toEqual([0, 0, 2]);
    expect(faults[0]?.slice(1)).toEqual(faults[1]?.slice(1));
    expect((await postRows(app, parties.bureau.officer, 'recipients', [recipientRow(`${system}:2`)])).body.code).toBe(
      'not_permitted',
    );
  });
});

describe('rows of people', () => {
  /** What is kept of files of people, and what they are called by, in hexadecimal where it is bytes. */
  const dump = async (id: string): Promise<string> =>
    JSON.stringify([
      ...(await sql(`SELECT encode(raw, 'hex') AS raw, key FROM import_line WHERE import_id = $1`, [id])),
      ...(await sql(
        `SELECT row_id, errors, raw, encode(decode(raw, 'base64'), 'hex') AS bytes FROM import_reject WHERE import_id = $1`,
        [id],
      )),
      ...(await sql(`SELECT system, value FROM external_id WHERE root_type IN ('worker', 'recipient')`)),
    ]);
  const toHex = (text: string): string => Buffer.from(text).toString('hex');
  const ID = '330102194501011234';

  it('lie in the database under a key, taken or not, and are read by their sender’s body alone', async () => {
    const secret = `虚构保密${fresh()}`;
    const words = [secret, ID].flatMap((word) => [word, toHex(word)]);
    const row = recipientRow(`s0:${ID}`, { displayName: secret, since: '2099-01-01' });
    const { body } = await postRows(app, worker, 'recipients', [row]).expect(202);
    expect(await sql(`SELECT FROM import_line WHERE import_id = $1`, [body.id])).toHaveLength(1);
    for (const word of words) expect(await dump(body.id)).not.toContain(word);
    await importsOf(app).run(body.id);
    for (const word of words) expect(await dump(body.id)).not.toContain(word);
    // Taken, the number is nowhere either.
    expect((await send('recipients', [recipientRow(`s0:${ID}`)])).figures).toEqual([1, 0, 0]);
    for (const word of words) expect(await dump(body.id)).not.toContain(word);
    const read = (as: TestAccount) => app.http.get(`/api/v1/imports/${body.id}/rejects`).set(as.auth);
    const { items } = (await read(manager).expect(200)).body as { items: { id: string | null; raw: string }[] };
    expect(items.map(({ id, raw }) => [id, JSON.parse(raw) as object])).toEqual([[null, row]]);
    expect(await sql(`SELECT people FROM personal_read WHERE object = $1`, [`import:${body.id}`])).toEqual([
      { people: 1 },
    ]);
    await read(await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }))).expect(404);
    await read(parties.bureau.officer).expect(404);
    // Put into another import it is nobody's to read.
    await sql(
      `UPDATE import_reject SET raw = encode(set_byte(decode(raw, 'base64'), 20, (get_byte(decode(raw, 'base64'), 20) + 1) % 256), 'base64') WHERE import_id = $1`,
      [body.id],
    );
    expect((await read(manager).expect(200)).body.items).toMatchObject([{ line: 1, raw: '' }]);
  });

  it('are taken as they were sent, or not at all', async () => {
    const system = fresh();
    const { body } = await postRows(app, manager, 'workers', [workerRow(`${system}:1`)]).expect(202);
    await sql(`UPDATE import_line SET raw = set_byte(raw, 20, (get_byte(raw, 20) + 1) % 256) WHERE import_id = $1`, [
      body.id,
    ]);
    await importsOf(app).run(body.id);
    expect((await app.http.get(`/api/v1/imports/${body.id}`).set(manager.auth)).body).toMatchObject({
      ...{ state: 'failed', accepted: 0 },
    });
  });

  it('that a newer version received are left for it, neither taken nor called altered', async () => {
    const { body } = await postRows(app, manager, 'workers', [workerRow(`${fresh()}:1`)]).expect(202);
    await sql(`ALTER TABLE import DROP CONSTRAINT import_kind_check`);
    const setKind = (kind: string) => sql(`UPDATE import SET kind = $2 WHERE id = $1`, [body.id, kind]);
    await setKind('volunteers');
    const run = async (): Promise<unknown> => {
      await importsOf(app).run(body.id);
      return (await sql(`SELECT state, error, accepted FROM import WHERE id = $1`, [body.id]))[0];
    };
    expect(await run()).toEqual({ state: 'running', error: null, accepted: 0 });
    await setKind('workers');
    await run();
    expect((await readOutcome(app, manager, body.id)).figures).toEqual([1, 0, 0]);
  });

  it('with a column that only a newer version knows are left for it too', async () => {
    const csv = `External id,Name,Kind\n${fresh()}:1,虚构表员工,assistant\n`;
    const { body } = await postRows(app, manager, 'workers', csv, { type: 'text/csv' }).expect(202);
    const [kept] = await sql(`SELECT headings FROM import WHERE id = $1`, [body.id]);
    const headings = kept?.['headings'] as object[];
    const runWith = async (keys: object[]): Promise<unknown> => {
      await sql(`UPDATE import SET headings = $2::jsonb WHERE id = $1`, [body.id, JSON.stringify(keys)]);
      await importsOf(app).run(body.id);
      return (await sql(`SELECT state, error, accepted FROM import WHERE id = $1`, [body.id]))[0];
    };
    expect(await runWith([...headings, { key: 'shift', unit: null }])).toEqual({
      ...{ state: 'running', error: null, accepted: 0 },
    });
    expect(await runWith(headings)).toEqual({ state: 'done', error: null, accepted: 1 });
  });

  it('go with what is erased or blocked of somebody, and with them the number; who comes again is a new entry', async () => {
    const [system, rest] = [fresh(), fresh()];
    const act = (path: string, version: number, body: object, as: TestAccount) =>
      app.http
        .post(`/api/v1/${path}`)
        .set({ ...as.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
        .send(body);
    const ask = async (kind: string, id: string, as: TestAccount) =>
      (
        await app.http
          .post('/api/v1/personal-data/requests')
          .set(as.auth)
          .send({ wants: 'erasure', kind, id })
          .expect(201)
      ).body as { id: string; version: number };
    const countRejects = async (id: string): Promise<number> =>
      Number((await sql(`SELECT count(*)::int AS n FROM import_reject WHERE import_id = $1`, [id]))[0]?.['n']);
    const rejected = async (kind: string, rows: object[], as: TestAccount): Promise<string> => {
      const { body } = await postRows(app, as, kind, rows).expect(202);
      await importsOf(app).run(body.id);
      return (body as { id: string }).id;
    };

    // Somebody of a body that took part in nothing is erased.
    const body = await makeBody(app, { kind: 'agency' });
    const own = await makeUser(app, 'agency_manager', body);
    const other = await makeUser(app, 'agency_manager', body);
    await send('workers', [workerRow(`${system}:1`), workerRow(`${system}:2`)], { as: own });
    await send('workers', [workerRow(`${system}:1`)]);
    const late = { since: '2026-01-06' };
    const file = await rejected('workers', [workerRow(`${system}:1`, late), workerRow(`${system}:2`, late)], own);
    const alien = await rejected('workers', [workerRow(`${system}:1`, late)], manager);
    const [gone] = await listWorkers(own, body);
    await act(`organisations/${body}/workers/${gone?.id}/actions/leave`, 1, {}, own).expect(200);
    const request = await ask('worker', gone?.id ?? '', own);
    await act(`personal-data/requests/${request.id}/actions/erase`, request.version, { ground: 'other' }, other).expect(
      200,
    );
    expect([await countRejects(file), await countRejects(alien)]).toEqual([1, 1]);
    expect(await sql(`SELECT FROM external_id WHERE root_id = $1`, [gone?.id])).toEqual([]);
    expect((await send('workers', [workerRow(`${system}:1`), workerRow(`${system}:2`)], { as: own })).figures).toEqual([
      ...[1, 1, 0],
    ]);

    // Whom a contract serves is blocked.
    await send('recipients', [recipientRow(`${rest}:1`, { since: '2026-02-01' }), recipientRow(`${rest}:2`)]);
    const refused = [
      recipientRow(`${rest}:1`, { since: '2026-03-03' }),
      recipientRow(`${rest}:2`, { since: '2026-03-03' }),
    ];
    const sent = await rejected('recipients', refused, manager);
    const served = (await listRecipients()).find(({ displayName }) => displayName?.endsWith(`${rest}:1`));
    await app.http
      .patch(`/api/v1/service-lines/${line}/recipients/${served?.id}`)
      .set({ ...manager.auth, 'If-Match': `"1"` })
      .send({ until: '2026-03-01' })
      .expect(200);
    const asked = await ask('recipient', served?.id ?? '', manager);
    const block = `personal-data/requests/${asked.id}/actions/block`;
    await act(block, asked.version, { reason: '虚构理由' }, second).expect(200);
    expect(await countRejects(sent)).toBe(1);
    expect(await sql(`SELECT FROM external_id WHERE root_id = $1`, [served?.id])).toEqual([]);
  });
});
