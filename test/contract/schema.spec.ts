import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { BEFORE_TABLES, BEYOND_ENTITIES } from '../../migrations/index.js';
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
    const source = new DataSource(
      dataSourceOptions(loadSettings({ NODE_ENV: 'test', DATABASE_URL: built.url }), Object.values(entities)),
    );
    await source.initialize();
    const mapped = source.entityMetadatas.map((entity) => entity.tableName);
    await source.destroy();
    expect(mapped.sort()).toEqual(tables.sort());
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
