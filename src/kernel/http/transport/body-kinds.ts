import type { Request } from 'express';

export const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Routes that read their stream themselves; they state their own content types. */
const STREAMED = /^\/api\/v1\/((documents|imports|[a-z-]+\/[^/?]+\/files)(\/|\?|$)|[a-z-]+\/[^/?]+\/documents(\?|$))/;

/** Its body is a file, which the route reads itself. */
export const isStreamed = ({ method, url }: Request): boolean => method === 'POST' && STREAMED.test(url);
