import { applyDecorators, Body, Controller, HttpCode, Inject, Param, Post, Put, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, ReadLanguage } from '../access/decorators.js';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { Transactions } from '../database/transactions.js';
import type { ProblemCode } from '../errors/codes.js';
import { Problem } from '../errors/problem.js';
import type { Language } from '../errors/texts.js';
import { IfMatch, WithoutVersion } from '../http/concurrency.js';
import { PathParameter } from '../http/id.js';
import { NoBody, NothingDto } from '../http/no-body.js';
import { KeepIdOnly, KeyRequired, Unrecorded } from '../http/idempotency/idempotency.js';
import { CHANGE_CODES, Operation } from '../http/operation.js';
import type { Action, PathParams, Request, Root, Subject } from './action.js';
import { isRequested, getActionRoute, hasOwnAction, toPathName } from './allowed-actions.js';
import { ActionEngine } from './engine.js';

/** Who asked, and for what. */
interface Asked {
  principal: Principal;
  given: object;
  /** What the service that took the action whole has answered: what it has read, the answer need not read again. */
  taken?: unknown;
}
/** What an action came to. */
type Performed<P extends string> = Pick<Request<P>, 'params'> & { shown?: object | undefined; taken?: unknown };
interface AskedByAction extends Asked {
  /** Its name in its lifecycle. */
  action: string;
}

/** How an object is shown: the class of the answer, and who reads it. */
export interface Shown<P extends string, Q> {
  tag: string;
  type: Type<object>;
  by: abstract new (...args: never[]) => Q;
  read(queries: Q, scope: Scope, params: PathParams<P>, language: Language, asked: Asked): Promise<object>;
  /** Its texts depend on Accept-Language. */
  translated?: boolean;
  /** Another subject with the same path refuses unknown actions; its controller comes after this one. */
  sharesPath?: boolean;
  /** An answer may show a one-time secret: a repeated request is answered without it. */
  showsSecret?: boolean;
  /** Actions that nobody may ask for answer as if they were none. */
  hidesOthers?: boolean;
}
/** How it is shown once an action is done. */
export interface Answer<P extends string, Q> extends Omit<Shown<P, Q>, 'read'> {
  read(queries: Q, scope: Scope, params: PathParams<P>, language: Language, asked: AskedByAction): Promise<object>;
}

export const listPathParameters = (path: string): string[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);

/** What only a request that names a version is refused with. */
const OF_VERSION: readonly string[] = ['bad_if_match', 'stale_version', 'if_match_required'];

/** Every code of an action: what any change may meet, its guards, and what its subject and its effect add. */
const listProblemCodes = <R extends Root, P extends string>({
  subject,
  transitions,
  refuses,
  name,
}: Action<R, P>): ProblemCode[] => [
  ...new Set<ProblemCode>([
    ...CHANGE_CODES.filter((code) => !subject.unversioned?.includes(name) || !OF_VERSION.includes(code)),
    ...(subject.refuses ?? []),
    ...transitions.flatMap((t) => (t.guards ?? []) as ProblemCode[]),
    ...refuses,
  ]),
];

