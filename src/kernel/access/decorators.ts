import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { chooseLanguage } from '../errors/texts.js';
import { X_PERMISSION } from '../openapi/keys.js';
import { documentParameter } from '../openapi/parameter.js';
import { PUBLIC, type Principal } from './principal.js';
import { toScope, type Scope } from './scope.js';

export const PUBLIC_ROUTE = 'throughline:public';
export const PERMISSION = 'throughline:permission';
export const OTHER_PERMISSIONS = 'throughline:other-permissions';
/** Nothing of a request to the route is kept beside what its use case writes. */
export const UNRECORDED = 'throughline:unrecorded';

export const UNPROVEN_TOO = 'throughline:unproven-too';

/** Also for who has still to show the second factor that is demanded: what it takes to show it, and to leave. */
export const UnprovenToo = () => SetMetadata(UNPROVEN_TOO, true);

/** No account needed. A token that is sent must still be valid. */
export const Public = () => applyDecorators(SetMetadata(PUBLIC_ROUTE, true), ApiExtension(X_PERMISSION, 'public'));

/**
 * The caller must hold this permission, or one of the others; which of them a request takes, its use case then asks. A route with
 * neither this nor `@Public()` does not boot.
 */
export const Permit = (permission: string, ...others: readonly string[]) =>
  applyDecorators(
    SetMetadata(PERMISSION, permission),
    SetMetadata(OTHER_PERMISSIONS, others),
    ApiExtension(X_PERMISSION, permission),
  );

/** Any signed-in caller, for routes about the caller alone (`/me`). */
export const SIGNED_IN = 'signed_in';
export const SignedIn = () => Permit(SIGNED_IN);

const getRequest = (context: ExecutionContext): Request => context.switchToHttp().getRequest<Request>();

export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => getRequest(context).principal ?? PUBLIC,
);
export const CurrentScope = createParamDecorator((_: unknown, context: ExecutionContext) =>
  toScope(getRequest(context).principal ?? PUBLIC),
);
/** The scope of this moment, for a request that waited: whoever may ask no more is refused. */
export const ScopeAnew = createParamDecorator((_: unknown, context: ExecutionContext) => async (): Promise<Scope> => {
  const request = getRequest(context);
  await request.admitAnew?.();
  return toScope(request.principal ?? PUBLIC);
});
/** The language of the answer, where the document need not say that the route reads Accept-Language. */
export const ReadLanguage = createParamDecorator((_: unknown, context: ExecutionContext) =>
  chooseLanguage(getRequest(context).headers['accept-language']),
);
/** `zh` or `en`, by Accept-Language. */
export const Lang = () =>
  documentParameter(
    ReadLanguage(),
    ApiHeader({ name: 'Accept-Language', required: false, description: 'Texts in Chinese (`zh`) or English.' }),
  );
