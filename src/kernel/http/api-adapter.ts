import { ExpressAdapter } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { answersAnew, isRevalidated } from './revalidation.js';
import type { RouteHandler } from './tables/further-page.js';
import type { ListTables } from './tables/list-tables.js';

type Registered = Parameters<ExpressAdapter['get']>[1];

/** The ETag of an answer that is a versioned record; null for any other. Only for If-Match: there is no 304 by it. */
export function computeEtag(body: unknown): string | null {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'number' ? `"${version}"` : null;
}

/**
 * The address of what a request made: by its id below the collection it was sent to, or below the one that the handler
 * names by `@Header('Location', '/api/v1/collection/')`. What has no address of its own is told by one without a slash at
 * its end.
 */
function computeLocation(response: Response, body: unknown): string | null {
  const { baseUrl, path } = response.req;
  const named = response.getHeader('Location') ?? `${baseUrl}${path.replace(/\/$/, '')}/`;
  if (typeof named !== 'string' || !named.endsWith('/')) return null;
  const id = (body as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? `${named}${encodeURIComponent(id)}` : null;
}

/** A list is answered in several forms, and names the page behind this one; a list of packages names it in `links`. */
function tellList(response: Response, body: unknown): void {
  const { items, next, links } = (body ?? {}) as { items?: unknown; next?: unknown; links?: { next?: unknown } };
  const isList = Array.isArray(items) && next !== undefined;
  if (isList) response.vary('Accept').vary('Accept-Language');
  const further = links?.next ?? (isList ? next : undefined);
  if (typeof further === 'string') response.append('Link', `<${further}>; rel="next"`);
}

/**
 * Express, with the ETag of every answer and the Location of what was made. They are set here and not by an interceptor:
 * one interceptor makes each request of every route build and tear down observables, which cost more than the rest of the
 * framework.
 */
export class ApiAdapter extends ExpressAdapter {
  /** Set before the first request. */
  tables: ListTables | undefined;

  override get(path: unknown, handler?: RouteHandler): unknown {
    if (typeof path !== 'string' || handler === undefined) return super.get(path, handler as Registered) as unknown;
    const serve: RouteHandler = (request: Request, response: Response, next: NextFunction) =>
      this.tables === undefined
        ? handler(request, response, next)
        : this.tables.serve(path, handler, request, response, next);
    return super.get(path, serve as Registered) as unknown;
  }

  override reply(response: Response, answer: unknown, statusCode?: number): unknown {
    const take = this.tables?.findTaker(response);
    if (take !== undefined) return take(answer);
    const shape = this.tables?.findShaper(response);
    if (shape === undefined) return this.send(response, answer, statusCode);
    return shape(answer).then((body) => this.send(response, body, statusCode));
  }

  private send(response: Response, body: unknown, statusCode?: number): unknown {
    if (!response.headersSent) {
      const etag = computeEtag(body);
      if (etag !== null) response.setHeader('ETag', etag);
      const location = (statusCode ?? response.statusCode) === 201 ? computeLocation(response, body) : null;
      if (location !== null) response.setHeader('Location', location);
      tellList(response, body);
      if (isRevalidated(response)) return this.replyWithMark(response, JSON.stringify(body));
    }
    return super.reply(response, body, statusCode) as unknown;
  }
  /** What a handler declares; its Vary is added to what was said before it. */
  override setHeader(response: Response, name: string, value: string): unknown {
    return name === 'Vary' ? response.vary(value) : (super.setHeader(response, name, value) as unknown);
  }
  private replyWithMark(response: Response, text: string): unknown {
    // The 304 says on what the answer depends, as the 200 does.
    response.vary('Accept-Encoding');
    if (!answersAnew(response.req, response, text)) return response.status(304).end();
    response.type('json');
    return super.reply(response, text) as unknown;
  }
}
