import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';

/** The ETag of an answer that is a versioned record; null for any other. Only for If-Match: there is no 304. */
export function etagOf(body: unknown): string | null {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'number' ? `"${version}"` : null;
}

/**
 * Express, with the ETag of every answer. It is set here and not by an interceptor: one interceptor makes each request of
 * every route build and tear down observables, which cost more than the rest of the framework.
 */
export class ApiAdapter extends ExpressAdapter {
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    const etag = etagOf(body);
    if (etag !== null && !response.headersSent) response.setHeader('ETag', etag);
    return super.reply(response, body, statusCode) as unknown;
  }
}
