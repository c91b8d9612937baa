import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Faults } from './body.js';

/** What is wrong with single things of the list in the body, on the routes that answer each by itself. */
export const FaultsOfList = createParamDecorator(
  (_: unknown, context: ExecutionContext): Faults => context.switchToHttp().getRequest<Request>().faults ?? new Map(),
);
