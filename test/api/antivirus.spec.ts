import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { DocumentStore } from '../../src/kernel/documents/document-store.js';
import { settleStrandedFiles } from '../../src/kernel/documents/documents.service.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { HeldDocuments } from '../../src/kernel/documents/held-documents.js';
import { JobRegistry } from '../../src/kernel/queue/jobs/job-registry.js';
import { findFreePort } from '../support/free-port.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, documentOf, issueTender, makeBidder, offer, OPEN_TENDER, uploadFile } from '../support/bidding.js';
import { MALWARE, startClamd, type TestAntivirus } from '../support/clamd.js';
import { describeWith } from '../support/describe-with.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { pdf } from '../support/files.js';
import { clamd } from '../support/optional-servers.js';

const PATH = '/api/v1/documents';
const upload = (app: TestApp, by: TestAccount, content: Buffer, name = 'a.pdf') =>
  app.http.post(PATH).set(by.auth).attach('file', content, { filename: name });
const code = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];
const filesOf = (app: TestApp, folder: string): string[] => {
  const path = join(app.settings.documentsDir as string, folder);
  return existsSync(path) ? readdirSync(path) : [];
};
const checkOf = async (app: TestApp, by: TestAccount, id: string): Promise<unknown> =>
  ((await app.http.get(`${PATH}/${id}`).set(by.auth).expect(200)).body as { malwareCheck: string }).malwareCheck;
const sweep = (app: TestApp) => app.running.app.get(HeldDocuments).sweep();

describeWith(clamd, 'an upload under an antivirus that may be away', () => {
  let antivirus: TestAntivirus;
  let app: TestApp;
  let bureau: Bureau;
  let officer: TestAccount;
  let lot: string;
  beforeAll(async () => {
    antivirus = await startClamd();
    const env = { ANTIVIRUS: `tcp:127.0.0.1:${antivirus.port}`, ANTIVIRUS_AWAY: 'hold' };
    app = await startTestApp({ env });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    lot = (await issueTender(app, bureau, OPEN_TENDER)).lots[0] as string;
    officer = await makeUser(app, 'bureau_officer', bureau.id);
  });
  afterAll(async () => {
    await app.close();
    await antivirus.stop();
  });

  /** While nobody answers at the antivirus' address. */
  async function whileAway(work: () => Promise<void>): Promise<void> {
    await antivirus.stop();
    try {
      await work();
    } finally {
      antivirus = await startClamd(antivirus.port);
    }
  }

  it('is taken as clean where nothing is found in it', async () => {
    const answer = await upload(app, officer, pdf('harmless'));
    expect([answer.status, answer.body.malwareCheck]).toEqual([201, 'clean']);
    await app.http.get(`${PATH}/${answer.body.id}/content`).set(officer.auth).expect(200);
  });

  it('is refused with the name of what was found, and nothing of it is left', async () => {
    const before = filesOf(app, '.').length;
    const answer = await upload(app, officer, pdf(MALWARE));
    expect([code(answer), answer.body.facts]).toEqual([
      [422, 'malware_found'],
      { signature: 'Throughline.Test.UNOFFICIAL' },
    ]);
    expect([filesOf(app, '.').length, filesOf(app, 'incoming')]).toEqual([before, []]);
  });

  it('of a bid is looked into before it is sealed away', async () => {
    const bid = await Bidding.begin(app, await makeBidder(app), lot);
    const sealed = filesOf(app, 'sealed').length;
    expect(code(await uploadFile(bid, pdf(MALWARE), 'a.pdf'))).toEqual([422, 'malware_found']);
    expect([filesOf(app, 'sealed').length, filesOf(app, 'incoming')]).toEqual([sealed, []]);
    expect((await uploadFile(bid, pdf('harmless'), 'a.pdf')).status).toBe(200);
  });

  it('is held back while it is away: nobody reads it or refers to it until it was found clean', async () => {
    let id = '';
    const need = () =>
      app.http
        .post('/api/v1/needs')
        .set(officer.auth)
        .send({ documents: [id] });
    await whileAway(async () => {
      const answer = await upload(app, officer, pdf('held'));
      expect([answer.status, answer.body.malwareCheck]).toEqual([201, 'waiting']);
      ({ id } = answer.body as { id: string });
      const content = await app.http.get(`${PATH}/${id}/content`).set(officer.auth);
      expect([code(content), content.body.facts]).toEqual([[409, 'document_held'], { malwareCheck: 'waiting' }]);
      expect(content.body.detail).toMatch(/held until .* ask again later/);
      await sweep(app);
      expect(await checkOf(app, officer, id)).toBe('waiting');
    });
    await sweep(app);
    expect(await checkOf(app, officer, id)).toBe('clean');
    await app.http.get(`${PATH}/${id}/content`).set(officer.auth).expect(200);
    expect((await need()).body).not.toMatchObject({ errors: [{ code: 'document_held' }] });
  });

  it('in which something is found after it was held loses its content, which is told in its history', async () => {
    let id = '';
    await whileAway(async () => {
      ({ id } = (await upload(app, officer, pdf(`${MALWARE} held`))).body as { id: string });
    });
    await sweep(app);
    expect(await checkOf(app, officer, id)).toBe('found');
    const content = await app.http.get(`${PATH}/${id}/content`).set(officer.auth);
    expect([code(content), content.body.facts]).toEqual([[409, 'document_held'], { malwareCheck: 'found' }]);
    expect(content.body.detail).toMatch(/upload another file/);
    expect([filesOf(app, id.slice(0, 2)).includes(id), filesOf(app, 'incoming')]).toEqual([false, []]);
    const audit = await app.dataSource.query(
      `SELECT action FROM audit_entry WHERE aggregate_type = 'document' AND aggregate_id = $1 ORDER BY seq`,
      [id],
    );
    expect(audit).toEqual([{ action: 'uploaded' }, { action: 'malware_found' }]);
  });

  it('of a bid that came meanwhile is looked into when the bid is handed in', async () => {
    const [honest, other] = [
      await Bidding.begin(app, await makeBidder(app), lot, offer('90000')),
      await Bidding.begin(app, await makeBidder(app), lot, offer('91000')),
    ];
    const handIn = (bid: Bidding, document: unknown) =>
      bid.act('submit', { content: { ...offer('90000'), documents: [document] } });
    let [document, infected]: unknown[] = [];
    await whileAway(async () => {
      document = await documentOf(honest, pdf('later'), 'a.pdf');
      infected = await documentOf(other, pdf(MALWARE), 'a.pdf');
      const refused = await handIn(honest, document);
      expect([code(refused), refused.headers['retry-after']]).toEqual([[503, 'antivirus_away'], '60']);
      expect((await honest.read()).state).toBe('draft');
    });
    expect(code(await handIn(other, infected))).toEqual([422, 'malware_found']);
    expect((await handIn(honest, document)).status).toBe(200);
  });
});

