import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { request as open } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fetchXlsxTemplate, fillTemplate, XLSX } from '../support/bulk-rows.js';
import { readDocument } from '../support/document.js';
import { listCodes, type Described } from '../support/operations.js';
import { connect, raise, untilWaiting, withFault } from '../support/faults.js';
import { row, text } from '../support/imports.js';
import { stored } from '../support/stored.js';

const MAX = 300_000;
let app: TestApp;
let bureau: string;
let officer: TestAccount;
let colleague: TestAccount;
beforeAll(async () => {
  app = await startTestApp({ env: { IMPORT_MAX_BYTES: String(MAX), DOCUMENT_MAX_BYTES: String(MAX) } });
  bureau = await makeBody(app);
  officer = await makeUser(app, 'bureau_officer', bureau);
  colleague = await makeUser(app, 'bureau_officer', bureau);
});
afterAll(() => app.close());

type Answer = { status: number; text: string; body: unknown; headers: Record<string, string> };
interface Sent {
  /** What is streamed: a file of notices, a document. */
  content: string | Buffer;
  key?: string;
  by?: TestAccount;
  /** Of an import. */
  query?: string;
  type?: string;
  /** Of a document. */
  name?: string;
}
const isReplay = (answer: Answer) => answer.headers['idempotent-replay'] === 'true';
const code = (answer: Answer) => (answer.body as { code?: string }).code;
const outcome = (answer: Answer) => [answer.status, code(answer), isReplay(answer)];
const keyed = ({ key, by = officer }: Sent) => ({ ...by.auth, ...(key !== undefined && { 'Idempotency-Key': key }) });

const imported = (sent: Sent): Promise<Answer> =>
  app.http
    .post(`/api/v1/imports?${sent.query ?? 'name=retried'}`)
    .set({ ...keyed(sent), 'Content-Type': sent.type ?? 'application/x-ndjson' })
    .send(sent.content)
    .then((answer) => answer);
const uploaded = (sent: Sent): Promise<Answer> =>
  app.http
    .post('/api/v1/documents')
    .set(keyed(sent))
    .attach('file', Buffer.from(sent.content as string), { filename: sent.name ?? 'a.txt', contentType: 'text/plain' })
    .then((answer) => answer);

