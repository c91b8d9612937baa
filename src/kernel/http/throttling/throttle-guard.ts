import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Throttle, type ThrottleBucket } from './throttle.js';

const BUCKET = 'throughline:throttle-bucket';

/** Counts requests to a route in a bucket of their own. */
export const Throttled = (bucket: ThrottleBucket) => SetMetadata(BUCKET, bucket);

/** Counts each request that a route takes, once it is known who asks. */
@Injectable()
export class ThrottleGuard implements CanActivate {
  constructor(
    private readonly throttle: Throttle,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const bucket = this.reflector.get<ThrottleBucket | undefined>(BUCKET, context.getHandler());
    await this.throttle.count(http.getRequest<Request>(), http.getResponse<Response>(), bucket);
    return true;
  }
}
