import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../errors/problem.js';
import { refuseReservedNames } from './body.js';

/** Whether the address is UTF-8, percent-encoded, without NUL. */
function isReadable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes('\0');
  } catch {
    return false;
  }
}

/** The path of an address, and what stands behind its first question mark: a further one is part of what is asked (RFC 3986, 3.4). */
export function splitUrl(url: string): { path: string; search: string } {
  const at = url.indexOf('?');
  return at === -1 ? { path: url, search: '' } : { path: url.slice(0, at), search: url.slice(at + 1) };
}

/** Refuses an address that the router would read by half, or that asks PostgreSQL for text it cannot hold. */
export function readableUrl(request: Request, _response: Response, next: NextFunction): void {
  if (!isReadable(request.url)) {
    next(new Problem('malformed_url'));
    return;
  }
  try {
    refuseReservedNames(Object.keys(request.query), '');
    next();
  } catch (problem) {
    next(problem);
  }
}
