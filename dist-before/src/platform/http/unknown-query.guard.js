var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { invalid } from './validation.js';
/** A route that reads no query has none: what is sent with it is refused like an unknown field of a body, never dropped. */
let UnknownQueryGuard = class UnknownQueryGuard {
    canActivate(context) {
        const request = context.switchToHttp().getRequest();
        const [name] = request.path.startsWith('/api/') ? Object.keys(request.query) : [];
        if (name === undefined || readsQuery(context))
            return true;
        throw invalid(`?${name}`, 'unknown_field', {
            en: `This address has no parameter ${name.slice(0, 100)}`,
            zh: `该地址没有参数 ${name.slice(0, 100)}`,
        });
    }
};
UnknownQueryGuard = __decorate([
    Injectable()
], UnknownQueryGuard);
export { UnknownQueryGuard };
function readsQuery(context) {
    const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name);
    return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
//# sourceMappingURL=unknown-query.guard.js.map