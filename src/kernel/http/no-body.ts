import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { invalid } from './validation.js';

/** What a request carries that says no more than its address. */
export class NothingDto {}

/** Refuses every property of the body. @throws Problem `validation_failed` (`unknown_field`) */
export const NoBody = createParamDecorator((_: unknown, context: ExecutionContext): NothingDto => {
  const body = context.switchToHttp().getRequest<Request>().body as object | undefined;
  for (const name of Object.keys(body ?? {}))
    throw invalid(`/${name}`, 'unknown_field', { en: `property ${name} should not exist`, zh: '未知字段' });
  return new NothingDto();
});
