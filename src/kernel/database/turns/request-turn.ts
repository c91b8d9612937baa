import type { NextFunction, Request, Response } from 'express';
import { findSurroundings, surround } from '../../observability/surroundings.js';

/** What a request is about, for its turn to write. */
export interface Turn {
  /** The first id of its path; null where it names none, or only reads. */
  root: string | null;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Of the request that this runs for; undefined for what the process does by itself. */
export const findTurn = (): Turn | undefined => findSurroundings()?.turn;

/** Everything behind it runs for this request. */
export function beginTurn(request: Request, _response: Response, next: NextFunction): void {
  const root = READS.has(request.method) ? null : (ID.exec(request.path)?.[0].toLowerCase() ?? null);
  surround({ turn: { root } }, next);
}
