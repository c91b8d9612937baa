import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Patch,
  Post,
  Put,
  Query,
  type Type,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public, ReadLanguage } from '../access/decorators.js';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import type { ExternalId } from '../database/external-ids/external-ids.js';
import { Transactions } from '../database/transactions.js';
import type { ProblemCode } from '../errors/codes.js';
import type { Language, Text } from '../errors/texts.js';
import { IfMatch, OptionalIfMatch } from '../http/concurrency.js';
import { PathParameter } from '../http/id.js';
import { ExternalIdParam } from '../http/lists/external-id-param.js';
import { ListUrl } from '../http/lists/list.js';
import { Operation } from '../http/operation.js';
import type { PathParams, Use } from './action.js';
import { addRoute, listPathParameters, type Shown } from './action-routes.js';
import { answerInForm, describeForms, takeForm, type PaperRoute } from './paper-routes.js';

/** An object of the API: its address, and how it is shown by whatever answers it. */
interface Resource<P extends string, Q> extends Shown<P, Q> {
  path: P;
}

/** Declares how an object is shown, for its actions and for the other routes that answer it. */
export const resource = <P extends string, Q>(path: P, shown: Shown<P, Q>): Resource<P, Q> => ({ ...shown, path });

/** A class of the application, which answers its one instance. */
type Token<S> = abstract new (...args: never[]) => S;

/** A request as a route hands it on: the ids of its address, who asks, and what the route takes besides. */
type Asked<A extends string, More = object> = PathParams<A> &
  More & { principal: Principal; scope: Scope; language: Language };

/** What the document says of a route, and who may take it. */
interface Described {
  operationId: string;
  summary: Text;
  description?: string;
  /** `public` for everybody; of several, one: which a request takes its use case asks. */
  permit: string | readonly [string, ...string[]];
  /** Problems of its own. */
  refuses?: readonly ProblemCode[];
  /** What else is said of it: that it needs a key, where what it made stands. */
  decorators?: readonly MethodDecorator[];
}

/** A route that answers something else than the object: a list where it has a query. */
interface Read<A extends string, T, L extends object, S> extends Described {
  type: Type<T>;
  query?: Type<L>;
  translated?: boolean;
  /** Who reads it, where that is not who reads the object. */
  by?: Token<S>;
  read(queries: S, request: Asked<A, { query: L; url: string }>): Promise<T>;
}

/** A route that makes an object, and answers it. `make` answers its id. */
interface Made<B extends object, S, R> extends Described {
  body: Type<B>;
  by: Token<S>;
  make(service: S, request: R & { body: B }): Promise<string>;
}

/** A route that changes an object, and answers it. */
interface Changed<A extends string, B extends object, S, V> extends Described {
  body: Type<B>;
  by: Token<S>;
  apply(service: S, request: Asked<A, { body: B; version: V }>): Promise<unknown>;
}

/** A route that takes something away, and answers nothing. */
interface Removed<A extends string, S> extends Described {
  by: Token<S>;
  apply(service: S, request: Asked<A, { version: number | undefined }>): Promise<unknown>;
}

/** A route that makes something, and answers something else than the object: a receipt, a one-time secret, a part. */
interface Sent<A extends string, B extends object, T, S> extends Described {
  body: Type<B>;
  type: Type<T>;
  by: Token<S>;
  perform(service: S, request: Asked<A, { body: B }>, use: Use): Promise<T>;
}

