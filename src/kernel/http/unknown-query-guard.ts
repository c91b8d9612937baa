import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';
import { invalid } from './validation.js';

/** A route that reads no query has none: what is sent with it is refused like an unknown field of a body, never dropped. */
@Injectable()
export class UnknownQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const [name] = request.path.startsWith('/api/') ? Object.keys(request.query) : [];
    if (name === undefined || readsQuery(context)) return true;
    throw invalid(`?${name}`, 'unknown_field', {
      en: `This address has no parameter ${name.slice(0, 100)}`,
      zh: `该地址没有参数 ${name.slice(0, 100)}`,
    });
  }
}

function readsQuery(context: ExecutionContext): boolean {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
    object | undefined;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
