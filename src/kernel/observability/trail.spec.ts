import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import type { Span } from './traces/span.js';
import { findOrigin, trailRequests, type Origin } from './trail.js';

/** What is written beside a change of a request, before and after the access guard has looked at its route. */
function originsOf(unrecorded: boolean): Origin[] {
  const span = { traceparent: '00-1-2-01' } as Span;
  const request = { requestId: 'r-1', span } as Request;
  const found: Origin[] = [];
  trailRequests(request, {} as Response, () => {
    found.push(findOrigin());
    request.unrecorded = unrecorded;
    found.push(findOrigin());
  });
  return found;
}

describe('where a change comes from', () => {
  it('is its request, with the place in its trace', () => {
    expect(originsOf(false)[1]).toEqual({ request: 'r-1', trace: '00-1-2-01' });
  });

  it('is nobody’s business on a route of which nothing is recorded', () => {
    expect(originsOf(true)[1]).toEqual({ request: null, trace: null });
  });

  it('is unknown outside of requests and jobs', () => {
    expect(findOrigin()).toEqual({ request: null, trace: null });
  });
});
