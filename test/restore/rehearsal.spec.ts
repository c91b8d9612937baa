import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { parse } from 'yaml';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { Anchors } from '../../src/kernel/audit/anchors/anchors.js';
import { openEmbeddedServer, type EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  documentOf,
  issueTender,
  makeBidders,
  moveDeadline,
  offer,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import { runToEnd } from '../support/child.js';
import { describeWith } from '../support/describe-with.js';
import { makeBureau, makeLine, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { placed } from '../support/feed.js';
import { docx, pdf } from '../support/files.js';
import { postgres15 } from '../support/optional-servers.js';
import { startAppOn } from '../support/own-server.js';
import { openPostgres15 } from '../support/postgres15.js';
import { buildProduct, startProduct } from '../support/product.js';
import { runHere, type Ran } from '../support/run-here.js';

const COPY_MS = 120_000;
/** The database that runs until it is lost, and the one that the copy is read into. */
const [LOST, FOUND] = ['throughline', 'found_again'];
/** The same copy, read back where keys or anchors were not kept apart from it. */
const BARE = 'found_alone';
/** A clock ten minutes on: the file of anchors may be behind the database for five. */
const LATER_MS = 600_000;
const KEY_FILES = ['TOKEN_KEYS_FILE', 'AUDIT_KEYS_FILE', 'IDENTITY_KEYS_FILE', 'OPENING_PUBLIC_KEY_FILE'];

const RIGHTS = `
  SELECT format('%s: %s may %s', object, CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END, privilege_type) AS held
  FROM (
    SELECT oid::regclass::text AS object, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, relowner)) AS acl
    FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'bullmq')) AND relkind IN ('r', 'p', 'v', 'S')
    UNION ALL SELECT attrelid::regclass || '.' || attname, attacl FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid::regclass::text NOT LIKE 'pg\\_%'
    UNION ALL SELECT oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner))
    FROM pg_proc WHERE pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'bullmq'))
    UNION ALL SELECT nspname::text, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace WHERE nspname IN ('public', 'bullmq')
    UNION ALL SELECT 'the database', coalesce(datacl, acldefault('d', datdba)) FROM pg_database WHERE datname = current_database()
  ) o, aclexplode(acl) ORDER BY 1`;

interface Changes {
  items: { position: number; event: string; data: Record<string, unknown> }[];
  position: number;
}
interface Said {
  after: number;
  start: number;
  lostAnchors: { from: number; to: number; position: string } | null;
  anchorFileKept: string | null;
  unfiledAnchors: { from: number; to: number } | null;
  openingKeys: { key: string; purchases: number }[];
  missingDocuments: { count: number; first: string[] };
  leftoverFiles: { count: number; names: string[] };
}

describeWith(postgres15, 'a restore, from the copies that docs/operations.md asks for', () => {
  let server: EmbeddedPostgres;
  let folder: string;
  let copies: string;
  let app: TestApp;
  let admin: TestAccount;
  let bureau: Bureau;
  let tender: string;
  let lot: string;
  let bidders: Bidder[];
  const bids: Bidding[] = [];
  /** A position of the feed that was read before the loss, of an event that the copy lacks. */
  let seen: number;
  /** The documents that the bureau uploaded. */
  let document: string;
  let secondDocument: string;
  let said: Said;
  /** Where the database was copied to. */
  let dump: string;
  /** Who could do what in the database that was lost. */
  let rights: string[];

  /** As the job of docker/compose.yaml does it, on this machine: where it runs as root, with no other rights than the job's. */
  const runBackup = (address: string) => {
    const script = ['sh', resolve(import.meta.dirname, '../../docker/backup.sh')];
    const rights = readRightsOfJob().map((right) => `+${right.toLowerCase()}`);
    const limited = ['setpriv', '--no-new-privs', `--bounding-set=${['-all', ...rights].join(',')}`, ...script];
    const [program = '', ...args] = process.getuid?.() === 0 ? limited : script;
    return runToEnd(program, args, {
      cwd: copies,
      env: {
        PATH: `${postgres15.path}:${process.env.PATH}`,
        MIGRATION_DATABASE_URL_FILE: join(copies, address),
        DOCUMENTS_DIR: join(folder, 'documents'),
        BACKUP_DIR: copies,
      },
    });
  };
  const readRightsOfJob = (): string[] => {
    const file = readFileSync(resolve(import.meta.dirname, '../../docker/compose.yaml'), 'utf8');
    const { services } = parse(file) as { services: { backup: { cap_drop: string[]; cap_add: string[] } } };
    expect(services.backup.cap_drop).toEqual(['ALL']);
    return services.backup.cap_add;
  };
  const settingsOn = (database: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    DATA_DIR: folder,
    DATABASE_URL: server.applicationUrl(database),
    MIGRATION_DATABASE_URL: server.url(database),
    ...env,
  });
  /** From a terminal. */
  async function runProduct(
    program: 'main' | 'cli',
    database: string,
    env: NodeJS.ProcessEnv,
    ...args: string[]
  ): Promise<Ran> {
    const child = startProduct(program, settingsOn(database, env), ...args);
    return { code: await child.end(COPY_MS), output: child.output };
  }
  const runCommand = (database: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ran> =>
    runHere(settingsOn(database, env), ...args);
  const runRestored = (database: string, ...args: string[]) => runCommand(database, {}, 'restored', ...args);
  async function readCopyInto(database: string): Promise<void> {
    const owner = new pg.Client(server.url('postgres'));
    await owner.connect();
    await owner.query(`CREATE DATABASE ${database} TEMPLATE template0 LC_CTYPE 'C.UTF-8'`);
    await owner.end();
    const restored = await runToEnd(
      join(postgres15.path ?? '', 'pg_restore'),
      ['--exit-on-error', '--no-privileges', `--dbname=${server.url(database)}`, dump],
      { cwd: copies, env: {} },
    );
    expect([await restored.ended, restored.output]).toEqual([0, '']);
    expect((await runCommand(database, {}, 'migrate')).code).toBe(0);
  }
  /** Who may do what with tables, columns, functions and schemas, and who may enter the database. */
  async function listRights(database: string): Promise<string[]> {
    const owner = new pg.Client(server.url(database));
    await owner.connect();
    const { rows } = await owner.query<{ held: string }>(RIGHTS);
    await owner.end();
    return rows.map(({ held }) => held);
  }
  async function readRow(sql: string): Promise<Record<string, unknown>> {
    const client = new pg.Client(server.url(BARE));
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows[0] ?? {};
  }
  const readChanges = (after: number, limit = 200) =>
    app.http.get('/api/v1/changes').query({ after, limit }).set(admin.auth);
  async function upload(title: string): Promise<string> {
    const uploaded = await app.http
      .post('/api/v1/documents')
      .set(bureau.officer.auth)
      .set('Idempotency-Key', `restore-${encodeURIComponent(title)}`)
      .attach('file', pdf(title), { filename: `${title}.pdf` });
    expect([uploaded.status, uploaded.text]).toEqual([201, expect.anything()]);
    return (uploaded.body as { id: string }).id;
  }
  const verify = () => app.running.app.get(AuditVerifier).verify();

  beforeAll(async () => {
    await buildProduct();
    folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'restore-'));
    copies = mkdtempSync(join(tmpdir(), 'throughline-copies-'));
    server = await openPostgres15('postgres-15-restore');
    app = await startAppOn(server, folder, LOST, { withWorker: true });
    admin = await makeUser(app, 'admin');
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    ({
      tender,
      lots: [lot = ''],
    } = await issueTender(app, bureau));
    await placed(app);
    await app.running.app.get(Anchors).run();
    bidders = await makeBidders(app, 4);
    for (const bidder of bidders.slice(0, 3)) {
      const bid = await Bidding.begin(app, bidder, lot);
      const file = await documentOf(bid, docx('方案正文'), '方案.docx');
      const content = { ...offer('187000.00'), documents: [file] };
      expect((await bid.act('submit', { content })).status).toBe(200);
      bids.push(bid);
    }
    document = await upload('委托书');
    secondDocument = await upload('公函');
    await placed(app);
    await app.running.app.get(Anchors).run();
  });
  afterAll(async () => {
    await app.close();
    await server.close();
    server.destroy();
    for (const path of [folder, copies]) rmSync(path, { recursive: true, force: true });
  });

  it('copies the database first, then the documents, while the service goes on', async () => {
    let writing = true;
    const writer = (async () => {
      let lines = 0;
      for (; writing; lines++) await makeLine(app, bureau.officer, `在备份期间登记的服务 ${lines}`);
      return lines;
    })();
    writeFileSync(join(copies, 'address'), server.url(LOST));
    // The files are the service's, whose account is not that of the job.
    const names = readdirSync(join(folder, 'documents'), { recursive: true, encoding: 'utf8' });
    if (process.getuid?.() === 0) for (const name of names) chownSync(join(folder, 'documents', name), 1000, 1000);
    const copy = await runBackup('address');
    expect([await copy.ended, copy.output]).toEqual([0, expect.stringMatching(/throughline-\d{8}T\d{6}Z\.dump\n$/)]);
    dump = copy.output.trim();
    // Once more, over what is there: nothing is doubled, and nothing of the first is lost.
    const again = await runBackup('address');
    expect(await again.ended).toBe(0);
    writing = false;
    expect(await writer).toBeGreaterThan(0);
  });

  it('leaves no half copy where the database does not answer', async () => {
    const before = readdirSync(copies);
    writeFileSync(join(copies, 'nowhere'), 'postgres://nobody:x@127.0.0.1:1/nothing');
    const failed = await runBackup('nowhere');
    expect(await failed.ended).not.toBe(0);
    expect(readdirSync(copies).filter((name) => !name.endsWith('.unfinished'))).toEqual([...before, 'nowhere'].sort());
  });

  it('loses what came after the copy: a bid, lines and anchors that somebody has read of', async () => {
    await makeLine(app, bureau.officer, '备份之后登记的服务');
    bids.push(await Bidding.submitted(app, bidders[3] as Bidder, lot, offer('176000.00')));
    await placed(app);
    await app.running.app.get(Anchors).run();
    seen = ((await readChanges(0, 1)).body as Changes).position;
    for (let page = await readChanges(seen); (page.body as Changes).items.length > 0; page = await readChanges(seen))
      seen = (page.body as Changes).position;
    expect((await verify()).findings).toEqual([]);
    expect((await app.running.app.get(AuditVerifier).verifyByTurns()).findings).toEqual([]);
  });

  it('says nothing of a restore while a process still works on the database', async () => {
    const { code, output } = await runRestored(LOST, '--reason', '机房断电');
    expect([code, output]).toEqual([
      1,
      'A worker still runs on this database. Stop every process, then run `restored` again.\n',
    ]);
    expect(await app.dataSource.query(`SELECT FROM feed_epoch`)).toEqual([]);
  });

  it('reads the copies back on a server that knows none of the roles; no anchor is made, and the file stays, until the restore is said', async () => {
    await app.close();
    rights = await listRights(LOST);
    await server.close();
    server.destroy();
    server = await openEmbeddedServer({
      dataDir: join(process.env.TEST_RUN_FOLDER ?? '', 'postgres-15-found'),
      exclusive: true,
      database: 'throughline',
      throwaway: true,
      settings: { fsync: 'off' },
      programs: postgres15.path ?? '',
    });
    await readCopyInto(FOUND);
    rmSync(join(folder, 'documents'), { recursive: true });
    cpSync(join(copies, 'documents'), join(folder, 'documents'), { recursive: true, preserveTimestamps: true });
    app = await startAppOn(server, folder, FOUND);
    expect(rights.length).toBeGreaterThan(500);
    expect(await listRights(FOUND)).toEqual(rights);
    const before = readFileSync(app.settings.anchorFile ?? '', 'utf8');
    await expect(app.running.app.get(Anchors).run()).rejects.toThrow(/it is an older copy. After a restore run/);
    expect(readFileSync(app.settings.anchorFile ?? '', 'utf8')).toBe(before);
    expect((await verify()).findings).toContainEqual(expect.objectContaining({ code: 'anchor_missing' }));
    await app.close();
  });

  it('refuses a restore without a reason', async () => {
    expect(await runRestored(FOUND)).toEqual({ code: 2, output: 'restored --reason TEXT\n' });
    expect((await runRestored(FOUND, '--reason', ' ')).code).toBe(2);
  });

  it('without the folder of keys nothing starts, and each key that is missing is named', async () => {
    await readCopyInto(BARE);
    const gone = Object.fromEntries(KEY_FILES.map((name) => [name, join(copies, 'gone', name)]));
    const bare = { NODE_ENV: 'production', TRUSTED_PROXIES: 'none', MIGRATION_DATABASE_URL: undefined, ...gone };
    const tried = {
      main: await runProduct('main', BARE, bare),
      worker: await runProduct('cli', BARE, bare, 'worker'),
      restored: await runCommand(BARE, bare, 'restored', '--reason', '演练'),
    };
    for (const [program, { code, output }] of Object.entries(tried)) {
      expect([program, code]).toEqual([program, expect.any(Number)]);
      expect([program, code]).not.toEqual([program, 0]);
      for (const [name, path] of Object.entries(gone)) expect(output).toContain(`${name}: ${path} cannot be read`);
    }
    const worker = await runProduct('cli', BARE, { OPENING_KEY_FILE: join(copies, 'gone', 'opening') }, 'worker');
    expect(worker.code).not.toBe(0);
    expect(worker.output).toMatch(/OPENING_KEY_FILE: \S+ is not there.*without it nothing that is sealed is opened/);
  });

  it('under keys that were made anew the restore is refused by the name of the lost one, and nothing is recorded', async () => {
    const entries = await readRow(`SELECT count(*)::int AS n FROM audit_entry`);
    const { code, output } = await runCommand(
      BARE,
      { DATA_DIR: mkdtempSync(join(copies, 'anew-')), DOCUMENTS_DIR: join(folder, 'documents') },
      ...['restored', '--reason', '密钥也已丢失'],
    );
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^AUDIT_KEYS: none of them sealed the newest entries of the audit, which name audit-1\./),
    ]);
    expect(await readRow(`SELECT count(*)::int AS n FROM audit_entry`)).toEqual(entries);
    expect(await readRow(`SELECT count(*)::int AS n FROM feed_epoch`)).toEqual({ n: 0 });
  });

  it('with older anchors or none the audit names those that the file lacks, and the restore says that its end is not known', async () => {
    const { no } = (await readRow(`SELECT max(no)::int AS no FROM audit_anchor`)) as { no: number };
    expect(no).toBeGreaterThan(1);
    const lines = readFileSync(app.settings.anchorFile ?? '', 'utf8')
      .split('\n')
      .slice(0, no - 1);
    const file = join(copies, 'anchors.jsonl');
    const env = { ANCHOR_FILE: file };
    const { now } = Date;
    const verifyLater = async () => {
      const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + LATER_MS);
      const { code, output } = await runCommand(BARE, env, 'verify-audit');
      clock.mockRestore();
      const { findings } = JSON.parse(output) as { findings: { code: string; anchor?: number }[] };
      return [code, findings.map((finding) => [finding.code, finding.anchor])];
    };
    const numbers = Array.from({ length: no }, (_, i) => i + 1);
    expect(await verifyLater()).toEqual([1, numbers.map((n) => ['anchor_not_in_file', n])]);
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    expect(await verifyLater()).toEqual([1, [['anchor_not_in_file', no]]]);

    const { code, output } = await runCommand(BARE, env, 'restored', '--reason', '锚点文件较旧');
    expect([code, JSON.parse(output)]).toEqual([
      1,
      expect.objectContaining({ lostAnchors: null, unfiledAnchors: { from: no, to: no } }),
    ]);
    expect(await verifyLater()).toEqual([0, []]);
  });

  it('says the restore in audit, feed and anchors, and names the files that are missing or cut short', async () => {
    const path = join(folder, 'documents', document.slice(0, 2), document);
    renameSync(path, join(folder, 'aside'));
    const cut = join(folder, 'documents', secondDocument.slice(0, 2), secondDocument);
    const whole = readFileSync(cut);
    writeFileSync(cut, whole.subarray(0, 100));
    // Uploaded after the copy; of what is sealed no row tells.
    const later = `${document.slice(0, 2)}/${randomUUID()}`;
    for (const name of [later, 'sealed/later']) writeFileSync(join(folder, 'documents', name), 'of nobody');
    const first = await runProduct('cli', FOUND, {}, 'restored', '--reason', '机房断电，恢复至夜间备份');
    expect(first.code).toBe(1);
    said = JSON.parse(first.output) as Said;
    expect(said).toMatchObject({
      missingDocuments: { count: 2, first: [document, secondDocument].sort() },
      leftoverFiles: { count: 1, names: [later] },
      unfiledAnchors: null,
    });
    expect(said.openingKeys).toEqual([{ key: 'opening-1', purchases: 1 }]);
    expect(said.after).toBeLessThan(seen);
    expect(said.start).toBeGreaterThan(seen);
    expect(said.lostAnchors?.from).toBeLessThanOrEqual(said.lostAnchors?.to ?? 0);
    expect(Number(said.lostAnchors?.position)).toBeGreaterThan(said.after);
    expect(existsSync(said.anchorFileKept ?? '')).toBe(true);
    renameSync(join(folder, 'aside'), path);
    writeFileSync(cut, whole);

    app = await startAppOn(server, folder, FOUND, { withWorker: true });
    await placed(app);
    await app.running.app.get(Anchors).run();
    const verified = await verify();
    expect(verified.findings).toEqual([]);
    expect(Number(verified.anchors.last?.position)).toBeGreaterThanOrEqual(said.start);
    expect((await app.running.app.get(AuditVerifier).verifyByTurns()).findings).toEqual([]);
    const [entry] = await app.dataSource.query<{ action: string; reason: string }[]>(
      `SELECT action, convert_from(canonical, 'UTF8')::jsonb ->> 'reason' AS reason FROM audit_entry WHERE aggregate_type = 'feed'`,
    );
    expect(entry).toEqual({ action: 'restarted', reason: '机房断电，恢复至夜间备份' });
  });

  it('tells a reader whose position was lost where to read on, also when the feed has grown past it', async () => {
    await makeLine(app, bureau.officer, '恢复之后登记的服务');
    await placed(app);
    for (const position of [said.after + 1, seen, said.start - 1]) {
      const old = await readChanges(position);
      expect([position, old.status, old.body]).toEqual([
        position,
        409,
        expect.objectContaining({ code: 'feed_restarted', facts: { position: said.after } }),
      ]);
    }
    expect((await readChanges(said.start + 1_000_000)).status).toBe(400);
  });

  it('gives each event behind the restore once to a reader who goes on from the named position', async () => {
    const { items, position } = (await readChanges(said.after)).body as Changes;
    expect(items[0]).toMatchObject({
      position: said.start,
      event: 'feed.restarted',
      data: { after: said.after, start: said.start },
    });
    expect(items.length).toBeGreaterThan(1);
    expect(items.map((item) => item.position)).toEqual(items.map((_, index) => said.start + index));
    expect((await readChanges(position)).status).toBe(200);
    expect(((await readChanges(said.start)).body as Changes).items).toEqual(items.slice(1));
    // One who is further back meets the event on the way, in pages of any size.
    const back = said.after - 2;
    const pages: number[] = [];
    for (let at = back; at < said.start;) {
      const page = (await readChanges(at, 1)).body as Changes;
      pages.push(...page.items.map((item) => item.position));
      at = page.position;
    }
    expect(pages.at(-1)).toBe(said.start);
    expect(pages).toEqual(((await readChanges(back, pages.length)).body as Changes).items.map((item) => item.position));
  });

  it('opens the bids that the copy holds with the opening key and without it none; the fourth bidder sees that its own is gone', async () => {
    const gone = await app.http.get(`/api/v1/bids/${bids[3]?.id}`).set((bidders[3] as Bidder).user.auth);
    expect(gone.status).toBe(404);
    await moveDeadline(app, tender);
    await app.running.app.get(Anchors).run();
    await app.close();

    // The private half of the opening key was not among the copies: nothing opens, nothing is lost.
    const key = join(folder, 'keys', 'opening.key');
    const kept = readFileSync(key, 'utf8');
    writeFileSync(key, `another:${randomBytes(32).toString('base64')}\n`);
    app = await startAppOn(server, folder, FOUND);
    await expect(openTenderBids(app, bureau, tender)).rejects.toThrow('does not hold the opening key opening-1');
    const waiting = await app.http.get(`/api/v1/bids/${bids[0]?.id}`).set((bidders[0] as Bidder).user.auth);
    expect(waiting.body).toMatchObject({ state: 'submitted' });
    await app.close();

    writeFileSync(key, kept);
    app = await startAppOn(server, folder, FOUND, { withWorker: true });
    await app.running.app.get(OpeningWork).perform(tender);
    for (const bid of bids.slice(0, 3)) {
      const answer = await app.http.get(`/api/v1/bids/${bid.id}`).set(bid.bidder.user.auth);
      expect([answer.status, answer.body]).toEqual([
        200,
        expect.objectContaining({ state: 'opened', content: expect.objectContaining({ price: '187000.00' }) }),
      ]);
    }
  });

  it('keeps what the documents folder holds readable, and a second restore begins behind the first', async () => {
    const file = await app.http.get(`/api/v1/documents/${document}/content`).set(bureau.officer.auth);
    expect(file.status).toBe(200);
    await app.close();
    const again = await runRestored(FOUND, '--reason', '演练');
    expect(again.code).toBe(0);
    const second = JSON.parse(again.output) as Said;
    expect(second).toMatchObject({
      lostAnchors: null,
      anchorFileKept: null,
      unfiledAnchors: null,
      // The bids of its consultation are open; its final offers are still to come.
      openingKeys: [{ key: 'opening-1', purchases: 1 }],
      missingDocuments: { count: 0, first: [] },
    });
    expect(second.after).toBeGreaterThanOrEqual(said.start);
    expect(second.start).toBeGreaterThan(second.after);
    app = await startAppOn(server, folder, FOUND, { withWorker: true });
    expect((await verify()).findings).toEqual([]);
    expect((await readChanges(second.after + 1)).body).toMatchObject({ facts: { position: second.after } });
    expect((await readChanges(seen)).body).toMatchObject({ facts: { position: said.after } });
  });
});
