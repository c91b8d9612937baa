import { expect } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Keys } from '../../src/kernel/config/keys.js';
import { pseudonym } from '../../src/kernel/identity/pseudonym.js';
import type { OwnServerApp } from './own-server.js';
import { noteSearch } from './seen.js';

/** What is looked for in a copy, and how it is called. */
export type Needle = [name: string, bytes: Buffer];

/** Every form in which words may lie there, and hashes of them: as bytes, hexadecimal, base64, numbers as PostgreSQL keeps them. */
export const formsOf = (words: readonly string[], hashed: readonly string[]): Needle[] => [
  ...words.map((w): Needle => [w, Buffer.from(w)]),
  ...words.map((w): Needle => [`UTF-16 of ${w}`, Buffer.from(w, 'utf16le')]),
  ...words.map((w): Needle => [`hexadecimal of ${w}`, Buffer.from(Buffer.from(w).toString('hex'))]),
  ...words.flatMap((w) => [0, 1, 2].map((at): Needle => [`base64 of ${w}`, Buffer.from(base64Within(w, at))])),
  ...words.filter((w) => /^\d{5,15}$/.test(w)).flatMap(integersOf),
  ...words.filter((w) => /^\d+\.\d\d$/.test(w)).map((w): Needle => [`numeric ${w}`, numericOf(w)]),
  ...hashed.flatMap((text) => hashFormsOf(`hash of ${text}`, createHash('sha256').update(text).digest())),
];

function hashFormsOf(name: string, hash: Buffer): Needle[] {
  return [
    [name, hash],
    [`hexadecimal ${name}`, Buffer.from(hash.toString('hex'))],
    [`base64 ${name}`, Buffer.from(hash.toString('base64').slice(0, 42))],
  ];
}

/** The keyed hashes of a phone as a registration keeps it, under every key of the running product. */
export const phoneHashesOf = (app: OwnServerApp, phone: string): Buffer[] =>
  app.running.app
    .get(Keys)
    .identity.map(({ id, bytes }) => pseudonym({ id, purpose: 'phone', secret: bytes }, phone).slice(id.length + 1))
    .map((hash) => Buffer.from(hash, 'hex'));

/** One beside an envelope would equal that of the agency's own row, and so tell whose the envelope is. */
export const keyedFormsOf = (app: OwnServerApp, phones: readonly string[]): Needle[] =>
  phones.flatMap((phone) => phoneHashesOf(app, phone).flatMap((hash) => hashFormsOf(`keyed hash of ${phone}`, hash)));

/** What of a word stands in the base64 of a text that has so many bytes before it, whatever they are. */
function base64Within(word: string, at: number): string {
  const bytes = Buffer.concat([Buffer.alloc(at), Buffer.from(word)]);
  const first = Math.ceil((at * 8) / 6);
  return bytes.toString('base64').slice(first, Math.floor((bytes.length * 8) / 6));
}

/** As a bigint, the lower byte first, as pages have it, and last. */
function integersOf(word: string): Needle[] {
  const [page, network] = [Buffer.alloc(8), Buffer.alloc(8)];
  page.writeBigInt64LE(BigInt(word));
  network.writeBigInt64BE(BigInt(word));
  return [
    [`bigint ${word}`, page],
    [`bigint ${word}`, network],
  ];
}

/** Its digits as a numeric has them: by ten thousands from the point on, each in two bytes. */
function numericOf(word: string): Buffer {
  const [whole = '', part = ''] = word.split('.');
  const places = [...(whole.padStart(Math.ceil(whole.length / 4) * 4, '0') + part.padEnd(4, '0')).matchAll(/\d{4}/g)];
  const bytes = Buffer.alloc(places.length * 2);
  places.forEach(([digits], i) => bytes.writeInt16LE(Number(digits), i * 2));
  return bytes;
}

/** Of what was submitted, as the receipts say. */
export const hashesOf = (received: readonly string[]): Needle[] =>
  received.flatMap((hash): Needle[] => [
    ['hash of a bid', Buffer.from(hash, 'hex')],
    ['hexadecimal hash of a bid', Buffer.from(hash)],
  ]);

/** Files below a folder; those that go while they are looked for are gone. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return Buffer.alloc(0);
  }
}

/** A page of the write-ahead log begins with so many bytes of its own, the first of a file with more. */
const LOG_PAGE = 8_192;
const LOG_HEADER = 24;
const LOG_FILE_HEADER = 40;

/** The log as one text: what was written over the end of a page, or of a file, stands together again. */
function readLog(places: readonly string[]): Buffer {
  const files = places.filter((path) => /pg_wal\/[0-9A-F]{24}$/.test(path)).sort();
  const pages = files.map(readIfThere).flatMap((bytes) =>
    Array.from({ length: Math.ceil(bytes.length / LOG_PAGE) }, (_, page) => {
      const from = page * LOG_PAGE;
      return bytes.subarray(from + (page === 0 ? LOG_FILE_HEADER : LOG_HEADER), from + LOG_PAGE);
    }),
  );
  return Buffer.concat(pages);
}

