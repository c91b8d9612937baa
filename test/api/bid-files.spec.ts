import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BidFileHandles } from '../../src/purchase/bids/files/bid-file-handles.js';
import { Envelopes } from '../../src/purchase/bids/opening/envelopes.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { FileExaminer } from '../../src/kernel/documents/examination/file-examiner.js';
import { computeStoredSize } from '../../src/kernel/sealing/sealed-file.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { UNSAFE_FILES } from '../support/unsafe-files.js';
import { alterFirst } from '../support/alter.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  Bidding,
  documentOf,
  issueTender,
  makeBidder,
  offer,
  openTenderBids,
  OPEN_TENDER,
  uploadFile,
  type Bidder,
} from '../support/bidding.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { haveDrawn } from '../support/experts.js';
import { bomb, docx, packedPdf, pdf, PROGRAM } from '../support/files.js';
import { allowFixedInstant, setInstant, sharedTransactions } from '../support/fixed-instant.js';
import { stored } from '../support/stored.js';

const MAX = 2_000_000;
const DAY = '2025-11-05T09:00:00+08:00';
const AFTER = '2025-12-01T01:30:00.000001Z';

describe('a file of a bid', () => {
  let app: TestApp;
  let bureau: Bureau;
  let lot: string;
  let bidder: Bidder;
  let bid: Bidding;
  let folder: string;
  beforeAll(async () => {
    app = await startTestApp({ env: { DOCUMENT_MAX_BYTES: String(MAX) } });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    folder = app.settings.documentsDir as string;
    ({ lot } = await issue());
  });
  beforeEach(async () => {
    await setInstant(app, DAY);
    bidder = await makeBidder(app);
    bid = await Bidding.begin(app, bidder, lot);
  });
  afterAll(() => app.close());

  async function issue() {
    await setInstant(app, null);
    const issued = await issueTender(app, bureau, OPEN_TENDER);
    await setInstant(app, DAY);
    return { tender: issued.tender, lot: issued.lots[0] as string };
  }
  /** Of a refused download as well, whose body is read as bytes. */
  const code = ({ status, body }: { status: number; body: unknown }) => [
    status,
    ((Buffer.isBuffer(body) ? JSON.parse(body.toString()) : body) as { code?: string }).code,
  ];
  const kept = () => (existsSync(join(folder, 'sealed')) ? readdirSync(join(folder, 'sealed')) : []);
  const waiting = () => (existsSync(join(folder, 'incoming')) ? readdirSync(join(folder, 'incoming')) : []);
  const download = (no: number, by: TestAccount, id = bid.id) =>
    app.http.get(`/api/v1/bids/${id}/files/${no}`).set(by.auth).responseType('blob');
  const change = async (content: object) =>
    app.http
      .patch(`/api/v1/bids/${bid.id}`)
      .set(bidder.user.auth)
      .set('If-Match', `"${(await bid.read()).version}"`)
      .send({ content });
  /** The place in the folder that a handle leads to. */
  const placeOf = (of: Bidding, handle: string) =>
    join(folder, 'sealed', app.running.app.get(BidFileHandles).uncover(of.id, handle)?.file ?? '');

  it('is sealed as it comes in, named by its draft, and read back by its bidder alone', async () => {
    const content = pdf(randomBytes(150_000).toString('hex'));
    const before = kept();
    const { sealed_envelope: _, ...others } = await stored(app);
    const answer = await uploadFile(bid, content, '投标文件“一”.pdf');
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        name: '投标文件“一”.pdf',
        mediaType: 'application/pdf',
        size: content.length,
        sha256,
        file: expect.any(String),
      },
    ]);
    const { sealed_envelope: __, ...after } = await stored(app);
    expect(after).toEqual(others);
    expect(await sharedTransactions(app)).toEqual([]);
    // One new file, random in name, of its size class, with nothing of the content in it and no time.
    const [made, ...more] = kept().filter((name) => !before.includes(name));
    expect([more, waiting()]).toEqual([[], []]);
    const path = join(folder, 'sealed', made as string);
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(statSync(path).size).toBe(computeStoredSize(content.length));
    expect([path, join(folder, 'sealed'), join(folder, 'incoming')].map((p) => statSync(p).mtimeMs)).toEqual([0, 0, 0]);
    expect(readFileSync(path).includes(content.subarray(0, 64))).toBe(false);
    const { mediaType, ...document } = answer.body;
    const changed = await change({ documents: [document] });
    expect([changed.status, changed.body.content.documents, changed.body.files, changed.body.notices]).toEqual([
      200,
      [document],
      [{ no: 1, name: document.name, mediaType, size: document.size, sha256, state: 'readable' }],
      [],
    ]);
    const read = await download(1, bidder.user).expect(200);
    expect(Buffer.compare(read.body as Buffer, content)).toBe(0);
    expect(read.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(content.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(document.name)}`,
    });
    for (const by of [bureau.officer, (await makeBidder(app)).user, await makeUser(app, 'panel_member')])
      expect((await download(1, by)).status).toBe(404);
    expect(code(await download(2, bidder.user))).toEqual([404, 'not_found']);
    expect(code(await uploadFile(bid, content, 'a.pdf', (await makeBidder(app)).user))).toEqual([404, 'not_found']);
    await bid.act('submit', { content: { ...offer('150000.00'), documents: [document] } });
    expect(code(await download(1, bidder.user))).toEqual([404, 'not_found']);
  });

  it('belongs to the one bid for which it was uploaded, as it was uploaded', async () => {
    const document = await documentOf(bid, pdf('own'), 'a.pdf');
    const other = await Bidding.begin(app, await makeBidder(app), lot);
    const foreign = await documentOf(other, pdf('own'), 'a.pdf');
    for (const wrong of [
      foreign,
      { ...document, name: 'a.exe' },
      { ...document, size: document.size + 1 },
      { ...document, sha256: 'ab'.repeat(32) },
      { ...document, file: alterFirst(document.file) },
      { ...document, file: 'x' },
    ]) {
      const answer = await change({ documents: [document, wrong] });
      expect([...code(answer), answer.body.errors?.[0].pointer]).toEqual([
        400,
        'validation_failed',
        '/content/documents/1/file',
      ]);
      const submitted = await bid.act('submit', { content: { ...offer('1.00'), documents: [wrong] } });
      expect(code(submitted)).toEqual([400, 'validation_failed']);
    }
    expect((await bid.read()).state).toBe('draft');
    expect((await change({ documents: [document] })).status).toBe(200);
    const begun = await app.http
      .post(`/api/v1/lots/${lot}/bids`)
      .set((await makeBidder(app)).user.auth)
      .send({ content: { documents: [document] } });
    expect(code(begun)).toEqual([400, 'validation_failed']);
  });

  it('goes from the disk when the draft no longer names it', async () => {
    const [first, second] = [await documentOf(bid, pdf('1'), 'a.pdf'), await documentOf(bid, pdf('2'), 'b.pdf')];
    await change({ documents: [first, second] });
    const places = [first, second].map(({ file }) => placeOf(bid, file));
    expect(places.map((p) => existsSync(p))).toEqual([true, true]);
    await change({ documents: [second] });
    expect(places.map((p) => existsSync(p))).toEqual([false, true]);
    expect(code(await change({ documents: [first, second] }))).toEqual([400, 'validation_failed']);
    expect((await download(1, bidder.user).expect(200)).body.toString()).toContain('% 2');
    writeFileSync(places[1] as string, 'x');
    expect(code(await download(1, bidder.user))).toEqual([409, 'file_altered']);
  });

  it('that is not uploaded may be named, with a word about it', async () => {
    const answer = await change({ documents: [{ name: 'a.pdf', sha256: 'ab'.repeat(32), size: 3 }] });
    expect(answer.body).toMatchObject({
      files: [{ no: 1, state: 'not_given' }],
      notices: [{ code: 'files_not_uploaded' }],
    });
    expect(code(await download(1, bidder.user))).toEqual([404, 'not_found']);
  });

  it('is taken until the deadline, for a lot that is open, and not without end', async () => {
    await setInstant(app, AFTER);
    expect(code(await uploadFile(bid, pdf(), 'a.pdf'))).toEqual([422, 'deadline_passed']);
    await setInstant(app, DAY);
    await app.dataSource.query(`UPDATE lot SET state = 'suspended', suspended_from = 'open' WHERE id = $1`, [lot]);
    expect(code(await uploadFile(bid, pdf(), 'a.pdf'))).toEqual([422, 'lot_not_open']);
    await app.dataSource.query(`UPDATE lot SET state = 'open', suspended_from = NULL WHERE id = $1`, [lot]);
    const uploaded = (uploads: number) =>
      app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
        const envelopes = app.running.app.get(Envelopes);
        const envelope = await envelopes.lock(tx, bid.id);
        if (!envelope) throw new Error('no envelope');
        const { head, body } = envelopes.uncover(envelope);
        if (!head || !body) throw new Error('altered');
        await envelopes.rewrite(tx, bid.id, { ...head, uploads }, body, envelope.size_class);
      });
    await uploaded(199);
    // Two at once: one of them is the last.
    const both = await Promise.all([1, 2].map((n) => uploadFile(bid, pdf(`${n}`), 'a.pdf')));
    expect(both.map((a) => code(a)).sort()).toEqual([
      [200, undefined],
      [422, 'too_many_files'],
    ]);
    // What was counted outlives a submission and a withdrawal.
    await bid.submit('150000.00');
    await bid.act('withdraw');
    expect(code(await uploadFile(bid, pdf(), 'a.pdf'))).toEqual([422, 'too_many_files']);
    expect(waiting()).toEqual([]);
  });

  /** Refused: its code, nothing stored, nothing left in the folder. */
  async function refuses(ask: () => PromiseLike<{ status: number; body: unknown }>, status: number, name: string) {
    const before = [await stored(app), kept()];
    expect(code(await ask())).toEqual([status, name]);
    expect([[await stored(app), kept()], waiting()]).toEqual([before, []]);
  }

  it.each<[string, string, () => Buffer, number, string]>([
    ['a program named .pdf', 'a.pdf', () => PROGRAM, 415, 'unsupported_media_type'],
    ['a program under its own name', 'a.exe', () => PROGRAM, 415, 'unsupported_media_type'],
    ['a PDF named .docx', 'a.docx', () => pdf(), 415, 'unsupported_media_type'],
    ['one byte more than the limit', 'a.txt', () => Buffer.alloc(MAX + 1, 0x61), 413, 'payload_too_large'],
    ['a document that unfolds to half a gigabyte', 'a.docx', bomb, 422, 'zip_bomb'],
    ['an archive without an end', 'a.docx', () => docx('x').subarray(0, 300), 422, 'file_not_examined'],
    ['an empty file', 'a.pdf', () => Buffer.alloc(0), 400, 'validation_failed'],
  ])('refuses %s', (_, name, content, status, problem) =>
    refuses(() => uploadFile(bid, content(), name), status, problem),
  );

  it.each(UNSAFE_FILES.filter(([kind], n) => UNSAFE_FILES.findIndex((other) => other[0] === kind) === n))(
    'refuses one with %s: %s',
    (_, __, name, content) => refuses(() => uploadFile(bid, content, name), 422, 'unsafe_file'),
  );

  it('refuses 200 MB of which nothing was said before', async () => {
    const piece = new Uint8Array(1_000_000).fill(0x20);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ === 200) return controller.close();
        const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="s.pdf"\r\n\r\n%PDF-1.4';
        controller.enqueue(sent === 1 ? new TextEncoder().encode(head) : piece);
      },
    });
    const headers = { ...bidder.user.auth, 'content-type': 'multipart/form-data; boundary=x' };
    const init = { method: 'POST', headers, body, duplex: 'half' as const };
    await refuses(
      async () => {
        const answer = await fetch(`${app.url}/api/v1/bids/${bid.id}/files`, init);
        return { status: answer.status, body: await answer.json() };
      },
      413,
      'payload_too_large',
    );
  });

  it('leaves nothing where the upload breaks off', async () => {
    const before = [await stored(app), kept()];
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /api/v1/bids/${bid.id}/files HTTP/1.1\r\nHost: x\r\nAuthorization: ${bidder.user.auth.Authorization}\r\n` +
        `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 500000\r\n\r\n` +
        `--x\r\nContent-Disposition: form-data; name="file"; filename="broken.pdf"\r\n\r\n%PDF-1.4 ${'x'.repeat(100_000)}`,
    );
    for (let i = 0; i < 3000 && waiting().length === 0; i++) await pause(20);
    expect(waiting()).toHaveLength(1);
    socket.destroy();
    for (let i = 0; i < 3000 && waiting().length > 0; i++) await pause(20);
    expect([[await stored(app), kept()], waiting()]).toEqual([before, []]);
    const half = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF';
    const type = 'multipart/form-data; boundary=x';
    await refuses(
      () => app.http.post(`/api/v1/bids/${bid.id}/files`).set(bidder.user.auth).set('Content-Type', type).send(half),
      400,
      'validation_failed',
    );
    const extra = uploadFile(bid, pdf(), 'a.pdf').field('organisation', bidder.body);
    await refuses(() => extra, 400, 'validation_failed');
  });

  it.each([
    ['dies', `process.kill(process.pid, 'SIGKILL')`],
    ['fails', `process.exit(1)`],
    ['hangs', `setInterval(() => {}, 1000)`],
    ['says something else', `console.log('x')`],
    ['says without end', `for (;;) process.stdout.write('x'.repeat(100000))`],
    ['takes the heap', `const a = []; for (;;) a.push(new Array(1000).fill({}))`],
    ['takes the memory', `const a = []; setInterval(() => a.push(Buffer.alloc(50e6, 1)), 20)`],
  ])('refuses what the examination of which %s', async (_, program) => {
    const examiner = app.running.app.get(FileExaminer);
    const before = { program: examiner.program, limits: examiner.limits };
    examiner.program = ['-e', program];
    examiner.limits = { ms: program.includes('=> {}') ? 1_000 : 15_000, heapMb: 64, residentMb: 200 };
    try {
      await refuses(() => uploadFile(bid, pdf(), 'a.pdf'), 422, 'file_not_examined');
      const { body } = (await uploadFile(bid, pdf(), 'a.pdf')) as { body: { detail?: string } };
      expect(body.detail).toMatch(/Nothing was kept.*Send it again later/);
    } finally {
      Object.assign(examiner, before);
    }
    expect((await uploadFile(bid, pdf(), 'a.pdf')).status).toBe(200);
  });

  it('is opened with its bid: read by who judges and who buys, not by rivals; an altered one is reported', async () => {
    const rivals = [await makeBidder(app), await makeBidder(app)];
    const { tender, lot } = await issue();
    bid = await Bidding.begin(app, bidder, lot);
    const bids = [bid, ...(await Promise.all(rivals.map((rival) => Bidding.begin(app, rival, lot))))];
    const sent = [docx('甲', { author: '陆某', company: '甲机构' }), pdf('乙', '陆某'), packedPdf('丙（作者）')];
    const names = ['a.docx', 'b.pdf', 'c.pdf'];
    const handles: string[] = [];
    for (const [i, each] of bids.entries()) {
      const documents = [
        await documentOf(each, sent[i] as Buffer, names[i] as string),
        await documentOf(each, Buffer.from('第二个文件'), 'second.txt'),
      ];
      handles.push((documents[1] as { file: string }).file);
      const content = { ...offer(`15000${i}.00`), documents };
      expect((await each.act('submit', { content })).status).toBe(200);
    }
    // A bit of one is turned, another is gone; they were the second files of the second and the third bid.
    const turned = placeOf(bids[1] as Bidding, handles[1] as string);
    const bytes = readFileSync(turned);
    bytes[3] = (bytes[3] as number) ^ 1;
    writeFileSync(turned, bytes);
    unlinkSync(placeOf(bids[2] as Bidding, handles[2] as string));
    for (const by of [bureau.officer, bidder.user]) expect((await download(1, by)).status).toBe(404);
    await setInstant(app, AFTER);
    await openTenderBids(app, bureau, tender);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).expect(200);
    const shown = (body.lots[0].bids as { bidder: { id: string }; state: string; alteredFiles: number[] }[]).map(
      ({ bidder: who, state, alteredFiles }) => [who.id, state, alteredFiles],
    );
    expect(shown).toEqual(
      expect.arrayContaining([
        [bidder.body, 'opened', []],
        [rivals[0]?.body, 'opened', [2]],
        [rivals[1]?.body, 'opened', [2]],
      ]),
    );
    for (const by of [bidder.user, bureau.officer]) {
      const read = await download(1, by).expect(200);
      expect(Buffer.compare(read.body as Buffer, sent[0] as Buffer)).toBe(0);
    }
    const member = await makeUser(app, 'panel_member');
    expect((await download(1, member)).status).toBe(404);
    await haveDrawn(app, tender, bureau.officer, [member.id]);
    const { version } = (await app.http.get(`/api/v1/tenders/${tender}`).expect(200)).body as { version: number };
    await app.http
      .post(`/api/v1/tenders/${tender}/review/members`)
      .set(bureau.officer.auth)
      .set('If-Match', `"${version}"`)
      .send({ lot: 1, user: member.id, kind: 'expert' })
      .expect(200);
    await download(1, member).expect(200);
    const judged = await app.http.get(`/api/v1/bids/${bid.id}`).set(member.auth).expect(200);
    expect(judged.body).toMatchObject({ content: { price: '150000.00' }, files: [{ no: 1, state: 'readable' }, {}] });
    for (const by of [rivals[0]?.user as TestAccount, await makeUser(app, 'admin')])
      expect([403, 404]).toContain((await download(1, by)).status);
    expect(code(await download(2, bureau.officer, bids[1]?.id))).toEqual([409, 'file_altered']);
    expect(code(await download(2, rivals[1]?.user as TestAccount, bids[2]?.id))).toEqual([409, 'file_altered']);
    const lost = await app.dataSource.query<{ bid: string; rows: number }[]>(
      `SELECT a.aggregate_id AS bid, count(o.*)::int AS rows FROM audit_entry a
       JOIN outbox o ON o.aggregate_id = a.aggregate_id AND o.action = a.action
       WHERE a.action = 'file_lost' GROUP BY 1`,
    );
    const whose = bids.slice(1).map(({ id }) => ({ bid: id, rows: 1 }));
    expect(lost).toHaveLength(2);
    expect(lost).toEqual(expect.arrayContaining(whose));
    const prints = await app.dataSource.query<{ print: Record<string, string> }[]>(
      `SELECT f.print FROM bid_file f JOIN bid d ON d.id = f.bid_id WHERE f.no = 1 AND d.lot_id = $1 ORDER BY f.name`,
      [lot],
    );
    expect(prints.map((p) => p.print)).toEqual([
      {
        author: '陆某',
        lastAuthor: '陆某',
        company: '甲机构',
        application: 'WPS 文字',
        createdAt: '2025-11-01T08:00:00Z',
        documentId: '00AB12CD',
      },
      {
        author: '陆某',
        producer: 'Test Writer (1)',
        createdAt: 'D:20251101080000Z',
        documentId: 'a1'.repeat(16),
      },
      { author: '丙（作者）', application: 'Test' },
    ]);
  });

  it('stays sealed for good where its lot fails', async () => {
    const few = await issue();
    const alone = await Bidding.begin(app, bidder, few.lot);
    const document = await documentOf(alone, pdf('失败'), 'a.pdf');
    await alone.act('submit', { content: { ...offer('150000.00'), documents: [document] } });
    await setInstant(app, AFTER);
    await openTenderBids(app, bureau, few.tender);
    expect((await alone.read()).state).toBe('sealed_for_good');
    for (const by of [bidder.user, bureau.officer]) expect((await download(1, by, alone.id)).status).toBe(404);
    expect(existsSync(placeOf(alone, document.file))).toBe(true);
    expect(
      await app.dataSource.query(`SELECT FROM bid_file f JOIN bid d ON d.id = f.bid_id WHERE d.tender_id = $1`, [
        few.tender,
      ]),
    ).toEqual([]);
  });
});
