import type { NextFunction, Request, Response } from 'express';
import { findSurroundings, surround, type Turn } from '../../observability/surroundings.js';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Routes that ask somebody else while they work: another service, a scanner. However long that takes, others have their turns. */
const ASKS_ELSEWHERE = /^\/api\/v1\/(?:(auth\/providers|documents)\/|[a-z-]+\/[^/]+\/(files)\/)/;
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Of the request that this runs for; undefined for what the process does by itself. */
export const findTurn = (): Turn | undefined => findSurroundings()?.turn;

/** Everything behind it runs for this request. */
export function beginTurn(request: Request, _response: Response, next: NextFunction): void {
  const [, route, files] = ASKS_ELSEWHERE.exec(`${request.path}/`) ?? [];
  const elsewhere = route ?? files;
  const root = READS.has(request.method) ? null : (elsewhere ?? ID.exec(request.path)?.[0].toLowerCase() ?? null);
  surround({ turn: { root } }, next);
}
