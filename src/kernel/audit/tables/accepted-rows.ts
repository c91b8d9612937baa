import type { Reader } from '../../database/reader.js';
import type { Tx } from '../../database/transactions.js';
import type { Adoption } from '../adopt-once.js';
import {
  COMPARED_TABLES,
  currentRowsSql,
  NAMES_ROWS,
  tableFindingsSql,
  TABLES_MARK,
  type TableFinding,
} from './table-check.js';
import type { ToldRow } from './told-rows.js';

const ROWS_PER_ENTRY = 500;
/** Longest wait for anybody, once the tables are held. */
const LOCK_WAIT = '30s';
/**
 * Until everything is recorded, nobody writes the tables. Who is writing takes them in another order: what was had is given back
 * before the two could be found to wait for each other, and asked for again, for half a minute.
 */
const TABLE_WAIT = '500ms';
const ATTEMPTS = 30;
const lockTables = (tables: readonly string[]): string => `
  DO $$ BEGIN
    FOR attempt IN 1..${ATTEMPTS} LOOP
      BEGIN
        LOCK TABLE ${tables.map((name) => `"${name}"`).join(', ')} IN SHARE ROW EXCLUSIVE MODE;
        RETURN;
      EXCEPTION WHEN lock_not_available THEN
        IF attempt = ${ATTEMPTS} THEN RAISE; END IF;
        PERFORM pg_sleep(0.5);
      END;
    END LOOP;
  END $$`;

export async function listComparedTables(reader: Reader): Promise<string[]> {
  return (await reader.query<{ name: string }[]>(COMPARED_TABLES)).map(({ name }) => name);
}

/** Records that the tables are right as they stand, whatever the audit says of them. Answers what differed, the first rows named. */
export async function acceptRows(
  tx: Tx,
  action: 'adopted' | 'accepted',
  reason: string | null,
): Promise<{ count: number; first: TableFinding[] }> {
  const tables = await listComparedTables(tx.manager);
  const accepted = { count: 0, first: [] as TableFinding[] };
  if (tables.length === 0) return accepted;
  await tx.query(`SET LOCAL lock_timeout = '${TABLE_WAIT}'`);
  await tx.query(lockTables(tables));
  await tx.query(`SET LOCAL lock_timeout = '${LOCK_WAIT}'`);
  await tx.query(`DECLARE differing_rows NO SCROLL CURSOR FOR ${tableFindingsSql(tables)}`);
  for (;;) {
    const found = await tx.query<TableFinding>(`FETCH ${ROWS_PER_ENTRY} FROM differing_rows`);
    if (found.length === 0) break;
    accepted.count += found.length;
    accepted.first.push(...found.slice(0, ROWS_PER_ENTRY - accepted.first.length));
    const between = found.filter((row) => row.between);
    await tx.record({
      ...TABLES_MARK,
      action,
      reason,
      data: { accepted: between.map(({ entry, table, id }) => [entry, table, id]) },
      tables: found
        .filter((row) => !row.between)
        .map(({ table, id, told, found: now }): ToldRow => [table, id, told, now]),
    });
  }
  await tx.query('CLOSE differing_rows');
  return accepted;
}

/** The rows of a database that was used before the audit held what they say: once, by `migrate`, as they stand. */
export const COMPARED_ROWS: Adoption = {
  name: 'compared rows',
  async isAdopted(from) {
    const [row] = await from.query<{ adopted: boolean }[]>(
      `SELECT EXISTS (SELECT FROM audit_entry WHERE aggregate_type = '${TABLES_MARK.aggregate}' AND aggregate_id = '${TABLES_MARK.id}')
         OR EXISTS (SELECT FROM audit_entry e WHERE ${NAMES_ROWS}) AS adopted`,
    );
    if (row?.adopted) return true;
    const [any] = await from.query<unknown[]>(`${currentRowsSql(await listComparedTables(from))} LIMIT 1`);
    return any === undefined;
  },
  adopt: async (tx) => (await acceptRows(tx, 'adopted', null)).count,
};
