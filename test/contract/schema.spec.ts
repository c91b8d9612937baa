import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { BEFORE_TABLES, BEYOND_ENTITIES, VIEWS } from '../../migrations/index.js';
import { readSql } from '../../migrations/files.js';
import * as entities from '../../src/boot/entities.js';
import { dataSourceOptions } from '../../src/kernel/database/data-source.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { compareCatalogs, readCatalog } from '../support/catalog.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** Builds a database from the entities and the SQL files for what entities cannot express. */
async function buildFromEntities(url: string): Promise<void> {
  const settings = loadSettings({ NODE_ENV: 'test', DATABASE_URL: url });
  const source = await new DataSource({
    ...dataSourceOptions(settings, Object.values(entities)),
    migrations: [],
  }).initialize();
  try {
    for (const file of BEFORE_TABLES) await source.query(readSql(file));
    await source.synchronize();
    for (const file of BEYOND_ENTITIES) await source.query(readSql(file));
  } finally {
    await source.destroy();
  }
}

describe('the schema', () => {
  let migrated: TestDatabase;
  let built: TestDatabase;
  beforeAll(async () => {
    [migrated, built] = await Promise.all([createDatabase(), createDatabase({ empty: true })]);
    await buildFromEntities(built.url);
  });
  afterAll(() => Promise.all([migrated.drop(), built.drop()]));

  it('is the same by the entities with their SQL files as by the migrations', async () => {
    const [byEntities, byMigrations] = await Promise.all([readCatalog(built.url), readCatalog(migrated.url)]);
    expect(byMigrations.size).toBeGreaterThan(2000);
    expect(compareCatalogs(byEntities, byMigrations)).toEqual([]);
  });

  it('has one entity for each table', async () => {
    const catalog = await readCatalog(migrated.url);
    const tables = [...catalog.keys()].filter((name) => name.startsWith('table ')).map((name) => name.slice(6));
    // Tables of moved rows inherit from the table of an entity: the entity is theirs, too.
    const moved = tables.filter((name) => catalog.get(`inheritance ${name}`) === name.replace(/_moved$/, ''));
    expect(moved).toHaveLength(6);
    const source = new DataSource(
      dataSourceOptions(loadSettings({ NODE_ENV: 'test', DATABASE_URL: built.url }), Object.values(entities)),
    );
    await source.initialize();
    const mapped = source.entityMetadatas.map((entity) => entity.tableName);
    await source.destroy();
    expect([...mapped, ...moved].sort()).toEqual(tables.sort());
  });
});

/** Tables of which no view shows anything, and columns that no view reads. */
const KEPT_TABLES = [
  'sealed_envelope',
  'tender_key',
  'opening_instant',
  'envelope_register',
  'person_key',
  'recipient_code',
  'final_offer',
  'survey_answer',
  'survey_slip',
  'survey_frame',
  'session',
  'refresh_token',
  'setup_code',
  'second_factor',
  'recovery_code',
  'sign_in_ticket',
  'identity_link',
  'calendar_key',
  'mail_address',
  'code_mail',
  'registration_document',
  'registration_mail',
  'provider_start',
];
const KEPT_COLUMNS = [
  'app_user.password_hash',
  'api_key.hash',
  'bid.envelope_id',
  'evaluation_score.points',
  'organisation.address',
  'organisation.contact_name',
  'organisation.contact_phone',
  'recipient.name',
  'service_record.confirmation',
  'service_record.place',
  'registration.claim_hash',
  'registration.contact_name',
  'registration.mail_masked',
  'registration.mail_sealed',
  'registration.phone_masked',
  'registration.phone_pseudonym',
  'worker.name',
  'worker.licence',
];

describe('the views that rooms publish', () => {
  let database: TestDatabase;
  let used: string[];
  let catalog: Map<string, string>;
  beforeAll(async () => {
    database = await createDatabase();
    catalog = await readCatalog(database.url);
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `SELECT DISTINCT table_name || '.' || column_name AS name FROM information_schema.view_column_usage
       WHERE view_schema = 'public' AND table_schema = 'public' ORDER BY 1`,
    );
    used = rows.map(({ name }) => name);
    await client.end();
  });
  afterAll(() => database.drop());

  it('say what a row is, each above its definition', () => {
    const views = VIEWS.flatMap((file) => [
      ...readSql(file).matchAll(/(?<before>[^\n]*\n)CREATE (?:OR REPLACE )?VIEW (?<name>\w+)/g),
    ]);
    // One that stands anew keeps its name.
    const names = new Set(views.map(({ groups }) => groups?.name));
    expect(names.size).toBe([...catalog.keys()].filter((name) => name.startsWith('view ')).length);
    expect(views.filter(({ groups }) => !groups?.before?.startsWith('-- ')).map(({ groups }) => groups?.name)).toEqual(
      [],
    );
  });

  it('read nothing that is sealed or covered, that residents answer, or by which somebody signs in or is reached', () => {
    for (const table of KEPT_TABLES) expect([...catalog.keys()]).toContain(`table ${table}`);
    for (const column of KEPT_COLUMNS) expect([...catalog.keys()]).toContain(`column ${column}`);
    expect(
      used.filter((name) => KEPT_COLUMNS.includes(name) || KEPT_TABLES.includes(name.split('.')[0] ?? '')),
    ).toEqual([]);
    // The audit's own text holds nothing sealed (docs/sealed-bids.md).
    expect(used.filter((name) => catalog.get(`column ${name}`)?.startsWith('bytea'))).toEqual([
      'audit_entry.canonical',
    ]);
  });
});

describe('comparing two catalogs', () => {
  it('names what is missing on a side and what is defined otherwise', () => {
    const ours = new Map([
      ['column lot.no', 'integer'],
      ['index lot_order', 'btree'],
    ]);
    const theirs = new Map([['column lot.no', 'bigint']]);
    expect(compareCatalogs(ours, theirs)).toEqual([
      'column lot.no\n  integer\n  bigint',
      'index lot_order\n  btree\n  is missing',
    ]);
  });
});
