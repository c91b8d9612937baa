import pg from 'pg';
import { isForRequest } from './seen.js';

export interface Statement {
  text: string;
  values: readonly unknown[];
}

/**
 * The calendar is kept in memory and its stamp looked at once a second, by whichever request comes then. One such look in
 * all of `work` is nobody's cost; every other statement counts, a second look too.
 */
const LOOK_AT_CALENDAR = /AS stamp FROM working_calendar_year$/;

function readStatement(first: unknown, second: unknown): Statement {
  const { text = '', values = [] } = (
    typeof first === 'string' ? { text: first } : (first ?? {})
  ) as Partial<Statement>;
  return { text, values: Array.isArray(second) ? (second as unknown[]) : values };
}

/** The statements that PostgreSQL is sent while `work` lasts, in their order; those of requests, unless told otherwise. */
export async function listStatements(work: () => Promise<unknown>, isCounted = isForRequest): Promise<Statement[]> {
  const sent: Statement[] = [];
  let looks = 0;
  const prototype = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const statement = readStatement(given[0], given[1]);
    if (isCounted() && !(LOOK_AT_CALENDAR.test(statement.text) && looks++ === 0)) sent.push(statement);
    return query.apply(this, given);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return sent;
}

/** Counts the statements that the requests of `work` cost: a list must not load its rows one by one. */
export const countQueries = async (work: () => Promise<unknown>): Promise<number> =>
  (await listStatements(work)).length;

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

/** How often the requests of `work` wait for PostgreSQL: what a connection is sent while it answers something else goes in the same round trip. */
export async function countRoundTrips(work: () => Promise<unknown>): Promise<number> {
  const waiting = new WeakMap<pg.Client, number>();
  let trips = 0;
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (...given) {
    if (!isForRequest()) return query.apply(this, given);
    const open = waiting.get(this) ?? 0;
    if (open === 0) trips += 1;
    waiting.set(this, open + 1);
    const end = () => void waiting.set(this, (waiting.get(this) ?? 1) - 1);
    const last = given.at(-1);
    if (typeof last === 'function') {
      given[given.length - 1] = (...answer: unknown[]): unknown => {
        end();
        return (last as (...answer: unknown[]) => unknown)(...answer);
      };
      return query.apply(this, given);
    }
    const sent = query.apply(this, given);
    if (sent instanceof Promise) sent.then(end, end);
    return sent;
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return trips;
}
