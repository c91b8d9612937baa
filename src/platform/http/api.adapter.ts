import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';

/** The ETag of an answer that is a versioned record; null for any other. Only for If-Match: there is no 304. */
export function etagOf(body: unknown): string | null {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'number' ? `"${version}"` : null;
}

/** The address of what a request made: below the collection it was sent to. Null for what has no id of its own. */
function locationOf(response: Response, body: unknown): string | null {
  const id = (body as { id?: unknown } | null | undefined)?.id;
  const { baseUrl, path } = response.req;
  return typeof id === 'string' ? `${baseUrl}${path.replace(/\/$/, '')}/${encodeURIComponent(id)}` : null;
}

/**
 * Express, with the ETag of every answer and the Location of what was made. They are set here and not by an interceptor: one interceptor makes each request of
 * every route build and tear down observables, which cost more than the rest of the framework.
 */
export class ApiAdapter extends ExpressAdapter {
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    const etag = etagOf(body);
    if (etag !== null && !response.headersSent) response.setHeader('ETag', etag);
    if ((statusCode ?? response.statusCode) === 201 && !response.headersSent && !response.hasHeader('Location')) {
      const location = locationOf(response, body);
      if (location !== null) response.setHeader('Location', location);
    }
    return super.reply(response, body, statusCode) as unknown;
  }
}
