import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Settings } from '../../src/kernel/config/settings.js';
import { RegistrationDocumentRoom } from '../../src/people/accounts/registrations/documents/registration-document-room.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { MALWARE, startClamd, type TestAntivirus } from '../support/clamd.js';
import { describeWith } from '../support/describe-with.js';
import { BARE_PHOTO, bomb, pdf, PHOTO, PROGRAM } from '../support/files.js';
import { holding } from '../support/holder.js';
import { clamd } from '../support/optional-servers.js';
import { filing, Registrations } from '../support/registrations.js';

interface Shown {
  id: string;
  version: number;
  state: string;
  askedDocuments: string[];
  documents: { id: string; name: string; mediaType: string; size: number; sha256: string; createdAt: string }[];
}

const INVALID = [401, 'invalid_claim'];
const LICENCE = pdf('登记证书');
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let app: TestApp;
let admin: TestAccount;
let agencies: Registrations;
let folder: string;
beforeAll(async () => {
  app = await startTestApp({ env: { DOCUMENT_MAX_BYTES: String(1024 * 1024) } });
  admin = await makeAccount(app, { role: 'admin', organisation: null });
  agencies = new Registrations(app, admin);
  const { documentsDir, dataDir } = app.running.app.get(Settings);
  folder = join(documentsDir ?? join(dataDir, 'documents'), 'sealed');
});
afterAll(() => app.close());
beforeEach(() => app.dataSource.query(`DELETE FROM sign_in_attempt`));

const said = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];
const stored = () => (existsSync(folder) ? readdirSync(folder) : []);
const add = async (claimCode: string, bytes = LICENCE, name = '登记证书.pdf'): Promise<Shown> =>
  (await agencies.upload(claimCode, bytes, name).expect(200)).body as Shown;
const content = (claimCode: string, document: string) =>
  agencies.post('/claims/documents/content', { claimCode, document }).buffer(true);
const remove = (claimCode: string, document: string) =>
  agencies.post('/claims/documents/removal', { claimCode, document });
const seen = async (id: string): Promise<Shown> =>
  (await app.http.get(`/api/v1/registrations/${id}`).set(admin.auth).expect(200)).body as Shown;
const open = (id: string, document: string, by: TestAccount | null = admin) => {
  const request = app.http.get(`/api/v1/registrations/${id}/documents/${document}`).buffer(true);
  return by ? request.set(by.auth) : request;
};
const correct = (claimCode: string, more: object = {}) => agencies.post('/claims/corrections', { claimCode, ...more });

