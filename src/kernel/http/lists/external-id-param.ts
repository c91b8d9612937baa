import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { Request } from 'express';
import { SYSTEM, type ExternalId } from '../../database/external-ids/external-ids.js';
import { Problem } from '../../errors/problem.js';
import { documentParameter } from '../../openapi/parameter.js';

const MAX_LENGTH = 200;

const Read = createParamDecorator((_: unknown, context: ExecutionContext): ExternalId => {
  const { system, externalId } = context.switchToHttp().getRequest<Request>().params;
  const isText = typeof system === 'string' && typeof externalId === 'string';
  if (!isText || !SYSTEM.test(system) || !/\S/.test(externalId) || externalId.length > MAX_LENGTH)
    throw new Problem('not_found');
  return { system, id: externalId };
});

/** `…/by-external-id/{system}/{externalId}`: what another system calls a root. */
export const ExternalIdParam = (): ParameterDecorator =>
  documentParameter(Read(), (target, key, descriptor) => {
    ApiParam({ name: 'system', schema: { type: 'string', pattern: SYSTEM.source } })(target, key, descriptor);
    ApiParam({ name: 'externalId', schema: { type: 'string', maxLength: MAX_LENGTH } })(target, key, descriptor);
  });
