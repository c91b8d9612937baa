import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DocumentsService } from '../../src/kernel/documents/documents.service.js';
import type { SweepJob } from '../../src/kernel/queue/jobs/job.js';
import { JobRegistry } from '../../src/kernel/queue/jobs/job-registry.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { BARE_PHOTO, bomb, PHOTO } from '../support/files.js';
import { SAFE_FILES, UNSAFE_FILES } from '../support/unsafe-files.js';
import { startTestApp, type TestApp } from '../support/app.js';

const PATH = '/api/v1/documents';
const MAX = 1_000_000;

const pdf = (extra = ''): Buffer => Buffer.from(`%PDF-1.4\n1 0 obj <<>> endobj\n${extra}\n%%EOF\n`);
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** The first bytes of a program of Linux. */
const PROGRAM = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(200)]);
/** 中文 in GB 18030. */
const GB = Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0x2c, 0x31, 0x0a]);

interface View {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  organisation: string;
  uploadedBy: string;
}

describe('documents', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  let stranger: TestAccount;
  let folder: string;
  beforeAll(async () => {
    app = await startTestApp({ env: { DOCUMENT_MAX_BYTES: String(MAX) } });
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    stranger = await makeUser(app, 'bureau_officer');
    folder = app.settings.documentsDir as string;
  });
  afterAll(() => app.close());

  const upload = (content: Buffer, filename: string, contentType?: string, by = officer) =>
    app.http
      .post(PATH)
      .set(by.auth)
      .attach('file', content, { filename, ...(contentType && { contentType }) });
  const waiting = (): string[] => (existsSync(join(folder, 'incoming')) ? readdirSync(join(folder, 'incoming')) : []);
  const rowCount = async (): Promise<number> =>
    Number((await app.dataSource.query<{ n: string }[]>(`SELECT count(*) AS n FROM document`))[0]?.n);

  it('is stored whole, hashed, audited, and read back byte for byte', async () => {
    const content = pdf(randomBytes(300_000).toString('base64'));
    const answer = await upload(content, '需求“调查” 报告.pdf', 'application/pdf');
    expect(answer.status).toBe(201);
    const made = answer.body as View;
    expect(made).toMatchObject({
      name: '需求“调查” 报告.pdf',
      mediaType: 'application/pdf',
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      organisation: bureau,
      uploadedBy: officer.id,
    });
    expect((await app.http.get(`${PATH}/${made.id}`).set(officer.auth).expect(200)).body).toEqual(made);
    const read = await app.http.get(`${PATH}/${made.id}/content`).set(officer.auth).buffer(true).expect(200);
    expect(Buffer.compare(read.body as Buffer, content)).toBe(0);
    expect(read.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(content.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('需求“调查” 报告.pdf')}`,
    });
    const file = join(folder, made.id.slice(0, 2), made.id);
    expect(Buffer.compare(readFileSync(file), content)).toBe(0);
    expect(waiting()).toEqual([]);
    const audit = await app.dataSource.query(
      `SELECT action, tenants FROM audit_entry WHERE aggregate_type = 'document' AND aggregate_id = $1`,
      [made.id],
    );
    expect(audit).toEqual([{ action: 'uploaded', tenants: [bureau] }]);
  });

  it('the same file sent twice is one document', async () => {
    const content = pdf('twice');
    const [first, second] = await Promise.all([upload(content, 'a.pdf'), upload(content, 'a.pdf')]);
    expect([first?.status, second?.status, second?.body.id]).toEqual([201, 201, first?.body.id]);
    const renamed = await upload(content, 'b.pdf');
    const elsewhere = await upload(content, 'a.pdf', undefined, stranger);
    expect(new Set([first?.body.id, renamed.body.id, elsewhere.body.id]).size).toBe(3);
    expect(waiting()).toEqual([]);
  });

  it.each([
    ['p.png', 'image/png', PNG, 'image/png'],
    ['P.PNG', 'application/octet-stream', PNG, 'image/png'],
    ['t.txt', 'text/plain', Buffer.from('每天一顿热饭\n\u202Eabc 🙂'), 'text/plain'],
    ['gb.csv', 'application/vnd.ms-excel', GB, 'text/csv'],
    ['.pdf', undefined, pdf('only an ending'), 'application/pdf'],
  ])('takes %s sent as %s', async (name, declared, content, mediaType) => {
    const answer = await upload(content, name, declared);
    expect([answer.status, answer.body.mediaType, answer.body.name]).toEqual([201, mediaType, name]);
  });

  it('a photo is kept without what it says of place and device, is hashed so, and is one where it comes again', async () => {
    const first = await upload(PHOTO, 'visit.jpg', 'image/jpeg');
    expect(first.status).toBe(201);
    const sha256 = createHash('sha256').update(BARE_PHOTO).digest('hex');
    expect(first.body).toMatchObject({ mediaType: 'image/jpeg', size: BARE_PHOTO.length, sha256 });
    const { id } = first.body as View;
    const read = await app.http.get(`${PATH}/${id}/content`).set(officer.auth).buffer(true).expect(200);
    expect(Buffer.compare(read.body as Buffer, BARE_PHOTO)).toBe(0);
    expect(readFileSync(join(folder, id.slice(0, 2), id)).equals(BARE_PHOTO)).toBe(true);
    expect((await upload(PHOTO, 'visit.jpg', 'image/jpeg')).body.id).toBe(id);
    const before = await rowCount();
    const broken = await upload(PHOTO.subarray(0, 30), 'broken.jpg', 'image/jpeg');
    expect([broken.status, broken.body.code, broken.body.errors[0]]).toEqual([
      400,
      'validation_failed',
      expect.objectContaining({ pointer: '/file', code: 'broken_picture' }),
    ]);
    expect([await rowCount(), waiting()]).toEqual([before, []]);
  });

  it.each([
    ['a program named .pdf', 'a.pdf', 'application/pdf', PROGRAM],
    ['a program under its own name', 'a.exe', undefined, PROGRAM],
    ['a picture named .pdf', 'a.pdf', 'application/pdf', PNG],
    ['a document called something else', 'a.pdf', 'image/png', pdf()],
    ['a program named .txt', 'a.txt', 'text/plain', PROGRAM],
    ['text that is neither UTF-8 nor GB 18030', 'a.txt', 'text/plain', Buffer.from([0x61, 0xff, 0xfe, 0xff, 0x0a])],
    ['a page', 'a.html', 'text/html', Buffer.from('<script>alert(1)</script>')],
    ['a name without an ending', 'README', 'text/plain', Buffer.from('x')],
    ['a name of the prototype', 'a.constructor', 'text/plain', Buffer.from('x')],
  ])('refuses %s', async (_, name, declared, content) => {
    const before = await rowCount();
    const answer = await upload(content, name, declared);
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
    expect([await rowCount(), waiting()]).toEqual([before, []]);
  });

  it.each(UNSAFE_FILES.filter(([kind], n) => UNSAFE_FILES.findIndex((other) => other[0] === kind) === n))(
    'refuses one with %s and says so: %s',
    async (found, _, name, content) => {
      const before = await rowCount();
      const answer = await upload(content, name);
      expect([answer.status, answer.body.code, answer.body.facts]).toEqual([422, 'unsafe_file', { found }]);
      expect([await rowCount(), waiting()]).toEqual([before, []]);
    },
  );

  it('takes every honest neighbour of those', async () => {
    for (const [, name, content] of SAFE_FILES)
      expect([name, (await upload(content, name)).status]).toEqual([name, 201]);
  });

  it('refuses a document that unfolds to half a gigabyte', async () => {
    const before = await rowCount();
    const answer = await upload(bomb(), '方案.docx');
    expect([answer.status, answer.body.code]).toEqual([422, 'zip_bomb']);
    expect([await rowCount(), waiting()]).toEqual([before, []]);
  });

  it('takes exactly the limit and refuses one byte more, said before or not', async () => {
    const fill = (size: number) => Buffer.concat([pdf(), Buffer.alloc(size - pdf().length, 0x20)]);
    expect((await upload(fill(MAX), 'limit.pdf')).status).toBe(201);
    const over = await upload(fill(MAX + 1), 'over.pdf');
    expect([over.status, over.body.code]).toEqual([413, 'payload_too_large']);
    const far = await upload(fill(MAX + 500_000), 'far.pdf');
    expect([far.status, far.body.code]).toEqual([413, 'payload_too_large']);
    const streamed = await fetch(`${app.url}${PATH}`, {
      method: 'POST',
      headers: { ...officer.auth, 'content-type': 'multipart/form-data; boundary=x' },
      body: chunked('--x\r\nContent-Disposition: form-data; name="file"; filename="s.pdf"\r\n\r\n%PDF-1.4', 40),
      duplex: 'half',
    });
    expect([streamed.status, ((await streamed.json()) as { code: string }).code]).toEqual([413, 'payload_too_large']);
    expect(waiting()).toEqual([]);
  });

  it('leaves nothing behind when the sender goes away', async () => {
    const before = await rowCount();
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: ${officer.auth.Authorization}\r\n` +
        `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 500000\r\n\r\n` +
        `--x\r\nContent-Disposition: form-data; name="file"; filename="broken.pdf"\r\n\r\n%PDF-1.4 ${'x'.repeat(100_000)}`,
    );
    for (let i = 0; i < 3000 && waiting().length === 0; i++) await pause(20);
    expect(waiting()).toHaveLength(1);
    socket.destroy();
    for (let i = 0; i < 3000 && waiting().length > 0; i++) await pause(20);
    expect([waiting(), await rowCount()]).toEqual([[], before]);
  });

  it('a crash between commit and rename: the file is found, and the sweep puts it in its place', async () => {
    const { id } = (await upload(pdf('crash'), 'crash.pdf')).body as View;
    const kept = join(folder, id.slice(0, 2), id);
    const incoming = join(folder, 'incoming', id);
    const { renameSync } = await import('node:fs');
    renameSync(kept, incoming);
    mkdirSync(join(folder, 'incoming'), { recursive: true });
    writeFileSync(join(folder, 'incoming', 'left-by-a-crash'), 'x');
    await app.http.get(`${PATH}/${id}/content`).set(officer.auth).expect(200);
    const service = app.running.app.get(DocumentsService);
    await service.sweep(new Date(Date.now() - 60_000));
    expect(waiting().sort()).toEqual([id, 'left-by-a-crash'].sort());
    const old = new Date(Date.now() - 120_000);
    for (const name of waiting()) utimesSync(join(folder, 'incoming', name), old, old);
    await service.sweep(new Date(Date.now() - 60_000));
    expect([existsSync(kept), waiting()]).toEqual([true, []]);
  });

  it.each([
    ['was lost', (path: string) => rmSync(path)],
    ['was cut short', (path: string) => writeFileSync(path, '%PDF')],
  ])('one whose content %s in a restore is whole again once the same file is sent again', async (name, damage) => {
    const content = pdf(name);
    const { id } = (await upload(content, `${name}.pdf`)).body as View;
    damage(join(folder, id.slice(0, 2), id));
    const broken = await app.http.get(`${PATH}/${id}/content`).set(officer.auth).timeout(5000);
    expect([broken.status, broken.body.code]).toEqual([409, 'file_altered']);
    const again = await upload(content, `${name}.pdf`);
    expect([again.status, again.body.id]).toEqual([201, id]);
    const read = await app.http.get(`${PATH}/${id}/content`).set(officer.auth).buffer(true).expect(200);
    expect(Buffer.compare(read.body as Buffer, content)).toBe(0);
    expect(waiting()).toEqual([]);
  });

  it('that a crash left behind goes by a sweep of the workers too, without a start; what is still coming stays', async () => {
    const place = (name: string): string => join(folder, 'incoming', name);
    mkdirSync(join(folder, 'incoming'), { recursive: true });
    for (const name of ['left-yesterday', 'still-coming']) writeFileSync(place(name), 'x');
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    utimesSync(place('left-yesterday'), yesterday, yesterday);
    const registry = app.running.app.get(JobRegistry);
    const job = registry.sweepJobs.find(({ name }) => name === 'settle-stranded-files');
    expect(job).toMatchObject({ every: 60 * 60 * 1000, queue: 'sweeps' });
    await registry.getHandler(job as SweepJob)();
    expect(waiting()).toEqual(['still-coming']);
    rmSync(place('still-coming'));
  });

  it('is read by the body that uploaded it and by whoever sees an object that refers to it', async () => {
    const committee = await makeBody(app, { kind: 'community_committee' });
    const worker = await makeUser(app, 'community_worker', committee);
    const { id } = (await upload(pdf('evidence'), 'evidence.pdf')).body as View;
    const status = async (by: TestAccount) => (await app.http.get(`${PATH}/${id}`).set(by.auth)).status;
    expect(await Promise.all([officer, worker, stranger].map(status))).toEqual([200, 404, 404]);
    await app.http.get(`${PATH}/${id}`).expect(401);
    await app.http.get(`${PATH}/${id}/content`).set(worker.auth).expect(404);
    const place = await app.http
      .post('/api/v1/communities')
      .set(officer.auth)
      .send({ name: 'evidence', region: '990203', committee })
      .expect(201);
    const need = { title: 'x', source: { kind: 'statement' }, documents: [id], community: place.body.id as string };
    const guessed = await app.http
      .post('/api/v1/needs')
      .set(stranger.auth)
      .send({ ...need, community: null });
    expect([guessed.status, guessed.body.errors[0].pointer]).toEqual([404, '/documents/0']);
    const made = await app.http.post('/api/v1/needs').set(officer.auth).send(need).expect(201);
    expect(made.body.documents).toEqual([id]);
    expect(await Promise.all([officer, worker, stranger].map(status))).toEqual([200, 200, 404]);
    await app.http.get(`${PATH}/${id}/content`).set(worker.auth).expect(200);
  });

  it('belongs to a body of the caller', async () => {
    const refused = await upload(pdf('for'), 'for.pdf').field('organisation', await makeBody(app));
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/organisation']);
    const own = await upload(pdf('for'), 'for.pdf').field('organisation', bureau);
    expect(own.body.organisation).toBe(bureau);
    const reader = await makeUser(app, 'panel_member');
    expect((await upload(pdf(), 'a.pdf', undefined, reader)).status).toBe(403);
    expect(waiting()).toEqual([]);
  });

  it.each<
    [
      string,
      () => PromiseLike<{ status: number; body: { code: string; errors?: { pointer: string }[] } }>,
      number,
      string,
    ]
  >([
    ['JSON', () => app.http.post(PATH).set(officer.auth).send({ file: 'x' }), 415, ''],
    ['no body', () => app.http.post(PATH).set(officer.auth), 415, ''],
    [
      'no boundary',
      () => app.http.post(PATH).set(officer.auth).set('Content-Type', 'multipart/form-data').send('x'),
      400,
      '',
    ],
    ['no file', () => app.http.post(PATH).set(officer.auth).field('organisation', bureau), 400, '/file'],
    ['a text as file', () => app.http.post(PATH).set(officer.auth).field('file', 'x'), 400, '/file'],
    ['an empty file', () => upload(Buffer.alloc(0), 'a.pdf'), 400, '/file'],
    ['an unknown field', () => upload(pdf(), 'a.pdf').field('colour', 'red'), 400, '/colour'],
    [
      'a file under another name',
      () => app.http.post(PATH).set(officer.auth).attach('other', pdf(), 'a.pdf'),
      400,
      '/other',
    ],
    ['two files', () => upload(pdf(), 'a.pdf').attach('file', pdf('b'), 'b.pdf'), 400, '/file'],
    ['a name of 10 000 characters', () => upload(pdf(), `${'x'.repeat(10_000)}.pdf`), 400, '/file'],
    [
      'half a multipart',
      () => raw('--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF'),
      400,
      '',
    ],
    ['a multipart that is none', () => raw('nothing of the kind'), 400, ''],
    ['a field without a name', () => raw('--x\r\nContent-Disposition: form-data\r\n\r\ny\r\n--x--'), 400, '/'],
    [
      'a file under an empty name',
      () => raw('--x\r\nContent-Disposition: form-data; name=""; filename="a.pdf"\r\n\r\n%PDF\r\n--x--'),
      400,
      '/',
    ],
  ])('refuses %s', async (_, request, status, pointer) => {
    const before = await rowCount();
    const answer = await request();
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.[0]?.pointer ?? '').toBe(pointer);
    expect([await rowCount(), waiting()]).toEqual([before, []]);
  });

  it('every beginning of a multipart is answered, and the server lives on', async () => {
    const whole =
      '--x\r\nContent-Disposition: form-data; name="organisation"\r\n\r\nnobody\r\n' +
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n' +
      '%PDF-1.4\r\n-- \r\n--x-\r\n--x\r\nX: y\r\n\r\n\r\n--x--\r\n';
    const before = await rowCount();
    for (let length = 1; length <= whole.length; length++) expect((await raw(whole.slice(0, length))).status).toBe(400);
    expect([await rowCount(), waiting()]).toEqual([before, []]);
  });

  const raw = (text: string) =>
    app.http.post(PATH).set(officer.auth).set('Content-Type', 'multipart/form-data; boundary=x').send(text);
});

/** A body of unknown length. */
function chunked(head: string, pieces: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent > pieces) return controller.close();
      controller.enqueue(sent === 0 ? new TextEncoder().encode(head) : new Uint8Array(50_000).fill(0x20));
      sent += 1;
    },
  });
}
