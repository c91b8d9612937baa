import {
  Catch,
  HttpException,
  Logger,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { QueryFailedError } from 'typeorm';
import type { ProblemCode } from '../../errors/codes.js';
import { Problem, problemBody } from '../../errors/problem.js';
import { chooseLanguage } from '../../errors/texts.js';
import { Throttle } from '../throttling/throttle.js';
import { listAllowedMethods } from './allowed-methods.js';

/** What may succeed a moment later: a way to PostgreSQL that is gone, or a race lost three times. */
const PASSING = /^(08...|40001|40P01|ECONN\w+|EPIPE|ETIMEDOUT)$/;
const LOST = /connection (terminated|error|timeout)/i;

/** Waits that came to their bound: for a lock, a statement, a connection. */
const BUSY = /^(55P03|57014)$/;
const NO_CONNECTION = 'timeout exceeded when trying to connect';
/** What is written has no place: a full disk, a server that only reads. */
const CANNOT_WRITE = /^(53100|53200|58030|25006|ENOSPC|EDQUOT|EROFS)$/;

const RETRY_SECONDS: Partial<Record<ProblemCode, number>> = { busy: 2, cannot_write: 30, not_ready: 5 };

/** What Express, Nest and PostgreSQL say in their own words, in ours. */
function deriveProblemCode(error: unknown): ProblemCode {
  const { status, type, code, severity, message } = (error ?? {}) as Record<string, unknown>;
  switch (error instanceof HttpException ? error.getStatus() : status) {
    case 400:
      return type === undefined ? 'malformed_url' : 'malformed_json';
    case 404:
      return 'route_not_found';
    case 413:
      return 'payload_too_large';
    case 415:
      return 'unsupported_media_type';
  }
  // A uniqueness that the database itself holds: a race that the use case could not see.
  if (code === '23505' || code === '23P01') return 'conflict';
  if (BUSY.test(String(code)) || message === NO_CONNECTION) return 'busy';
  if (CANNOT_WRITE.test(String(code))) return 'cannot_write';
  // A fatal error is PostgreSQL's word for a session that it refused or ended.
  if (severity === 'FATAL' || PASSING.test(String(code)) || LOST.test(String(message))) return 'not_ready';
  return 'internal_error';
}

/** No route took the request; what a use case does not find is a problem of its own. */
const isNoRoute = (error: unknown): boolean => error instanceof NotFoundException;

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = deriveProblemCode(error);
  const retryAfterSeconds = RETRY_SECONDS[code];
  return new Problem(code, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}

/**
 * What the log may say of a fault: of a database error its state, place and statement, because PostgreSQL's own message may
 * quote a stored value; of any other one its stack.
 */
function describeFault(error: unknown): object {
  if (!(error instanceof QueryFailedError)) return { error: error instanceof Error ? error.stack : String(error) };
  const { code, schema, table, column, constraint } = error.driverError as Record<string, unknown>;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { sqlState: code, schema, table, column, constraint, statement: error.query, stack: frames?.join('\n') };
}

const log = new Logger('http');

/** The only place where a refusal becomes an answer: RFC 9457. */
function answerProblem(error: unknown, request: Request, response: Response): void {
  const allowed = isNoRoute(error) ? listAllowedMethods(request) : [];
  const isOtherMethod = allowed.length > 0 && !allowed.includes(request.method);
  const problem = isOtherMethod ? new Problem('method_not_allowed') : toProblem(error);
  if (problem.status >= 500 && !(error instanceof Problem))
    log.error({ requestId: request.requestId, ...describeFault(error) });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const header of ['ETag', 'Location', 'Link']) response.removeHeader(header);
  response.setHeader('Cache-Control', 'no-store');
  if (isOtherMethod) response.setHeader('Allow', allowed.join(', '));
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (problem.details.retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(problem.details.retryAfterSeconds));
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, chooseLanguage(request.headers['accept-language']), request.requestId)));
}

/** What was refused before anything counted it counts now: guesses, and addresses that are tried out, are not free. */
async function countAndAnswer(throttle: Throttle, error: unknown, request: Request, response: Response): Promise<void> {
  let told = error;
  try {
    if (!response.headersSent) await throttle.countRead(request, response);
  } catch (refused) {
    told = refused;
  }
  answerProblem(told, request, response);
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly throttle: Throttle) {}

  catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    return countAndAnswer(this.throttle, error, http.getRequest<Request>(), http.getResponse<Response>());
  }
}

/** Nest answers for what lies below the prefix of the API; this is for everything else. */
export const answerUnknownRoute =
  (throttle: Throttle) =>
  (request: Request, response: Response): Promise<void> =>
    countAndAnswer(throttle, new NotFoundException(), request, response);