/** Adds a route to a controller at run time, with the decorators and the types of its parameters. */
export function addRoute(
  type: Type<object>,
  method: string,
  handler: (...args: never[]) => unknown,
  decorators: MethodDecorator[],
  parameters: [ParameterDecorator, unknown][],
): void {
  const prototype = type.prototype as object;
  // The documentation finds the types of the parameters by the name of the function.
  Object.defineProperty(handler, 'name', { value: method });
  Object.defineProperty(prototype, method, { value: handler, writable: true, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method) as PropertyDescriptor;
  applyDecorators(...decorators)(prototype, method, descriptor);
  parameters.forEach(([decorate], at) => decorate(prototype, method, at));
  const types = parameters.map(([, of]) => of);
  Reflect.defineMetadata('design:paramtypes', types, prototype, method);
}

/**
 * The routes of a subject, one operation each: `POST PATH/actions/NAME`, or where the subject says, with its own body,
 * problems and documentation. Any other action answers `route_not_found`; one that nobody may ask for, because the clock or a
 * step does it, `not_permitted`.
 */
export function createActionController<R extends Root, P extends string, Q>(
  subject: Subject<R, P>,
  actions: readonly Action<R, P>[],
  answer: Answer<P, Q>,
): Type<object> {
  const params = listPathParameters(subject.path);
  const secrecy: MethodDecorator[] = subject.unrecorded ? [Unrecorded()] : [];

  class ActionsController {
    constructor(
      @Inject(ActionEngine) private readonly engine: ActionEngine,
      @Inject(ModuleRef) private readonly modules: ModuleRef,
    ) {
      this.engine.register(subject, actions);
    }

    private async take(
      take: NonNullable<Action<R, P>['take']>,
      request: Omit<Request<P>, 'use'>,
    ): Promise<Performed<P>> {
      const taken = await take({ ...request, use: (token) => this.modules.get(token as never, { strict: false }) });
      return { params: request.params, taken };
    }

    async perform(
      action: Action<R, P>,
      principal: Principal,
      scope: Scope,
      version: number | undefined,
      given: object,
      language: Language,
      ids: string[],
    ): Promise<object> {
      const place = Object.fromEntries(params.map((name, at) => [name, ids[at]])) as PathParams<P>;
      const performed: Performed<P> = action.take
        ? await this.take(action.take, { principal, params: place, version: version ?? 0, given })
        : await this.engine.perform(principal, action, place, version, given);
      const queries = this.modules.get<Q>(answer.by, { strict: false });
      const asked = { principal, given, action: action.name, taken: performed.taken };
      const shown = await this.modules
        .get(Transactions, { strict: false })
        .readAnswer(() => answer.read(queries, scope, performed.params, language, asked));
      return { ...shown, ...performed.shown };
    }
  }
  for (const action of actions.filter(({ transitions }) => transitions.some(isRequested))) {
    const method = action.operationId;
    const route = getActionRoute(subject, action.name);
    if (route === null) throw new Error(`${action.operationId} has no address`);
    addRoute(
      ActionsController,
      method,
      function (
        this: ActionsController,
        principal: Principal,
        scope: Scope,
        version: number | undefined,
        given: object,
        language: Language,
        ...ids: string[]
      ) {
        return this.perform(action, principal, scope, version, given, language, ids);
      },
      [
        (route.method === 'PUT' ? Put : Post)(route.segment),
        HttpCode(200),
        Permit(action.permit),
        Operation(action.operationId, action.summary, ...listProblemCodes(action)),
        ApiOkResponse({ type: answer.type }),
        ...(action.needsKey ? [KeyRequired() as MethodDecorator] : []),
        ...(answer.showsSecret ? [KeepIdOnly() as MethodDecorator] : []),
        ...secrecy,
      ],
      [
        [CurrentPrincipal(), Object],
        [CurrentScope(), Object],
        [subject.unversioned?.includes(action.name) ? WithoutVersion() : IfMatch(), Number],
        [action.body === NothingDto ? NoBody() : Body(), action.body],
        [answer.translated ? Lang() : ReadLanguage(), String],
        ...params.map((name): [ParameterDecorator, unknown] => [PathParameter(name), String]),
      ],
    );
  }
  const isKnown = (name: string): boolean =>
    !answer.hidesOthers &&
    subject.lifecycle.transitions.some(
      ({ action }) =>
        toPathName(action) === name && hasOwnAction(subject, action) && subject.routes?.[action] === undefined,
    );
  // What the clock or another step does is an action too, but nobody's to ask for.
  const refuse = (name: string) => Promise.reject(new Problem(isKnown(name) ? 'not_permitted' : 'route_not_found'));
  if (!answer.sharesPath)
    addRoute(
      ActionsController,
      'refuseUnknownAction',
      refuse,
      [Post('actions/:action'), Permit(subject.permit), ApiExcludeEndpoint(), ...secrecy],
      [[Param('action'), String]],
    );
  Object.defineProperty(ActionsController, 'name', { value: `${answer.type.name}ActionsController` });
  ApiTags(answer.tag)(ActionsController);
  Controller(subject.path)(ActionsController);
  return ActionsController;
}
