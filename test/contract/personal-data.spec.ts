import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { KEPT_YEARS as READS_KEPT_YEARS } from '../../src/kernel/audit/persons/personal-reads.js';
import { KEPT_HOURS as ANSWERS_KEPT_HOURS } from '../../src/kernel/http/idempotency/idempotent-requests.js';
import { START_SECONDS } from '../../src/people/accounts/providers/provider-starts.js';
import { TICKET_SECONDS } from '../../src/people/accounts/second-factor/tickets.js';
import { KEPT_DAYS as FAILURES_KEPT_DAYS } from '../../src/people/accounts/sessions/sign-in/failed-sign-ins.js';
import { REGISTER } from '../../src/people/personal-data/register.js';
import { WORDS_KEPT_DAYS } from '../../src/purchase/bids/comparison/words-keeper.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import columns from './impersonal-columns.json' with { type: 'json' };

/** By column, the tables in which it is about nobody. */
const impersonal = columns as unknown as { why: string; columns: Record<string, string[]> }[];

/**
 * Columns in which a word about somebody could stand; a closed list of codes has room for none. Rows that were moved say what they said
 * in the table that they come from.
 */
const WORDS = `
  SELECT c.table_name || '.' || c.column_name AS name
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
    AND (c.data_type IN ('text', 'json', 'jsonb', 'bytea', 'inet', 'character varying') OR c.udt_name IN ('_text', '_jsonb'))
    AND NOT EXISTS (SELECT FROM pg_class f WHERE f.relkind = 'r' AND c.table_name = f.relname || '_moved')
    AND NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
      WHERE k.contype = 'c' AND cardinality(k.conkey) = 1 AND k.conrelid = c.table_name::regclass AND a.attname = c.column_name
        AND pg_get_constraintdef(k.oid) ~ (c.column_name || ' = ANY \\(ARRAY\\['))`;

describe('the register of what is kept about people', () => {
  let database: TestDatabase;
  let words: string[];
  beforeAll(async () => {
    database = await createDatabase();
    const client = new pg.Client(database.url);
    await client.connect();
    words = (await client.query<{ name: string }>(WORDS)).rows.map(({ name }) => name);
    await client.end();
  });
  afterAll(() => database.drop());

  const registered = REGISTER.flatMap(({ columns }) => columns);
  const others = impersonal.flatMap(({ columns: tablesOf }) =>
    Object.entries(tablesOf).flatMap(([column, tables]) => tables.map((table) => `${table}.${column}`)),
  );

  it('names every column in which a word about somebody can stand, or says why none can', () => {
    const known = new Set([...registered, ...others]);
    expect(words.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names no column twice, and none that is not there', () => {
    const all = [...registered, ...others];
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
    expect(all.filter((name) => !words.includes(name))).toEqual([]);
  });

  it('ends nothing of a purchase before the fifteen years of the law, losers’ bids included', () => {
    // The words are a copy of files that stay.
    const copies = ['bid_text'];
    const ofPurchases =
      /^(acceptance|award|bid|bond|complaint|challenge|consultation|contract|document|evaluation|final_offer|lot|meeting|opening|payee|payment|requirement_change|review|sealed_envelope|tender)(_|\.)/;
    for (const { id, columns, kept } of REGISTER)
      if (columns.some((name) => ofPurchases.test(name) && !copies.includes(name.split('.')[0] ?? '')))
        expect([id, kept]).toEqual([id, { rule: 'ARCHIVE-15Y' }]);
  });

  it('says the terms by which the product ends what it keeps', () => {
    const termOf = (id: string) => REGISTER.find((entry) => entry.id === id)?.kept;
    expect(termOf('sign_in_failures')).toMatchObject({ days: FAILURES_KEPT_DAYS });
    expect(termOf('provider_steps')).toMatchObject({ minutes: START_SECONDS / 60 });
    expect(termOf('sign_in_tickets')).toMatchObject({ minutes: TICKET_SECONDS / 60 });
    expect(termOf('reads_of_names')).toMatchObject({ years: READS_KEPT_YEARS });
    expect(termOf('repeated_requests')).toMatchObject({ hours: ANSWERS_KEPT_HOURS });
    for (const id of ['accounts', 'workers', 'recipients', 'behind_bodies'])
      expect([id, termOf(id)]).toMatchObject([
        id,
        { rule: 'ARCHIVE-15Y', otherwise: { setting: 'PERSONAL_DATA_DAYS' } },
      ]);
    expect(termOf('bid_words')).toMatchObject({ days: WORDS_KEPT_DAYS });
    expect(termOf('registrations')).toMatchObject({ setting: 'PERSONAL_DATA_DAYS' });
  });
});