describe('a document of a registration', () => {
  it('is given by the claim code, seen and downloaded by its applicant and by who decides, as it was sent', async () => {
    const { id, claimCode } = await agencies.file();
    const given = await add(claimCode);
    expect(given).toMatchObject({ id, state: 'received' });
    expect(given.documents).toEqual([
      {
        ...{ id: expect.any(String) as unknown, name: '登记证书.pdf', mediaType: 'application/pdf' },
        ...{ size: LICENCE.length, sha256: hash(LICENCE), createdAt: expect.stringMatching(/Z$/) as unknown },
      },
    ]);
    const document = given.documents[0]?.id ?? '';
    expect((await agencies.claim(claimCode)).body).toMatchObject({ documents: given.documents });
    expect(await seen(id)).toMatchObject({ version: 2, documents: given.documents });
    for (const answer of [await content(claimCode, document).expect(200), await open(id, document).expect(200)]) {
      expect(hash(answer.body as Buffer)).toBe(hash(LICENCE));
      expect(answer.headers).toMatchObject({
        ...{ 'content-type': 'application/pdf', 'content-security-policy': 'sandbox' },
        'content-disposition': expect.stringMatching(/^attachment;/) as unknown,
      });
    }
  });

  it('is kept without place and device where it is a photo; size and hash are of what is kept, and it is one where it comes again', async () => {
    const { id, claimCode } = await agencies.file();
    const before = stored().length;
    const [given] = (await add(claimCode, PHOTO, '登记证书.jpg')).documents;
    expect(given).toMatchObject({ mediaType: 'image/jpeg', size: BARE_PHOTO.length, sha256: hash(BARE_PHOTO) });
    const document = given?.id ?? '';
    for (const answer of [await content(claimCode, document).expect(200), await open(id, document).expect(200)])
      expect((answer.body as Buffer).equals(BARE_PHOTO)).toBe(true);
    expect((await add(claimCode, PHOTO, '登记证书.jpg')).documents).toHaveLength(1);
    expect(said(await agencies.upload(claimCode, PHOTO.subarray(0, 30), '损坏.jpg'))).toEqual([
      400,
      'validation_failed',
    ]);
    expect(stored()).toHaveLength(before + 1);
  });

  it('is read by nobody else: no other claim code, no other account, nobody without one', async () => {
    const [one, other] = [await agencies.file(), await agencies.file()];
    const document = (await add(one.claimCode)).documents[0]?.id ?? '';
    expect(said(await content(other.claimCode, document))).toEqual([404, 'not_found']);
    expect(said(await content('tlr_nobody', document))).toEqual(INVALID);
    expect(said(await remove(other.claimCode, document))).toEqual([404, 'not_found']);
    expect(said(await open(other.id, document))).toEqual([404, 'not_found']);
    const officer = await makeUser(app, 'bureau_officer', await makeBody(app, { kind: 'bureau', region: '990203' }));
    const manager = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    for (const by of [officer, manager]) expect((await open(one.id, document, by)).status).toBe(403);
    expect((await open(one.id, document, null)).status).toBe(401);
    expect((await open(one.id, document)).status).toBe(200);
  });

  it('lies encrypted, and is refused where file or row were altered', async () => {
    const { id, claimCode } = await agencies.file();
    const before = new Set(stored());
    const [first, second] = [await add(claimCode), await add(claimCode, pdf('许可证'), '许可证.pdf')];
    const [a, b] = [first.documents[0]?.id ?? '', second.documents[1]?.id ?? ''];
    const files = stored().filter((name) => !before.has(name));
    expect(files).toHaveLength(2);
    for (const file of files) expect(readFileSync(join(folder, file)).includes('%PDF')).toBe(false);
    await app.dataSource.query(
      `UPDATE registration_document SET sealed = (SELECT sealed FROM registration_document WHERE id = $2) WHERE id = $1`,
      [a, b],
    );
    expect(said(await open(id, a))).toEqual([409, 'file_altered']);
    expect((await open(id, b)).status).toBe(200);
    for (const file of files) writeFileSync(join(folder, file), Buffer.alloc(100));
    expect(said(await content(claimCode, b))).toEqual([409, 'file_altered']);
  });

  it('is refused where the claim code is wrong, late, missing or decided, and nothing of it is kept', async () => {
    const { id, claimCode } = await agencies.file();
    const before = stored();
    expect(said(await agencies.upload('tlr_nobody', LICENCE, 'a.pdf'))).toEqual(INVALID);
    const bare = app.http.post('/api/v1/registrations/claims/documents');
    expect(said(await bare.attach('file', LICENCE, 'a.pdf'))).toEqual(INVALID);
    const late = app.http.post('/api/v1/registrations/claims/documents');
    expect(said(await late.attach('file', LICENCE, 'a.pdf').field('claimCode', claimCode))).toEqual(INVALID);
    const document = (await add(claimCode)).documents[0]?.id ?? '';
    const held = stored();
    expect(held).toHaveLength(before.length + 1);
    await agencies.decide(id, 'reject', { reason: '证件不全' });
    expect(said(await agencies.upload(claimCode, pdf('另一份'), 'b.pdf'))).toEqual([409, 'wrong_state']);
    expect(said(await remove(claimCode, document))).toEqual([409, 'wrong_state']);
    expect(stored()).toEqual(held);
    // What the decision rests on stays with it.
    expect((await content(claimCode, document)).status).toBe(200);
  });

  it.each([
    ['a program', PROGRAM, 'a.pdf', [415, 'unsupported_media_type']],
    ['an archive that unfolds to far more', bomb(), 'a.docx', [422, 'zip_bomb']],
    ['too large', Buffer.concat([pdf('x'), Buffer.alloc(1024 * 1024 + 1)]), 'a.pdf', [413, 'payload_too_large']],
    ['empty', Buffer.alloc(0), 'a.pdf', [400, 'validation_failed']],
  ])('is examined as every upload is: %s is not taken', async (_, bytes, name, answer) => {
    const { claimCode } = await agencies.file();
    const before = stored();
    expect(said(await agencies.upload(claimCode, bytes, name))).toEqual(answer);
    expect(stored()).toEqual(before);
    expect((await agencies.claim(claimCode)).body).toMatchObject({ documents: [] });
  });

  it('whose sender goes when all of it has arrived and the code is still being looked at leaves nothing, and its room is given back', async () => {
    const { id, claimCode } = await agencies.file();
    const before = stored();
    const head = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"`;
    const parts = [head('claimCode'), '', `${claimCode}\r\n${head('file')}; filename="a.pdf"`, ''].join('\r\n');
    const [first, rest] = [`${parts}\r\n${'x'.repeat(20_000)}`, `${'x'.repeat(20_000)}\r\n--b--\r\n`];
    const lines = [
      'POST /api/v1/registrations/claims/documents HTTP/1.1',
      ...['Host: a', 'Content-Type: multipart/form-data; boundary=b'],
      `Content-Length: ${Buffer.byteLength(first + rest)}`,
    ];
    const room = app.running.app.get(RegistrationDocumentRoom) as unknown as { arriving: number; hold: () => void };
    const hold = jest.spyOn(room, 'hold');
    const server = (app.running.app as NestExpressApplication).getHttpServer();
    await holding(app, async (holder) => {
      await holder.lock('registration', [id]);
      const accepted = once(server, 'request') as Promise<[IncomingMessage]>;
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.write([...lines, '', first].join('\r\n'));
      const [request] = await accepted;
      await holder.waitUntilAwaited();
      socket.write(rest);
      while (!request.complete) await pause(10);
      const gone = once(request.socket, 'close');
      socket.destroy();
      await gone;
      await holder.commit();
    });
    while (hold.mock.calls.length === 0) await pause(10);
    const incoming = () => readdirSync(join(folder, '..', 'incoming'));
    for (const deadline = Date.now() + 30_000; room.arriving > 0 || incoming().length > 0; await pause(20))
      if (Date.now() > deadline)
        throw new Error(`${room.arriving} bytes are held, ${incoming().length} files lie there`);
    expect(stored()).toEqual(before);
  });

  it('is one of ten at most; one that is removed makes room, and the same file again is the same document', async () => {
    const { claimCode } = await agencies.file();
    const before = stored().length;
    for (let n = 1; n <= 9; n++) await add(claimCode, pdf(`材料${n}`), `材料${n}.pdf`);
    await add(claimCode, pdf('材料9'), '材料9.pdf');
    // Two at once for the last place: one gets it.
    const answers = await Promise.all(['甲', '乙'].map((text) => agencies.upload(claimCode, pdf(text), `${text}.pdf`)));
    expect(answers.map(said).sort()).toEqual([
      [200, undefined],
      [422, 'too_many_documents'],
    ]);
    expect(stored()).toHaveLength(before + 10);
    const [first] = ((await agencies.claim(claimCode)).body as Shown).documents;
    expect(((await remove(claimCode, first?.id ?? '').expect(200)).body as Shown).documents).toHaveLength(9);
    expect(said(await content(claimCode, first?.id ?? ''))).toEqual([404, 'not_found']);
    expect((await add(claimCode)).documents).toHaveLength(10);
  });

  it('is asked for by name, and completes the registration without a word being filed anew', async () => {
    const { id, claimCode } = await agencies.file();
    const asked = await agencies.decide(id, 'ask', { reason: '请补充', documents: ['登记证书副本', '法定代表人证明'] });
    expect([asked.status, asked.body]).toMatchObject([200, { askedDocuments: ['登记证书副本', '法定代表人证明'] }]);
    expect((await agencies.claim(claimCode)).body).toMatchObject({
      ...{ state: 'asked', askedDocuments: ['登记证书副本', '法定代表人证明'] },
    });
    const before = await seen(id);
    await add(claimCode);
    expect((await seen(id)).state).toBe('asked');
    const completed = await correct(claimCode);
    expect([completed.status, completed.body]).toMatchObject([200, { state: 'received', askedDocuments: [] }]);
    const { documents, version, state, updatedAt, reason, askedDocuments, allowedActions, ...same } = (await seen(
      id,
    )) as Shown & Record<string, unknown>;
    expect([documents.length, version, state, reason, askedDocuments]).toEqual([1, 4, 'received', null, []]);
    expect(before).toMatchObject(same);
    expect([typeof updatedAt, Array.isArray(allowedActions)]).toEqual(['string', true]);
    expect((await agencies.decide(id, 'confirm')).status).toBe(200);
    expect(said(await correct(claimCode))).toEqual([409, 'wrong_state']);
  });

  it.each([
    [['']],
    [[' ']],
    [['甲', '甲']],
    [Array.from({ length: 11 }, (_, n) => `材料${n}`)],
    [['x'.repeat(201)]],
    ['甲'],
  ])('is not asked for as %j', async (documents) => {
    const { id } = await agencies.file();
    expect(said(await agencies.decide(id, 'ask', { reason: '请补充', documents }))).toEqual([400, 'validation_failed']);
  });

  it('that came while somebody decides is not decided over: the version is another', async () => {
    const { id, claimCode } = await agencies.file();
    const { version } = await seen(id);
    await add(claimCode);
    const confirm = app.http.post(`/api/v1/registrations/${id}/actions/confirm`).set(admin.auth);
    expect((await confirm.set('If-Match', `"${version}"`).send({})).status).toBe(412);
    expect((await agencies.decide(id, 'confirm')).status).toBe(200);
  });

  it('is noted where an administrator opens it, and stands in the audit by hash and without its name', async () => {
    const { id, claimCode } = await agencies.file();
    const { documents } = await add(claimCode, LICENCE, '王某某的登记证书.pdf');
    const document = documents[0]?.id ?? '';
    const reads = () =>
      app.dataSource.query<unknown[]>(`SELECT FROM personal_read WHERE object = $1`, [`registration:${id}`]);
    const before = (await reads()).length;
    await open(id, document).expect(200);
    expect(await reads()).toHaveLength(before + 1);
    await remove(claimCode, document).expect(200);
    const entries = await app.dataSource.query<{ t: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS t FROM audit_entry WHERE aggregate_id = $1 ORDER BY seq`,
      [id],
    );
    const told = entries.map(({ t }) => t).join(' ');
    expect(told).toContain('document_added');
    expect(told).toContain('document_removed');
    expect(told).toContain(hash(LICENCE));
    expect(told).not.toContain('王某某');
  });

  it('goes, file and row, when the data of its applicant is erased', async () => {
    const { id, claimCode } = await agencies.file(filing());
    const before = new Set(stored());
    await add(claimCode);
    const [file] = stored().filter((name) => !before.has(name));
    const asked = await app.http
      .post('/api/v1/personal-data/requests')
      .set(admin.auth)
      .send({ wants: 'erasure', kind: 'registration', id });
    expect(asked.status).toBe(201);
    const { id: no, version } = asked.body as { id: string; version: number };
    const other = await makeUser(app, 'admin');
    const erase = () =>
      app.http
        .post(`/api/v1/personal-data/requests/${no}/actions/erase`)
        .set({ ...other.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
        .send({ ground: 'consent_withdrawn' });
    expect(said(await erase())[1]).toBe('person_still_needed');
    expect(stored()).toContain(file);
    await agencies.decide(id, 'reject', { reason: '证件不全' });
    expect((await erase()).status).toBe(200);
    expect(await app.dataSource.query(`SELECT FROM registration_document WHERE registration_id = $1`, [id])).toEqual(
      [],
    );
    // The file goes behind the answer, once its row is gone for good.
    while (stored().includes(file ?? '')) await pause(20);
  });
});

describe('documents of registrations that nobody has decided', () => {
  /** What one small file takes of the disk. */
  const PLACE = 64 * 1024 + 16;
  let full: TestApp;
  let strangers: Registrations;
  beforeAll(async () => {
    full = await startTestApp({ env: { REGISTRATION_DOCUMENTS_MAX_BYTES: String(3 * PLACE + 1) } });
    strangers = new Registrations(full, await makeAccount(full, { role: 'admin', organisation: null }));
  });
  afterAll(() => full.close());
  beforeEach(() => full.dataSource.query(`DELETE FROM sign_in_attempt`));
  const FULL = [503, 'registration_documents_full'];
  const send = (claimCode: string, text: string) => strangers.upload(claimCode, pdf(text), `${text}.pdf`);

  it('take no more of the disk than the operator allows, all together; what is there stays, and a decision makes room', async () => {
    const [one, two, three] = [await strangers.file(), await strangers.file(), await strangers.file()];
    const { documents } = (await send(one.claimCode, '甲').expect(200)).body as Shown;
    await send(two.claimCode, '乙').expect(200);
    // Two at once for the last place: one gets it.
    const answers = await Promise.all(['丙', '丁'].map((text) => send(three.claimCode, text)));
    expect(answers.map(said).sort()).toEqual([[200, undefined], FULL]);
    const refused = await send(one.claimCode, '戊');
    expect([said(refused), refused.headers['retry-after']]).toEqual([FULL, '3600']);
    const body = { claimCode: one.claimCode, document: documents[0]?.id };
    expect((await strangers.post('/claims/documents/content', body)).status).toBe(200);
    await strangers.decide(two.id, 'reject', { reason: '证件不全' });
    expect((await send(one.claimCode, '戊')).status).toBe(200);
    expect(said(await send(one.claimCode, '己'))).toEqual(FULL);
  });

  it('go with a registration that is withdrawn, and make room', async () => {
    const { claimCode } = await strangers.file();
    await full.dataSource.query(`DELETE FROM registration_document`);
    for (const text of ['甲', '乙', '丙']) await send(claimCode, text).expect(200);
    const other = await strangers.file();
    expect(said(await send(other.claimCode, '丁'))).toEqual(FULL);
    const gone = await strangers.post('/claims/withdrawal', { claimCode }).expect(200);
    expect(gone.body).toMatchObject({ state: 'withdrawn', documents: [] });
    expect((await send(other.claimCode, '丁')).status).toBe(200);
  });
});

describeWith(clamd, 'a document of a registration, where an antivirus is set up', () => {
  let antivirus: TestAntivirus;
  let guarded: TestApp;
  let others: Registrations;
  beforeAll(async () => {
    antivirus = await startClamd();
    const env = { ANTIVIRUS: `tcp:127.0.0.1:${antivirus.port}`, ANTIVIRUS_AWAY: 'hold' };
    guarded = await startTestApp({ env });
    others = new Registrations(guarded, await makeAccount(guarded, { role: 'admin', organisation: null }));
  });
  afterAll(async () => {
    await guarded.close();
    await antivirus.stop();
  });

  it('is refused where something is found; one that nobody could look at is read once it was looked at', async () => {
    const { claimCode } = await others.file();
    expect(said(await others.upload(claimCode, Buffer.from(MALWARE), 'a.txt'))).toEqual([422, 'malware_found']);
    expect((await others.upload(claimCode, LICENCE, 'a.pdf')).status).toBe(200);
    await antivirus.stop();
    const { documents } = (await others.upload(claimCode, pdf('乙'), 'b.pdf').expect(200)).body as Shown;
    const body = { claimCode, document: documents[1]?.id };
    expect(said(await others.post('/claims/documents/content', body))).toEqual([503, 'antivirus_away']);
    antivirus = await startClamd(antivirus.port);
    expect((await others.post('/claims/documents/content', body)).status).toBe(200);
  });
});
