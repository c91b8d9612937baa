import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { request as open, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { row, text } from '../support/imports.js';
import { stored } from '../support/stored.js';

const MAX = 40 * 1024 * 1024;
/** Long enough for all that is asked meanwhile, on a busy machine too. */
const IDLE_SECONDS = 30;
let app: TestApp;
let officer: TestAccount;
/** Another application, whose one upload goes on while the first waits until those that stand still are given up. */
let aside: TestApp;
let steady: Promise<number | undefined>;
beforeAll(async () => {
  const env = { IMPORT_MAX_BYTES: String(MAX), IMPORT_IDLE_SECONDS: String(IDLE_SECONDS) };
  app = await startTestApp({ env });
  officer = await makeUser(app, 'bureau_officer');
  aside = await startTestApp({ env });
  steady = sendSteadily(await makeUser(aside, 'bureau_officer'));
  steady.catch(() => undefined);
});
afterAll(async () => {
  await aside.close();
  await app.close();
});

const waiting = (of = app): string[] => {
  const folder = join(of.settings.documentsDir as string, 'incoming');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const until = async (ask: () => boolean | Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + 60_000; !(await ask()); await pause(20))
    if (Date.now() > deadline) throw new Error('it did not come about in time');
};

interface Upload {
  sent: ClientRequest;
  answer: Promise<{ status: number | undefined; code: string; language: string; connection: string | undefined }>;
  closed: Promise<void>;
}
const opened: ClientRequest[] = [];
afterEach(() => {
  for (const sent of opened.splice(0)) sent.destroy();
});

/** Begins an upload that says nothing of its length, and leaves it to the caller to go on. */
function begin(name: string, headers: Record<string, string> = {}): Upload {
  const upload = beginAt(app, name, { ...officer.auth, ...headers });
  opened.push(upload.sent);
  return upload;
}
function beginAt({ url }: TestApp, name: string, headers: Record<string, string>): Upload {
  const sent = open(`${url}/api/v1/imports?name=${name}`, {
    method: 'POST',
    agent: false,
    headers: { 'Content-Type': 'application/x-ndjson', ...headers },
  });
  const closed = new Promise<void>((resolve) => sent.once('close', () => resolve()));
  const answer = new Promise<Awaited<Upload['answer']>>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const { code, language } = JSON.parse(Buffer.concat(chunks).toString()) as Record<'code' | 'language', string>;
        resolve({ status: response.statusCode, code, language, connection: response.headers.connection });
      });
    });
  });
  answer.catch(() => undefined);
  sent.write(`${JSON.stringify(row(randomUUID()))}\n{"id":"half`);
  return { sent, answer, closed };
}
/** An upload that never stands still for long, and takes longer than one may. */
async function sendSteadily({ auth }: TestAccount): Promise<number | undefined> {
  const upload = beginAt(aside, 'steady', auth);
  for (let i = 0; i < 4; i++) {
    await pause((IDLE_SECONDS * 1000) / 3);
    upload.sent.write('f');
  }
  upload.sent.end('"}\n');
  return (await upload.answer).status;
}

describe('uploads that stand still', () => {
  it('twenty of them, with a key and without, take no connection from anybody', async () => {
    const world = await stored(app);
    const uploads = Array.from({ length: 20 }, (_, i) =>
      begin(`slow${i}`, i % 2 === 0 ? {} : { 'Idempotency-Key': randomUUID() }),
    );
    await until(() => waiting().length === 20);
    let given = 0;
    for (const { answer } of uploads) void answer.then(() => (given += 1));
    const answers = await Promise.all([
      ...Array.from({ length: 30 }, () => app.http.get('/api/v1/organisations').set(officer.auth)),
      app.http
        .post('/api/v1/imports?name=quick')
        .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': randomUUID() })
        .send(text([row('q')])),
    ]);
    expect(answers.map((a) => a.status)).toEqual([...Array.from({ length: 30 }, () => 200), 202]);
    expect(given).toBe(0);
    for (const upload of uploads) {
      expect(await upload.answer).toMatchObject({ status: 408, code: 'upload_stalled', connection: 'close' });
      await upload.closed;
    }
    await until(() => waiting().length === 0);
    const changed = Object.entries(await stored(app)).filter(([table, what]) => world[table] !== what);
    expect(changed.map(([table]) => table).sort()).toEqual(
      ['audit_entry', 'idempotent_request', 'import', 'import_line', 'import_name', 'outbox'].sort(),
    );
    const imports = await app.dataSource.query(`SELECT dataset FROM import`);
    expect(imports).toEqual([{ dataset: 'import:quick' }]);
  });

  it('one that goes on in time is taken, however long the whole is', async () => {
    expect(await steady).toBe(202);
    expect(waiting(aside)).toEqual([]);
  });

  it('one that goes away leaves nothing', async () => {
    const world = await stored(app);
    const upload = begin('gone', { 'Idempotency-Key': randomUUID() });
    await until(() => waiting().length === 1);
    upload.sent.destroy();
    await until(() => waiting().length === 0);
    expect(await stored(app)).toEqual(world);
  });

  it('one of another type is refused before it is through', async () => {
    const upload = begin('typed', { 'Content-Type': 'text/plain' });
    expect(await upload.answer).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });
});

