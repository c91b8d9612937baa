import { Logger } from '@nestjs/common';
import { findTraces } from '../observability/traces/traces.js';
import { followTrail, type Origin } from '../observability/trail.js';

const logger = new Logger('Worker');
/** Subjects and requests that one line names. */
const NAMED = 20;

/**
 * Does the work of a job as part of what it comes from: what it writes bears the id of the request, its span stands in that
 * trace, and a line says that it was done. Of a work on many subjects the newest request counts, and the line names all.
 */
export async function followJob(
  job: string,
  subjects: readonly string[],
  origins: readonly Origin[],
  work: () => Promise<void>,
): Promise<void> {
  const requests = [...new Set(origins.flatMap(({ request }) => request ?? []))];
  const trace = origins.find(({ trace }) => trace !== null)?.trace;
  if (requests.length === 0 && trace === undefined) return work();
  const span = typeof trace !== 'string' ? undefined : findTraces()?.begin(`job ${job}`, 'consumer', trace);
  const started = performance.now();
  let failure: string | undefined = 'failed';
  try {
    await followTrail({ request: requests[0] ?? null, span }, work);
    failure = undefined;
  } finally {
    span?.end(failure);
    logger.log({
      msg: failure === undefined ? 'worked' : 'work broke',
      job,
      subjects: subjects.slice(0, NAMED),
      requestId: requests[0],
      ...(requests.length > 1 && { requestIds: requests.slice(0, NAMED) }),
      ms: Math.round(performance.now() - started),
    });
  }
}
