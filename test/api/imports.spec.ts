import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { DIRTY, REAL, row, text } from '../support/imports.js';
import { rowCounts } from '../support/purchases.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp({ worker: true, env: { IMPORT_MAX_BYTES: String(4 * 1024 * 1024) } });
  officer = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

const post = (content: string | Buffer, query = 'name=notices', headers: object = {}) =>
  app.http
    .post(`/api/v1/imports?${query}`)
    .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson', ...headers })
    .send(content);
const get = (path: string, headers: object = {}) => app.http.get(`/api/v1${path}`).set({ ...officer.auth, ...headers });

async function finished(content: string | Buffer, query: string) {
  const { body: started } = await post(content, query).expect(202);
  for (const until = Date.now() + 50_000; ; await pause(100)) {
    const { body } = await get(`/imports/${started.id}`).expect(200);
    if (body.state !== 'running') return body;
    if (Date.now() > until) throw new Error(`still running: ${JSON.stringify(body)}`);
  }
}

describe('importing a file of notices', () => {
  it('answers at once, and the figures when it is done', async () => {
    const { body } = await post(text([row('a-1')]), 'dryRun=true&name=first').expect(202);
    expect(body).toMatchObject({
      state: 'running',
      dryRun: true,
      dataset: 'import:first',
      rows: 1,
      accepted: 0,
      unchanged: 0,
      rejected: 0,
      finishedAt: null,
    });
    const done = await finished(text([row('a-1')]), 'name=second');
    expect(done).toMatchObject({ state: 'done', dryRun: false, rows: 1, accepted: 1, unchanged: 0, rejected: 0 });
    expect(done.finishedAt).not.toBeNull();
  });

  it('the 57 real notices are 54 purchases in 56 rounds', async () => {
    expect(await finished(text(REAL), 'name=real')).toMatchObject({ rows: 57, accepted: 57, rejected: 0 });
    const [{ purchases, rounds }] = await app.dataSource.query(
      `SELECT count(DISTINCT purchase_id)::int AS purchases, count(*)::int AS rounds FROM tender WHERE dataset = 'import:real'`,
    );
    expect([purchases, rounds]).toEqual([54, 56]);
    const chain = await app.dataSource.query(
      `SELECT t.round, string_agg(n.reference, ' ' ORDER BY n.reference) AS rows, t.purchase_id FROM tender t
       JOIN notice n ON n.tender_id = t.id WHERE n.dataset = 'import:real' AND n.reference BETWEEN 'rn-061' AND 'rn-064'
       GROUP BY t.id ORDER BY t.round`,
    );
    expect(chain.map((c: { round: number; rows: string }) => [c.round, c.rows])).toEqual([
      [1, 'rn-061 rn-062'],
      [2, 'rn-063'],
      [3, 'rn-064'],
    ]);
    expect(new Set(chain.map((c: { purchase_id: string }) => c.purchase_id)).size).toBe(1);
    const found = await get('/notices?externalId=real:rn-036').expect(200);
    const { body } = await get(`/tenders/${found.body.items[0].tender}`).expect(200);
    expect(body.conflicts.map((c: { code: string }) => c.code)).toContain('opening_before_notice');
  });

  it('the twelve dirty rows are rejected by line, field and reason; the clean one gets in', async () => {
    const done = await finished(text(DIRTY), 'name=dirty');
    expect(done).toMatchObject({ rows: 13, accepted: 1, rejected: 12 });
    const { body } = await get(`/imports/${done.id}/rejects`).expect(200);
    const named = body.items.map((r: { line: number; id: string; errors: { pointer: string; code: string }[] }) => [
      r.line,
      r.id,
      ...r.errors.map((e) => `${e.pointer} ${e.code}`),
    ]);
    expect(named).toEqual([
      [1, 'dirty-01', '/notice_date not_a_date'],
      [2, 'dirty-02', '/service_term_text term_without_unit'],
      [3, 'dirty-03', '/bid_deadline deadline_before_notice'],
      [4, 'dirty-04', '/notice_date no_such_day'],
      [5, 'dirty-05', '/budget_yuan negative_amount'],
      [6, 'dirty-06', '/budget_yuan not_an_amount'],
      [7, 'dirty-07', '/service_end end_before_start'],
      [8, 'dirty-08', '/method not_allowed_value'],
      [9, 'dirty-09', '/colour unknown_field'],
      [10, null, ' malformed_json'],
      [11, 'dirty-11', '/lots not_a_list'],
      [12, 'dirty-12', '/follows follows_unknown'],
    ]);
    expect(body.items.map((r: { raw: string }) => r.raw)).toEqual(DIRTY.slice(0, 12));
    const zh = await get(`/imports/${done.id}/rejects?limit=1`, { 'Accept-Language': 'zh-CN' }).expect(200);
    expect(zh.body.items[0].errors[0].text).toMatch(/^不是日期/);
    expect((await get(zh.body.next.replace('/api/v1', ''))).body.items[0].line).toBe(2);
    const [{ n }] = await app.dataSource.query(`SELECT count(*)::int AS n FROM tender WHERE dataset = 'import:dirty'`);
    expect(n).toBe(1);
  });

  it.each([
    ['a BOM', `\ufeff${text([row('b')])}`, 1, 0],
    ['CRLF', text([row('c'), row('d')]).replaceAll('\n', '\r\n'), 2, 0],
    ['no newline at the end', JSON.stringify(row('e')), 1, 0],
    ['empty lines', `\n\n${JSON.stringify(row('f'))}\n\n`, 1, 0],
    ['nothing at all', '', 0, 0],
    [
      'a line that is not UTF-8',
      Buffer.concat([
        Buffer.from('{"id":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(`"}\n${JSON.stringify(row('g'))}\n`),
      ]),
      1,
      1,
    ],
    ['NUL and half a character', '{"id":"h\\u0000"}\n{"id":"\\ud83d"}\n', 0, 2],
    ['lines that are no objects', '[]\n"x"\n5\nnull\n', 0, 4],
    ['reserved names', '{"id":"i","__proto__":{"x":1},"notice_type":"tender","project_title":"t"}\n', 0, 1],
  ])('%s', async (_, content, accepted, rejected) => {
    const name = `form${Math.floor(Math.random() * 1e9)}`;
    expect(await finished(content, `name=${name}`)).toMatchObject({ state: 'done', accepted, rejected });
  });

  it('a dry run says what the run will say, and stores nothing', async () => {
    const before = await rowCounts(app, ['audit_entry', 'outbox']);
    const mixed = text([...REAL, ...DIRTY]);
    const dry = await finished(mixed, 'dryRun=true&name=mixed');
    expect(await rowCounts(app, ['audit_entry', 'outbox'])).toEqual(before);
    const run = await finished(mixed, 'name=mixed');
    const figures = ({ rows, accepted, unchanged, rejected }: Record<string, unknown>) => ({
      rows,
      accepted,
      unchanged,
      rejected,
    });
    expect(figures(dry)).toEqual(figures(run));
    expect(figures(run)).toEqual({ rows: 70, accepted: 58, unchanged: 0, rejected: 12 });
    const rejects = async (id: string) => (await get(`/imports/${id}/rejects?limit=200`)).body.items;
    expect(await rejects(dry.id)).toEqual(await rejects(run.id));
    expect(figures(await finished(mixed, 'name=mixed'))).toEqual({
      rows: 70,
      accepted: 0,
      unchanged: 58,
      rejected: 12,
    });
  });

  it.each([
    ['another content type', text([row('x')]), 'name=n', { 'Content-Type': 'application/json' }, 415],
    ['a compressed body', text([row('x')]), 'name=n', { 'Content-Encoding': 'gzip' }, 415],
    ['a line of 2 MB', text([row('x', { note: 'x'.repeat(2 * 1024 * 1024) })]), 'name=n', {}, 413],
    ['5 MB in small lines', `${JSON.stringify(row('x'))}\n`.repeat(40_000), 'name=n', {}, 413],
    ['no name', text([row('x')]), '', {}, 400],
    ['a name that is none', text([row('x')]), 'name=A%20b', {}, 400],
    ['a maybe dry run', text([row('x')]), 'name=n&dryRun=perhaps', {}, 400],
    ['an unknown parameter', text([row('x')]), 'name=n&force=true', {}, 400],
  ])('%s is refused and leaves nothing', async (_, content, query, headers, status) => {
    const count = () =>
      app.dataSource.query(
        `SELECT count(*)::int AS imports, (SELECT count(*)::int FROM import_line) AS lines FROM import`,
      );
    const before = await count();
    const { body } = await post(content, query, headers).expect(status);
    expect(typeof body.code).toBe('string');
    expect(await count()).toEqual(before);
  });

  it('a line that is too long is named', async () => {
    const content = text([row('x'), row('y', { note: 'x'.repeat(1024 * 1024) })]);
    expect((await post(content, 'name=n').expect(413)).body.detail).toContain('Line 2');
  });

  it('an upload without a length that grows too large can still read its answer', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${app.url}/api/v1/imports?name=n`, {
        method: 'POST',
        headers: { ...officer.auth, 'Content-Type': 'application/x-ndjson' },
      });
      sent.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject);
      for (let i = 0; i < 60; i++) sent.write(`${JSON.stringify(row('x', { note: 'x'.repeat(900) }))}\n`.repeat(100));
      sent.end();
    });
    expect(status).toBe(413);
  });

  it('is for those who may, and seen by their body alone', async () => {
    await app.http.post('/api/v1/imports?name=n').set('Content-Type', 'application/x-ndjson').send('').expect(401);
    const agency = await makeUser(app, 'agency_manager');
    await post(text([row('x')]), 'name=n', agency.auth).expect(403);
    const { body } = await post(text([row('x')]), 'name=own').expect(202);
    const stranger = await makeUser(app, 'bureau_officer');
    for (const path of [`/imports/${body.id}`, `/imports/${body.id}/rejects`])
      await app.http.get(`/api/v1${path}`).set(stranger.auth).expect(404);
  });
});