/** Zeros are skipped by so many bytes: most of a log that is not full yet, and much of a page. */
const BLOCK = 4_096;
const ZEROS = Buffer.alloc(BLOCK + 1);

/** Many needles at once: one passage over a file instead of one for each needle, of which there are more than a hundred. */
export class NeedleSearch {
  /** By two bytes of a needle that stand next to each other: the needles that are looked for where those are read. */
  private readonly byPair: (undefined | [needle: Needle, at: number][])[] = Array.from({ length: 1 << 16 });

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      const at = findRarePair(needle[1]);
      (this.byPair[needle[1].readUInt16LE(at)] ??= []).push([needle, at]);
    }
  }

  /** Names of the needles that lie in these bytes. */
  listNames(bytes: Buffer): string[] {
    const names = new Set<string>();
    for (let from = 0; from < bytes.length - 1; from += BLOCK) {
      // The last pair of a block begins in it and ends in the next.
      const to = Math.min(from + BLOCK + 1, bytes.length);
      if (bytes.compare(ZEROS, 0, to - from, from, to) !== 0) this.readBlock(bytes, from, to, names);
    }
    return [...names];
  }

  private readBlock(bytes: Buffer, from: number, to: number, names: Set<string>): void {
    let pair = (bytes[from] as number) << 8;
    for (let at = from + 1; at < to; at++) {
      pair = (pair >> 8) | ((bytes[at] as number) << 8);
      const candidates = this.byPair[pair];
      if (candidates === undefined) continue;
      for (const [[name, needle], offset] of candidates) {
        const start = at - 1 - offset;
        const end = start + needle.length;
        if (start >= 0 && end <= bytes.length && bytes.compare(needle, 0, needle.length, start, end) === 0)
          names.add(name);
      }
    }
  }
}

/** Where two bytes stand of which neither is zero, or one at least is not: zeros stand everywhere. */
function findRarePair(needle: Buffer): number {
  const pairs = Array.from({ length: needle.length - 1 }, (_, at) => at);
  const zeros = (at: number) => Number(needle[at] === 0) + Number(needle[at + 1] === 0);
  const [best = 0] = pairs.sort((a, b) => zeros(a) - zeros(b));
  if (pairs.length === 0 || zeros(best) === 2) throw new Error(`nothing to look for: ${needle.toString('hex')}`);
  return best;
}

/** What of the planted is found, and where: in the tables, the write-ahead log, the folder of files. */
export async function foundIn(app: OwnServerApp, needles: readonly Needle[], search: string): Promise<string[]> {
  await app.dataSource.query('CHECKPOINT');
  const hits: string[] = [];
  const places = [...filesOf(app.data), ...filesOf(app.folder)];
  expect(places.length).toBeGreaterThan(300);
  expect(places.some((path) => path.includes('pg_wal'))).toBe(true);
  const planted = new NeedleSearch(needles);
  for (const path of places) {
    const place = path.includes('pg_wal') ? 'log' : path.startsWith(app.data) ? 'table' : 'file';
    // PostgreSQL writes some of its files anew, or takes them away.
    hits.push(...planted.listNames(readIfThere(path)).map((name) => `${place}: ${name}`));
  }
  hits.push(...planted.listNames(readLog(places)).map((name) => `log: ${name}`));
  const kinds = [...new Set(hits)].sort();
  noteSearch(search, { 'files read': places.length, needles: needles.length, 'kinds found': kinds.length });
  return kinds;
}

/** Relations that a transaction of an envelope touched beside it, by the write-ahead log. */
export async function sharedInLog(app: OwnServerApp, since: string): Promise<string[]> {
  const rows = await app.dataSource.query<{ name: string }[]>(
    `
    WITH files AS (
      SELECT pg_relation_filenode(c.oid)::text AS node, c.relname AS name,
        (c.oid = e.oid OR c.oid = e.reltoastrelid OR i.indrelid IN (e.oid, e.reltoastrelid)) AS own
      FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
        CROSS JOIN (SELECT oid, reltoastrelid FROM pg_class WHERE relname = 'sealed_envelope') e
      WHERE c.relkind IN ('r', 'i', 't', 'm')
    ), touched AS (
      SELECT r.xid::text AS xid, (regexp_matches(r.block_ref, 'rel \\d+/\\d+/(\\d+)', 'g'))[1] AS node
      FROM pg_get_wal_records_info($1::pg_lsn, pg_current_wal_lsn()) r
      WHERE r.xid::text <> '0' AND r.block_ref IS NOT NULL
    )
    SELECT DISTINCT coalesce(f.name, t.node) AS name FROM touched t LEFT JOIN files f ON f.node = t.node
    WHERE NOT coalesce(f.own, false)
      AND t.xid IN (SELECT xid FROM touched JOIN files USING (node) WHERE own) ORDER BY 1`,
    [since],
  );
  return rows.map((r) => r.name);
}
