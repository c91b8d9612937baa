import { expect } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnServerApp } from './own-server.js';

/** What is looked for in a copy, and how it is called. */
export type Needle = [name: string, bytes: Buffer];

/** Every form in which words may lie there, and hashes of them: as bytes, hexadecimal, base64. */
export const formsOf = (words: readonly string[], hashed: readonly string[]): Needle[] => [
  ...words.map((w): Needle => [w, Buffer.from(w)]),
  ...words.map((w): Needle => [`UTF-16 of ${w}`, Buffer.from(w, 'utf16le')]),
  ...hashed.flatMap((text): Needle[] => {
    const hash = createHash('sha256').update(text).digest();
    return [
      [`hash of ${text}`, hash],
      [`hexadecimal hash of ${text}`, Buffer.from(hash.toString('hex'))],
      [`base64 hash of ${text}`, Buffer.from(hash.toString('base64').slice(0, 42))],
    ];
  }),
];

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

/** What of the planted is found, and where: in the tables, the write-ahead log, the folder of files. */
export async function foundIn(app: OwnServerApp, needles: readonly Needle[]): Promise<string[]> {
  await app.dataSource.query('CHECKPOINT');
  const hits: string[] = [];
  const places = [...filesOf(app.data), ...filesOf(app.folder)];
  expect(places.length).toBeGreaterThan(300);
  expect(places.some((path) => path.includes('pg_wal'))).toBe(true);
  for (const path of places) {
    const bytes = readFileSync(path);
    for (const [name, needle] of needles)
      if (bytes.includes(needle))
        hits.push(`${path.includes('pg_wal') ? 'log' : path.startsWith(app.data) ? 'table' : 'file'}: ${name}`);
  }
  return [...new Set(hits)].sort();
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
