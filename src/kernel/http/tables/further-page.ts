import type { NextFunction, Request, Response } from 'express';
import { ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { splitUrl } from '../url.js';

/** A route as the framework hands it to Express. */
export type RouteHandler = (request: Request, response: Response, next: NextFunction) => unknown;

/** Takes what a handler answers, in place of the connection. */
export type Takers = WeakMap<Response, (body: unknown) => unknown>;

/**
 * The page that a list names as its next one, by the list's own handler: the same guards, checks and statement as if the
 * caller had asked for it. It is not counted as another request.
 */
export function readFurtherPage(
  {
    request,
    response,
    handler,
    takers,
  }: { request: Request; response: Response; handler: RouteHandler; takers: Takers },
  link: string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const further = Object.create(request) as Request;
    const page = Object.setPrototypeOf(
      new ServerResponse(further),
      Object.getPrototypeOf(response) as object,
    ) as Response;
    const refuse = () => {
      reject(new Error(`a further page was refused: ${page.statusCode}`));
      return page;
    };
    const own = {
      originalUrl: link,
      url: link,
      query: parse(splitUrl(link).search),
      res: page,
      isFurtherPage: true,
    };
    for (const [name, value] of Object.entries(own)) Object.defineProperty(further, name, { value, writable: true });
    Object.assign(page, { req: further, send: refuse, end: refuse });
    takers.set(page, resolve);
    void Promise.resolve(handler(further, page, (error?: unknown) => reject(toError(error)))).catch(reject);
  });
}

const toError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('no handler took a further page');
