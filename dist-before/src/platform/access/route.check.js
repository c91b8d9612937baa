var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PERMISSION, PUBLIC_ROUTE, SIGNED_IN } from './decorators.js';
/** The permissions that roles and API keys can hold; a route that names another does not boot. */
export class PermissionCatalogue {
}
/** Deny by default, checked once at start: a route without a permission stops the boot. */
let RouteCheck = class RouteCheck {
    discovery;
    scanner;
    reflector;
    catalogue;
    constructor(discovery, scanner, reflector, catalogue) {
        this.discovery = discovery;
        this.scanner = scanner;
        this.reflector = reflector;
        this.catalogue = catalogue;
    }
    onApplicationBootstrap() {
        const bad = this.routes().filter((r) => r.permission !== null && r.permission !== SIGNED_IN && !this.catalogue.has(r.permission));
        if (bad.length > 0)
            throw new Error(`Routes without a known permission: ${bad.map((r) => `${r.handler} (${r.permission || 'none'})`).join(', ')}`);
    }
    /** Every route; `permission` is null for a public one and empty where a decorator is missing. */
    routes() {
        return this.discovery.getControllers().flatMap((wrapper) => {
            const type = wrapper.metatype;
            if (!type)
                return [];
            const base = this.reflector.get(PATH_METADATA, type) ?? '';
            return this.scanner.getAllMethodNames(type.prototype).flatMap((name) => {
                const handler = type.prototype[name];
                const path = Reflect.getMetadata(PATH_METADATA, handler);
                if (path === undefined)
                    return [];
                const isPublic = this.reflector.get(PUBLIC_ROUTE, handler) === true;
                return [
                    {
                        handler: `${type.name}.${name}`,
                        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler)] ?? 'GET',
                        path: `${base}/${path}`,
                        permission: isPublic ? null : (this.reflector.get(PERMISSION, handler) ?? ''),
                    },
                ];
            });
        });
    }
};
RouteCheck = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [DiscoveryService,
        MetadataScanner,
        Reflector,
        PermissionCatalogue])
], RouteCheck);
export { RouteCheck };
//# sourceMappingURL=route.check.js.map