describe('an upload whose antivirus', () => {
  let servers: Server[] = [];
  let app: TestApp;
  let officer: TestAccount;
  let answer: (text: string) => string | null = () => null;
  beforeAll(async () => {
    const port = await findFreePort();
    const server = createServer((socket) => {
      let heard = '';
      socket
        .on('error', () => undefined)
        .on('data', (data) => {
          heard += data.toString('latin1');
          const said = answer(heard);
          if (said !== null) socket.end(said);
        });
    });
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    servers = [server];
    app = await startTestApp({ env: { ANTIVIRUS: `tcp:127.0.0.1:${port}` } });
    officer = await makeUser(app, 'bureau_officer');
  });
  afterAll(async () => {
    await app.close();
    servers.forEach((server) => server.close());
  });

  it.each<[string, (heard: string) => string | null]>([
    ['says that the file is too large for it', () => 'INSTREAM size limit exceeded. ERROR\0'],
    ['says nothing and closes', () => ''],
    ['says something else', (heard) => (heard.endsWith('\0\0\0\0') ? 'stream: FINE\0' : null)],
    ['says that another file is well', (heard) => (heard.endsWith('\0\0\0\0') ? 'stream: OK, or not\0' : null)],
  ])('%s is refused, never taken for clean', async (_, says) => {
    answer = says;
    const refused = await upload(app, officer, pdf('x'.repeat(300_000)));
    expect([code(refused), refused.headers['retry-after']]).toEqual([[503, 'antivirus_away'], '60']);
    expect(filesOf(app, 'incoming')).toEqual([]);
  });

  it('cannot judge some of the documents that are held keeps no later one waiting for them', async () => {
    const held = await startTestApp({ env: { ANTIVIRUS: app.settings.antivirus, ANTIVIRUS_AWAY: 'hold' } });
    try {
      const by = await makeUser(held, 'bureau_officer');
      answer = () => 'INSTREAM size limit exceeded. ERROR\0';
      const ids: string[] = [];
      for (const text of ['unjudged 1', 'unjudged 2', 'unjudged 3', 'unjudged 4', 'small'])
        ids.push(((await upload(held, by, pdf(text)).expect(201)).body as { id: string }).id);
      answer = (heard) => {
        if (!heard.endsWith('\0\0\0\0')) return null;
        return heard.includes('unjudged') ? 'INSTREAM size limit exceeded. ERROR\0' : 'stream: OK\0';
      };
      held.running.app.get(HeldDocuments).pageSize = 2;
      await sweep(held);
      const checks = await Promise.all(ids.map((id) => checkOf(held, by, id)));
      expect(checks).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'clean']);
    } finally {
      await held.close();
    }
  });

  const says = (verdict: string) => (heard: string) => (heard.endsWith('\0\0\0\0') ? verdict : null);
  /** An application that keeps what comes while the antivirus is away. */
  async function withHolding(work: (held: TestApp, by: TestAccount) => Promise<void>): Promise<void> {
    const held = await startTestApp({ env: { ANTIVIRUS: app.settings.antivirus, ANTIVIRUS_AWAY: 'hold' } });
    try {
      await work(held, await makeUser(held, 'bureau_officer'));
    } finally {
      await held.close();
    }
  }

  it('found something in a held document takes it again once a later scan clears it, and refuses it until then', () =>
    withHolding(async (held, by) => {
      answer = () => '';
      const { id } = (await upload(held, by, pdf('a false alarm')).expect(201)).body as { id: string };
      answer = says('stream: False.Alarm FOUND\0');
      await sweep(held);
      expect(await checkOf(held, by, id)).toBe('found');
      expect(code(await upload(held, by, pdf('a false alarm')))).toEqual([422, 'malware_found']);
      expect([await checkOf(held, by, id), filesOf(held, id.slice(0, 2))]).toEqual(['found', []]);
      answer = says('stream: OK\0');
      const again = await upload(held, by, pdf('a false alarm'));
      expect([again.status, again.body]).toMatchObject([201, { id, malwareCheck: 'clean' }]);
      const read = await held.http.get(`${PATH}/${id}/content`).set(by.auth).buffer(true).expect(200);
      expect(Buffer.compare(read.body as Buffer, pdf('a false alarm'))).toBe(0);
      const audit = await held.dataSource.query(
        `SELECT action FROM audit_entry WHERE aggregate_type = 'document' AND aggregate_id = $1 ORDER BY seq`,
        [id],
      );
      expect(audit).toEqual([{ action: 'uploaded' }, { action: 'malware_found' }, { action: 'uploaded' }]);
    }));

  it('found something in a held document leaves none of its content where a crash kept it from being deleted', () =>
    withHolding(async (held, by) => {
      answer = () => '';
      const { id } = (await upload(held, by, pdf('left')).expect(201)).body as { id: string };
      answer = says('stream: Test FOUND\0');
      const remove = jest.spyOn(held.running.app.get(DocumentStore), 'remove');
      remove.mockRejectedValueOnce(new Error('the process ended'));
      await expect(sweep(held)).rejects.toThrow('the process ended');
      expect([await checkOf(held, by, id), filesOf(held, id.slice(0, 2))]).toEqual(['found', [id]]);
      const settle = held.running.app.get(JobRegistry).getHandler(settleStrandedFiles);
      await settle();
      expect(filesOf(held, id.slice(0, 2))).toEqual([]);
      // What is gone is not locked once more each time.
      const run = jest.spyOn(held.running.app.get(Transactions), 'run');
      await settle();
      expect(run).not.toHaveBeenCalled();
      run.mockRestore();
    }));

  it('is away is refused by default', async () => {
    servers.forEach((server) => server.close());
    expect(code(await upload(app, officer, pdf()))).toEqual([503, 'antivirus_away']);
  });
});
