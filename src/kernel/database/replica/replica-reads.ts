import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { PUBLIC_ROUTE } from '../../access/decorators.js';
import { surround } from '../../observability/surroundings.js';
import { ReadReplica } from './read-replica.js';

const FROM_PRIMARY = 'throughline:from-primary';

/** What the public writes is read where it was written. */
export const FromPrimary = () => SetMetadata(FROM_PRIMARY, true);

/** Reads that are open to everybody go to the replica, where there is one that is fit. */
@Injectable()
export class ReplicaReads implements NestInterceptor {
  constructor(
    private readonly replica: ReadReplica,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.replica.isNamed || !this.isOpenRead(context, request)) return next.handle();
    const isSignedIn = request.principal?.kind !== 'public';
    if (!(await this.replica.isFit(isSignedIn))) return next.handle();
    return from(surround({ reader: this.replica }, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private isOpenRead(context: ExecutionContext, { method }: Request): boolean {
    const handler = context.getHandler();
    return (
      (method === 'GET' || method === 'HEAD') &&
      this.reflector.get<boolean | undefined>(PUBLIC_ROUTE, handler) === true &&
      this.reflector.getAllAndOverride<boolean | undefined>(FROM_PRIMARY, [handler, context.getClass()]) !== true
    );
  }
}
