import {
  createParamDecorator,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { Problem } from '../errors/problem.js';

function parse(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (version === undefined) throw new Problem('bad_if_match');
  return Number(version);
}

/** The version named by If-Match. Missing: 428. Every change of an existing resource takes it. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const version = parse(context.switchToHttp().getRequest<Request>().headers['if-match']);
  if (version === undefined) throw new Problem('if_match_required');
  return version;
});

/** For bulk and batch routes, which are exempt: honoured where it is sent. */
export const OptionalIfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined =>
  parse(context.switchToHttp().getRequest<Request>().headers['if-match']),
);

/** ETag = the version of the root row in the answer. Only for If-Match: Express's own ETag is off, there is no 304. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map((body: unknown) => {
        const version = (body as { version?: unknown } | null | undefined)?.version;
        if (typeof version === 'number' && !response.headersSent) response.setHeader('ETag', `"${version}"`);
        return body;
      }),
    );
  }
}
