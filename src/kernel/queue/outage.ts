/**
 * Errors that say nothing of the work: the database is away, restarting, full of connections or has just become another one.
 * Node's codes and PostgreSQL's SQLSTATEs.
 */
const OUTAGE_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300', '25006'],
]);
/** What the driver says where the connection goes without a word of the server. */
const OUTAGE_WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed|.*Driver not Connected)/i;

/** Whether an error is of the database's absence and not of the work. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (OUTAGE_CODES.has(code) || code.startsWith('08'))) return true;
  if (error instanceof AggregateError && error.errors.some(isDatabaseOutage)) return true;
  return OUTAGE_WORDS.test(error.message) || (error.cause !== undefined && isDatabaseOutage(error.cause));
}
