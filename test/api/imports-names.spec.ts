import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import type { Principal } from '../../src/kernel/access/principal.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importsOf, REAL, rejectsOf, row, text } from '../support/imports.js';
import { demonstrationScene } from '../support/scenes.js';
import { stored } from '../support/stored.js';

let app: TestApp;
let bureau: string;
let officer: TestAccount;
let stranger: TestAccount;
beforeAll(async () => {
  app = await startTestApp({ scene: await demonstrationScene() });
  bureau = await makeBody(app);
  officer = await makeUser(app, 'bureau_officer', bureau);
  stranger = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

const post = (by: Pick<TestAccount, 'auth'>, query: string, content = text([row('a')])) =>
  app.http
    .post(`/api/v1/imports?${query}`)
    .set({ ...by.auth, 'Content-Type': 'application/x-ndjson' })
    .send(content);
async function imported(by: Pick<TestAccount, 'auth'>, query: string, rows: readonly (object | string)[]) {
  const { body } = await post(by, query, text(rows)).expect(202);
  const { id } = body as { id: string };
  await importsOf(app).run(id);
  return (await app.http.get(`/api/v1/imports/${id}`).set(by.auth).expect(200)).body as Record<string, unknown>;
}
const taken = async (by: TestAccount, query: string, content?: string) => {
  const before = await stored(app);
  const { body } = await post(by, query, content).expect(409);
  expect(body).toMatchObject({ code: 'import_name_taken' });
  expect(await stored(app)).toEqual(before);
  return body as Record<string, unknown>;
};

describe('the name of an import', () => {
  it('of the real notices is nobody’s to write under', async () => {
    const [first] = REAL.map((line) => JSON.parse(line) as { id: string; budget_yuan: number | null });
    const changed = text([{ ...first, budget_yuan: 1 }]);
    for (const query of ['name=notices', 'name=notices&dryRun=true'])
      for (const by of [officer, stranger, await makeUser(app, 'admin')]) await taken(by, query, changed);
  });

  it('belongs to the body that first imported under it: to all its people, and to no other', async () => {
    expect(await imported(officer, 'name=ours', [row('a', { budget_yuan: 5 })])).toMatchObject({ accepted: 1 });
    const colleague = await makeUser(app, 'bureau_officer', bureau);
    expect(await imported(colleague, 'name=ours', [row('a', { budget_yuan: 6 })])).toMatchObject({ accepted: 1 });
    const refusals = [];
    // A row that is known, one that follows it, one that is not: the answer is the same.
    for (const rows of [[row('a', { budget_yuan: 6 })], [row('b', { follows: 'a' })], [row('c')], []])
      for (const query of ['name=ours', 'name=ours&dryRun=true'])
        refusals.push(await taken(stranger, query, rows.length === 0 ? '' : text(rows)));
    expect(
      new Set(refusals.map(({ code, title, detail, status }) => JSON.stringify([code, title, detail, status]))),
    ).toHaveProperty('size', 1);
    expect(JSON.stringify(refusals)).not.toContain(bureau);
    expect(await imported(stranger, 'name=theirs', [row('a')])).toMatchObject({ accepted: 1 });
  });

  it('is taken by nobody where the file was refused, or only tried', async () => {
    await post(officer, 'name=tried', `${'x'.repeat(1024 * 1024 + 1)}\n`).expect(413);
    expect(await imported(officer, 'name=tried&dryRun=true', [row('a')])).toMatchObject({ accepted: 1 });
    expect(await imported(stranger, 'name=tried', [row('a')])).toMatchObject({ accepted: 1 });
    await taken(officer, 'name=tried');
  });

  it('is one body’s where many ask for it at once', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => makeUser(app, 'bureau_officer')));
    const answers = await Promise.all(people.map((by, i) => post(by, 'name=raced', text([row(`r-${i}`)]))));
    expect(answers.map((a) => a.status).sort()).toEqual([202, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('is used by who sits in its body and in another for the body that it belongs to', async () => {
    const other = await makeBody(app);
    const both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: other },
      { role: 'bureau_officer', organisation: bureau },
    );
    await imported(officer, 'name=shared', [row('a')]);
    await imported(both, 'name=shared', [row('b')]);
    const rows = await app.dataSource.query(
      `SELECT DISTINCT organisation_id AS body FROM import WHERE dataset = 'import:shared'`,
    );
    expect(rows).toEqual([{ body: bureau }]);
    // A seat that imports nothing does not lend its body's name.
    const approver = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: other },
      { role: 'bureau_approver', organisation: bureau },
    );
    await taken(approver, 'name=shared');
  });

  it('that another body took while a dry run waited: the dry run is told nothing of what stands under it', async () => {
    const permissions = new Set(['import.run']);
    const principal: Principal = {
      kind: 'user',
      id: stranger.id,
      seats: [
        { organisation: await makeBody(app), role: 'bureau_officer', region: null, overseesRegion: false, permissions },
      ],
      permissions,
    };
    const content = text([row('a', { notice_type: 'failure' }), row('b', { follows: 'a' }), row('c')]);
    const file = Readable.from([Buffer.from(content)]);
    const id = await importsOf(app).receive(principal, file, { name: 'later', dryRun: true, maxBytes: 1 << 20 });
    await imported(officer, 'name=later', [row('a')]);
    await importsOf(app).run(id);
    expect(await importsOf(app).find(id)).toMatchObject({ state: 'done', accepted: 0, unchanged: 0, rejected: 3 });
    const rejects = await rejectsOf(app, id);
    expect(rejects.map((r) => [r.line, r.row_id, ...r.errors.map((e) => e.code)])).toEqual(
      [1, 2, 3].map((line) => [line, null, 'import_name_taken']),
    );
  });
});