describe('an upload that is too large', () => {
  it('is told so where it is written whole before anything is read', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    const headers = { Host: hostname, 'Content-Type': 'application/x-ndjson', 'Transfer-Encoding': 'chunked' };
    const lines = Object.entries({ ...headers, ...officer.auth }).map(([name, value]) => `${name}: ${value}`);
    const write = (bytes: string | Buffer) => new Promise((written) => socket.write(bytes, written));
    await write(['POST /api/v1/imports?name=wide HTTP/1.1', ...lines, '', ''].join('\r\n'));
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'x'), Buffer.from('\r\n')]);
    // What a connection holds by itself is far less than what is too much.
    for (let sent = 0; sent < 2 * MAX; sent += 0x100000) await write(chunk);
    await write('0\r\n\r\n');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await until(() => answer.includes('}'));
    socket.destroy();
    expect([answer.split(' ')[1], answer.includes('"payload_too_large"')]).toEqual(['413', true]);
    await until(() => waiting().length === 0);
  });
});

describe('what an upload says of itself', () => {
  const send = (type: string, content = text([row(randomUUID())])) =>
    app.http
      .post('/api/v1/imports?name=said')
      .set({ ...officer.auth, 'Content-Type': type })
      .send(content);

  it.each(['application/x-ndjson', 'application/jsonl; charset=utf-8', 'application/x-ndjson;charset="UTF-8"'])(
    '%s is taken',
    async (type) => {
      await send(type).expect(202);
    },
  );

  it.each(['gbk', 'utf-16', '"gb18030"', 'iso-8859-1'])('charset=%s is refused', async (charset) => {
    const before = await stored(app);
    const { body } = await send(`application/x-ndjson; charset=${charset}`).expect(415);
    expect((body as { code: string }).code).toBe('unsupported_media_type');
    expect(await stored(app)).toEqual(before);
  });

  it('lines of a megabyte each are taken, a few in memory at a time', async () => {
    const line = (i: number) => row(`wide-${i}`, { note: 'x'.repeat(1024 * 1024 - 400) });
    const { body } = await send('application/x-ndjson', text(Array.from({ length: 30 }, (_, i) => line(i)))).expect(
      202,
    );
    expect(body).toMatchObject({ rows: 30 });
  });
});

describe('an import that was received', () => {
  it('says where it is, and says it again to who repeats the request', async () => {
    const [key, content] = [randomUUID(), text([row(randomUUID())])];
    for (const replay of [undefined, 'true']) {
      const { body, headers } = await app.http
        .post('/api/v1/imports?name=placed')
        .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key })
        .send(content)
        .expect(202);
      const at = headers as Record<string, string | undefined>;
      expect(at['idempotent-replay']).toBe(replay);
      expect(at['location']).toBe(`/api/v1/imports/${(body as { id: string }).id}`);
      await app.http
        .get(at['location'] as string)
        .set(officer.auth)
        .expect(200);
    }
  });

  it('and the document promises it', async () => {
    const { body } = await app.http.get('/openapi.json').expect(200);
    const { responses } = (body as { paths: Record<string, { post: { responses: Record<string, object> } }> }).paths[
      '/api/v1/imports'
    ]?.post as { responses: Record<string, object> };
    expect(responses['202']).toMatchObject({
      headers: { Location: { $ref: '#/components/headers/Location' }, 'Idempotent-Replay': {} },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ImportDto' } } },
    });
  });
});