/** Files that stand anywhere in the store. */
function files(): string[] {
  const folder = app.settings.documentsDir as string;
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.length > 20)
    : [];
}
const waiting = (): string[] => {
  const folder = join(app.settings.documentsDir as string, 'incoming');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const world = async () => [await stored(app), files().sort()];

describe.each([
  { route: 'imports', send: imported, status: 202, table: 'import', other: { query: 'name=other' } },
  { route: 'documents', send: uploaded, status: 201, table: 'document', other: { name: 'b.txt' } },
])('POST /$route sent twice with one key', ({ route, send, status, table, other }) => {
  let key: string;
  let content: string;
  beforeEach(() => {
    key = randomUUID();
    content = text([row(`r-${randomUUID()}`)]);
  });

  it('does its work once and gets the same answer, byte for byte', async () => {
    const first = await send({ content, key });
    expect([first.status, isReplay(first)]).toEqual([status, false]);
    const before = await world();
    const second = await send({ content, key });
    expect([second.status, isReplay(second), second.text]).toEqual([status, true, first.text]);
    expect(await world()).toEqual(before);
    expect(waiting()).toEqual([]);
  });

  it('but with another content, name or type is refused, and nothing of it is kept', async () => {
    expect((await send({ content, key })).status).toBe(status);
    const before = await world();
    for (const differs of [{ content: `${content}${text([row('r-more')])}` }, { ...other, content }])
      expect(outcome(await send({ ...differs, key }))).toEqual([422, 'key_reused', false]);
    expect(await world()).toEqual(before);
  });

  it('by somebody else, or without a key, is another request', async () => {
    const answers = [
      await send({ content, key }),
      await send({ content, key, by: colleague }),
      await send({ content }),
    ];
    expect(answers.map((a) => [a.status, isReplay(a)])).toEqual([1, 2, 3].map(() => [status, false]));
  });

  it('while the first is running is told so at once, and gets the answer when it is there', async () => {
    const blocker = await connect(app);
    try {
      await blocker.query('BEGIN; LOCK TABLE outbox IN SHARE MODE');
      const running = send({ content, key });
      await untilWaiting(blocker);
      const second = await send({ content, key });
      expect([...outcome(second), second.headers['retry-after']]).toEqual([409, 'key_in_progress', false, '1']);
      await blocker.query('COMMIT');
      const first = await running;
      expect([first.status, isReplay(first)]).toEqual([status, false]);
      expect((await send({ content, key })).text).toBe(first.text);
    } finally {
      await blocker.end();
    }
  });

  it('twenty times at once does its work once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ content, key })));
    const done = answers.filter((a) => a.status === status);
    expect(done.filter((a) => !isReplay(a))).toHaveLength(1);
    expect(new Set(done.map((a) => a.text)).size).toBe(1);
    expect(new Set(answers.map((a) => code(a) ?? 'done'))).not.toContain('internal_error');
    for (const answer of answers) expect([status, 409]).toContain(answer.status);
    const { id } = done[0]?.body as { id: string };
    const rows = await app.dataSource.query<unknown[]>(
      `SELECT FROM audit_entry WHERE aggregate_type = '${table}' AND aggregate_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  it('after a fault of ours is done, for a 5xx is never remembered', async () => {
    const before = await world();
    const broken = await withFault(app, 'outbox', raise('XX000'), () => send({ content, key }));
    expect(outcome(broken)).toEqual([500, 'internal_error', false]);
    expect(await world()).toEqual(before);
    const later = await send({ content, key });
    expect([later.status, isReplay(later)]).toEqual([status, false]);
  });

  it('with a key that is none is refused', async () => {
    const before = await world();
    expect(outcome(await send({ content, key: 'a b' }))).toEqual([400, 'bad_idempotency_key', false]);
    expect(await world()).toEqual(before);
  });

  it('too large is refused each time, and not remembered', async () => {
    const before = await world();
    const large = 'x'.repeat(MAX + 100_000);
    for (const _ of [1, 2])
      expect(outcome(await send({ content: large, key }))).toEqual([413, 'payload_too_large', false]);
    expect(await world()).toEqual(before);
    expect((await send({ content, key })).status).toBe(status);
    expect(outcome(await send({ content: large, key })).slice(0, 1)).toEqual([413]);
  });

  it(`is told of in the document`, async () => {
    const { paths } = await readDocument<{ paths: Record<string, { post: Described }> }>(app);
    const { post } = paths[`/api/v1/${route}`] as { post: Described };
    expect(post.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
    );
    expect(listCodes(post)).toEqual(expect.arrayContaining(['bad_idempotency_key', 'key_in_progress', 'key_reused']));
  });
});

describe('an import whose rows are stored by a second attempt, the first having come to nothing', () => {
  const ROWS = 3;
  const numbers = Array.from({ length: ROWS }, (_, i) => i);
  const purchases = numbers.map((n) => ({ externalId: `again:${n}`, title: `第${n}项` }));
  const lines = (rows: readonly object[]): string => rows.map((each) => `${JSON.stringify(each)}\n`).join('');
  const releases = numbers.map((n) => ({
    ocid: `ocds-again-${n}`,
    id: `${n}`,
    date: '2024-01-01T00:00:00Z',
    tag: ['tender'],
  }));
  const workbook = async (): Promise<Buffer> =>
    fillTemplate(
      await fetchXlsxTemplate(app, officer, 'purchases', 'zh'),
      purchases.map(({ externalId, title }) => ({ '外部编号*': externalId, '项目名称*': title })),
    );

  it.each<[string, () => Sent | Promise<Sent>]>([
    ['notices', () => ({ content: text(numbers.map((n) => row(`again-${n}`))), query: 'name=again' })],
    ['OCDS', () => ({ content: lines(releases), query: 'name=again-ocds&format=ocds' })],
    ['rows', () => ({ content: lines(purchases), query: 'kind=purchases' })],
    [
      'a table',
      () => ({
        content: `externalId,title\n${purchases.map(({ externalId, title }) => `${externalId},${title}\n`).join('')}`,
        ...{ query: 'kind=purchases', type: 'text/csv' },
      }),
    ],
    ['a workbook', async () => ({ content: await workbook(), query: 'kind=purchases', type: XLSX })],
  ])('has every row of %s', async (_, prepare) => {
    const sent = await prepare();
    for (const key of [undefined, randomUUID()]) {
      const answer = await withFault(app, 'import_line', raise('40001', 1), () =>
        imported({ ...sent, ...(key && { key }) }),
      );
      expect(answer.status).toBe(202);
      const kept = await app.dataSource.query(
        `SELECT i.rows, (SELECT count(*)::int FROM import_line WHERE import_id = i.id) AS lines FROM import i WHERE i.id = $1`,
        [(answer.body as { id: string }).id],
      );
      expect(kept).toEqual([{ rows: ROWS, lines: ROWS }]);
    }
    expect(waiting()).toEqual([]);
  });
});

describe('a refusal of a stream', () => {
  it('of an import of another type is the answer to its repetition', async () => {
    const sent = { content: text([row('r-1')]), key: randomUUID(), type: 'text/plain' };
    expect(outcome(await imported(sent))).toEqual([415, 'unsupported_media_type', false]);
    const before = await world();
    expect(outcome(await imported(sent))).toEqual([415, 'unsupported_media_type', true]);
    expect(outcome(await imported({ ...sent, type: 'application/x-ndjson' }))).toEqual([422, 'key_reused', false]);
    expect(await world()).toEqual(before);
  });

  it('of a line that is too long, in the middle of the file, too: the rest is read for it', async () => {
    const small = await startTestApp({ env: { IMPORT_MAX_BYTES: String(4 * 1024 * 1024) } });
    try {
      const by = await makeUser(small, 'bureau_officer');
      const key = randomUUID();
      const send = (last: string): Promise<Answer> =>
        small.http
          .post('/api/v1/imports?name=long')
          .set({ ...by.auth, 'Idempotency-Key': key, 'Content-Type': 'application/x-ndjson' })
          .send(`${text([row('r-1')])}${'x'.repeat(1024 * 1024 + 1)}\n${'y'.repeat(1024 * 1024)}\n${last}`)
          .then((answer) => answer);
      expect(outcome(await send('a'))).toEqual([413, 'payload_too_large', false]);
      expect(outcome(await send('a'))).toEqual([413, 'payload_too_large', true]);
      expect(outcome(await send('b'))).toEqual([422, 'key_reused', false]);
      expect((await stored(small)).import).toBe('0 0');
    } finally {
      await small.close();
    }
  });

  it('of a document of a type not taken, too', async () => {
    const sent = { content: '<p>x</p>', key: randomUUID(), name: 'a.html' };
    expect(outcome(await uploaded(sent))).toEqual([415, 'unsupported_media_type', false]);
    const before = await world();
    expect(outcome(await uploaded(sent))).toEqual([415, 'unsupported_media_type', true]);
    expect(outcome(await uploaded({ ...sent, name: 'a.txt' }))).toEqual([422, 'key_reused', false]);
    expect(await world()).toEqual(before);
    expect(waiting()).toEqual([]);
  });

  it('of an upload that broke off is nobody’s answer: the same key then does the work', async () => {
    const [key, content] = [randomUUID(), text([row(`r-${randomUUID()}`)])];
    const before = await world();
    await new Promise<void>((resolve) => {
      const { port } = new URL(app.url);
      const headers = {
        ...officer.auth,
        'Idempotency-Key': key,
        'Content-Type': 'application/x-ndjson',
        'Content-Length': content.length + 1000,
      };
      const half = open({ port, method: 'POST', path: '/api/v1/imports?name=half', headers });
      half.on('error', () => undefined).once('close', resolve);
      half.write(content, () => setTimeout(() => half.destroy(), 100));
    });
    let answer = await imported({ content, key, query: 'name=half' });
    for (const until = Date.now() + 60_000; answer.status === 409 && Date.now() < until; await pause(50))
      answer = await imported({ content, key, query: 'name=half' });
    expect([answer.status, isReplay(answer)]).toEqual([202, false]);
    expect(await world()).not.toEqual(before);
  });
});
