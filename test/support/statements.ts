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