/** The kinds of routes of a resource beside its actions. */
interface Routes<P extends string, Q> {
  /** A list, or another part. */
  get<A extends string, T extends object, L extends object, S = Q>(address: A, route: Read<A, T, L, S>): Route;
  /** `GET` of the object itself; by another reader where more is read of it there than what its changes answer. */
  one<S = Q>(
    route: Described & { paper?: PaperRoute; by?: Token<S>; read?(queries: S, request: Asked<P>): Promise<object> },
  ): Route;
  /** Makes an object in a collection. */
  post<A extends string, B extends object, S>(address: A, route: Made<B, S, Asked<A>>): Route;
  send<A extends string, B extends object, T extends object, S>(address: A, route: Sent<A, B, T, S>): Route;
  /** `PUT COLLECTION/by-external-id/…`: makes it, or changes what is there, of the version that If-Match names where it is sent. */
  putExternal<B extends object, S>(
    route: Made<B, S, Asked<'', { external: ExternalId; version: number | undefined }>>,
  ): Route;
  /** Changes the version of the object that If-Match names. */
  patch<A extends `${P}${string}`, B extends object, S>(address: A, route: Changed<A, B, S, number>): Route;
  put<A extends `${P}${string}`, B extends object, S>(address: A, route: Changed<A, B, S, number>): Route;
  /** A `POST` that adds to the object: what overwrites nothing of others needs no version. */
  add<A extends `${P}${string}`, B extends object, S, V extends 'required' | 'optional' = 'optional'>(
    address: A,
    route: Changed<A, B, S, V extends 'required' ? number : number | undefined> & { version?: V },
  ): Route;
  /** A `DELETE` of what the caller added. */
  remove<A extends `${P}${string}`, S>(address: A, route: Removed<A, S>): Route;
}

/** What a route takes beside the caller and the ids of its address, by the name under which it is handed on. */
type Taken = Readonly<Record<string, readonly [ParameterDecorator, unknown]>>;

/** A controller asks the services of the application by their classes. */
class ResourceServer {
  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  ask<S>(by: Token<S>): S {
    return this.modules.get<S>(by, { strict: false });
  }
}

type AnyRequest = Asked<string, Record<string, unknown>>;

/** A route that waits for its controller. */
interface Route extends Described {
  address: string;
  method: MethodDecorator;
  answer: readonly MethodDecorator[];
  taken: Taken;
  translated: boolean;
  handle(server: ResourceServer, request: AnyRequest): Promise<unknown>;
}

function addResourceRoute(type: Type<ResourceServer>, route: Route): void {
  const { operationId, summary, description, permit, refuses = [], decorators = [] } = route;
  const taken: Taken = {
    principal: [CurrentPrincipal(), Object],
    scope: [CurrentScope(), Object],
    ...route.taken,
    // The document names them in the opposite order.
    ...Object.fromEntries(
      listPathParameters(route.address)
        .reverse()
        .map((name) => [name, [PathParameter(name), String]] as const),
    ),
    language: [route.translated ? Lang() : ReadLanguage(), String],
  };
  const names = Object.keys(taken);
  addRoute(
    type,
    operationId,
    function (this: ResourceServer, ...values: unknown[]) {
      return route.handle(this, Object.fromEntries(names.map((name, at) => [name, values[at]])) as AnyRequest);
    },
    [
      route.method,
      permit === 'public' ? Public() : typeof permit === 'string' ? Permit(permit) : Permit(...permit),
      Operation(operationId, summary, ...refuses),
      ...(description === undefined ? [] : [ApiOperation({ description })]),
      ...route.answer,
    ],
    Object.values(taken).map(([decorate, of]) => [decorate, of]),
  );
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, operationId);
  if (descriptor) applyDecorators(...decorators)(type.prototype as object, operationId, descriptor);
}

const takeQuery = (query: Type<object> | undefined): Taken =>
  query === undefined ? {} : { query: [Query(), query], url: [ListUrl(), String] };

