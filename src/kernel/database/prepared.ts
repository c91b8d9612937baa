import { channel } from 'node:diagnostics_channel';
import type { ClientBase, Pool, QueryResult } from 'pg';
import { EntityManager, QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { getStatementName } from './connections/named-statements.js';
import { postponeStatement } from './connections/postponed-statements.js';
import { PoolReader, type Reader } from './reader.js';

/** Tells the texts to whoever subscribes: the tests, which have them checked (docs/sql.md). */
const statements = channel('throughline.statement');

/**
 * Runs a statement that PostgreSQL parses and plans once per connection: for statements of hot paths, where planning
 * costs more than running (the append of the change log: 1.2 ms without, 0.3 ms with). Its text must be one of few, because
 * every connection keeps its plan. It fails as TypeORM does, so that the log says the same.
 */
export async function runPreparedStatement<T>(reader: Reader, text: string, values: unknown[]): Promise<T[]> {
  const to = await findConnection(reader);
  if (to) return runOnConnection<T>(to, text, values);
  statements.publish(text);
  return reader.query<T[]>(text, values);
}

/** The same on a pool or connection that is known. */
export async function runOnConnection<T>(to: Pool | ClientBase, text: string, values: unknown[]): Promise<T[]> {
  statements.publish(text);
  return (await run<T & object>(to, text, values)).rows;
}

/** The same for a statement that answers no rows: how many it changed. RETURNING would cost a third more. */
export async function preparedChange(manager: EntityManager, text: string, values: unknown[]): Promise<number> {
  statements.publish(text);
  const to = await findConnection(manager);
  if (!to) throw new Error('A row is changed in a transaction');
  return (await run(to, text, values)).rowCount ?? 0;
}

/**
 * The same for a statement whose answer nobody needs: it goes with the next one of this transaction, whatever that is. Where it fails, that
 * one does, by this one's error.
 */
export async function postponePreparedStatement(
  manager: EntityManager,
  text: string,
  values: unknown[],
): Promise<void> {
  statements.publish(text);
  const to = await findConnection(manager);
  if (!to) throw new Error('Statements are postponed in a transaction');
  // It has ended, or its connection broke: as whatever else is asked of it.
  if (manager.queryRunner?.isReleased) throw new QueryRunnerAlreadyReleasedError();
  postponeStatement(to as ClientBase, { name: getStatementName(text), text, values });
}

async function run<T extends object>(to: Pool | ClientBase, text: string, values: unknown[]): Promise<QueryResult<T>> {
  try {
    return await to.query<T>({ name: getStatementName(text), text, values });
  } catch (error) {
    throw error instanceof QueryFailedError ? error : new QueryFailedError(text, values, error as Error);
  }
}

async function findConnection(reader: Reader): Promise<Pool | ClientBase | undefined> {
  if (reader instanceof PoolReader) return reader.pool;
  return reader instanceof EntityManager
    ? ((await reader.queryRunner?.connect()) as ClientBase | undefined)
    : undefined;
}
