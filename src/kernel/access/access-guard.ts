import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Problem } from '../errors/problem.js';
import { clientAddress } from '../http/address.js';
import { OTHER_PERMISSIONS, PERMISSION, PUBLIC_ROUTE, SIGNED_IN, UNPROVEN_TOO, UNRECORDED } from './decorators.js';
import { PUBLIC, type Principal } from './principal.js';

/** Turns a bearer token into a principal, or refuses it. The accounts module gives the one implementation. */
export abstract class Authenticator {
  /** @throws Problem `invalid_token` for an expired, revoked or forged token and for a disabled user. */
  abstract authenticate(token: string, request: Request): Promise<Principal>;
}

/** Deny by default: public, or signed in with the permission the route names. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const handler = context.getHandler();
    request.admitAnew = () => this.canActivate(context);
    const isPublic = this.reflector.get<boolean | undefined>(PUBLIC_ROUTE, handler) === true;
    const permission = this.reflector.get<string | undefined>(PERMISSION, handler);
    if (this.reflector.get<boolean | undefined>(UNRECORDED, handler) === true) request.unrecorded = true;
    // Outside the API (`/metrics`) a bearer token is the route's own affair.
    request.principal = request.path.startsWith('/api/') ? await this.resolvePrincipal(request) : PUBLIC;
    const isForUnproven = this.reflector.get<boolean | undefined>(UNPROVEN_TOO, handler) === true;
    if (request.principal.unproven === true && !isForUnproven) throw new Problem('second_factor_required');
    if (isPublic) return true;
    if (request.principal.kind === 'public') throw new Problem('not_signed_in');
    if (permission === SIGNED_IN) return true;
    const others = this.reflector.get<readonly string[] | undefined>(OTHER_PERMISSIONS, handler) ?? [];
    const { permissions } = request.principal;
    if (![permission, ...others].some((each) => each !== undefined && permissions.has(each)))
      throw new Problem('not_permitted');
    return true;
  }

  private async resolvePrincipal(request: Request): Promise<Principal> {
    const header = request.headers.authorization;
    if (header === undefined) return PUBLIC;
    const token = /^Bearer ([^\s]{1,4096})$/i.exec(header)?.[1];
    if (!token) throw new Problem('invalid_token');
    const principal = await this.authenticator.authenticate(token, request);
    const program = request.headers['user-agent'] ?? null;
    return { ...principal, from: { address: clientAddress(request), program } };
  }
}
