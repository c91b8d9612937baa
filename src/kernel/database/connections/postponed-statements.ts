import type { ClientBase, QueryConfig, QueryResult } from 'pg';
import { QueryFailedError } from 'typeorm';

/** A statement whose answer nobody needs. */
type Postponed = QueryConfig & { text: string; values: unknown[] };

/** By connection, in their order; only of transactions that are open. */
const postponed = new WeakMap<ClientBase, Postponed[]>();

type Stream = Record<'cork' | 'uncork', () => void>;

/** What `send` writes to the connection goes out at once, and comes in as few packets. */
export function writeTogether<T>(client: ClientBase, send: () => T): T {
  const { stream } = (client as unknown as { connection: { stream: Stream } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

/** Keeps a statement of the open transaction until the connection sends another: both take one round trip. */
export function postponeStatement(client: ClientBase, statement: Postponed): void {
  const others = postponed.get(client);
  if (others) others.push(statement);
  else postponed.set(client, [statement]);
}

/** What is to be sent before anything else, which is postponed no longer. */
export function takePostponedStatements(client: ClientBase): readonly Postponed[] {
  const statements = postponed.get(client);
  if (statements === undefined) return [];
  postponed.delete(client);
  return statements;
}

/**
 * Sends these, and what `last` sends, without a pause. In a transaction the first failure of the server fails all that comes after it, a COMMIT too,
 * which then answers that it rolled back: so what is told is the first failure.
 */
export function joinRoundTrip(client: ClientBase, before: readonly Postponed[], last: () => unknown): unknown {
  return writeTogether(client, () => {
    const failures = before.map((statement) => sendPostponedStatement(client, statement));
    const sent = last();
    return sent instanceof Promise ? answerLast(failures, sent) : sent;
  });
}

async function sendPostponedStatement(client: ClientBase, statement: Postponed): Promise<QueryFailedError | undefined> {
  try {
    await client.query(statement);
    return undefined;
  } catch (error) {
    return new QueryFailedError(statement.text, statement.values, error as Error);
  }
}

async function answerLast(failures: readonly Promise<QueryFailedError | undefined>[], sent: Promise<unknown>) {
  const [failed, [answer]] = await Promise.all([Promise.all(failures), Promise.allSettled([sent])]);
  const first = failed.find((failure) => failure !== undefined);
  if (first) throw first;
  if (answer.status === 'rejected') throw answer.reason as Error;
  return answer.value as QueryResult;
}

/** Sends what was postponed and waits until it is done. */
export async function finishPostponedStatements(client: ClientBase): Promise<void> {
  const statements = takePostponedStatements(client);
  const last = statements.at(-1);
  if (last) await joinRoundTrip(client, statements.slice(0, -1), () => runLast(client, last));
}

async function runLast(client: ClientBase, last: Postponed): Promise<void> {
  const failure = await sendPostponedStatement(client, last);
  if (failure) throw failure;
}
