import type { ClientBase, QueryResult } from 'pg';
import { writeTogether } from '../connections/postponed-statements.js';
import { runOnConnection } from '../prepared.js';

/**
 * A transaction works on rows that it names: one plan serves any of them, and a plan for each given value would cost more than the
 * work (an answer of a recorded fact: 5.6 ms of planning, 0.3 ms of reading).
 */
const ONE_PLAN = 'SET LOCAL plan_cache_mode = force_generic_plan';

/** A statement that only reads. */
interface Question {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a transaction tries to hold for as long as it lasts, the savepoints that it has from then on, and what it asks first. */
interface Outer {
  readonly lock: bigint;
  readonly savepoints: readonly string[];
  readonly question: Question | undefined;
}

/** Whether the lock is held, and the answer to the question. */
export interface Begun {
  held: boolean;
  rows: unknown[];
}

export interface TransactionOptions {
  outer?: Outer | undefined;
  lockWaitMs?: number | undefined;
  readOnly?: boolean;
}

/** Starts a transaction, bounds its waits, tries to take the lock and asks the question, in one round trip. */
export async function beginTransaction(
  client: ClientBase,
  { outer, lockWaitMs, readOnly = false }: TransactionOptions,
): Promise<Begun> {
  const text = [
    `START TRANSACTION${readOnly ? ' READ ONLY' : ''}`,
    ONE_PLAN,
    ...(lockWaitMs === undefined ? [] : [`SET LOCAL lock_timeout = ${lockWaitMs}`]),
    // Before the savepoints: whoever goes back to one gives up what was locked since.
    ...(outer ? [`SELECT pg_try_advisory_xact_lock('${outer.lock}'::bigint) AS held`] : []),
    ...(outer?.savepoints.map((name) => `SAVEPOINT ${name}`) ?? []),
  ].join('; ');
  const question = outer?.question;
  // The question is a statement of its own behind the lock: it sees what whoever held it before has committed.
  const [answered, asked] = await writeTogether(client, () =>
    Promise.all([client.query(text), question && runOnConnection(client, question.text, [...question.values])]),
  );
  // pg answers several statements with several results.
  const results = answered as unknown as QueryResult<{ held: boolean }>[];
  const held = !outer || results.find(({ rows }) => rows.length > 0)?.rows[0]?.held === true;
  return { held, rows: asked ?? [] };
}
