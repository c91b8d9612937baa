/**
 * Errors that say nothing of the work: a store is away, restarting, full of connections, has just become another one, or has no
 * room for what is written. Node's codes and PostgreSQL's SQLSTATEs.
 */
const OUTAGE_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300', '25006'],
  ...['53100', '53200', '58030', 'ENOSPC', 'EDQUOT', 'EROFS'],
]);
/** What the drivers say where the connection goes without a word of the server. */
const OUTAGE_WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed|.*Driver not Connected|Connection is closed|Reached the max retries per request limit)/i;
/** What Redis says where it takes no write; a script's error quotes it within its own words. */
const REDIS_WORDS =
  /(^|[ -])(OOM command not allowed|MISCONF |READONLY You can't write|LOADING Redis|NOREPLICAS )|No space left on device/;

/** Whether an error is of the absence or fullness of a store, PostgreSQL or Redis, and not of the work. */
export function isStoreOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && (OUTAGE_CODES.has(code) || code.startsWith('08'))) return true;
  if (error instanceof AggregateError && error.errors.some(isStoreOutage)) return true;
  if (OUTAGE_WORDS.test(error.message) || REDIS_WORDS.test(error.message)) return true;
  // What failed with a statement that went along with it is wrapped twice.
  return isStoreOutage(error.cause) || isStoreOutage(driverError);
}
