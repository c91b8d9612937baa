import { Problem } from '../errors/problem.js';
import { runPreparedStatement, preparedChange } from './prepared.js';
import type { Reader } from './reader.js';
import type { ColumnsOf, InsertOf, RowOf } from './row-types.js';
import { getColumn, getTable, type EntityClass, type Table, type TableColumn } from './tables.js';
import { Tx } from './transactions.js';

/** Columns that a row must equal; null means null. */
export type Where<E> = Partial<RowOf<E>>;

/** `FOR NO KEY UPDATE` lets others insert rows that refer to the locked one. */
export type LockMode = 'FOR UPDATE' | 'FOR NO KEY UPDATE' | 'FOR SHARE' | 'FOR KEY SHARE';

/** A row's id, for entities that have one. */
export type IdOf<E> = RowOf<E> extends { id: infer Id } ? Id : undefined;

interface Statement {
  text: string;
  /** Columns of money in the answer, which pg hands over as text. */
  read: readonly TableColumn[];
  /** Places of the parameters that are sent as JSON. */
  json?: readonly number[];
}

/** One text per entity and shape, so that PostgreSQL plans it once per connection. */
const statements = new Map<string, Statement>();

function getStatement(key: string, write: () => Statement): Statement {
  let statement = statements.get(key);
  if (!statement) statements.set(key, (statement = write()));
  return statement;
}

async function send<T>(to: Tx | Reader, { text, read }: Statement, values: unknown[]): Promise<T[]> {
  const sent = to instanceof Tx ? to.runPreparedQuery<T>(text, values) : runPreparedStatement<T>(to, text, values);
  const rows = await sent;
  if (read.length > 0)
    for (const row of rows as Record<string, unknown>[])
      for (const { property, read: convert } of read) row[property] = convert?.(row[property] as string | null);
  return rows;
}

/** Names and values of what is given; undefined is not. */
function split(values: object): { names: string[]; values: unknown[] } {
  const parts = { names: [] as string[], values: [] as unknown[] };
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) {
      parts.names.push(name);
      parts.values.push(value);
    }
  return parts;
}

/** Which of the columns are JSON, by their places. */
const listJsonPlaces = (table: Table, names: readonly string[]): number[] =>
  names.flatMap((name, i) => (getColumn(table, name).isJson ? [i] : []));

function asJson(values: unknown[], places: readonly number[] = []): unknown[] {
  for (const i of places) if (values[i] !== null) values[i] = JSON.stringify(values[i]);
  return values;
}

const quoteColumn = (table: Table, property: string): string => `"${getColumn(table, property).column}"`;

/** The select list of some columns, or of all. */
function buildSelectList(
  table: Table,
  properties: readonly string[] | undefined,
): Pick<Statement, 'read'> & { list: string } {
  const columns = properties ? properties.map((name) => getColumn(table, name)) : [...table.columns.values()];
  return { list: columns.map((column) => column.selected).join(', '), read: columns.filter(({ read }) => read) };
}

/** What a condition asks for: its values, and a shape that two conditions with the same text share. */
function ask(table: Table, where: object): { shape: string; values: unknown[] } {
  const values: unknown[] = [];
  let shape = '';
  for (const [property, value] of Object.entries(where)) {
    if (value === undefined) throw new Error(`${table.name}.${property} is asked for and not given`);
    shape += value === null ? `${property} null,` : `${property},`;
    if (value !== null) values.push(value);
  }
  if (shape === '') throw new Error(`A row of ${table.name} is asked for by no column`);
  return { shape, values };
}

/** The condition itself; its parameters are numbered from `from`. */
const condition = (table: Table, where: object, from: number): string =>
  Object.entries(where)
    .map(([name, value]) => `${quoteColumn(table, name)} ${value === null ? 'IS NULL' : `= $${from++}`}`)
    .join(' AND ');

/**
 * Inserts a row by one statement. Answers its id, or the columns that are named.
 * @throws what the database says of a constraint that does not hold
 */
export function insertRow<E extends object>(tx: Tx, entity: EntityClass<E>, values: InsertOf<E>): Promise<IdOf<E>>;
export function insertRow<E extends object, K extends ColumnsOf<E>>(
  tx: Tx,
  entity: EntityClass<E>,
  values: InsertOf<E>,
  returning: readonly K[],
): Promise<Pick<RowOf<E>, K>>;
export async function insertRow(
  tx: Tx,
  entity: EntityClass<object>,
  values: object,
  returning?: readonly string[],
): Promise<unknown> {
  const table = getTable(entity);
  const { names, values: parameters } = split(values);
  const answer = returning ?? (table.columns.has('id') ? ['id'] : []);
  const statement = getStatement(`insert ${table.name} ${names.join()} ${answer.join()}`, () => {
    const { list, read } = buildSelectList(table, answer);
    const target =
      names.length === 0
        ? 'DEFAULT VALUES'
        : `(${names.map((name) => quoteColumn(table, name)).join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`;
    const text = `INSERT INTO "${table.name}" ${target}${list && ` RETURNING ${list}`}`;
    return { text, read, json: listJsonPlaces(table, names) };
  });
  const [row] = await send<Record<string, unknown>>(tx, statement, asJson(parameters, statement.json));
  return returning ? row : row?.id;
}

/** What `jsonb_to_recordset` reads as a value of the column. */
function inJson(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value;
}

/**
 * Inserts many rows by one statement; all of them give the same columns. Answers the columns that are named, in the
 * order of the rows.
 */
