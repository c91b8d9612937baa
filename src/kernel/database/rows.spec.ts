import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Column, DataSource, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { SYSTEM } from '../access/principal.js';
import { ChangeLog } from '../audit/change-log.js';
import { Keys, type KeyRing } from '../config/keys.js';
import { Nudge } from '../outbox/nudge.js';
import { fen } from './column-types.js';
import { dataSourceOptions } from './data-source.js';
import { PoolReader } from './reader.js';
import type { Default, InsertOf, RowOf } from './row-types.js';
import { findRow, getLockedRow, insertRow, insertRows, lockRow, updateRow } from './rows.js';
import { Transactions, type Tx } from './transactions.js';
import { loadSettings } from '../config/settings.js';

/** A table with a column of each kind. */
@Entity('trial')
class Trial {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Column('text', { name: 'odd name' }) name: string;
  @Column('date', { nullable: true }) servedOn: string | null;
  @Column('bigint', { nullable: true, transformer: fen }) amount: bigint | null;
  @Column('jsonb', { default: () => "'[]'" }) parts: Default<{ no: number; words: string }[]>;
  @Column('uuid', { array: true, default: () => "'{}'" }) bodies: Default<string[]>;
  @Column('bytea', { nullable: true }) seal: Buffer | null;
  @Column('timestamptz', { nullable: true }) at: Date | null;
  @Column('boolean', { default: false }) done: Default<boolean>;
  @ManyToOne(() => Trial, { createForeignKeyConstraints: false }) before?: Relation<Trial>;
}

/** A table without id and version, of two keys. */
@Entity('trial_pair')
class TrialPair {
  @PrimaryColumn('integer') one: number;
  @PrimaryColumn('integer') other: number;
  @Column('text', { nullable: true }) words: string | null;
}

const TABLES = `
  CREATE TABLE trial (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(), "odd name" text NOT NULL, served_on date, amount bigint,
    parts jsonb NOT NULL DEFAULT '[]', bodies uuid[] NOT NULL DEFAULT '{}', seal bytea, at timestamptz,
    done boolean NOT NULL DEFAULT false);
  CREATE TABLE trial_pair (one integer, other integer, words text, PRIMARY KEY (one, other));`;

const BODY = '0b6b1b0e-7a5e-4c5e-9d8f-0d5d3c2b1a09';
const FULL = {
  name: 'all',
  servedOn: '2025-03-31',
  amount: 9_007_199_254_740_993n,
  parts: [{ no: 1, words: '一' }],
  bodies: [BODY],
  seal: Buffer.from([0, 1, 255]),
  at: new Date('2025-03-31T16:00:00.123Z'),
  done: true,
} satisfies InsertOf<Trial>;

