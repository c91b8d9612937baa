import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Problem, problemBody } from '../errors/problem.js';
import { languageOf } from '../errors/texts.js';
import type { ProblemCode } from '../errors/codes.js';

/** What Express, Nest and PostgreSQL say in their own words, in ours. */
function codeOf(error: unknown): ProblemCode {
  const status = error instanceof HttpException ? error.getStatus() : (error as { status?: unknown }).status;
  const type = (error as { type?: unknown }).type;
  if (status === 404) return 'route_not_found';
  if (status === 405) return 'method_not_allowed';
  if (status === 413 || type === 'entity.too.large') return 'payload_too_large';
  if (status === 415) return 'unsupported_media_type';
  if (status === 400 || error instanceof URIError) return 'malformed_json';
  // A uniqueness or a check that the database itself holds: a race that the use case could not see.
  const sqlState = (error as { code?: unknown }).code;
  if (sqlState === '23505' || sqlState === '23P01') return 'conflict';
  return 'internal_error';
}

/** The only place where a refusal becomes an answer: RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = error instanceof Problem ? error : new Problem(codeOf(error));
    if (problem.status >= 500 && !(error instanceof Problem))
      this.log.error({ requestId: request.requestId, error: error instanceof Error ? error.stack : String(error) });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (problem.details.retryAfterSeconds !== undefined)
      response.setHeader('Retry-After', String(problem.details.retryAfterSeconds));
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(problem, languageOf(request.headers['accept-language']), request.requestId)));
  }
}
