import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { JsonLogger } from './json-logger.js';
import type { Metrics } from './metrics.js';
import { findTraces } from './traces/traces.js';

const PATTERN = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives each request an id, repeats it in the answer, and writes one line when it is done: no query, no body, no name. */
export const requestLog =
  (logger: JsonLogger, metrics: Metrics) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const given = request.headers['x-request-id'];
    request.requestId = typeof given === 'string' && PATTERN.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', request.requestId);
    request.span = findTraces()?.begin(request.method, 'server', request.headers.traceparent?.toString());
    const start = process.hrtime.bigint();
    response.on('close', () => {
      if (request.unrecorded) {
        request.span?.discard();
        return;
      }
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'unknown';
      endSpan(request, route, response.statusCode);
      metrics.request(request.method, route, response.statusCode, seconds);
      logger.pino.info({
        requestId: request.requestId,
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(seconds * 1000),
        ...(request.principal?.id && { by: request.principal.id }),
        ...(!response.writableFinished && { aborted: true }),
      });
    });
    next();
  };

/** The route as it is declared: an address may hold what names a person, and a query may hold anything. */
function endSpan({ span, method, requestId = '' }: Request, route: string, status: number): void {
  span?.rename(`${method} ${route}`);
  span?.set('http.request.method', method);
  span?.set('http.route', route);
  span?.set('http.response.status_code', status);
  span?.set('throughline.request_id', requestId);
  span?.end(status >= 500 ? String(status) : undefined);
}