/** The kinds of routes of one resource. */
function declareRoutes<P extends string, Q>(of: Resource<P, Q>): Routes<P, Q> {
  const { path, type, translated = false } = of;
  const own = listPathParameters(path).at(-1) ?? 'id';
  const collection = path.slice(0, path.lastIndexOf('/'));
  const show = (server: ResourceServer, request: AnyRequest, id?: string): Promise<object> => {
    const { principal, scope, language, body = {} } = request;
    const place = id === undefined ? request : { ...request, [own]: id };
    return of.read(server.ask(of.by), scope, place as never, language, {
      principal,
      given: body as object,
    });
  };
  const answer = (server: ResourceServer, request: AnyRequest, id?: string): Promise<object> =>
    server.ask(Transactions).readAnswer(() => show(server, request, id));
  const make = <B extends object, S>(route: Made<B, S, never>, taken: Taken) => ({
    ...{ ...route, translated, taken: { ...taken, body: [Body(), route.body] } as Taken },
    handle: async (server: ResourceServer, request: AnyRequest) =>
      answer(server, request, await route.make(server.ask(route.by), request as never)),
  });
  const change = <B extends object, S>(address: string, route: Changed<string, B, S, never>, taken: Taken) => ({
    ...{ ...route, address, translated, taken: { ...taken, body: [Body(), route.body] } as Taken },
    answer: [HttpCode(200), ApiOkResponse({ type })],
    handle: async (server: ResourceServer, request: AnyRequest) => {
      await route.apply(server.ask(route.by), request as never);
      return answer(server, request);
    },
  });
  const version: Taken = { version: [IfMatch(), Number] };
  const honoured: Taken = { version: [OptionalIfMatch(), Number] };
  return {
    get: (address, route) => ({
      ...{ ...route, address, method: Get(address), translated: route.translated ?? false },
      answer: [ApiOkResponse({ type: route.type })],
      taken: takeQuery(route.query),
      handle: (server, request) => route.read(server.ask((route.by ?? of.by) as Token<never>), request as never),
    }),
    one: ({ paper, by, read, ...route }) => {
      const showOne = (server: ResourceServer, request: AnyRequest): Promise<object> =>
        read === undefined ? show(server, request) : read(server.ask((by ?? of.by) as Token<never>), request as never);
      return {
        ...{ ...route, address: path, method: Get(path), translated },
        ...(paper === undefined
          ? { taken: {}, answer: [ApiOkResponse({ type })], handle: showOne }
          : {
              refuses: [...(route.refuses ?? []), 'not_acceptable'],
              taken: takeForm(paper),
              answer: describeForms(type, paper),
              handle: (server, request) =>
                answerInForm(
                  paper,
                  request,
                  (language) => showOne(server, { ...request, language }),
                  (token) => server.ask(token),
                ),
            }),
      };
    },
    post: (address, route) => ({
      ...make(route, {}),
      ...{ address, method: Post(address), answer: [ApiCreatedResponse({ type })] },
    }),
    send: (address, route) => ({
      ...{ ...route, address, method: Post(address), translated: false, taken: { body: [Body(), route.body] } },
      answer: [ApiCreatedResponse({ type: route.type })],
      handle: (server, request) => route.perform(server.ask(route.by), request as never, (token) => server.ask(token)),
    }),
    putExternal: (route) => ({
      ...make(route, { external: [ExternalIdParam(), Object], ...honoured }),
      ...{ address: '', method: Put(`${collection}/by-external-id/:system/:externalId`) },
      answer: [ApiOkResponse({ type })],
    }),
    patch: (address, route) => ({ ...change(address, route, version), method: Patch(address) }),
    put: (address, route) => ({ ...change(address, route, version), method: Put(address) }),
    add: (address, route) => ({
      ...change(address, route, route.version === undefined ? {} : route.version === 'required' ? version : honoured),
      method: Post(address),
    }),
    remove: (address, route) => ({
      ...{ ...route, address, method: Delete(address), translated: false, taken: honoured },
      answer: [HttpCode(204)],
      handle: async (server, request) => void (await route.apply(server.ask(route.by), request as never)),
    }),
  };
}

/**
 * The routes by which an object is listed, read, made and changed, one operation each. Its actions have a controller of
 * their own.
 */
export function createResourceController<P extends string, Q>(
  of: Resource<P, Q>,
  declare: (routes: Routes<P, Q>) => readonly Route[],
): Type<object> {
  class ResourceController extends ResourceServer {}
  for (const route of declare(declareRoutes(of))) addResourceRoute(ResourceController, route);
  Object.defineProperty(ResourceController, 'name', { value: `${of.type.name}Controller` });
  ApiTags(of.tag)(ResourceController);
  Controller()(ResourceController);
  return ResourceController;
}