export async function insertRows<E extends object, K extends ColumnsOf<E> = never>(
  tx: Tx,
  entity: EntityClass<E>,
  rows: readonly InsertOf<E>[],
  returning: readonly K[] = [],
): Promise<Pick<RowOf<E>, K>[]> {
  const [first] = rows;
  if (!first) return [];
  const table = getTable(entity);
  const { names } = split(first);
  const statement = getStatement(`insert many ${table.name} ${names.join()} ${returning.join()}`, () => {
    const { list, read } = buildSelectList(table, returning);
    const columns = names.map((name) => quoteColumn(table, name)).join(', ');
    const types = names.map((name) => `${quoteColumn(table, name)} ${getColumn(table, name).type}`).join(', ');
    const text = `INSERT INTO "${table.name}" (${columns}) SELECT ${columns} FROM jsonb_to_recordset($1::jsonb) AS g (${types})`;
    return { text: `${text}${list && ` RETURNING ${list}`}`, read };
  });
  const records = rows.map((row) => {
    const record = split(row);
    if (record.names.length !== names.length || record.names.some((name) => !names.includes(name)))
      throw new Error(`Rows of one insert into ${table.name} give different columns`);
    return Object.fromEntries(record.names.map((name, i) => [getColumn(table, name).column, inJson(record.values[i])]));
  });
  return send<Pick<RowOf<E>, K>>(tx, statement, [JSON.stringify(records)]);
}

/** What an owner exports so that others may load many of its rows: `export const insertNeeds = createBulkInsert(Need)`. */
export const createBulkInsert =
  <E extends object>(entity: EntityClass<E>) =>
  (tx: Tx, rows: readonly InsertOf<E>[]): Promise<unknown> =>
    insertRows(tx, entity, rows);

async function selectRow<T>(
  to: Tx | Reader,
  entity: EntityClass<object>,
  where: object,
  columns: readonly string[] | undefined,
  lock: string,
): Promise<T | null> {
  const table = getTable(entity);
  const { shape, values } = ask(table, where);
  const statement = getStatement(`select ${table.name} ${columns?.join() ?? '*'} ${shape} ${lock}`, () => {
    const { list, read } = buildSelectList(table, columns);
    return {
      text: `SELECT ${list} FROM "${table.name}" WHERE ${condition(table, where, 1)}${lock && ` ${lock}`}`,
      read,
    };
  });
  const [row] = await send<T>(to, statement, values);
  return row ?? null;
}

/** Reads one row without a lock: of the open transaction, or by a reader of the pool. All columns unless some are named. */
export const findRow = <E extends object, K extends ColumnsOf<E> = ColumnsOf<E>>(
  from: Tx | Reader,
  entity: EntityClass<E>,
  where: Where<E>,
  columns?: readonly K[],
): Promise<Pick<RowOf<E>, K> | null> => selectRow(from, entity, where, columns, '');

/** Locks one row before anything else of it is read, and answers it as it stands then. */
export const lockRow = <E extends object, K extends ColumnsOf<E> = ColumnsOf<E>>(
  tx: Tx,
  entity: EntityClass<E>,
  where: Where<E>,
  { mode = 'FOR NO KEY UPDATE', columns }: { mode?: LockMode; columns?: readonly K[] } = {},
): Promise<Pick<RowOf<E>, K> | null> => selectRow(tx, entity, where, columns, mode);

/** The same for a row that must be there. @throws Problem not_found */
export async function getLockedRow<E extends object, K extends ColumnsOf<E> = ColumnsOf<E>>(
  tx: Tx,
  entity: EntityClass<E>,
  where: Where<E>,
  options: { mode?: LockMode; columns?: readonly K[] } = {},
): Promise<Pick<RowOf<E>, K>> {
  const row = await lockRow(tx, entity, where, options);
  if (!row) throw new Problem('not_found');
  return row;
}

/** Counts `version` up and sets `updated_at`, of an entity that has them. */
function buildVersionUpdate(table: Table): string[] {
  const assignments = [
    table.columns.has('version') ? 'version = version + 1' : '',
    table.columns.has('updatedAt') ? 'updated_at = clock_timestamp()' : '',
  ].filter(Boolean);
  if (assignments.length === 0) throw new Error(`${table.name} has no version`);
  return assignments;
}

/**
 * Changes the given columns of the row, and no other; `newVersion` counts its version up as well. Answers whether there
 * was such a row. With nothing to change it sends no statement and answers false.
 */
export async function updateRow<E extends object>(
  tx: Tx,
  entity: EntityClass<E>,
  where: Where<E>,
  changes: Partial<RowOf<E>>,
  { newVersion = false }: { newVersion?: boolean } = {},
): Promise<boolean> {
  const table = getTable(entity);
  const { names, values } = split(changes);
  if (names.length === 0 && !newVersion) return false;
  const asked = ask(table, where);
  const statement = getStatement(`update ${table.name} ${names.join()} ${asked.shape} ${newVersion}`, () => {
    const assignments = names.map((name, i) => `${quoteColumn(table, name)} = $${i + 1}`);
    if (newVersion) assignments.push(...buildVersionUpdate(table));
    const text = `UPDATE "${table.name}" SET ${assignments.join(', ')} WHERE ${condition(table, where, names.length + 1)}`;
    return { text, read: [], json: listJsonPlaces(table, names) };
  });
  const parameters = [...asJson(values, statement.json), ...asked.values];
  return (await preparedChange(tx.manager, statement.text, parameters)) > 0;
}
