import type { NextFunction, Request, Response } from 'express';
import { findSurroundings, surround, type Trail } from './surroundings.js';
import type { Span } from './traces/span.js';

/** Where a change comes from, as it is written beside it. */
export interface Origin {
  /** The id of the request. */
  request: string | null;
  /** Its place in a trace, as W3C's `traceparent`. */
  trace: string | null;
}

const NOWHERE: Origin = { request: null, trace: null };

export const findTrail = (): Trail | undefined => findSurroundings()?.trail;

export const followTrail = <T>(trail: Trail, work: () => T): T => surround({ trail }, work);

/** Where what is written now comes from. */
export function findOrigin(): Origin {
  const trail = findTrail();
  if (!trail) return NOWHERE;
  const { request, span } = trail;
  return { request, trace: span?.traceparent ?? null };
}

/** A request of a route of which nothing is recorded leaves no id and no span either; the access guard says so before any work. */
class RequestTrail implements Trail {
  constructor(private readonly of: Request) {}

  get isSecret(): boolean {
    return this.of.unrecorded === true;
  }

  get request(): string | null {
    return this.of.unrecorded ? null : (this.of.requestId ?? null);
  }

  get span(): Span | undefined {
    return this.of.unrecorded ? undefined : this.of.span;
  }
}

/** After the body was read, whose events belong to the connection: everything that follows is done for this request. */
export const trailRequests = (request: Request, _response: Response, next: NextFunction): void =>
  surround({ trail: new RequestTrail(request) }, next);
