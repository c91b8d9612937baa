import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RowsKeeper } from '../../src/imports/keeping/rows-keeper.js';
import { giveSeat, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importsOf } from '../support/imports.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: await makeBody(app) });
});
afterAll(() => app.close());

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const upload = async (query: string, content: string): Promise<string> => {
  const { body } = await app.http
    .post(`/api/v1/imports?${query}`)
    .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson' })
    .send(content)
    .expect(202);
  return (body as { id: string }).id;
};
const send = async (query: string, content: string): Promise<string> => {
  const id = await upload(query, content);
  await importsOf(app).run(id);
  return id;
};
const get = (id: string, path = '', as = officer) => app.http.get(`/api/v1/imports/${id}${path}`).set(as.auth);
const said = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const sweep = () => app.running.app.get(RowsKeeper).deleteOverdueRows();
const ageBy = (id: string, age: string) =>
  sql(
    `UPDATE import SET created_at = created_at - $2::interval, finished_at = finished_at - $2::interval WHERE id = $1`,
    [id, age],
  );
const countRows = async (table: 'import_line' | 'import_reject', id: string): Promise<unknown> =>
  (await sql(`SELECT count(*)::int AS n FROM ${table} WHERE import_id = $1`, [id]))[0]?.n;
/** A row of an organisation without its name. */
const NAMELESS = '{"externalId":"kept:1"}\n';

describe('rows of live objects that were not taken', () => {
  it('are read for thirty days after the end of the import, of which it says the last, and deleted then', async () => {
    const id = await send('kind=organisations', NAMELESS);
    const { finishedAt, rejectsUntil } = (await get(id)).body as Record<string, string>;
    expect(Date.parse(String(rejectsUntil)) - Date.parse(String(finishedAt))).toBe(30 * 86_400_000);
    await ageBy(id, '29 days 23 hours');
    await sweep();
    expect((await get(id, '/rejects').expect(200)).body.items).toMatchObject([{ line: 1, raw: NAMELESS.trim() }]);
    await ageBy(id, '2 hours');
    expect(said(await get(id, '/rejects'))).toEqual([404, 'rejects_ended']);
    await sweep();
    expect(await countRows('import_reject', id)).toBe(0);
    expect(said(await get(id, '/rejects'))).toEqual([404, 'rejects_ended']);
    expect((await get(id)).body).toMatchObject({ state: 'done', rejected: 1 });
    // Who may not see the import does not learn that there was one.
    expect(said(await get(id, '/rejects', await makeUser(app, 'bureau_officer')))).toEqual([404, 'not_found']);
  });

  it('are noted by their import where somebody reads them, once a page, and not where there are none', async () => {
    const id = await send('kind=organisations', NAMELESS.repeat(3));
    const none = await send('kind=organisations', '{"externalId":"kept:9","name":"无误的机构"}\n');
    await get(id, '/rejects?limit=2').expect(200);
    await get(none, '/rejects').expect(200);
    const readsOf = (object: string) =>
      sql(`SELECT actor_kind, actor_id, people FROM personal_read WHERE object = $1`, [`import:${object}`]);
    expect([await readsOf(id), await readsOf(none)]).toEqual([
      [{ actor_kind: 'user', actor_id: officer.id, people: 2 }],
      [],
    ]);
  });

  it('of a dry run end like those of any other', async () => {
    const id = await send('kind=organisations&dryRun=true', NAMELESS);
    await ageBy(id, '31 days');
    await sweep();
    expect([await countRows('import_reject', id), said(await get(id, '/rejects'))]).toEqual([
      0,
      [404, 'rejects_ended'],
    ]);
  });

  it('are given up with their import where it was never taken, and it is not taken later', async () => {
    const id = await upload('kind=organisations', '{"externalId":"kept:2","name":"迟到的机构"}\n');
    await ageBy(id, '29 days');
    await sweep();
    expect([await countRows('import_line', id), (await get(id)).body.state]).toEqual([1, 'running']);
    await ageBy(id, '2 days');
    await sweep();
    await importsOf(app).run(id);
    expect(await countRows('import_line', id)).toBe(0);
    expect((await get(id)).body).toMatchObject({ state: 'failed', accepted: 0 });
    expect(await sql(`SELECT FROM organisation WHERE name = '迟到的机构'`)).toEqual([]);
    expect(
      await sql(`SELECT payload->>'to' AS state FROM outbox WHERE aggregate_id = $1 AND action = 'given_up'`, [id]),
    ).toHaveLength(1);
  });
});

it('rows of published notices that were not taken are read for good', async () => {
  const id = await send('name=kept', '{"id":"1"}\n');
  await ageBy(id, '400 days');
  await sweep();
  expect((await get(id)).body.rejectsUntil).toBeNull();
  expect((await get(id, '/rejects').expect(200)).body.items).toHaveLength(1);
});

it('rows that were sent for two bodies are not read any more once their sender has left one of them', async () => {
  const [first, second] = [await makeBody(app), await makeBody(app)];
  const sender = await makeAccount(app, { role: 'bureau_officer', organisation: first });
  await giveSeat(app, sender, 'bureau_officer', second);
  const { body } = await app.http
    .post('/api/v1/imports?kind=organisations')
    .set({ ...sender.auth, 'Content-Type': 'application/x-ndjson' })
    .send(NAMELESS)
    .expect(202);
  await importsOf(app).run(body.id);
  await get(body.id, '/rejects', sender).expect(200);
  const administrator = await makeAccount(app, { role: 'admin', organisation: null });
  await app.http
    .put(`/api/v1/users/${sender.id}/seats`)
    .set({ ...administrator.auth, 'If-Match': '"1"' })
    .send({ seats: [{ organisation: first, role: 'bureau_officer' }] })
    .expect(200);
  expect(said(await get(body.id, '/rejects', sender))).toEqual([404, 'not_found']);
});

describe('rows that are taken together', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, i) => `{"externalId":"many:${i}"}\n`).join('');
  const post = (query: string, count: number) =>
    app.http
      .post(`/api/v1/imports?kind=organisations${query}`)
      .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson' })
      .send(rows(count));

  it('are at most twenty thousand: a longer file is refused, and nothing of it kept', async () => {
    const before = await sql(`SELECT count(*)::int AS n FROM import`);
    const refused = await post('&mode=all', 20_001);
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer: '?mode', code: 'too_many_rows' }]]);
    expect(await sql(`SELECT count(*)::int AS n FROM import`)).toEqual(before);
    await post('&mode=all', 20_000).expect(202);
  });

  it('are more where each is taken for itself, or tried', async () => {
    for (const query of ['', '&dryRun=true']) await post(query, 20_001).expect(202);
  });
});
