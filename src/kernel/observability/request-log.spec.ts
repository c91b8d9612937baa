import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { EventEmitter } from 'node:events';
import type { JsonLogger } from './json-logger.js';
import type { Metrics } from './metrics.js';
import { requestLog } from './request-log.js';

/** What is written and counted of one request. */
function tracesOf(more: Partial<Request>): unknown[] {
  const traces: unknown[] = [];
  const logger = { pino: { info: (line: unknown) => traces.push(line) } } as unknown as JsonLogger;
  const metrics = { request: (...figure: unknown[]) => traces.push(figure) } as unknown as Metrics;
  const request = { headers: {}, method: 'POST', ...more } as Request;
  const response = Object.assign(new EventEmitter(), { setHeader: () => undefined, statusCode: 200 });
  requestLog(logger, metrics)(request, response as unknown as Response, () => undefined);
  response.emit('close');
  return traces;
}

describe('a request', () => {
  it('leaves one line and one figure', () => {
    expect(tracesOf({})).toHaveLength(2);
  });

  it('to a route that is unrecorded leaves neither', () => {
    expect(tracesOf({ unrecorded: true })).toEqual([]);
  });
});