describe('rows of an entity', () => {
  let database: TestDatabase;
  let source: DataSource;
  let transactions: Transactions;
  beforeAll(async () => {
    database = await createDatabase({ empty: true });
    const settings = loadSettings({ NODE_ENV: 'test', DATABASE_URL: database.url });
    source = await new DataSource({ ...dataSourceOptions(settings), migrations: [] }).initialize();
    await source.query(TABLES);
    const ring: KeyRing = [{ id: 'rows', bytes: randomBytes(32) }];
    transactions = new Transactions(source, new ChangeLog(new Keys(ring, ring, ring)), new Nudge());
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transactions.run(SYSTEM, work);

  it('are inserted with every kind of column, and read back as they were', async () => {
    const row = await within(async (tx) => {
      const id: string = await insertRow(tx, Trial, FULL);
      return findRow(tx, Trial, { id });
    });
    expect(row).toMatchObject({ ...FULL, version: 1 });
    expect(row?.updatedAt).toBeInstanceOf(Date);
  });

  it('take defaults and nulls for what is left out, and answer the columns that are named', async () => {
    const row = await within((tx) => insertRow(tx, Trial, { name: 'few' }, ['version', 'parts', 'servedOn', 'amount']));
    expect(row).toEqual({ version: 1, parts: [], servedOn: null, amount: null });
  });

  it('answer no id where the table has none', async () => {
    await within(async (tx) => {
      const nothing: undefined = await insertRow(tx, TrialPair, { one: 1, other: 1 });
      expect(nothing).toBeUndefined();
      expect(await findRow(tx, TrialPair, { one: 1, other: 1 })).toEqual({ one: 1, other: 1, words: null });
    });
  });

  it('are inserted by one statement in the order given, with every kind of column', async () => {
    const rows = [FULL, { ...FULL, name: 'second', amount: null, seal: null, parts: [] }];
    const stored = await within(async (tx) => {
      const sent: string[] = [];
      const { runPreparedQuery } = tx;
      tx.runPreparedQuery = (sql, params) => (sent.push(sql), runPreparedQuery.call(tx, sql, params) as never);
      const made = await insertRows(tx, Trial, rows, ['id', 'name', 'amount']);
      expect(sent).toHaveLength(1);
      expect(made.map(({ name, amount }) => [name, amount])).toEqual([
        ['all', FULL.amount],
        ['second', null],
      ]);
      return Promise.all(made.map(({ id }) => findRow(tx, Trial, { id })));
    });
    expect(stored).toMatchObject(rows);
    await within(async (tx) => expect(await insertRows(tx, Trial, [])).toEqual([]));
  });

  it('refuse to be inserted together where they give different columns', async () => {
    const rows: InsertOf<Trial>[] = [{ name: 'a' }, { name: 'b', done: true }];
    await expect(within((tx) => insertRows(tx, Trial, rows))).rejects.toThrow('different columns');
  });

  it('are found by several columns, null among them, in a transaction and by the pool', async () => {
    const id = await within((tx) => insertRow(tx, Trial, { name: 'found', amount: 5n }));
    const reader = new PoolReader(source);
    expect(await findRow(reader, Trial, { id, servedOn: null }, ['name', 'amount'])).toEqual({
      name: 'found',
      amount: 5n,
    });
    expect(await findRow(reader, Trial, { id, amount: null })).toBeNull();
    await expect(findRow(reader, Trial, {})).rejects.toThrow('by no column');
    await expect(findRow(reader, Trial, { id: undefined })).rejects.toThrow('not given');
  });

  it('are locked against a second writer and not against an insert that refers to them', async () => {
    const id = await within((tx) => insertRow(tx, Trial, { name: 'locked' }));
    await within(async (tx) => {
      const row: RowOf<Trial> = await getLockedRow(tx, Trial, { id });
      expect(row.name).toBe('locked');
      const other = source.createQueryRunner();
      const attempt = (mode: string) => other.query(`SELECT id FROM trial WHERE id = $1 ${mode} SKIP LOCKED`, [id]);
      expect(await attempt('FOR NO KEY UPDATE')).toHaveLength(0);
      expect(await attempt('FOR SHARE')).toHaveLength(0);
      expect(await attempt('FOR KEY SHARE')).toHaveLength(1);
      await other.release();
    });
    await within(async (tx) => {
      expect(await lockRow(tx, Trial, { id }, { mode: 'FOR SHARE', columns: ['name'] })).toEqual({ name: 'locked' });
      const other = source.createQueryRunner();
      expect(await other.query('SELECT id FROM trial WHERE id = $1 FOR SHARE SKIP LOCKED', [id])).toHaveLength(1);
      await other.release();
    });
  });

  it('refuse a lock with not_found where there is none', async () => {
    await within(async (tx) => {
      expect(await lockRow(tx, Trial, { id: BODY })).toBeNull();
      await expect(getLockedRow(tx, Trial, { id: BODY })).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  it('change in the given columns alone, and count their version up where it is asked for', async () => {
    await within(async (tx) => {
      const id = await insertRow(tx, Trial, FULL);
      const before = await findRow(tx, Trial, { id });
      expect(await updateRow(tx, Trial, { id }, { parts: [{ no: 2, words: '' }], amount: null, done: undefined })).toBe(
        true,
      );
      expect(await findRow(tx, Trial, { id })).toEqual({ ...before, parts: [{ no: 2, words: '' }], amount: null });
      expect(await updateRow(tx, Trial, { id, version: 1 }, { done: false }, { newVersion: true })).toBe(true);
      const after = await findRow(tx, Trial, { id });
      expect(after).toMatchObject({ version: 2, done: false });
      expect(Number(after?.updatedAt)).toBeGreaterThan(Number(before?.updatedAt));
      expect(await updateRow(tx, Trial, { id, version: 1 }, { done: true })).toBe(false);
      expect(await updateRow(tx, Trial, { id }, {})).toBe(false);
    });
    await expect(
      within((tx) => updateRow(tx, TrialPair, { one: 1, other: 1 }, { words: 'x' }, { newVersion: true })),
    ).rejects.toThrow('has no version');
  });

  it('say what the database refuses as a query does', async () => {
    await expect(within((tx) => insertRow(tx, TrialPair, { one: 1, other: 1 }))).rejects.toMatchObject({
      code: '23505',
      constraint: 'trial_pair_pkey',
    });
  });
});
