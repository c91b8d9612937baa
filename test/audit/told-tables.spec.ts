import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { listComparedTables } from '../../src/kernel/audit/tables/accepted-rows.js';
import { verifyAudit } from '../../src/kernel/audit/verification/verification.js';
import { AuditBench } from './support.js';

const TABLES = [
  ...['award', 'bid', 'contract', 'lot', 'lot_result', 'method_approval', 'opening', 'payment', 'payment_approval'],
  ...['review_score', 'seat', 'tender'],
];

/** Two values of each type, as literals. */
const VALUES: Readonly<Record<string, [string, string]>> = {
  uuid: [`'00000000-0000-4000-8000-000000000001'`, `'00000000-0000-4000-8000-000000000002'`],
  text: [`'one'`, `'two'`],
  varchar: [`'one'`, `'two'`],
  bool: ['false', 'true'],
  date: [`'2026-01-01'`, `'2026-01-02'`],
  timestamptz: [`'2026-01-01T00:00:00Z'`, `'2026-01-01T00:00:01Z'`],
  jsonb: [`'[]'`, `'["one"]'`],
  bytea: [`'\\x01'`, `'\\x02'`],
  _uuid: [`'{}'`, `'{00000000-0000-4000-8000-000000000001}'`],
  _text: [`'{}'`, `'{one}'`],
};
const NUMBERS: [string, string] = ['1', '2'];

interface Column {
  name: string;
  type: string;
  told: boolean;
  key: boolean;
}

describe.each(TABLES)('a row of the table "%s"', (table) => {
  let bench: AuditBench;
  let columns: Column[];
  beforeAll(async () => {
    bench = await AuditBench.open();
    columns = await bench.dataSource.query<Column[]>(
      `SELECT c.column_name AS name, c.udt_name AS type,
         (SELECT p.prosrc FROM pg_proc p WHERE p.oid = format('row_content(%I)', $1::text)::regprocedure)
           ~ ('\\mr\\.' || c.column_name || '\\M') AS told,
         EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
           WHERE i.indrelid = $1::regclass AND i.indisprimary AND a.attname = c.column_name) AS key
       FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND c.table_name = $1 AND c.is_generated = 'NEVER'`,
      [table],
    );
    // The row stands alone: what it would need of other tables, and what else watches it, is taken away. What tells it stays.
    await bench.tamper(`
      DO $$ DECLARE each record; BEGIN
        FOR each IN SELECT conname FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype IN ('f', 'c') LOOP
          EXECUTE format('ALTER TABLE ${table} DROP CONSTRAINT %I', each.conname);
        END LOOP;
        FOR each IN SELECT tgname FROM pg_trigger WHERE tgrelid = '${table}'::regclass AND NOT tgisinternal AND tgname NOT LIKE 'tell\\_%' LOOP
          EXECUTE format('DROP TRIGGER %I ON ${table}', each.tgname);
        END LOOP;
        FOR each IN SELECT a.attname FROM pg_attribute a WHERE a.attrelid = '${table}'::regclass AND a.attnum > 0 AND a.attnotnull
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) LOOP
          EXECUTE format('ALTER TABLE ${table} ALTER COLUMN %I DROP NOT NULL', each.attname);
        END LOOP;
      END $$`);
    const first = columns.filter(({ told, key }) => told || key);
    await bench.transactions.run(SYSTEM, async (tx) => {
      await tx.query(
        `INSERT INTO ${table} (${first.map(({ name }) => name).join(', ')}) VALUES (${first.map((each) => valuesOf(each)[0]).join(', ')})`,
      );
      await tx.record({ aggregate: 'tender', id: 'one', action: 'stored' });
    });
  });
  afterAll(() => bench.close());

  const valuesOf = ({ type }: Column): [string, string] => VALUES[type] ?? NUMBERS;
  const found = async () => {
    const { outcome } = await verifyAudit(bench.dataSource, bench.ring, bench.anchorFile, { tables: true });
    return outcome.findings.map(({ code, table: where }) => `${code} ${where}`);
  };

  it('is compared, and is as the audit says', async () => {
    expect(await listComparedTables(bench.dataSource)).toEqual(TABLES);
    expect(await found()).toEqual([]);
  });

  it('is named when SQL has altered who, which state or how much it says, and not when it is set back', async () => {
    const told = columns.filter((each) => each.told && !each.key);
    expect(told.length).toBeGreaterThan(0);
    for (const column of told) {
      const [before, after] = valuesOf(column);
      await bench.tamper(`UPDATE ${table} SET ${column.name} = ${after}`);
      expect([column.name, await found()]).toEqual([column.name, [`table_row_altered ${table}`]]);
      await bench.tamper(`UPDATE ${table} SET ${column.name} = ${before}`);
    }
    expect(await found()).toEqual([]);
  });

  it('is named when SQL has deleted it', async () => {
    await bench.tamper(`DELETE FROM ${table}`);
    expect(await found()).toEqual([`table_row_deleted ${table}`]);
  });
});
