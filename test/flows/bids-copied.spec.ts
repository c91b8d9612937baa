import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnlineKeys } from '../../src/kernel/sealing/online-keys.js';
import { computeStoredSize } from '../../src/kernel/sealing/sealed-file.js';
import { Bidding, documentOf, issueTender, makeBidders } from '../support/bidding.js';
import { creditCode } from '../support/contracts.js';
import { makeBureau, startBusinessAt, makeThreshold } from '../support/drafts.js';
import { docx } from '../support/files.js';
import {
  filesOf,
  formsOf,
  foundIn,
  hashesOf,
  keyedFormsOf,
  NeedleSearch,
  phoneHashesOf,
  sharedInLog,
} from '../support/copies.js';
import { sharedTransactions } from '../support/fixed-instant.js';
import { startOwnServerApp, type OwnServerApp } from '../support/own-server.js';

/** What a bid says and a copy must not. */
const PLANTED = {
  price: '187654.32',
  statement: '密封方案：夜间陪护与应急响应',
  items: [{ no: 1, name: '密封条目甲', amount: '187654.32' }],
  team: [{ name: '密封督导乙', role: '督导', qualification: null }],
  contacts: [{ name: '密封联系人丙', phone: '010-55557777' }],
  documents: [{ name: '密封文件丁.pdf', sha256: '5e'.repeat(32), size: 4321 }],
};

/** Uploaded with it: its name, its text, who wrote it, and its hash. */
const FILE = {
  name: '密封标书戊.docx',
  text: '密封正文己',
  author: '密封作者庚',
  company: '密封机构辛',
};
const FILE_MARK = '0DB7A9C3';
const FILE_BYTES = docx(`${FILE.text} 187654.32`, { author: FILE.author, company: FILE.company, rsid: FILE_MARK });
const FILE_HASH = createHash('sha256').update(FILE_BYTES).digest();

/** The planted phone as it was written, and its digits, which are what registrations of an earlier version hash. */
const PHONE_FORMS = ['010-55557777', '01055557777'];

/** Hashes of what was submitted, as the receipts say. */
const received: string[] = [];

/** Every form in which it may lie there: text, fen, and hashes of words and of the whole, as bytes, hexadecimal, base64. */
function needles(app: OwnServerApp): [string, Buffer][] {
  const words = [
    '187654.32',
    '18765432',
    '密封方案',
    '密封条目甲',
    '密封督导乙',
    '密封联系人丙',
    '010-55557777',
    '01055557777',
    '密封文件丁',
    '5e'.repeat(32),
    '密封标书戊',
    FILE.text,
    FILE.author,
    FILE.company,
    FILE_MARK,
  ];
  const hashed = ['187654.32', '010-55557777', '密封督导乙', '密封联系人丙', canonicalize(PLANTED) ?? ''];
  return [
    ...hashesOf(received),
    ['bytes of the file', FILE_BYTES.subarray(400, 440)],
    ['hash of the file', FILE_HASH],
    ['hexadecimal hash of the file', Buffer.from(FILE_HASH.toString('hex'))],
    ['base64 hash of the file', Buffer.from(FILE_HASH.toString('base64').slice(0, 42))],
    ...formsOf(words, hashed),
    ...keyedFormsOf(app, PHONE_FORMS),
    ...originForms(app),
  ];
}

/** Accounts that submitted. */
const accounts: string[] = [];
/** The keyed hashes of who submitted and from where: each would say of two envelopes whether they share it. */
const originForms = (app: OwnServerApp): [string, Buffer][] =>
  [
    ...accounts.map((id) => ['account', `user:${id}`]),
    ['network', '127.0.0.1'],
    ['network', '::ffff:127.0.0.1'],
  ].flatMap(([kind = '', text = '']): [string, Buffer][] => {
    const { hash } = app.running.app.get(OnlineKeys).hashOrigin(kind, text);
    return [
      [`keyed hash of ${kind}`, Buffer.from(hash, 'hex')],
      [`hexadecimal keyed hash of ${kind}`, Buffer.from(hash)],
    ];
  });