describe('what an import changed', () => {
  const entries = (dataset: string) =>
    app.dataSource.query<{ action: string; kind: string; id: string | null; import: string | null }[]>(
      `SELECT action, actor_kind AS kind, actor_id AS id, convert_from(canonical, 'UTF8')::jsonb -> 'data' ->> 'import' AS import
       FROM audit_entry WHERE dataset = $1 ORDER BY id`,
      [dataset],
    );

  it('is audited under the name of who sent the file, with the import', async () => {
    const { id } = await imported(officer, 'name=audited', [
      row('a', { budget_yuan: 5 }),
      row('b', { notice_type: 'award', follows: 'a', winner: '机构A', winning_price_yuan: 4 }),
    ]);
    const all = await entries('import:audited');
    expect(all.length).toBeGreaterThan(4);
    expect(new Set(all.map((e) => `${e.kind} ${e.id}`))).toEqual(new Set([`user ${officer.id}`]));
    const own = all.filter((e) => !['received', 'finished'].includes(e.action));
    expect(new Set(own.map((e) => e.import))).toEqual(new Set([id]));
    const [{ others }] = await app.dataSource.query(
      `SELECT count(*)::int AS others FROM fact f JOIN tender t ON t.id = f.subject_id
       WHERE t.dataset = 'import:audited' AND f.recorded_by IS DISTINCT FROM $1`,
      [officer.id],
    );
    expect(others).toBe(0);
  });

  it('by a key is the key’s, and what this system loaded itself is the system’s', async () => {
    const made = await app.http
      .post('/api/v1/api-keys')
      .set(officer.auth)
      .send({ name: 'k', organisation: bureau, scopes: ['import.run'] })
      .expect(201);
    const { id, key } = made.body as { id: string; key: string };
    await imported({ auth: { Authorization: `Bearer ${key}` } }, 'name=keyed', [row('a')]);
    expect(new Set((await entries('import:keyed')).map((e) => `${e.kind} ${e.id}`))).toEqual(
      new Set([`api_key ${id}`]),
    );
    expect(new Set((await entries('import:notices')).map((e) => e.kind))).toEqual(new Set(['system']));
  });
});
