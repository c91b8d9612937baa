import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** Tables that grow with every purchase, bid, record and user of a year; docs/scaling.md says by how much. */
const HOT = [
  ...[
    'audit_entry',
    'outbox',
    'tender',
    'lot',
    'notice',
    'bid',
    'bid_file',
    'bid_text',
    'award',
    'contract',
    'milestone',
  ],
  ...['recipient', 'service_day', 'service_record', 'service_record_line', 'service_record_recipient'],
  ...['service_record_worker', 'visit', 'visit_finding', 'survey', 'survey_answer', 'acceptance', 'evaluation'],
  ...['payment', 'invoice', 'settlement', 'challenge', 'complaint', 'flag', 'assessment'],
];

interface Reference {
  table: string;
  /** The table that it names. */
  to: string;
  /** Whether every row names one. */
  always: boolean;
}

let database: TestDatabase;
let tables: Set<string>;
let byRegion: Set<string>;
let references: Reference[];

beforeAll(async () => {
  database = await createDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    const listed = await client.query<{ name: string; region: boolean }>(`
      SELECT c.relname AS name, EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'region' AND NOT a.attisdropped) AS region
      FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'migration'`);
    tables = new Set(listed.rows.map(({ name }) => name));
    byRegion = new Set(listed.rows.filter(({ region }) => region).map(({ name }) => name));
    const found = await client.query<Reference>(`
      SELECT f.conrelid::regclass::text AS "table", f.confrelid::regclass::text AS "to",
        NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey) AND NOT a.attnotnull) AS always
      FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid <> f.confrelid`);
    references = found.rows;
  } finally {
    await client.end();
  }
});
afterAll(() => database.drop());

/** The tables whose rows stand in one region each: they name it, or a row of such a table. */
function listSpread(): Set<string> {
  const spread = new Set(byRegion);
  for (let before = -1; before < spread.size;) {
    before = spread.size;
    for (const { table, to, always } of references) if (always && spread.has(to)) spread.add(table);
  }
  return spread;
}

it('every table that grows with use names its region, or a row that does', () => {
  const spread = listSpread();
  expect(HOT.filter((table) => !tables.has(table))).toEqual([]);
  expect(HOT.filter((table) => !spread.has(table))).toEqual([]);
});

it('each other table is named in docs/scaling.md, with why it is in no region alone', () => {
  const page = readFileSync('docs/scaling.md', 'utf8');
  const part = page.slice(page.indexOf('## What is in no region alone'));
  const named = [...part.matchAll(/^\| (.+?) \| .+ \|$/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)]);
  const spread = listSpread();
  expect(named.map(([, table]) => table).sort()).toEqual([...tables].filter((table) => !spread.has(table)).sort());
});