describe('a copy', () => {
  let app: OwnServerApp;
  let bids: Bidding[];
  /** Where the log stood before the first bid. */
  let begun: string;
  beforeAll(async () => {
    app = await startOwnServerApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    await app.dataSource.query(`CREATE EXTENSION pg_walinspect`);
    [{ lsn: begun }] = await app.dataSource.query<[{ lsn: string }]>(`SELECT pg_current_wal_lsn()::text AS lsn`);
    const { lots } = await issueTender(app, bureau);
    const bidders = await makeBidders(app, 3);
    accounts.push(...bidders.map(({ user }) => user.id));
    bids = [];
    for (const bidder of bidders) {
      const bid = await Bidding.begin(app, bidder, lots[0] as string);
      const file = await documentOf(bid, FILE_BYTES, FILE.name);
      const content = { ...PLANTED, documents: [...PLANTED.documents, file] };
      const { status } = await bid.act('submit', { content });
      expect(status).toBe(200);
      bids.push(bid);
    }
    await (bids[1] as Bidding).act('withdraw');
    await (bids[1] as Bidding).act('submit', { content: PLANTED });
    expect((await (bids[1] as Bidding).read()).state).toBe('submitted');
    for (const bid of bids) received.push((await bid.read()).sha256 as string);
    for (const { user } of bidders) await app.http.get('/api/v1/bids').set(user.auth).expect(200);
    expect(new Set(received).size).toBe(3);
  });
  afterAll(() => app.close());

  /** What of the planted is found, and where: in the tables, the write-ahead log, the folder of files. */
  const found = (): Promise<string[]> => foundIn(app, needles(app), 'a copy of sealed bids');

  it('of the database, its log and the files holds no price, name, phone or hash of a bid', async () => {
    expect(await found()).toEqual([]);
  });

  it('shows files of one form: no time, no order, no size but its class, no row', () => {
    const folder = join(app.folder, 'documents', 'sealed');
    const seen = readdirSync(folder).map((name) => statSync(join(folder, name)));
    expect(seen.map(({ size, mtimeMs }) => [size, mtimeMs])).toEqual(
      Array.from({ length: 3 }, () => [computeStoredSize(FILE_BYTES.length), 0]),
    );
    expect(statSync(folder).mtimeMs).toBe(0);
    // One that kept its time would be told from the others.
    utimesSync(join(folder, readdirSync(folder)[0] as string), new Date(), new Date());
    expect(readdirSync(folder).some((name) => statSync(join(folder, name)).mtimeMs !== 0)).toBe(true);
    // No row names one, as text or as bytes.
    const names = readdirSync(folder).flatMap((name): [string, Buffer][] => {
      const digits = name.replaceAll('-', '');
      return [name, digits, Buffer.from(digits, 'hex')].map((form) => [name, Buffer.from(form as string)]);
    });
    const named = new NeedleSearch(names);
    for (const path of filesOf(app.data)) expect([path, named.listNames(readFileSync(path))]).toEqual([path, []]);
  });

  it('finds what leaks into a table and its log', async () => {
    await app.dataSource.query(`UPDATE tender SET title = title || '187654.32'`);
    expect(await found()).toEqual(['log: 187654.32', 'table: 187654.32']);
    const hash = createHash('sha256')
      .update(canonicalize(PLANTED) ?? '')
      .digest('hex');
    await app.dataSource.query(`UPDATE tender SET title = $1`, [hash]);
    expect((await found()).filter((hit) => hit.startsWith('table: hexadecimal hash of {'))).toHaveLength(1);
    await app.dataSource.query(`UPDATE tender SET title = 'x'`);
  });

  it.each([
    ['in hexadecimal', `title = encode(convert_to('a187654.32', 'UTF8'), 'hex')`, 'hexadecimal of 187654.32'],
    [
      'in base64, wherever in it',
      `title = encode(convert_to('ab密封督导乙c', 'UTF8'), 'base64')`,
      'base64 of 密封督导乙',
    ],
    ['as fen', `budget = 18765432`, 'bigint 18765432'],
    ['as a number', `title = 'x', terms = jsonb_build_object('leak', 187654.32)`, 'numeric 187654.32'],
    [
      'in a large value',
      `terms = jsonb_build_object('leak', repeat('上门服务与应急响应。', 400) || '密封督导乙' || repeat('。', 3000))`,
      '密封督导乙',
    ],
  ])('finds what leaks %s', async (_, leak, as) => {
    const [before] = await app.dataSource.query<object[]>(`SELECT title, budget, terms FROM tender`);
    await app.dataSource.query(`UPDATE tender SET ${leak}`);
    expect(await found()).toEqual(expect.arrayContaining([`log: ${as}`, `table: ${as}`]));
    await app.dataSource.query(
      `UPDATE tender SET (title, budget, terms) = (SELECT title, budget, terms FROM jsonb_populate_record(NULL::tender, $1))`,
      [JSON.stringify(before)],
    );
  });

  it('finds what leaks into a file', async () => {
    const folder = join(app.folder, 'documents');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'x'), '电话 010-55557777');
    expect((await found()).filter((hit) => hit.startsWith('file'))).toEqual(['file: 010-55557777']);
    rmSync(join(folder, 'x'));
  });

  it('finds a file that is stored as it is, and one whose name or hash is said', async () => {
    const folder = join(app.folder, 'documents', 'sealed');
    expect(readdirSync(folder)).toHaveLength(3);
    writeFileSync(join(folder, 'x'), FILE_BYTES);
    expect((await found()).filter((hit) => hit.startsWith('file'))).toEqual(['file: bytes of the file']);
    writeFileSync(join(folder, 'x'), `${FILE_HASH.toString('hex')} ${FILE.name}`);
    expect((await found()).filter((hit) => hit.startsWith('file'))).toEqual([
      'file: hexadecimal hash of the file',
      'file: 密封标书戊',
    ]);
    rmSync(join(folder, 'x'));
    await app.dataSource.query(`UPDATE tender SET title = $1`, [FILE.author]);
    expect((await found()).filter((hit) => hit.includes(FILE.author))).toEqual([
      `log: ${FILE.author}`,
      `table: ${FILE.author}`,
    ]);
    await app.dataSource.query(`UPDATE tender SET title = 'x'`);
  });

  it('finds what is longer than a page of the log, and so lies over the end of one', async () => {
    const long = randomBytes(10_000).toString('base64');
    await app.dataSource.query(`SELECT pg_logical_emit_message(false, 'planted', $1::text)`, [long]);
    expect(await foundIn(app, [['a long text', Buffer.from(long)]], 'a long text')).toEqual(['log: a long text']);
  });

  it('tells by no transaction whose an envelope is', async () => {
    expect(await sharedTransactions(app)).toEqual([]);
    expect(await sharedInLog(app, begun)).toEqual([]);
  });

  it('finds a transaction that tells, in the rows and in the log', async () => {
    await app.dataSource.query(`
      WITH envelope AS (UPDATE sealed_envelope SET size_class = size_class WHERE id = '${bids[0]?.id}')
      UPDATE tender SET updated_at = clock_timestamp()`);
    // The tender, and with it its row in the public list.
    expect((await sharedTransactions(app)).sort()).toEqual(['public.public_tender', 'public.tender']);
    expect(await sharedInLog(app, begun)).toEqual(expect.arrayContaining(['tender']));
  });

  it('shows envelopes of one form: a draft of the same content is as large as a bid', async () => {
    const bidders = await makeBidders(app, 1);
    await Bidding.begin(app, bidders[0] as (typeof bidders)[0], (bids[0] as Bidding).lot, PLANTED);
    const sizes = await app.dataSource.query<{ size: number; columns: string[] }[]>(
      `SELECT DISTINCT length(ciphertext) AS size FROM sealed_envelope`,
    );
    expect(sizes).toHaveLength(1);
    const columns = await app.dataSource.query<{ name: string }[]>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'sealed_envelope'::regclass AND attnum > 0 ORDER BY attnum`,
    );
    expect(columns.map((c) => c.name)).toEqual(['id', 'blind', 'size_class', 'ciphertext']);
  });

  it('finds the keyed hash of a phone, as registrations of an earlier version keep it', async () => {
    expect((await found()).filter((hit) => hit.includes('keyed'))).toEqual([]);
    await app.http
      .post('/api/v1/registrations')
      .send({
        agencyName: '另一机构',
        creditCode: creditCode(),
        region: '990203',
        contactName: '测试',
        phone: '010-55557777',
        login: 'copied',
      })
      .expect(201);
    const [hash = Buffer.alloc(0)] = phoneHashesOf(app, '01055557777');
    // The first change of a page after a checkpoint is logged with the whole page, later ones without what stayed.
    await app.dataSource.query('CHECKPOINT');
    await app.dataSource.query(`UPDATE registration SET phone_pseudonym = 'r1:' || $1 WHERE login = 'copied'`, [
      hash.toString('hex'),
    ]);
    expect((await found()).filter((hit) => hit.includes('keyed'))).toEqual([
      'log: hexadecimal keyed hash of 01055557777',
      'table: hexadecimal keyed hash of 01055557777',
    ]);
    const leak = join(app.folder, 'documents', 'x');
    for (const [bytes, as] of [
      [hash, 'keyed hash'],
      [Buffer.from(hash.toString('base64')), 'base64 keyed hash'],
    ] as const) {
      writeFileSync(leak, bytes);
      expect((await found()).filter((hit) => hit.startsWith('file'))).toEqual([`file: ${as} of 01055557777`]);
    }
    rmSync(leak);
  });
});
