import { createHash } from 'node:crypto';
import type { Client, ClientBase, QueryConfig } from 'pg';

/** Texts that are remembered at a time. */
const MOST_REMEMBERED = 5_000;
/** From this call of a text in the process on each connection keeps it. */
const KEPT_FROM = 3;
/**
 * Texts that one connection keeps in this way: of transactions, and beside them of what requests answer to their changes. All of them
 * take some ten megabytes of PostgreSQL's memory.
 */
const MOST_KEPT = { transaction: 200, answer: 60 };
type Keeper = keyof typeof MOST_KEPT;
/** Statements of one transaction that may be kept. One that goes on changes the tables for which they were planned. */
const MOST_IN_TRANSACTION = 200;
/** What answers all columns of a table fails as a kept statement where a later release adds one. */
const ALL_COLUMNS = /(?:\b(?:SELECT|RETURNING|DISTINCT|ALL)|[.,)])\s*\*/i;
/** Without values pg sends a text as it is, which may then be a command or several statements. */
const ONE_STATEMENT = /^\s*(?:SELECT|WITH)\b[^;]*$/;

/**
 * How a kept statement fails for as long as its connection lives: its answer has another type than when it was planned
 * (0A000), or PostgreSQL has it no more (26000).
 */
export const LOST_STATEMENT: readonly string[] = ['0A000', '26000'];

const names = new Map<string, string>();
const calls = new Map<string, number>();

/** What a connection keeps, for whom it keeps more, and how many statements these may still have kept. */
interface Kept {
  readonly texts: Set<string>;
  readonly room: Record<Keeper, number>;
  keeper: Keeper;
  left: number;
}

const connections = new WeakMap<ClientBase, Kept>();

/** One name for one text. */
export function getStatementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha1').update(text).digest('hex');
  if (names.size >= MOST_REMEMBERED) names.clear();
  names.set(text, name);
  return name;
}

/** Statements of the transaction that begins may be kept: it has one plan for any values anyway (`beginTransaction`). */
export function allowKeeping(client: ClientBase, keeper: Keeper = 'transaction'): void {
  const kept = connections.get(client) ?? { texts: new Set(), room: { ...MOST_KEPT }, keeper, left: 0 };
  connections.set(client, Object.assign(kept, { keeper, left: MOST_IN_TRANSACTION }));
}

/** The transaction is over: a statement outside one is planned for its values. */
export function endKeeping(client: ClientBase): void {
  const kept = connections.get(client);
  if (kept) kept.left = 0;
}

/** A connection that cannot run what it keeps is given up: its pool makes another in its place. */
export function leaveLostStatements(client: ClientBase, error: unknown): void {
  const { code = '' } = error as { code?: string };
  if (LOST_STATEMENT.includes(code)) void (client as Client).end().catch(() => undefined);
}

function isCalledOften(text: string): boolean {
  const count = (calls.get(text) ?? 0) + 1;
  if (count === 1 && calls.size >= MOST_REMEMBERED) calls.clear();
  calls.set(text, count);
  return count >= KEPT_FROM;
}

/**
 * The statement under a name, so that PostgreSQL parses and plans it once per connection, where it comes again and again in
 * transactions: half of what a short statement costs there is its parsing and planning. Null: as it is.
 */
export function nameStatement(client: ClientBase, text: string, values: unknown): QueryConfig | null {
  const kept = connections.get(client);
  if (!kept || kept.left <= 0 || !(values === undefined || Array.isArray(values))) return null;
  const given = (values ?? []) as unknown[];
  if (given.length === 0 && !ONE_STATEMENT.test(text)) return null;
  kept.left -= 1;
  if (!kept.texts.has(text)) {
    if (!isCalledOften(text) || kept.room[kept.keeper] === 0 || ALL_COLUMNS.test(text)) return null;
    kept.texts.add(text);
    kept.room[kept.keeper] -= 1;
  }
  return { name: getStatementName(text), text, values: given };
}
