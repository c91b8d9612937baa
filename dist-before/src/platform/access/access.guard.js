var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../errors/problem.js';
import { PERMISSION, PUBLIC_ROUTE, SIGNED_IN, UNRECORDED } from './decorators.js';
import { PUBLIC } from './principal.js';
/** Turns a bearer token into a principal, or refuses it. The accounts module gives the one implementation. */
export class Authenticator {
}
/** Deny by default: public, or signed in with the permission the route names. */
let AccessGuard = class AccessGuard {
    reflector;
    authenticator;
    constructor(reflector, authenticator) {
        this.reflector = reflector;
        this.authenticator = authenticator;
    }
    async canActivate(context) {
        const request = context.switchToHttp().getRequest();
        const handler = context.getHandler();
        const isPublic = this.reflector.get(PUBLIC_ROUTE, handler) === true;
        const permission = this.reflector.get(PERMISSION, handler);
        if (this.reflector.get(UNRECORDED, handler) === true)
            request.unrecorded = true;
        // Outside the API (`/metrics`) a bearer token is the route's own affair.
        request.principal = request.path.startsWith('/api/') ? await this.principalOf(request) : PUBLIC;
        if (isPublic)
            return true;
        if (request.principal.kind === 'public')
            throw new Problem('not_signed_in');
        if (permission !== SIGNED_IN && !(permission && request.principal.permissions.has(permission)))
            throw new Problem('not_permitted');
        return true;
    }
    async principalOf(request) {
        const header = request.headers.authorization;
        if (header === undefined)
            return PUBLIC;
        const token = /^Bearer ([^\s]{1,4096})$/i.exec(header)?.[1];
        if (!token)
            throw new Problem('invalid_token');
        return this.authenticator.authenticate(token, request);
    }
};
AccessGuard = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Reflector,
        Authenticator])
], AccessGuard);
export { AccessGuard };
//# sourceMappingURL=access.guard.js.map