import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { Problem } from '../errors/problem.js';
import { documentParameter } from '../openapi/parameter.js';

function parse(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const version = /^"(0|[1-9]\d{0,8})"$/.exec(header.trim())?.[1];
  if (version === undefined) throw new Problem('bad_if_match');
  return Number(version);
}

const readExpectedVersion = (context: ExecutionContext): number | undefined =>
  parse(context.switchToHttp().getRequest<Request>().headers['if-match']);

const ReadVersion = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const version = readExpectedVersion(context);
  if (version === undefined) throw new Problem('if_match_required');
  return version;
});
const ReadOptionalVersion = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readExpectedVersion(context),
);

const header = (required: boolean): MethodDecorator =>
  ApiHeader({
    name: 'If-Match',
    required,
    description: `The ETag of the record as it was read${required ? '' : '; honoured where it is sent'}.`,
    schema: { type: 'string', pattern: '^"\\d{1,9}"$' },
  });

/** The version named by If-Match. Missing: 428. Every change of an existing resource takes it. */
export const IfMatch = () => documentParameter(ReadVersion(), header(true));

/** For bulk and batch routes, which are exempt: honoured where it is sent. */
export const OptionalIfMatch = () => documentParameter(ReadOptionalVersion(), header(false));

/** For what adds the caller's own and changes nothing of others: no version is asked for, nor read where it is sent. */
export const WithoutVersion = createParamDecorator((): undefined => undefined);
