import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { OTHER_PERMISSIONS, PERMISSION, PUBLIC_ROUTE, SIGNED_IN } from './decorators.js';

/** The permissions that roles and API keys can hold; a route that names another does not boot. */
export abstract class PermissionCatalogue {
  abstract has(permission: string): boolean;
}

/** One handler of one controller with what it asks for. */
export interface Route {
  handler: string;
  method: string;
  path: string;
  permission: string | null;
  /** Each of which does as well. */
  others: readonly string[];
}

/** Deny by default, checked once at start: a route without a permission stops the boot. */
@Injectable()
export class RouteCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  onApplicationBootstrap(): void {
    const bad = this.routes().filter(
      ({ permission, others }) =>
        permission !== null &&
        permission !== SIGNED_IN &&
        ![permission, ...others].every((each) => this.catalogue.has(each)),
    );
    if (bad.length > 0)
      throw new Error(
        `Routes without a known permission: ${bad.map((r) => `${r.handler} (${r.permission || 'none'})`).join(', ')}`,
      );
  }

  /** Every route; `permission` is null for a public one and empty where a decorator is missing. */
  routes(): Route[] {
    return this.discovery.getControllers().flatMap((wrapper) => {
      const type = wrapper.metatype as { name: string; prototype: object } | null;
      if (!type) return [];
      const base = this.reflector.get<string | undefined>(PATH_METADATA, type as never) ?? '';
      return this.scanner.getAllMethodNames(type.prototype).flatMap((name): Route[] => {
        const handler = (type.prototype as Record<string, unknown>)[name] as () => void;
        const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
        if (path === undefined) return [];
        const isPublic = this.reflector.get<boolean | undefined>(PUBLIC_ROUTE, handler) === true;
        return [
          {
            handler: `${type.name}.${name}`,
            method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'GET',
            path: `${base}/${path}`,
            permission: isPublic ? null : (this.reflector.get<string | undefined>(PERMISSION, handler) ?? ''),
            others: this.reflector.get<readonly string[] | undefined>(OTHER_PERMISSIONS, handler) ?? [],
          },
        ];
      });
    });
  }
}
